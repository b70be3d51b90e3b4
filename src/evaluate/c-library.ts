/**
 * The functions of C that the library declares (language.md 4.11): over the emulated memory, and by what the host
 * grants. A host's own functions of these names come first. A stream is what the library's `Stream` holds: one more
 * than the host's handle, null where there is none, -1 for the output of the block; lower numbers are commands.
 */
import type { ScalarValue } from '../primitives/index.ts';
import { decodeUtf8, encodeUtf8, type Files, formatScalar, parseFloat32 } from '../values/index.ts';
import { granted } from './capabilities.ts';
import type { Frame } from './frame.ts';

type Call = (m: Frame, ...args: readonly ScalarValue[]) => ScalarValue | readonly ScalarValue[];

const NULL = 0;
const OUTPUT = -1;
/** What C functions that return a status give. */
const DONE = 0n;
const FAILED = -1n;

const files = (m: Frame): Files => granted(m.host.files, 'file access');

/** The length and the address of a text that has been put into memory. */
function shown(m: Frame, text: string): readonly ScalarValue[] {
  return [
    text.length,
    BigInt(
      put(
        m,
        Uint8Array.from(text, (c) => c.charCodeAt(0)),
      ),
    ),
  ];
}

/** The address of a copy of bytes, ended by a zero byte. */
function put(m: Frame, bytes: Uint8Array): number {
  const address = m.memory.allocate(bytes.length + 1);
  m.memory.write(address, bytes);
  m.memory.store('w8', address + bytes.length, 0);
  return address;
}

/** The number of a stream: an address with its sign. */
const streamOf = (pointer: ScalarValue | undefined): number =>
  Number(BigInt.asIntN(64, BigInt(pointer ?? NULL)));

const pathAt = (m: Frame, address: ScalarValue | undefined): string =>
  decodeUtf8(m.memory.text(Number(address)));

/** The longest beginning of a text that C's `strtof` reads. */
const NUMBER =
  /^[ \t\n\v\f\r]*[+-]?(?:0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)(?:[pP][+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|infinity|inf|nan(?:\([0-9A-Za-z_]*\))?)/i;

const TEMPLATE = 'XXXXXX';

/** `size · count` bytes that are left of a stream, in whole elements, and how many elements these are. */
function take(m: Frame, stream: number, size: number, count: number): readonly [Uint8Array, number] {
  const left = m.memory.unread.get(stream) ?? files(m).readHandle(stream - 1);
  const elements = size === 0 ? 0 : Math.min(count, Math.floor(left.length / size));
  // C reads to the end where the last element is not whole.
  const end = elements < count ? left.length : elements * size;
  m.memory.unread.set(stream, left.subarray(end));
  return [left.subarray(0, end), elements];
}

export const C_LIBRARY: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['showInt32', (m, x) => shown(m, formatScalar('decimal', 'i32', x!))],
  ['showInt64', (m, x) => shown(m, formatScalar('decimal', 'i64', x!))],
  ['showFloat32', (m, x) => shown(m, formatScalar('exactFloat', 'f32', x!))],
  ['showFloat64', (m, x) => shown(m, formatScalar('exactFloat', 'f64', x!))],
  ['showHex', (m, x) => shown(m, Number(x).toString(16).toUpperCase().padStart(2, '0'))],
  [
    'strtof',
    (m, text, end) => {
      const bytes = m.memory.text(Number(text));
      const read = NUMBER.exec(Array.from(bytes, (b) => String.fromCharCode(b)).join(''))?.[0] ?? '';
      if (Number(end) !== NULL) m.memory.store('i64', Number(end), BigInt(Number(text) + read.length));
      return parseFloat32(read) ?? 0;
    },
  ],
  [
    'getenv',
    (m, name) => {
      const value = granted(m.host.environment, 'access to the environment')(pathAt(m, name));
      return BigInt(value === null ? NULL : put(m, encodeUtf8(value)));
    },
  ],
  [
    'fopen',
    (m, path, mode) => {
      const isReading = pathAt(m, mode).startsWith('r');
      return BigInt(files(m).open(pathAt(m, path), isReading ? 'read' : 'write') + 1);
    },
  ],
  [
    'popen',
    (m, command) => {
      const output = granted(m.host.shell, 'shell')(pathAt(m, command));
      const stream = OUTPUT - put(m, output);
      m.memory.unread.set(stream, output);
      return BigInt(stream);
    },
  ],
  [
    'fclose',
    (m, stream) => {
      const at = streamOf(stream);
      m.memory.unread.delete(at);
      if (at < OUTPUT) m.memory.free(OUTPUT - at);
      else if (at !== OUTPUT) files(m).close(at - 1);
      return DONE;
    },
  ],
  [
    'fwrite',
    (m, from, size, count, stream) => {
      const bytes = m.memory.read(Number(from), Number(size) * Number(count));
      const at = streamOf(stream);
      if (at === OUTPUT) m.output.write(bytes);
      else files(m).writeHandle(at - 1, bytes);
      return count!;
    },
  ],
  [
    'fread',
    (m, to, size, count, stream) => {
      const [bytes, elements] = take(m, streamOf(stream), Number(size), Number(count));
      m.memory.write(Number(to), bytes);
      return BigInt(elements);
    },
  ],
  ['fflush', () => DONE],
  [
    'remove',
    (m, path) => {
      const name = pathAt(m, path);
      if (!files(m).exists(name)) return FAILED;
      files(m).remove(name);
      return DONE;
    },
  ],
  [
    'mkstemp',
    (m, template) => {
      const name = pathAt(m, template);
      if (!name.endsWith(TEMPLATE)) return FAILED;
      const made = name.slice(0, -TEMPLATE.length) + files(m).temporary().slice(-TEMPLATE.length);
      m.memory.write(Number(template), encodeUtf8(made));
      return files(m).open(made, 'write');
    },
  ],
  [
    'close',
    (m, handle) => {
      files(m).close(Number(handle));
      return 0;
    },
  ],
]);
