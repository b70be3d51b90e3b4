import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asking, float, numbers, RUNS } from './run.ts';

interface Complex {
  readonly re: number;
  readonly im: number;
}

const ask = asking('complex', 'fft');

/** The transform as it is defined, in double precision. */
function direct(x: readonly Complex[], sign: 1 | -1): Complex[] {
  return x.map((_, k) => {
    let re = 0;
    let im = 0;
    x.forEach((z, j) => {
      const angle = (sign * 2 * Math.PI * ((j * k) % x.length)) / x.length;
      re += z.re * Math.cos(angle) - z.im * Math.sin(angle);
      im += z.re * Math.sin(angle) + z.im * Math.cos(angle);
    });
    return { re, im };
  });
}

const literal = (z: Complex): string => `Complex(${float(z.re)}, ${float(z.im)})`;

function complexes(text: string): Complex[] {
  const parts = numbers(text);
  return Array.from({ length: parts.length / 2 }, (_, k) => ({ re: parts[2 * k]!, im: parts[2 * k + 1]! }));
}

const norm = (x: readonly Complex[]): number => Math.hypot(...x.flatMap((z) => [z.re, z.im]));
const difference = (x: readonly Complex[], y: readonly Complex[]): Complex[] =>
  x.map((z, k) => ({ re: z.re - y[k]!.re, im: z.im - y[k]!.im }));

/** The error grows with the number of steps, of which other lengths than powers of two need three times as many. */
function tolerance(length: number): number {
  return 16 * 2 ** -24 * (3 + Math.log2(length)) + 5e-7;
}

const part = fc.integer({ min: -1000, max: 1000 }).map((x) => Math.fround(x / 256));
const signal = (length: number) =>
  fc.array(fc.record({ re: part, im: part }), { minLength: length, maxLength: length });

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 31, 32, 45, 64, 100])(
  'transforms of %i elements',
  (length) => {
    test('agree with the direct transform', () => {
      fc.assert(
        fc.property(signal(length), (x) => {
          const written = `[${x.map(literal).join(', ')}]`;
          const forward = complexes(ask(`:p fft ${written}`));
          const expected = direct(x, -1);
          expect(norm(difference(forward, expected))).toBeLessThanOrEqual(
            tolerance(length) * norm(expected) + 1e-6,
          );
          const inverse = complexes(ask(`:p ifft ${written}`));
          const scaled = direct(x, 1).map((z) => ({ re: z.re / length, im: z.im / length }));
          expect(norm(difference(inverse, scaled))).toBeLessThanOrEqual(
            tolerance(length) * norm(scaled) + 1e-6,
          );
        }),
        { numRuns: Math.ceil(RUNS / 5) },
      );
    });
  },
);

test('a convolution agrees with its definition', () => {
  const reals = fc.array(part, { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(reals, reals, (u, v) => {
      const expected = Array.from({ length: u.length + v.length }, (_, k) =>
        u.reduce((total, x, i) => total + x * (v[k - i] ?? 0), 0),
      );
      const scale = Math.hypot(...u) * Math.hypot(...v);
      const actual = numbers(ask(`:p convolve([${u.map(float).join(', ')}], [${v.map(float).join(', ')}])`));
      expect(actual.length).toBe(expected.length);
      actual.forEach((x, k) => {
        expect(Math.abs(x - expected[k]!)).toBeLessThanOrEqual(1e-5 * scale);
      });
    }),
    { numRuns: RUNS },
  );
});

test('a long transform keeps its precision, because the chirp is reduced exactly', () => {
  // The transform of a single wave of frequency 3 is one peak of height n.
  const program = `:p
  n = 3000
  wave = for i:(Fin n). Complex(cos (2.0 * pi * n_to_f (mod(3 * ordinal i, n)) / n_to_f n), 0.0)
  spectrum = bluestein wave
  [maximum (for k:(Fin n). if ordinal k == 3 || ordinal k == 2997 then 0.0 else complex_mag spectrum[k]),
   complex_mag spectrum[3@_]]`;
  const [rest, peak] = numbers(ask(program));
  expect(Math.abs(peak! - 1500)).toBeLessThan(0.01);
  expect(rest).toBeLessThan(0.01);
});
