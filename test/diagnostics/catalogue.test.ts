import { describe, expect, test } from 'vitest';
import { nodeHost } from '../../src/session/index.node.ts';
import type { ModuleSource, SessionOptions } from '../../src/session/index.ts';
import { type Code, catalogue, codes, type Entry, type Setting, sourceFile } from '../../src/source/index.ts';
import { library } from '../library.ts';
import { diagnosticsOf, rendered } from './report.ts';

/** What a program must report before it can report the code. */
const PRECEDED: Partial<Record<Code, readonly Code[]>> = {
  DX0204: ['DX0202'],
  DX0205: ['DX0201'],
  DX0702: ['DX0703'],
};

/** What the modules of a program report themselves. */
const FOLLOWED: Partial<Record<Code, readonly Code[]>> = { DX0702: ['DX0205'], DX0703: ['DX0201', 'DX0205'] };

/** Codes that no short program has: tested with files, deep programs, or a fault made by hand. */
const WITHOUT_PROGRAM: readonly Code[] = [
  'DX0605',
  'DX0704',
  'DX0705',
  'DX0801',
  'DX0803',
  'DX0806',
  'DX0999',
];

const host = nodeHost();

/** A session as the programs of a code want it. */
function settingOf(code: Code, twin: 'bad' | 'good'): Partial<SessionOptions> {
  const { modules = {}, seconds, megabytes }: Setting = entries[code].setting ?? {};
  const own: ModuleSource = {
    places: library.places,
    find: (name) => {
      const text = modules[name]?.[twin];
      return text === undefined ? library.find(name) : { file: sourceFile(`${name}.dx`, text), stored: null };
    },
  };
  return {
    host,
    modules: own,
    limits: { seconds: seconds ?? null, bytes: megabytes === undefined ? null : megabytes * 2 ** 20 },
  };
}

const entries: Readonly<Record<Code, Entry<never>>> = catalogue;
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

  test.each(WITHOUT_PROGRAM)('%s says how to meet it', (code) => {
    expect(entries[code].reproduce).toMatch(/\.$/);
  });

  test.each(shown)('%s: its program has it, once, and reads as recorded', async (code) => {
    const found = diagnosticsOf(catalogue[code].bad, settingOf(code, 'bad'));
    expect(found.map((d) => d.code)).toEqual([...(PRECEDED[code] ?? []), code, ...(FOLLOWED[code] ?? [])]);
    const text = `${catalogue[code].bad}\n${rendered(found)}`;
    await expect(text).toMatchFileSnapshot(`golden/${code}.txt`);
  });

  test.each(shown)('%s: the corrected twin has no diagnostics', (code) => {
    expect(rendered(diagnosticsOf(catalogue[code].good, { ...settingOf(code, 'good'), check: true }))).toBe(
      '',
    );
  });
});
