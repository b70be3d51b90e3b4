/** The shape of data types as callers see them: Core types with everything decided that can be. */
import {
  type Definitions,
  type GlobalRef,
  reduction,
  substitute,
  substitution,
  type Term,
  weakHead,
} from '../core/index.ts';
import type { Scalar } from '../primitives/index.ts';

/** A size in a type: known, or the value of a parameter. */
export type SizeOf =
  | { readonly tag: 'known'; readonly size: number }
  | { readonly tag: 'param'; readonly id: number };

export interface Field {
  readonly name: string;
  readonly shape: Shape;
}

export type Shape =
  | { readonly tag: 'scalar'; readonly scalar: Scalar }
  | { readonly tag: 'nat' }
  /** An index: its ordinal. */
  | { readonly tag: 'fin'; readonly size: SizeOf | null }
  | { readonly tag: 'boolean' }
  | { readonly tag: 'string' }
  | { readonly tag: 'list'; readonly element: Shape }
  | { readonly tag: 'tuple'; readonly items: readonly Shape[] }
  /** `size`: null where the index set is no `Fin`. */
  | { readonly tag: 'table'; readonly size: SizeOf | null; readonly element: Shape }
  | { readonly tag: 'struct'; readonly name: string; readonly fields: readonly Field[] }
  | {
      readonly tag: 'enum';
      readonly constructors: readonly { readonly name: string; readonly fields: readonly Shape[] }[];
    }
  /** A dependent pair. */
  | { readonly tag: 'pair'; readonly first: Shape; readonly second: Shape }
  /** What has no form outside of the language; `why` names the type. */
  | { readonly tag: 'opaque'; readonly why: string };

/** The shape of a type. Types nest finitely, because no type mentions itself. */
export function shapeOf(type: Term, definitions: Definitions): Shape {
  const r = reduction(definitions);
  const go = (term: Term): Shape => {
    const t = weakHead(term, r);
    switch (t.tag) {
      case 'scalarType':
        return { tag: 'scalar', scalar: t.scalar };
      case 'natType':
        return { tag: 'nat' };
      case 'finType':
        return { tag: 'fin', size: sizeOf(weakHead(t.size, r)) };
      case 'tupleType':
        return { tag: 'tuple', items: t.items.map(go) };
      case 'tableType': {
        const index = weakHead(t.index, r);
        const size = index.tag === 'finType' ? sizeOf(weakHead(index.size, r)) : null;
        return { tag: 'table', size, element: go(t.element) };
      }
      case 'dataType':
        return dataShape(t.data, t.args);
      case 'pi':
        return { tag: 'opaque', why: 'a function' };
      case 'refType':
        return { tag: 'opaque', why: 'a reference' };
      case 'pairType':
        return { tag: 'pair', first: go(t.first), second: go(t.second) };
      default:
        return { tag: 'opaque', why: 'a type' };
    }
  };
  const dataShape = (ref: GlobalRef, args: readonly Term[]): Shape => {
    const data = definitions.lookup(ref);
    if (data.tag !== 'data') return { tag: 'opaque', why: ref.name };
    const isLibrary = ref.module === 'prelude';
    if (isLibrary && ref.name === 'Bool') return { tag: 'boolean' };
    if (isLibrary && ref.name === 'List') {
      const element = go(args[0]!);
      return element.tag === 'scalar' && element.scalar === 'w8'
        ? { tag: 'string' }
        : { tag: 'list', element };
    }
    const params = substitution(data.params, args);
    const constructors = data.constructors.map(({ name, fields }) => ({
      name,
      fields: fields.map((f) => go(substitute(f.type, params))),
    }));
    const { fieldNames } = data;
    const [only] = constructors;
    if (fieldNames !== null && only !== undefined) {
      const fields = only.fields.map((shape, k) => ({ name: fieldNames[k]!, shape }));
      return { tag: 'struct', name: ref.name, fields };
    }
    return { tag: 'enum', constructors };
  };
  return go(type);
}

function sizeOf(size: Term): SizeOf | null {
  if (size.tag === 'natLit') return { tag: 'known', size: size.value };
  if (size.tag === 'var') return { tag: 'param', id: size.name.id };
  return null;
}
