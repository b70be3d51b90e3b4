/** The error function and its complement. */
import { productError } from './bits.ts';
import { expOf } from './exponential.ts';
import { erfCore, erfcCore } from './polynomials.ts';

/** Error below 1 ulp. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (a < 0.84) return x + x * erfCore(x * x);
  const result = a < 6 ? 1 - tailOf(a) : 1;
  return x < 0 ? -result : result;
}

/** Error below 3 ulp (of subnormals more). */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < -0.84) return x < -6 ? 2 : 2 - tailOf(-x);
  if (x < 0.5) return 1 - (x + x * erfCore(x * x));
  return x > 28 ? 0 : tailOf(x);
}

/** erfc for x ≥ 0.5: `exp(-x²)`, the square as a sum of two doubles, times the fit. */
function tailOf(x: number): number {
  const square = x * x;
  return (expOf(-square, -productError(x, x, square)) * erfcCore((x - 4) / (x + 4))) / (1 + 2 * x);
}
