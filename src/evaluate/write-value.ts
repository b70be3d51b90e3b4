/** Values into a frame. */
import type { Type } from '../loops/index.ts';
import { type Elements, elementAt, type ScalarArray, scalarArray, type Value } from '../values/index.ts';
import type { Leaves } from './assembler.ts';
import { setCell } from './cells.ts';
import { type Box, type Buffer, EMPTY_BOX, type Frame } from './frame.ts';
import { type ColumnKind, isBoxed, type Layouts, withName } from './layout.ts';

/** What goes into one leaf. */
type Content =
  | { readonly tag: 'scalar'; readonly value: number | bigint }
  | { readonly tag: 'column'; readonly kind: ColumnKind; readonly buffer: Buffer; readonly count: number };

/** Writes a value into leaves of its type. Tables are shared. */
export function writeValue(m: Frame, layouts: Layouts, type: Type, value: Value, leaves: Leaves): void {
  const contents: Content[] = [];
  flatten(layouts, type, value, contents);
  leaves.forEach((leaf, k) => {
    const content = contents[k];
    if (content?.tag === 'scalar' && leaf.tag === 'cell')
      setCell(m.f, m.i, leaf.at, leaf.scalar, content.value);
    if (content?.tag === 'column' && leaf.tag === 'column') {
      m.o[leaf.slot] = content.buffer;
      m.i[2 * leaf.at] = 0;
    }
  });
}

function flatten(layouts: Layouts, type: Type, value: Value, into: Content[]): void {
  switch (type.tag) {
    case 'scalar':
    case 'index':
      if (value.tag !== 'scalar') throw mismatch(type, value);
      into.push({ tag: 'scalar', value: value.value });
      return;
    case 'product':
      if (value.tag !== 'product') throw mismatch(type, value);
      type.items.forEach((item, k) => {
        flatten(layouts, item, value.items[k]!, into);
      });
      return;
    case 'sum':
      if (value.tag !== 'sum') throw mismatch(type, value);
      into.push({ tag: 'scalar', value: value.alternative });
      type.items.forEach((item, k) => {
        if (k === value.alternative) flatten(layouts, item, value.payload, into);
        else for (const _ of layouts.leaves(item)) into.push({ tag: 'scalar', value: 0 });
      });
      return;
    case 'pair':
      if (value.tag !== 'pair') throw mismatch(type, value);
      flatten(layouts, type.first, value.first, into);
      flatten(layouts, type.second, value.second, into);
      return;
    case 'table':
      if (value.tag !== 'table') throw mismatch(type, value);
      columnsOf(layouts, type.element, new Set([type.binder.id]), value.elements, value.size, into);
      return;
    case 'ref':
      throw mismatch(type, value);
  }
}

function columnsOf(
  layouts: Layouts,
  type: Type,
  varying: ReadonlySet<number>,
  elements: Elements,
  count: number,
  into: Content[],
): void {
  if (isBoxed(type, varying)) {
    const boxes = Array.from({ length: count }, (_, k) => boxOf(layouts, type, elements, k));
    into.push({ tag: 'column', kind: 'box', buffer: boxes, count });
  } else if (elements.tag === 'boxes') {
    columnsOf(layouts, type, varying, spread(type, elements.items), count, into);
  } else if (elements.tag === 'scalars') {
    const { scalar, data } = elements;
    into.push({ tag: 'column', kind: scalar, buffer: asBuffer(data), count });
  } else if (elements.tag === 'products' && type.tag === 'product') {
    elements.items.forEach((item, k) => {
      columnsOf(layouts, type.items[k]!, varying, item, count, into);
    });
  } else if (elements.tag === 'sums' && type.tag === 'sum') {
    into.push({ tag: 'column', kind: 'w8', buffer: elements.tags, count });
    elements.alternatives.forEach((alternative, k) => {
      columnsOf(layouts, type.items[k]!, varying, alternative, count, into);
    });
  } else if (elements.tag === 'pairs' && type.tag === 'pair') {
    columnsOf(layouts, type.first, varying, elements.firsts, count, into);
    columnsOf(layouts, type.second, withName(varying, type.binder.id), elements.seconds, count, into);
  } else if (elements.tag === 'tables' && type.tag === 'table') {
    const inner = withName(varying, type.binder.id);
    columnsOf(layouts, type.element, inner, elements.elements, count * elements.size, into);
  } else {
    throw new TypeError(`a table of ${elements.tag} does not have elements of a ${type.tag} type`);
  }
}

/** Values one by one as columns of their parts; what does not hold (`null`) becomes zeros. */
function spread(type: Type, items: readonly (Value | null)[]): Elements {
  switch (type.tag) {
    case 'product':
      return { tag: 'products', items: type.items.map((_, k) => boxes(items, (v) => partOf(v, k))) };
    case 'pair':
      return {
        tag: 'pairs',
        firsts: boxes(items, (v) => partOf(v, 0)),
        seconds: boxes(items, (v) => partOf(v, 1)),
      };
    case 'sum': {
      const tags = Uint8Array.from(items, (item) => (item?.tag === 'sum' ? item.alternative : 0));
      const held = (k: number) => (v: Value) => (v.tag === 'sum' && v.alternative === k ? v.payload : null);
      return { tag: 'sums', tags, alternatives: type.items.map((_, k) => boxes(items, held(k))) };
    }
    case 'table': {
      const size = items.reduce((n, item) => (item?.tag === 'table' ? Math.max(n, item.size) : n), 0);
      const all = items.flatMap((item) =>
        Array.from({ length: size }, (_, k) => (item?.tag === 'table' ? elementAt(item.elements, k) : null)),
      );
      return { tag: 'tables', size, elements: { tag: 'boxes', items: all } };
    }
    default: {
      const scalar = type.tag === 'scalar' ? type.scalar : 'w32';
      const data = scalarArray(scalar, items.length);
      items.forEach((item, k) => {
        if (item?.tag === 'scalar') data[k] = item.value;
      });
      return { tag: 'scalars', scalar, data };
    }
  }
}

function boxes(items: readonly (Value | null)[], part: (value: Value) => Value | null): Elements {
  return { tag: 'boxes', items: items.map((item) => (item === null ? null : part(item))) };
}

function partOf(value: Value, k: number): Value | null {
  if (value.tag === 'pair') return k === 0 ? value.first : value.second;
  return value.tag === 'product' ? (value.items[k] ?? null) : null;
}

function boxOf(layouts: Layouts, type: Type, elements: Elements, k: number): Box {
  if (elements.tag === 'boxes' && elements.items[k] === null) return EMPTY_BOX;
  const contents: Content[] = [];
  flatten(layouts, type, elementAt(elements, k), contents);
  const parts = contents.filter((content) => content.tag === 'column');
  return {
    kinds: parts.map((part) => part.kind),
    buffers: parts.map((part) => part.buffer),
    offsets: parts.map(() => 0),
    counts: parts.map((part) => part.count),
  };
}

function asBuffer(data: ScalarArray): Buffer {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return new Int32Array(data.buffer, data.byteOffset, 2 * data.length);
  }
  return data;
}

function mismatch(type: Type, value: Value): TypeError {
  return new TypeError(`a ${value.tag} value does not have a ${type.tag} type`);
}
