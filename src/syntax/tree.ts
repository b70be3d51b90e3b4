import type { Span } from '../source/index.ts';

/*
  What the user wrote, as a tree. Every node has its span; offsets count in the text of the file it was read from.
  Precedence, juxtaposition and sugar are resolved: `f x y`, `f(x) y`, `f $ x` and `x | f` are all calls. Where the
  text makes no sense the tree has an `error` node, and the diagnostic stands beside the tree.

  Everything that programs make long is a list: statements, elements, arguments, terms of an operator chain.

    Item ─┬ expression  command  meta  pass             shown or run
          ├ let  def                                    values
          ├ data  struct  interface  instance           declarations
          └ import  foreign  customLinearization

    Expr ─┬ var  hole  nat  int  float  char  string  primitive          leaves
          ├ call  index  field  chain  negate                            application
          ├ tuple  table  pair                                           data
          ├ lambda  for  do  case  if                                    with bodies
          ├ functionType  tableType  pairType  withType  range  ascribe  types
          └ error

    Pattern   var  hole  tuple  table  con  pair  error
    Statement let  def  expression  bind  pass
*/

/** A name with its place. Operators are names too: `+`, `<>`. */
export interface Ident {
  readonly name: string;
  readonly span: Span;
}

// ------------------------------------------------------------------ expressions

export type Expr =
  | VarExpr
  | HoleExpr
  | NatExpr
  | IntExpr
  | FloatExpr
  | CharExpr
  | StringExpr
  | PrimitiveExpr
  | CallExpr
  | IndexExpr
  | FieldExpr
  | ChainExpr
  | NegateExpr
  | TupleExpr
  | TableExpr
  | PairExpr
  | LambdaExpr
  | ForExpr
  | DoExpr
  | CaseExpr
  | IfExpr
  | FunctionTypeExpr
  | TableTypeExpr
  | PairTypeExpr
  | WithTypeExpr
  | RangeExpr
  | AscribeExpr
  | ErrorExpr;

/** `x`, `(+)`. */
export interface VarExpr {
  readonly tag: 'var';
  readonly name: string;
  readonly span: Span;
}

/** `_`: infer this. */
export interface HoleExpr {
  readonly tag: 'hole';
  readonly span: Span;
}

/** `3`: an unsigned integer literal, already reduced modulo 2^64. */
export interface NatExpr {
  readonly tag: 'nat';
  readonly value: bigint;
  readonly span: Span;
}

/** `-3` or `+3`: a signed integer literal; its absolute value is reduced modulo 2^64. */
export interface IntExpr {
  readonly tag: 'int';
  readonly value: bigint;
  readonly span: Span;
}

/** `2.5`, `-2.5`, `1.0e5`: sign included. */
export interface FloatExpr {
  readonly tag: 'float';
  readonly value: number;
  readonly span: Span;
}

/** `'a'`: one byte. */
export interface CharExpr {
  readonly tag: 'char';
  readonly value: number;
  readonly span: Span;
}

/** `"abc"`: escapes resolved; every code unit of `value` is a byte (0 to 255). */
export interface StringExpr {
  readonly tag: 'string';
  readonly value: string;
  readonly span: Span;
}

/** `%iadd(x, y)`. The name is not checked here. */
export interface PrimitiveExpr {
  readonly tag: 'primitive';
  readonly name: Ident;
  readonly args: readonly Expr[];
  readonly span: Span;
}

/** `k=v` in an argument list. */
export interface NamedArg {
  readonly name: Ident;
  readonly value: Expr;
}

/** `f(a, b, k=v)` in all its spellings; the arguments are those of one application. */
export interface CallExpr {
  readonly tag: 'call';
  readonly function: Expr;
  readonly args: readonly Expr[];
  readonly named: readonly NamedArg[];
  readonly span: Span;
}

/** `t[i, j]`: at least one index. */
export interface IndexExpr {
  readonly tag: 'index';
  readonly table: Expr;
  readonly indices: readonly Expr[];
  readonly span: Span;
}

/** `x.name`, `x.0`. */
export interface FieldExpr {
  readonly tag: 'field';
  readonly target: Expr;
  readonly field: { readonly name: string | number; readonly span: Span };
  readonly span: Span;
}

/** One more term of a chain. */
export interface ChainLink {
  readonly op: Ident;
  readonly operand: Expr;
}

/**
 * `a + b - c`: operators of one level that associate to the left, so `((a + b) - c)`. Each operator means the function
 * of its name; a name in backquotes (`` a `rem` b ``) is an operator too. At least one link. `+=`, `:=`, `!`, `@`,
 * `>>>` and `<<<` are chains like any other.
 */
export interface ChainExpr {
  readonly tag: 'chain';
  readonly first: Expr;
  readonly rest: readonly ChainLink[];
  readonly span: Span;
}

/** `-e` for anything but a numeric literal: `neg(e)`. (`+e` is `e`.) */
export interface NegateExpr {
  readonly tag: 'negate';
  readonly operand: Expr;
  readonly span: Span;
}

/** `()`, `(a, b)`: never of length 1. A value, or a type where a `Type` is expected. */
export interface TupleExpr {
  readonly tag: 'tuple';
  readonly elements: readonly Expr[];
  readonly span: Span;
}

/** `[a, b]`. */
export interface TableExpr {
  readonly tag: 'table';
  readonly elements: readonly Expr[];
  readonly span: Span;
}

/** `a ,> b`: a dependent pair. */
export interface PairExpr {
  readonly tag: 'pair';
  readonly first: Expr;
  readonly second: Expr;
  readonly span: Span;
}

/** `\x y:Float. body`. Parameters never have constraints unless they stand in parentheses. */
export interface LambdaExpr {
  readonly tag: 'lambda';
  readonly params: readonly Param[];
  readonly body: Block;
  readonly span: Span;
}

export type LoopKind = 'for' | 'for_' | 'rof' | 'rof_';

/** One binder of a loop, with the mesh axis written before it: `@data i:Batch`. */
export interface LoopBinder {
  readonly axis: Ident | null;
  readonly binder: Binder;
}

/** `for i j:n. body`: a nest of loops, outermost first; at least one binder. */
export interface ForExpr {
  readonly tag: 'for';
  readonly kind: LoopKind;
  readonly binders: readonly LoopBinder[];
  readonly body: Block;
  readonly span: Span;
}

/** `do` and a block. */
export interface DoExpr {
  readonly tag: 'do';
  readonly body: Block;
  readonly span: Span;
}

/** `Con(x, y) -> body`. A bare name as the outermost pattern is a constructor without arguments. */
export interface Alternative {
  readonly pattern: Pattern;
  readonly body: Block;
  readonly span: Span;
}

/** `case e of` alternatives. */
export interface CaseExpr {
  readonly tag: 'case';
  readonly scrutinee: Expr;
  readonly alternatives: readonly Alternative[];
  readonly span: Span;
}

/** `if c then a else b`; without `else`, `alternative` is null. */
export interface IfExpr {
  readonly tag: 'if';
  readonly condition: Expr;
  readonly consequent: Block;
  readonly alternative: Block | null;
  readonly span: Span;
}

/** `->` is applied by a call, `->>` wherever its name is mentioned. */
export type Arrow = '->' | '->>';

/** `(A, x:B, given (h:Heap)) -> {eff} C`. A parameter without a name has only a type. */
export interface FunctionTypeExpr {
  readonly tag: 'functionType';
  readonly params: readonly Param[];
  readonly arrow: Arrow;
  readonly effects: EffectRow | null;
  readonly result: Expr;
  readonly span: Span;
}

/** `a => b`, `(i:a) => b`. */
export interface TableTypeExpr {
  readonly tag: 'tableType';
  readonly binder: Ident | null;
  readonly index: Expr;
  readonly element: Expr;
  readonly span: Span;
}

/** `(x:A) &> B`: a dependent pair type. */
export interface PairTypeExpr {
  readonly tag: 'pairType';
  readonly binder: Ident | null;
  readonly first: Expr;
  readonly second: Expr;
  readonly span: Span;
}

/** `T with (x:A)`: an implicit dependent pair type. */
export interface WithTypeExpr {
  readonly tag: 'withType';
  readonly type: Expr;
  readonly binders: readonly Binder[];
  readonly span: Span;
}

/** `i..` (from), `i<..` (after), `..i` (upTo), `..<i` (below): parts of an index set. */
export type RangeKind = 'from' | 'after' | 'upTo' | 'below';

export interface RangeExpr {
  readonly tag: 'range';
  readonly kind: RangeKind;
  readonly limit: Expr;
  readonly span: Span;
}

/** `e :: T`. */
export interface AscribeExpr {
  readonly tag: 'ascribe';
  readonly expr: Expr;
  readonly type: Expr;
  readonly span: Span;
}

/** Text that was not understood; a diagnostic says why. */
export interface ErrorExpr {
  readonly tag: 'error';
  readonly span: Span;
}

// ------------------------------------------------------------------ blocks

/** Statements in order, then the value. `result` is an `error` node where the text has none. */
export interface Block {
  readonly statements: readonly Statement[];
  readonly result: Expr;
  readonly span: Span;
}

export type Statement = LetStatement | DefStatement | ExpressionStatement | BindStatement | PassStatement;

/** `pattern : type = value`. */
export interface LetStatement {
  readonly tag: 'let';
  readonly pattern: Pattern;
  readonly type: Expr | null;
  readonly value: Block;
  readonly span: Span;
}

/** A local function. */
export interface DefStatement {
  readonly tag: 'def';
  readonly def: Def;
  readonly span: Span;
}

/** An expression whose value is discarded. */
export interface ExpressionStatement {
  readonly tag: 'expression';
  readonly expr: Expr;
  readonly span: Span;
}

/** `x <- f(a)`: the statements after it and the result become `\x. rest`, the last argument of `f`. */
export interface BindStatement {
  readonly tag: 'bind';
  readonly binder: Binder;
  readonly call: Block;
  readonly span: Span;
}

export interface PassStatement {
  readonly tag: 'pass';
  readonly span: Span;
}

// ------------------------------------------------------------------ patterns and parameters

/** Patterns that bind. In a `case` the outermost pattern is a `con`, or the elaborator says why not. */
export type Pattern =
  | { readonly tag: 'var'; readonly name: string; readonly span: Span }
  | { readonly tag: 'hole'; readonly span: Span }
  /** `(p, q)`; never of length 1. */
  | { readonly tag: 'tuple'; readonly elements: readonly Pattern[]; readonly span: Span }
  | { readonly tag: 'table'; readonly elements: readonly Pattern[]; readonly span: Span }
  /** `Con(p, q)`, `Con p`, `(Con)`. */
  | { readonly tag: 'con'; readonly name: Ident; readonly args: readonly Pattern[]; readonly span: Span }
  /** `p ,> q`. */
  | { readonly tag: 'pair'; readonly first: Pattern; readonly second: Pattern; readonly span: Span }
  | { readonly tag: 'error'; readonly span: Span };

/** `x`, `x:T` or `_`; `name` is null for `_` (and for a parameter of a function type that has only a type). */
export interface Binder {
  readonly name: Ident | null;
  readonly type: Expr | null;
  readonly span: Span;
}

/** A binder with constraints: `n|Ix|Eq` is a parameter `n` and hidden parameters `Ix(n)`, `Eq(n)` after it. */
export interface ExplicitParam extends Binder {
  readonly tag: 'explicit';
  readonly constraints: readonly Expr[];
}

/** One element of a parameter list. A `given` clause there fixes the position of the implicit parameters. */
export type Param = ExplicitParam | GivenClause;

/** `given (a, n|Ix, h:Heap) (Subset(a, b), d:Ix n)`: implicit parameters; constraints, anonymous or named. */
export interface GivenClause {
  readonly tag: 'given';
  readonly implicits: readonly ExplicitParam[];
  readonly constraints: readonly Binder[];
  readonly span: Span;
}

/** `State h`, `Except`, or the name of an effect with its argument. */
export interface Effect {
  readonly name: Ident;
  readonly argument: Expr | null;
  readonly span: Span;
}

/** `{State h, IO | eff}`; `{}` has neither effects nor a tail. */
export interface EffectRow {
  readonly effects: readonly Effect[];
  readonly tail: Ident | null;
  readonly span: Span;
}

// ------------------------------------------------------------------ declarations

export type InlineAnnotation = 'noinline' | 'inline';

/** `def f(params) -> {effects} type given (…) = body`. Without an arrow the function is pure and `result` is null. */
export interface Def {
  readonly annotation: InlineAnnotation | null;
  readonly name: Ident;
  readonly params: readonly Param[];
  readonly result: { readonly arrow: Arrow; readonly effects: EffectRow | null; readonly type: Expr } | null;
  readonly given: GivenClause | null;
  readonly body: Block;
  readonly span: Span;
}

/** A constructor; its arguments may be named, for later ones to mention. */
export interface Constructor {
  readonly name: Ident;
  readonly args: readonly Binder[];
  readonly span: Span;
}

/** `name : type`: a field, or a method signature. */
export interface Signature {
  readonly name: Ident;
  readonly type: Expr;
  readonly span: Span;
}

/** A member of an instance: a function method, or a constant one. */
export type InstanceMember =
  | { readonly tag: 'def'; readonly def: Def; readonly span: Span }
  | { readonly tag: 'let'; readonly name: Ident; readonly value: Block; readonly span: Span };

export type ShowCommand = 'p' | 'pp' | 'pcodegen' | 't' | 'html' | 'export';

export type Item =
  /** A bare expression: shown like `:p`. */
  | { readonly tag: 'expression'; readonly expr: Expr; readonly span: Span }
  /** `:p expr` and its kin; `name` is given for `:export name expr` alone. */
  | {
      readonly tag: 'command';
      readonly command: ShowCommand;
      readonly name: Ident | null;
      readonly body: Block;
      readonly span: Span;
    }
  /** `:debug …`, `:help …`: the rest of the line, trimmed. */
  | {
      readonly tag: 'meta';
      readonly command: 'debug' | 'help';
      readonly argument: string;
      readonly span: Span;
    }
  | { readonly tag: 'pass'; readonly span: Span }
  | {
      readonly tag: 'let';
      readonly annotation: InlineAnnotation | null;
      readonly pattern: Pattern;
      readonly type: Expr | null;
      readonly value: Block;
      readonly span: Span;
    }
  | { readonly tag: 'def'; readonly def: Def; readonly span: Span }
  | {
      readonly tag: 'data';
      readonly name: Ident;
      readonly params: readonly Param[];
      readonly given: GivenClause | null;
      readonly constructors: readonly Constructor[];
      readonly span: Span;
    }
  | {
      readonly tag: 'struct';
      readonly name: Ident;
      readonly params: readonly Param[];
      readonly given: GivenClause | null;
      readonly fields: readonly Signature[];
      readonly methods: readonly Def[];
      readonly span: Span;
    }
  | {
      readonly tag: 'interface';
      readonly name: Ident;
      readonly params: readonly Param[];
      readonly methods: readonly Signature[];
      readonly span: Span;
    }
  /** `instance C(args)`; a named one has a name, and parameters unless `params` is null. */
  | {
      readonly tag: 'instance';
      readonly name: Ident | null;
      readonly params: readonly Param[] | null;
      readonly class: Ident;
      readonly args: readonly Expr[];
      readonly given: GivenClause | null;
      readonly members: readonly InstanceMember[];
      readonly span: Span;
    }
  | { readonly tag: 'import'; readonly module: Ident; readonly span: Span }
  | {
      readonly tag: 'foreign';
      readonly symbol: string;
      readonly name: Ident;
      readonly type: Expr;
      readonly span: Span;
    }
  | {
      readonly tag: 'customLinearization';
      readonly symbolic: boolean;
      readonly name: Ident;
      readonly value: Expr;
      readonly span: Span;
    };
