import { describe, expect, test } from 'vitest';
import { filesBelow, read } from '../house/files.ts';

const DECLARATION =
  /^(?:def|struct|data|interface|named-instance) (\S+?)[(\s]|^([A-Za-z][\w']*)(?: : [^=]+)? = /;

describe.each(filesBelow('stdlib', '.dx'))('%s', (path) => {
  const lines = read(path).split('\n');

  test('begins with a heading', () => {
    expect(lines[0]).toMatch(/^'# /);
  });

  test('says what each name means', () => {
    const silent = lines.filter((line, at) => {
      const above = lines[at - 1]?.startsWith('@') ? lines[at - 2] : lines[at - 1];
      return DECLARATION.test(line) && above?.startsWith('-- ') !== true;
    });
    expect(silent).toEqual([]);
  });
});
