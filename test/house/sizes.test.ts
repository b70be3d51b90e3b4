import { expect, test } from 'vitest';
import { filesBelow, read } from './files.ts';

const lengths = filesBelow('src', '.ts').map((file) => ({ file, lines: read(file).split('\n').length }));

test('no file is longer than 800 lines', () => {
  expect(lengths.filter((f) => f.lines > 800)).toEqual([]);
});

test('the median file is under 200 lines', () => {
  const sorted = lengths.map((f) => f.lines).sort((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(200);
});

test('no file silences the type checker or is left unfinished', () => {
  const wrong = filesBelow('src', '.ts').filter((f) =>
    /@ts-(ignore|expect-error|nocheck)|\b(TODO|FIXME|XXX)\b/.test(read(f)),
  );
  expect(wrong).toEqual([]);
});
