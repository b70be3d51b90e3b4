import { describe, expect, test } from 'vitest';
import { catalogue, codes, renderDiagnostic } from '../../src/source/index.ts';
import { cellsOf, codesOf } from './shape.ts';

/** All codes of a long text, each once. */
const kinds = (text: string): string[] => [...new Set(codesOf(text))];

describe('bad input gives a diagnostic and nothing worse', () => {
  test('an empty file, a byte order mark, other line ends', () => {
    expect(cellsOf('')).toEqual([]);
    expect(codesOf('\ufeffx = 1\n')).toEqual([]);
    expect(codesOf('x =\r\n  y = 1\r\n  y\r\n\r\n:p x\r\n')).toEqual([]);
  });
  test.each([
    ['a tab in the indentation', 'f = \\x.\n\tx\n', 'DX0106'],
    ['a NUL', 'x = 1\0\n', 'DX0105'],
    ['a lone surrogate', 'x = \ud800\n', 'DX0105'],
    ['an unterminated string', 'x = "abc\ny = 2\n', 'DX0102'],
    ['an unterminated character', "x = 'a\n", 'DX0104'],
    ['an unterminated character after a sign', "@'\nx = 1\n", 'DX0104'],
    ['an unterminated bracket', 'x = (1\n', 'DX0110'],
    ['a stray bracket', 'x = 1]\n', 'DX0123'],
    ['brackets that cross', 'x = (1]\n', 'DX0123'],
    ['an indented item', '  x = 1\n', 'DX0107'],
    ['a comment without an end', 'x = 1\n-- end', 'DX0119'],
    ['an unknown command', ':show 1\n', 'DX0115'],
    ['a primitive of an operator', 'x = %foo(=)\n', 'DX0101'],
    ['an incomplete backquote', 'x = a `rem b\n', 'DX0105'],
  ])('%s', (_, text, code) => expect(codesOf(text)).toEqual([code]));
  test('as many brackets as `dx explain DX0801` says', () => {
    const nested = (depth: number): string => `x = ${'('.repeat(depth)}1${')'.repeat(depth)}\n`;
    expect(codesOf(nested(999))).toEqual([]);
    expect(codesOf(nested(1000))).toEqual(['DX0801']);
  });

  test('100,000 nested brackets', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['[', ']'],
      ['f(', ')'],
      ['(\\x. ', ')'],
    ] as const) {
      expect(kinds(`x = ${open.repeat(100_000)}1${close.repeat(100_000)}\n`)).toEqual(['DX0801']);
    }
  });
  test('bodies, arrows and pipes without end', () => {
    for (const piece of ['\\x. ', 'for i. ', 'if a then b else ', 'do ', 'f $ ', 'a => ', '(a) -> ']) {
      expect(kinds(`x = ${piece.repeat(20_000)}1\n`)).toEqual(['DX0801']);
    }
    expect(kinds(`x = a${' | f'.repeat(20_000)}\n`)).toEqual(['DX0801']);
    expect(kinds(`x = f${'(1)'.repeat(20_000)}\n`)).toEqual(['DX0801']);
  });
  test('nesting to the limit is fine', () => {
    const depth = 990;
    for (const [open, close] of [
      ['(', ')'],
      ['[', ']'],
      ['f(', ')'],
      ['(\\x. ', ')'],
      ['(1 + ', ')'],
    ] as const) {
      expect(codesOf(`x = ${open.repeat(depth)}1${close.repeat(depth)}\n`)).toEqual([]);
    }
  });
  test('long programs', () => {
    expect(codesOf(`x = ${'1 + '.repeat(100_000)}1\n`)).toEqual([]);
    expect(codesOf(`x = f${' a'.repeat(100_000)}\n`)).toEqual([]);
    expect(codesOf(`x = [${'1, '.repeat(100_000)}1]\n`)).toEqual([]);
    expect(codesOf(`:p\n${'  y = 1\n'.repeat(30_000)}  y\n`)).toEqual([]);
    expect(codesOf(`:p\n${'  y <- f(1)\n'.repeat(1_000)}  y\n`)).toEqual([]);
  });
  test('long lines and long files', () => {
    const [cell] = cellsOf(`x = ${'a'.repeat(1_000_000)} )\n`);
    if (cell?.tag !== 'code') throw new Error('no code');
    expect(renderDiagnostic(cell.diagnostics[0]!).length).toBeLessThan(1_000);
    expect(codesOf(`:p ${'7'.repeat(1_000_000)}\n`)).toEqual([]);
    expect(codesOf(`:p "${'ab'.repeat(500_000)}"\n`)).toEqual([]);
    expect(cellsOf('-- note\n'.repeat(1_000_000))).toHaveLength(1);
    expect(cellsOf(') x\n'.repeat(1_000_000))).toHaveLength(1);
    expect(kinds('( x\n\n'.repeat(20_000))).toEqual(['DX0110']);
  });
  test('strings that are never closed take linear time', () => {
    expect(cellsOf('"x \\"\n\n'.repeat(20_000)).length).toBeGreaterThan(0);
    expect(cellsOf('x = ("\\"\n\n'.repeat(20_000)).length).toBeGreaterThan(0);
  });
});

describe('the catalogue', () => {
  const syntactic = codes.filter((code) => /^DX01/.test(code) && code !== 'DX0116');
  test.each(syntactic)('%s: the bad example earns it, its twin is accepted', (code) => {
    expect(codesOf(catalogue[code].bad)).toContain(code);
    expect(codesOf(catalogue[code].good)).toEqual([]);
  });
  const others = codes.filter((code) => !/^DX01/.test(code) || code === 'DX0116');
  test.each(others)('%s: the examples parse', (code) => {
    if (code !== 'DX0901') expect(codesOf(catalogue[code].bad)).toEqual([]);
    expect(codesOf(catalogue[code].good)).toEqual([]);
  });
});
