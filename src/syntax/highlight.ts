import type { TokenType } from 'chevrotain';
import { sourceFile } from '../source/index.ts';
import { lex, skipBlanks } from './lexer.ts';
import { noProblems, type Problems } from './problems.ts';
import * as t from './tokens.ts';

/** What a piece of source text is, for whoever shows it in colours. */
export type PieceKind =
  | 'blank'
  | 'comment'
  | 'keyword'
  | 'command'
  | 'name'
  | 'type'
  | 'literal'
  | 'text'
  | 'symbol';

export interface Piece {
  readonly kind: PieceKind;
  readonly text: string;
}

const LITERALS: ReadonlySet<TokenType> = new Set([t.Nat, t.Float, t.Hole]);
const TEXTS: ReadonlySet<TokenType> = new Set([t.Text, t.Char]);
const NAMES: ReadonlySet<TokenType> = new Set([t.Name, t.Field]);
const KEYWORDS: ReadonlySet<TokenType> = new Set(t.keywords.values());
/** Words that declare something, although elsewhere they may be names. */
const DECLARING: ReadonlySet<string> = new Set(['data', 'enum']);

/**
 * The pieces of source text, whose texts in order are the whole. Nothing is an error: what is no token is a symbol.
 * Names that begin with a capital are called types, which by custom they are, or constructors.
 */
export function highlight(text: string): Piece[] {
  const problems = noProblems(sourceFile('', text));
  const pieces: Piece[] = [];
  let glued = false;
  for (let at = 0; at < text.length; ) {
    const next = skipBlanks(text, at).end;
    if (next > at) {
      pieces.push(...between(text.slice(at, next)));
      glued = false;
      at = next;
      continue;
    }
    const { kind, end } = pieceAt(text, at, glued, problems);
    pieces.push({ kind, text: text.slice(at, end) });
    glued = kind === 'name' || kind === 'type' || kind === 'literal' || /[)\]]/.test(text[end - 1]!);
    at = end;
  }
  return pieces;
}

/** Commands and annotations: `:p`, `%time`, `@noinline` at the beginning of a line. */
const COMMAND = /[:%@][a-z]+/y;

function pieceAt(
  text: string,
  at: number,
  glued: boolean,
  problems: Problems,
): { readonly kind: PieceKind; readonly end: number } {
  const startsLine = at === 0 || text[at - 1] === '\n';
  COMMAND.lastIndex = at;
  if (startsLine && COMMAND.test(text)) return { kind: 'command', end: COMMAND.lastIndex };
  const lexeme = lex(text, at, glued, problems);
  if (lexeme === null || lexeme === 'error') return { kind: 'symbol', end: at + 1 };
  if ('bracket' in lexeme) return { kind: 'symbol', end: lexeme.end };
  return { kind: kindOf(lexeme.token, startsLine), end: lexeme.token.end };
}

function kindOf({ tokenType, image }: t.Token, startsLine: boolean): PieceKind {
  if (KEYWORDS.has(tokenType) || (startsLine && DECLARING.has(image))) return 'keyword';
  if (LITERALS.has(tokenType)) return 'literal';
  if (TEXTS.has(tokenType)) return 'text';
  if (NAMES.has(tokenType)) return /^\.?\p{Lu}/u.test(image) ? 'type' : 'name';
  return 'symbol';
}

/** Blanks and comments. */
function between(text: string): Piece[] {
  return text
    .split(/((?:--(?!o)|#)[^\n]*)/)
    .map((piece, k): Piece => ({ kind: k % 2 === 1 ? 'comment' : 'blank', text: piece }))
    .filter((piece) => piece.text !== '');
}
