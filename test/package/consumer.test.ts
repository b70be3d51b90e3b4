import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../house/files.ts';

const folder = mkdtempSync(join(tmpdir(), 'pointful-consumer-'));
const run = (command: string, args: readonly string[], cwd = folder): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** A project that has installed the package from its tarball and nothing else. */
beforeAll(() => {
  const packed = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], ROOT),
  );
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, packed[0].filename)]);
}, 120_000);

describe('a project that installed the package', () => {
  test('has no dependencies to download', () => {
    const tree = JSON.parse(run('npm', ['ls', '--all', '--json']));
    expect(Object.keys(tree.dependencies)).toEqual(['pointful']);
    expect(tree.dependencies.pointful.dependencies).toBeUndefined();
  });

  test('calls a function from JavaScript', () => {
    writeFileSync(
      join(folder, 'use.mjs'),
      "import { createSession } from 'pointful';\n" +
        'const session = createSession();\n' +
        "session.run('def twice(xs:n=>Float) -> n=>Float given (n|Ix) = for i. 2.0 * xs[i]\\n');\n" +
        "console.log(JSON.stringify([...session.function('twice')([1, 2.5])]));\n",
    );
    expect(run(process.execPath, ['use.mjs'])).toBe('[2,5]\n');
  });

  test('compiles against its types', () => {
    writeFileSync(
      join(folder, 'use.ts'),
      "import { createSession, NdArray, type RunResult } from 'pointful';\n" +
        'const session = createSession({ limits: { seconds: 1 } });\n' +
        "const result: RunResult = session.run('x = 1');\n" +
        'export const ok: boolean = result.ok;\n' +
        "export const call: unknown = session.function('f')(new NdArray(new Float32Array(4), [2, 2]));\n",
    );
    writeFileSync(
      join(folder, 'wrong.ts'),
      "import { createSession } from 'pointful';\nexport const n: number = createSession();\n",
    );
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022'];
    run(process.execPath, [tsc, ...options, 'use.ts']);
    expect(() => run(process.execPath, [tsc, ...options, 'wrong.ts'])).toThrow();
  });

  test('runs the command', () => {
    writeFileSync(join(folder, 'program.dx'), '1 + 2\n');
    expect(run(join(folder, 'node_modules/.bin/dx'), ['program.dx'])).toBe('1 + 2\n> 3\n');
  });
});
