/** The logarithm of the gamma function and its derivative, by recurrence to where a fit or Stirling's series holds. */
import { log } from './logarithm.ts';
import { gammaCore } from './polynomials.ts';
import { cos, sin, sinPi } from './trigonometric.ts';

const HALF_LOG_TWO_PI = 0.9189385332046727;
const LOG_PI = 1.1447298858494002;
const { PI } = Math;
const STIRLING = 10;

/**
 * `log |Γ(x)|`. Error below 4 ulp for x > 0; for x < 0 below 4 ulp of the largest term of the reflection formula,
 * so near its zeros there only the absolute error is small.
 */
export function lgamma(x: number): number {
  if (Number.isNaN(x)) return x;
  if (!Number.isFinite(x) || x === 0) return Number.POSITIVE_INFINITY;
  if (x < 0) {
    const s = Math.abs(sinPi(x));
    return s === 0 ? Number.POSITIVE_INFINITY : LOG_PI - log(s * -x) - positive(-x);
  }
  return positive(x);
}

function positive(x: number): number {
  if (x < 2 ** -60) return -log(x);
  if (x < 0.5) return nearTwo(x) - log(x * (1 + x));
  if (x < 1.5) return (x - 1) * gammaCore(x - 1) - log(x);
  if (x <= 2.5) return (x - 2) * gammaCore(x - 2);
  if (x < STIRLING) {
    let product = 1;
    let y = x;
    while (y > 2.5) {
      y -= 1;
      product *= y;
    }
    return log(product) + (y - 2) * gammaCore(y - 2);
  }
  if (x > 1e300) return x * (log(x) - 1);
  return (x - 0.5) * (log(x) - 1) + (HALF_LOG_TWO_PI - 0.5 + stirling(x));
}

/** `lgamma(x + 2)` for x below 1/2. */
function nearTwo(x: number): number {
  return x * gammaCore(x);
}

/** The sum of `B₂ₖ / (2k (2k-1) x^(2k-1))`. */
function stirling(x: number): number {
  const z = 1 / (x * x);
  return (
    (1 / 12 +
      z * (-1 / 360 + z * (1 / 1260 + z * (-1 / 1680 + z * (1 / 1188 + z * (-691 / 360360 + z / 156)))))) /
    x
  );
}

/** The derivative of lgamma. Error for x > 0 below 8 ulp of the larger of the result and 1. */
export function digamma(x: number): number {
  if (Number.isNaN(x) || x === Number.NEGATIVE_INFINITY) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  if (x <= 0 && Number.isInteger(x))
    return x === 0 && !Object.is(x, -0) ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x < 0) {
    const r = PI * (x - Math.floor(x + 0.5));
    return digamma(1 - x) - (PI * cos(r)) / sin(r);
  }
  let sum = 0;
  let y = x;
  while (y < STIRLING) {
    sum -= 1 / y;
    y += 1;
  }
  const z = 1 / (y * y);
  const series =
    z *
    (1 / 12 + z * (-1 / 120 + z * (1 / 252 + z * (-1 / 240 + z * (1 / 132 + z * (-691 / 32760 + z / 12))))));
  return sum + (log(y) - (0.5 / y + series));
}
