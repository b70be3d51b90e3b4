import { createToken, type IToken, type TokenType } from 'chevrotain';

/** Token types. The lexer is made by hand (layout and glued operators are not regular), so none has a pattern. */
const define = (name: string, label: string): TokenType => createToken({ name, label });

/** A name, or an operator in parentheses; `image` is the name itself. */
export const Name = define('Name', 'a name');
/** `_` and literals other than strings. */
export const Hole = define('Hole', '_');
export const Nat = define('Nat', 'a number');
export const Float = define('Float', 'a number');
export const Char = define('Char', 'a character');
export const Text = define('Text', 'a string');
/** `%name`; always followed by CallParen. */
export const Primitive = define('Primitive', 'a primitive');
/** `.name` or `.0` glued to an operand. */
export const Field = define('Field', 'a field');

/** Brackets with all that stands between them. Glued to an operand they are postfix: `f(`, `t[`. */
export const Paren = define('Paren', 'parentheses');
export const CallParen = define('CallParen', 'an argument list');
export const Square = define('Square', 'brackets');
export const CallSquare = define('CallSquare', 'indices');
export const Brace = define('Brace', 'an effect row');
/** An indented block with all its lines. */
export const Indented = define('Indented', 'an indented block');

/** Infix operators without a type of their own; names in backquotes too. */
export const Operator = define('Operator', 'an operator');
export const Colon = define('Colon', ':');
export const Bar = define('Bar', '|');
export const Arrow = define('Arrow', '->');
export const Equals = define('Equals', '=');
export const LeftArrow = define('LeftArrow', '<-');
export const Comma = define('Comma', ',');
/** The dot that ends binders. */
export const Dot = define('Dot', '.');
export const Lambda = define('Lambda', '\\');
/** `\.` */
export const Thunk = define('Thunk', '\\.');
/** `@word` among the binders of a loop; `image` is the word. */
export const Axis = define('Axis', 'an axis');
/** `@noinline`, `@inline` at the beginning of a line; `image` is the word. */
export const Annotation = define('Annotation', 'an annotation');
/** `:p` at the beginning of an item; `image` is the word. */
export const Command = define('Command', 'a command');

/** A line break that means something; `;` */
export const Newline = define('Newline', 'the end of the line');
export const Semicolon = define('Semicolon', ';');

const keyword = (word: string): TokenType => define(`Keyword ${word}`, `\`${word}\``);

/** `for for_ rof rof_`: one type, told apart by `image`. */
export const Loop = keyword('for');
export const Def = keyword('def');
export const Case = keyword('case');
export const Of = keyword('of');
export const If = keyword('if');
export const Then = keyword('then');
export const Else = keyword('else');
export const Do = keyword('do');
export const Given = keyword('given');
export const With = keyword('with');
export const Pass = keyword('pass');
export const Import = keyword('import');
export const Foreign = keyword('foreign');
export const Data = keyword('data');
export const Struct = keyword('struct');
export const Interface = keyword('interface');
export const Instance = keyword('instance');
export const NamedInstance = keyword('named-instance');
export const CustomLinearization = keyword('custom-linearization');
/** Words kept for user-defined effects. */
export const Effect = keyword('effect');
export const Reserved = define('Reserved', 'a reserved word');

/** The types of all words that cannot be names. `data` and `enum` are words of declarations only (see the reader). */
export const keywords: ReadonlyMap<string, TokenType> = new Map([
  ...['for', 'for_', 'rof', 'rof_'].map((word) => [word, Loop] as const),
  ['def', Def],
  ['case', Case],
  ['of', Of],
  ['if', If],
  ['then', Then],
  ['else', Else],
  ['do', Do],
  ['given', Given],
  ['with', With],
  ['pass', Pass],
  ['import', Import],
  ['foreign', Foreign],
  ['struct', Struct],
  ['interface', Interface],
  ['instance', Instance],
  ['named-instance', NamedInstance],
  ['custom-linearization', CustomLinearization],
  ['custom-linearization-symbolic', CustomLinearization],
  ['effect', Effect],
  ['handler', Effect],
  ...['satisfying', 'jmp', 'ctl', 'return', 'resume'].map((word) => [word, Reserved] as const),
]);

export const allTokens: TokenType[] = [
  ...[Name, Hole, Nat, Float, Char, Text, Primitive, Field],
  ...[Paren, CallParen, Square, CallSquare, Brace, Indented],
  ...[Operator, Colon, Bar, Arrow, Equals, LeftArrow, Comma, Dot, Lambda, Thunk],
  ...[Axis, Annotation, Command, Newline, Semicolon],
  ...[Loop, Def, Case, Of, If, Then, Else, Do, Given, With, Pass, Import, Foreign, Data],
  ...[Struct, Interface, Instance, NamedInstance, CustomLinearization, Effect, Reserved],
];

/** The value of a literal: a number, or the bytes of a string as code units. */
export type LiteralValue = bigint | number | string;

/** A chevrotain token with what the grammar and the tree need beside it. */
export interface Token extends IToken {
  readonly tokenType: TokenType;
  readonly tokenTypeIdx: number;
  /** The offset after the last character. */
  readonly end: number;
  readonly value: LiteralValue | null;
  /** What brackets and indented blocks hold. */
  readonly inner: Tree | null;
}

/** The tokens between two brackets, of an indented block, or of a whole item. */
export interface Tree {
  readonly tokens: Token[];
  /** The offset at which the sequence ends. */
  readonly end: number;
  /** What ends it, for messages. */
  readonly closer: string;
}

/** Makes a token. */
export function makeToken(
  tokenType: TokenType,
  image: string,
  start: number,
  end: number,
  value: LiteralValue | null = null,
  inner: Tree | null = null,
): Token {
  return {
    image,
    startOffset: start,
    endOffset: end - 1,
    tokenType,
    tokenTypeIdx: tokenType.tokenTypeIdx!,
    end,
    value,
    inner,
  };
}
