/** References to parts: other columns, or other offsets into them. */
import type { ExprOf, SourceId, Type } from '../loops/index.ts';
import type { Assembler, CellLeaf, ColumnLeaf, Leaf, Leaves } from './assembler.ts';
import { columns, isBoxed, type Spot, withName } from './layout.ts';
import { load } from './load.ts';
import { contentOf, contentOfAtom } from './references.ts';
import { blockSize } from './sizes.ts';
import { NOTHING_VARIES, offsetCell, spotsOf } from './spots.ts';
import { checkedOrdinal, emitRangeCheck } from './tables.ts';

/** A reference to an element. Faults: `indexOutOfRange`. */
export function refIndexExpr(cx: Assembler, expr: ExprOf<'refIndex'>): Leaves {
  const content = contentOfAtom(expr.ref);
  if (content.tag !== 'table') throw new Error('only references to tables are indexed');
  const ordinal = checkedOrdinal(cx, content.index, expr.at, expr.source);
  const inner = (cx.leaves(expr.ref) as readonly ColumnLeaf[]).map((leaf) => withoutOwnSet(leaf));
  return elementRef(cx, content, contentOf(expr.type), inner, ordinal.at, expr.source);
}

/** The columns of a reference to a table have the table's own set first; those of the table do not. */
function withoutOwnSet(leaf: ColumnLeaf): ColumnLeaf {
  return { ...leaf, column: { ...leaf.column, factors: leaf.column.factors.slice(1) } };
}

/** `stored` is the type that the columns were laid out for, `actual` the type of this element. */
function elementRef(
  cx: Assembler,
  stored: Extract<Type, { tag: 'table' }>,
  actual: Type,
  table: readonly ColumnLeaf[],
  ordinal: number,
  source: SourceId,
): Leaves {
  const spots = table.map((leaf): Spot => {
    const block = blockSize(cx, leaf.column, source);
    const start = cx.temporary();
    const [d, x, k, b] = [start.at, 2 * leaf.at, ordinal, block.at];
    cx.emit(
      block.value === 1
        ? (m) => {
            m.i[d] = m.i[x]! + m.i[k]!;
          }
        : (m) => {
            m.i[d] = m.i[x]! + m.i[k]! * m.i[b]!;
          },
    );
    return { kind: leaf.column.kind, slot: leaf.slot, at: start.at, plus: null };
  });
  const into: Leaf[] = [];
  openRef(cx, stored.element, actual, new Set([stored.binder.id]), spots[Symbol.iterator](), source, into);
  return into;
}

/** The columns of a reference to what stands at these spots; a table in a box is opened. */
function openRef(
  cx: Assembler,
  stored: Type,
  actual: Type,
  varying: ReadonlySet<number>,
  spots: Iterator<Spot>,
  source: SourceId,
  into: Leaf[],
): void {
  if (
    (stored.tag === 'product' && actual.tag === 'product') ||
    (stored.tag === 'sum' && actual.tag === 'sum')
  ) {
    if (stored.tag === 'sum') into.push(columnAt(cx, nextSpot(spots), []));
    stored.items.forEach((item, k) => {
      openRef(cx, item, actual.items[k]!, varying, spots, source, into);
    });
  } else if (stored.tag === 'pair' && actual.tag === 'pair') {
    openRef(cx, stored.first, actual.first, varying, spots, source, into);
    const inner = withName(varying, stored.binder.id);
    for (const column of columns(stored.second, inner))
      into.push(columnAt(cx, nextSpot(spots), column.factors));
  } else if (isBoxed(stored, varying) && actual.tag === 'table') {
    const opened = load(cx, stored, varying, [nextSpot(spots)], 'shared', source) as readonly ColumnLeaf[];
    opened.forEach((leaf, k) => {
      into.push({ ...leaf, column: columns(actual)[k]! });
    });
  } else {
    for (const column of columns(actual)) into.push(columnAt(cx, nextSpot(spots), column.factors));
  }
}

function nextSpot(spots: Iterator<Spot>): Spot {
  return spots.next().value as Spot;
}

function columnAt(cx: Assembler, spot: Spot, factors: ColumnLeaf['column']['factors']): ColumnLeaf {
  return { tag: 'column', column: { kind: spot.kind, factors }, slot: spot.slot, at: offsetCell(cx, spot) };
}

/** A reference to a component. */
export function refProjectExpr(cx: Assembler, expr: ExprOf<'refProject'>): Leaves {
  const content = contentOfAtom(expr.ref);
  if (content.tag !== 'product') throw new Error('only references to products have components');
  const widths = content.items.map((item) => columns(item).length);
  const from = widths.slice(0, expr.index).reduce((sum, width) => sum + width, 0);
  return cx.leaves(expr.ref).slice(from, from + widths[expr.index]!);
}

/** The length of a list in a reference. */
export function listLengthExpr(cx: Assembler, expr: ExprOf<'listLength'>): Leaves {
  const [length] = spotsOf(cx.leaves(expr.ref));
  return load(cx, { tag: 'scalar', scalar: 'w32' }, NOTHING_VARIES, [length!], 'copied', expr.source);
}

/** A reference to an element of a list in a reference. Faults: `indexOutOfRange`. */
export function listElementExpr(cx: Assembler, expr: ExprOf<'listElement'>): Leaves {
  const content = contentOfAtom(expr.ref);
  if (content.tag !== 'pair' || content.second.tag !== 'table') throw new Error('only lists have elements');
  const [lengthSpot, ...rest] = spotsOf(cx.leaves(expr.ref));
  const [length] = load(cx, content.first, NOTHING_VARIES, [lengthSpot!], 'copied', expr.source);
  const at = cx.leaves(expr.at)[0] as CellLeaf;
  const ordinal = { at: 2 * at.at, value: null };
  emitRangeCheck(cx, ordinal, { at: 2 * length!.at, value: null }, expr.source);
  const varying = new Set([content.binder.id]);
  const opened = load(cx, content.second, varying, rest, 'shared', expr.source) as readonly ColumnLeaf[];
  return elementRef(cx, content.second, contentOf(expr.type), opened, ordinal.at, expr.source);
}
