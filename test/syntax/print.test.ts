import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sourceFile } from '../../src/source/index.ts';
import { equalSyntax, formatSource, parseSource, printItem } from '../../src/syntax/index.ts';
import { cellsOf, itemOf } from './shape.ts';
import { item } from './surface-arbitrary.ts';

const runs = process.env.VERIFY ? 20_000 : 1_000;

/** The items of a text; fails on diagnostics. */
function parsed(text: string): unknown[] {
  return cellsOf(text).flatMap((cell) => {
    if (cell.tag !== 'code') return [];
    if (cell.diagnostics.length > 0) throw new Error(`${cell.diagnostics[0]!.message}\n${text}`);
    return [cell.item];
  });
}

describe('printing', () => {
  test('parse ∘ print is the identity on trees', () => {
    fc.assert(
      fc.property(item, (tree) => {
        const back = parsed(`${printItem(tree)}\n`);
        return back.length === 1 && equalSyntax(back[0], tree);
      }),
      { numRuns: runs },
    );
  });
  test.each([
    ['f x y', 'f(x, y)'],
    ['x | f(a) | g', 'g(f(x, a))'],
    ['a - (b - c)', 'a - (b - c)'],
    ['(a - b) - c', '(a - b) - c'],
    ['-x * y', '-x * y'],
    ['get ref!i', 'get(ref ! i)'],
    ['(..i)', '(..i)'],
    ['(n:Nat &> Fin n => Float)', '(n:Nat) &> Fin(n) => Float'],
    ['1.0e30', '1.0e30'],
    ["('a')", "('a')"],
    ['"a\\0001"', '"a\\1"'],
    ['(x: A) -> {State h | e} B', '(x:A) -> {State(h) | e} B'],
  ])('%s', (text, expected) => expect(printItem(itemOf(`${text}\n`))).toBe(expected));
});

describe('formatting', () => {
  const format = (text: string): string => formatSource(sourceFile('test.dx', text));
  test('of random programs keeps trees and is idempotent', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 3 }), (items) => {
        const text = items.map((i) => `${printItem(i)}\n`).join('\n\n\n');
        const once = format(text);
        expect(equalSyntax(parsed(once), items)).toBe(true);
        expect(format(once)).toBe(once);
      }),
      { numRuns: runs / 10 },
    );
  });
  test('of mutilated programs is idempotent', () => {
    const noise = fc.constantFrom(
      ' ',
      '\n',
      '  ',
      '(',
      ')',
      'x',
      '--',
      '-- c\n',
      ' = ',
      '\\x. ',
      '"',
      "'",
      '>',
      '\t',
      '\r\n',
    );
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 30 }), (pieces) => {
        const once = format(pieces.join(''));
        expect(format(once)).toBe(once);
      }),
      { numRuns: runs },
    );
  });
  test.each([
    ['blanks at line ends', 'x = 1  \n', 'x = 1\n'],
    ['operators', 'x = 1+2 *3\n', 'x = 1 + 2 * 3\n'],
    ['a subtraction that looks like a call', 'y = f -1\n', 'y = f - 1\n'],
    ['the sign of what a command shows', ':p -1\n', ':p -1\n'],
    ['signs and references', 'x = f (-1) r!i\n', 'x = f (-1) r!i\n'],
    ['brackets and commas', 'x = f( 1 ,[ 2,3 ] )\n', 'x = f(1, [2, 3])\n'],
    ['indentation', 'x =\n     y = 1\n     y\n', 'x =\n  y = 1\n  y\n'],
    [
      'nested blocks, comments and continuation lines',
      'f = \\x.\n    -- note\n    y = for i.\n       g(x,\n         i)   -- end\n    y\n',
      'f = \\x.\n  -- note\n  y = for i.\n    g(x,\n      i)   -- end\n  y\n',
    ],
    ['runs of empty lines', 'x = 1\n\n\n\ny = 2\n\n\n', 'x = 1\n\ny = 2\n'],
    ['line ends', 'x = 1\r\ny = 2', 'x = 1\ny = 2\n'],
    ['a byte order mark', '\ufeffx = 1\n', 'x = 1\n'],
    ['recorded outputs', ':p 1\n> 1\n\n', ':p 1\n> 1\n'],
    ['blank lines of strings', 'x = "a  \n\n\n  b"\n', 'x = "a  \n\n\n  b"\n'],
    ['alignment', 'case x of\n  A     -> 1\n  Other -> 2\n', 'case x of\n  A     -> 1\n  Other -> 2\n'],
    ['prose', "'Some  text\n  as it is\n\nx=1\n", "'Some  text\n  as it is\n\nx = 1\n"],
    [
      'equal signs of bindings and of named arguments',
      'x=f(n=Fin 3, 1)\ndef g(y:Nat)->Nat=y\n',
      'x = f(n=Fin 3, 1)\ndef g(y:Nat) -> Nat = y\n',
    ],
    ['a binding inside parentheses', 'x = f(\\y.\n  z=y\n  z)\n', 'x = f(\\y.\n  z = y\n  z)\n'],
    ['blocks with errors', 'x = ( 1\n\ny = 1+1\n', 'x = ( 1\n\ny = 1 + 1\n'],
  ])('%s', (_, text, expected) => expect(format(text)).toBe(expected));
  test('the texts of a formatted file still add up', () => {
    const text = format("'prose\n\nx = 1\n> 1\n");
    expect(parseSource(sourceFile('f', text)).map((c) => c.tag)).toEqual(['prose', 'code', 'output']);
  });
});
