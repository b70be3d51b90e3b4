import { describe, expect, test } from 'vitest';
import { nodeHost } from '../../src/session/index.node.ts';
import { type Code, catalogue, codes } from '../../src/source/index.ts';
import { diagnosticsOf, rendered } from './report.ts';

/** What a program must report before it can report the code. */
const PRECEDED: Partial<Record<Code, readonly Code[]>> = { DX0204: ['DX0202'], DX0205: ['DX0201'] };

/** Codes that no short program by itself has: tested with files, limits, or a fault made by hand. */
const WITHOUT_PROGRAM: readonly Code[] = [
  'DX0605',
  'DX0607',
  'DX0702',
  'DX0703',
  'DX0704',
  'DX0705',
  'DX0801',
  'DX0802',
  'DX0803',
  'DX0804',
  'DX0806',
  'DX0999',
];

const host = nodeHost();
const shown = codes.filter((code) => catalogue[code].bad !== '');

describe('the catalogue', () => {
  test('every code but those that need more than a program has one', () => {
    expect(codes.filter((code) => catalogue[code].bad === '')).toEqual(WITHOUT_PROGRAM);
  });

  test.each(codes)('%s explains what it means and what to do', (code) => {
    const { title, explain } = catalogue[code];
    expect(title).not.toBe('');
    expect(explain.length).toBeGreaterThan(50);
    expect(explain).toMatch(/\.$/);
  });

  test.each(shown)('%s: its program has it, once, and reads as recorded', async (code) => {
    const found = diagnosticsOf(catalogue[code].bad, { host });
    expect(found.map((d) => d.code)).toEqual([...(PRECEDED[code] ?? []), code]);
    const text = `${catalogue[code].bad}\n${rendered(found)}`;
    await expect(text).toMatchFileSnapshot(`golden/${code}.txt`);
  });

  test.each(shown)('%s: the corrected twin has no diagnostics', (code) => {
    expect(rendered(diagnosticsOf(catalogue[code].good, { host, check: true }))).toBe('');
  });
});
