// Builds dist/: the command, the library for Node and for browsers, type declarations, and the stored prelude.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
const types = !process.argv.includes('--no-types');
process.chdir(root);
rmSync('dist', { recursive: true, force: true });
mkdirSync('dist/stdlib', { recursive: true });

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const shared = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  keepNames: false,
  legalComments: 'none',
  define: { POINTFUL_VERSION: JSON.stringify(version) },
};
// The command is split so that a verb loads only what it uses; `dx.js` itself answers `--version` alone.
await build({
  ...shared,
  entryPoints: { dx: 'src/cli/dx.ts', index: 'src/api/index.node.ts' },
  platform: 'node',
  outdir: 'dist',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
});
// The library in the package is stored modules, made by the session itself.
cpSync('stdlib', 'dist/stdlib', {
  recursive: true,
  filter: (path) => !/\.\w+$/.test(path) || path.endsWith('.dx'),
});
execFileSync(process.execPath, ['dist/dx.js', 'store-library', 'dist/stdlib'], { stdio: 'inherit' });
// What `dx gradbench` runs.
cpSync('examples/objectives', 'dist/objectives', { recursive: true });

// In a browser the library travels inside the bundle.
await build({
  ...shared,
  entryPoints: { browser: 'src/api/index.ts' },
  platform: 'browser',
  outdir: 'dist',
  plugins: [{ name: 'library', setup: bundleLibrary }],
});

function bundleLibrary(bundler) {
  bundler.onResolve({ filter: /^pointful:library$/ }, ({ path }) => ({ path, namespace: 'library' }));
  bundler.onLoad({ filter: /.*/, namespace: 'library' }, () => ({ contents: libraryModule(), loader: 'js' }));
}

function libraryModule() {
  const modules = readdirSync('dist/stdlib')
    .filter((file) => file.endsWith('.dx'))
    .map((file) => file.slice(0, -'.dx'.length));
  const entries = modules.map((name) => {
    const stored = `dist/stdlib/${name}.stored`;
    const bytes = existsSync(stored)
      ? `bytes(${JSON.stringify(readFileSync(stored).toString('base64'))})`
      : 'null';
    const source = JSON.stringify(readFileSync(`dist/stdlib/${name}.dx`, 'utf8'));
    return `${JSON.stringify(name)}: { source: ${source}, stored: ${bytes} }`;
  });
  return [
    'const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));',
    `export const library = { ${entries.join(', ')} };`,
  ].join('\n');
}

if (types) {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    stdio: 'inherit',
  });
}
writeFileSync('dist/package.json', '{ "type": "module" }\n');
