/** Laws of section 7.1 that hold between derivatives: linearity, the chain rule, what leaves a program the same. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LINEARIZATIONS } from '../../src/differentiate/index.ts';
import {
  Builder,
  F64,
  type Fn,
  make,
  type Program,
  parseProgram,
  printProgram,
} from '../../src/loops/index.ts';
import { supply } from '../../src/names/index.ts';
import { optimize } from '../../src/optimize/index.ts';
import type { ScalarOperator } from '../../src/primitives/index.ts';
import { runs, Tape, tapes } from '../loops/tape.ts';
import { type Data, flat } from './data.ts';
import { differentiableProgram, float, SIZE } from './generate.ts';
import { differentiated, forward, reverse } from './harness.ts';

const points = fc
  .array(fc.nat(2 ** 20), { minLength: 20, maxLength: 20 })
  .map((choices) => new Tape(choices));
const programs = (state: boolean, control: boolean): fc.Arbitrary<Program> =>
  tapes.map((tape) => differentiableProgram(tape, { state, control }));

const point = (tape: Tape): readonly Data[] => [
  Array.from({ length: SIZE }, () => float(tape)),
  float(tape),
  float(tape),
];
const mapped = (p: Data, f: (x: number) => number): Data =>
  typeof p === 'number' ? f(p) : (p as readonly Data[]).map((q) => mapped(q, f));
const summed = (p: readonly Data[], q: readonly Data[]): readonly Data[] => {
  const ys = [...flat(q)];
  let at = 0;
  return p.map((part) => mapped(part, (x) => x + ys[at++]!));
};
const near = (a: number, b: number, tolerance = 1e-12): void => {
  expect(Math.abs(a - b)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(a), Math.abs(b)));
};
/** Without signs of zeros, which a different order of additions may change. */
const gradientOf = (program: Program, at: readonly Data[]): readonly number[] =>
  flat(reverse(differentiated(program), at, 1).cotangents).map((x) => x + 0);

describe('random programs', () => {
  test('P3: linear halves are linear; scaling by a power of 2 is exact', () => {
    fc.assert(
      fc.property(programs(true, true), points, (program, tape) => {
        const d = differentiated(program);
        const [at, t, u] = [point(tape), point(tape), point(tape)];
        const along = (direction: readonly Data[]): number => Number(forward(d, at, direction).tangent);
        expect(along(t.map((part) => mapped(part, () => 0))) + 0).toBe(0);
        expect(along(t.map((part) => mapped(part, (x) => 8 * x)))).toBe(8 * along(t));
        const [a, b] = [along(t), along(u)];
        const size = Math.max(1, Math.abs(a), Math.abs(b));
        expect(Math.abs(along(summed(t, u)) - a - b)).toBeLessThanOrEqual(1e-12 * size);
      }),
      { numRuns: runs(300) },
    );
  });

  test('P13: the derivative of a composition is the composition of derivatives', () => {
    fc.assert(
      fc.property(programs(true, false), programs(true, false), points, (inner, outer, tape) => {
        const named = (program: Program, name: string): Fn => ({ ...program.functions.at(-1)!, name });
        const [f, g] = [named(inner, 'inner'), named(outer, 'outer')];
        const b = new Builder(supply(0));
        const params = f.params.map((p) => b.binder(p.name.hint, p.type));
        const [xs, x, y] = params.map(make.variable);
        const middle = b.call(make.signatureOf(f), [], [xs!, x!, y!]);
        const body = b.finish(b.call(make.signatureOf(g), [], [xs!, middle, y!]));
        const h: Fn = { ...f, name: 'both', title: 'both', params, body };
        const at = point(tape);
        const t = point(tape);
        const first = forward(differentiated({ functions: [f] }), at, t);
        const second = forward(
          differentiated({ functions: [g] }),
          [at[0]!, first.value, at[2]!],
          [t[0]!, first.tangent, t[2]!],
        );
        const whole = forward(differentiated({ functions: [f, g, h] }), at, t);
        expect(whole.value).toBe(second.value);
        near(Number(whole.tangent), Number(second.tangent));
      }),
      { numRuns: runs(300) },
    );
  });

  test('P14: names, inlining, common expressions and dead code do not matter', () => {
    fc.assert(
      fc.property(programs(true, true), points, (program, tape) => {
        const at = point(tape);
        const gradient = gradientOf(program, at);
        expect(gradientOf(parseProgram(printProgram(program)), at)).toEqual(gradient);
        const optimized = gradientOf(optimize(program), at);
        optimized.forEach((x, i) => {
          near(x, gradient[i]!, 1e-11);
        });
      }),
      { numRuns: runs(300) },
    );
  });

  test('P14: nor does the direction of loops that carry nothing', () => {
    fc.assert(
      fc.property(programs(false, false), points, (program, tape) => {
        const at = point(tape);
        const turned = printProgram(program)
          .replace(/= for /g, '= rof ')
          .replace(/do each /g, 'do eachBackward ');
        const found = gradientOf(parseProgram(turned), at);
        gradientOf(program, at).forEach((x, i) => {
          near(found[i]!, x, 1e-11);
        });
      }),
      { numRuns: runs(300) },
    );
  });

  test('P12: second derivatives are symmetric', () => {
    // f (x + a u + b v) as a function of a, differentiated as a function of b, and the other way round.
    fc.assert(
      fc.property(programs(true, false), points, (program, tape) => {
        const at = point(tape);
        const [u, v] = [point(tape), point(tape)];
        const slope = (along: readonly Data[], h: number, other: readonly Data[]): number => {
          const moved = summed(
            at,
            other.map((part) => mapped(part, (x) => h * x)),
          );
          return Number(forward(differentiated(program), moved, along).tangent);
        };
        const second = (a: readonly Data[], b: readonly Data[], h: number): number =>
          (slope(a, h, b) - slope(a, -h, b)) / (2 * h);
        const [uv, vu] = [second(u, v, 1e-4), second(v, u, 1e-4)];
        // Where two steps of different size disagree there is a kink between.
        const isSmooth = Math.abs(second(u, v, 2e-4) - uv) + Math.abs(second(v, u, 2e-4) - vu) < 1e-6;
        if (isSmooth) near(uv, vu, 1e-5);
      }),
      { numRuns: runs(100) },
    );
  });
});

/** (re, im). */
type Complex = readonly [number, number];

const COMPLEX: Readonly<Record<string, (...args: readonly Complex[]) => Complex>> = {
  fadd: (a, b) => [a![0] + b![0], a![1] + b![1]],
  fsub: (a, b) => [a![0] - b![0], a![1] - b![1]],
  fmul: (a, b) => [a![0] * b![0] - a![1] * b![1], a![0] * b![1] + a![1] * b![0]],
  fneg: (a) => [-a![0], -a![1]],
  sin: (a) => [Math.sin(a![0]) * Math.cosh(a![1]), Math.cos(a![0]) * Math.sinh(a![1])],
  cos: (a) => [Math.cos(a![0]) * Math.cosh(a![1]), -Math.sin(a![0]) * Math.sinh(a![1])],
  exp: (a) => [Math.exp(a![0]) * Math.cos(a![1]), Math.exp(a![0]) * Math.sin(a![1])],
};

describe('analytic programs', () => {
  test('P1c: the derivative is that of a step into the complex plane', () => {
    const step = fc.record({
      operator: fc.constantFrom('fadd', 'fsub', 'fmul', 'fneg', 'sin', 'cos', 'exp'),
      left: fc.nat(1000),
      right: fc.nat(1000),
    });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: -64, max: 64 }),
        (steps, k) => {
          const x = k / 64;
          const h = 2 ** -600;
          const b = new Builder(supply(0));
          const param = b.binder('x', F64);
          const atoms = [make.variable(param), make.literal('f64', 0.75)];
          const values: Complex[] = [
            [x, h],
            [0.75, 0],
          ];
          for (const { operator, left, right } of steps) {
            const unary =
              operator === 'fneg' || operator === 'sin' || operator === 'cos' || operator === 'exp';
            // The argument of an exponential is bounded, so that nothing grows.
            const operands = [left, right].slice(0, unary ? 1 : 2).map((n) => n % atoms.length);
            const bounded =
              operator === 'exp' ? [b.scalar('sin', atoms[operands[0]!]!)] : operands.map((n) => atoms[n]!);
            const inputs =
              operator === 'exp' ? [COMPLEX.sin!(values[operands[0]!]!)] : operands.map((n) => values[n]!);
            const made = b.scalar('sin', b.scalar(operator as ScalarOperator, ...bounded));
            atoms.push(made);
            values.push(COMPLEX.sin!(COMPLEX[operator]!(...inputs)));
          }
          const body = b.finish(atoms.at(-1)!);
          const fn: Fn = {
            name: 'f',
            title: 'f',
            heaps: [],
            params: [param],
            body,
            noinline: false,
            source: 0,
          };
          const d = differentiated({ functions: [fn] });
          const expected = values.at(-1)![1] / h;
          near(Number(forward(d, [x], [1]).tangent), expected, 1e-13);
          near(flat(reverse(d, [x], 1).cotangents)[0]!, expected, 1e-13);
        },
      ),
      { numRuns: runs(2000) },
    );
  });
});

describe('P17: every primitive', () => {
  const POINTS: Readonly<Record<string, readonly number[]>> = {
    acosh: [1.7, 1.7],
    digamma: [2.3, 2.3],
    fpow: [1.3, 0.7],
  };
  const differentiable = (Object.keys(LINEARIZATIONS) as ScalarOperator[]).filter(
    (name) => LINEARIZATIONS[name].tag === 'rule' && name !== 'select',
  );
  const BINARY = new Set(['fadd', 'fsub', 'fmul', 'fdiv', 'fpow', 'fatan2']);

  test.each(differentiable)('%s has a linearization, and it a transpose', (operator) => {
    const arity = BINARY.has(operator) ? 2 : 1;
    const at = (POINTS[operator] ?? [0.6, 0.7]).slice(0, arity);
    const params = ['x : f64', 'y : f64'].slice(0, arity).join(', ');
    const names = ['x', 'y'].slice(0, arity).join(' ');
    const d = differentiated(`fn @f (${params}) -> f64 { let z = ${operator} ${names} z }`);
    const f = (p: readonly number[]): number => Number(forward(d, p, p).value);
    const gradient = flat(reverse(d, at, 1).cotangents);
    at.forEach((_, i) => {
      const moved = (h: number): readonly number[] => at.map((x, k) => (k === i ? x + h : x));
      const h = 1e-3;
      const difference = (8 * (f(moved(h)) - f(moved(-h))) - (f(moved(2 * h)) - f(moved(-2 * h)))) / (12 * h);
      near(gradient[i]!, difference, 1e-8);
      const unit = at.map((_x, k) => (k === i ? 1 : 0));
      near(Number(forward(d, at, unit).tangent), gradient[i]!);
    });
  });

  test('is differentiable, or says why it is constant', () => {
    for (const rule of Object.values(LINEARIZATIONS)) {
      if (rule.tag === 'constant') expect(rule.because.length).toBeGreaterThan(5);
    }
  });
});
