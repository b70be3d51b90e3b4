/** Copying blocks of columns, and whole boxes. */
import { type Box, type Buffer, bytesPerElement, type Frame, newBuffer } from './frame.ts';
import type { ColumnKind } from './layout.ts';

const FEW = 32;

/** Copies `count` elements; to the same place it does nothing. */
export function copyElements(
  kind: ColumnKind,
  from: Buffer,
  start: number,
  to: Buffer,
  at: number,
  count: number,
): void {
  if (kind === 'box') {
    copyBoxes(from as Box[], start, to as Box[], at, count);
    return;
  }
  const width = kind === 'i64' || kind === 'w64' ? 2 : 1;
  const n = width * count;
  const x = width * start;
  const d = width * at;
  if (n > FEW) (to as Float64Array).set((from as Float64Array).subarray(x, x + n), d);
  else if (kind === 'f32') copyFloat32(from as Float32Array, x, to as Float32Array, d, n);
  else if (kind === 'f64') copyFloat64(from as Float64Array, x, to as Float64Array, d, n);
  else if (kind === 'w8') copyBytes(from as Uint8Array, x, to as Uint8Array, d, n);
  else if (kind === 'w32') copyWords(from as Uint32Array, x, to as Uint32Array, d, n);
  else copyInts(from as Int32Array, x, to as Int32Array, d, n);
}

function copyFloat32(from: Float32Array, x: number, to: Float32Array, d: number, n: number): void {
  for (let k = 0; k < n; k++) to[d + k] = from[x + k]!;
}
function copyFloat64(from: Float64Array, x: number, to: Float64Array, d: number, n: number): void {
  for (let k = 0; k < n; k++) to[d + k] = from[x + k]!;
}
function copyInts(from: Int32Array, x: number, to: Int32Array, d: number, n: number): void {
  for (let k = 0; k < n; k++) to[d + k] = from[x + k]!;
}
function copyWords(from: Uint32Array, x: number, to: Uint32Array, d: number, n: number): void {
  for (let k = 0; k < n; k++) to[d + k] = from[x + k]!;
}
function copyBytes(from: Uint8Array, x: number, to: Uint8Array, d: number, n: number): void {
  for (let k = 0; k < n; k++) to[d + k] = from[x + k]!;
}
function copyBoxes(from: readonly Box[], x: number, to: Box[], d: number, n: number): void {
  for (let k = 0; k < n; k++) to[d + k] = from[x + k]!;
}

/** A box with buffers of its own, all the way down. */
export function ownBox(m: Frame, box: Box): Box {
  const buffers = box.buffers.map((buffer, k) =>
    ownBuffer(m, box.kinds[k]!, buffer, box.offsets[k]!, box.counts[k]!),
  );
  return { ...box, buffers, offsets: box.offsets.map(() => 0) };
}

/** A copy of `count` elements; boxes in it are copied too. */
export function ownBuffer(
  m: Frame,
  kind: ColumnKind,
  buffer: Buffer | null,
  start: number,
  count: number,
): Buffer {
  if (buffer === null) return newBuffer(kind, 0);
  m.bytes += count * bytesPerElement(kind);
  if (Array.isArray(buffer)) return buffer.slice(start, start + count).map((inner) => ownBox(m, inner));
  const width = kind === 'i64' || kind === 'w64' ? 2 : 1;
  return buffer.slice(width * start, width * (start + count));
}
