/** What a top-level name stands for, as plain data: this is what a module is stored as. */
import type { Name } from '../names/index.ts';
import type { CoreDecl, GlobalRef, Param, SourceId, Term } from './ir.ts';

interface Common {
  readonly ref: GlobalRef;
  readonly source: SourceId;
}

/** A function declared by `def` (or a struct's method: `owner` names the struct). It evaluates nothing. */
export interface FunctionDef extends Common {
  readonly tag: 'function';
  /** A `pi` (parameters, row, result). */
  readonly type: Term;
  /** A `lam`. */
  readonly body: Term;
  readonly noinline: boolean;
  readonly owner: GlobalRef | null;
  /** Set by `custom-linearization`. */
  readonly linearization: CustomLinearization | null;
}

/** A rule of the user's for differentiating a function (language.md 7.5). */
export interface CustomLinearization {
  /** Whether tangents are given as `SymbolicTangent`, which says of each whether it is known to be zero. */
  readonly symbolic: boolean;
  readonly rule: Term;
  /** From the function's own parameters to its result and a function of tangents. */
  readonly type: Term;
}

/**
 * A top-level binding. Its value is stored by the session when its block has run. `definition` is what types may
 * unfold it to: a term that reduces (an alias, a literal that the session learnt), or null.
 */
export interface ValueDef extends Common {
  readonly tag: 'value';
  readonly type: Term;
  readonly definition: Term | null;
}

export interface Constructor {
  readonly name: string;
  readonly ref: GlobalRef;
  /** A telescope: a later field's type may mention an earlier field's name. */
  readonly fields: readonly Param[];
}

/** `data`/`enum`/`struct`. A struct has one constructor, whose fields have the names in `fieldNames`. */
export interface DataDef extends Common {
  readonly tag: 'data';
  /** Type parameters, the implicit ones and their constraints included. */
  readonly params: readonly Param[];
  readonly constructors: readonly Constructor[];
  readonly fieldNames: readonly string[] | null;
  /** A struct's methods by name: functions whose parameters are `params`, then `self`, then their own. */
  readonly methods: Readonly<Record<string, GlobalRef>>;
}

/** The constructor's own top-level name (a struct's constructor shares its type's name and has none). */
export interface ConstructorDef extends Common {
  readonly tag: 'constructor';
  readonly data: GlobalRef;
  readonly index: number;
}

export interface ClassDef extends Common {
  readonly tag: 'class';
  readonly params: readonly Param[];
  /** What `superclasses` and the methods' types call the dictionary itself. */
  readonly self: Name;
  /** Dictionary types, in terms of `params` and `self`. */
  readonly superclasses: readonly Term[];
  readonly methods: readonly { readonly name: string; readonly ref: GlobalRef; readonly type: Term }[];
}

export interface MethodDef extends Common {
  readonly tag: 'method';
  readonly cls: GlobalRef;
  readonly index: number;
}

export interface InstanceDef extends Common {
  readonly tag: 'instance';
  readonly cls: GlobalRef;
  /** Implicit and synthesised parameters (a named instance may have explicit ones). */
  readonly params: readonly Param[];
  /** The class's arguments, in terms of `params`. */
  readonly args: readonly Term[];
  readonly superclasses: readonly Term[];
  /** One for each method of the class, in its order. */
  readonly methods: readonly Term[];
  /** A named instance takes no part in search. */
  readonly named: boolean;
}

export interface ForeignDef extends Common {
  readonly tag: 'foreign';
  readonly type: Term;
  readonly symbol: string;
}

export type Definition =
  | FunctionDef
  | ValueDef
  | DataDef
  | ConstructorDef
  | ClassDef
  | MethodDef
  | InstanceDef
  | ForeignDef;

/** Finds definitions of every module in reach. Throws on a reference that no module made (an internal error). */
export interface Definitions {
  lookup(ref: GlobalRef): Definition;
}

/** Whether two references are to the same definition of the same module. */
export function sameGlobal(a: GlobalRef, b: GlobalRef): boolean {
  return a.index === b.index && a.module === b.module;
}

/** A key for maps. */
export function globalKey(ref: GlobalRef): string {
  return `${ref.module}:${ref.index}`;
}

/**
 * What elaboration makes of a top-level block that computes. `decls` run in order; then each output is a term over
 * their names. An output's type may mention earlier outputs by their global references, never local names.
 */
export interface Computation {
  readonly decls: readonly CoreDecl[];
  readonly outputs: readonly { readonly ref: GlobalRef; readonly term: Term; readonly type: Term }[];
  readonly source: SourceId;
}
