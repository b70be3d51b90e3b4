/** Whether a value is of a type, by the definition of the types alone. */
import type { Atom, IndexSet, Size, Type } from '../../src/loops/index.ts';
import type { Name } from '../../src/names/index.ts';
import type { Scalar, ScalarValue } from '../../src/primitives/index.ts';
import { elementAt, type Value } from '../../src/values/index.ts';

/** What names in types stand for: a number, or the ordinal of an index. */
export type Numbers = ReadonlyMap<number, number>;

/** What is wrong with `value` as a value of `type`; null where nothing is. */
export function misfit(value: Value, type: Type, numbers: Numbers): string | null {
  switch (type.tag) {
    case 'scalar':
      return value.tag === 'scalar' && value.scalar === type.scalar && holds(value.scalar, value.value)
        ? null
        : `${JSON.stringify(value, text)} is no ${type.scalar}`;
    case 'index': {
      const count = countOf(type.set, numbers);
      return value.tag === 'scalar' && value.scalar === 'w32' && Number(value.value) < count
        ? null
        : `${JSON.stringify(value, text)} is no index below ${count}`;
    }
    case 'product':
      if (value.tag !== 'product' || value.items.length !== type.items.length) return 'the product differs';
      return first(type.items, (item, k) => misfit(value.items[k]!, item, numbers));
    case 'sum': {
      const chosen = value.tag === 'sum' ? type.items[value.alternative] : undefined;
      return value.tag === 'sum' && chosen !== undefined
        ? misfit(value.payload, chosen, numbers)
        : 'the sum differs';
    }
    case 'pair': {
      if (value.tag !== 'pair') return 'a dependent pair differs';
      const inner =
        value.first.tag === 'scalar' ? binding(numbers, type.binder, Number(value.first.value)) : numbers;
      return misfit(value.first, type.first, numbers) ?? misfit(value.second, type.second, inner);
    }
    case 'table': {
      const count = countOf(type.index, numbers);
      if (value.tag !== 'table') return 'a table differs';
      if (value.size !== count) return `a table has ${value.size} elements in place of ${count}`;
      const { elements } = value;
      return first(Array.from({ length: count }), (_, k) =>
        misfit(elementAt(elements, k), type.element, binding(numbers, type.binder, k)),
      );
    }
    case 'ref':
      return 'a reference is no value';
  }
}

function text(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}` : value;
}

function first<A>(items: readonly A[], of: (item: A, k: number) => string | null): string | null {
  for (const [k, item] of items.entries()) {
    const found = of(item, k);
    if (found !== null) return found;
  }
  return null;
}

function binding(numbers: Numbers, name: Name, value: number): Numbers {
  return new Map([...numbers, [name.id, value]]);
}

function holds(scalar: Scalar, value: ScalarValue): boolean {
  switch (scalar) {
    case 'f64':
      return typeof value === 'number';
    case 'f32':
      return typeof value === 'number' && Object.is(Math.fround(value), value);
    case 'i64':
      return typeof value === 'bigint' && BigInt.asIntN(64, value) === value;
    case 'w64':
      return typeof value === 'bigint' && BigInt.asUintN(64, value) === value;
    case 'i32':
      return typeof value === 'number' && (value | 0) === value;
    case 'w32':
      return typeof value === 'number' && value >>> 0 === value;
    case 'w8':
      return typeof value === 'number' && (value & 255) === value;
  }
}

function countOf(set: IndexSet, numbers: Numbers): number {
  switch (set.tag) {
    case 'fin':
    case 'named':
      return sizeOf(set.size, numbers);
    case 'prod':
      return set.items.reduce((count, item) => count * countOf(item, numbers), 1);
    case 'sum':
      return set.items.reduce((count, item) => count + countOf(item, numbers), 0);
    case 'power':
      return countOf(set.codomain, numbers) ** countOf(set.domain, numbers);
    case 'range': {
      const bound = boundOf(set.bound, numbers);
      switch (set.kind) {
        case 'from':
          return countOf(set.base, numbers) - bound;
        case 'fromExc':
          return countOf(set.base, numbers) - bound - 1;
        case 'to':
          return bound + 1;
        case 'toExc':
          return bound;
      }
    }
  }
}

function boundOf(bound: Atom, numbers: Numbers): number {
  if (bound.tag === 'unit') return 0;
  return bound.tag === 'lit' ? Number(bound.value) : numberOf(bound.name, numbers);
}

function sizeOf(size: Size, numbers: Numbers): number {
  switch (size.tag) {
    case 'const':
      return size.value;
    case 'name':
      return numberOf(size.name, numbers);
    case 'add':
      return size.items.reduce((sum, item) => sum + sizeOf(item, numbers), 0);
    case 'mul':
      return size.items.reduce((product, item) => product * sizeOf(item, numbers), 1);
    case 'rangeSize':
      return countOf(size.range, numbers);
  }
}

function numberOf(name: Name, numbers: Numbers): number {
  const known = numbers.get(name.id);
  if (known === undefined) throw new Error(`${name.hint} is not in scope of the type`);
  return known;
}
