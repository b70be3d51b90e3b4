/** The stable ascending order of scalars. */
import type { ScalarArray } from './value.ts';

/**
 * The positions of `keys` in ascending order, equal ones (0 and -0 among them) as they stand, in time O(n log n): a
 * merge sort from the bottom up, whose runs are twice as long after each pass. Of two runs' next elements the right one
 * comes first only where it is less; a NaN, which is less than nothing and nothing less than it, is thus kept before
 * what it is compared with, and splits the order. `sort` of the library, which orders other types, merges alike.
 */
export function stableOrder(keys: ScalarArray): Uint32Array {
  const size = keys.length;
  let from = new Uint32Array(size);
  for (let position = 0; position < size; position++) from[position] = position;
  let to = new Uint32Array(size);
  for (let width = 1; width < size; width *= 2) {
    for (let start = 0; start < size; start += 2 * width) mergeRuns(keys, from, to, start, width);
    [from, to] = [to, from];
  }
  return from;
}

/** Merges the runs of `width` positions at `start` and after it, from one table into the other. */
function mergeRuns(
  keys: ScalarArray,
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  width: number,
): void {
  const middle = Math.min(start + width, keys.length);
  const end = Math.min(start + 2 * width, keys.length);
  let left = start;
  let right = middle;
  for (let k = start; k < end; k++) {
    const isLeft = left < middle && (right >= end || !(keys[from[right]!]! < keys[from[left]!]!));
    to[k] = isLeft ? from[left++]! : from[right++]!;
  }
}
