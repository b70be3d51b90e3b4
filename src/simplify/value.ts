/**
 * Values of staged evaluation: data is symbolic (an atom of Loops), everything else is known. The same shapes, with
 * numbered holes for atoms, are skeletons: what is known of a value whose atoms have been carried elsewhere.
 */
import type { GlobalRef, PointerTarget, Term, TermOf } from '../core/index.ts';
import type { Atom } from '../loops/index.ts';
import type { Name } from '../names/index.ts';
import type { Scalar } from '../primitives/index.ts';
import type { Env } from './env.ts';

/** What stands for data, for heaps and for environments. */
export interface Stage {
  readonly leaf: unknown;
  readonly heap: unknown;
  readonly env: unknown;
}

/** Values while a function is being simplified. */
export interface Running extends Stage {
  readonly leaf: Atom;
  readonly heap: Name;
  readonly env: Env<Static<Running>>;
}

/** A hole: `local` holes are filled from the data that a skeleton was split from, `outer` ones from its surroundings. */
export type Hole =
  | { readonly tag: 'local'; readonly index: number }
  | { readonly tag: 'outer'; readonly index: number };

/** Skeletons: plain data. An environment is the list of what the term under it mentions. */
export interface Frozen extends Stage {
  readonly leaf: Hole | Exclude<Atom, { tag: 'var' }>;
  readonly heap: number;
  readonly env: readonly Captured[];
}

export interface Captured {
  readonly name: Name;
  readonly value: Skeleton;
}

export type Value = Static<Running>;
export type Skeleton = Static<Frozen>;
export type TypeValue = StaticType<Running>;

export type Static<K extends Stage> =
  | ({ readonly tag: 'data'; readonly atom: K['leaf'] } & OfIndex<K>)
  /** `content`: the type of what it refers to, with the dictionaries of its index sets. */
  | { readonly tag: 'ref'; readonly atom: K['leaf']; readonly content: StaticType<K> }
  | { readonly tag: 'heap'; readonly heap: K['heap'] }
  | StaticRow<K>
  | ({ readonly tag: 'product'; readonly items: readonly Static<K>[] } & OfIndex<K>)
  | ({
      readonly tag: 'con';
      readonly data: GlobalRef;
      readonly index: number;
      readonly params: readonly Static<K>[];
      readonly args: readonly Static<K>[];
    } & OfIndex<K>)
  | {
      readonly tag: 'pack';
      readonly type: StaticType<K>;
      readonly first: Static<K>;
      readonly second: Static<K>;
    }
  | Closure<K>
  /** A `def`, a constructor, a method, a named instance with parameters, a `foreign` function. */
  | { readonly tag: 'function'; readonly ref: GlobalRef }
  | { readonly tag: 'instance'; readonly ref: GlobalRef; readonly args: readonly Static<K>[] }
  | { readonly tag: 'finIx'; readonly size: Static<K> }
  | { readonly tag: 'dataDict' }
  /** A method of `Ix` at an index set whose structure Loops knows. */
  | {
      readonly tag: 'ixMethod';
      readonly method: IxMethod;
      readonly type: StaticType<K>;
      readonly dict: Static<K>;
    }
  | { readonly tag: 'type'; readonly type: StaticType<K> }
  /** One of several skeletons: `atom` is a sum of the data of each. */
  | { readonly tag: 'choice'; readonly atom: K['leaf']; readonly alternatives: readonly Template<K>[] }
  /** A table whose elements are not data: `atom` is the table of their data. */
  | { readonly tag: 'tables'; readonly atom: K['leaf']; readonly element: Template<K> }
  | Tangent<K>
  /** What an expression that cannot return stands for. */
  | { readonly tag: 'bottom' };

/** The index of Loops that a value of an index set's type was made from: types that mention the value mean the index. */
export interface OfIndex<K extends Stage> {
  readonly madeFrom?: K['leaf'];
}

export type IxMethod = 'size' | 'ordinal' | 'fromOrdinal';

/** A lambda. `name` and `type` (a function type) are known where a declaration binds it. */
export interface Closure<K extends Stage> {
  readonly tag: 'closure';
  readonly lam: TermOf<'lam'>;
  readonly env: K['env'];
  readonly named: { readonly title: string; readonly type: TermOf<'pi'>; readonly env: K['env'] } | null;
}

/** A linear map that differentiation made: functions of Loops, in both directions, that take `operands` first. */
export interface Tangent<K extends Stage> {
  readonly tag: 'tangent';
  readonly linear: string;
  readonly transposed: string;
  readonly operands: readonly Static<K>[];
  readonly from: StaticType<K>;
  readonly to: StaticType<K>;
  /** The primals, from which tangents on the surface take their tags, lengths and indices; empty where they have none. */
  readonly fromLike: readonly Static<K>[];
  readonly toLike: readonly Static<K>[];
}

/** A skeleton with the parts of it that came from outside of where it was split, and the shape of its own data. */
export interface Template<K extends Stage> {
  readonly skeleton: Skeleton;
  readonly plan: Plan;
  readonly outer: readonly K['leaf'][];
  readonly heaps: readonly K['heap'][];
}

/**
 * How a telescope of atoms is one value: for each atom, whether the type of a later one mentions it. Laid out as the
 * fields of a constructor are: such an atom is the first of a dependent pair with the rest.
 */
export type Plan = readonly boolean[];

export interface StaticRow<K extends Stage> {
  readonly tag: 'row';
  readonly effects: readonly StaticEffect<K>[];
}

export type StaticEffect<K extends Stage> = StaticHeapEffect<K> | { readonly tag: 'except' | 'io' };

export interface StaticHeapEffect<K extends Stage> {
  readonly tag: 'read' | 'accum' | 'state';
  readonly heap: K['heap'];
}

/** Narrowing by tag alone does not see through a stage that is a parameter. */
export function isHeapEffect<K extends Stage>(effect: StaticEffect<K>): effect is StaticHeapEffect<K> {
  return effect.tag !== 'except' && effect.tag !== 'io';
}

/** Types, evaluated up to what is under their binders. */
export type StaticType<K extends Stage> =
  | { readonly tag: 'kind' }
  | { readonly tag: 'scalar'; readonly scalar: Scalar }
  | { readonly tag: 'nat' }
  | { readonly tag: 'ptr'; readonly target: PointerTarget }
  | { readonly tag: 'fin'; readonly size: Static<K> }
  | { readonly tag: 'tuple'; readonly items: readonly StaticType<K>[] }
  | {
      readonly tag: 'table';
      readonly index: StaticType<K>;
      readonly ix: Static<K>;
      readonly element: Delayed<K>;
    }
  | {
      readonly tag: 'pair';
      readonly first: StaticType<K>;
      readonly second: Delayed<K>;
      readonly implicit: boolean;
    }
  | { readonly tag: 'ref'; readonly heap: K['heap']; readonly content: StaticType<K> }
  | { readonly tag: 'pi'; readonly pi: TermOf<'pi'>; readonly env: K['env'] }
  | { readonly tag: 'data'; readonly data: GlobalRef; readonly args: readonly Static<K>[] }
  | { readonly tag: 'class'; readonly cls: GlobalRef; readonly args: readonly Static<K>[] };

/** A type under a binder. */
export type Delayed<K extends Stage> =
  | { readonly tag: 'constant'; readonly type: StaticType<K> }
  | { readonly tag: 'dependent'; readonly binder: Name; readonly body: Term; readonly env: K['env'] };

/** The value of the simplifier that is an atom. */
export function data(atom: Atom): Value {
  return { tag: 'data', atom };
}

export const UNIT_VALUE: Value = { tag: 'product', items: [] };
export const BOTTOM: Value = { tag: 'bottom' };

/** Whether a value has no function in it whose code would have to be unfolded where it is called. */
export function isFirstOrder(value: Value): boolean {
  switch (value.tag) {
    case 'closure':
    case 'function':
    case 'choice':
    case 'tables':
    case 'ixMethod':
    case 'tangent':
    case 'bottom':
      return false;
    case 'product':
      return value.items.every(isFirstOrder);
    case 'con':
    case 'instance':
      return value.args.every(isFirstOrder);
    case 'pack':
      return isFirstOrder(value.first) && isFirstOrder(value.second);
    default:
      return true;
  }
}
