import { expect, test } from 'vitest';
import { filesBelow, read } from './files.ts';

const EXPORTED = /^export (?:async )?function\*? (\w+)/;

/** The exported functions of a source before whose first signature no docstring ends. */
function undocumented(source: string): readonly string[] {
  const lines = source.split('\n');
  const documented = new Set<string>();
  const missing = new Set<string>();
  lines.forEach((line, i) => {
    const name = EXPORTED.exec(line)?.[1];
    if (name === undefined || documented.has(name)) return;
    if (lines[i - 1]?.trimEnd().endsWith('*/')) documented.add(name);
    else missing.add(name);
  });
  return [...missing];
}

test('a function without a docstring is found', () => {
  expect(undocumented('/** One. */\nexport function f() {}\n\nexport function g() {}')).toEqual(['g']);
});

test('every exported function has a docstring', () => {
  const wrong = filesBelow('src', '.ts').flatMap((file) =>
    undocumented(read(file)).map((name) => `${file}: ${name}`),
  );
  expect(wrong).toEqual([]);
});
