// Runs the benchmarks named on the command line, or all: each file of bench/ is bundled and run on its own.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

process.chdir(new URL('..', import.meta.url).pathname);
const wanted = process.argv.slice(2);
const names = readdirSync('bench')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .filter((name) => wanted.length === 0 || wanted.includes(name));
if (names.length === 0) {
  console.error(`no benchmark is called ${wanted.join(' or ')}`);
  process.exit(2);
}
const folder = mkdtempSync(join('node_modules', '.bench-'));
try {
  for (const name of names) {
    const outfile = join(folder, `${name}.mjs`);
    await build({
      entryPoints: [`bench/${name}.ts`],
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'es2022',
      outfile,
      minify: true,
      logLevel: 'error',
    });
    console.log(`\n${name}`);
    // The stack that the command gives to programs that nest deep (src/cli/deep-stack.ts).
    execFileSync(process.execPath, ['--stack-size=3900', outfile], { stdio: 'inherit' });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
