/**
 * Semantic values: terms evaluated as far as types need it, after elaboration-zoo (`Value`). What cannot be
 * evaluated because a name or a metavariable stands in the way is `stuck`: a head with what is applied to it. What
 * types never evaluate (a loop, a `case`, arithmetic) is `opaque`.
 *
 * Vocabulary: t u terms, a b types as values, v w other values, cx the context, m a metavariable.
 */
import type { GlobalRef, Mode, Param, PointerTarget, Row, Term } from '../core/index.ts';
import type { Name } from '../names/index.ts';
import type { Scalar, ScalarValue } from '../primitives/index.ts';

/** What the names of a closure's telescope stand for, innermost first. Other names stand for themselves. */
export interface Binding {
  readonly id: number;
  readonly value: Value;
  readonly next: Env;
}
export type Env = Binding | null;

/** A term with one free binder. */
export interface Closure {
  readonly binder: Name;
  readonly body: Term;
  readonly env: Env;
}

export type Head =
  | { readonly tag: 'var'; readonly name: Name }
  /** `env`: for a dictionary still to be found, what the names of its context stand for here (else null). */
  | { readonly tag: 'meta'; readonly id: number; readonly env: Env }
  | { readonly tag: 'global'; readonly ref: GlobalRef };

/** Something done to a stuck value. */
export type Elimination =
  | { readonly tag: 'app'; readonly args: readonly Value[] }
  | { readonly tag: 'project'; readonly index: number }
  | { readonly tag: 'field'; readonly data: GlobalRef; readonly index: number }
  | { readonly tag: 'pairFirst' }
  | { readonly tag: 'pairSecond' }
  | { readonly tag: 'method'; readonly cls: GlobalRef; readonly index: number }
  | { readonly tag: 'superclass'; readonly cls: GlobalRef; readonly index: number };

export type EffectValue =
  | { readonly tag: 'read' | 'accum' | 'state'; readonly heap: Value }
  | { readonly tag: 'except' }
  | { readonly tag: 'io' }
  | { readonly tag: 'user'; readonly effect: GlobalRef; readonly args: readonly Value[] };

export interface RowValue {
  readonly tag: 'row';
  readonly effects: readonly EffectValue[];
  readonly tail: Value | null;
}

/** A function type or a function, with the environment in which its telescope is read. */
export interface PiValue {
  readonly tag: 'pi';
  readonly params: readonly Param[];
  readonly row: Row;
  readonly result: Term;
  readonly mode: Mode;
  readonly env: Env;
}

export interface TableTypeValue {
  readonly tag: 'tableType';
  readonly index: Value;
  readonly ix: Value;
  readonly element: Closure;
}

export interface PairTypeValue {
  readonly tag: 'pairType';
  readonly first: Value;
  readonly second: Closure;
  readonly implicit: boolean;
}

export interface DataTypeValue {
  readonly tag: 'dataType';
  readonly data: GlobalRef;
  readonly args: readonly Value[];
}

export interface ClassTypeValue {
  readonly tag: 'classType';
  readonly cls: GlobalRef;
  readonly args: readonly Value[];
}

export interface StuckValue {
  readonly tag: 'stuck';
  readonly head: Head;
  readonly spine: readonly Elimination[];
}

/** A term to be evaluated on first use. */
export interface Thunk {
  readonly tag: 'thunk';
  readonly term: Term;
  readonly env: Env;
  /** The result, once it is known. */
  value: Value | null;
}

export type Value =
  | Thunk
  | StuckValue
  | { readonly tag: 'opaque'; readonly term: Term; readonly env: Env }
  /** The type and the value of what has been reported already: equal to everything. */
  | { readonly tag: 'poison' }
  | { readonly tag: 'kind'; readonly kind: 'Type' | 'Heap' | 'EffKind' }
  | { readonly tag: 'scalarType'; readonly scalar: Scalar }
  | { readonly tag: 'natType' }
  | { readonly tag: 'ptrType'; readonly target: PointerTarget }
  | { readonly tag: 'finType'; readonly size: Value }
  | { readonly tag: 'tupleType'; readonly items: readonly Value[] }
  | TableTypeValue
  | PairTypeValue
  | { readonly tag: 'refType'; readonly heap: Value; readonly content: Value }
  | PiValue
  | DataTypeValue
  | ClassTypeValue
  | RowValue
  | { readonly tag: 'instance'; readonly instance: GlobalRef; readonly args: readonly Value[] }
  | { readonly tag: 'finIx'; readonly size: Value }
  | { readonly tag: 'dataDict'; readonly type: Value }
  | { readonly tag: 'lit'; readonly scalar: Scalar; readonly value: ScalarValue }
  | { readonly tag: 'natLit'; readonly value: number }
  | { readonly tag: 'lam'; readonly term: Extract<Term, { tag: 'lam' }>; readonly env: Env }
  | { readonly tag: 'tuple'; readonly items: readonly Value[] }
  | {
      readonly tag: 'con';
      readonly data: GlobalRef;
      readonly index: number;
      readonly params: readonly Value[];
      readonly args: readonly Value[];
    }
  | { readonly tag: 'pack'; readonly type: Value; readonly first: Value; readonly second: Value };

export const POISON: Value = { tag: 'poison' };
export const TYPE: Value = { tag: 'kind', kind: 'Type' };
export const HEAP: Value = { tag: 'kind', kind: 'Heap' };
export const EFFECTS: Value = { tag: 'kind', kind: 'EffKind' };
export const NAT: Value = { tag: 'natType' };
export const UNIT: Value = { tag: 'tupleType', items: [] };
export const PURE: RowValue = { tag: 'row', effects: [], tail: null };

/** The type of a scalar. */
export function scalar(s: Scalar): Value {
  return { tag: 'scalarType', scalar: s };
}

/** A local name that stands for itself. */
export function rigid(name: Name): StuckValue {
  return { tag: 'stuck', head: { tag: 'var', name }, spine: [] };
}

/** A metavariable. */
export function flexible(id: number): StuckValue {
  return { tag: 'stuck', head: { tag: 'meta', id, env: null }, spine: [] };
}

/** `env` with a name bound. */
export function bind(env: Env, name: Name, value: Value): Env {
  return { id: name.id, value, next: env };
}
