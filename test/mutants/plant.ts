/** Planting a deliberate bug in a copy of the project. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../house/files.ts';
import type { Mutant } from './mutants.ts';

/** Whether the mutant's tests pass in a copy of the project that has the bug. */
export function passesWith({ file, from, to, tests }: Mutant): boolean {
  const copy = mkdtempSync(join(tmpdir(), 'pointful-mutant-'));
  try {
    for (const entry of [
      'src',
      'test',
      'stdlib',
      'examples',
      'docs',
      'package.json',
      'tsconfig.json',
      'vitest.config.ts',
    ]) {
      cpSync(join(ROOT, entry), join(copy, entry), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const path = join(copy, file);
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(from, () => to),
    );
    const { VERIFY: _, ...env } = process.env;
    execFileSync('npx', ['vitest', 'run', '--bail', '1', ...tests], { cwd: copy, env, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
