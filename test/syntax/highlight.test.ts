import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { highlight, type PieceKind } from '../../src/syntax/index.ts';

/** The pieces of a kind. */
const ofKind = (text: string, kind: PieceKind): string[] =>
  highlight(text)
    .filter((piece) => piece.kind === kind)
    .map((piece) => piece.text);

describe('source text in colours', () => {
  const text =
    'def f(x:n=>Float) -> Maybe Nat given (n|Ix) =  -- twice\n  g \'a\' "s" 1.5 x.0 # end\n:p (+) 2\n';

  test('tells kinds apart', () => {
    expect(ofKind(text, 'keyword')).toEqual(['def', 'given']);
    expect(ofKind(text, 'type')).toEqual(['Float', 'Maybe', 'Nat', 'Ix']);
    expect(ofKind(text, 'comment')).toEqual(['-- twice', '# end']);
    expect(ofKind(text, 'text')).toEqual(["'a'", '"s"']);
    expect(ofKind(text, 'literal')).toEqual(['1.5', '2']);
    expect(ofKind(text, 'command')).toEqual([':p']);
    expect(ofKind('data X = Y\n  data\n', 'keyword')).toEqual(['data']);
    expect(ofKind('%time\n@noinline\ndef f() -> Nat = %size(x)\n', 'command')).toEqual([
      '%time',
      '@noinline',
    ]);
    expect(ofKind('--only\n', 'comment')).toEqual([]);
  });

  test('adds up to the text, whatever it is', () => {
    const pieces = [
      'def',
      ' ',
      '\n',
      '"',
      "'",
      '--',
      '#',
      '(',
      ')',
      '1.5',
      '.',
      '\\',
      'é',
      '\u{1d54f}',
      '%',
      ':p',
      '`',
      '\0',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 30 }), (parts) => {
        const whole = parts.join('');
        expect(
          highlight(whole)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(whole);
      }),
      { numRuns: process.env.VERIFY ? 20_000 : 2_000 },
    );
  });
});
