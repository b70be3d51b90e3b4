/**
 * How values of a Loops type lie in memory.
 *
 * In a frame a value is a list of *leaves*: a scalar or an index is one cell, a table is one *column* (a buffer and an
 * offset into it) for each scalar of its element: a table of products is a product of tables, and a table of tables
 * of sizes that do not vary is one flat buffer. Where a size varies inside the storage (a row of a triangle, the
 * elements of a list in a table), the column holds boxes. (The layout of a type does not depend on where it stands, save
 * that a table may be boxed: `isBoxed`.) A sum is its tag followed by the leaves of every
 * alternative. A reference is the columns of its contents.
 */
import type { Atom, IndexSet, Size, Type } from '../loops/index.ts';
import type { Scalar } from '../primitives/index.ts';

/** `box`: an object that holds the leaves of a table whose size varies, or of a reference. */
export type ColumnKind = Scalar | 'box';

export interface Column {
  readonly kind: ColumnKind;
  /** One value takes as many elements of the column as the product of these sets' sizes. */
  readonly factors: readonly IndexSet[];
}

/** An element of a column: `o[slot]` at `i[at]`, plus `i[plus]` if there is one. */
export interface Spot {
  readonly kind: ColumnKind;
  readonly slot: number;
  readonly at: number;
  readonly plus: number | null;
}

export type LeafShape =
  | { readonly tag: 'cell'; readonly scalar: Scalar }
  | { readonly tag: 'column'; readonly column: Column };

type NameIds = ReadonlySet<number>;
const NONE: NameIds = new Set();

/** Layouts of the types of one program, computed once for each type node. */
export class Layouts {
  readonly #leaves = new Map<Type, readonly LeafShape[]>();

  /** The leaves of a value of this type, in order. */
  leaves(type: Type): readonly LeafShape[] {
    let found = this.#leaves.get(type);
    if (found === undefined) {
      found = this.#computeLeaves(type);
      this.#leaves.set(type, found);
    }
    return found;
  }

  #computeLeaves(type: Type): readonly LeafShape[] {
    switch (type.tag) {
      case 'scalar':
        return [{ tag: 'cell', scalar: type.scalar }];
      case 'index':
        return [{ tag: 'cell', scalar: 'w32' }];
      case 'product':
        return type.items.flatMap((item) => this.leaves(item));
      case 'sum':
        return [{ tag: 'cell', scalar: 'w8' }, ...type.items.flatMap((item) => this.leaves(item))];
      case 'pair':
        return [...this.leaves(type.first), ...this.leaves(type.second)];
      case 'table':
        return columns(type.element, new Set([type.binder.id])).map(asLeaf);
      case 'ref':
        return columns(type.content, NONE).map(asLeaf);
    }
  }
}

const asLeaf = (column: Column): LeafShape => ({ tag: 'column', column });

/** The columns that store values of this type; sizes that mention a name of `varying` differ from value to value. */
export function columns(type: Type, varying: NameIds = NONE): readonly Column[] {
  switch (type.tag) {
    case 'scalar':
      return [{ kind: type.scalar, factors: [] }];
    case 'index':
      return [{ kind: 'w32', factors: [] }];
    case 'product':
      return type.items.flatMap((item) => columns(item, varying));
    case 'sum':
      return [{ kind: 'w8', factors: [] }, ...type.items.flatMap((item) => columns(item, varying))];
    case 'pair':
      return [...columns(type.first, varying), ...columns(type.second, withName(varying, type.binder.id))];
    case 'table': {
      if (isBoxed(type, varying)) return [{ kind: 'box', factors: [] }];
      const inner = columns(type.element, withName(varying, type.binder.id));
      return inner.map((c) => ({ kind: c.kind, factors: [type.index, ...c.factors] }));
    }
    case 'ref':
      return [{ kind: 'box', factors: [] }];
  }
}

/**
 * Does a table or reference of this type take a box of its own in storage where these names vary? The whole of a table
 * is boxed if any size within it varies, so that what is in the box lies as it would anywhere else.
 */
export function isBoxed(type: Type, varying: NameIds): boolean {
  return type.tag === 'ref' || (type.tag === 'table' && layoutMentions(type, varying));
}

function layoutMentions(type: Type, names: NameIds): boolean {
  switch (type.tag) {
    case 'scalar':
    case 'index':
    case 'ref':
      return false;
    case 'product':
    case 'sum':
      return type.items.some((item) => layoutMentions(item, names));
    case 'pair':
      return layoutMentions(type.second, withoutName(names, type.binder.id));
    case 'table':
      return (
        setMentions(type.index, names) || layoutMentions(type.element, withoutName(names, type.binder.id))
      );
  }
}

function withoutName(names: NameIds, id: number): NameIds {
  return names.has(id) ? new Set([...names].filter((name) => name !== id)) : names;
}

/** The names and one more, as a new set. */
export function withName(names: NameIds, id: number): NameIds {
  return new Set([...names, id]);
}

function setMentions(set: IndexSet, names: NameIds): boolean {
  switch (set.tag) {
    case 'fin':
    case 'named':
      return sizeMentions(set.size, names);
    case 'prod':
    case 'sum':
      return set.items.some((item) => setMentions(item, names));
    case 'range':
      return setMentions(set.base, names) || atomMentions(set.bound, names);
    case 'power':
      return setMentions(set.domain, names) || setMentions(set.codomain, names);
  }
}

function sizeMentions(size: Size, names: NameIds): boolean {
  switch (size.tag) {
    case 'const':
      return false;
    case 'name':
      return names.has(size.name.id);
    case 'add':
    case 'mul':
      return size.items.some((item) => sizeMentions(item, names));
    case 'rangeSize':
      return setMentions(size.range, names);
  }
}

const atomMentions = (atom: Atom, names: NameIds) => atom.tag === 'var' && names.has(atom.name.id);
