import { describe, expect, test } from 'vitest';
import { type Output, outputText, Session } from '../../src/session/index.ts';
import { keeping, TooMuchOutput } from '../../src/session/output.ts';
import { sourceFile } from '../../src/source/index.ts';
import { parseSource } from '../../src/syntax/index.ts';
import { library } from '../library.ts';

describe('the outputs of a block', () => {
  const program = `x = 1\n:p unsafe_io \\.\n  print "a\\nb"\n  print "c"\n  x\n\n:t x\n`;

  test('are the same whether they are kept or told one by one', () => {
    const file = sourceFile('program', program);
    const kept = new Session({ modules: library }).runAll(file.text, file.name);
    const session = new Session({ modules: library });
    const told: string[] = [];
    for (const cell of parseSource(file)) session.answerCell(cell, file, (o) => told.push(outputText(o)));
    expect(told).toEqual(['a\nb', 'c', '1', 'Nat']);
    expect(kept.flatMap(({ outputs }) => outputs.map((o) => outputText(o)))).toEqual(told);
  });

  test('are kept up to a bound', () => {
    const outputs: Output[] = [];
    const keep = keeping(outputs, 1000);
    expect(() => {
      for (;;) keep({ tag: 'text', text: 'line' });
    }).toThrow(TooMuchOutput);
    expect(outputs.length).toBeGreaterThan(5);
    expect(outputs.length).toBeLessThan(250);
  });
});
