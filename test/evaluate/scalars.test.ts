import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/evaluate/index.ts';
import { parseProgram } from '../../src/loops/index.ts';
import {
  bits,
  isFloat,
  isSigned,
  SCALAR_OPERATORS,
  SCALARS,
  type Scalar,
  type ScalarOperator,
  type ScalarValue,
} from '../../src/primitives/index.ts';
import { castScalar, scalarOperation, scalarValue, type Value } from '../../src/values/index.ts';

/** The evaluator's instructions against the definitions, which tables of their own pin (test/values/scalar.test.ts). */
const numRuns = process.env.VERIFY ? 1000 : 100;

const EDGES = [
  0,
  1,
  -1,
  2,
  7,
  31,
  32,
  33,
  63,
  64,
  127,
  128,
  255,
  256,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 53,
];

function integers(scalar: Scalar): fc.Arbitrary<ScalarValue> {
  const width = BigInt(bits(scalar));
  const low = isSigned(scalar) ? -(1n << (width - 1n)) : 0n;
  const any = fc.bigInt(low, low + (1n << width) - 1n);
  return fc.oneof(any, fc.constantFrom(...EDGES).map(BigInt)).map((x) => scalarValue(scalar, x));
}

function values(scalar: Scalar): fc.Arbitrary<ScalarValue> {
  if (!isFloat(scalar)) return integers(scalar);
  return scalar === 'f32' ? fc.float() : fc.double();
}

const scalarOf = (scalar: Scalar, value: ScalarValue): Value => ({ tag: 'scalar', scalar, value });

function resultOf(value: Value): ScalarValue {
  if (value.tag !== 'scalar') throw new Error('a scalar was expected');
  return value.value;
}

const operators = Object.keys(SCALAR_OPERATORS) as ScalarOperator[];

function operandTypes(operator: ScalarOperator): readonly Scalar[] {
  if (operator === 'not') return ['w8'];
  const { over } = SCALAR_OPERATORS[operator];
  return SCALARS.filter((scalar) => over === 'any' || (over === 'float') === isFloat(scalar));
}

describe('scalar instructions mean what values/scalar.ts says', () => {
  for (const operator of operators) {
    const { operands, result } = SCALAR_OPERATORS[operator];
    for (const scalar of operandTypes(operator)) {
      it(`${operator} at ${scalar}`, () => {
        const types =
          operator === 'select' ? (['w8', scalar, scalar] as const) : Array<Scalar>(operands).fill(scalar);
        const names = ['x', 'y', 'z'].slice(0, operands);
        const params = names.map((name, k) => `${name} : ${types[k]}`).join(', ');
        const compiled = compile(
          parseProgram(
            `fn @f (${params}) -> ${result === 'w8' ? 'w8' : scalar} { let r = ${operator} ${names.join(' ')} r }`,
          ),
        );
        const meaning = scalarOperation(operator, scalar);
        fc.assert(
          fc.property(fc.tuple(...types.map(values)), (args) => {
            const expected = meaning(...args);
            const run = () => resultOf(compiled.run(args.map((arg, k) => scalarOf(types[k]!, arg))));
            if (expected === null) expect(run).toThrow('division by zero');
            else expect(run()).toBe(expected);
          }),
          { numRuns },
        );
      });
    }
  }

  for (const from of SCALARS) {
    for (const to of SCALARS) {
      it(`cast from ${from} to ${to}`, () => {
        const compiled = compile(parseProgram(`fn @f (x : ${from}) -> ${to} { let r = cast ${to} x r }`));
        const meaning = castScalar(from, to);
        fc.assert(
          fc.property(values(from), (x) => {
            expect(resultOf(compiled.run([scalarOf(from, x)]))).toBe(meaning(x));
          }),
          { numRuns },
        );
      });
    }
  }

  it.each([
    ['f32', 'w32', 1, 0x3f800000],
    ['w64', 'f64', 0x4000000000000000n, 2],
    ['i32', 'w32', -1, 4294967295],
    ['w64', 'i64', 0xffffffffffffffffn, -1n],
    ['i32', 'f32', -1, Number.NaN],
  ] as const)('bitcast from %s to %s of %s is %s', (from, to, x, expected) => {
    const compiled = compile(parseProgram(`fn @f (x : ${from}) -> ${to} { let r = bitcast ${to} x r }`));
    expect(resultOf(compiled.run([scalarOf(from, x)]))).toBe(expected);
  });
});
