import { isDigit } from './characters.ts';

/*
  Numbers, characters and strings, after section 2.3 and 2.4 of the language reference. Escapes are those of Haskell
  without gaps and `\&`; code points are truncated to bytes.
*/

const single: Readonly<Record<string, number>> = {
  n: 10,
  t: 9,
  r: 13,
  a: 7,
  b: 8,
  f: 12,
  v: 11,
  '\\': 92,
  '"': 34,
  "'": 39,
};

/** Names of ASCII control characters; longer ones first, so that `\SOH` is not `\SO` and `H`. */
const controls: readonly (readonly [string, number])[] = [
  ...'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US SP'
    .split(' ')
    .map((name, code) => [name, code] as const),
  ['DEL', 127] as const,
].sort((a, b) => b[0].length - a[0].length);

/** A character read from a literal, or null where the escape is unknown; `end` is the offset after it. */
export interface ReadCharacter {
  readonly code: number | null;
  readonly end: number;
}

/** Reads one character of a literal at `at`, resolving an escape. */
export function readCharacter(text: string, at: number): ReadCharacter {
  const point = text.codePointAt(at)!;
  if (point !== 92) return { code: point & 255, end: at + (point > 0xffff ? 2 : 1) };
  const next = text[at + 1];
  if (next === undefined) return { code: null, end: at + 1 };
  if (isDigit(next.charCodeAt(0))) return readNumber(text, at + 1, /\d/, 10);
  if (next === 'x' || next === 'X') return readNumber(text, at + 2, /[0-9a-fA-F]/, 16);
  if (next === 'o' || next === 'O') return readNumber(text, at + 2, /[0-7]/, 8);
  if (next === '^') {
    const code = text.charCodeAt(at + 2);
    return code >= 64 && code <= 95 ? { code: code - 64, end: at + 3 } : { code: null, end: at + 2 };
  }
  const simple = single[next];
  if (simple !== undefined) return { code: simple, end: at + 2 };
  for (const [name, code] of controls) {
    if (text.startsWith(name, at + 1)) return { code, end: at + 1 + name.length };
  }
  return { code: null, end: at + 2 };
}

function readNumber(text: string, start: number, digit: RegExp, radix: number): ReadCharacter {
  let end = start;
  let value = 0;
  while (end < text.length && digit.test(text[end]!)) {
    value = Math.min(value * radix + Number.parseInt(text[end]!, radix), 0x110000);
    end += 1;
  }
  return { code: end === start || value > 0x10ffff ? null : value & 255, end };
}

/** The end of the digits that begin at `at`. */
export function digitsEnd(text: string, at: number): number {
  let end = at;
  while (isDigit(text.charCodeAt(end))) end += 1;
  return end;
}

/** The end of a number at `at`, and whether it is a float: digits `.` [digits [exponent]]. */
export function numberEnd(text: string, at: number): { readonly end: number; readonly float: boolean } {
  const whole = digitsEnd(text, at);
  if (text[whole] !== '.') return { end: whole, float: false };
  const fraction = digitsEnd(text, whole + 1);
  if (fraction === whole + 1) return { end: fraction, float: true };
  const exponent = /^[eE][+-]?\d+/.exec(text.slice(fraction, fraction + 24));
  if (exponent === null) return { end: fraction, float: true };
  return { end: digitsEnd(text, fraction + exponent[0].length), float: true };
}

/** The value of decimal digits modulo 2^64. */
export function natValue(digits: string): bigint {
  if (digits.length <= 15) return BigInt(Number(digits));
  // In pieces: the conversion of a megabyte of digits at once takes quadratic time.
  let value = 0n;
  for (let k = 0; k < digits.length; k += 15) {
    const piece = digits.slice(k, k + 15);
    value = BigInt.asUintN(64, value * 10n ** BigInt(piece.length) + BigInt(Number(piece)));
  }
  return value;
}
