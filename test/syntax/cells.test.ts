import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sourceFile } from '../../src/source/index.ts';
import { parseEntry } from '../../src/syntax/index.ts';
import { cellsOf, codesOf } from './shape.ts';

const tags = (text: string): string[] =>
  cellsOf(text).map((c) => (c.tag === 'code' && !c.item ? 'failed' : c.tag));
const texts = (text: string): string[] => cellsOf(text).map((c) => c.text);

describe('cells of a literate file', () => {
  test('code, outputs, prose and comments', () => {
    const pieces: [string, string][] = [
      ['prose', "'# Title\n> not output\n   \nstill prose\n\n"],
      ['code', 'x = 1\n'],
      ['code', ':p x\n'],
      ['output', '> 1\n>\n> more\n'],
      ['blank', '\n-- a comment\n   # another\n'],
      ['code', 'def f(a:Nat) -> Nat =\n  b = a\n\n  b\n'],
      ['blank', '\n'],
      ['prose', "'the end\n"],
    ];
    const text = pieces.map(([, piece]) => piece).join('');
    expect(tags(text)).toEqual(pieces.map(([tag]) => tag));
    expect(texts(text)).toEqual(pieces.map(([, piece]) => piece));
  });
  test('the texts of cells add up to the whole, whatever it is', () => {
    const pieces = [
      'x = 1',
      '\n',
      "'p",
      '> 1',
      '  y',
      '(',
      ')',
      '"',
      '\r\n',
      ':p 1',
      '-- c',
      '\t',
      'if c then',
      '+',
      '\0',
      '\\',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 25 }), (parts) => {
        const text = parts.join('');
        expect(texts(text).join('')).toBe(text);
      }),
      { numRuns: process.env.VERIFY ? 50_000 : 5_000 },
    );
  });
  test('no empty line is needed between blocks', () => {
    expect(texts('x = 1\ny =\n  2\n:p x\n')).toEqual(['x = 1\n', 'y =\n  2\n', ':p x\n']);
  });
  test('a block whose last line lacks a line end', () => {
    expect(texts('x = 1\ny = 2')).toEqual(['x = 1\n', 'y = 2']);
    expect(codesOf('x = 1 -- note')).toEqual([]);
  });
});

describe('parse errors', () => {
  test('swallow the text to the next empty line, outputs and the empty line too', () => {
    const text = 'x = )\ny = 2\n> 1\n\nz = 3\n';
    expect(tags(text)).toEqual(['failed', 'code']);
    expect(texts(text)[0]).toBe('x = )\ny = 2\n> 1\n\n');
  });
  test('begin to swallow where they are', () => {
    expect(tags(':p\n  1 +\n\n  )\ny = 2\n\nz = 3\n')).toEqual(['failed', 'code']);
  });
  test('a trailing operator takes the next block with it', () => {
    expect(tags(':p 1 +\n\n:p 2\n\n:p 3\n')).toEqual(['failed', 'code']);
  });
  test('an unclosed bracket does not', () => {
    expect(tags('x = (1 + 2\n\ny = 3\n')).toEqual(['failed', 'code']);
  });
  test('several in one file, several in one block', () => {
    expect(codesOf('x = )\n\ny = 1\n\nz = ]\n')).toEqual(['DX0123', 'DX0123']);
    expect(codesOf('x = f((1 1.), (2 ? 3), [4 ? 5])\n')).toEqual(['DX0113', 'DX0113']);
  });
  test('say what was to be defined', () => {
    const failed = cellsOf('def f(x:Nat) = )\n\ny : Nat = (\n\ndata T = 1\n').flatMap((c) =>
      c.tag === 'code' ? c.intended : [],
    );
    expect(failed).toEqual(['f', 'y', 'T']);
  });
});

describe('entries at a prompt', () => {
  const status = (text: string): string => parseEntry(sourceFile('entry', text)).status;
  test.each([
    'def f(x:Nat) -> Nat =\n',
    'def f(x:Nat) -> Nat =\n  y = x\n',
    'def f(x:Nat,\n',
    'x = (1 +\n',
    '1 +\n',
    'x = "a\n',
    'f = \\x.\n',
    'for i\n',
    ':p\n',
    '@noinline\n',
    '%time\n',
    'data T =\n',
    'struct T =\n',
    'instance A(b)\n',
    'if c\n',
    'case x of\n',
    "'prose\n",
    'x = do\n',
  ])('%j waits for more', (text) => expect(status(text)).toBe('incomplete'));
  test.each([
    '1 + 1\n',
    'def f(x:Nat) -> Nat =\n  y = x\n  y\n',
    'x = )\n',
    'x = (1 +\n\n',
    ':p\n  x = 1\n\n',
    "'prose\n\n",
    '\n',
    '-- note\n',
    'x = 1\ny = 2\n',
  ])('%j is complete', (text) => expect(status(text)).toBe('complete'));
});
