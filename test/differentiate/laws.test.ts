/** The laws of section 7.1 on random programs. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  binomial,
  blocksOf,
  type LinearBlock,
  type LinearFn,
  RECOMPUTE_LOOPS,
  recomputeCalls,
  SQUARE_ROOT,
  swapped,
  total,
  transposeLinear,
} from '../../src/differentiate/index.ts';
import { compile } from '../../src/evaluate/index.ts';
import { hasEffect, type Program, printFn } from '../../src/loops/index.ts';
import { runs, Tape, tapes } from '../loops/tape.ts';
import { type Data, flat } from './data.ts';
import { type Choices, differentiableProgram, float, SIZE } from './generate.ts';
import { differentiated, forward, reverse, work } from './harness.ts';

const programs = (choices: Choices): fc.Arbitrary<Program> =>
  tapes.map((tape) => differentiableProgram(tape, choices));
const points = fc
  .array(fc.nat(2 ** 20), { minLength: 20, maxLength: 20 })
  .map((choices) => new Tape(choices));

function point(tape: Tape): readonly Data[] {
  const xs = Array.from({ length: SIZE }, () => float(tape));
  return [xs, float(tape), float(tape)];
}

const shifted = (at: readonly Data[], by: readonly Data[], h: number): readonly Data[] => {
  const [xs, x, y] = at as readonly [readonly number[], number, number];
  const [ts, t, u] = by as readonly [readonly number[], number, number];
  return [xs.map((v, i) => v + h * ts[i]!), x + h * t, y + h * u];
};

const dot = (a: Data, b: Data): number => {
  const ys = flat(b);
  return flat(a).reduce((sum, x, i) => sum + x * ys[i]!, 0);
};

/** The statements of a linear program, as a sorted list of their kinds. */
function kindsOf(fn: LinearFn): readonly string[] {
  const tags = (block: LinearBlock): readonly string[] =>
    block.statements.flatMap((s) => (s.tag === 'view' ? [] : [s.tag, ...blocksOf(s).flatMap(tags)]));
  return [...tags(fn.body)].sort();
}

function laws(program: Program, tape: Tape): void {
  // P6: what is made at every stage passes the linear checker.
  const d = differentiated(program);
  const at = point(tape);
  const direction = point(tape);
  const cotangent = float(tape);
  const compiled = compile(program);
  const f = (p: readonly Data[]): number => {
    const run = compiled.run(d.entry.params.map((q, i) => d.value(q.type, p[i]!)));
    return run.tag === 'scalar' ? Number(run.value) : Number.NaN;
  };
  const there = forward(d, at, direction);
  const back = reverse(d, at, cotangent);
  // P5: the value is the primal's, bit by bit.
  expect(there.value).toBe(f(at));
  // P2: the transpose is the transpose.
  const slope = Number(there.tangent);
  const left = cotangent * slope;
  const right = dot(back.cotangents, direction);
  expect(Math.abs(left - right)).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(left), Math.abs(right)));
  // P7: unzipping and transposition conserve work, and transposition swaps its kinds.
  for (const alternative of [() => 0, (count: number) => count - 1]) {
    const { both, primal, half, turned } = work(d, alternative);
    expect(total(primal) + total(half)).toBe(total(both));
    expect(turned).toEqual(swapped(half));
  }
  // P4: the transpose of the transpose is the linear half.
  expect(kindsOf(transposeLinear(transposeLinear(d.derivative.half)))).toEqual(kindsOf(d.derivative.half));
  // P1: the derivative is the limit of differences; away from kinks, which two steps of different size betray, and at
  // the point itself the difference between its sides.
  const towards = (h: number): number => f(shifted(at, direction, h));
  const difference = (h: number): number => (towards(h) - towards(-h)) / (2 * h);
  const fine = difference(1e-5);
  const coarse = difference(2e-5);
  const bend = (towards(1e-5) - 2 * Number(there.value) + towards(-1e-5)) / 1e-5;
  if (Math.abs(fine - coarse) > 1e-6 * Math.max(1, Math.abs(fine)) || Math.abs(bend) > 1e-2) return;
  expect(Math.abs(fine - slope)).toBeLessThanOrEqual(2e-6 * Math.max(1, Math.abs(slope)));
}

describe('random programs', () => {
  test('P1, P2, P4 to P7: with every form', () => {
    fc.assert(fc.property(programs({ state: true, control: true }), points, laws), { numRuns: runs(2000) });
  });

  test('P1, P2, P4 to P7, P10: without State', () => {
    fc.assert(
      fc.property(programs({ state: false, control: false }), points, (program, tape) => {
        laws(program, tape);
        const d = differentiated(program);
        for (const fn of [d.derivative.linear, d.derivative.transposed]) {
          expect(hasEffect(fn.body.effects, 'state')).toBe(false);
          // P10: where the primal carries nothing, neither do its derivatives.
          expect(printFn(fn)).not.toContain('runState');
        }
      }),
      { numRuns: runs(2000) },
    );
  });

  test('P11: have the same gradient under every checkpoint policy, bit by bit', () => {
    const policies = [
      RECOMPUTE_LOOPS,
      SQUARE_ROOT,
      binomial(2),
      recomputeCalls(new Set(['helper', 'second'])),
    ];
    fc.assert(
      fc.property(programs({ state: true, control: true }), points, (program, tape) => {
        const at = point(tape);
        const positive = (data: Data): readonly number[] => flat(data).map((x) => x + 0);
        const stored = positive(reverse(differentiated(program), at, 1).cotangents);
        for (const policy of policies) {
          expect(positive(reverse(differentiated(program, { policy }), at, 1).cotangents)).toEqual(stored);
        }
      }),
      { numRuns: runs(500) },
    );
  });

  test('P16: programs that carry State have transposes that cost the same', () => {
    fc.assert(
      fc.property(programs({ state: true, control: false }), points, (program, tape) => {
        const d = differentiated(program);
        // Of a program whose State holds nothing that moves, the linear half has none.
        fc.pre(printFn(d.derivative.linear).includes('runState'));
        const [at, direction, cotangent] = [point(tape), point(tape), float(tape)];
        const left = cotangent * Number(forward(d, at, direction).tangent);
        const right = dot(reverse(d, at, cotangent).cotangents, direction);
        expect(Math.abs(left - right)).toBeLessThanOrEqual(
          1e-11 * Math.max(1, Math.abs(left), Math.abs(right)),
        );
        const { half, turned } = work(d);
        expect(turned).toEqual(swapped(half));
      }),
      { numRuns: runs(2000) },
    );
  });
});
