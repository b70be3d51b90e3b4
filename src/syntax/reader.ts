import type { TokenType } from 'chevrotain';
import { nameEnd, nameStart } from './characters.ts';
import { type Gap, lex, skipBlanks } from './lexer.ts';
import { MAX_NESTING } from './nesting.ts';
import { fail, type Problems } from './problems.ts';
import type { Token, Tree } from './tokens.ts';
import * as t from './tokens.ts';

/*
  The reader turns the characters of one top-level item into token trees: brackets and indented blocks are single
  tokens that hold their contents. Layout (section 2.8 of the language reference) is decided here and nowhere else, so
  the grammar above it is free of context, and nothing recurses on the nesting of brackets and blocks.

  A line break is
  - nothing inside brackets (break mode), after an infix operator, and in the head of a `def` up to its `=`;
  - the beginning of an indented block, if the next line is indented more than the line structure around it;
  - a Newline token, if the next line is indented alike;
  - the end of one or more blocks, if it is indented less.
  Break mode is off again inside an indented block, in the body of a lambda or a loop, and in an `if`, until the comma
  or the bracket that ends it. A break there is a Newline token that no rule of the grammar expects, unless it stands
  right before that comma or bracket and the body is not an indented block.

  One departure from upstream: inside brackets and heads, an empty line followed by text in the first column ends the
  item. Upstream would read on to the end of the file; this way an unclosed bracket spoils one item only.
*/

/** What one item consists of. */
export interface ReadItem {
  /** Null if the characters themselves are wrong; the problem is reported. */
  readonly tree: Tree | null;
  /** The offset of the line after the item. */
  readonly end: number;
}

interface Context {
  readonly kind: 'top' | 'bracket' | 'block';
  /** The opening bracket, for brackets. */
  readonly open: string;
  readonly start: number;
  readonly tokens: Token[];
  /** The indentation that lines inside are compared with. */
  readonly column: number;
  /** Whether a bracket follows an operand immediately. */
  readonly glued: boolean;
  /** Break mode is off although this is a bracket. */
  plain: boolean;
  /** Between `def` and its `=`. */
  head: boolean;
  /** Between `for` and its dot. */
  binders: boolean;
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

const operandEnds: ReadonlySet<TokenType> = new Set([
  ...[t.Name, t.Hole, t.Nat, t.Float, t.Char, t.Text, t.Primitive, t.Field],
  ...[t.Paren, t.CallParen, t.Square, t.CallSquare],
]);

/** Operators after which a line break is a blank. Postfix ranges end an operand; arrows are excluded by the grammar. */
function swallowsBreak(token: Token | undefined): boolean {
  if (token === undefined) return false;
  switch (token.tokenType) {
    case t.Operator:
      return token.value !== 'backquoted' && token.image !== '..' && token.image !== '<..';
    case t.Colon:
    case t.Bar:
    case t.Comma:
      return true;
    default:
      return false;
  }
}

/** Reads the item that begins at `start`, in the first column. Its last line may lack a line end. */
export function readItem(text: string, start: number, problems: Problems): ReadItem {
  return new Reader(text, problems).read(start);
}

class Reader {
  private readonly text: string;
  private readonly problems: Problems;
  private readonly stack: Context[] = [];
  private last: Token | undefined = undefined;

  constructor(text: string, problems: Problems) {
    this.text = text;
    this.problems = problems;
  }

  read(start: number): ReadItem {
    const top = this.push('top', '', start, 0, false);
    let at = this.command(start);
    for (;;) {
      const gap = skipBlanks(this.text, at);
      const ended = gap.end >= this.text.length;
      if (gap.newline && gap.tab >= 0 && !ended && !this.breaksAreBlank()) {
        fail(this.problems, 'DX0106', {}, { start: gap.tab, end: gap.tab + 1 });
        return { tree: null, end: gap.end };
      }
      if (ended || (gap.newline && this.lineBreak(gap))) return this.finish(top, at, ended);
      if (this.stack.length > MAX_NESTING) {
        fail(this.problems, 'DX0801', { limit: MAX_NESTING }, { start: gap.end, end: gap.end + 1 });
        return { tree: null, end: gap.end };
      }
      const next = this.token(gap);
      if (next === null) return { tree: null, end: gap.end };
      at = next;
    }
  }

  /** A command at the beginning of the item. */
  private command(start: number): number {
    if (this.text[start] !== ':' || nameStart(this.text, start + 1) === 0) return start;
    const lexeme = lex(this.text, start + 1, false, this.problems);
    if (lexeme === null || lexeme === 'error' || !('token' in lexeme)) return start;
    const { image, end } = lexeme.token;
    this.add(t.makeToken(t.Command, image, start, end));
    return end;
  }

  private get context(): Context {
    return this.stack[this.stack.length - 1]!;
  }

  private push(kind: Context['kind'], open: string, start: number, column: number, glued: boolean): Context {
    const context: Context = {
      kind,
      open,
      start,
      tokens: [],
      column,
      glued,
      plain: false,
      head: false,
      binders: false,
    };
    this.stack.push(context);
    this.last = undefined;
    return context;
  }

  private add(token: Token): void {
    this.context.tokens.push(token);
    this.last = token;
  }

  private breaksAreBlank(): boolean {
    const { kind, plain, head } = this.context;
    return head || (kind === 'bracket' && !plain) || swallowsBreak(this.last);
  }

  /** Acts on a line break; true if it ends the item. */
  private lineBreak(gap: Gap): boolean {
    const unindented = gap.column === 0;
    if (unindented && gap.emptyLine && this.stack.some((c) => c.kind === 'bracket' || c.head)) return true;
    for (;;) {
      const context = this.context;
      const opensDo = context.kind === 'bracket' && !context.plain && this.last?.tokenType === t.Do;
      if (this.breaksAreBlank() && !(opensDo && gap.column > context.column)) return false;
      if (context.kind === 'bracket' && this.endsInlineBody(gap)) return false;
      if (gap.column > context.column) {
        this.push('block', '', gap.end, gap.column, false);
        return false;
      }
      if (context.kind === 'bracket') {
        this.newline(gap);
        return false;
      }
      if (gap.column === context.column) {
        if (context.kind === 'top' && this.last?.tokenType !== t.Annotation) return true;
        this.newline(gap);
        return false;
      }
      this.closeBlock(gap.end);
      if (this.context.kind === 'bracket') {
        this.newline(gap);
        return false;
      }
    }
  }

  /** A body on one line inside brackets may be followed by its comma or bracket on the next line. */
  private endsInlineBody(gap: Gap): boolean {
    return this.last?.tokenType !== t.Indented && ',)]}'.includes(this.text[gap.end]!);
  }

  private newline(gap: Gap): void {
    this.add(t.makeToken(t.Newline, '', gap.end, gap.end));
  }

  /** Ends the innermost indented block. Its tokens become one token of the context around it. */
  private closeBlock(closedAt: number): void {
    const block = this.stack.pop()!;
    const end = block.tokens[block.tokens.length - 1]!.end;
    const closer = closedAt >= this.text.length ? 'the end of the text' : 'the end of the block';
    const inner: Tree = { tokens: block.tokens, end, closer };
    this.add(t.makeToken(t.Indented, '', block.start, end, null, inner));
  }

  /** Reads one token; the offset after it, or null if it is wrong. */
  private token(gap: Gap): number | null {
    const at = gap.end;
    const glued = !gap.blank && this.last !== undefined && operandEnds.has(this.last.tokenType);
    if (this.context.binders && this.text[at] === '@' && gap.blank && nameStart(this.text, at + 1) > 0) {
      return this.axis(at);
    }
    const lexeme = lex(this.text, at, glued, this.problems);
    if (lexeme === null || lexeme === 'error') return null;
    if (!('token' in lexeme)) return this.bracket(lexeme.bracket, at, lexeme.end, glued);
    const { token } = lexeme;
    if (token.tokenType === t.Comma) return this.comma(token);
    if (token.image === '@' && (gap.newline || this.last === undefined)) {
      const annotation = this.annotation(at);
      if (annotation !== null) return annotation;
    }
    const context = this.context;
    this.add(this.declarationWord(token));
    if (token.tokenType === t.Def) context.head = true;
    else if (token.tokenType === t.Equals) context.head = false;
    else if (token.tokenType === t.Loop) context.binders = true;
    else if (token.tokenType === t.Dot) context.binders = false;
    if (token.tokenType === t.Dot || token.tokenType === t.Thunk || token.tokenType === t.If)
      context.plain = true;
    return token.end;
  }

  /** `data` and `enum` are names everywhere but at the beginning of an item. */
  private declarationWord(token: Token): Token {
    if (this.stack.length > 1 || token.tokenType !== t.Name) return token;
    if (token.image !== 'data' && token.image !== 'enum') return token;
    if (this.last !== undefined || token.end - token.startOffset !== 4) return token;
    const after = skipBlanks(this.text, token.end);
    const named = nameStart(this.text, after.end) > 0 || this.text[after.end] === '(';
    return after.blank && !after.newline && named
      ? t.makeToken(t.Data, token.image, token.startOffset, token.end)
      : token;
  }

  private axis(at: number): number | null {
    const lexeme = lex(this.text, at + 1, false, this.problems);
    if (lexeme === null || lexeme === 'error' || !('token' in lexeme)) return null;
    const { image, end } = lexeme.token;
    this.add(t.makeToken(t.Axis, image, at, end));
    return end;
  }

  /** `@noinline` or `@inline` at the beginning of a line; null if there is none. */
  private annotation(at: number): number | null {
    const end = nameEnd(this.text, at + 1);
    const image = this.text.slice(at + 1, end);
    if (image !== 'noinline' && image !== 'inline') return null;
    this.add(t.makeToken(t.Annotation, image, at, end));
    return end;
  }

  /** A comma ends the blocks and bodies inside its bracket. */
  private comma(token: Token): number {
    if (this.stack.some((c) => c.kind === 'bracket')) {
      while (this.context.kind === 'block' && this.context.tokens.length > 0)
        this.closeBlock(token.startOffset);
    }
    this.context.plain = false;
    this.context.binders = false;
    this.add(token);
    return token.end;
  }

  private bracket(image: string, at: number, end: number, glued: boolean): number | null {
    if (image in closers) {
      this.push('bracket', image, at, this.context.column, glued);
      return end;
    }
    const nested = this.stack.some((c) => c.kind === 'bracket');
    while (nested && this.context.kind === 'block' && this.context.tokens.length > 0) this.closeBlock(at);
    const context = this.context;
    if (context.kind !== 'bracket' || closers[context.open] !== image) {
      fail(this.problems, 'DX0123', { found: image }, { start: at, end });
      return null;
    }
    this.stack.pop();
    const inner: Tree = { tokens: context.tokens, end: at, closer: image };
    this.last = this.context.tokens[this.context.tokens.length - 1];
    this.add(t.makeToken(bracketType(context), context.open, context.start, end, null, inner));
    return end;
  }

  private finish(top: Context, at: number, ended: boolean): ReadItem {
    const newline = this.text.indexOf('\n', at);
    const end = newline < 0 ? this.text.length : newline + 1;
    while (this.context.kind === 'block') this.closeBlock(ended ? this.text.length : end);
    const context = this.context;
    if (context.kind === 'bracket') {
      const found = ended ? 'the end of the text' : 'the next item';
      const span = { start: context.start, end: context.start + 1 };
      fail(this.problems, 'DX0110', { open: context.open, found }, span, { atEnd: ended });
      return { tree: null, end };
    }
    const closer = ended ? 'the end of the text' : 'the end of the line';
    return { tree: { tokens: top.tokens, end: this.last?.end ?? at, closer }, end };
  }
}

function bracketType(context: Context): TokenType {
  if (context.open === '(') return context.glued ? t.CallParen : t.Paren;
  if (context.open === '[') return context.glued ? t.CallSquare : t.Square;
  return t.Brace;
}
