import { readdirSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { commandWords, keywordNames } from '../syntax/index.ts';

/** Commands of the prompt itself. */
export const PROMPT_COMMANDS: Readonly<Record<string, string>> = {
  help: 'this list',
  load: 'run a file: `:load program.dx`',
  reload: 'forget everything and run the loaded files again',
  quit: 'leave (Ctrl-D does too)',
};

const COMMANDS = [...new Set([...commandWords, ...Object.keys(PROMPT_COMMANDS)])].map((word) => `:${word}`);

/**
 * What the end of a line may go on as, and the part that is being completed: commands after a colon at the start of a
 * line, files after `:load`, otherwise keywords and names in scope.
 */
export function complete(line: string, names: readonly string[]): [string[], string] {
  const [, path] = /^:load\s+"?(.*)$/.exec(line) ?? [];
  if (path !== undefined) return [files(path), path];
  const [, word = ''] = /([\p{L}_][\p{L}\p{N}_']*|^:\w*)$/u.exec(line) ?? [];
  if (word === '') return [[], ''];
  const pool = word.startsWith(':') ? COMMANDS : [...keywordNames, ...names];
  return [[...new Set(pool.filter((candidate) => candidate.startsWith(word)))].sort(), word];
}

/** The programs and folders whose paths begin so. */
function files(begin: string): string[] {
  const folder = begin.endsWith(sep) ? begin : dirname(`${begin}.`);
  const prefix = begin.includes(sep) ? `${folder.replace(/[/\\]$/, '')}${sep}` : '';
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.name.endsWith('.dx'))
      .map((entry) => `${prefix}${entry.name}${entry.isDirectory() ? sep : ''}`)
      .filter((path) => path.startsWith(begin))
      .sort();
  } catch {
    return [];
  }
}
