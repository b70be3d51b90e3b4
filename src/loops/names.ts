/** The names that types mention. Of terms, see `fold.ts`. */
import type { Name } from '../names/index.ts';
import type { Atom, IndexSet, Size, Type } from './ir.ts';

export type NameMap = ReadonlyMap<number, Name>;

const NONE: NameMap = new Map();

function unite(maps: readonly NameMap[]): NameMap {
  const occupied = maps.filter((map) => map.size > 0);
  if (occupied.length <= 1) return occupied[0] ?? NONE;
  const all = new Map<number, Name>();
  for (const map of occupied) for (const [id, name] of map) all.set(id, name);
  return all;
}

function without(map: NameMap, name: Name): NameMap {
  if (!map.has(name.id)) return map;
  const rest = new Map(map);
  rest.delete(name.id);
  return rest;
}

const only = (name: Name): NameMap => new Map([[name.id, name]]);

/** The names in a size. */
export function sizeNames(size: Size): NameMap {
  switch (size.tag) {
    case 'const':
      return NONE;
    case 'name':
      return only(size.name);
    case 'add':
    case 'mul':
      return unite(size.items.map(sizeNames));
    case 'rangeSize':
      return setNames(size.range);
  }
}

function boundNames(bound: Atom): NameMap {
  return bound.tag === 'var' ? only(bound.name) : NONE;
}

/** The names in an index set: those of its sizes and of the bounds of its ranges. */
export function setNames(set: IndexSet): NameMap {
  switch (set.tag) {
    case 'fin':
    case 'named':
      return sizeNames(set.size);
    case 'prod':
    case 'sum':
      return unite(set.items.map(setNames));
    case 'range':
      return unite([setNames(set.base), boundNames(set.bound)]);
    case 'power':
      return unite([setNames(set.domain), setNames(set.codomain)]);
  }
}

/** A memo of a pure function of immutable nodes: types are shared by all atoms that have them. */
const memo = new WeakMap<Type, NameMap>();

/** The names that a type mentions and does not bind, heaps included. */
export function typeNames(type: Type): NameMap {
  if (type.tag === 'scalar') return NONE;
  const known = memo.get(type);
  if (known !== undefined) return known;
  const names = findNames(type);
  memo.set(type, names);
  return names;
}

function findNames(type: Exclude<Type, { tag: 'scalar' }>): NameMap {
  switch (type.tag) {
    case 'product':
    case 'sum':
      return unite(type.items.map(typeNames));
    case 'table':
      return unite([setNames(type.index), without(typeNames(type.element), type.binder)]);
    case 'pair':
      return unite([typeNames(type.first), without(typeNames(type.second), type.binder)]);
    case 'ref':
      return unite([only(type.heap), typeNames(type.content)]);
    case 'index':
      return setNames(type.set);
  }
}
