/** Character classes of the lexical grammar. Codes are UTF-16 code units; letters beyond ASCII are tested by property. */

const symbolCharacters = new Set([...'.,!$^&*:-~+/=<>|?\\@'].map((c) => c.charCodeAt(0)));

/** Whether a code may stand in an operator. (`#` begins a comment instead.) */
export function isSymbol(code: number): boolean {
  return symbolCharacters.has(code);
}

/** Whether a character code is one of `0` to `9`. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** The length in code units of the letter at `at`, 0 if there is none there. */
export function nameStart(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return isAsciiLetter(code) ? 1 : 0;
  return lengthIf(/^[\p{Lu}\p{Ll}]/u, text, at);
}

/** The length in code units of the name character at `at`, 0 if there is none there. */
export function namePart(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return isAsciiLetter(code) || isDigit(code) || code === 39 || code === 95 ? 1 : 0;
  return lengthIf(/^[\p{L}\p{N}]/u, text, at);
}

/** The end of the name that begins at `at`. */
export function nameEnd(text: string, at: number): number {
  let end = at;
  for (let step = namePart(text, end); step > 0; step = namePart(text, end)) end += step;
  return end;
}

function lengthIf(pattern: RegExp, text: string, at: number): number {
  const point = text.codePointAt(at);
  if (point === undefined) return 0;
  const character = String.fromCodePoint(point);
  return pattern.test(character) ? character.length : 0;
}
