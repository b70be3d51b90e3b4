/**
 * What elaborating one top-level block keeps track of. The state is made for the block, handed to every rule inside
 * a context, and dropped at the block's end; nothing of it is stored.
 */
import type { Definition, GlobalRef, InstanceDef, Term } from '../core/index.ts';
import { fresh, type Name, type Supply, supply } from '../names/index.ts';
import type { Diagnostic, Located, Origins, SourceFile, Span } from '../source/index.ts';
import { type Environment, lookup } from './environment.ts';
import { type Env, POISON, type Thunk, type Value } from './value.ts';

/** Who introduced a metavariable: shown when it stays unsolved or its solutions disagree. */
export interface MetaOrigin {
  readonly span: Span;
  readonly role:
    | { readonly tag: 'binder'; readonly name: string }
    /** An argument that is not written, or (`isHole`) written as `_`. */
    | { readonly tag: 'implicit'; readonly name: string; readonly of: string; readonly isHole?: true }
    | { readonly tag: 'literal' }
    | { readonly tag: 'hole' }
    | { readonly tag: 'element' }
    | { readonly tag: 'row' }
    | { readonly tag: 'type'; readonly of: string };
}

export type MetaSort = 'term' | 'row' | 'dict' | 'literal';

/** A metavariable. Its solution may mention names below `level`, which are those in scope where it was made. */
export interface Meta {
  readonly origin: MetaOrigin;
  /**
   * What it stands for. A `term` left open is an error, a `row` is closed; a `dict` is found by search and a
   * `literal` by its type: unification solves neither.
   */
  readonly sort: MetaSort;
  level: number;
  solution: Value | null;
  /** The expression whose type solved it. */
  solvedAt: Span | null;
}

/** A dictionary to be found once its type is known. */
export interface Goal {
  /** The metavariable that stands for the dictionary. */
  readonly meta: number;
  readonly type: Value;
  readonly span: Span;
  readonly givens: Givens;
  /** The method for whose sake it is needed: an instance under construction offers its earlier methods. */
  readonly selects: number | null;
}

/** Dictionaries bound by parameters in scope, innermost first. */
export type Givens = {
  /** Tells lists of givens apart. */
  readonly id: number;
  readonly term: Term;
  readonly type: Value;
  readonly next: Givens;
} | null;

/** A numeric literal whose type is not known yet. */
export interface LiteralHole {
  readonly meta: number;
  readonly type: Value;
  readonly value: bigint;
  readonly signed: boolean;
  readonly span: Span;
  readonly givens: Givens;
}

/** A local name in scope. */
export interface Local {
  readonly name: Name;
  readonly type: Value;
  readonly span: Span;
}

/** An instance whose methods are being checked: those that are `ready`, by index, may be used. */
export interface Unfinished {
  readonly instance: InstanceDef;
  readonly ready: ReadonlySet<number>;
}

export interface State {
  readonly env: Environment;
  readonly file: SourceFile;
  readonly origins: Origins;
  readonly names: Supply;
  readonly metas: Meta[];
  /** Metavariables assigned since a trial began, to be undone; null outside trials. */
  trail: { readonly id: number; readonly level: number }[] | null;
  /** What let-bound names stand for. */
  readonly definitions: Map<number, Thunk>;
  readonly goals: Goal[];
  /** Metavariables that stand for another one, a dictionary to be found, in another environment. */
  readonly delayed: Map<number, { readonly of: number; readonly env: Env }>;
  /** Solutions read back, by metavariable. */
  readonly solutions: Map<number, Term>;
  /** By metavariable. */
  readonly literals: Map<number, LiteralHole>;
  /** The types that numbers were refused at. */
  readonly refusedLiterals: Set<Value>;
  /** What literals at types of the user's become. */
  readonly terms: Map<number, Term>;
  readonly locals: Map<string, Local[]>;
  /** Names bound since the beginning of each open scope, for leaving it. */
  readonly bound: string[];
  readonly diagnostics: Diagnostic[];
  /** Steps of normalisation left before it is given up. */
  fuel: number;
  /** For a telescope, which of its parameters are mentioned in what follows them. */
  readonly dependence: Map<object, readonly boolean[]>;
  /** What top-level names were found to mean. */
  readonly meanings: Map<string, Definition>;
  /** Names without a meaning, or of failed definitions, that the block has been told of. */
  readonly skipped: Set<string>;
  /** The types of definitions as things that can be applied. */
  readonly types: Map<Definition, Value>;
  /** Dictionaries found so far, by goal and givens. */
  readonly found: Map<string, Term>;
  unfinished: Unfinished | null;
  /** What is being defined, which cannot mention itself. */
  defining: { readonly name: string; readonly what: 'type' | 'function' } | null;
}

/** Steps that one question about types may take. */
export const FUEL = 1_000_000;

/** The state in which a block begins. Metavariable 0 is poison. */
export function newState(env: Environment, file: SourceFile, origins: Origins): State {
  return {
    env,
    file,
    origins,
    names: supply(0),
    metas: [
      {
        origin: { span: { start: 0, end: 0 }, role: { tag: 'hole' } },
        sort: 'term',
        level: 0,
        solution: POISON,
        solvedAt: null,
      },
    ],
    trail: null,
    definitions: new Map(),
    goals: [],
    delayed: new Map(),
    solutions: new Map(),
    literals: new Map(),
    refusedLiterals: new Set(),
    terms: new Map(),
    locals: new Map(),
    bound: [],
    diagnostics: [],
    fuel: FUEL,
    dependence: new Map(),
    meanings: new Map(),
    skipped: new Set(),
    types: new Map(),
    found: new Map(),
    unfinished: null,
    defining: null,
  };
}

/** The state as it goes on in another environment. What was found in the old one is forgotten. */
export function inEnvironment(st: State, env: Environment): State {
  return { ...st, env, meanings: new Map(), types: new Map(), found: new Map() };
}

/** A fresh name. */
export function freshName(st: State, hint: string): Name {
  return fresh(st.names, hint);
}

/** The definition of a top-level name. */
export function definitionOf(st: State, ref: GlobalRef): Definition {
  return lookup(st.env, ref);
}

/** The place of a span of this block's file. */
export function place(st: State, span: Span): Located {
  return { file: st.file, span };
}

/** The source id of a span. */
export function sourceOf(st: State, span: Span): number {
  return st.origins.intern(place(st, span));
}

/** Normalisation took too long: caught where the block is elaborated. */
export class OutOfFuel extends Error {}
