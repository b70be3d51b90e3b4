import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printProgram } from '../../src/loops/index.ts';
import { programs } from '../loops/generate.ts';
import { argumentsFor, outcomeOf } from '../loops/run.ts';
import { runs } from '../loops/tape.ts';
import { misfit, type Numbers } from './conforms.ts';

test('a program that ends well gives a value of its type', { timeout: 600_000 }, () => {
  let values = 0;
  fc.assert(
    fc.property(programs, fc.nat(3), (program, n) => {
      const { value } = outcomeOf(program, n);
      if (value === null) return;
      values += 1;
      const entry = program.functions.at(-1)!;
      const args = argumentsFor(n);
      const numbers: Numbers = new Map(
        entry.params.flatMap(({ name }, k) => {
          const arg = args[k]!;
          return arg.tag === 'scalar' ? [[name.id, Number(arg.value)] as const] : [];
        }),
      );
      const problem = misfit(value, entry.body.type, numbers);
      if (problem !== null) expect.fail(`${problem}\n${printProgram(program)}`);
    }),
    { numRuns: runs(5000), endOnFailure: true },
  );
  expect(values).toBeGreaterThan(runs(5000) / 2);
});
