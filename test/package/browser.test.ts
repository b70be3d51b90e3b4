import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../house/files.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

const PAGE = `<!doctype html><title>waiting</title><body><script type="module">
import { createSession } from './browser.js';
const session = createSession();
session.run('def total(xs:n=>Float) -> Float given (n|Ix) = sum xs\\n');
const run = session.run('sum (iota (Fin 10))\\n\\n:p unsafe_io \\\\. get_env "HOME"\\n');
document.body.textContent = JSON.stringify([
  session.function('total')([1, 2, 3.5]),
  run.blocks.map((b) => b.outputs[0].kind === 'error' ? 'refused' : b.outputs[0].text),
]);
</script></body>`;

test('the browser bundle names nothing of Node', () => {
  const bundle = readFileSync(join(ROOT, 'dist/browser.js'), 'utf8');
  expect(bundle).not.toMatch(/from\s*["']node:|require\(["']node:/);
});

test.skipIf(CHROMIUM === undefined)('the bundle runs in a browser', async () => {
  const server = createServer((request, response) => {
    const isBundle = request.url === '/browser.js';
    response.setHeader('content-type', isBundle ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isBundle ? readFileSync(join(ROOT, 'dist/browser.js')) : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const profile = mkdtempSync(join(tmpdir(), 'pointful-browser-'));
  try {
    const dom = await new Promise<string>((resolve, reject) => {
      const args = [
        ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
        ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
        ...[
          `--user-data-dir=${profile}`,
          '--virtual-time-budget=20000',
          '--dump-dom',
          `http://127.0.0.1:${port}/`,
        ],
      ];
      execFile(CHROMIUM!, args, { encoding: 'utf8' }, (error, stdout) => {
        if (error === null) resolve(stdout);
        else reject(error);
      });
    });
    expect(dom).toContain('[6.5,["45","refused"]]');
  } finally {
    server.close();
  }
});

if (CHROMIUM === undefined) console.warn('no browser is installed: the bundle was not run in one');
