/** What every part of the simplifier works with: the world outside, one function's code, and the parts themselves. */
import type { Definitions, GlobalRef, SourceId, Term, TermOf } from '../core/index.ts';
import type { Atom, Expr, Fn, Program, Type } from '../loops/index.ts';
import type { Origins } from '../source/index.ts';
import type { Value as Data } from '../values/index.ts';
import type { SpecialisationCache } from './cache.ts';
import type { Code } from './code.ts';
import type { Env, Site } from './env.ts';
import type { Rules } from './rule.ts';
import type { Skeleton, TypeValue, Value } from './value.ts';

/** A top-level value of an earlier block: its skeleton, and what its holes hold, data of closed types. Plain data. */
export interface Stored {
  readonly skeleton: Skeleton;
  readonly atoms: readonly StoredAtom[];
}

export interface StoredAtom {
  readonly type: Type;
  readonly value: Data;
}

/** Passes on Loops that simplification hands functions to; null where they are absent. */
export interface Passes {
  /** The derivative of the last function of a program in its last parameter, `rules` obeyed. */
  readonly derive: ((program: Program, rules: Rules) => Derived) | null;
}

/** Functions that differentiation made, callees first. Names that the program has stand for its functions. */
export interface Derived {
  readonly functions: readonly Fn[];
  /** The function's parameters to (its result, a tape). */
  readonly primal: string;
  /** The positions of the function's parameters that `linear` and `transposed` take before the tape. */
  readonly explicit: readonly number[];
  /** Then from the tangent of the last parameter to that of the result. */
  readonly linear: string;
  /** And from that of the result to that of the last parameter. */
  readonly transposed: string;
  /** The place of what makes the function nonlinear in its last parameter; `null` if it is linear. */
  readonly nonlinearAt: SourceId | null;
}

/** Everything that a program may mention. */
export interface World {
  readonly definitions: Definitions;
  stored(ref: GlobalRef): Stored;
  readonly origins: Origins;
  readonly cache: SpecialisationCache;
  readonly passes: Passes;
}

/** A value, or a term whose value it is. */
export type Step =
  | { readonly tag: 'value'; readonly value: Value }
  | { readonly tag: 'term'; readonly term: Term; readonly env: Env<Value> };

/** The mutually recursive parts, handed to each of them. */
export interface Machine {
  evaluate(c: Context, term: Term, env: Env<Value>): Value;
  /** A type, from a term of kind `Type`. */
  type(c: Context, term: Term, env: Env<Value>): TypeValue;
  apply(c: Context, fn: Value, args: readonly Value[], source: SourceId, site: Site): Value;
  /** As `unfold`, up to the body. */
  open(c: Context, fn: Value, args: readonly Value[], source: SourceId, site: Site): Step;
  /** As `apply`, unfolding the function whatever it is: for functions that primitives take. */
  unfold(c: Context, fn: Value, args: readonly Value[], source: SourceId, site: Site): Value;
  /** The Loops type of a table. */
  tableType(c: Context, type: Extract<TypeValue, { tag: 'table' }>): Type;
  /** A method of a dictionary. */
  method(c: Context, dict: Value, index: number): Value;
  prim(c: Context, term: TermOf<'prim'>, env: Env<Value>): Value;
}

/** One function of Loops while it is being made. */
export interface Context {
  readonly world: World;
  readonly machine: Machine;
  readonly code: Code;
  /** Top-level names that this very block defines, by key: types of later ones mention them. */
  readonly defined: Map<string, Value>;
  /** The data of a stored top-level value, as parameters of this function. */
  globals(ref: GlobalRef): readonly Atom[];
  /** Names of the functions that it calls. */
  readonly calls: Set<string>;
}

/** The place of a term as seen from where its body was unfolded. */
export function place(c: Context, source: SourceId, site: Site): SourceId {
  if (site.caller === 0 || source === 0) return source;
  const { origins } = c.world;
  const origin = origins.get(source);
  return origin === null ? source : origins.intern(origin.located, site.caller);
}

/** Adds an expression to the code that is being made, and gives the atom that stands for its value. */
export function emit(c: Context, expr: Expr, hint = ''): Atom {
  return c.code.emit(expr, hint);
}
