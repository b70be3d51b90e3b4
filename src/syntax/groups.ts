import type { Span } from '../source/index.ts';
import type { Token } from './tokens.ts';

/*
  Groups: what the grammar makes of the tokens before anything is known about types, patterns and binders, which are all
  written alike (section 3.1 of the language reference). The interpretation of groups is in `interpret/`.

  Contents of brackets and blocks are parsed later than what stands around them; until then a slot is empty. It stays
  null if they do not parse.
*/

/** The result of a parse that is put off. */
export interface Slot<T> {
  value: T | null;
}

export type Group =
  /** A name, `_` or a literal. */
  | { readonly tag: 'leaf'; readonly token: Token; readonly span: Span }
  /** `(…)` */
  | { readonly tag: 'paren'; readonly items: Slot<readonly Arg[]>; readonly span: Span }
  /** `[…]` */
  | { readonly tag: 'square'; readonly items: Slot<readonly Arg[]>; readonly span: Span }
  /** `f(…)` */
  | {
      readonly tag: 'call';
      readonly target: Group;
      readonly items: Slot<readonly Arg[]>;
      readonly span: Span;
    }
  /** `t[…]` */
  | {
      readonly tag: 'index';
      readonly target: Group;
      readonly items: Slot<readonly Arg[]>;
      readonly span: Span;
    }
  | { readonly tag: 'field'; readonly target: Group; readonly field: Token; readonly span: Span }
  | {
      readonly tag: 'primitive';
      readonly name: Token;
      readonly items: Slot<readonly Arg[]>;
      readonly span: Span;
    }
  /** `f x y` */
  | {
      readonly tag: 'juxtaposition';
      readonly first: Group;
      readonly rest: readonly Group[];
      readonly span: Span;
    }
  /** `-e`, `+e`, `..i`, `..<i` */
  | { readonly tag: 'prefix'; readonly op: Token; readonly operand: Group; readonly span: Span }
  /** `i..`, `i<..` */
  | { readonly tag: 'postfix'; readonly op: Token; readonly operand: Group; readonly span: Span }
  /** Operators of one level that associates to the left. */
  | {
      readonly tag: 'chain';
      readonly first: Group;
      readonly rest: readonly { readonly op: Token; readonly operand: Group }[];
      readonly span: Span;
    }
  /** An operator that associates to the right or not at all. */
  | {
      readonly tag: 'binary';
      readonly op: Token;
      /** The effect row after an arrow. */
      readonly effects: Slot<RowGroup> | null;
      readonly left: Group;
      readonly right: Group;
      readonly span: Span;
    }
  /** `T with (…)` */
  | { readonly tag: 'with'; readonly type: Group; readonly items: Slot<readonly Arg[]>; readonly span: Span }
  | {
      readonly tag: 'lambda';
      readonly binders: readonly Group[];
      readonly body: BodyGroup;
      readonly span: Span;
    }
  | {
      readonly tag: 'loop';
      readonly keyword: Token;
      readonly binders: readonly { readonly axis: Token | null; readonly group: Group }[];
      readonly body: BodyGroup;
      readonly span: Span;
    }
  | { readonly tag: 'do'; readonly body: BodyGroup; readonly span: Span }
  | {
      readonly tag: 'case';
      readonly scrutinee: Group;
      readonly alternatives: Slot<readonly AlternativeGroup[]>;
      readonly span: Span;
    }
  | {
      readonly tag: 'if';
      readonly condition: Group;
      readonly branches: Slot<BranchesGroup>;
      readonly span: Span;
    }
  /** Nothing where something was expected; reported. */
  | { readonly tag: 'missing'; readonly span: Span };

/** An element of an argument list. */
export type Arg = { readonly tag: 'group'; readonly group: Group } | GivenGroup;

export interface GivenGroup {
  readonly tag: 'given';
  readonly implicits: Slot<readonly Arg[]>;
  readonly constraints: Slot<readonly Arg[]> | null;
  readonly span: Span;
}

/** A body on the same line, or an indented block. */
export type BodyGroup =
  | { readonly tag: 'inline'; readonly group: Group; readonly span: Span }
  | { readonly tag: 'block'; readonly statements: Slot<readonly StatementGroup[]>; readonly span: Span };

export interface AlternativeGroup {
  readonly pattern: Group;
  readonly body: BodyGroup;
  readonly span: Span;
}

/** What follows the condition of an `if`. */
export interface BranchesGroup {
  readonly consequent: BodyGroup;
  readonly alternative: ElseGroup | null;
}

export interface ElseGroup {
  readonly body: Slot<BodyGroup>;
  readonly span: Span;
}

export interface RowGroup {
  readonly effects: readonly Group[];
  readonly tail: Group | null;
}

export interface DefGroup {
  readonly name: Token;
  readonly params: Slot<readonly Arg[]>;
  readonly result: {
    readonly arrow: Token;
    readonly effects: { readonly row: Slot<RowGroup>; readonly span: Span } | null;
    readonly type: Group;
  } | null;
  readonly given: GivenGroup | null;
  readonly body: BodyGroup;
  readonly span: Span;
}

export type StatementGroup =
  | { readonly tag: 'def'; readonly def: DefGroup; readonly span: Span }
  | { readonly tag: 'let'; readonly left: Group; readonly body: BodyGroup; readonly span: Span }
  | { readonly tag: 'bind'; readonly left: Group; readonly body: BodyGroup; readonly span: Span }
  | { readonly tag: 'expression'; readonly group: Group; readonly span: Span }
  | { readonly tag: 'pass'; readonly span: Span };

/** A list of things that stands on the same line or in an indented block, one a line. */
export type Lines<T> = Slot<readonly T[]>;

export interface ConstructorGroup {
  readonly name: Token;
  readonly args: Slot<readonly Arg[]> | null;
  readonly span: Span;
}

/** `name : type`; or a method, with the annotation on the line before it. */
export type MemberGroup =
  | { readonly tag: 'signature'; readonly name: Token; readonly type: Group; readonly span: Span }
  | { readonly tag: 'def'; readonly annotation: Token | null; readonly def: DefGroup; readonly span: Span }
  | { readonly tag: 'pass'; readonly span: Span };

/** What stands between the name of a type and its definition. */
export interface HeadGroup {
  readonly name: Token;
  readonly params: Slot<readonly Arg[]> | null;
  readonly given: GivenGroup | null;
}

export type ItemGroup =
  | {
      readonly tag: 'statement';
      readonly annotation: Token | null;
      readonly statement: StatementGroup;
      readonly span: Span;
    }
  | {
      readonly tag: 'command';
      readonly command: Token;
      readonly name: Token | null;
      readonly body: BodyGroup;
      readonly span: Span;
    }
  | {
      readonly tag: 'data';
      readonly head: HeadGroup;
      readonly constructors: Lines<ConstructorGroup>;
      readonly span: Span;
    }
  | {
      readonly tag: 'struct';
      readonly head: HeadGroup;
      readonly members: Lines<MemberGroup>;
      readonly span: Span;
    }
  | {
      readonly tag: 'interface';
      readonly head: HeadGroup;
      readonly members: Lines<MemberGroup>;
      readonly span: Span;
    }
  | {
      readonly tag: 'instance';
      readonly name: Token | null;
      readonly params: Slot<readonly Arg[]> | null;
      readonly class: Token;
      readonly args: Slot<readonly Arg[]>;
      readonly given: GivenGroup | null;
      readonly members: Lines<StatementGroup>;
      readonly span: Span;
    }
  | { readonly tag: 'import'; readonly module: Token; readonly span: Span }
  | {
      readonly tag: 'foreign';
      readonly symbol: Token;
      readonly name: Token;
      readonly type: Group;
      readonly span: Span;
    }
  | {
      readonly tag: 'customLinearization';
      readonly keyword: Token;
      readonly name: Token;
      readonly value: Group;
      readonly span: Span;
    }
  /** `effect` and `handler`: reserved. */
  | { readonly tag: 'effect'; readonly keyword: Token; readonly span: Span };
