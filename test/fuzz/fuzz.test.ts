import { expect, test } from 'vitest';
import { Random } from '../random.ts';
import { seedPrograms } from './corpus.ts';
import { Mutator } from './mutate.ts';
import { runMutant } from './run.ts';

const seed = Number(process.env.SEED);
const count = process.env.VERIFY === undefined ? 5_000 : 50_000;

test(`${count} mutated programs`, { timeout: 3_600_000 }, () => {
  const random = new Random(seed);
  const seeds = seedPrograms();
  const mutator = new Mutator(seeds, random);
  const problems: string[] = [];
  let parsed = 0;
  let checked = 0;
  for (let k = 0; k < count && problems.length < 5; k += 1) {
    const text = mutator.mutate(random.pick(seeds));
    const outcome = runMutant(text);
    if (outcome.parsed) parsed += 1;
    if (outcome.checked) checked += 1;
    if (outcome.problem !== null) problems.push(`${outcome.problem}\n--- program\n${text}`);
  }
  console.log(`${parsed} of ${count} parse, ${checked} pass the checker`);
  expect(problems).toEqual([]);
  expect(parsed).toBeGreaterThan(count / 3);
  expect(checked).toBeGreaterThan(count / 10);
});
