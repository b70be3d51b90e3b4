/**
 * Loops: first-order programs of scalars, products, sums, dependent tables, dependent pairs, references and effects,
 * in A-normal form. There are no functions as values, no dictionaries, no type variables and no nominal types.
 * Nodes are made only by `build.ts`, which computes types and effects; `check.ts` checks what was made.
 */
import type { Name } from '../names/index.ts';
import type { HostOperation, Scalar, ScalarOperator, ScalarValue } from '../primitives/index.ts';
import type { Format } from '../values/index.ts';

export type { Format } from '../values/index.ts';

/** Index into the table of origins (source span, id of the call it was inlined at); 0 is "no place". */
export type SourceId = number;

// ---------------------------------------------------------------------------------------------------------- sizes

/**
 * A size is a polynomial over names and sizes of ranges. A name stands for a `w32` scalar, or for an index, of which
 * it means the ordinal. Any other size is bound to a name first.
 */
export type Size =
  | { readonly tag: 'const'; readonly value: number }
  | { readonly tag: 'name'; readonly name: Name }
  | { readonly tag: 'add'; readonly items: readonly Size[] }
  | { readonly tag: 'mul'; readonly items: readonly Size[] }
  /** The number of elements of a range index set. */
  | { readonly tag: 'rangeSize'; readonly range: RangeSet };

// ----------------------------------------------------------------------------------------------------- index sets

/** Side information with its source place; takes no part in equality, printing or keys. */
export interface Label {
  readonly text: string;
  readonly source: SourceId;
}

export type RangeKind = 'from' | 'fromExc' | 'to' | 'toExc';

export interface RangeSet {
  readonly tag: 'range';
  readonly base: IndexSet;
  readonly kind: RangeKind;
  /** The bound: an index of `base` (a name, or a constant ordinal). */
  readonly bound: Atom;
  readonly labels?: readonly Label[];
}

export type IndexSet =
  | { readonly tag: 'fin'; readonly size: Size; readonly labels?: readonly Label[] }
  | { readonly tag: 'prod'; readonly items: readonly IndexSet[]; readonly labels?: readonly Label[] }
  | { readonly tag: 'sum'; readonly items: readonly IndexSet[]; readonly labels?: readonly Label[] }
  | RangeSet
  /** Functions from `domain` to `codomain`, enumerated with the element at domain ordinal 0 least significant. */
  | {
      readonly tag: 'power';
      readonly domain: IndexSet;
      readonly codomain: IndexSet;
      readonly labels?: readonly Label[];
    }
  /** A user's instance: known here by its ordinals alone. `key` identifies the instance for equality. */
  | { readonly tag: 'named'; readonly key: string; readonly size: Size; readonly labels?: readonly Label[] };

// ---------------------------------------------------------------------------------------------------------- types

export type Type =
  | { readonly tag: 'scalar'; readonly scalar: Scalar }
  | { readonly tag: 'product'; readonly items: readonly Type[] }
  | { readonly tag: 'sum'; readonly items: readonly Type[] }
  /** `(i : ι) => τ`. `element` may mention `binder` in sizes and range bounds. */
  | { readonly tag: 'table'; readonly binder: Name; readonly index: IndexSet; readonly element: Type }
  /** `(x : σ &> τ)`, σ a scalar or an index type. `second` may mention `binder` in sizes and range bounds. */
  | { readonly tag: 'pair'; readonly binder: Name; readonly first: Type; readonly second: Type }
  | { readonly tag: 'ref'; readonly heap: Name; readonly content: Type }
  /**
   * The type of an index: only of `fin`, `range` and `named` sets (represented by its ordinal). An index of a `prod`
   * is a product of indices, of a `sum` a sum of indices, of a `power` a table of indices: see `indexType`.
   */
  | { readonly tag: 'index'; readonly set: IndexSet };

// ----------------------------------------------------------------------------------------------------------- atoms

export type Atom =
  | { readonly tag: 'var'; readonly name: Name; readonly type: Type }
  | { readonly tag: 'lit'; readonly scalar: Scalar; readonly value: ScalarValue }
  | { readonly tag: 'unit' };

// --------------------------------------------------------------------------------------------------------- effects

export type Effect =
  | { readonly tag: 'read'; readonly heap: Name }
  | { readonly tag: 'accum'; readonly heap: Name }
  | { readonly tag: 'state'; readonly heap: Name }
  | { readonly tag: 'except' }
  | { readonly tag: 'io' };

/** A set; at most one entry for each (tag, heap). */
export type Effects = readonly Effect[];

// ----------------------------------------------------------------------------------------------------- expressions

export interface Binder {
  readonly name: Name;
  readonly type: Type;
}

/**
 * An associative operation with identity on `type` (the type of what is added). `combine(old, new)`.
 * `access.ts` recognises (0,+), (1,×), max, min, and, or, and their elementwise liftings.
 */
export interface Monoid {
  readonly type: Type;
  readonly empty: Atom;
  readonly left: Binder;
  readonly right: Binder;
  readonly combine: Block;
}

export type Direction = 'forward' | 'backward';

/** What a Loops expression carries beside its own fields. */
interface Node {
  readonly type: Type;
  readonly effects: Effects;
  readonly source: SourceId;
}

/** Every form, by tag, with its own fields. */
export interface Forms {
  atom: { readonly atom: Atom };
  scalar: { readonly operator: ScalarOperator; readonly args: readonly Atom[] };
  /** Numeric conversion (language.md 6.2, "Casts"). */
  cast: { readonly to: Scalar; readonly arg: Atom };
  /** Same-width reinterpretation. */
  bitcast: { readonly to: Scalar; readonly arg: Atom };

  tuple: { readonly items: readonly Atom[] };
  project: { readonly index: number; readonly arg: Atom };
  /** An element of a sum; its sum type is the node's type. */
  inject: { readonly index: number; readonly arg: Atom };
  /** The alternative's number of a sum, as `w8`. */
  tagOf: { readonly arg: Atom };
  /** A sum of units from its tag (`w8`). */
  fromTag: { readonly arg: Atom };
  /** Alternatives in order, one for each item of the scrutinee's sum. `null`: reaching it is a runtime fault. */
  case: { readonly scrutinee: Atom; readonly alternatives: readonly (Alternative | null)[] };

  /** A table over `index`; runs forward or backward, stores each result at its own index. */
  for: {
    readonly direction: Direction;
    readonly index: IndexSet;
    readonly binder: Binder;
    readonly body: Block;
  };
  /** As `for`, for effects alone: the result is unit. */
  each: {
    readonly direction: Direction;
    readonly index: IndexSet;
    readonly binder: Binder;
    readonly body: Block;
  };
  tableLiteral: { readonly items: readonly Atom[] };
  index: { readonly table: Atom; readonly at: Atom };
  /** The same elements under another index set of equal size (checked at run time). Rectangular tables only. */
  reindex: { readonly table: Atom };
  /**
   * The ordinals (`w32`) of a table of scalars in ascending order of its elements, equal ones as they stand: a merge
   * sort from the bottom up by `<`, which also says where a NaN comes to stand (`values/stable-order.ts`).
   */
  argsort: { readonly table: Atom };

  /** A dependent pair; its pair type is the node's type. Taken apart by the declaration `unpack`. */
  pack: { readonly first: Atom; readonly second: Atom };

  /** The number of elements of an index set, as `w32`. */
  sizeOf: { readonly set: IndexSet };
  /** The ordinal of an index (any index type of `set`), as `w32`. */
  ordinal: { readonly set: IndexSet; readonly arg: Atom };
  /** The index with an ordinal, unchecked (an ordinal out of range is a fault where it is used). */
  fromOrdinal: { readonly set: IndexSet; readonly arg: Atom };

  /** Repeats while the body's `w8` result is not 0. Result: unit. */
  while: { readonly body: Block };

  /** Each handler binds a fresh heap and a reference to it. `runState`: (result, final). */
  runState: { readonly init: Atom; readonly heap: Name; readonly ref: Binder; readonly body: Block };
  /** Result: the body's. */
  runReader: { readonly init: Atom; readonly heap: Name; readonly ref: Binder; readonly body: Block };
  /** (result, total). `monoid.type` is the reference's content type. */
  runAccum: { readonly monoid: Monoid; readonly heap: Name; readonly ref: Binder; readonly body: Block };

  get: { readonly ref: Atom };
  put: { readonly ref: Atom; readonly value: Atom };
  ask: { readonly ref: Atom };
  extend: { readonly ref: Atom; readonly monoid: Monoid; readonly value: Atom };
  refIndex: { readonly ref: Atom; readonly at: Atom };
  refProject: { readonly ref: Atom; readonly index: number };
  /** Of a reference to a list `(n:w32 &> Fin n => τ)`: the length now (State), and a reference to element `at`. */
  listLength: { readonly ref: Atom };
  listElement: { readonly ref: Atom; readonly at: Atom };

  /** Except. `catch`: `() + result`, 0 when it threw. */
  throw: Record<never, never>;
  catch: { readonly body: Block };

  /** A runtime fault, pure; `message` is a list of `w8` that is printed first. */
  fail: { readonly message: Atom | null };
  /** An arbitrary value of the node's type. */
  garbage: Record<never, never>;
  /** IO. `name` is the host function of a `foreign`. */
  host: { readonly operation: HostOperation; readonly name: string | null; readonly args: readonly Atom[] };
  /** The text that the printer gives for a value: a list of `w8`. */
  show: { readonly format: Format; readonly arg: Atom };
  /** The value of a list of `w8` as a float (`() + f32`), as C's strtof does on the whole text. */
  parseFloat: { readonly arg: Atom };

  call: { readonly callee: string; readonly heaps: readonly Name[]; readonly args: readonly Atom[] };
}

export type Tag = keyof Forms;
export type Expr = { readonly [T in Tag]: { readonly tag: T } & Forms[T] & Node }[Tag];
export type ExprOf<T extends Tag> = Extract<Expr, { readonly tag: T }>;

export interface Alternative {
  readonly binder: Binder;
  readonly body: Block;
}

/** A block is a list of declarations, each visible in those after it, and a result. */
export interface Block {
  readonly decls: readonly Decl[];
  readonly result: Atom;
  /** Of `result`; mentions no name declared in the block. */
  readonly type: Type;
  readonly effects: Effects;
}

export type Decl =
  | { readonly tag: 'let'; readonly name: Name; readonly expr: Expr }
  /** Takes a dependent pair apart: `second`'s type mentions `first`. */
  | {
      readonly tag: 'unpack';
      readonly first: Binder;
      readonly second: Binder;
      readonly arg: Atom;
      readonly source: SourceId;
    };

// -------------------------------------------------------------------------------------------------------- programs

export interface Fn {
  readonly name: string;
  /** What the user wrote, for messages and printing: `sum`. */
  readonly title: string;
  readonly heaps: readonly Name[];
  /** A telescope: a later parameter's type may mention an earlier parameter. */
  readonly params: readonly Binder[];
  readonly body: Block;
  /** `@noinline`: `optimize` leaves calls of it alone. */
  readonly noinline: boolean;
  readonly source: SourceId;
}

/** Callees before callers. The last function is the entry. */
export interface Program {
  readonly functions: readonly Fn[];
}
