import { expect, test } from 'vitest';
import { complete } from '../../src/repl/complete.ts';
import { dx, program } from '../cli/dx.ts';

const answers = (input: string): string => dx(['repl'], { input }).out;

test('answers expressions and keeps definitions', () => {
  expect(answers('x = 3\nx + 1\n:t x\n')).toBe('4\nNat\n');
});

test('reads as many lines as a block needs', () => {
  expect(answers('def f(x:Nat) -> Nat =\n  y = x + 1\n  y * 2\nf 3\n')).toBe('8\n');
  expect(answers('data Side =\n  Port\n  Starboard\n\n[Port, Starboard]\n')).toBe('[Port, Starboard]\n');
  expect(answers('(1 +\n2)\n')).toBe('3\n');
});

test('completes what was being entered when its input ends', () => {
  expect(answers(':p\n  x = 3\n  x + 1')).toBe('4\n');
});

test('goes on after an error', () => {
  const out = answers('nope\n1 + 1\n');
  expect(out).toContain('Name error');
  expect(out).toMatch(/\n2\n$/);
});

test('what is defined again has a new meaning, for what comes after', () => {
  expect(answers('x = 3\nf = \\y:Nat. x + y\nx = 1.5\nx\nf 1\n')).toBe('1.5\n4\n');
});

test('a definition that fails leaves the old one', () => {
  expect(answers('x = 3\nx = nope\nx + 1\n')).toMatch(/^Name error[^]*\n4\n$/);
  expect(answers('x = 3\nx = (1 +)\nx + 1\n')).toMatch(/^Parse error[^]*\n4\n$/);
});

test('the names of the library stay', () => {
  expect(answers('sum = 3\nsum [1, 2]\n')).toMatch(/^Name error \[DX0202\][^]*\n3\n$/);
});

test('a file that is loaded again replaces its definitions', () => {
  const path = program('x = 10\n\ny = x + 1\n');
  expect(answers(`:load ${path}\n:load ${path}\ny\n`)).toBe('11\n');
});

test('loads and reloads files', () => {
  const path = program('x = 10\n\nx\n');
  expect(answers(`:load ${path}\nx + 1\ny = 2\n:reload\ny\n`)).toMatch(/^10\n11\n10\nName error/);
  expect(answers(':load no/such/file\n1\n')).toMatch(/no such file[\s\S]*\n1\n$/);
});

test('lists its commands', () => {
  expect(answers(':help\n')).toContain(':load');
});

test('completes commands, keywords and names in scope', () => {
  expect(complete(':re', [])).toEqual([[':reload'], ':re']);
  expect(complete('x = su', ['sum', 'subtract', 'other'])).toEqual([['subtract', 'sum'], 'su']);
  expect(complete('stru', [])).toEqual([['struct'], 'stru']);
  expect(complete('1 + ', ['x'])).toEqual([[], '']);
});
