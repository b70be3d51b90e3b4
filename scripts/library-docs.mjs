// Writes docs/library/: a page for each module of the standard library, and their index.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
process.chdir(root);
const outfile = `${root}node_modules/.library-docs.mjs`;
await build({
  entryPoints: ['scripts/library-docs.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
});
const { indexPage, moduleDocs, modulePage } = await import(pathToFileURL(outfile).href);
rmSync(outfile);
mkdirSync('docs/library', { recursive: true });
const modules = readdirSync('stdlib')
  .filter((file) => file.endsWith('.dx'))
  .map((file) => moduleDocs(file.replace(/\.dx$/, ''), readFileSync(`stdlib/${file}`, 'utf8')));
for (const docs of modules) writeFileSync(`docs/library/${docs.name}.md`, modulePage(docs));
writeFileSync('docs/library/index.md', indexPage(modules));
