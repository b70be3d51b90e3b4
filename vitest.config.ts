import { defineConfig } from 'vitest/config';

const all = process.env.VERIFY !== undefined;
process.env.SEED ??= String(Math.floor(Math.random() * 2 ** 31));
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
