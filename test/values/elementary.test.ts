import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as elementary from '../../src/values/elementary/index.ts';

/**
 * Values of 50 digits by mpmath, each as a double and what is left of it: `reference/elementary.py` wrote them.
 * Rows are [argument(s), high, low].
 */
const reference: Record<string, number[][]> = JSON.parse(
  readFileSync(new URL('./reference/elementary.json', import.meta.url), 'utf8').replaceAll(
    'Infinity',
    '1e999',
  ),
);

/** The bounds that the functions state, in units in the last place. */
const BOUNDS: Record<string, number> = {
  exp: 0.75,
  exp2: 0.8,
  expm1: 1.7,
  log: 0.51,
  log2: 0.51,
  log10: 0.51,
  log1p: 0.6,
  sin: 0.8,
  cos: 0.8,
  tan: 1,
  asin: 1,
  acos: 1,
  atan: 1,
  sinh: 2,
  cosh: 2,
  tanh: 2,
  asinh: 2,
  acosh: 2,
  atanh: 2,
  erf: 1,
  erfc: 3,
  lgamma: 4,
  pow: 0.8,
  atan2: 1.5,
};

function ulp(x: number): number {
  const exponent = Math.floor(Math.log2(Math.max(Math.abs(x), 2 ** -1022)));
  return 2 ** (exponent - 52);
}

const functions: Readonly<Record<string, (x: number, y: number) => number>> = { ...elementary };
const unary = (name: string) => (x: number) => functions[name]!(x, 0);
const binary = (name: string) => functions[name]!;

describe('elementary functions', () => {
  it.each(Object.keys(BOUNDS))('%s is within its bound', (name) => {
    for (const row of reference[name]!) {
      const low = row.at(-1)!;
      const high = row.at(-2)!;
      const result = row.length === 4 ? binary(name)(row[0]!, row[1]!) : unary(name)(row[0]!);
      if (!Number.isFinite(high)) expect(result).toBe(high);
      else if (Math.abs(result - high - low) > BOUNDS[name]! * ulp(high)) {
        expect.fail(`${name}(${row.slice(0, -2)}) is ${result}, not ${high}`);
      }
    }
  });

  it('digamma is within 8 units of the larger of its value and 1', () => {
    for (const [x, high, low] of reference.digamma!) {
      expect(Math.abs(elementary.digamma(x!) - high! - low!)).toBeLessThanOrEqual(
        8 * ulp(Math.max(1, Math.abs(high!))),
      );
    }
  });

  // C11, annex F.10.
  const inf = Number.POSITIVE_INFINITY;
  const nan = Number.NaN;
  it.each([
    ['exp', inf, inf],
    ['exp', -inf, 0],
    ['exp', 0, 1],
    ['exp', 710, inf],
    ['exp', -746, 0],
    ['exp', nan, nan],
    ['exp2', 1024, inf],
    ['exp2', -1074, 2 ** -1074],
    ['exp2', 10, 1024],
    ['exp2', -1100, 0],
    ['expm1', -inf, -1],
    ['expm1', inf, inf],
    ['expm1', -0, -0],
    ['log', 0, -inf],
    ['log', -0, -inf],
    ['log', -1, nan],
    ['log', 1, 0],
    ['log', inf, inf],
    ['log', 2 ** -1074, -744.4400719213812],
    ['log2', 8, 3],
    ['log2', 2 ** -1074, -1074],
    ['log10', 1000, 3],
    ['log10', 1, 0],
    ['log1p', -1, -inf],
    ['log1p', -2, nan],
    ['log1p', -0, -0],
    ['log1p', inf, inf],
    ['sin', -0, -0],
    ['sin', inf, nan],
    ['cos', 0, 1],
    ['cos', -inf, nan],
    ['tan', -0, -0],
    ['tan', inf, nan],
    ['asin', 2, nan],
    ['asin', -0, -0],
    ['asin', 1, Math.PI / 2],
    ['acos', 1, 0],
    ['acos', -1, Math.PI],
    ['acos', -2, nan],
    ['atan', inf, Math.PI / 2],
    ['atan', -inf, -Math.PI / 2],
    ['atan', -0, -0],
    ['sinh', -inf, -inf],
    ['sinh', -0, -0],
    ['sinh', 711, inf],
    ['cosh', -inf, inf],
    ['cosh', 0, 1],
    ['tanh', inf, 1],
    ['tanh', -inf, -1],
    ['tanh', -0, -0],
    ['asinh', -inf, -inf],
    ['asinh', -0, -0],
    ['acosh', 1, 0],
    ['acosh', 0.5, nan],
    ['acosh', inf, inf],
    ['atanh', 1, inf],
    ['atanh', -1, -inf],
    ['atanh', 1.5, nan],
    ['atanh', -0, -0],
    ['erf', inf, 1],
    ['erf', -inf, -1],
    ['erf', -0, -0],
    ['erfc', inf, 0],
    ['erfc', -inf, 2],
    ['erfc', 0, 1],
    ['lgamma', 1, 0],
    ['lgamma', 2, 0],
    ['lgamma', 0, inf],
    ['lgamma', -1, inf],
    ['lgamma', inf, inf],
    ['lgamma', -inf, inf],
  ])('%s(%d) is %d', (name, x, expected) => {
    expect(unary(name)(x)).toBe(expected);
  });

  it.each([
    [2, 10, 1024],
    [-2, 3, -8],
    [-2, 0.5, nan],
    [1, nan, 1],
    [nan, 0, 1],
    [nan, 1, nan],
    [0, -1, inf],
    [-0, -1, -inf],
    [-0, -2, inf],
    [0, 2, 0],
    [-0, 3, -0],
    [-1, inf, 1],
    [-1, -inf, 1],
    [0.5, inf, 0],
    [0.5, -inf, inf],
    [2, inf, inf],
    [2, -inf, 0],
    [inf, -1, 0],
    [-inf, 3, -inf],
    [-inf, -3, -0],
    [-inf, 2, inf],
    [10, 308, 1e308],
    [10, 400, inf],
    [10, -400, 0],
    [2, -1074, 2 ** -1074],
    [9, 0.5, 3],
    [-2, 2 ** 53, inf],
  ])('pow(%d, %d) is %d', (x, y, expected) => {
    expect(elementary.pow(x, y)).toBe(expected);
  });

  it.each([
    [0, 1, 0],
    [-0, 1, -0],
    [0, -1, Math.PI],
    [-0, -1, -Math.PI],
    [0, 0, 0],
    [0, -0, Math.PI],
    [1, 0, Math.PI / 2],
    [-1, 0, -Math.PI / 2],
    [inf, inf, Math.PI / 4],
    [inf, -inf, (3 * Math.PI) / 4],
    [1, inf, 0],
    [-1, -inf, -Math.PI],
    [inf, 1, Math.PI / 2],
    [nan, 1, nan],
  ])('atan2(%d, %d) is %d', (y, x, expected) => {
    expect(elementary.atan2(y, x)).toBe(expected);
  });

  it('lgamma by reflection agrees with known values', () => {
    // Γ(-1/2) = -2√π, Γ(-3/2) = 4√π/3, Γ(1/2) = √π.
    expect(elementary.lgamma(-0.5)).toBeCloseTo(Math.log(2 * Math.sqrt(Math.PI)), 14);
    expect(elementary.lgamma(-1.5)).toBeCloseTo(Math.log((4 * Math.sqrt(Math.PI)) / 3), 14);
    expect(elementary.lgamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 14);
  });

  it('digamma by reflection agrees with known values', () => {
    // ψ(1) = -γ; ψ(1/2) = -γ - 2 ln 2; ψ(-1/2) = ψ(1/2) + 2.
    const gamma = 0.5772156649015329;
    expect(elementary.digamma(1)).toBeCloseTo(-gamma, 14);
    expect(elementary.digamma(0.5)).toBeCloseTo(-gamma - 2 * Math.LN2, 14);
    expect(elementary.digamma(-0.5)).toBeCloseTo(2 - gamma - 2 * Math.LN2, 13);
  });
});
