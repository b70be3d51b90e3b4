import { describe, expect, test } from 'vitest';
import { read } from '../house/files.ts';
import type { Mutant } from './mutants.ts';
import { passesWith } from './plant.ts';

/** Tests that each mutant can be planted and, with `npm run verify`, that its tests find it and pass without it. */
export function describeMutants(title: string, mutants: readonly Mutant[]): void {
  describe(title, () => {
    test.each(mutants)('$name: there is one place for it', ({ file, from }) => {
      expect(read(file).split(from).length - 1).toBe(1);
    });

    const isWhole = process.env.VERIFY !== undefined;
    test.runIf(isWhole)('without one the tests pass', () => {
      const tests = [...new Set(mutants.flatMap((mutant) => mutant.tests))];
      expect(passesWith({ ...mutants[0]!, to: mutants[0]!.from, tests })).toBe(true);
    });

    test.runIf(isWhole).each(mutants)('$name: is found', (mutant) => {
      expect(passesWith(mutant)).toBe(false);
    });
  });
}
