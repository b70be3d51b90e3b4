/** Table literals, indexing, reindexing. */
import {
  type Atom,
  type ExprOf,
  type IndexSet,
  indexType,
  isPlain,
  type SourceId,
  type Type,
} from '../loops/index.ts';
import type { Assembler, CellLeaf, Destination, Leaves, Num } from './assembler.ts';
import { setCell } from './cells.ts';
import { fault, newBuffer } from './frame.ts';
import { writeIndex } from './indices.ts';
import type { Spot } from './layout.ts';
import { load } from './load.ts';
import { allocateTable } from './room.ts';
import { ordinalNum, setSize } from './sizes.ts';
import { elementSpots, underType } from './spots.ts';
import { store } from './store.ts';

/** A table of given elements; of constants alone it is made once. */
export function tableLiteral(cx: Assembler, expr: ExprOf<'tableLiteral'>, destination?: Destination): Leaves {
  const { type, items } = expr;
  if (type.tag !== 'table') throw new Error('a table literal has a table type');
  const constants = constantTable(cx, type, items);
  if (constants !== null) return constants;
  const table = destination ?? allocateTable(cx, type, expr.source);
  items.forEach((item, k) => {
    // The binder of the type is in scope in the type alone: it may have the number of a name that an item mentions.
    const leaves = cx.leaves(item);
    cx.scoped(() => {
      const ordinal = cx.number(k);
      const spots = elementSpots(cx, table, ordinal, expr.source);
      bindIndex(cx, type, ordinal, expr.source);
      store(cx, type.element, new Set([type.binder.id]), spots, leaves, 'shared', expr.source);
    });
  });
  return table;
}

/** Binds the binder of a table type to the index with this ordinal, for the sizes in the element's type. */
export function bindIndex(
  cx: Assembler,
  type: Extract<Type, { tag: 'table' }>,
  ordinal: Num,
  source: SourceId,
): void {
  const leaf: CellLeaf = { tag: 'cell', scalar: 'w32', at: ordinal.at >> 1 };
  const ordinalType: Type = { tag: 'index', set: type.index };
  if (isPlain(type.index) || type.binder.id < 0) {
    cx.bind(type.binder.id, [leaf], ordinalType, { ordinal });
    return;
  }
  const leaves = cx.fresh(indexType(type.index));
  writeIndex(cx, type.index, ordinal, leaves, source);
  cx.bind(type.binder.id, leaves, ordinalType, { ordinal });
}

function constantTable(
  cx: Assembler,
  type: Extract<Type, { tag: 'table' }>,
  items: readonly Atom[],
): Leaves | null {
  const [shape] = cx.layouts.leaves(type);
  if (type.element.tag !== 'scalar' || shape?.tag !== 'column') return null;
  if (!items.every((item) => item.tag === 'lit')) return null;
  const { scalar } = type.element;
  const cell = { f: new Float64Array(1), i: new Int32Array(0) };
  cell.i = new Int32Array(cell.f.buffer);
  const buffer = newBuffer(scalar, items.length);
  if (Array.isArray(buffer)) return null;
  items.forEach((item, k) => {
    if (item.tag !== 'lit') return;
    setCell(cell.f, cell.i, 0, scalar, item.value);
    if (scalar === 'f32' || scalar === 'f64') buffer[k] = cell.f[0]!;
    else if (scalar === 'i64' || scalar === 'w64') buffer.set(cell.i, 2 * k);
    else buffer[k] = cell.i[0]!;
  });
  return [cx.preset(shape.column, () => buffer)];
}

/** The ordinal of an index, checked against the size unless it is known to be in range. Faults: `indexOutOfRange`. */
export function checkedOrdinal(cx: Assembler, set: IndexSet, at: Atom, source: SourceId): Num {
  const binding = at.tag === 'var' ? cx.binding(at.name.id) : null;
  if (binding !== null && binding.ordinal !== null) return binding.ordinal;
  const ordinal = at.tag === 'lit' ? cx.number(Number(at.value)) : ordinalNum(cx, set, cx.leaves(at), source);
  if (binding?.isTrusted) return ordinal;
  const size = setSize(cx, set, source);
  if (ordinal.value !== null && size.value !== null && ordinal.value < size.value) return ordinal;
  emitRangeCheck(cx, ordinal, size, source);
  return ordinal;
}

/** Faults: `indexOutOfRange`. */
export function emitRangeCheck(cx: Assembler, ordinal: Num, size: Num, source: SourceId): void {
  const site = cx.site(source);
  const [x, n] = [ordinal.at, size.at];
  cx.emit((m) => {
    if (m.i[x]! >>> 0 >= m.i[n]!) {
      throw fault(
        m,
        site,
        'indexOutOfRange',
        `index ${m.i[x]! >>> 0} is out of range: the size is ${m.i[n]}`,
      );
    }
  });
}

/** `index`. Faults: `indexOutOfRange`. */
export function indexExpr(cx: Assembler, expr: ExprOf<'index'>): Leaves {
  const type = tableTypeOf(expr.table);
  const varying = new Set([type.binder.id]);
  const element = load(cx, type.element, varying, indexSpots(cx, expr), 'shared', expr.source);
  return underType(cx, element, expr.type);
}

/** Where the element stands. Faults: `indexOutOfRange`. */
export function indexSpots(cx: Assembler, expr: ExprOf<'index'>): readonly Spot[] {
  const type = tableTypeOf(expr.table);
  const ordinal = checkedOrdinal(cx, type.index, expr.at, expr.source);
  return elementSpots(cx, cx.leaves(expr.table), ordinal, expr.source);
}

/** `reindex`: the same columns. Faults: `sizeMismatch`. */
export function reindexExpr(cx: Assembler, expr: ExprOf<'reindex'>): Leaves {
  const from = setSize(cx, tableTypeOf(expr.table).index, expr.source);
  if (expr.type.tag !== 'table') throw new Error('a reindex has a table type');
  const to = setSize(cx, expr.type.index, expr.source);
  const site = cx.site(expr.source);
  const [a, b] = [from.at, to.at];
  if (a !== b) {
    cx.emit((m) => {
      if (m.i[a] !== m.i[b]) {
        throw fault(m, site, 'sizeMismatch', `a table of ${m.i[a]} elements cannot have ${m.i[b]} indices`);
      }
    });
  }
  return cx.leaves(expr.table);
}

function tableTypeOf(atom: Atom): Extract<Type, { tag: 'table' }> {
  const type = atom.tag === 'var' ? atom.type : null;
  if (type?.tag !== 'table') throw new Error('only tables are indexed');
  return type;
}
