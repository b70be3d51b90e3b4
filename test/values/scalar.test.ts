import { describe, expect, it } from 'vitest';
import type { Scalar, ScalarOperator, ScalarValue } from '../../src/primitives/index.ts';
import { bitcastScalar, castScalar, scalarOperation } from '../../src/values/index.ts';

type Row = readonly [ScalarOperator, Scalar, ScalarValue, ScalarValue, ScalarValue | null];

/** language.md 6.2 with the decisions at its head, appendix A, and arithmetic by hand. */
const ROWS: readonly Row[] = [
  ['iadd', 'w8', 200, 100, 0x2c],
  ['iadd', 'i32', 2147483647, 1, -2147483648],
  ['isub', 'w32', 0, 1, 4294967295],
  ['imul', 'i32', 65537, 65537, 131073],
  ['imul', 'w32', 4294967295, 4294967295, 1],
  ['imul', 'w64', 0xffffffffffffffffn, 2n, 0xfffffffffffffffen],
  ['iadd', 'i64', 0x7fffffffffffffffn, 1n, -0x8000000000000000n],
  ['idiv', 'i32', -7, 2, -3],
  ['irem', 'i32', -7, 2, -1],
  ['idiv', 'i32', -2147483648, -1, -2147483648],
  ['idiv', 'w8', 200, 2, 100],
  ['idivS', 'w8', 200, 2, 0xe4],
  ['idivS', 'w8', 200, 3, 0xee],
  ['idiv', 'w32', 4000000000, 2, 2000000000],
  ['idivS', 'w32', 4000000000, 2, 4147483648],
  ['iremS', 'w32', 4000000000, 7, 4294967295],
  ['idiv', 'i32', 1, 0, null],
  ['irem', 'w64', 1n, 0n, null],
  ['idivS', 'w8', 1, 0, null],
  ['ilt', 'w8', 200, 3, 0],
  ['igt', 'w8', 200, 3, 1],
  ['igt', 'w32', 4000000000, 3, 1],
  ['ilt', 'i32', -1, 0, 1],
  ['ilt', 'w64', 0x8000000000000000n, 1n, 0],
  ['shl', 'w8', 0x81, 1, 0x02],
  ['shl', 'w8', 1, 9, 2],
  ['shl', 'w32', 1, 33, 2],
  ['shr', 'i32', -1, 28, 15],
  ['shr', 'w64', 0x8000000000000000n, 63n, 1n],
  ['shl', 'w64', 1n, 64n, 1n],
  ['xor', 'w8', 0xf0, 0xff, 0x0f],
  ['not', 'w8', 1, 0, 0],
  ['not', 'w8', 0, 0, 1],
  ['fadd', 'f32', 16777216, 1, 16777216],
  ['fadd', 'f64', 16777216, 1, 16777217],
  ['fmul', 'f32', Math.fround(0.1), Math.fround(0.1), 0.010000000707805157],
  ['fneg', 'f64', 0, 0, 0],
  ['fneg', 'f64', 2, 0, -2],
  ['feq', 'f64', Number.NaN, Number.NaN, 0],
  ['flt', 'f32', Number.NaN, 1, 0],
  ['feq', 'f64', 0, -0, 1],
  ['round', 'f64', 2.5, 0, 3],
  ['round', 'f64', -2.5, 0, -3],
  ['round', 'f64', 0.49999999999999994, 0, 0],
  ['round', 'f64', 4503599627370497, 0, 4503599627370497],
  ['floor', 'f32', -0.5, 0, -1],
  ['ceil', 'f32', 0.5, 0, 1],
  ['sqrt', 'f32', 2, 0, 1.4142135381698608],
  ['fdiv', 'f32', 1, 3, 0.3333333432674408],
];

describe('scalar operators', () => {
  it.each(ROWS)('%s at %s of %s and %s is %s', (operator, scalar, x, y, expected) => {
    expect(scalarOperation(operator, scalar)(x, y)).toBe(expected);
  });

  it('select takes the second where the first is not 0', () => {
    expect(scalarOperation('select', 'f32')(1, 2, 3)).toBe(2);
    expect(scalarOperation('select', 'i64')(0, 2n, 3n)).toBe(3n);
  });
});

type Cast = readonly [Scalar, Scalar, ScalarValue, ScalarValue];

const CASTS: readonly Cast[] = [
  ['i32', 'w64', -1, 0xffffffffn],
  ['i32', 'i64', -1, -1n],
  ['w32', 'i64', 4294967295, 4294967295n],
  ['w8', 'i32', 200, 200],
  ['w8', 'i64', 200, 200n],
  ['i64', 'w8', -1n, 255],
  ['i32', 'w8', 300, 44],
  ['w32', 'i32', 4294967295, -1],
  ['i64', 'w64', -1n, 0xffffffffffffffffn],
  ['f32', 'i32', 2.7, 2],
  ['f32', 'i32', -2.7, -2],
  ['f64', 'i32', 1e10, 2147483647],
  ['f64', 'i32', -1e10, -2147483648],
  ['f64', 'w32', -1, 0],
  ['f64', 'w32', 5e9, 4294967295],
  ['f64', 'w8', 256, 255],
  ['f64', 'i64', 1e19, 0x7fffffffffffffffn],
  ['f64', 'w64', -3, 0n],
  ['f32', 'i32', Number.NaN, 0],
  ['f64', 'w64', Number.NaN, 0n],
  ['w32', 'f32', 4294967295, 4294967296],
  ['i32', 'f32', 16777217, 16777216],
  // 2^62 + 2^38 + 1: through a double, that is a tie and goes to even; once, it is above the tie.
  ['i64', 'f32', 4611686293305294849n, 2 ** 62 + 2 ** 39],
  ['i64', 'f32', -4611686293305294849n, -(2 ** 62 + 2 ** 39)],
  ['w64', 'f64', 0xffffffffffffffffn, 18446744073709552000],
  ['f64', 'f32', 0.1, 0.10000000149011612],
];

describe('casts', () => {
  it.each(CASTS)('from %s to %s: %s is %s', (from, to, value, expected) => {
    expect(castScalar(from, to)(value)).toBe(expected);
  });

  it('bitcasts keep the bits', () => {
    expect(bitcastScalar('f32', 'w32')(1)).toBe(0x3f800000);
    expect(bitcastScalar('w32', 'f32')(0x3f800000)).toBe(1);
    expect(bitcastScalar('f64', 'i64')(-0)).toBe(-0x8000000000000000n);
    expect(bitcastScalar('w32', 'i32')(4294967295)).toBe(-1);
  });
});
