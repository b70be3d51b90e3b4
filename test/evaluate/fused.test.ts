import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScalarOperator, ScalarValue } from '../../src/primitives/index.ts';
import { scalarOperation, type Value } from '../../src/values/index.ts';
import { answer } from './run.ts';

/**
 * Arithmetic on names and elements of tables, each result used once or often, computed here operator by operator: the
 * evaluator may do several operators in one instruction, which must not show.
 */
const numRuns = process.env.VERIFY ? 2000 : 200;

const SIZE = 3;
const OPERATORS = ['fadd', 'fsub', 'fmul', 'fdiv'] as const satisfies readonly ScalarOperator[];

interface Step {
  readonly operator: (typeof OPERATORS)[number];
  readonly left: number;
  readonly right: number;
}

const numbers = fc.double({ min: -8, max: 8, noNaN: true }).map(Math.fround);
const steps = fc.array(
  fc.record({ operator: fc.constantFrom(...OPERATORS), left: fc.nat(), right: fc.nat() }),
  { minLength: 1, maxLength: 12 },
);

function table(values: readonly number[], scalar: 'f32' | 'f64'): Value {
  const data = scalar === 'f32' ? Float32Array.from(values) : Float64Array.from(values);
  return { tag: 'table', size: SIZE, elements: { tag: 'scalars', scalar, data } };
}

describe.each(['f32', 'f64'] as const)('fused arithmetic at %s', (scalar) => {
  it('means what its operators mean', () => {
    const three = fc.tuple(numbers, numbers, numbers);
    fc.assert(
      fc.property(three, three, numbers, steps, (as, bs, x, program) => {
        const names = ['x', 'a', 'b'];
        const lines = ['let a = as[i]', 'let b = bs[i]'];
        program.forEach(({ operator, left, right }: Step, k) => {
          lines.push(`let t${k} = ${operator} ${names[left % names.length]} ${names[right % names.length]}`);
          names.push(`t${k}`);
        });
        const text = `fn @main (as : Fin ${SIZE} => ${scalar}, bs : Fin ${SIZE} => ${scalar}, x : ${scalar}) -> (Fin ${SIZE} => ${scalar}, ${scalar}) {
          let s = runAccum (fadd, 0${scalar}) [h] r {
            let u = for i : Fin ${SIZE} {
              ${lines.join('\n')}
              let p = fmul ${names.at(-1)} x
              do extend r p (fadd, 0${scalar})
              ${names.at(-2)}
            }
            u
          }
          s
        }`;
        const apply = (operator: ScalarOperator, p: ScalarValue, q: ScalarValue) =>
          scalarOperation(operator, scalar)(p, q)!;
        let total: ScalarValue = 0;
        const expected = as.map((a, i) => {
          const values: ScalarValue[] = [x, a, bs[i]!];
          for (const { operator, left, right } of program) {
            values.push(apply(operator, values[left % values.length]!, values[right % values.length]!));
          }
          total = apply('fadd', total, apply('fmul', values.at(-1)!, x));
          return values.at(-2)!;
        });
        expect(
          answer(text, [table(as, scalar), table(bs, scalar), { tag: 'scalar', scalar, value: x }]),
        ).toEqual([expected, total]);
      }),
      { numRuns },
    );
  });
});
