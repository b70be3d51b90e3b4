/** Types and effects: constructors, equality, sets of effects. */
import type { Name } from '../names/index.ts';
import type { Scalar } from '../primitives/index.ts';
import type { Atom, Effect, Effects, IndexSet, Type } from './ir.ts';
import { Naming, typeKey } from './key.ts';
import { typeNames } from './names.ts';
import { nameSize } from './size.ts';

const scalarNamed = (scalar: Scalar): Type => ({ tag: 'scalar', scalar });

export const F32 = scalarNamed('f32');
export const F64 = scalarNamed('f64');
export const I32 = scalarNamed('i32');
export const I64 = scalarNamed('i64');
export const W8 = scalarNamed('w8');
export const W32 = scalarNamed('w32');
export const W64 = scalarNamed('w64');

const SCALAR_TYPES: Readonly<Record<Scalar, Type>> = {
  f32: F32,
  f64: F64,
  i32: I32,
  i64: I64,
  w8: W8,
  w32: W32,
  w64: W64,
};

/** The one node for each scalar type. */
export function scalarType(scalar: Scalar): Type {
  return SCALAR_TYPES[scalar];
}

export const UNIT: Type = { tag: 'product', items: [] };
export const UNIT_ATOM: Atom = { tag: 'unit' };

/** The binder of a table or pair type whose body does not mention it. Every such type has this one. */
export const ANONYMOUS: Name = { id: -1, hint: '_' };

/** The product of the given types; that of none is the unit type. */
export function productType(items: readonly Type[]): Type {
  return items.length === 0 ? UNIT : { tag: 'product', items };
}

/** The sum of the given types. */
export function sumType(items: readonly Type[]): Type {
  return { tag: 'sum', items };
}

/** `() + ()`: 0 is false. */
export const BOOL: Type = sumType([UNIT, UNIT]);

/** `() + τ`. */
export function maybeType(type: Type): Type {
  return sumType([UNIT, type]);
}

/** `(binder : index) => element`. */
export function tableType(binder: Name, index: IndexSet, element: Type): Type {
  return { tag: 'table', binder: typeNames(element).has(binder.id) ? binder : ANONYMOUS, index, element };
}

/** `index => element`, whose element does not depend on the index. */
export function tableOf(index: IndexSet, element: Type): Type {
  return { tag: 'table', binder: ANONYMOUS, index, element };
}

/** `(binder : first &> second)`. */
export function pairType(binder: Name, first: Type, second: Type): Type {
  return { tag: 'pair', binder: typeNames(second).has(binder.id) ? binder : ANONYMOUS, first, second };
}

/** The type of references to a content in a heap. */
export function refType(heap: Name, content: Type): Type {
  return { tag: 'ref', heap, content };
}

/** The type of the indices of a `fin`, `range` or `named` set. Of any set, see `indexType`. */
export function indexOf(set: IndexSet): Type {
  return { tag: 'index', set };
}

const LENGTH: Name = { id: 0, hint: 'n' };

/** `(n : w32 &> Fin n => element)`. The element type must not mention names: see `listType` for one that does. */
function closedList(element: Type): Type {
  return pairType(LENGTH, W32, tableOf({ tag: 'fin', size: nameSize(LENGTH) }, element));
}

/** A list: `(n : w32 &> Fin n => element)`, its binder apart from every name of the element. */
export function listOf(element: Type): Type {
  let id = 0;
  for (const taken of typeNames(element).keys()) id = Math.max(id, taken + 1);
  if (id === 0) return closedList(element);
  const length: Name = { id, hint: 'n' };
  return pairType(length, W32, tableOf({ tag: 'fin', size: nameSize(length) }, element));
}

/** A list of bytes. */
export const STRING: Type = listOf(W8);

/** The element type of a list, or `null`. */
export function listElementType(type: Type): Type | null {
  if (type.tag !== 'pair' || type.second.tag !== 'table' || type.binder.id < 0) return null;
  const { index, element, binder } = type.second;
  const isLength = index.tag === 'fin' && index.size.tag === 'name' && index.size.name.id === type.binder.id;
  const isFree = binder.id < 0 && !typeNames(element).has(type.binder.id);
  return isLength && isFree && sameType(type.first, W32) ? element : null;
}

/** The type of an atom. */
export function typeOf(atom: Atom): Type {
  if (atom.tag === 'var') return atom.type;
  return atom.tag === 'lit' ? SCALAR_TYPES[atom.scalar] : UNIT;
}

/** Equality up to the names of binders; sizes as polynomials, labels ignored. */
export function sameType(a: Type, b: Type): boolean {
  return a === b || typeKey(a, new Naming()) === typeKey(b, new Naming());
}

/** Whether a type contains a reference anywhere. */
export function containsRef(type: Type): boolean {
  switch (type.tag) {
    case 'scalar':
    case 'index':
      return false;
    case 'product':
    case 'sum':
      return type.items.some(containsRef);
    case 'table':
      return containsRef(type.element);
    case 'pair':
      return containsRef(type.first) || containsRef(type.second);
    case 'ref':
      return true;
  }
}

/** Whether the elements of a table all have one type: only such tables are reindexed. */
export function isRectangular(type: Type): boolean {
  return type.tag === 'table' && type.binder.id < 0;
}

// -------------------------------------------------------------------------------------------------------- effects

export const PURE: Effects = [];

/** A text that two effects share just when they are equal. */
export function effectKey(effect: Effect): string {
  return 'heap' in effect ? `${effect.tag} ${effect.heap.id}` : effect.tag;
}

/** The union of sets of effects. */
export function uniteEffects(...sets: readonly Effects[]): Effects {
  return uniteAllEffects(sets);
}

/** As `uniteEffects`, of a list that may be as long as a block. */
export function uniteAllEffects(sets: readonly Effects[]): Effects {
  const occupied = sets.filter((set) => set.length > 0);
  if (occupied.length === 0) return PURE;
  if (occupied.length === 1) return occupied[0]!;
  const all = new Map<string, Effect>();
  for (const set of occupied) for (const effect of set) all.set(effectKey(effect), effect);
  return [...all.values()];
}

/** The effects but those on `heap`. */
export function withoutHeap(effects: Effects, heap: Name): Effects {
  const rest = effects.filter((effect) => !('heap' in effect && effect.heap.id === heap.id));
  return rest.length === effects.length ? effects : rest;
}

/** The effects that are left where exceptions are caught. */
export function withoutExcept(effects: Effects): Effects {
  return effects.filter((effect) => effect.tag !== 'except');
}

/** The effects with heaps renamed (two that become one are united). */
export function renameHeaps(effects: Effects, heap: (heap: Name) => Name): Effects {
  if (!effects.some((effect) => 'heap' in effect)) return effects;
  return uniteEffects(
    ...effects.map((effect): Effects => ['heap' in effect ? { ...effect, heap: heap(effect.heap) } : effect]),
  );
}

/** Whether two rows have the same effects, in any order. */
export function sameEffects(a: Effects, b: Effects): boolean {
  if (a === b) return true;
  const keys = new Set(a.map(effectKey));
  return a.length === b.length && b.every((effect) => keys.has(effectKey(effect)));
}

/** Whether there are no effects. */
export function isPure(effects: Effects): boolean {
  return effects.length === 0;
}

/** Whether an effect of this kind, on any heap, is among them. */
export function hasEffect(effects: Effects, tag: Effect['tag']): boolean {
  return effects.some((effect) => effect.tag === tag);
}
