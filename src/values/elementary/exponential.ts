/** exp and its kin: reduction by multiples of ln 2, then a rational form of the fit. */
import { productError, scale } from './bits.ts';
import { expCore } from './polynomials.ts';

const LOG2_E = Math.LOG2E;
/** ln 2 as two doubles, the first with 33 bits, so that a multiple by an exponent is exact. */
const LN2_HIGH = 0.6931471806019545;
const LN2_LOW = -4.2009150726810846e-11;

const OVERFLOW = 709.782712893384;
const UNDERFLOW = -745.1332191019412;

/** `exp(x + tail)`, `tail` at most a few units in the last place of `x`. Error below 0.7 ulp, of subnormals 1. */
export function expOf(x: number, tail: number): number {
  if (!(x <= OVERFLOW)) return x > 0 ? Number.POSITIVE_INFINITY : x;
  if (x < UNDERFLOW) return 0;
  const k = Math.floor(x * LOG2_E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW - tail;
  const r = high - low;
  const z = r * r;
  const c = r - z * expCore(z);
  return scale(1 + ((r * c) / (2 - c) - low + high), k);
}

/** Error below 0.7 ulp. */
export function exp(x: number): number {
  return expOf(x, 0);
}

const LN2 = Math.LN2;
const LN2_TAIL = 2.3190468138462996e-17;

/** Error below 0.8 ulp. */
export function exp2(x: number): number {
  if (!(x < 1024)) return x > 0 ? Number.POSITIVE_INFINITY : x;
  if (x < -1080) return 0;
  const k = Math.floor(x + 0.5);
  const f = x - k;
  const p = f * LN2;
  return scale(expOf(p, productError(f, LN2, p) + f * LN2_TAIL), k);
}

/** Error below 1.7 ulp. */
export function expm1(x: number): number {
  if (x > OVERFLOW || Number.isNaN(x)) return x > 0 ? Number.POSITIVE_INFINITY : x;
  if (x < -38) return -1;
  if (Math.abs(x) < 2 ** -54) return x;
  const k = Math.abs(x) < 0.3465 ? 0 : Math.floor(x * LOG2_E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const z = r * r;
  const c = r - z * expCore(z);
  const e = (r * c) / (2 - c) - low + (k === 0 ? 0 : high - low - r);
  if (k === 0) return x + e;
  const fraction = scale(1, -k);
  if (k > 0 && k < 54) return scale(1 - fraction + high + e, k);
  if (k < 0) return scale(high + e, k) + (scale(1, k) - 1);
  return scale(high + (e - fraction) + 1, k);
}

/** Error below 2 ulp. */
export function sinh(x: number): number {
  const a = Math.abs(x);
  const h = x < 0 ? -0.5 : 0.5;
  if (a < 2 ** -28 || Number.isNaN(x)) return x;
  if (a < 22) {
    const t = expm1(a);
    return a < 1 ? h * (2 * t - (t * t) / (t + 1)) : h * (t + t / (t + 1));
  }
  return a < OVERFLOW ? h * exp(a) : h * halfExp(a);
}

/** Error below 2 ulp. */
export function cosh(x: number): number {
  const a = Math.abs(x);
  if (a < 0.3465) {
    const t = expm1(a);
    return 1 + (t * t) / (2 * (1 + t));
  }
  if (a < 22) {
    const t = exp(a);
    return 0.5 * t + 0.5 / t;
  }
  return a < OVERFLOW ? 0.5 * exp(a) : 0.5 * halfExp(a);
}

/** `exp(a)` as far as twice the largest double: the caller halves it. */
function halfExp(a: number): number {
  return a === Number.POSITIVE_INFINITY
    ? a
    : exp(a - LN2_SHIFT * LN2_HIGH - LN2_SHIFT * LN2_LOW) * 2 ** LN2_SHIFT;
}
const LN2_SHIFT = 2;

/** Error below 2 ulp. */
export function tanh(x: number): number {
  const a = Math.abs(x);
  if (a < 2 ** -28 || Number.isNaN(x)) return x;
  let t = 1;
  if (a < 1) {
    const e = expm1(-2 * a);
    t = -e / (e + 2);
  } else if (a < 22) t = 1 - 2 / (expm1(2 * a) + 2);
  return x < 0 ? -t : t;
}
