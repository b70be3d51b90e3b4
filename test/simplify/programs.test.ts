/** Whole programs through elaboration, simplification with checks after every pass, and evaluation. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fileModules } from '../../src/session/index.node.ts';
import { outputText, Session } from '../../src/session/index.ts';
import { sourceFile } from '../../src/source/index.ts';
import { parseSource } from '../../src/syntax/index.ts';

const folder = new URL('programs/', import.meta.url);

test.each(readdirSync(folder))('%s computes what it records', (name) => {
  const file = sourceFile(name, readFileSync(new URL(name, folder), 'utf8'));
  const session = new Session({ modules: fileModules(), check: true });
  const recorded: string[] = [];
  const computed: string[] = [];
  for (const cell of parseSource(file)) {
    if (cell.tag === 'output') recorded[recorded.length - 1] += cell.text.replace(/^> ?/gm, '').trimEnd();
    if (cell.tag !== 'code') continue;
    const text = `${cell.text.trim()}\n`;
    recorded.push(text);
    const outputs = session.runCell(cell, file).outputs.map((output) => outputText(output));
    computed.push(text + outputs.join('\n'));
  }
  expect(computed).toEqual(recorded);
});
