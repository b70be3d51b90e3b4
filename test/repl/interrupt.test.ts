import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { program } from '../cli/dx.ts';
import { ROOT } from '../house/files.ts';

/** A block that turns for ever, or `turns` times. */
const counting = (turns: number | null): string =>
  `:p yield_state 0 \\r. while \\.\n  r := get r + 1\n  ${turns === null ? 'True' : `get r < ${turns}`}\n`;

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(ROOT, 'dist/dx.js'), ...args], {
    env: { ...process.env, NO_COLOR: '1', POINTFUL_HISTORY: '' },
  });
}

/** What the process prints, and its exit status; `seen` is told of the output so far. */
async function finish(
  child: ChildProcess,
  seen: (out: string) => void,
): Promise<readonly [string, number | null]> {
  let out = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    seen(out);
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return [out, status];
}

/** Milliseconds after which a block like `counting` is surely being evaluated on this machine, as busy as it is. */
async function compileTime(): Promise<number> {
  const begin = performance.now();
  await finish(start(['run', program(counting(3))]), () => {});
  return 2 * (performance.now() - begin) + 500;
}

/** Calls `act` once, `delay` after the output has come to contain `text`. */
function after(text: string, delay: number, act: () => void): (out: string) => void {
  let waiting = true;
  return (out) => {
    if (!waiting || !out.includes(text)) return;
    waiting = false;
    setTimeout(act, delay);
  };
}

test('an interrupt ends the evaluation and the program', async () => {
  const delay = await compileTime();
  const child = start(['run', program(`x = 1\n\n${counting(null)}\nx + 1\n`)]);
  const [out, status] = await finish(
    child,
    after('x = 1', delay, () => child.kill('SIGINT')),
  );
  expect(out).toContain('interrupted');
  expect(out).not.toContain('> 2');
  expect(status).toBe(130);
});

test('at a prompt it ends the evaluation and keeps what was defined', async () => {
  const delay = await compileTime();
  const child = start(['repl']);
  child.stdin!.write(`x = 41\nx\n${counting(null)}\n`);
  const [out, status] = await finish(
    child,
    after('41', delay, () => {
      child.kill('SIGINT');
      child.stdin!.end('x + 1\n');
    }),
  );
  expect(out).toMatch(/^41\n.*interrupted[^]*\n42\n$/);
  expect(status).toBe(0);
});
