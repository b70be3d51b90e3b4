import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../house/files.ts';

export interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command. */
export function dx(
  args: readonly string[],
  options: { readonly input?: string; readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Ran {
  const ran = spawnSync(process.execPath, [join(ROOT, 'dist/dx.js'), ...args], {
    encoding: 'utf8',
    input: options.input ?? '',
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, NO_COLOR: '1', POINTFUL_HISTORY: '', ...options.env },
  });
  return { status: ran.status, out: ran.stdout, err: ran.stderr };
}

/** A file of this text in a folder of its own. */
export function program(text: string, name = 'program.dx'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'pointful-')), name);
  writeFileSync(path, text);
  return path;
}
