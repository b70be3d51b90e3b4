/** Values into columns. */
import type { SourceId, Type } from '../loops/index.ts';
import type { Assembler, ColumnLeaf, Leaf, Leaves } from './assembler.ts';
import { copyElements, ownBox } from './copies.ts';
import { cellIndex, storeScalar } from './elements.ts';
import { type Box, bytesPerElement } from './frame.ts';
import { emitMoves } from './groups.ts';
import { isBoxed, type Spot, withName } from './layout.ts';
import {
  countMoved,
  emitBranches,
  isScalars,
  type Ownership,
  offsetCell,
  Reader,
  tableCount,
  underType,
  type Varying,
} from './spots.ts';

/** Puts the value with these leaves into these spots. Names of `varying` have values in scope. */
export function store(
  cx: Assembler,
  type: Type,
  varying: Varying,
  spots: readonly Spot[],
  leaves: Leaves,
  ownership: Ownership,
  source: SourceId,
): void {
  if (spots.length > 1 && spots.length === leaves.length && isScalars(leaves)) {
    emitMoves(cx, 'store', leaves, spots);
    return;
  }
  storeFrom(cx, type, varying, new Reader(spots), new Reader(leaves), ownership, source);
}

function storeFrom(
  cx: Assembler,
  type: Type,
  varying: Varying,
  spots: Reader<Spot>,
  leaves: Reader<Leaf>,
  ownership: Ownership,
  source: SourceId,
): void {
  switch (type.tag) {
    case 'scalar':
    case 'index':
      storeCell(cx, leaves.next(), spots.next());
      return;
    case 'product':
      for (const item of type.items) storeFrom(cx, item, varying, spots, leaves, ownership, source);
      return;
    case 'sum':
      storeSum(cx, type.items, varying, spots, leaves, ownership, source);
      return;
    case 'pair': {
      const first = leaves.take(cx.layouts.leaves(type.first).length);
      storeFrom(cx, type.first, varying, spots, new Reader(first), ownership, source);
      cx.scoped(() => {
        cx.bind(type.binder.id, first, type.first);
        storeFrom(cx, type.second, withName(varying, type.binder.id), spots, leaves, ownership, source);
      });
      return;
    }
    case 'ref':
    case 'table': {
      const taken = leaves.take(cx.layouts.leaves(type).length);
      const own = underType(cx, taken, type) as readonly ColumnLeaf[];
      if (isBoxed(type, varying)) putBox(cx, type, own, spots.next(), ownership, source);
      else for (const leaf of own) storeColumn(cx, type, leaf, spots.next(), ownership, source);
    }
  }
}

function storeCell(cx: Assembler, leaf: Leaf, spot: Spot): void {
  if (leaf.tag !== 'cell') throw new Error('a scalar is stored from a cell');
  cx.emit(storeScalar(leaf.scalar, cellIndex(leaf), spot), 'write');
}

/** Where there are tables only the alternative that holds is stored: the others have no size. */
function storeSum(
  cx: Assembler,
  items: readonly Type[],
  varying: Varying,
  spots: Reader<Spot>,
  leaves: Reader<Leaf>,
  ownership: Ownership,
  source: SourceId,
): void {
  const tag = leaves.next();
  storeCell(cx, tag, spots.next());
  if (items.every((item) => cx.layouts.leaves(item).every((leaf) => leaf.tag === 'cell'))) {
    for (const item of items) storeFrom(cx, item, varying, spots, leaves, ownership, source);
    return;
  }
  const branches = items.map(
    (item) => cx.collect(() => storeFrom(cx, item, varying, spots, leaves, ownership, source)).op,
  );
  emitBranches(cx, 2 * tag.at, branches);
}

/** A box of a table's leaves. */
function putBox(
  cx: Assembler,
  type: Type,
  leaves: readonly ColumnLeaf[],
  spot: Spot,
  ownership: Ownership,
  source: SourceId,
): void {
  const kinds = leaves.map((leaf) => leaf.column.kind);
  const counts = leaves.map((leaf) => (type.tag === 'table' ? tableCount(cx, type, leaf, source) : 0));
  const at = 2 * offsetCell(cx, spot);
  const { slot } = spot;
  const isCopied = ownership === 'copied';
  cx.emit((m) => {
    const box: Box = {
      kinds,
      buffers: leaves.map((leaf) => m.o[leaf.slot]!),
      offsets: leaves.map((leaf) => m.i[2 * leaf.at]!),
      counts: counts.map((count) => m.i[count]!),
    };
    const boxes = m.o[slot] as Box[];
    m.kept += bytesOfBox(box) - bytesOfBox(boxes[m.i[at]!]!);
    boxes[m.i[at]!] = isCopied ? ownBox(m, box) : box;
  }, 'write');
  cx.allocates();
}

function storeColumn(
  cx: Assembler,
  type: Type,
  leaf: ColumnLeaf,
  spot: Spot,
  ownership: Ownership,
  source: SourceId,
): void {
  if (type.tag !== 'table') throw new Error('only tables have columns');
  const count = tableCount(cx, type, leaf, source);
  const at = 2 * offsetCell(cx, spot);
  const [s, x, d] = [leaf.slot, 2 * leaf.at, spot.slot];
  const { kind } = leaf.column;
  if (kind === 'box' && ownership === 'copied') {
    cx.emit((m) => {
      const boxes = (m.o[s] as Box[]).slice(m.i[x]!, m.i[x]! + m.i[count]!);
      copyElements(
        'box',
        boxes.map((box) => ownBox(m, box)),
        0,
        m.o[d]!,
        m.i[at]!,
        boxes.length,
      );
    });
  } else {
    cx.emit((m) => copyElements(kind, m.o[s]!, m.i[x]!, m.o[d]!, m.i[at]!, m.i[count]!));
  }
  countMoved(cx, count, 'read', 'write');
}

/** Of its buffers alone, not of the boxes in them. */
function bytesOfBox(box: Box): number {
  return box.counts.reduce((sum, count, k) => sum + count * bytesPerElement(box.kinds[k]!), 0);
}
