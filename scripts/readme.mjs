// Writes the table of verbs into README.md.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
process.chdir(root);
const outfile = `${root}node_modules/.readme.mjs`;
const contents =
  "export { verbTable } from './src/cli/help-text.ts'; export { VERBS } from './src/cli/verbs.ts';";
await build({
  stdin: { contents, resolveDir: root, loader: 'ts' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
});
const { verbTable, VERBS } = await import(pathToFileURL(outfile).href);
rmSync(outfile);
const readme = readFileSync('README.md', 'utf8');
const table = `<!-- verbs -->\n${verbTable(VERBS)}\n<!-- /verbs -->`;
writeFileSync(
  'README.md',
  readme.replace(/<!-- verbs -->[\s\S]*<!-- \/verbs -->/, () => table),
);
