import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatFloat, formatG, formatScalar, parseFloat32 } from '../../src/values/index.ts';

/** Written by `reference/floats.py`: what Python's `%` and the C library's `strtof` give. */
const reference: {
  readonly formats: readonly (readonly [bits: string, seven: string, nine: string, seventeen: string])[];
  readonly texts: readonly (readonly [text: string, bits: number | null])[];
} = JSON.parse(readFileSync(new URL('./reference/floats.json', import.meta.url), 'utf8'));

const words = new DataView(new ArrayBuffer(8));

function double(hex: string): number {
  words.setBigUint64(0, BigInt(`0x${hex}`));
  return words.getFloat64(0);
}

function bits32(x: number): number {
  words.setFloat32(0, x);
  return words.getUint32(0);
}

describe('floats as C writes them', () => {
  it('%.7g, %.9g and %.17g', () => {
    for (const [bits, seven, nine, seventeen] of reference.formats) {
      const x = double(bits);
      expect([formatG(x, 7), formatG(x, 9), formatG(x, 17)]).toEqual([seven, nine, seventeen]);
    }
  });

  // language.md 8.1 and appendix A.
  it.each([
    [1, '1.'],
    [0.1, '0.1'],
    [100000, '100000.'],
    [1000000, '1000000.'],
    [10000000, '1e+07'],
    [123456789, '1.234568e+08'],
    [0.00001, '1e-05'],
    [-0, '-0.'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [Number.NaN, 'nan'],
    [Math.fround(0.1) + Math.fround(0.2), '0.3'],
    [3.5, '3.5'],
  ])('the printer gives %d as %s', (x, text) => {
    expect(formatFloat(x)).toBe(text);
  });

  it('show has nine and seventeen digits and no trailing point', () => {
    expect(formatScalar('exactFloat', 'f32', Math.fround(0.1))).toBe('0.100000001');
    expect(formatScalar('exactFloat', 'f64', 0.1)).toBe('0.10000000000000001');
    expect(formatScalar('exactFloat', 'f32', 1)).toBe('1');
  });

  it('integers print in decimal or hexadecimal', () => {
    expect(formatScalar('decimal', 'i32', -5)).toBe('-5');
    expect(formatScalar('hex', 'w8', 0x61)).toBe('0x61');
    expect(formatScalar('hex', 'w8', 0)).toBe('0x0');
    expect(formatScalar('hex', 'w64', 0x6b20015999ba4efen)).toBe('0x6b20015999ba4efe');
  });
});

describe('texts as strtof reads them', () => {
  it.each(reference.texts)('%j', (text, bits) => {
    const value = parseFloat32(text);
    const isNotANumber = bits !== null && (bits & 0x7fffffff) > 0x7f800000;
    if (bits === null) expect(value).toBe(null);
    else if (isNotANumber) expect(value).toBeNaN();
    else expect(bits32(value!)).toBe(bits);
  });
});
