import { describe, expect, test } from 'vitest';
import { asking, numbers, RUNS } from './run.ts';

const ask = asking('linalg', 'float64');

// The bounds are those of Higham, Accuracy and Stability of Numerical Algorithms (2002), theorems 9.3, 9.4 and 10.3: the
// residual of a factorization is at most γ(n) times the product of the absolute factors, entry by entry, where γ(k) is
// ku/(1-ku) and u the unit roundoff. Two more roundings are due to multiplying by reciprocals. Residuals are computed in
// double precision.
const gamma = (k: number): number => (k * 2 ** -24) / (1 - k * 2 ** -24);

const DEFINITIONS = `
def dense_lower(l:LowerTriMat n Float) -> n=>n=>Float64 given (n|Ix) =
  for i j. if ordinal j > ordinal i then 0 else f_to_f64 l[i, unsafe_project j]
def dense_upper(u:UpperTriMat n Float) -> n=>n=>Float64 given (n|Ix) =
  for i j. if ordinal j < ordinal i then 0 else f_to_f64 u[i, unsafe_project j]
def widen(a:n=>m=>Float) -> n=>m=>Float64 given (n|Ix, m|Ix) = for i j. f_to_f64 a[i, j]
def magnitudes(a:n=>m=>Float64) -> n=>m=>Float64 given (n|Ix, m|Ix) = for i j. abs a[i, j]
def worst(residual:n=>Float64, bound:n=>Float64) -> Float64 given (n|Ix) =
  maximum for i. if residual[i] == 0 then 0 else divide(abs residual[i], bound[i])
def worst_entry(residual:n=>m=>Float64, bound:n=>m=>Float64) -> Float64 given (n|Ix, m|Ix) =
  maximum for i. worst(residual[i], bound[i])
`;
ask(DEFINITIONS);

const SIZES = process.env.VERIFY ? [1, 2, 3, 5, 8, 13, 21, 34, 55] : [1, 2, 3, 5, 8, 13];
const SEEDS = Array.from({ length: Math.ceil(RUNS / 5) }, (_, seed) => seed);

/** The answers of a program for random matrices `a` and vectors `b` of a size. */
function forRandom(size: number, body: string): number[] {
  return SEEDS.flatMap((seed) =>
    numbers(
      ask(`:p
  key = new_key ${100 * size + seed}
  a : Fin ${size} => Fin ${size} => Float = for i. randn_vec (ixkey(key, i))
  b : Fin ${size} => Float = randn_vec (hash(key, 1000))
${body}`),
    ),
  );
}

describe.each(SIZES)('random matrices of size %i', (size) => {
  test('have LU factors with the least of residuals, and multipliers of at most one', () => {
    const ratios = forRandom(
      size,
      `  (l, u, permutation) = lu a
  (l', u') = (dense_lower l, dense_upper u)
  residual = matmul64(l', u') - widen (apply_permutation(permutation, a))
  [worst_entry(residual, matmul64(magnitudes l', magnitudes u')), maximum (for i. maximum (magnitudes l')[i])]`,
    );
    ratios.forEach((x, k) => {
      expect(x).toBeLessThanOrEqual(k % 2 === 0 ? gamma(size + 2) : 1);
    });
  });

  test('have solutions with small residuals', () => {
    const ratios = forRandom(
      size,
      `  x = solve(a, b)
  (l, u, permutation) = lu a
  x' = for i. f_to_f64 x[i]
  residual = for i. matvec64(widen (apply_permutation(permutation, a)), x')[i] - f_to_f64 apply_permutation(permutation, b)[i]
  bound = matvec64(matmul64(magnitudes (dense_lower l), magnitudes (dense_upper u)), for i. abs x'[i])
  [worst(residual, bound)]`,
    );
    for (const x of ratios) expect(x).toBeLessThanOrEqual(gamma(3 * size + 6));
  });

  test('have Cholesky factors of their squares', () => {
    const ratios = forRandom(
      size,
      `  s = a ** transpose a + eye
  l = dense_lower (chol s)
  residual = matmul64(l, transpose l) - widen s
  [worst_entry(residual, matmul64(magnitudes l, magnitudes (transpose l)))]`,
    );
    // The square is symmetric only up to rounding; the factor knows its lower half.
    for (const x of ratios) expect(x).toBeLessThanOrEqual(2 * gamma(size + 3));
  });

  test('have determinants that agree with those in double precision', () => {
    const pairs = forRandom(
      size,
      `  exact = determinant64 (widen a)
  (sign, logarithm) = sign_and_log_determinant a
  [determinant a, f64_to_f exact, sign * exp logarithm]`,
    );
    for (let k = 0; k < pairs.length; k += 3) {
      const [value, exact, again] = pairs.slice(k, k + 3);
      expect(Math.abs(value! - exact!)).toBeLessThanOrEqual(1e-4 * size * Math.abs(exact!) + 1e-5);
      expect(Math.abs(again! - exact!)).toBeLessThanOrEqual(1e-4 * size * Math.abs(exact!) + 1e-5);
    }
  });
});

test('a matrix of large and small rows is solved in double precision to its last digits', () => {
  const [error] = numbers(
    ask(`:p
  hilbert : Fin 6 => Fin 6 => Float64 = for i j. divide(1, n_to_f64 (ordinal i + ordinal j + 1))
  x : Fin 6 => Float64 = for i. n_to_f64 (ordinal i)
  found = solve64(hilbert, matvec64(hilbert, x))
  maximum for i. abs (found[i] - x[i])`),
  );
  // The condition number is 1.5e7.
  expect(error).toBeLessThan(1e-8);
});
