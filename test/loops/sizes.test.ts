import { describe, expect, it } from 'vitest';
import {
  addSizes,
  constSize,
  evaluateSetSize,
  evaluateSize,
  finSet,
  type IndexSet,
  indexType,
  labelsOf,
  mulSizes,
  namedSet,
  nameSize,
  powerSet,
  printType,
  prodSet,
  type RangeKind,
  rangeSet,
  type SizeEnvironment,
  sameSet,
  sameSize,
  sameType,
  setOfType,
  sizeOf,
  sumSet,
  uniteLabels,
  withLabels,
} from '../../src/loops/index.ts';

const n = { id: 1, hint: 'n' };
const m = { id: 2, hint: 'm' };
const i = { id: 3, hint: 'i' };
const N = nameSize(n);
const M = nameSize(m);

const VALUES = new Map([
  [1, 4],
  [2, 3],
  [3, 2],
]);
const env: SizeEnvironment = {
  name: (name) => VALUES.get(name.id)!,
  ordinal: () => 2,
};

describe('sizes', () => {
  it('are equal as polynomials', () => {
    const square = mulSizes(addSizes(N, constSize(1)), addSizes(N, constSize(1)));
    const expanded = addSizes(mulSizes(N, N), mulSizes(constSize(2), N), constSize(1));
    expect(sameSize(square, expanded)).toBe(true);
    expect(sameSize(mulSizes(N, M), mulSizes(M, N))).toBe(true);
    expect(sameSize(addSizes(N, M), mulSizes(N, M))).toBe(false);
    expect(sameSize(mulSizes(N, constSize(0)), constSize(0))).toBe(true);
  });

  it('have the value of their expression', () => {
    expect(evaluateSize(addSizes(mulSizes(N, M), constSize(5)), env)).toBe(4 * 3 + 5);
    expect(evaluateSize(mulSizes(addSizes(N, M), addSizes(N, M)), env)).toBe(49);
  });
});

/** The elements of a set, one by one, with `i` the index 2 of `Fin 4`: an independent count. */
function count(set: IndexSet): number {
  switch (set.tag) {
    case 'fin':
    case 'named':
      return evaluateSize(set.size, env);
    case 'prod':
      return set.items.map(count).reduce((a, b) => a * b, 1);
    case 'sum':
      return set.items.map(count).reduce((a, b) => a + b, 0);
    case 'power':
      return count(set.codomain) ** count(set.domain);
    case 'range': {
      const keep: Readonly<Record<RangeKind, (k: number) => boolean>> = {
        from: (k) => k >= 2,
        fromExc: (k) => k > 2,
        to: (k) => k <= 2,
        toExc: (k) => k < 2,
      };
      return Array.from({ length: count(set.base) }, (_, k) => k).filter(keep[set.kind]).length;
    }
  }
}

const FIN4 = finSet(4);
const at = { tag: 'var', name: i, type: indexType(FIN4) } as const;
const RANGES = (['from', 'fromExc', 'to', 'toExc'] as const).map((kind) => rangeSet(FIN4, kind, at));
const SETS: readonly IndexSet[] = [
  FIN4,
  prodSet([FIN4, finSet(N)]),
  prodSet([]),
  sumSet([finSet(N), finSet(M), finSet(2)]),
  sumSet([]),
  ...RANGES,
  powerSet(finSet(3), finSet(N)),
  powerSet(finSet(3), finSet(2)),
  powerSet(finSet(0), finSet(N)),
  namedSet('Post', addSizes(N, constSize(1))),
];

describe('index sets', () => {
  it('have the size of their elements counted', () => {
    for (const set of SETS) {
      expect(evaluateSetSize(set, env)).toBe(count(set));
      expect(evaluateSize(sizeOf(set)!, env)).toBe(count(set));
    }
  });

  it('have closed forms for ranges that begin at the beginning', () => {
    expect(sizeOf(RANGES[2]!)).toEqual(addSizes(nameSize(i), constSize(1)));
    expect(sizeOf(RANGES[3]!)).toEqual(nameSize(i));
    expect(sizeOf(RANGES[0]!)?.tag).toBe('rangeSize');
    expect(sizeOf(rangeSet(FIN4, 'from', { tag: 'lit', scalar: 'w32', value: 1 }))).toEqual(constSize(3));
  });

  it('have no polynomial size where an exponent is not constant', () => {
    expect(sizeOf(powerSet(finSet(N), finSet(2)))).toBeNull();
  });

  it('have a size however large a part is', () => {
    const huge = powerSet(finSet(1000), finSet(10));
    const sizes: readonly (readonly [IndexSet, number])[] = [
      [prodSet([finSet(0), huge]), 0],
      [prodSet([huge, huge, finSet(0)]), 0],
      [powerSet(huge, finSet(1)), 1],
      [powerSet(finSet(0), huge), 1],
      [prodSet([finSet(2), huge]), Number.POSITIVE_INFINITY],
    ];
    for (const [set, size] of sizes) {
      expect(evaluateSetSize(set, env)).toBe(size);
      expect(sizeOf(set)).toEqual(constSize(size));
    }
    expect(sameSize(mulSizes(constSize(0), sizeOf(huge)!), constSize(0))).toBe(true);
  });

  it('have no polynomial that would be exponentially long', () => {
    const sums = Array.from({ length: 40 }, (_, k) => {
      const [a, b] = [2 * k, 2 * k + 1].map((id) => finSet(nameSize({ id: 100 + id, hint: 'a' })));
      return sumSet([a!, b!]);
    });
    const ones: SizeEnvironment = { name: () => 1, ordinal: () => 0 };
    expect(evaluateSize(sizeOf(prodSet(sums.slice(0, 5)))!, ones)).toBe(2 ** 5);
    expect(sizeOf(prodSet(sums))).toBeNull();
    expect(evaluateSetSize(prodSet(sums), ones)).toBe(2 ** 40);
    // Equal ones are gathered: (a + b)^40 has 41 terms.
    expect(evaluateSize(sizeOf(prodSet(sums.map(() => sums[0]!)))!, ones)).toBe(2 ** 40);
    expect(sizeOf(powerSet(finSet(16), sumSet(sums.slice(0, 4))))).toBeNull();
  });

  it('are the sets of their types of indices', () => {
    for (const set of SETS) expect(sameSet(setOfType(indexType(set))!, set)).toBe(true);
    expect(printType(indexType(prodSet([FIN4, sumSet([finSet(2), finSet(1)])])))).toBe(
      '(Fin 4, (Fin 2 | Fin 1))',
    );
    expect(sameType(indexType(prodSet([finSet(2), finSet(3)])), indexType(finSet(6)))).toBe(false);
  });

  it('carry labels that no equality sees, and unite them', () => {
    const batch = withLabels(FIN4, [{ text: 'Batch', source: 1 }]);
    const rows = withLabels(FIN4, [{ text: 'Rows', source: 2 }]);
    expect(sameSet(batch, rows)).toBe(true);
    expect(labelsOf(uniteLabels(batch, rows)).map((l) => l.text)).toEqual(['Batch', 'Rows']);
    const both = uniteLabels(prodSet([batch, FIN4]), prodSet([FIN4, rows]));
    expect(both.tag === 'prod' && both.items.map((item) => labelsOf(item).map((l) => l.text))).toEqual([
      ['Batch'],
      ['Rows'],
    ]);
  });
});
