import type { TokenType } from 'chevrotain';
import { isDigit, isSymbol, nameEnd, nameStart } from './characters.ts';
import { natValue, numberEnd, readCharacter } from './literals.ts';
import { fail, type Problems } from './problems.ts';
import type { Token } from './tokens.ts';
import * as t from './tokens.ts';

/** What stands between two tokens. */
export interface Gap {
  /** The offset of the next token. */
  readonly end: number;
  /** Anything at all stands there. */
  readonly blank: boolean;
  /** The next token is the first of its line. */
  readonly newline: boolean;
  /** The spaces before the next token, if it is the first of its line. */
  readonly column: number;
  /** The offset of a tab in that indentation, or -1. */
  readonly tab: number;
  /** A completely empty line precedes the line of the next token. */
  readonly emptyLine: boolean;
}

/** Whether a comment begins at `at`: `#`, or `--` not followed by `o` (which was an operator once). */
export function isComment(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 35 || (code === 45 && text.charCodeAt(at + 1) === 45 && text.charCodeAt(at + 2) !== 111);
}

/** The end of the line at `at`: the offset of its newline, or of the end of the text. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Skips blanks, line breaks and comments. */
export function skipBlanks(text: string, from: number): Gap {
  let at = from;
  let newline = false;
  let emptyLine = false;
  let lineStart = from;
  for (; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9) continue;
    if (code === 13 && text.charCodeAt(at + 1) === 10) continue;
    if (code === 10) {
      if (newline && (at === lineStart || (at === lineStart + 1 && text.charCodeAt(lineStart) === 13))) {
        emptyLine = true;
      }
      newline = true;
      lineStart = at + 1;
      continue;
    }
    if (isComment(text, at)) {
      at = lineEnd(text, at) - 1;
      continue;
    }
    break;
  }
  const tab = newline ? text.slice(lineStart, at).indexOf('\t') : -1;
  return {
    end: at,
    blank: at > from,
    newline,
    column: newline ? at - lineStart : 0,
    tab: tab < 0 ? -1 : lineStart + tab,
    emptyLine,
  };
}

/** The token at an offset at which no blank stands; null at the end of the text. */
export type Lexeme =
  | { readonly token: Token }
  /** A mistake, already reported. */
  | 'error'
  /** An opening or closing bracket: matching them is the reader's work. */
  | { readonly bracket: string; readonly end: number }
  | null;

/** Operators with a token type of their own. */
const operatorTypes: ReadonlyMap<string, TokenType> = new Map([
  [':', t.Colon],
  ['|', t.Bar],
  ['->', t.Arrow],
  ['->>', t.Arrow],
  ['=', t.Equals],
  ['<-', t.LeftArrow],
  [',', t.Comma],
  ['.', t.Dot],
  ['\\', t.Lambda],
  ['\\.', t.Thunk],
]);

/**
 * Reads the token at `at`. `glued` says that an operand ends right there, so that `.x` is a field.
 * Operators are read as long as possible, so `[1,-2]` contains `,-`.
 */
export function lex(text: string, at: number, glued: boolean, problems: Problems): Lexeme {
  if (at >= text.length) return null;
  const code = text.charCodeAt(at);
  const letter = nameStart(text, at);
  if (letter > 0) return { token: wordToken(text, at) };
  if (isDigit(code)) return { token: numberToken(text, at) };
  if (code === 40) return parenthesis(text, at);
  if (isSymbol(code)) return symbols(text, at, glued, problems);
  switch (text[at]) {
    case ')':
    case '[':
    case ']':
    case '{':
    case '}':
      return { bracket: text[at]!, end: at + 1 };
    case ';':
      return { token: t.makeToken(t.Semicolon, ';', at, at + 1) };
    case '_':
      return { token: t.makeToken(t.Hole, '_', at, at + 1) };
    case '"':
      return stringToken(text, at, problems);
    case "'":
      return characterToken(text, at, problems);
    case '`': {
      const end = nameEnd(text, at + 1);
      if (nameStart(text, at + 1) === 0 || text[end] !== '`') return stray(text, at, problems);
      return { token: t.makeToken(t.Operator, text.slice(at + 1, end), at, end + 1, 'backquoted') };
    }
    case '%': {
      const end = nameEnd(text, at + 1);
      if (end === at + 1 || text[end] !== '(') return stray(text, at, problems);
      return { token: t.makeToken(t.Primitive, text.slice(at + 1, end), at, end) };
    }
    default:
      return stray(text, at, problems);
  }
}

function wordToken(text: string, at: number): Token {
  let end = nameEnd(text, at);
  let word = text.slice(at, end);
  if (text[end] === '-' && (word === 'named' || word === 'custom')) {
    const longer = /^(named-instance|custom-linearization(-symbolic)?)/.exec(text.slice(at, at + 40))?.[0];
    if (longer !== undefined && nameEnd(text, at + longer.length) === at + longer.length) {
      end = at + longer.length;
      word = longer;
    }
  }
  return t.makeToken(t.keywords.get(word) ?? t.Name, word, at, end);
}

function numberToken(text: string, at: number): Token {
  const { end, float } = numberEnd(text, at);
  const image = text.slice(at, end);
  return float
    ? t.makeToken(t.Float, image, at, end, Number(image))
    : t.makeToken(t.Nat, image, at, end, natValue(image));
}

/** `(+)` is a name; any other parenthesis is a bracket. */
function parenthesis(text: string, at: number): Exclude<Lexeme, null | 'error'> {
  const end = symbolsEnd(text, at + 1);
  if (end > at + 1 && text[end] === ')') {
    return { token: t.makeToken(t.Name, text.slice(at + 1, end), at, end + 1) };
  }
  return { bracket: '(', end: at + 1 };
}

function symbolsEnd(text: string, at: number): number {
  let end = at;
  while (isSymbol(text.charCodeAt(end))) end += 1;
  return end;
}

function symbols(text: string, at: number, glued: boolean, problems: Problems): Lexeme {
  const end = symbolsEnd(text, at);
  const image = text.slice(at, end);
  if (image === '.' && glued) {
    const field = fieldToken(text, at, problems);
    if (field !== null) return field;
  }
  return { token: t.makeToken(operatorTypes.get(image) ?? t.Operator, image, at, end) };
}

/** The field after the dot at `at`; null if the dot is not followed by one. */
function fieldToken(text: string, at: number, problems: Problems): Lexeme {
  if (nameStart(text, at + 1) > 0) {
    const end = nameEnd(text, at + 1);
    return { token: t.makeToken(t.Field, text.slice(at, end), at, end, text.slice(at + 1, end)) };
  }
  if (isDigit(text.charCodeAt(at + 1))) {
    const { end, float } = numberEnd(text, at + 1);
    if (float) {
      fail(problems, 'DX0122', {}, { start: at, end });
      return 'error';
    }
    return { token: t.makeToken(t.Field, text.slice(at, end), at, end, Number(text.slice(at + 1, end))) };
  }
  const symbol = text[at + 1] === '(' ? parenthesis(text, at + 1) : null;
  if (symbol !== null && 'token' in symbol) {
    const { image, end } = symbol.token;
    return { token: t.makeToken(t.Field, text.slice(at, end), at, end, image) };
  }
  return null;
}

const EMPTY_LINE = /\n[ \t\r]*\n/;

/**
 * A string may hold raw line breaks. Where one is never closed, it is the first with an empty line in it that lacks its
 * end: from there on, what seemed to be inside of strings was outside.
 */
function stringToken(text: string, at: number, problems: Problems): Lexeme {
  const pieces: string[] = [];
  let next = at + 1;
  while (next < text.length) {
    const code = text.charCodeAt(next);
    if (code === 34) {
      const image = text.slice(at, next + 1);
      if (EMPTY_LINE.test(image)) problems.stretched ??= at;
      return { token: t.makeToken(t.Text, image, at, next + 1, pieces.join('')) };
    }
    const read = readCharacter(text, next);
    if (read.code === null) return badEscape(text, next, read.end, problems);
    pieces.push(String.fromCharCode(read.code));
    next = read.end;
  }
  // Reading goes on behind the last quote: from the first on, every paragraph could read the whole text again.
  const start = problems.stretched ?? at;
  fail(problems, 'DX0102', {}, { start, end: lineEnd(text, start) }, { atEnd: true, from: at });
  return 'error';
}

function characterToken(text: string, at: number, problems: Problems): Lexeme {
  const end = lineEnd(text, at);
  if (at + 1 < end && text[at + 1] !== "'") {
    const read = readCharacter(text, at + 1);
    if (read.code === null) return badEscape(text, at + 1, read.end, problems);
    if (text[read.end] === "'") {
      return { token: t.makeToken(t.Char, text.slice(at, read.end + 1), at, read.end + 1, read.code) };
    }
  }
  fail(problems, 'DX0104', {}, { start: at, end: Math.min(at + 2, end) });
  return 'error';
}

function badEscape(text: string, start: number, end: number, problems: Problems): Lexeme {
  fail(problems, 'DX0103', { text: text.slice(start, end) }, { start, end });
  return 'error';
}

function stray(text: string, at: number, problems: Problems): Lexeme {
  const point = text.codePointAt(at)!;
  const printable = /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(String.fromCodePoint(point));
  const character = printable
    ? String.fromCodePoint(point)
    : `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  fail(problems, 'DX0105', { character }, { start: at, end: at + (point > 0xffff ? 2 : 1) });
  return 'error';
}
