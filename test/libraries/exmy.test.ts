import { describe, expect, test } from 'vitest';
import { read } from '../house/files.ts';
import { asking, float, numbers } from './run.ts';

const ask = asking('exmy');

interface Format {
  readonly e: number;
  readonly m: number;
}

const FORMATS: readonly Format[] = [3, 4, 5, 6, 7, 8].flatMap((bits) =>
  Array.from({ length: bits }, (_, e) => ({ e, m: bits - 1 - e })),
);

/** The number of a code, by the definition. */
function numberOf({ e, m }: Format, code: number): number {
  const sign = code >> (e + m) === 1 ? -1 : 1;
  const field = (code >> m) & (2 ** e - 1);
  const fraction = (code & (2 ** m - 1)) / 2 ** m;
  const bias = e === 0 ? 1 : 2 ** (e - 1) - 1;
  return sign * (field === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (field - bias));
}

/** The code of the nearest number, the even one of two, found by looking at all of them. */
function nearest(format: Format, x: number): number {
  const half = 2 ** (format.e + format.m);
  let best = 0;
  for (let code = 1; code < half; code++) {
    const closer =
      Math.abs(numberOf(format, code) - Math.abs(x)) - Math.abs(numberOf(format, best) - Math.abs(x));
    if (closer < 0 || (closer === 0 && code % 2 === 0)) best = code;
  }
  return best + (x < 0 || Object.is(x, -0) ? half : 0);
}

/** Numbers that decide: those of the format, halfway between neighbours, a little to each side, and beyond the largest. */
function probes(format: Format): number[] {
  const half = 2 ** (format.e + format.m);
  const magnitudes = Array.from({ length: half }, (_, code) => numberOf(format, code));
  const largest = magnitudes[half - 1]!;
  const middles = magnitudes.slice(1).map((x, k) => (x + magnitudes[k]!) / 2);
  const sides = middles.flatMap((x) => [Math.fround(x * (1 - 2 ** -20)), x, Math.fround(x * (1 + 2 ** -20))]);
  const all = [...magnitudes, ...sides, largest * 1.01, largest * 4];
  return [...all, ...all.map((x) => -x)];
}

/** Bytes print in hexadecimal. */
const bytes = (text: string): number[] => (text.match(/0x[0-9a-f]+/g) ?? []).map(Number);

describe.each(FORMATS)('e$em$m', (format) => {
  const count = 2 ** (1 + format.e + format.m);
  const codes = Array.from({ length: count }, (_, code) => code);

  test('decodes every code', () => {
    const [, ...values] = numbers(ask(`:p exmy_values (exmy(${format.e}, ${format.m}))`));
    expect(values.length).toBe(count);
    for (const code of codes) {
      const expected = numberOf(format, code);
      // Seven digits are printed.
      expect(Math.abs(values[code]! - expected)).toBeLessThanOrEqual(5e-7 * Math.abs(expected));
      expect(Object.is(values[code], -0)).toBe(Object.is(expected, -0));
    }
  });

  test('encodes the number of every code as that code', () => {
    const program = `:p
  format = exmy(${format.e}, ${format.m})
  codes = for i:(Fin ${count}). n_to_w8 (ordinal i)
  exmy_encode(format, exmy_decode(format, codes))`;
    expect(bytes(ask(program))).toEqual(codes);
  });

  test('rounds to the nearest number, to the even one of two, and saturates', () => {
    const xs = probes(format);
    const encoded = bytes(
      ask(`:p exmy_encode(exmy(${format.e}, ${format.m}), [${xs.map(float).join(', ')}])`),
    );
    const wrong = xs.filter((x, k) => encoded[k] !== nearest(format, x));
    expect(wrong).toEqual([]);
  });
});

interface Shared {
  readonly exponentBits: number;
  readonly mantissaBits: number;
  readonly values: readonly number[];
  readonly inputs: readonly number[];
  readonly rounded: readonly number[];
}

// Made by ml_dtypes: see small_floats.py.
const SHARED: readonly Shared[] = JSON.parse(read('test/libraries/fixtures/small_floats.json'));

test.each(SHARED)('e$exponentBitsm$mantissaBits is the format of ml_dtypes', (shared) => {
  const format = `exmy(${shared.exponentBits}, ${shared.mantissaBits})`;
  const [, ...values] = numbers(ask(`:p exmy_values (${format})`));
  expect(values).toEqual(shared.values);
  const rounded = numbers(ask(`:p exmy_round(${format}, [${shared.inputs.map(float).join(', ')}])`));
  expect(rounded).toEqual(shared.rounded);
});
