/**
 * Where values stand in columns. What comes out of the columns of a reference and what goes in is copied, all the way
 * down, so that nobody else holds its buffers.
 */
import type { SourceId, Type } from '../loops/index.ts';
import type { Assembler, ColumnLeaf, Leaves, Num } from './assembler.ts';
import type { Op } from './frame.ts';
import type { Spot } from './layout.ts';
import { blockSize } from './sizes.ts';

/** `copied`: from or to a reference. `shared`: values are never written, so their buffers may have many names. */
export type Ownership = 'shared' | 'copied';

export type Varying = ReadonlySet<number>;
export const NOTHING_VARIES: Varying = new Set();

/** The spots of the element at `ordinal` of the table with these columns. */
export function elementSpots(cx: Assembler, table: Leaves, ordinal: Num, source: SourceId): readonly Spot[] {
  return (table as readonly ColumnLeaf[]).map((leaf) => {
    const block = blockSize(cx, leaf.column, source);
    if (block.value === 1)
      return { kind: leaf.column.kind, slot: leaf.slot, at: 2 * leaf.at, plus: ordinal.at };
    const start = cx.temporary();
    const [d, x, k, b] = [start.at, 2 * leaf.at, ordinal.at, block.at];
    cx.emit((m) => {
      m.i[d] = m.i[x]! + m.i[k]! * m.i[b]!;
    });
    return { kind: leaf.column.kind, slot: leaf.slot, at: start.at, plus: null };
  });
}

/** The spots of what stands at the beginning of these columns: the contents of a reference. */
export function spotsOf(leaves: Leaves): readonly Spot[] {
  return (leaves as readonly ColumnLeaf[]).map((leaf) => {
    return { kind: leaf.column.kind, slot: leaf.slot, at: 2 * leaf.at, plus: null };
  });
}

/**
 * The leaves of a value under the type that it has in this scope: what was stored under the binder of a table or a pair
 * has columns whose sets mention that binder.
 */
export function underType(cx: Assembler, leaves: Leaves, type: Type): Leaves {
  const shapes = cx.layouts.leaves(type);
  return leaves.map((leaf, k) => {
    const shape = shapes[k]!;
    return leaf.tag === 'cell' || shape.tag === 'cell' ? leaf : { ...leaf, column: shape.column };
  });
}

/** A cell with the offset of a spot. */
export function offsetCell(cx: Assembler, spot: Spot): number {
  if (spot.plus === null) return spot.at >> 1;
  const cell = cx.temporary();
  const [d, x, p] = [cell.at, spot.at, spot.plus];
  cx.emit((m) => {
    m.i[d] = m.i[x]! + m.i[p]!;
  });
  return cell.at >> 1;
}

/** Whether a value is scalars alone, which are moved whether they mean something or not. */
export function isScalars<L extends { readonly tag: string }>(
  leaves: readonly L[],
): leaves is readonly Extract<L, { readonly tag: 'cell' }>[] {
  return leaves.every((leaf) => leaf.tag === 'cell');
}

/** Takes its arguments one by one. */
export class Reader<T> {
  readonly #items: readonly T[];
  #next = 0;
  constructor(items: readonly T[]) {
    this.#items = items;
  }
  next(): T {
    return this.#items[this.#next++]!;
  }
  take(count: number): readonly T[] {
    this.#next += count;
    return this.#items.slice(this.#next - count, this.#next);
  }
}

/** Runs the branch whose number is in `i[tag]`. */
export function emitBranches(cx: Assembler, tag: number, branches: readonly Op[]): void {
  cx.emit((m) => branches[m.i[tag]!]!(m));
}

/** How many elements of its column a leaf of a table has (as an index into `i`). */
export function tableCount(
  cx: Assembler,
  type: Extract<Type, { tag: 'table' }>,
  { column }: ColumnLeaf,
  source: SourceId,
): number {
  return blockSize(cx, { kind: column.kind, factors: [type.index, ...column.factors] }, source).at;
}

/** Counts as many scalars moved as `i[count]` says. */
export function countMoved(cx: Assembler, count: number, ...kinds: readonly ('read' | 'write')[]): void {
  if (cx.probe === null) return;
  for (const kind of kinds) cx.emit(cx.probe.adding(kind, (m) => m.i[count]!));
}
