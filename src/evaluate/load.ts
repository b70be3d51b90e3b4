/** Values out of columns. */
import type { SourceId, Type } from '../loops/index.ts';
import type { Scalar } from '../primitives/index.ts';
import type { Assembler, ColumnLeaf, Leaf, Leaves } from './assembler.ts';
import { ownBox, ownBuffer } from './copies.ts';
import { cellIndex, loadScalar } from './elements.ts';
import { type Box, EMPTY_BOX } from './frame.ts';
import { emitMoves } from './groups.ts';
import { type Column, columns, isBoxed, type Spot, withName } from './layout.ts';
import { blockSize } from './sizes.ts';
import {
  countMoved,
  emitBranches,
  isScalars,
  type Ownership,
  offsetCell,
  Reader,
  type Varying,
} from './spots.ts';

/** The value of type `type` at these spots. `varying`: the names on which sizes depend in this storage. */
export function load(
  cx: Assembler,
  type: Type,
  varying: Varying,
  spots: readonly Spot[],
  ownership: Ownership,
  source: SourceId,
): Leaves {
  const shapes = cx.layouts.leaves(type);
  if (spots.length > 1 && spots.length === shapes.length && isScalars(shapes)) {
    const cells = shapes.map(({ scalar }) => cx.cell(scalar));
    emitMoves(cx, 'load', cells, spots);
    return cells;
  }
  const reader = new Reader(spots);
  const leaves: Leaf[] = [];
  loadFrom(cx, type, varying, reader, ownership, source, leaves);
  return leaves;
}

function loadFrom(
  cx: Assembler,
  type: Type,
  varying: Varying,
  spots: Reader<Spot>,
  ownership: Ownership,
  source: SourceId,
  into: Leaf[],
): void {
  switch (type.tag) {
    case 'scalar':
    case 'index': {
      const spot = spots.next();
      const cell = cx.cell(spot.kind as Scalar);
      cx.emit(loadScalar(cell.scalar, cellIndex(cell), spot), 'read');
      into.push(cell);
      return;
    }
    case 'product':
      for (const item of type.items) loadFrom(cx, item, varying, spots, ownership, source, into);
      return;
    case 'sum':
      loadSum(cx, type.items, varying, spots, ownership, source, into);
      return;
    case 'pair':
      loadFrom(cx, type.first, varying, spots, ownership, source, into);
      loadFrom(cx, type.second, withName(varying, type.binder.id), spots, ownership, source, into);
      return;
    case 'ref':
    case 'table':
      if (isBoxed(type, varying)) into.push(...unbox(cx, type, spots.next(), ownership));
      else {
        for (const column of columns(type, varying))
          into.push(loadColumn(cx, column, spots.next(), ownership, source));
      }
  }
}

/** Only the alternative that holds is copied; of the others the leaves mean nothing. */
function loadSum(
  cx: Assembler,
  items: readonly Type[],
  varying: Varying,
  spots: Reader<Spot>,
  ownership: Ownership,
  source: SourceId,
  into: Leaf[],
): void {
  const tagSpot = spots.next();
  const tag = cx.cell('w8');
  cx.emit(loadScalar('w8', 2 * tag.at, tagSpot), 'read');
  into.push(tag);
  if (ownership === 'shared') {
    for (const item of items) loadFrom(cx, item, varying, spots, ownership, source, into);
    return;
  }
  const branches = items.map(
    (item) => cx.collect(() => loadFrom(cx, item, varying, spots, ownership, source, into)).op,
  );
  emitBranches(cx, 2 * tag.at, branches);
}

function unbox(cx: Assembler, type: Type, spot: Spot, ownership: Ownership): Leaves {
  const leaves = cx.fresh(type) as readonly ColumnLeaf[];
  const at = 2 * offsetCell(cx, spot);
  const { slot } = spot;
  const isCopied = ownership === 'copied';
  if (isCopied) cx.allocates();
  cx.emit((m) => {
    const stored = (m.o[slot] as Box[])[m.i[at]!] ?? EMPTY_BOX;
    const box = isCopied ? ownBox(m, stored) : stored;
    for (let k = 0; k < leaves.length; k++) {
      const leaf = leaves[k]!;
      m.o[leaf.slot] = box.buffers[k] ?? null;
      m.i[2 * leaf.at] = box.offsets[k] ?? 0;
    }
  }, 'read');
  return leaves;
}

/** The part of a column that a table takes: a view, or a copy. `column.factors` begins with the table's own set. */
function loadColumn(cx: Assembler, column: Column, spot: Spot, ownership: Ownership, source: SourceId): Leaf {
  const inner: Column = { kind: column.kind, factors: column.factors.slice(1) };
  if (ownership === 'shared')
    return { tag: 'column', column: inner, slot: spot.slot, at: offsetCell(cx, spot) };
  const leaf = cx.column(inner);
  const count = blockSize(cx, column, source).at;
  const at = 2 * offsetCell(cx, spot);
  const [s, d, z] = [spot.slot, leaf.slot, 2 * leaf.at];
  const { kind } = column;
  cx.allocates();
  cx.emit((m) => {
    m.o[d] = ownBuffer(m, kind, m.o[s]!, m.i[at]!, m.i[count]!);
    m.i[z] = 0;
  });
  countMoved(cx, count, 'read', 'write');
  return leaf;
}
