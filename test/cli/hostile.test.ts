/** A command that cannot read, cannot write, is misused or interrupted says so in a line, and with its status. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../house/files.ts';
import { dx, program } from './dx.ts';

const TRACE = /node:|RangeError|TypeError|^ +at /m;
/** A block that writes a file and then never ends: when the file is there, the block is being evaluated. */
const endless = (mark: string): string => `:p unsafe_io \\.\n  write_file("${mark}", "")\n  while \\. True\n`;

const newMark = (): string => join(dirname(program('')), 'mark');

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command, calls `act` once the file `mark` is there, and resolves when the command ends. */
function running(
  args: readonly string[],
  mark: string,
  act: (child: ReturnType<typeof spawn>) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, 'dist/dx.js'), ...args], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (piece) => {
    out += piece;
  });
  child.stderr.on('data', (piece) => {
    err += piece;
  });
  const waiting = setInterval(() => {
    if (!existsSync(mark)) return;
    clearInterval(waiting);
    act(child);
  }, 50);
  return new Promise((resolve) =>
    child.on('close', (status) => {
      clearInterval(waiting);
      resolve({ status, out, err });
    }),
  );
}

describe('a file that cannot be read', () => {
  const path = program('1\n');
  const loop = join(dirname(path), 'loop.dx');
  symlinkSync('loop.dx', loop);

  test.each([
    ['symbolic links in a circle', loop, 'its symbolic links lead in a circle'],
    ['a file taken for a folder', join(path, 'inner.dx'), 'a part of the path is not a folder'],
  ])('%s', (_, file, reason) => {
    for (const verb of ['run', 'check', 'fmt', 'test', 'html', 'dump']) {
      const ran = dx([verb, file]);
      expect(ran).toMatchObject({
        status: 1,
        err: expect.stringContaining(`cannot read ${file}: ${reason}`),
      });
      expect(ran.err).not.toMatch(TRACE);
    }
  });

  test('is reported as JSON where JSON is asked for', () => {
    const { status, out, err } = dx(['check', '--json', 'no/such.dx']);
    expect([status, err, JSON.parse(out).code]).toEqual([1, '', 'DX0704']);
  });
});

describe('what cannot be written', () => {
  test.runIf(existsSync('/dev/full'))('output to a full device', async () => {
    const child = spawn('sh', [
      '-c',
      `"$0" "$1" help > /dev/full`,
      process.execPath,
      join(ROOT, 'dist/dx.js'),
    ]);
    let err = '';
    child.stderr.on('data', (piece) => {
      err += piece;
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect([status, err]).toEqual([1, 'dx: cannot write: no space is left there\n']);
  });

  test('a reader that goes away ends the program', async () => {
    const mark = newMark();
    const begin = `:p unsafe_io \\. write_file("${mark}", "")\n`;
    const path = program(`${begin}${'\n:p for i:(Fin 20000). 1\n'.repeat(20)}\n${endless(mark)}`);
    const { status, err } = await running([path], mark, (child) => child.stdout!.destroy());
    expect([status, err]).toEqual([0, '']);
  }, 40_000);

  test.skipIf(process.getuid?.() === 0)('a file that is read-only', () => {
    const path = program('x = 1+2\nx\n');
    chmodSync(path, 0o444);
    for (const args of [['fmt'], ['test', '--update']]) {
      const ran = dx([...args, path]);
      expect(ran).toMatchObject({ status: 1, err: `dx: cannot write ${path}: permission denied\n` });
    }
  });

  test('a page in a folder that is not there', () => {
    expect(dx(['html', program('1\n'), '-o', '/no/such/page.html'])).toMatchObject({
      status: 1,
      err: 'dx: cannot write /no/such/page.html: there is no such folder\n',
    });
  });
});

describe('standard input, as -', () => {
  test('is a program like another', () => {
    expect(dx(['-'], { input: '1 + 1\n' })).toMatchObject({ status: 0, out: '1 + 1\n> 2\n' });
    expect(dx(['fmt', '-'], { input: 'x = 1+2\n' })).toMatchObject({ status: 0, out: 'x = 1 + 2\n' });
    expect(dx(['test', '-'], { input: '1 + 1\n> 2\n' }).status).toBe(0);
    const { status, out } = dx(['check', '-'], { input: 'x = nope\n' });
    expect([status, out.includes(' --> <stdin>:1:5\n')]).toEqual([1, true]);
  });
});

describe('what a block prints', () => {
  /** Prints, and then waits for a file. */
  const waiting = (mark: string): string =>
    `:p unsafe_io \\.\n  print "first"\n  while \\. not (has_file "${mark}")\n  print "last"\n  1\n`;

  test.each([
    [['run'], 'first\n> last\n> 1\n'],
    [['script'], 'first\n> last\n> 1\n'],
    [['run', '--outfmt', 'result-only'], 'first\nlast\n1\n'],
    [['run', '--outfmt', 'json'], 'first"},{"tag":"text","text":"last"},{"tag":"text","text":"1"}]}\n'],
  ])(
    'is there before the block ends: %s',
    async (verb, end) => {
      const mark = newMark();
      const child = spawn(process.execPath, [join(ROOT, 'dist/dx.js'), ...verb, program(waiting(mark))], {
        env: { ...process.env, NO_COLOR: '1' },
      });
      let out = '';
      child.stdout.on('data', (piece) => {
        out += piece;
        // The source, which stands before it, has the word once.
        if (out.split('first').length > (verb.includes('result-only') ? 1 : 2)) writeFileSync(mark, '');
      });
      const status = await new Promise((resolve) => child.on('close', resolve));
      expect([status, out.slice(out.lastIndexOf('first'))]).toEqual([0, end]);
    },
    40_000,
  );

  test('is answered at a prompt before the entry ends', async () => {
    const mark = newMark();
    const child = spawn(process.execPath, [join(ROOT, 'dist/dx.js'), 'repl'], {
      env: { ...process.env, NO_COLOR: '1', POINTFUL_HISTORY: '' },
    });
    let out = '';
    child.stdout.on('data', (piece) => {
      out += piece;
      if (out.startsWith('first\n')) writeFileSync(mark, '');
    });
    child.stdin.end(waiting(mark));
    await new Promise((resolve) => child.on('close', resolve));
    expect(out).toBe('first\nlast\n1\n');
  }, 40_000);
});

describe('an interrupt', () => {
  test.each([['run'], ['test'], ['html'], ['dump']])(
    'ends %s with status 130',
    async (verb) => {
      const mark = newMark();
      const ended = await running([verb, program(endless(mark))], mark, (child) => child.kill('SIGINT'));
      expect([ended.status, ended.err.match(TRACE)]).toEqual([130, null]);
    },
    40_000,
  );

  test('does not write half the outputs into a file', async () => {
    const mark = newMark();
    const text = `1 + 1\n> 3\n\n${endless(mark)}\n2\n> 2\n`;
    const path = program(text);
    const { status } = await running(['test', '--update', path], mark, (child) => child.kill('SIGINT'));
    expect([status, readFileSync(path, 'utf8')]).toEqual([130, text]);
  }, 40_000);
});

describe('a command line that is wrong', () => {
  const path = program('def f(x:Float) -> Float = x\n');

  test.each([
    [
      'a limit that is no number',
      ['run', '--time-limit', 'soon', path],
      '--time-limit takes a positive number',
    ],
    ['a limit of nothing', ['run', '--memory-limit', '0', path], '--memory-limit takes a positive number'],
    ['half a size', ['ad', path, '--of', 'f', '--size', '2.5'], '--size takes a positive whole number'],
    ['an option that is not there', ['run', '--frobnicate', path], "Unknown option '--frobnicate'\n"],
    ['no file to dump', ['dump'], 'usage: dx dump FILE\n'],
    ['an operand too many', ['repl', 'x'], 'usage: dx repl\n'],
  ])('%s', (_, args, message) => {
    expect(dx(args)).toMatchObject({ status: 2, out: '', err: expect.stringContaining(message) });
  });
});

test('what is wrong with a program is shown where its function is missed, and where it cannot be dumped', () => {
  const path = program('def f(x:Float) -> Float = y\n');
  for (const args of [
    ['ad', path, '--of', 'f'],
    ['grad-check', path, '--of', 'f'],
    ['dump', path],
  ]) {
    expect(dx(args)).toMatchObject({ status: 1, err: expect.stringContaining('Name error [DX0201]') });
  }
});

test('explanations are 80 columns wide', () => {
  const lines = dx(['explain', 'DX0301']).out.split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});
