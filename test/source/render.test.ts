import { describe, expect, test } from 'vitest';
import {
  ansiStyle,
  diagnosticToJson,
  located,
  positionAt,
  primary,
  renderDiagnostic,
  report,
  secondary,
  sourceFile,
  span,
} from '../../src/source/index.ts';

const file = sourceFile('sum.dx', 'x = iota (Fin 10)\ny = iota (Fin 3)\n\nsum for i. x[i] + y[i]\n');

describe('positions', () => {
  test('lines and columns count from 1', () => {
    expect(positionAt(file, 0)).toEqual({ line: 1, column: 1 });
    expect(positionAt(file, 17)).toEqual({ line: 1, column: 18 });
    expect(positionAt(file, 18)).toEqual({ line: 2, column: 1 });
    expect(positionAt(file, 36)).toEqual({ line: 4, column: 1 });
  });
});

describe('rendering', () => {
  const mismatch = report(
    'DX0302',
    { expected: 'Fin 3', actual: 'Fin 10' },
    primary(located(file, span(55, 56)), 'this index'),
    [
      secondary(located(file, span(9, 17)), 'Fin 10 comes from here'),
      secondary(located(file, span(27, 34)), 'Fin 3 comes from here'),
    ],
    { help: ['use one index set for both'] },
  );
  test('every cause has its source line and label', () => {
    expect(renderDiagnostic(mismatch)).toBe(
      [
        'Type error [DX0302]: this index belongs to Fin 10, but the table is indexed by Fin 3',
        ' --> sum.dx:4:20',
        '  |',
        '1 | x = iota (Fin 10)',
        '  |          -------- Fin 10 comes from here',
        '2 | y = iota (Fin 3)',
        '  |          ------- Fin 3 comes from here',
        '  :',
        '4 | sum for i. x[i] + y[i]',
        '  |                    ^ this index',
        'help: use one index set for both',
      ].join('\n'),
    );
  });
  test('marks stand below what they mean, however wide the characters are', () => {
    const framed = (text: string, word: string): readonly string[] => {
      const at = text.indexOf(word);
      const place = located(sourceFile('wide.dx', text), span(at, at + word.length));
      return renderDiagnostic(report('DX0150', {}, place))
        .split('\n')
        .slice(3, 5);
    };
    // The columns before the word, counted by hand.
    const marks = (columns: number, width: number): string =>
      `  | ${' '.repeat(columns)}${'^'.repeat(width)}`;
    expect(framed('x = ("日本語", nope)', 'nope')).toEqual(['1 | x = ("日本語", nope)', marks(15, 4)]);
    expect(framed('x = ("日本語", nope)', '"日本語"')[1]).toBe(marks(5, 8));
    expect(framed('x = ("e\u0301", nope)', 'nope')[1]).toBe(marks(10, 4));
    expect(framed('x = ("😀", nope)', 'nope')[1]).toBe(marks(11, 4));
  });
  test('without a place there is no excerpt', () => {
    expect(renderDiagnostic(report('DX0803', {}, null))).toBe('Error (limit) [DX0803]: interrupted');
  });
  test('a label at the end of the text, and one over several lines', () => {
    const end = file.text.length;
    expect(renderDiagnostic(report('DX0150', {}, located(file, span(end, end))))).toContain('5 |\n  | ^');
    expect(renderDiagnostic(report('DX0150', {}, located(file, span(4, 30))))).toContain(
      `1 | x = iota (Fin 10)\n  |     ${'^'.repeat(13)}`,
    );
  });
  test('a long line is shown around the label', () => {
    const long = sourceFile('long.dx', `${'a'.repeat(500_000)}!${'b'.repeat(500_000)}\n`);
    const text = renderDiagnostic(report('DX0150', {}, located(long, span(500_000, 500_001))));
    const [, , , source, carets] = text.split('\n');
    expect(source!.length).toBeLessThan(120);
    expect(source![carets!.indexOf('^')]).toBe('!');
  });
  test('control characters are made visible', () => {
    const odd = sourceFile('odd.dx', 'a\tb\u0000\u001b[31m\n');
    expect(renderDiagnostic(report('DX0150', {}, located(odd, span(3, 4))))).toContain(
      '1 | a b␀␛[31m\n  |    ^',
    );
  });
  test('colours only by style', () => {
    expect(renderDiagnostic(mismatch)).not.toContain('\u001b');
    expect(renderDiagnostic(mismatch, ansiStyle)).toContain('\u001b[1;31mType error [DX0302]');
  });
  test('as JSON it is plain data', () => {
    const json = diagnosticToJson(mismatch);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    expect(json.labels[0]).toEqual({
      file: 'sum.dx',
      start: { line: 4, column: 20, offset: 55 },
      end: { line: 4, column: 21, offset: 56 },
      text: 'this index',
      primary: true,
    });
  });
});
