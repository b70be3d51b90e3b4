import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkProgram, type Program, printProgram } from '../../src/loops/index.ts';
import {
  foldConstants,
  optimize,
  PASSES,
  propagateCopies,
  removeExceptions,
} from '../../src/optimize/index.ts';
import { programs } from '../loops/generate.ts';
import { outcomeOf } from '../loops/run.ts';
import { runs } from '../loops/tape.ts';

const REWRITES: readonly { readonly name: string; readonly run: (program: Program) => Program }[] = [
  ...PASSES,
  { name: 'copies', run: propagateCopies },
  { name: 'constants', run: foldConstants },
  { name: 'exceptions', run: removeExceptions },
  { name: 'optimize', run: (program) => optimize(program) },
  { name: 'optimize after exceptions', run: (program) => optimize(removeExceptions(program)) },
];

/** What a rewrite did wrong to a program that ends well with this outcome; `null` where nothing. */
function mistake(rewritten: Program, n: number, before: string): string | null {
  const problems = checkProgram(rewritten);
  if (problems.length > 0) return JSON.stringify(problems);
  const after = outcomeOf(rewritten, n).text;
  return after === before ? null : `${before}\nbecame\n${after}`;
}

describe('random programs', () => {
  it('keep their types and meaning through every rewrite', () => {
    let faults = 0;
    let total = 0;
    fc.assert(
      fc.property(programs, fc.nat(3), (program, n) => {
        expect(checkProgram(program)).toEqual([]);
        const before = outcomeOf(program, n);
        total++;
        // A fault counts as pure: a rewrite may drop one that nobody needs.
        if (before.faulted) faults++;
        else {
          for (const { name, run } of REWRITES) {
            const wrong = mistake(run(program), n, before.text);
            if (wrong !== null) expect.fail(`${name}: ${wrong}\n${printProgram(program)}`);
          }
        }
      }),
      { numRuns: runs(5000), endOnFailure: true },
    );
    expect(faults / total).toBeLessThan(0.1);
  }, 1_800_000);
});
