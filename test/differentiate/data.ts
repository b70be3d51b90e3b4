/** Values as nested arrays: a scalar is a number, a product or a table an array, a sum `{ tag, of }`, a list `{ list }`. */
import type { Type } from '../../src/loops/index.ts';
import { type Elements, elementAt, scalarArray, type Value } from '../../src/values/index.ts';

export type Data =
  | number
  | bigint
  | readonly Data[]
  | { readonly tag: number; readonly of: Data }
  | { readonly list: readonly Data[] };

export function fromData(type: Type, data: Data): Value {
  switch (type.tag) {
    case 'scalar':
      return { tag: 'scalar', scalar: type.scalar, value: data as number | bigint };
    case 'index':
      return { tag: 'scalar', scalar: 'w32', value: data as number };
    case 'product':
      return {
        tag: 'product',
        items: type.items.map((item, i) => fromData(item, (data as readonly Data[])[i]!)),
      };
    case 'sum': {
      const { tag, of } = data as { readonly tag: number; readonly of: Data };
      return { tag: 'sum', alternative: tag, payload: fromData(type.items[tag]!, of) };
    }
    case 'table': {
      const items = data as readonly Data[];
      return { tag: 'table', size: items.length, elements: elements(type.element, items) };
    }
    case 'pair': {
      const { list } = data as { readonly list: readonly Data[] };
      return {
        tag: 'pair',
        first: { tag: 'scalar', scalar: 'w32', value: list.length },
        second: fromData(type.second, list),
      };
    }
    case 'ref':
      throw new Error('a reference is not data');
  }
}

function elements(type: Type, items: readonly Data[]): Elements {
  switch (type.tag) {
    case 'scalar':
    case 'index': {
      const scalar = type.tag === 'index' ? 'w32' : type.scalar;
      const data = scalarArray(scalar, items.length);
      items.forEach((item, i) => {
        data[i] = item as never;
      });
      return { tag: 'scalars', scalar, data };
    }
    case 'product':
      return {
        tag: 'products',
        items: type.items.map((t, k) =>
          elements(
            t,
            items.map((item) => (item as readonly Data[])[k]!),
          ),
        ),
      };
    case 'table': {
      const rows = items as readonly (readonly Data[])[];
      const size = rows[0]?.length ?? 0;
      if (rows.some((row) => row.length !== size))
        return { tag: 'boxes', items: items.map((item) => fromData(type, item)) };
      return { tag: 'tables', size, elements: elements(type.element, rows.flat(1)) };
    }
    case 'pair': {
      const lists = (items as readonly { readonly list: readonly Data[] }[]).map(({ list }) => list);
      const seconds = lists.map((list) => fromData(type.second, list));
      const firsts = elements(
        type.first,
        lists.map((list) => list.length),
      );
      return { tag: 'pairs', firsts, seconds: { tag: 'boxes', items: seconds } };
    }
    case 'sum': {
      const sums = items as readonly { readonly tag: number; readonly of: Data }[];
      const alternatives = type.items.map((t, k) =>
        elements(
          t,
          sums.map((sum) => (sum.tag === k ? sum.of : placeholder(t))),
        ),
      );
      return { tag: 'sums', tags: Uint8Array.from(sums, (sum) => sum.tag), alternatives };
    }
    default:
      return { tag: 'boxes', items: items.map((item) => fromData(type, item)) };
  }
}

/** What stands for an alternative that does not hold. */
function placeholder(type: Type): Data {
  switch (type.tag) {
    case 'product':
      return type.items.map(placeholder);
    case 'sum':
      return { tag: 0, of: placeholder(type.items[0]!) };
    case 'pair':
      return { list: [] };
    case 'table':
      return [];
    default:
      return 0;
  }
}

export function toData(value: Value): Data {
  switch (value.tag) {
    case 'scalar':
      return value.value;
    case 'product':
      return value.items.map(toData);
    case 'sum':
      return { tag: value.alternative, of: toData(value.payload) };
    case 'pair':
      return { list: toData(value.second) as readonly Data[] };
    case 'table':
      return Array.from({ length: value.size }, (_, i) => toData(elementAt(value.elements, i)));
  }
}

/** All floats of some data, in order. */
export function flat(data: Data): readonly number[] {
  if (typeof data === 'number') return [data];
  if (typeof data === 'bigint') return [];
  if (Array.isArray(data)) return data.flatMap(flat);
  const other = data as { readonly of?: Data; readonly list?: readonly Data[] };
  return other.list !== undefined ? other.list.flatMap(flat) : other.of === undefined ? [] : flat(other.of);
}
