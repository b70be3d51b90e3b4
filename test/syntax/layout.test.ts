import { describe, expect, test } from 'vitest';
import { codesOf, itemOf, shapeOf } from './shape.ts';

/** The shape of the block of `:p`. */
const blockShape = (...lines: string[]): string => shapeOf(`\n${lines.join('\n')}`).trim();

describe('blocks', () => {
  test('statements, one a line or separated by semicolons', () => {
    expect(blockShape('  x = 1', '  y = 2; z = 3', '  x')).toBe('x = {1}; y = {2}; z = {3}; x');
  });
  test('empty lines and comments of any indentation are ignored', () => {
    expect(blockShape('  x = 1', '', '-- note', '      # note', '  x -- end')).toBe('x = {1}; x');
  });
  test('a value may be a block', () => {
    expect(blockShape('  x : Nat =', '     y = 1', '     y', '  x')).toBe('x : Nat = {y = {1}; y}; x');
  });
  test('local functions, discarded expressions, pass', () => {
    expect(blockShape('  def f(x:Nat) = x', '  f 1', '  pass', '  f 2')).toBe(
      'def f(x:Nat) = {x}; (call f 1); pass; (call f 2)',
    );
  });
  test('the bind arrow is a statement', () => {
    expect(blockShape('  r <- with_state 0', '  get r')).toBe('r <- {(call with_state 0)}; (call get r)');
  });
  test('a line break after an operator is a blank', () => {
    expect(blockShape('  x = 1 +', '2', '  f $', '      x')).toBe('x = {(chain 1 + 2)}; (call f x)');
  });
  test('line breaks inside brackets are blanks', () => {
    expect(shapeOf('f(\n1\n,\n2)')).toBe('(call f 1 2)');
  });
  test('a body inside brackets may be a block', () => {
    expect(shapeOf('f(\\x.\n  y = x\n  y, 2)')).toBe('(call f (\\ [x] y = {x}; y) 2)');
    expect(shapeOf('(do\n  x = 1\n  x)')).toBe('(do x = {1}; x)');
  });
  test('a body on one line inside brackets may be followed by its comma on the next', () => {
    expect(shapeOf('f(\\x. x\n , \\y. y)')).toBe('(call f (\\ [x] x) (\\ [y] y))');
  });
  test('the head of a definition breaks anywhere', () => {
    const item = itemOf('def f(x:Nat)\n    -> {IO}\nNat\n  given (a) =\n  y = x\n  y\n');
    expect(item.tag).toBe('def');
  });
  test('a command takes a block', () => {
    expect(itemOf(':p\n  x = 1\n  x\n').tag).toBe('command');
  });
  test.each([
    ['a bracket on a line of its own after a block', ':p (for i.\n  i\n)\n', 'DX0110'],
    ['a comma on a line of its own after a block', ':p f(for i.\n  i\n, 2)\n', 'DX0110'],
    ['an over-indented line', ':p\n  x = 1\n    y\n  x\n', 'DX0108'],
    ['a dedent to no block', ':p\n    x = 1\n  y\n', 'DX0108'],
    ['an unindented body', 'f = \\x.\nx\n', 'DX0109'],
    ['an argument on the next line', ':p f\n  1\n', 'DX0108'],
    ['a trailing semicolon', ':p\n  x = 1;\n  x\n', 'DX0101'],
    ['a semicolon at top level', 'x = 1; y = 2\n', 'DX0101'],
    ['a block without a result', ':p\n  x = 1\n', 'DX0150'],
    ['a block that ends in a bind', ':p\n  x <- f\n', 'DX0150'],
    ['an unindented command body', ':p\n1 + 1\n', 'DX0109'],
  ])('%s is refused', (_, text, code) => expect(codesOf(text)[0]).toBe(code));
});

describe('case', () => {
  test('alternatives, one a line', () => {
    expect(shapeOf('case x of\n  Dot -> 0\n  Disc(r, (_, s)) ->\n    y = r\n    y\n  Box b -> b')).toBe(
      '(case x [<Dot> -> 0] [<Disc r (tuple _ s)> -> y = {r}; y] [<Box b> -> b])',
    );
  });
  test('several alternatives directly inside parentheses run together', () => {
    expect(codesOf(':p (case x of\n  A -> 1\n  B -> 2)\n')).toEqual(['DX0160']);
    expect(shapeOf('(case x of\n  A -> 1)')).toBe('(case x [<A> -> 1])');
  });
});

describe('if', () => {
  const inBlock = (...lines: string[]): string => blockShape(...lines.map((line) => `  ${line}`));
  test.each([
    ['if c then a', '(if c [a])'],
    ['if c then a else b', '(if c [a] [b])'],
    ['if c then a else\n    s\n    b', '(if c [a] [s; b])'],
    ['if c then\n    s\n    a', '(if c [s; a])'],
    ['if c\n    then a', '(if c [a])'],
    ['if c\n    then a\n    else b', '(if c [a] [b])'],
    ['if c\n    then a else b', '(if c [a] [b])'],
    ['if c then a\n    else b', '(if c [a] [b])'],
    ['if c then a\n    else\n      s\n      b', '(if c [a] [s; b])'],
    ['if c\n    then\n      s\n      a', '(if c [s; a])'],
    ['if c\n    then\n      s\n      a\n    else b', '(if c [s; a] [b])'],
    ['if c\n    then\n      s\n      a\n    else\n      t\n      b', '(if c [s; a] [t; b])'],
    ['if c\n    then a else\n      s\n      b', '(if c [a] [s; b])'],
  ])('%s', (text, expected) => expect(inBlock(...text.split('\n'))).toBe(expected));
  test.each([
    [':p\n if c then\n   a\n  else b\n', 'DX0111'],
    [':p\n  if c then\n    a\n  else b\n', 'DX0111'],
    [':p\n  if c then\n    a else b\n', 'DX0111'],
    [':p\n  if c\n    then\n      a else b\n', 'DX0112'],
  ])('%j is refused', (text, code) => expect(codesOf(text)).toEqual([code]));
});
