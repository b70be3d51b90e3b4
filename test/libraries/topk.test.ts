import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asking, numbers, RUNS } from './run.ts';

const ask = asking('topk');

test('top_k agrees with sorting', () => {
  const cases = fc
    .array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 40 })
    .chain((xs) => fc.tuple(fc.constant(xs), fc.nat({ max: xs.length })));
  fc.assert(
    fc.property(cases, ([xs, k]) => {
      const expected = xs.map((x, i) => [x, i] as const).sort((x, y) => y[0] - x[0] || x[1] - y[1]);
      expect(numbers(ask(`:p top_k(${k}, [${xs.join(', ')}])`))).toEqual(expected.slice(0, k).flat());
    }),
    { numRuns: RUNS },
  );
});

test.each([
  { k: 1, recall: 0.5 },
  { k: 5, recall: 0.8 },
  { k: 10, recall: 0.95 },
])('approx_top_k finds $recall of the $k largest on average', ({ k, recall }) => {
  const trials = 10 * RUNS;
  const program = `:p
  trials = ${trials}
  found = for t:(Fin trials).
    xs = for i:(Fin 300). rand (ixkey(ixkey(new_key 5, t), i))
    exact = top_k(${k}, xs)
    found = approx_top_k(${k}, ${recall}, xs)
    (smallest, _) = exact[${k - 1}@_]
    mean for r. b_to_f (fst found[r] >= smallest)
  [mean found, recall_bound(${k}, bins_for_recall(${k}, ${recall}))]`;
  const [found, bound] = numbers(ask(program));
  expect(bound).toBeGreaterThanOrEqual(recall);
  // A standard error of a fraction of k * trials hits, which depend on each other only weakly.
  const slack = 4 * Math.sqrt((recall * (1 - recall)) / (k * trials));
  expect(found).toBeGreaterThanOrEqual(bound! - slack);
});

test('the bound is that of TPU-KNN, and the number of bins is enough for it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 1, max: 990 }), (k, thousandths) => {
      const recall = thousandths / 1000;
      const [bins, bound] = numbers(
        ask(`:p (bins_for_recall(${k}, ${recall}), recall_bound(${k}, bins_for_recall(${k}, ${recall})))`),
      );
      expect(bound).toBeCloseTo((1 - 1 / bins!) ** (k - 1), 4);
      expect((1 - 1 / bins!) ** (k - 1)).toBeGreaterThanOrEqual(recall - 1e-4);
      const enough = Math.max(k, Math.ceil(1 / (1 - recall ** (1 / (k - 1)))));
      expect(Math.abs(bins! - enough)).toBeLessThanOrEqual(1 + enough / 100);
    }),
    { numRuns: RUNS },
  );
});
