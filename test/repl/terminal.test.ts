/** The prompt on a terminal: keys, pastes, completion of files. */
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { complete } from '../../src/repl/complete.ts';
import { runRepl } from '../../src/repl/index.ts';
import { plainStyle } from '../../src/source/index.ts';
import { dx } from '../cli/dx.ts';
import { library } from '../library.ts';

/** What a terminal shows that is given these keys, one burst after another; the escape sequences left out. */
async function typed(...bursts: readonly string[]): Promise<string> {
  process.env.POINTFUL_HISTORY = '';
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  let shown = '';
  output.on('data', (piece) => {
    shown += piece;
  });
  const done = runRepl({
    session: { modules: library },
    input: input as unknown as NodeJS.ReadStream,
    output: output as unknown as NodeJS.WriteStream,
    write: (text) => output.write(text),
    style: plainStyle,
    version: '0',
  });
  for (const burst of bursts) {
    input.write(burst);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  input.write('\u0004');
  await done;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is taken out
  return shown.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');
}

const paste = (text: string): string => `\u001b[200~${text}\u001b[201~`;

test('Ctrl-C drops the line, wherever the cursor stands in it', async () => {
  const left = '\u001b[D';
  const shown = await typed(`garbage and more${left.repeat(5)}`, '\u0003', '20 + 3\n');
  expect(shown).toMatch(/\n23\n/);
  expect(shown).not.toContain('error');
});

test('a pasted block may hold empty lines', async () => {
  const shown = await typed(paste('def g(y:Nat) -> Nat =\n  q = y\n\n  q + 1\n\ng 2\n'), '\ng 41\n');
  expect(shown).toMatch(/\.\.\. 3\n[^]*\n42\n/);
  expect(shown).not.toContain('error');
});

test('what a paste leaves unfinished is gone on with', async () => {
  const shown = await typed(paste('def h(y:Nat) -> Nat =\n  q = y\n'), '  q + 1\n', '\n', 'h 6\n');
  expect(shown).toMatch(/\n7\n/);
  expect(shown).not.toContain('error');
});

test('a part of a line is pasted like any text', async () => {
  expect(await typed('1 + ', paste('2 + 3'), '\n')).toMatch(/\n6\n/);
});

test('a command that is not there is named', () => {
  expect(dx(['repl'], { input: ':frobnicate\n1\n' }).out).toBe(
    'there is no command :frobnicate; :help lists them\n1\n',
  );
});

test('completes files after :load', () => {
  expect(complete(':load examples/to', [])).toEqual([['examples/tour.dx'], 'examples/to']);
  expect(complete(':load exam', [])[0]).toContain('examples/');
  expect(complete(':load no/such/', [])).toEqual([[], 'no/such/']);
});
