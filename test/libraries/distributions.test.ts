import { describe, expect, test } from 'vitest';
import { read } from '../house/files.ts';
import { asking, float, numbers, RUNS } from './run.ts';

interface Entry {
  readonly distribution: string;
  readonly discrete: boolean;
  readonly points: readonly {
    readonly x: number;
    readonly logDensity: number | null;
    readonly logCumulative: number | null;
    readonly logSurvivor: number | null;
  }[];
  readonly quantiles: readonly { readonly p: number; readonly x: number }[];
}

// Made by SciPy: see distributions.py.
const ENTRIES: readonly Entry[] = JSON.parse(read('test/libraries/fixtures/distributions.json'));

const ask = asking('stats');

/** How the values of a distribution are written, and how a value becomes a number. */
function form(entry: Entry): { type: string; literal: (x: number) => string; number: string } {
  if (entry.distribution.startsWith('Bernoulli'))
    return { type: 'Bool', literal: (x) => (x === 1 ? 'True' : 'False'), number: 'b_to_n' };
  return entry.discrete
    ? { type: 'Nat', literal: String, number: 'id' }
    : { type: 'Float', literal: float, number: 'id' };
}

/** Whether a logarithm agrees: relatively, or absolutely where the probability itself is close to one. */
function expectClose(actual: number, expected: number | null): void {
  if (expected === null) expect(actual).toBe(-Infinity);
  else expect(Math.abs(actual - expected)).toBeLessThanOrEqual(2e-5 * Math.abs(expected) + 1e-6);
}

describe.each(ENTRIES)('$distribution', (entry) => {
  const { distribution: d, points, quantiles } = entry;
  const { type, literal, number } = form(entry);
  test('has the densities, distribution function and survivors of SciPy', () => {
    const rows = points.map(({ x }) => {
      const at = `(${d}, ${literal(x)})`;
      return `[ln (density${at}), ln (cumulative${at}), ln (survivor${at})]`;
    });
    const answers = numbers(ask(`:p the (Fin ${points.length} => Fin 3 => Float) [${rows.join(', ')}]`));
    points.forEach((point, k) => {
      expectClose(answers[3 * k]!, point.logDensity);
      expectClose(answers[3 * k + 1]!, point.logCumulative);
      expectClose(answers[3 * k + 2]!, point.logSurvivor);
    });
  });

  test('has the quantiles of SciPy', () => {
    const values = quantiles.map(({ p }) => `${number} (the ${type} (quantile(${d}, ${float(p)})))`);
    const answers = numbers(ask(`:p [${values.join(', ')}]`));
    quantiles.forEach(({ x }, k) => {
      if (entry.discrete) expect(answers[k]).toBe(x);
      else expect(Math.abs(answers[k]! - x)).toBeLessThanOrEqual(2e-6 * (1 + Math.abs(x)));
    });
  });

  test('draws samples that are distributed as SciPy says', () => {
    const count = 200 * RUNS;
    const samples = `for i:(Fin ${count}). ${number} (the ${type} (draw(${d}, ixkey(new_key 7, i))))`;
    const below = points.map(({ x }) => {
      const bound = entry.discrete ? String(x) : float(x);
      return `mean (for i. b_to_f (samples[i] <= ${bound}))`;
    });
    const fractions = numbers(ask(`:p\n  samples = ${samples}\n  [${below.join(', ')}]`));
    points.forEach(({ logCumulative }, k) => {
      const p = logCumulative === null ? 0 : Math.exp(logCumulative);
      const deviation = Math.sqrt((p * (1 - p)) / count);
      expect(Math.abs(fractions[k]! - p)).toBeLessThanOrEqual(4 * deviation + 1e-5);
    });
  });
});
