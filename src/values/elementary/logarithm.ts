/**
 * Logarithms to about 66 bits: the argument is `2^k m`, and `m` times a number near `1/m` from a table of 47 is
 * `1 + r` exactly (as a sum of two doubles), `|r| < 2^-6`. (Table-driven, after Tang, TOMS 16, 1990.)
 */
import { highHalf, productError, sumError, upper, withHighHalf } from './bits.ts';
import { expOf } from './exponential.ts';
import { LOG_TABLE } from './log-table.ts';

/** ln 2 as two doubles, the first with 42 fractional bits: its sums with the table's entries are exact. */
const LN2_HIGH = 0.6931471805598903;
const LN2_LOW = 5.497923018708371e-14;

/** The second double of the last logarithm: what its callers read at once. */
const tail = new Float64Array(1);

/** The logarithm of a positive finite double; with `tail[0]` it is good to 66 bits. */
function logHigh(x: number): number {
  let k = 0;
  let y = x;
  if (y < 2 ** -1022) {
    y *= 2 ** 54;
    k = -54;
  }
  const high = highHalf(y);
  // The exponent for which m is between √½ and √2.
  const shift = ((high & 0xfffff) + 0x95f62) & 0x100000;
  k += (high >> 20) - 1023 + (shift >> 20);
  const m = withHighHalf(y, (high & 0xfffff) | (shift ^ 0x3ff00000));
  const row = 3 * (Math.floor(m * 64 + 0.5) - 45);
  const inverse = LOG_TABLE[row]!;
  const mh = upper(m);
  const a = mh * inverse - 1;
  const b = (m - mh) * inverse;
  const r = a + b;
  const rTail = sumError(a, b, r);
  const square = r * r;
  const base = k * LN2_HIGH + LOG_TABLE[row + 1]!;
  const s1 = base + r;
  const half = -0.5 * square;
  const s2 = s1 + half;
  const q =
    1 / 3 +
    r *
      (-1 / 4 +
        r * (1 / 5 + r * (-1 / 6 + r * (1 / 7 + r * (-1 / 8 + r * (1 / 9 + r * (-1 / 10 + r * (1 / 11))))))));
  const low =
    square * r * q +
    (rTail - r * rTail) +
    (k * LN2_LOW + LOG_TABLE[row + 2]! - 0.5 * productError(r, r, square)) +
    sumError(base, r, s1) +
    sumError(s1, half, s2);
  const result = s2 + low;
  tail[0] = sumError(s2, low, result);
  return result;
}

/** What a logarithm is where it is not that of a positive finite number; else `NaN`. */
function exceptional(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  return x > 0 ? x : Number.NaN;
}

const isOrdinary = (x: number) => x > 0 && x < Number.POSITIVE_INFINITY;

/** Error below 0.51 ulp. */
export function log(x: number): number {
  return isOrdinary(x) ? logHigh(x) : exceptional(x);
}

/** `(high + tail[0]) · (c + cTail)`, rounded. */
function timesConstant(high: number, c: number, cTail: number): number {
  const p = high * c;
  return p + (productError(high, c, p) + (high * cTail + tail[0]! * c));
}

/** Error below 0.51 ulp; exact for powers of two. */
export function log2(x: number): number {
  return isOrdinary(x) ? timesConstant(logHigh(x), Math.LOG2E, 2.0355273740931033e-17) : exceptional(x);
}

/** Error below 0.51 ulp. */
export function log10(x: number): number {
  return isOrdinary(x) ? timesConstant(logHigh(x), Math.LOG10E, 1.098319650216765e-17) : exceptional(x);
}

/** Error below 0.6 ulp. */
export function log1p(x: number): number {
  if (Math.abs(x) < 2 ** -54) return x;
  if (!(x > -1 && x < Number.POSITIVE_INFINITY))
    return x === -1 ? Number.NEGATIVE_INFINITY : exceptional(x + 1);
  const u = 1 + x;
  const c = sumError(1, x, u);
  const high = logHigh(u);
  return high + (c / u + tail[0]!);
}

/** `x^y` as C's `pow`: `pow(1, y)` and `pow(x, 0)` are 1, whatever the other. Error below 0.8 ulp. */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const a = Math.abs(x);
  const isOdd = Number.isInteger(y) && Math.abs(y) < 2 ** 53 && y % 2 !== 0;
  const isNegative = isOdd && (x < 0 || Object.is(x, -0));
  if (a === 0 || a === Number.POSITIVE_INFINITY) {
    const result = (a === 0) === y > 0 ? 0 : Number.POSITIVE_INFINITY;
    return isNegative ? -result : result;
  }
  if (Math.abs(y) === Number.POSITIVE_INFINITY) {
    if (a === 1) return 1;
    return a > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  }
  if (x < 0 && !Number.isInteger(y)) return Number.NaN;
  const result = magnitude(a, y);
  return isNegative ? -result : result;
}

function magnitude(a: number, y: number): number {
  const high = logHigh(a);
  const low = tail[0]!;
  const p = y * high;
  if (!(Math.abs(p) < 800)) return p > 0 ? Number.POSITIVE_INFINITY : 0;
  if (Math.abs(y) > 2 ** 900) return expOf(p, y * low);
  return expOf(p, productError(y, high, p) + y * low);
}

/** Error below 2 ulp. */
export function asinh(x: number): number {
  const a = Math.abs(x);
  if (a < 2 ** -28 || !Number.isFinite(x)) return x;
  let t: number;
  if (a > 2 ** 28) t = logScaled(a);
  else if (a > 2) t = log(2 * a + 1 / (Math.sqrt(a * a + 1) + a));
  else t = log1p(a + (a * a) / (1 + Math.sqrt(1 + a * a)));
  return x < 0 ? -t : t;
}

/** `log(2a)`. */
function logScaled(a: number): number {
  const high = logHigh(a);
  return high + (LN2_HIGH + (LN2_LOW + tail[0]!));
}

/** Error below 2 ulp. */
export function acosh(x: number): number {
  if (!(x >= 1)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  if (x > 2 ** 28) return logScaled(x);
  if (x > 2) return log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
  const t = x - 1;
  return log1p(t + Math.sqrt(2 * t + t * t));
}

/** Error below 2 ulp. */
export function atanh(x: number): number {
  const a = Math.abs(x);
  if (!(a <= 1)) return Number.NaN;
  if (a < 2 ** -28) return x;
  const t = a < 0.5 ? 0.5 * log1p(2 * a + (2 * a * a) / (1 - a)) : 0.5 * log1p((2 * a) / (1 - a));
  return x < 0 ? -t : t;
}
