/** Raw memory for the library's pointers: addresses into one buffer, never into the process. */
import { isWide, type Scalar, type ScalarValue } from '../primitives/index.ts';
import { scalarValue } from '../values/index.ts';

const FIRST_ADDRESS = 16;
const ALIGNMENT = 8;

export class RawMemory {
  /** What has been read of a stream but not been taken yet, by the stream's number. */
  readonly unread = new Map<number, Uint8Array>();
  #view = new DataView(new ArrayBuffer(1 << 12));
  #end = FIRST_ADDRESS;
  readonly #sizes = new Map<number, number>();
  readonly #free = new Map<number, number[]>();

  /** The address of `size` bytes; never 0. */
  allocate(size: number): number {
    const rounded = Math.max(ALIGNMENT, Math.ceil(size / ALIGNMENT) * ALIGNMENT);
    const reused = this.#free.get(rounded)?.pop();
    const address = reused ?? this.#end;
    if (reused === undefined) this.#grow(address + rounded);
    this.#sizes.set(address, rounded);
    return address;
  }

  /** Gives back what `allocate` gave. Throws a RangeError for any other address but 0. */
  free(address: number): void {
    if (address === 0) return;
    const size = this.#sizes.get(address);
    if (size === undefined) throw new RangeError(`address ${address} was not allocated`);
    this.#sizes.delete(address);
    const list = this.#free.get(size);
    if (list === undefined) this.#free.set(size, [address]);
    else list.push(address);
  }

  /** Throws a RangeError outside of what was allocated. */
  load(scalar: Scalar, address: number): ScalarValue {
    switch (scalar) {
      case 'f32':
        return this.#view.getFloat32(address, true);
      case 'f64':
        return this.#view.getFloat64(address, true);
      case 'i32':
        return this.#view.getInt32(address, true);
      case 'w32':
        return this.#view.getUint32(address, true);
      case 'w8':
        return this.#view.getUint8(address);
      default:
        return scalarValue(scalar, this.#view.getBigUint64(address, true));
    }
  }

  /** Throws a RangeError outside of what was allocated. */
  store(scalar: Scalar, address: number, value: ScalarValue): void {
    if (scalar === 'f32') this.#view.setFloat32(address, Number(value), true);
    else if (scalar === 'f64') this.#view.setFloat64(address, Number(value), true);
    else if (scalar === 'w8') this.#view.setUint8(address, Number(value));
    else if (isWide(scalar)) this.#view.setBigUint64(address, BigInt.asUintN(64, BigInt(value)), true);
    else this.#view.setUint32(address, Number(value), true);
  }

  /** A copy of bytes. Throws a RangeError outside of what was allocated. */
  read(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#view.buffer, address, length).slice();
  }

  /** Throws a RangeError outside of what was allocated. */
  write(address: number, bytes: Uint8Array): void {
    new Uint8Array(this.#view.buffer, address, bytes.length).set(bytes);
  }

  /** The bytes from an address to the next zero byte. Throws a RangeError where there is none. */
  text(address: number): Uint8Array {
    let end = address;
    while (this.#view.getUint8(end) !== 0) end++;
    return this.read(address, end - address);
  }

  #grow(end: number): void {
    this.#end = end;
    if (end <= this.#view.byteLength) return;
    const larger = new Uint8Array(2 * end);
    larger.set(new Uint8Array(this.#view.buffer));
    this.#view = new DataView(larger.buffer);
  }
}
