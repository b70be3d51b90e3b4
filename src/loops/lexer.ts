/** Tokens of the text form, and a cursor over them. */
import type { Scalar } from '../primitives/index.ts';
import { TOKEN } from './text.ts';

export type Token =
  | { readonly tag: 'literal'; readonly digits: string; readonly scalar: Scalar; readonly at: number }
  | {
      readonly tag: 'int' | 'word' | 'string' | 'fn' | 'symbol' | 'end';
      readonly text: string;
      readonly at: number;
    };

/** The text is not Loops; `offset` is where that shows. */
export class LoopsSyntaxError extends Error {
  override readonly name = 'LoopsSyntaxError';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(`${message} (at offset ${offset})`);
    this.offset = offset;
  }
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>, at: number): Token | null {
  const { digits, scalar, int, word, string, fn, quotedFn, symbol } = groups;
  if (digits !== undefined) return { tag: 'literal', digits, scalar: scalar as Scalar, at };
  if (int !== undefined) return { tag: 'int', text: int, at };
  if (word !== undefined) return { tag: 'word', text: word, at };
  if (string !== undefined) return { tag: 'string', text: JSON.parse(string) as string, at };
  if (fn !== undefined) return { tag: 'fn', text: fn, at };
  if (quotedFn !== undefined) return { tag: 'fn', text: JSON.parse(quotedFn) as string, at };
  return symbol === undefined ? null : { tag: 'symbol', text: symbol, at };
}

function tokenise(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN.source, 'y');
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw new LoopsSyntaxError(`unexpected character ${JSON.stringify(text[at])}`, at);
    const token = tokenOf(match.groups ?? {}, at);
    if (token !== null) tokens.push(token);
  }
  tokens.push({ tag: 'end', text: 'end of text', at: text.length });
  return tokens;
}

export class Cursor {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(text: string) {
    this.tokens = tokenise(text);
  }

  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.position + ahead, this.tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.peek();
    if (token.tag !== 'end') this.position++;
    return token;
  }

  fail(message: string): never {
    throw new LoopsSyntaxError(message, this.peek().at);
  }

  /** Whether the token `ahead` is this word or symbol. */
  sees(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return (token.tag === 'word' || token.tag === 'symbol') && token.text === text;
  }

  /** Takes this word or symbol if it stands next. */
  accept(text: string): boolean {
    const found = this.sees(text);
    if (found) this.position++;
    return found;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(`expected ${text}`);
  }

  /** Takes a token of this kind and answers its text. */
  take(tag: 'int' | 'word' | 'string' | 'fn'): string {
    const token = this.peek();
    if (token.tag !== tag)
      return this.fail(`expected ${tag === 'word' ? 'a name' : tag === 'fn' ? 'a function' : `a ${tag}`}`);
    this.position++;
    return token.text;
  }

  integer(): number {
    return Number(this.take('int'));
  }

  /** Items between separators until `close`, which is taken. */
  list<R>(close: string, item: () => R): R[] {
    const items: R[] = [];
    if (this.accept(close)) return items;
    do items.push(item());
    while (this.accept(',') && !this.sees(close));
    this.expect(close);
    return items;
  }
}
