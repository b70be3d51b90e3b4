import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { examplesOf, GROUPS, indexPage, moduleDocs, modulePage } from '../../scripts/library-docs.ts';
import { fileModules, nodeHost } from '../../src/session/index.node.ts';
import { literate, Session } from '../../src/session/index.ts';
import { sourceFile } from '../../src/source/index.ts';
import { read } from '../house/files.ts';

const names = readdirSync('stdlib')
  .filter((file) => file.endsWith('.dx'))
  .map((file) => file.replace(/\.dx$/, ''));
const modules = names.map((name) => moduleDocs(name, read(`stdlib/${name}.dx`)));

describe('the reference of the library', () => {
  test('has every module in its index', () => {
    expect(GROUPS.flatMap((group) => group.modules).sort()).toEqual([...names].sort());
  });

  test('is current (npm run library-docs)', () => {
    expect(read('docs/library/index.md')).toBe(indexPage(modules));
    for (const docs of modules) expect(read(`docs/library/${docs.name}.md`)).toBe(modulePage(docs));
  });

  test.each(modules)('says what every name of $name means', ({ parts }) => {
    const silent = parts.flatMap((part) => (part.tag === 'entry' && part.docs === '' ? [part.name] : []));
    expect(silent).toEqual([]);
  });

  test.each(modules)('shows examples of $name that hold', ({ name, parts }) => {
    const session = new Session({ modules: fileModules(), host: nodeHost(), strict: true });
    if (name !== 'prelude') session.runAll(`import ${name}\n`);
    const wrong = parts.flatMap((part) => {
      if (part.tag !== 'entry') return [];
      return examplesOf(part.docs).flatMap((text) => {
        const file = sourceFile(part.name, text);
        const answered = literate(file, session.run(file));
        return answered === text ? [] : [answered];
      });
    });
    expect(wrong).toEqual([]);
  });
});
