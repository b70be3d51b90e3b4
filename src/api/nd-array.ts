/** Rectangular tables outside of the language. */

export type TypedArray =
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint32Array
  | Uint8Array
  | BigInt64Array
  | BigUint64Array;

/** A table of tables of scalars: its elements in row-major order, and the size of every level, outermost first. */
export class NdArray<A extends TypedArray = TypedArray> {
  /** The bundle is minified, and Node shows the name of the class. */
  static readonly name = 'NdArray';
  readonly data: A;
  readonly shape: readonly number[];

  /** Throws a RangeError where the shape does not fit the number of elements. */
  constructor(data: A, shape: readonly number[]) {
    const count = shape.reduce((product, size) => product * size, 1);
    if (count !== data.length) {
      throw new RangeError(`a shape of ${shape.join(' x ')} has ${count} elements, not ${data.length}`);
    }
    this.data = data;
    this.shape = shape;
  }

  /** The elements as nested arrays; the innermost are arrays of numbers (or bigints). */
  toNested(): unknown {
    const nest = (level: number, start: number, count: number): unknown => {
      if (level === this.shape.length) return this.data[start];
      const size = this.shape[level]!;
      const step = size === 0 ? 0 : count / size;
      return Array.from({ length: size }, (_, k) => nest(level + 1, start + k * step, step));
    };
    return nest(0, 0, this.data.length);
  }
}

/** An array whose elements are the given level of a table, whatever it is made of. */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || isTypedArray(value);
}

/** Whether a value is a typed array; a `DataView`, which has no elements, is not. */
export function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** Whether a value has the shape of an `NdArray`, made here or elsewhere. */
export function isNdArray(
  value: unknown,
): value is { readonly data: TypedArray; readonly shape: readonly number[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'data' in value &&
    isTypedArray(value.data) &&
    'shape' in value &&
    Array.isArray(value.shape)
  );
}
