import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearest, nearestIn, vocabularyOf } from '../../src/elaborate/suggest.ts';
import { elaborateText, withPrelude } from './program.ts';

/** Damerau's distance (restricted), as it is defined. */
function distance(a: string, b: string): number {
  const d = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j;
    const replaced = table[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
    const swapped =
      i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? table[i - 2]![j - 2]! + 1 : Infinity;
    return Math.min(replaced, swapped, table[i - 1]![j]! + 1, table[i]![j - 1]! + 1);
  };
  const table: number[][] = [];
  for (let i = 0; i <= a.length; i++) {
    table.push([]);
    for (let j = 0; j <= b.length; j++) table[i]!.push(d(i, j));
  }
  return table[a.length]![b.length]!;
}

describe('names that look alike', () => {
  const name = fc.stringMatching(/^[ab][abcx1]{4,8}$/);

  test('are those that fewest edits lead to', () => {
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 30 }), (given, others) => {
        const limit = given.length <= 5 ? 1 : 2;
        const distances = [...new Set(others)]
          .map((other) => ({ other, edits: distance(given, other) }))
          .filter(({ edits }) => edits > 0 && edits <= limit);
        const least = Math.min(...distances.map(({ edits }) => edits));
        const closest = distances.filter(({ edits }) => edits === least).map(({ other }) => other);
        expect(nearest(given, others)).toEqual(closest.sort().slice(0, 3));
      }),
    );
  });

  test('are looked for in several vocabularies, and named once', () => {
    const vocabularies = [['sizes', 'fold'], ['sizes', 'seize'], []].map(vocabularyOf);
    expect(nearestIn('sizee', vocabularies)).toEqual(['sizes']);
    expect(nearestIn('sieze', vocabularies)).toEqual(['seize']);
  });

  test('of short names begin alike, and operators are not words', () => {
    expect(nearest('fst', ['snt', 'fit', 'f'])).toEqual(['fit']);
    expect(nearest('.+.', ['.-.', 'x', '.+'])).toEqual(['.+', '.-.']);
  });

  test('are names that are visible', () => {
    const helpOf = (program: string) =>
      elaborateText(program, withPrelude).results.flatMap((r) => r.diagnostics.flatMap((d) => d.help));
    expect(helpOf(':p (\\others:Nat. othres) 1\n')).toEqual(['did you mean others?']);
    expect(helpOf(':p max ((\\others:Nat. others) 1) othres\n')).toEqual([]);
  });

  test('are found quickly', () => {
    // Ten thousand unknown names, each like ten thousand others: bounded work a name, where comparing all takes minutes.
    const defined = Array.from({ length: 10_000 }, (_, k) => `abc${k}`);
    const vocabulary = vocabularyOf(defined);
    const start = performance.now();
    for (let k = 0; k < 10_000; k++) nearestIn(`zbd${k}`, [vocabulary]);
    expect(performance.now() - start).toBeLessThan(30_000);
  });
});
