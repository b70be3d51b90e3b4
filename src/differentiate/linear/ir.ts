/**
 * The linear language: programs with a non-linear half, which are Loops declarations, and a linear half, whose variables
 * are used exactly once (Linear A of *You Only Linearize Once*, arXiv 2204.10923, extended to loops, cases and
 * references). `linearize` makes programs with both halves; `unzip` takes the halves apart; `transpose` turns the
 * linear one round. `check.ts` has the typing rules, `cost.ts` the cost of each form, `lower.ts` the way back to Loops.
 *
 *   Statement ─┬ primal, late      a declaration of Loops; one that only the linear half makes
 *              ├ enter, leave      the brackets of a Loops handler whose body is what stands between them
 *              ├ zero drop dup add the structural rules, explicit
 *              ├ map choose route  scalar maps: scaling, division, negation, casts; selection and its transpose
 *              ├ tuple untuple     products and table literals put together and taken apart
 *              ├ pair unpair       dependent pairs; reindex: a table under another index set
 *              ├ open close        a linear reference begins and ends
 *              ├ view              a part of a linear reference
 *              ├ get add put take  what is done through linear references: `access`
 *              └ for case while call   control; blocks under them are closed but for references
 *
 * In *open* form (what the linearization rules emit) a linear variable may be used any number of times, blocks capture
 * linear variables, and `part` reads an item or element of one. `place.ts` makes the strict form, which has no `part`.
 */

import type { Atom, Binder, Decl, Direction, ExprOf, IndexSet, SourceId } from '../../loops/index.ts';
import type { Name } from '../../names/index.ts';
import type { Scalar } from '../../primitives/index.ts';

/** A linear variable; its type is a tangent type. */
export type LinearVar = Binder;

/** The maps of one scalar; `by` is a non-linear scalar of the same type. Each is its own transpose, but `cast`. */
export type ScalarMap =
  | { readonly tag: 'scale'; readonly by: Atom }
  | { readonly tag: 'divide'; readonly by: Atom }
  | { readonly tag: 'negate' }
  | { readonly tag: 'cast'; readonly from: Scalar; readonly to: Scalar };

/** `read`: only `get`. `accumulate`: begins at zero, only `add`. `state`: anything. */
export type RefKind = 'read' | 'accumulate' | 'state';

/** A reference to tangents that a function is given. */
export interface LinearRef extends Binder {
  readonly kind: RefKind;
}

/** The header of a Loops handler. */
export type Handler =
  | Pick<ExprOf<'runState'>, 'tag' | 'init' | 'heap' | 'ref'>
  | Pick<ExprOf<'runReader'>, 'tag' | 'init' | 'heap' | 'ref'>
  | Pick<ExprOf<'runAccum'>, 'tag' | 'monoid' | 'heap' | 'ref'>;

interface Forms {
  primal: { readonly decl: Decl };
  /** Of a program with both halves: a declaration that belongs to the linear one, and so may mention what an enclosing
   *  handler gives in the end. */
  late: { readonly decl: Decl };
  enter: { readonly handler: Handler };
  /** `result` is bound to what the handler of the matching `enter` gives for a body with this result. */
  leave: { readonly body: Atom; readonly result: Binder };

  /**
   * `like` is a non-linear value whose tangent has the shape meant, where the type does not fix it (lists). Without it
   * such a part is empty.
   */
  zero: { readonly out: LinearVar; readonly like: Atom | null };
  drop: { readonly arg: LinearVar; readonly like: Atom | null };
  /** (x, x), or (x, −x). */
  dup: {
    readonly arg: LinearVar;
    readonly left: LinearVar;
    readonly right: LinearVar;
    readonly negate: boolean;
  };
  /** x + y, or x − y. */
  add: {
    readonly left: LinearVar;
    readonly right: LinearVar;
    readonly out: LinearVar;
    readonly negate: boolean;
  };

  map: { readonly map: ScalarMap; readonly arg: LinearVar; readonly out: LinearVar };
  /** `yes` where the condition (`w8`) is not 0. */
  choose: {
    readonly condition: Atom;
    readonly yes: LinearVar;
    readonly no: LinearVar;
    readonly out: LinearVar;
  };
  /** The transpose of `choose`: the argument to one result, zero to the other. */
  route: {
    readonly condition: Atom;
    readonly arg: LinearVar;
    readonly yes: LinearVar;
    readonly no: LinearVar;
  };

  /** `out` is a product or a table. `null` stands for an item without tangent. */
  tuple: { readonly items: readonly (LinearVar | null)[]; readonly out: LinearVar };
  untuple: { readonly arg: LinearVar; readonly items: readonly (LinearVar | null)[] };
  /** The tangent of a dependent pair is one with the primal's first, and the tangent of its second. */
  pair: { readonly first: Atom; readonly arg: LinearVar; readonly out: LinearVar };
  unpair: { readonly first: Atom; readonly arg: LinearVar; readonly out: LinearVar };
  /** The same elements under another type of the same shape. */
  reindex: { readonly arg: LinearVar; readonly out: LinearVar };

  /** Open form only: an item of a product, or an element of a table. */
  part: { readonly arg: LinearVar; readonly step: Step; readonly out: LinearVar };

  /** The content begins as `init`, or as zero. */
  open: {
    readonly kind: RefKind;
    readonly ref: Binder;
    readonly init: LinearVar | null;
    readonly like: Atom | null;
  };
  /** The content ends as `final`, or is dropped. */
  close: {
    readonly kind: RefKind;
    readonly ref: Binder;
    readonly final: LinearVar | null;
    readonly like: Atom | null;
  };
  view: {
    readonly ref: Atom;
    readonly step: Step | { readonly tag: 'listElement'; readonly at: Atom };
    readonly out: Binder;
  };
  /**
   * `get` duplicates the content, `add` adds to it, `put` drops what was there, `take` leaves a zero. Each names the
   * variable that goes in or comes out.
   */
  access: {
    readonly action: 'get' | 'add' | 'put' | 'take';
    readonly ref: Atom;
    readonly value: LinearVar;
    readonly like: Atom | null;
  };

  for: {
    readonly direction: Direction;
    readonly index: IndexSet;
    readonly binder: Binder;
    /** Linear tables that are consumed an element an iteration. */
    readonly elements: readonly { readonly table: LinearVar; readonly element: LinearVar }[];
    readonly body: LinearBlock;
    /** The non-linear table; `null` in a loop for its effects, and in a linear half. */
    readonly result: Binder | null;
    /** The tables of the body's linear results. */
    readonly outs: readonly LinearVar[];
  };
  case: {
    readonly scrutinee: Atom;
    readonly ins: readonly LinearVar[];
    readonly alternatives: readonly (LinearAlternative | null)[];
    readonly result: Binder | null;
    readonly outs: readonly LinearVar[];
  };
  /** A loop for its effects; its trip count is known when it has run. */
  while: { readonly body: LinearBlock };
  /**
   * Of a program with both halves, a call of `callee` linearized for `activity`; of a linear half, of a linear function
   * itself, whose tape stands among the arguments.
   */
  call: {
    readonly callee: string;
    readonly activity: string;
    readonly heaps: readonly Name[];
    readonly args: readonly Atom[];
    /** The references to the tangents of what active references refer to. */
    readonly refs: readonly Atom[];
    readonly ins: readonly LinearVar[];
    readonly result: Binder | null;
    readonly outs: readonly LinearVar[];
  };
}

export type Step =
  | { readonly tag: 'item'; readonly index: number }
  | { readonly tag: 'element'; readonly at: Atom };

export type StatementTag = keyof Forms;
export type Statement = {
  readonly [T in StatementTag]: { readonly tag: T; readonly source: SourceId } & Forms[T];
}[StatementTag];
export type StatementOf<T extends StatementTag> = Extract<Statement, { readonly tag: T }>;

export interface LinearAlternative {
  readonly binder: Binder;
  /** One for each of `ins`. */
  readonly params: readonly LinearVar[];
  readonly body: LinearBlock;
}

export interface LinearBlock {
  readonly statements: readonly Statement[];
  /** The non-linear result: the unit in a linear half. */
  readonly result: Atom;
  readonly outs: readonly LinearVar[];
}

/** A function with non-linear and linear parameters; in a linear half, `body.result` is the unit. */
export interface LinearFn {
  readonly name: string;
  readonly title: string;
  readonly heaps: readonly Name[];
  readonly params: readonly Binder[];
  /** The references to tangents that the function is given, and their heaps. */
  readonly refHeaps: readonly Name[];
  readonly refs: readonly LinearRef[];
  readonly linear: readonly LinearVar[];
  readonly body: LinearBlock;
  readonly source: SourceId;
}
