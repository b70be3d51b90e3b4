/** Second derivatives of random programs: the Hessian times a vector is the same in whichever modes it is made. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { make, type Program, productType } from '../../src/loops/index.ts';
import { runs, Tape, tapes } from '../loops/tape.ts';
import { type Data, flat } from './data.ts';
import { differentiableProgram, float, SIZE } from './generate.ts';
import { entryOf, extended, grad, NESTINGS, run, runner } from './nestings.ts';

const points = fc
  .array(fc.nat(2 ** 20), { minLength: 20, maxLength: 20 })
  .map((choices) => new Tape(choices));

const point = (tape: Tape): readonly Data[] => [
  Array.from({ length: SIZE }, () => float(tape)),
  float(tape),
  float(tape),
];

/** The program as a function of one argument, the product of its parameters. */
function ofOne(program: Program): Program {
  const entry = entryOf(program);
  const types = entry.params.map((p) => p.type);
  return extended(program, 'one', [productType(types)], (b, [all]) =>
    b.call(
      make.signatureOf(entry),
      [],
      types.map((_, i) => b.project(i, all!)),
    ),
  );
}

const shifted = (at: readonly number[], by: readonly number[], h: number): Data => {
  const moved = at.map((x, i) => x + h * by[i]!);
  return [moved.slice(0, SIZE), moved[SIZE]!, moved[SIZE + 1]!];
};

function close(found: readonly number[], expected: readonly number[], tolerance: number): void {
  const size = Math.max(1, ...expected.map(Math.abs));
  found.forEach((x, i) => {
    expect(Math.abs(x - expected[i]!)).toBeLessThanOrEqual(tolerance * size);
  });
}

function laws(program: Program, tape: Tape): void {
  const f = ofOne(program);
  const [at, u, v] = [point(tape), point(tape), point(tape)];
  const product = (nesting: keyof typeof NESTINGS): readonly number[] =>
    flat(run(NESTINGS[nesting]!(f), [v, at]));
  const hessian = product('forward over reverse');
  close(product('reverse over forward'), hessian, 1e-9);
  close(product('reverse over reverse'), hessian, 1e-9);
  const entry = Number(run(NESTINGS['forward over forward']!(f), [v, u, at]));
  close([entry], [flat(u).reduce((sum, x, i) => sum + x * hessian[i]!, 0)], 1e-9);
  // It is the limit of differences of the gradient, away from kinks, which two steps of different size betray.
  const gradient = runner(grad(f, 'g'));
  const towards = (h: number): readonly number[] => flat(gradient([shifted(flat(at), flat(v), h)]));
  const difference = (h: number): readonly number[] => {
    const [right, left] = [towards(h), towards(-h)];
    return right.map((x, i) => (x - left[i]!) / (2 * h));
  };
  const [fine, coarse] = [difference(1e-5), difference(2e-5)];
  const size = Math.max(1, ...hessian.map(Math.abs));
  if (fine.some((x, i) => Math.abs(x - coarse[i]!) > 1e-6 * size)) return;
  close(fine, hessian, 2e-6);
}

test('P12: random programs', () => {
  if (!process.env.SEED0)
    fc.assert(
      fc.property(
        tapes.map((tape) => differentiableProgram(tape, { state: true, control: true }, 3)),
        points,
        laws,
      ),
      { numRuns: runs(100) },
    );
});
