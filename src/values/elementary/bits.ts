/** The parts of doubles, and exact products. All arithmetic here is `+ - * /` on doubles, which is the same everywhere. */

const word = new Float64Array(1);
const halves = new Int32Array(word.buffer);

/** The high 32 bits: sign, exponent, 20 bits of the mantissa. */
export function highHalf(x: number): number {
  word[0] = x;
  return halves[1]!;
}

/** The double with another high half. */
export function withHighHalf(x: number, high: number): number {
  word[0] = x;
  halves[1] = high;
  return word[0];
}

/** `2^k` for a normal exponent, -1022 to 1023. */
function power(k: number): number {
  halves[0] = 0;
  halves[1] = (k + 1023) << 20;
  return word[0]!;
}

/** `x · 2^k`, rounded once, for `x` near 1 and `k` from -1100 to 1100. */
export function scale(x: number, k: number): number {
  if (k > 1023) return x * power(1023) * power(k - 1023);
  if (k < -1022) return x * power(k + 200) * power(-200);
  return x * power(k);
}

const SPLITTER = 2 ** 27 + 1;

/** The upper 26 bits of a double that is not near overflow (Veltkamp). */
export function upper(x: number): number {
  const t = SPLITTER * x;
  return t - (t - x);
}

/** `a·b - p` exactly, where `p` is the rounded product (Dekker). */
export function productError(a: number, b: number, p: number): number {
  const ah = upper(a);
  const al = a - ah;
  const bh = upper(b);
  const bl = b - bh;
  return al * bl - (p - ah * bh - al * bh - ah * bl);
}

/** `a + b - s` exactly, where `s` is the rounded sum (Knuth). */
export function sumError(a: number, b: number, s: number): number {
  const t = s - a;
  return a - (s - t) + (b - t);
}
