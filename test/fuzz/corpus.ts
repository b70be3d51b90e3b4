/** Programs to mutate: each block of the project's own programs with the blocks that it needs, and the catalogue's. */
import { readdirSync, readFileSync } from 'node:fs';
import { catalogue, codes, sourceFile } from '../../src/source/index.ts';
import { type CodeCell, parseSource } from '../../src/syntax/index.ts';
import { tokensOf } from './mutate.ts';

const root = new URL('../../', import.meta.url);
const folders = ['examples', 'test/stdlib', 'test/simplify/programs'];

/** Longer ones would mostly repeat what shorter ones say. */
const LONGEST = 1_500;

export function seedPrograms(): string[] {
  const blocks = folders.flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root))
      .filter((name) => name.endsWith('.dx'))
      .flatMap((name) => programsOf(readFileSync(new URL(`${folder}/${name}`, root), 'utf8'))),
  );
  const examples = codes.flatMap((code) => [catalogue[code].bad, catalogue[code].good]);
  return [...new Set([...blocks, ...examples])].filter((text) => text !== '' && text.length <= LONGEST);
}

/** For each block, the text of the blocks that it needs and its own. Programs that import modules are left out. */
function programsOf(text: string): string[] {
  const cells = parseSource(sourceFile('seed', text)).filter((cell) => cell.tag === 'code');
  if (cells.some(({ item }) => item?.tag === 'import')) return [];
  // What a block needs, by its number; which block a name is defined in.
  const needs: Set<number>[] = [];
  const definedIn = new Map<string, number>();
  cells.forEach((cell, k) => {
    const own = new Set([k]);
    for (const token of tokensOf(cell.text)) {
      for (const needed of needs[definedIn.get(token) ?? -1] ?? []) own.add(needed);
    }
    needs.push(own);
    for (const name of namesOf(cell)) definedIn.set(name, k);
  });
  return needs.map((own) =>
    [...own]
      .sort((a, b) => a - b)
      .map((k) => `${cells[k]!.text.trimEnd()}\n`)
      .join('\n'),
  );
}

/** The words that a declaration may define: those of its first line, and the constructors and methods below. */
function namesOf({ text, item }: CodeCell): string[] {
  if (item === null || item.tag === 'expression' || item.tag === 'command') return [];
  const lines = text.split('\n').filter((line, k) => k === 0 || /^ {2}\S/.test(line));
  return lines.flatMap(
    (line) => /^ *(?:def |data |enum |struct |interface )?([\p{L}_][\w']*)/u.exec(line)?.[1] ?? [],
  );
}
