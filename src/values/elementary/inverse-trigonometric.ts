/** Inverse circular functions. */
import { upper } from './bits.ts';
import { asinCore, atanCore } from './polynomials.ts';

const HALF_PI = Math.PI / 2;
const HALF_PI_TAIL = 6.123233995736766e-17;
const { PI } = Math;
const PI_TAIL = 1.2246467991473532e-16;

/** Error below 1 ulp. */
export function asin(x: number): number {
  const a = Math.abs(x);
  if (!(a <= 1)) return Number.NaN;
  if (a < 2 ** -27) return x;
  if (a <= 0.5) return x + x * (x * x * asinCore(x * x));
  // asin x = π/2 - 2 asin √((1 - x)/2); the root is a sum of two doubles.
  const z = 0.5 * (1 - a);
  const root = Math.sqrt(z);
  const high = upper(root);
  const low = root === 0 ? 0 : (z - high * high) / (root + high);
  const p = root * (z * asinCore(z));
  const result = HALF_PI - 2 * high - (2 * (p + low) - HALF_PI_TAIL);
  return x < 0 ? -result : result;
}

/** Error below 1 ulp. */
export function acos(x: number): number {
  const a = Math.abs(x);
  if (!(a <= 1)) return Number.NaN;
  if (a <= 0.5) return HALF_PI - (x - (HALF_PI_TAIL - x * (x * x * asinCore(x * x))));
  const z = 0.5 * (1 - a);
  const root = Math.sqrt(z);
  const p = root * (z * asinCore(z));
  if (x < 0) return PI - 2 * (root + (p - HALF_PI_TAIL));
  const high = upper(root);
  const low = root === 0 ? 0 : (z - high * high) / (root + high);
  return 2 * (high + (p + low));
}

/** Error below 1 ulp. Arguments above 7/16 are reduced by the angles whose tangents are 1/2, 1, 3/2 and ∞. */
export function atan(x: number): number {
  if (Number.isNaN(x)) return x;
  const a = Math.abs(x);
  if (a < 2 ** -27) return x;
  if (a < 0.4375) return x + x * (x * x * atanCore(x * x));
  const t = reduced(a, 0);
  return x < 0 ? -t : t;
}

/** atan of `a ≥ 7/16`, given `tail` more. */
function reduced(a: number, tail: number): number {
  if (a < 0.6875) return from((2 * a - 1) / (2 + a), tail, 0.4636476090008061, 2.2698777452961687e-17);
  if (a < 1.1875) return from((a - 1) / (a + 1), tail, Math.PI / 4, 3.061616997868383e-17);
  if (a < 2.4375) return from((a - 1.5) / (1 + 1.5 * a), tail, 0.982793723247329, 1.3903311031230998e-17);
  return from(-1 / a, tail, HALF_PI, HALF_PI_TAIL);
}

function from(t: number, tail: number, angle: number, angleTail: number): number {
  return angle + (t + (t * (t * t * atanCore(t * t)) + (angleTail + tail)));
}

/** The angle of the point (x, y), as C's `atan2`. Error below 1.5 ulp. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const isLeft = x < 0 || Object.is(x, -0);
  const isBelow = y < 0 || Object.is(y, -0);
  const angle = angleOf(Math.abs(y), Math.abs(x), isLeft);
  return isBelow ? -angle : angle;
}

function angleOf(y: number, x: number, isLeft: boolean): number {
  if (y === 0) return isLeft ? PI : 0;
  if (x === 0) return HALF_PI;
  if (x === Number.POSITIVE_INFINITY) {
    const angle = y === Number.POSITIVE_INFINITY ? 0.5 * HALF_PI : 0;
    return isLeft ? PI - angle : angle;
  }
  const ratio = y / x;
  if (!isLeft) return atan(ratio);
  return ratio === Number.POSITIVE_INFINITY ? HALF_PI : PI - (atan(ratio) - PI_TAIL);
}
