/** Values out of a frame. */
import { indexType, type SourceId, type Type } from '../loops/index.ts';
import { isWide, type Scalar } from '../primitives/index.ts';
import type { Elements, ScalarArray, Value } from '../values/index.ts';
import type { Assembler, CellLeaf, ColumnLeaf, Leaf, Leaves } from './assembler.ts';
import { getCell } from './cells.ts';
import { cellIndex, loadScalar } from './elements.ts';
import { type Box, EMPTY_BOX, type Frame } from './frame.ts';
import { writeIndex } from './indices.ts';
import { isBoxed, withName } from './layout.ts';
import { load } from './load.ts';
import { setSize } from './sizes.ts';

/** Reads a value from leaves; the instructions emitted here, which compute sizes, must have run. */
export type ValueReader = (m: Frame) => Value;

/** How to read a value of this type from these leaves. Buffers are copied, so that the value owns them. */
export function valueReader(cx: Assembler, type: Type, leaves: Leaves, source: SourceId): ValueReader {
  switch (type.tag) {
    case 'scalar':
    case 'index': {
      const cell = leaves[0] as CellLeaf;
      return (m) => ({ tag: 'scalar', scalar: cell.scalar, value: getCell(m.f, m.i, cell.at, cell.scalar) });
    }
    case 'product': {
      const readers = split(cx, type.items, leaves).map((part, k) =>
        valueReader(cx, type.items[k]!, part, source),
      );
      return (m) => ({ tag: 'product', items: readers.map((read) => read(m)) });
    }
    case 'sum':
      return sumReader(cx, type.items, leaves, source);
    case 'pair':
      return cx.scoped(() => {
        const [first, second] = split(cx, [type.first, type.second], leaves);
        cx.bind(type.binder.id, first!, type.first);
        const readFirst = valueReader(cx, type.first, first!, source);
        const readSecond = valueReader(cx, type.second, second!, source);
        return (m): Value => ({ tag: 'pair', first: readFirst(m), second: readSecond(m) });
      });
    case 'table':
      return tableReader(cx, type, leaves, source);
    case 'ref':
      return () => ({ tag: 'product', items: [] });
  }
}

function sumReader(cx: Assembler, items: readonly Type[], leaves: Leaves, source: SourceId): ValueReader {
  const tag = leaves[0] as CellLeaf;
  const parts = split(cx, items, leaves.slice(1));
  const readers = items.map((item, k) => {
    const { made, op } = cx.collect(() => valueReader(cx, item, parts[k]!, source));
    return (m: Frame) => {
      op(m);
      return made(m);
    };
  });
  return (m) => {
    const alternative = m.i[2 * tag.at]!;
    return { tag: 'sum', alternative, payload: readers[alternative]!(m) };
  };
}

function split(cx: Assembler, types: readonly Type[], leaves: Leaves): readonly Leaves[] {
  let from = 0;
  return types.map((type) => {
    const width = cx.layouts.leaves(type).length;
    from += width;
    return leaves.slice(from - width, from);
  });
}

type TableType = Extract<Type, { tag: 'table' }>;

function tableReader(cx: Assembler, type: TableType, leaves: Leaves, source: SourceId): ValueReader {
  const size = setSize(cx, type.index, source);
  const columns = leaves as readonly ColumnLeaf[];
  return cx.scoped(() => {
    const locate = enterTable(cx, type, size.at, () => true, source);
    const read = elementsReader(cx, type.element, new Set([type.binder.id]), [...columns], locate, source);
    return (m): Value => {
      const count = m.i[size.at]!;
      return { tag: 'table', size: count, elements: read(m, 0, count) };
    };
  });
}

/** Reads `count` elements from position `start` on. */
type ElementsReader = (m: Frame, start: number, count: number) => Elements;

/** Gives the names on which sizes depend the values they have for one element. False: the element means nothing. */
type Locate = (m: Frame, position: number) => boolean;

/** Binds a table's binder; the ordinal of the element at a position is the position modulo the size. */
function enterTable(cx: Assembler, type: TableType, size: number, outer: Locate, source: SourceId): Locate {
  if (type.binder.id < 0) return (m, position) => outer(m, Math.floor(position / m.i[size]!));
  const ordinal = cx.temporary();
  const leaves: Leaf[] = [];
  const { op } = cx.collect(() => {
    const { set, leaves: own } = indexLeaves(cx, type);
    leaves.push(...own);
    writeIndex(cx, set, ordinal, own, source);
  });
  cx.bind(type.binder.id, leaves, { tag: 'index', set: type.index }, { ordinal });
  return (m, position) => {
    const n = m.i[size]!;
    if (!outer(m, Math.floor(position / n))) return false;
    m.i[ordinal.at] = position % n;
    op(m);
    return true;
  };
}

function indexLeaves(cx: Assembler, type: TableType): { set: TableType['index']; leaves: Leaves } {
  return { set: type.index, leaves: cx.fresh(indexType(type.index)) };
}

function elementsReader(
  cx: Assembler,
  type: Type,
  varying: ReadonlySet<number>,
  columns: ColumnLeaf[],
  locate: Locate,
  source: SourceId,
): ElementsReader {
  if (isBoxed(type, varying)) return boxesReader(cx, type, varying, columns.shift()!, locate, source);
  switch (type.tag) {
    case 'scalar':
      return scalarsReader(type.scalar, columns.shift()!);
    case 'index':
      return scalarsReader('w32', columns.shift()!);
    case 'product': {
      const readers = type.items.map((item) => elementsReader(cx, item, varying, columns, locate, source));
      return (m, start, count) => ({ tag: 'products', items: readers.map((read) => read(m, start, count)) });
    }
    case 'sum': {
      const tags = columns.shift()!;
      const readers = type.items.map((item, k) => {
        const held: Locate = (m, position) => {
          const buffer = m.o[tags.slot] as Uint8Array;
          return locate(m, position) && buffer[m.i[2 * tags.at]! + position] === k;
        };
        return elementsReader(cx, item, varying, columns, held, source);
      });
      return (m, start, count) => {
        const present = copyScalars('w8', m, tags, start, count) as Uint8Array;
        const alternatives = readers.map((read) => read(m, start, count));
        alternatives.forEach((alternative, k) => {
          blank(alternative, (element) => present[element] !== k, count);
        });
        return { tag: 'sums', tags: present, alternatives };
      };
    }
    case 'pair':
      return pairsReader(cx, type, varying, columns, locate, source);
    case 'table': {
      const size = setSize(cx, type.index, source).at;
      const inner = enterTable(cx, type, size, locate, source);
      const read = elementsReader(
        cx,
        type.element,
        withName(varying, type.binder.id),
        columns,
        inner,
        source,
      );
      return (m, start, count) => {
        const n = m.i[size]!;
        return { tag: 'tables', size: n, elements: read(m, start * n, count * n) };
      };
    }
    case 'ref':
      throw new Error('references do not leave the evaluator');
  }
}

/** Zeroes elements that mean nothing, so that equal values are equal data. The arrays are this value's own. */
function blank(elements: Elements, isMeaningless: (element: number) => boolean, count: number): void {
  switch (elements.tag) {
    case 'scalars':
      // Of an alternative that never held there may be fewer elements.
      for (let k = 0; k < Math.min(count, elements.data.length); k++) {
        if (isMeaningless(k)) elements.data[k] = typeof elements.data[k] === 'bigint' ? 0n : 0;
      }
      return;
    case 'products':
      for (const item of elements.items) blank(item, isMeaningless, count);
      return;
    case 'sums':
      for (let k = 0; k < count; k++) if (isMeaningless(k)) elements.tags[k] = 0;
      for (const item of elements.alternatives) blank(item, isMeaningless, count);
      return;
    case 'pairs':
      blank(elements.firsts, isMeaningless, count);
      blank(elements.seconds, isMeaningless, count);
      return;
    case 'tables': {
      const { size } = elements;
      blank(elements.elements, (k) => isMeaningless(Math.floor(k / size)), count * size);
      return;
    }
    case 'boxes':
      return;
  }
}

function scalarsReader(scalar: Scalar, leaf: ColumnLeaf): ElementsReader {
  return (m, start, count) => ({ tag: 'scalars', scalar, data: copyScalars(scalar, m, leaf, start, count) });
}

function copyScalars(scalar: Scalar, m: Frame, leaf: ColumnLeaf, start: number, count: number): ScalarArray {
  const buffer = m.o[leaf.slot];
  const from = m.i[2 * leaf.at]! + start;
  if (buffer === null || buffer === undefined || Array.isArray(buffer))
    throw new Error('a column has no buffer');
  if (!isWide(scalar)) return buffer.slice(from, from + count);
  const halves = (buffer as Int32Array).slice(2 * from, 2 * (from + count));
  return scalar === 'i64' ? new BigInt64Array(halves.buffer) : new BigUint64Array(halves.buffer);
}

/** The sizes in the second component may depend on the first. */
function pairsReader(
  cx: Assembler,
  type: Extract<Type, { tag: 'pair' }>,
  varying: ReadonlySet<number>,
  columns: ColumnLeaf[],
  locate: Locate,
  source: SourceId,
): ElementsReader {
  const firstColumns = columns.slice(0, cx.layouts.leaves(type.first).length);
  const readFirst = elementsReader(cx, type.first, varying, columns, locate, source);
  const cells = cx.fresh(type.first) as readonly CellLeaf[];
  const position = cx.temporary();
  const loads = cells.map((cell, k) => {
    const { column, slot, at } = firstColumns[k]!;
    return loadScalar(cell.scalar, cellIndex(cell), {
      kind: column.kind,
      slot,
      at: 2 * at,
      plus: position.at,
    });
  });
  const inner: Locate = (m, element) => {
    if (!locate(m, element)) return false;
    m.i[position.at] = element;
    for (const run of loads) run(m);
    return true;
  };
  return cx.scoped(() => {
    cx.bind(type.binder.id, cells, type.first);
    const readSecond = elementsReader(
      cx,
      type.second,
      withName(varying, type.binder.id),
      columns,
      inner,
      source,
    );
    return (m, start, count): Elements => ({
      tag: 'pairs',
      firsts: readFirst(m, start, count),
      seconds: readSecond(m, start, count),
    });
  });
}

function boxesReader(
  cx: Assembler,
  type: Type,
  varying: ReadonlySet<number>,
  leaf: ColumnLeaf,
  locate: Locate,
  source: SourceId,
): ElementsReader {
  const position = cx.temporary();
  const { made, op } = cx.collect(() => {
    const spot = { kind: leaf.column.kind, slot: leaf.slot, at: 2 * leaf.at, plus: position.at };
    return valueReader(cx, type, load(cx, type, varying, [spot], 'shared', source), source);
  });
  return (m, start, count) => {
    const items: (Value | null)[] = [];
    for (let k = 0; k < count; k++) {
      const box = (m.o[leaf.slot] as Box[])[m.i[2 * leaf.at]! + start + k];
      if (box === undefined || box === EMPTY_BOX || !locate(m, start + k)) items.push(null);
      else {
        m.i[position.at] = start + k;
        op(m);
        items.push(made(m));
      }
    }
    return { tag: 'boxes', items };
  };
}
