/** What was typed at the prompt, kept across runs. */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** How many lines are remembered. */
export const HISTORY_SIZE = 1000;

/** The file under the user's state directory. `POINTFUL_HISTORY` names another; empty, none. */
export function historyFile(): string | null {
  const own = process.env.POINTFUL_HISTORY;
  if (own !== undefined) return own === '' ? null : own;
  const state = process.env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state');
  return join(state, 'pointful', 'history');
}

/** The lines remembered, newest first, as readline wants them. No file, or one that cannot be read: none. */
export function readHistory(path: string | null): string[] {
  if (path === null) return [];
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .slice(-HISTORY_SIZE)
      .reverse();
  } catch {
    return [];
  }
}

/** Remembers a line. A prompt works without a place to remember things, so failing to is no error. */
export function remember(path: string | null, line: string): void {
  if (path === null || line.trim() === '') return;
  try {
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, `${line}\n`);
  } catch {
    return;
  }
}
