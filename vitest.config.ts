import { defineConfig } from 'vitest/config';

const all = process.env.VERIFY !== undefined;
// The usual run tests a change, and is the same each time; the run that looks for what nobody has thought of draws afresh.
process.env.SEED ??= String(all ? Math.floor(Math.random() * 2 ** 31) : 210405372);
console.log(`SEED=${process.env.SEED} repeats the random cases of this run.`);

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    pool: 'threads',
    testTimeout: all ? 1_800_000 : 180_000,
    hookTimeout: 180_000,
  },
});
