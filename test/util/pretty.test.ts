import { describe, expect, it } from 'vitest';
import {
  align,
  cat,
  type Doc,
  enclose,
  flatAlt,
  group,
  hardLine,
  layout,
  line,
  nest,
  separate,
  text,
} from '../../src/util/index.ts';

const words = (...items: readonly string[]): Doc => separate(items.map(text), line);

describe('layout', () => {
  it('keeps a group on one line while it fits', () => {
    expect(layout(group(words('ab', 'cd')), 5)).toBe('ab cd');
    expect(layout(group(words('ab', 'cd')), 4)).toBe('ab\ncd');
  });

  it('counts what follows a group up to the next break', () => {
    expect(layout(cat(group(words('ab', 'cd')), '!!'), 6)).toBe('ab\ncd!!');
    expect(layout(cat(group(words('ab', 'cd')), group(cat(line, '!!'))), 6)).toBe('ab cd\n!!');
  });

  it('indents what is nested and aligned', () => {
    expect(layout(cat('f', nest(2, cat(line, 'x')), line, 'y'))).toBe('f\n  x\ny');
    expect(layout(cat('let ', align(cat('a', line, 'b'))))).toBe('let a\n    b');
  });

  it('encloses items', () => {
    const items = ['aa', 'bb', 'cc'].map(text);
    expect(layout(enclose('(', ')', text(', '), items))).toBe('(aa, bb, cc)');
    expect(layout(align(enclose('(', ')', text(', '), items)), 8)).toBe('(aa\n, bb\n, cc)');
    expect(layout(enclose('(', ')', flatAlt('&> ', ' &> '), items.slice(1)))).toBe('(bb &> cc)');
    expect(layout(enclose('(', ')', text(', '), []))).toBe('()');
  });

  it('never flattens a hard break', () => {
    expect(layout(group(cat('a', line, 'b', hardLine, 'c')))).toBe('a\nb\nc');
  });

  it('takes time linear in the text, however deep groups nest', () => {
    let doc: Doc = text('x');
    for (let i = 0; i < 20_000; i++) doc = group(cat('f', line, doc));
    expect(layout(doc).split('\n').length).toBeGreaterThan(19_000);
    expect(layout(cat(...Array.from({ length: 200_000 }, () => cat('a', line)))).length).toBe(400_000);
  });
});
