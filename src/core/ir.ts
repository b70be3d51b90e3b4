/**
 * Core: typed, dependent, higher-order; implicit arguments and interface dictionaries are explicit. Types are terms.
 * The elaborator makes it, simplify runs it; there is no evaluator of Core. A computational node carries what its
 * meaning needs (a loop its element type, a `case` its result type), so that the type and the effects of every term
 * can be read off in one walk (`check.ts`).
 */
import type { Name } from '../names/index.ts';
import type { Scalar, ScalarValue } from '../primitives/index.ts';

/** Index into the table of origins; 0 is "no place". */
export type SourceId = number;

/** A top-level name: its module (`''` for the running program) and its number there; `name` is for people. */
export interface GlobalRef {
  readonly module: string;
  readonly index: number;
  readonly name: string;
}

/** How an argument is found: given, solved by unification, or synthesised (a dictionary). */
export type Explicitness = 'explicit' | 'implicit' | 'synth';

/** A parameter of a function, a type or an instance. Later parameters and the result may mention its name. */
export interface Param {
  readonly name: Name;
  readonly type: Term;
  readonly how: Explicitness;
  /** Whether the user named it (it prints, and an implicit one can be given as `name = …`). */
  readonly named: boolean;
}

/** `call`: applied by an argument list (`->`). `mention`: applied wherever it is mentioned (`->>`). */
export type Mode = 'call' | 'mention';

export type CoreEffect =
  | { readonly tag: 'read' | 'accum' | 'state'; readonly heap: Term }
  | { readonly tag: 'except' }
  | { readonly tag: 'io' }
  /** An effect that the user declared: room for `perform` and `handle`. */
  | { readonly tag: 'user'; readonly effect: GlobalRef; readonly args: readonly Term[] };

export interface Row {
  readonly tag: 'row';
  readonly effects: readonly CoreEffect[];
  /** A term of kind `EffKind`, or null for a closed row. */
  readonly tail: Term | null;
}

export type PointerTarget = Scalar | 'ptr';

/** Types, kinds and rows. They compute nothing at run time. */
export type TypeTerm =
  | { readonly tag: 'kind'; readonly kind: 'Type' | 'Heap' | 'EffKind' }
  | { readonly tag: 'scalarType'; readonly scalar: Scalar }
  | { readonly tag: 'natType' }
  | { readonly tag: 'ptrType'; readonly target: PointerTarget }
  | { readonly tag: 'finType'; readonly size: Term }
  | { readonly tag: 'tupleType'; readonly items: readonly Term[] }
  /** `(i : index) => element`; `ix` is the dictionary `Ix index`, which takes no part in equality. */
  | {
      readonly tag: 'tableType';
      readonly binder: Name;
      readonly index: Term;
      readonly ix: Term;
      readonly element: Term;
    }
  /** `(x : first &> second)`; `implicit` for `second with (x : first)`. */
  | {
      readonly tag: 'pairType';
      readonly binder: Name;
      readonly first: Term;
      readonly second: Term;
      readonly implicit: boolean;
    }
  | { readonly tag: 'refType'; readonly heap: Term; readonly content: Term }
  | {
      readonly tag: 'pi';
      readonly params: readonly Param[];
      readonly row: Row;
      readonly result: Term;
      readonly mode: Mode;
    }
  | { readonly tag: 'dataType'; readonly data: GlobalRef; readonly args: readonly Term[] }
  /** The type of dictionaries of an interface. */
  | { readonly tag: 'classType'; readonly cls: GlobalRef; readonly args: readonly Term[] }
  | Row;

/** Dictionaries. Coherence is assumed: they take no part in the equality of types. */
export type DictTerm =
  | { readonly tag: 'instance'; readonly instance: GlobalRef; readonly args: readonly Term[] }
  /** Superclass number `index` of a dictionary of `cls`. */
  | { readonly tag: 'superclass'; readonly cls: GlobalRef; readonly index: number; readonly dict: Term }
  /** The built-in `Ix (Fin size)`. */
  | { readonly tag: 'finIx'; readonly size: Term }
  /** The built-in `Data type`: no content. */
  | { readonly tag: 'dataDict'; readonly type: Term };

export interface Alternative {
  /** One for each field of the constructor. */
  readonly binders: readonly Name[];
  readonly body: Term;
}

export interface CoreDecl {
  readonly name: Name;
  readonly type: Term;
  readonly value: Term;
}

/** What computes. */
export type ValueTerm =
  | { readonly tag: 'lit'; readonly scalar: Scalar; readonly value: ScalarValue; readonly source: SourceId }
  | { readonly tag: 'natLit'; readonly value: number; readonly source: SourceId }
  /** A string literal: a `List Word8` (`list` is the library's `List`). Bytes as a Latin-1 string. */
  | { readonly tag: 'string'; readonly bytes: string; readonly list: GlobalRef; readonly source: SourceId }
  | {
      readonly tag: 'lam';
      readonly params: readonly Param[];
      readonly row: Row;
      readonly mode: Mode;
      readonly body: Term;
      readonly source: SourceId;
    }
  /** All parameters at once, the implicit ones too. */
  | { readonly tag: 'app'; readonly fn: Term; readonly args: readonly Term[]; readonly source: SourceId }
  /** Declarations, each visible in those after it. */
  | {
      readonly tag: 'block';
      readonly decls: readonly CoreDecl[];
      readonly result: Term;
      readonly source: SourceId;
    }
  | { readonly tag: 'tuple'; readonly items: readonly Term[]; readonly source: SourceId }
  | { readonly tag: 'project'; readonly index: number; readonly of: Term; readonly source: SourceId }
  /** A constructor applied to its type parameters and all its fields. */
  | {
      readonly tag: 'con';
      readonly data: GlobalRef;
      readonly index: number;
      readonly params: readonly Term[];
      readonly args: readonly Term[];
      readonly source: SourceId;
    }
  /** A field of a type with one constructor (structs, and unpacking: `list_length l` is field 0 of `l`). */
  | {
      readonly tag: 'field';
      readonly data: GlobalRef;
      readonly index: number;
      readonly of: Term;
      readonly source: SourceId;
    }
  /** One alternative for each constructor, in the constructors' order; null where it is missing (a runtime fault). */
  | {
      readonly tag: 'case';
      readonly data: GlobalRef;
      readonly scrutinee: Term;
      readonly alternatives: readonly (Alternative | null)[];
      readonly type: Term;
      readonly source: SourceId;
    }
  /** `effectOnly` for `for_`/`rof_`. `element` may mention `binder`. `axis`: the annotation `for @axis i. …`. */
  | {
      readonly tag: 'for';
      readonly direction: 'forward' | 'backward';
      readonly effectOnly: boolean;
      readonly binder: Name;
      readonly index: Term;
      readonly ix: Term;
      readonly element: Term;
      readonly axis: string | null;
      readonly body: Term;
      readonly source: SourceId;
    }
  /** `index` and `ix` are those of the table's type. */
  | {
      readonly tag: 'index';
      readonly table: Term;
      readonly at: Term;
      readonly index: Term;
      readonly ix: Term;
      readonly source: SourceId;
    }
  /** Over `Fin k`, k the number of items. */
  | {
      readonly tag: 'tableLit';
      readonly items: readonly Term[];
      readonly element: Term;
      readonly source: SourceId;
    }
  /** `type` is the pair type. */
  | {
      readonly tag: 'pack';
      readonly type: Term;
      readonly first: Term;
      readonly second: Term;
      readonly source: SourceId;
    }
  | { readonly tag: 'pairFirst'; readonly of: Term; readonly source: SourceId }
  | { readonly tag: 'pairSecond'; readonly of: Term; readonly source: SourceId }
  /** A reference to a component of the tuple or struct that a reference holds; `type` is the new reference's type. */
  | {
      readonly tag: 'refField';
      readonly ref: Term;
      readonly index: number;
      readonly type: Term;
      readonly source: SourceId;
    }
  /** A method of an interface, taken from a dictionary. */
  | {
      readonly tag: 'method';
      readonly cls: GlobalRef;
      readonly index: number;
      readonly dict: Term;
      readonly source: SourceId;
    }
  /** A primitive of language.md section 10 or docs/primitives.md with its arguments as written (types included). */
  | {
      readonly tag: 'prim';
      readonly name: string;
      readonly args: readonly Term[];
      readonly type: Term;
      readonly source: SourceId;
    };

export type Term =
  | { readonly tag: 'var'; readonly name: Name; readonly source: SourceId }
  | { readonly tag: 'global'; readonly ref: GlobalRef; readonly source: SourceId }
  /** Only while elaborating: zonking removes it. */
  | { readonly tag: 'meta'; readonly id: number; readonly source: SourceId }
  | TypeTerm
  | DictTerm
  | ValueTerm;

export type TermOf<T extends Term['tag']> = Extract<Term, { readonly tag: T }>;
