import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileModules, nodeHost } from '../../src/session/index.node.ts';
import { type Output, outputText, Session } from '../../src/session/index.ts';
import { sourceFile } from '../../src/source/index.ts';
import { parseSource } from '../../src/syntax/index.ts';

const here = new URL('.', import.meta.url);
const programs = readdirSync(here).filter((name) => name.endsWith('.dx'));

/** What a block answers. Of a diagnostic its class alone: the text of messages is tested where messages are made. */
function answer(output: Output): string {
  return output.tag === 'diagnostic' ? output.diagnostic.class : outputText(output);
}

/** The recorded outputs after each block that has some, and what the blocks answer now. */
function replay(name: string): { readonly recorded: string[]; readonly answered: string[] } {
  const file = sourceFile(name, readFileSync(new URL(name, here), 'utf8'));
  const session = new Session({ modules: fileModules(), host: nodeHost(), strict: true });
  const recorded: string[] = [];
  const answered: string[] = [];
  for (const cell of parseSource(file)) {
    if (cell.tag === 'output') {
      recorded[recorded.length - 1] += cell.text.replace(/^> ?/gm, '').trimEnd();
    } else if (cell.tag === 'code') {
      recorded.push(`${cell.text.trim()}\n`);
      answered.push(`${cell.text.trim()}\n${session.runCell(cell, file).outputs.map(answer).join('\n')}`);
    }
  }
  return { recorded, answered };
}

describe('the standard library', () => {
  it.each(programs)('answers as %s records', (name) => {
    const { recorded, answered } = replay(name);
    expect(answered).toEqual(recorded);
  });
});

describe('the text of the library', () => {
  const library = new URL('../../stdlib/', here);
  const modules = readdirSync(library).filter((name) => name.endsWith('.dx'));
  const lines = modules.flatMap((name) => readFileSync(new URL(name, library), 'utf8').split('\n'));
  const declaration =
    /^(?:def|struct|data|interface|named-instance) (\S+?)[(\s]|^([A-Za-z][\w']*)(?: : \w+)? = /;

  it('says what each name means', () => {
    const silent = lines.filter((line, at) => {
      const above = lines[at - 1] === '@noinline' ? lines[at - 2] : lines[at - 1];
      return declaration.test(line) && above?.startsWith('-- ') !== true;
    });
    expect(silent).toEqual([]);
  });

  it('uses the primitives that their page lists, and no others', () => {
    const page = readFileSync(new URL('../../docs/primitives.md', here), 'utf8');
    const named = (text: string): string[] => [...new Set(text.match(/%[A-Za-z]\w*(?=\(|`)/g))].sort();
    expect(named(page)).toEqual(named(lines.filter((line) => !line.startsWith('--')).join('\n')));
  });
});
