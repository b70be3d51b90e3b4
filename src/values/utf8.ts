/** Text as bytes and back, without the platform's encoders (which are neither ECMAScript nor everywhere alike). */

/** UTF-8; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let n = 0;
  for (let k = 0; k < text.length; k++) {
    let code = text.codePointAt(k)!;
    if (code > 0xffff) k++;
    else if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes[n++] = code;
    else if (code < 0x800) {
      bytes[n++] = 0xc0 | (code >> 6);
      bytes[n++] = 0x80 | (code & 63);
    } else if (code < 0x10000) {
      bytes[n++] = 0xe0 | (code >> 12);
      bytes[n++] = 0x80 | ((code >> 6) & 63);
      bytes[n++] = 0x80 | (code & 63);
    } else {
      bytes[n++] = 0xf0 | (code >> 18);
      bytes[n++] = 0x80 | ((code >> 12) & 63);
      bytes[n++] = 0x80 | ((code >> 6) & 63);
      bytes[n++] = 0x80 | (code & 63);
    }
  }
  return bytes.slice(0, n);
}

/** The text of UTF-8 bytes; each byte that is not part of a valid sequence becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  let units: number[] = [];
  const flush = () => {
    parts.push(String.fromCharCode(...units));
    units = [];
  };
  for (let k = 0; k < bytes.length; ) {
    const [code, length] = sequenceAt(bytes, k);
    k += length;
    if (code > 0xffff) units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    else units.push(code);
    if (units.length > 4096) flush();
  }
  flush();
  return parts.join('');
}

const INVALID: readonly [number, number] = [0xfffd, 1];

function sequenceAt(bytes: Uint8Array, k: number): readonly [code: number, length: number] {
  const first = bytes[k]!;
  if (first < 0x80) return [first, 1];
  const length =
    first >= 0xf0 && first < 0xf5
      ? 4
      : first >= 0xe0 && first < 0xf0
        ? 3
        : first >= 0xc2 && first < 0xe0
          ? 2
          : 0;
  if (length === 0) return INVALID;
  let code = first & (0x7f >> length);
  for (let j = 1; j < length; j++) {
    const next = bytes[k + j];
    if (next === undefined || (next & 0xc0) !== 0x80) return INVALID;
    code = (code << 6) | (next & 63);
  }
  const tooShort = (length === 3 && code < 0x800) || (length === 4 && (code < 0x10000 || code > 0x10ffff));
  return tooShort || (code >= 0xd800 && code <= 0xdfff) ? INVALID : [code, length];
}
