/**
 * Substitution of atoms for names, and of heaps for heaps, in types, index sets and sizes: the rapier (Peyton Jones and
 * Marlow, "Secrets of the Glasgow Haskell Compiler inliner", section 3) with a high-water mark for the in-scope set.
 */
import type { Name, Supply } from '../names/index.ts';
import { fresh, ScopedMap, supply } from '../names/index.ts';
import { indexType, rangeSize } from './index-set.ts';
import { illFormed } from './invalid.ts';
import type { Atom, IndexSet, RangeSet, Size, Type } from './ir.ts';
import { typeNames } from './names.ts';
import { addSizes, constSize, mulSizes, nameSize } from './size.ts';
import { pairType, productType, refType, sumType, tableType } from './types.ts';

function asSize(atom: Atom): Size {
  if (atom.tag === 'var') return nameSize(atom.name);
  return atom.tag === 'lit'
    ? constSize(Number(atom.value))
    : illFormed('the unit stands where a size is needed');
}

/** Every name of the results is below the mark of `names`; a type that mentions no mapped name is returned as it is. */
export class TypeSubstitution {
  readonly atoms: ScopedMap<Atom>;
  readonly heaps: ScopedMap<Name>;
  readonly names: Supply;

  constructor(names: Supply, atoms = new ScopedMap<Atom>(), heaps = new ScopedMap<Name>()) {
    this.names = names;
    this.atoms = atoms;
    this.heaps = heaps;
  }

  type(type: Type): Type {
    for (const name of typeNames(type).values()) {
      if (this.atoms.has(name) || this.heaps.has(name)) return this.rebuild(type);
    }
    return type;
  }

  atom(atom: Atom): Atom {
    if (atom.tag !== 'var') return atom;
    const image = this.atoms.get(atom.name);
    if (image !== undefined) return image;
    const type = this.type(atom.type);
    return type === atom.type ? atom : { ...atom, type };
  }

  heap(heap: Name): Name {
    return this.heaps.get(heap) ?? heap;
  }

  set(set: IndexSet): IndexSet {
    switch (set.tag) {
      case 'fin':
      case 'named':
        return { ...set, size: this.size(set.size) };
      case 'prod':
      case 'sum':
        return { ...set, items: set.items.map((item) => this.set(item)) };
      case 'range':
        return this.range(set);
      case 'power':
        return { ...set, domain: this.set(set.domain), codomain: this.set(set.codomain) };
    }
  }

  size(size: Size): Size {
    switch (size.tag) {
      case 'const':
        return size;
      case 'name': {
        const image = this.atoms.get(size.name);
        return image === undefined ? size : asSize(image);
      }
      case 'add':
        return addSizes(...size.items.map((item) => this.size(item)));
      case 'mul':
        return mulSizes(...size.items.map((item) => this.size(item)));
      case 'rangeSize':
        return rangeSize(this.range(size.range));
    }
  }

  private range(range: RangeSet): RangeSet {
    return { ...range, base: this.set(range.base), bound: this.atom(range.bound) };
  }

  private rebuild(type: Type): Type {
    switch (type.tag) {
      case 'scalar':
        return type;
      case 'product':
        return productType(type.items.map((item) => this.type(item)));
      case 'sum':
        return sumType(type.items.map((item) => this.type(item)));
      case 'table': {
        const index = this.set(type.index);
        return this.under(type.binder, indexType(index), (binder) =>
          tableType(binder, index, this.type(type.element)),
        );
      }
      case 'pair': {
        const first = this.type(type.first);
        return this.under(type.binder, first, (binder) => pairType(binder, first, this.type(type.second)));
      }
      case 'ref':
        return refType(this.heap(type.heap), this.type(type.content));
      case 'index':
        return { tag: 'index', set: this.set(type.set) };
    }
  }

  /** The binder keeps its name where it is above the mark, and so equal to no name of the result. */
  private under<R>(binder: Name, type: Type, body: (binder: Name) => R): R {
    if (binder.id < 0) return body(binder);
    const mark = this.atoms.enter();
    const name = binder.id >= this.names.next ? binder : fresh(this.names, binder.hint);
    this.atoms.set(binder, { tag: 'var', name, type });
    const result = body(name);
    this.atoms.leave(mark);
    return result;
  }
}

/** One above every id that is free in the type or the atom: a mark under which neither has names. */
function markOf(type: Type, atom: Atom): number {
  let mark = 0;
  for (const id of typeNames(type).keys()) mark = Math.max(mark, id + 1);
  if (atom.tag === 'var') mark = Math.max(mark, atom.name.id + 1);
  return mark;
}

/** `type` with `atom` for `binder`: of the element of a table, or the second of a pair. Avoids capture. */
export function instantiate(type: Type, binder: Name, atom: Atom): Type {
  if (binder.id < 0 || !typeNames(type).has(binder.id)) return type;
  const substitution = new TypeSubstitution(supply(markOf(type, atom)));
  substitution.atoms.set(binder, atom);
  return substitution.type(type);
}
