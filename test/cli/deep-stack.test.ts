import { describe, expect, test } from 'vitest';
import { nesting } from '../../src/cli/deep-stack.ts';
import { dx, program } from './dx.ts';

/** What the command answers to a program, and its exit status. */
function answer(text: string): readonly [string, number | null] {
  const { out, status } = dx(['run', '--outfmt', 'result-only', program(text)]);
  return [out.trim(), status];
}

describe('programs that nest close to the bound', () => {
  test('parentheses, conditionals, calls', () => {
    expect(answer(`:p ${'(1 + '.repeat(990)}1${')'.repeat(990)}\n`)).toEqual(['991', 0]);
    expect(answer(`x = 1\n:p ${'(if x == 1 then '.repeat(990)}5${' else 0)'.repeat(990)}\n`)).toEqual([
      '5',
      0,
    ]);
  });

  test('else-ifs in one line', () => {
    const tests = Array.from({ length: 900 }, (_, k) => `if x == ${k} then ${2 * k} else `).join('');
    expect(answer(`def f(x:Nat) -> Nat = ${tests}1\n\nf 700\n`)).toEqual(['1400', 0]);
  });

  test('handlers in one block', () => {
    const binds = Array.from({ length: 1000 }, (_, k) => `  r${k} <- yield_state ${k}\n`).join('');
    expect(answer(`:p\n${binds}  r0 := get r999\n`)).toEqual(['999', 0]);
  });

  test('the status of a program that fails', () => {
    expect(answer(`:p ${'(1 + '.repeat(500)}nope${')'.repeat(500)}\n`)[1]).toBe(1);
  });
});

test('at a prompt, whose stack is what it is, a block too deep is refused and the next one answered', () => {
  const { out } = dx(['repl'], { input: `:p ${'(1 + '.repeat(990)}1${')'.repeat(990)}\n1 + 1\n` });
  expect(out).toMatch(/^Error \(limit\) \[DX0806\]: this block nests deeper[^]*\n2\n$/);
});

test('the nesting of a text', () => {
  expect(nesting('x = 1\n')).toBe(0);
  expect(nesting(':p ((1, [2]))\n')).toBe(3);
  expect(nesting(':p\n  a <- f\n  b <- f\n  (a)\n')).toBe(4);
  expect(nesting(':p if a then 1 else if b then 2 else if c then 3 else 4\n')).toBe(2);
  expect(nesting(`${':p (1\n\n'.repeat(100)}`)).toBe(1);
});
