/** The shape of data types as callers see them: Core types with everything decided that can be. */
import {
  type Definitions,
  freeNames,
  type GlobalRef,
  reduction,
  substitute,
  substitution,
  type Term,
  weakHead,
} from '../core/index.ts';
import type { Name } from '../names/index.ts';
import type { Scalar } from '../primitives/index.ts';

/** The size of an index set in a type. */
export type SizeOf =
  | { readonly tag: 'known'; readonly size: number }
  /** The value of a parameter. */
  | { readonly tag: 'param'; readonly id: number }
  | Computed
  /** One that depends on a part of the value itself, and is not that part. */
  | { readonly tag: 'hidden' };

/** The size of any other set, which the language itself computes. */
export interface Computed {
  readonly tag: 'computed';
  readonly index: Term;
  /** The indices of the tables around, outermost first, up to the last one that the set depends on. */
  readonly within: readonly Binding[];
}

/** The binder of a table. */
export interface Binding {
  readonly name: Name;
  readonly index: Term;
}

/** Whether the size may differ between the elements of a table. */
export function dependsOnTables(size: SizeOf): boolean {
  return size.tag === 'computed' && size.within.length > 0;
}

export interface Field {
  readonly name: string;
  readonly shape: Shape;
}

export type Shape =
  | { readonly tag: 'scalar'; readonly scalar: Scalar }
  | { readonly tag: 'nat' }
  /** An index: its ordinal. */
  | { readonly tag: 'fin'; readonly size: SizeOf }
  | { readonly tag: 'boolean' }
  | { readonly tag: 'string' }
  | { readonly tag: 'list'; readonly element: Shape }
  | { readonly tag: 'tuple'; readonly items: readonly Shape[] }
  | { readonly tag: 'table'; readonly size: SizeOf; readonly element: Shape }
  | { readonly tag: 'struct'; readonly name: string; readonly fields: readonly Field[] }
  | {
      readonly tag: 'enum';
      readonly constructors: readonly { readonly name: string; readonly fields: readonly Shape[] }[];
    }
  /** A dependent pair. Sizes in `second` may be the parameter `binder`. */
  | { readonly tag: 'pair'; readonly binder: number; readonly first: Shape; readonly second: Shape }
  /** What has no form outside of the language; `why` names the type. */
  | { readonly tag: 'opaque'; readonly why: string };

/** What stands around a type. */
interface Around {
  readonly tables: readonly Binding[];
  readonly pairs: ReadonlySet<number>;
}

/** The shape of a type. Types nest finitely, because no type mentions itself. */
export function shapeOf(type: Term, definitions: Definitions): Shape {
  const r = reduction(definitions);
  const go = (term: Term, around: Around): Shape => {
    const t = weakHead(term, r);
    switch (t.tag) {
      case 'scalarType':
        return { tag: 'scalar', scalar: t.scalar };
      case 'natType':
        return { tag: 'nat' };
      case 'finType':
        return { tag: 'fin', size: sizeOf(t, around) };
      case 'tupleType':
        return { tag: 'tuple', items: t.items.map((item) => go(item, around)) };
      case 'tableType': {
        const { binder: name, index } = t;
        const inside = { ...around, tables: [...around.tables, { name, index }] };
        return { tag: 'table', size: sizeOf(weakHead(index, r), around), element: go(t.element, inside) };
      }
      case 'dataType':
        return dataShape(t.data, t.args, around);
      case 'pi':
        return { tag: 'opaque', why: 'a function' };
      case 'refType':
        return { tag: 'opaque', why: 'a reference' };
      case 'pairType': {
        const { id } = t.binder;
        const second = go(t.second, { ...around, pairs: new Set([...around.pairs, id]) });
        return { tag: 'pair', binder: id, first: go(t.first, around), second };
      }
      default:
        return { tag: 'opaque', why: 'a type' };
    }
  };
  const sizeOf = (index: Term, { tables, pairs }: Around): SizeOf => {
    const free = freeNames(index);
    const last = tables.map(({ name }) => free.has(name.id)).lastIndexOf(true);
    const size = index.tag === 'finType' ? weakHead(index.size, r) : null;
    if (size?.tag === 'natLit') return { tag: 'known', size: size.value };
    if (size?.tag === 'var' && last < 0) return { tag: 'param', id: size.name.id };
    const within = tables.slice(0, last + 1);
    const seen = [index, ...within.map((b) => b.index)];
    if (seen.some((term) => [...freeNames(term).keys()].some((id) => pairs.has(id))))
      return { tag: 'hidden' };
    return { tag: 'computed', index, within };
  };
  const dataShape = (ref: GlobalRef, args: readonly Term[], around: Around): Shape => {
    const data = definitions.lookup(ref);
    if (data.tag !== 'data') return { tag: 'opaque', why: ref.name };
    const isLibrary = ref.module === 'prelude';
    if (isLibrary && ref.name === 'Bool') return { tag: 'boolean' };
    if (isLibrary && ref.name === 'List') {
      const element = go(args[0]!, around);
      return element.tag === 'scalar' && element.scalar === 'w8'
        ? { tag: 'string' }
        : { tag: 'list', element };
    }
    const params = substitution(data.params, args);
    const constructors = data.constructors.map(({ name, fields }) => ({
      name,
      fields: fields.map((f) => go(substitute(f.type, params), around)),
    }));
    const { fieldNames } = data;
    const [only] = constructors;
    if (fieldNames !== null && only !== undefined) {
      const fields = only.fields.map((shape, k) => ({ name: fieldNames[k]!, shape }));
      return { tag: 'struct', name: ref.name, fields };
    }
    return { tag: 'enum', constructors };
  };
  return go(type, { tables: [], pairs: new Set() });
}

/** What in a shape has no form outside of the language, in words; null if everything has one. */
export function formless(shape: Shape): string | null {
  switch (shape.tag) {
    case 'opaque':
      return shape.why;
    case 'list':
    case 'table':
      return formless(shape.element);
    case 'tuple':
      return firstFormless(shape.items);
    case 'struct':
      return firstFormless(shape.fields.map((f) => f.shape));
    case 'enum':
      return firstFormless(shape.constructors.flatMap((c) => c.fields));
    case 'pair':
      return firstFormless([shape.first, shape.second]);
    default:
      return null;
  }
}

function firstFormless(shapes: readonly Shape[]): string | null {
  for (const shape of shapes) {
    const why = formless(shape);
    if (why !== null) return why;
  }
  return null;
}
