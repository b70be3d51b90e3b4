/** Room for tables and for the contents of references. */
import type { SourceId, Type } from '../loops/index.ts';
import type { Assembler, ColumnLeaf, Destination } from './assembler.ts';
import { allocate, newBuffer } from './frame.ts';
import { type Column, columns } from './layout.ts';
import { blockSize, setSize } from './sizes.ts';
import { tableCount } from './spots.ts';

/** Zeroed columns for a table of this type, whose size and blocks are computed now. Faults: size, memory. */
export function allocateTable(
  cx: Assembler,
  type: Extract<Type, { tag: 'table' }>,
  source: SourceId,
): Destination {
  const leaves = cx.fresh(type) as readonly ColumnLeaf[];
  cx.allocates();
  const site = cx.site(source);
  const size = setSize(cx, type.index, source);
  for (const leaf of leaves) {
    const count = leaf.column.factors.length === 0 ? size : { at: tableCount(cx, type, leaf, source) };
    const [s, x, n] = [leaf.slot, 2 * leaf.at, count.at];
    const { kind } = leaf.column;
    cx.emit((m) => {
      m.o[s] = allocate(m, kind, m.i[n]!, site);
      m.i[x] = 0;
    });
  }
  return leaves;
}

/**
 * Columns for the contents of a reference. Single scalars stand in the frame from the beginning (no handler runs
 * inside itself), and hold what was left there; tables are fresh and zeroed.
 */
export function allocateContents(cx: Assembler, content: Type, source: SourceId): Destination {
  const site = cx.site(source);
  return columns(content).map((column) => {
    const block = blockSize(cx, column, source);
    if (column.factors.length === 0) return presetColumn(cx, column, 1);
    cx.allocates();
    const leaf = cx.column(column);
    const [s, x, n] = [leaf.slot, 2 * leaf.at, block.at];
    const { kind } = column;
    cx.emit((m) => {
      m.o[s] = allocate(m, kind, m.i[n]!, site);
      m.i[x] = 0;
    });
    return leaf;
  });
}

/** Zeroed storage of a constant number of elements, there from the beginning. */
export function presetColumn(cx: Assembler, column: Column, count: number): ColumnLeaf {
  return cx.preset(column, () => newBuffer(column.kind, count));
}
