import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileModules, nodeHost } from '../../src/session/index.node.ts';
import { type ModuleSource, outputText } from '../../src/session/index.ts';
import { sourceFile } from '../../src/source/index.ts';
import { dx, program } from '../cli/dx.ts';
import { ROOT } from '../house/files.ts';
import { library } from '../library.ts';
import { diagnosticsOf, rendered, resultsOf } from './report.ts';

const codesOf = (text: string, options = {}): string[] => diagnosticsOf(text, options).map((d) => d.code);

const shown = (text: string): string[] =>
  resultsOf(text).flatMap(({ outputs }) => outputs.map((output) => outputText(output)));

/** What no output may hold: traces and names of the implementation. */
const INTERNAL = /\n\s+at |node:|\.ts:|undefined|\[object /;

describe('odd files', () => {
  test('an empty one, and one of blanks', () => {
    expect([codesOf(''), codesOf('\n\n  \n')]).toEqual([[], []]);
  });

  test('a byte order mark and other line ends', () => {
    expect(shown('\ufeffx = 1\r\n\r\n:p\r\n  y = x + 1\r\n  y\r\n')).toEqual(['2']);
  });

  test.each([
    ['a tab', 'f = \\x:Nat.\n\tx\n', ['DX0106']],
    ['a NUL', ':p 1\0\n', ['DX0105']],
    ['an unterminated string', ':p "abc\n\n:p 2\n', ['DX0102']],
    ['an unterminated block', ':p (for i:(Fin 3).\n  1\n\n:p 2\n', ['DX0110']],
    ['an unterminated definition', 'def f(x:Nat) -> Nat =\n\n:p 2\n', ['DX0109']],
  ])('%s is a mistake of its block alone', (_, text, codes) => {
    expect(codesOf(text)).toEqual(codes);
    if (text.includes(':p 2')) expect(shown(text).at(-1)).toBe('2');
  });

  test('a byte that is not UTF-8', () => {
    const path = program('');
    writeFileSync(path, new Uint8Array([0x3a, 0x70, 0x20, 0xff, 0x0a]));
    const { status, out, err } = dx([path]);
    expect([status, out]).toEqual([1, '']);
    expect(err).toMatch(/^IO error \[DX0705\]: .* is not UTF-8 text\n$/);
  });

  test('a directory, and nothing at all', () => {
    expect(dx([dirname(program(''))])).toMatchObject({
      status: 1,
      err: expect.stringContaining('it is a directory'),
    });
    expect(dx(['check', 'no/such.dx']).err).toMatch(/^IO error \[DX0704\]/);
  });
});

describe('large files', () => {
  test('a line of a megabyte', () => {
    const found = diagnosticsOf(`:p "${'a'.repeat(2 ** 20)}" + 1\n`);
    expect(found).toHaveLength(1);
    expect(rendered(found).length).toBeLessThan(1_000);
    expect(shown(`:p list_length "${'a'.repeat(2 ** 20)}"\n`)).toEqual(['1048576']);
  });

  test('a name of a megabyte', () => {
    const found = diagnosticsOf(`${'a'.repeat(2 ** 20)}\n`);
    expect(found.map((d) => d.code)).toEqual(['DX0201']);
    expect(rendered(found).length).toBeLessThan(5_000);
  });

  test('100,000 nested brackets', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['[', ']'],
      ['{', '}'],
      ['sin(', ')'],
    ] as const) {
      const codes = codesOf(`:p ${open.repeat(100_000)}1${close.repeat(100_000)}\n`);
      expect(new Set(codes)).toEqual(new Set(['DX0801']));
    }
  });

  test('a million lines', () => {
    const count = process.env.VERIFY ? 1_000_000 : 100_000;
    const prose = shown(
      `${"'A line of prose.\n\n".repeat(count / 4)}:p 1\n${'-- a comment\n'.repeat(count / 2)}`,
    );
    expect(prose).toEqual(['1']);
    const definitions = Array.from({ length: count / 100 }, (_, k) => `v${k} = ${k}\n\n`).join('');
    expect(shown(`${definitions}:p v${count / 100 - 1}\n`)).toEqual([`${count / 100 - 1}`]);
  });

  test('many mistakes', () => {
    const found = codesOf(':p nope\n\n'.repeat(300));
    expect([found.length, new Set(found)]).toEqual([300, new Set(['DX0201'])]);
  });
});

/** Modules given as texts, and the library's. */
function modulesOf(texts: Readonly<Record<string, string>>): ModuleSource {
  return {
    places: ['here'],
    find: (name) =>
      Object.hasOwn(texts, name)
        ? { file: sourceFile(`${name}.dx`, texts[name]!), stored: null }
        : library.find(name),
  };
}

describe('modules', () => {
  test('a missing one', () => {
    const found = diagnosticsOf('import missing_one\n', { modules: modulesOf({}) });
    expect(rendered(found)).toMatchInlineSnapshot(`
      "Module import error [DX0701]: couldn't find a source file for module missing_one
       --> input:1:8
        |
      1 | import missing_one
        |        ^^^^^^^^^^^
        searched: here
      help: add its directory to --lib-path, or put it beside the program
      "
    `);
  });

  test('two that import each other', () => {
    const modules = modulesOf({ one: 'import two\n', two: 'import one\n' });
    const found = diagnosticsOf('import one\n\n:p 1\n', { modules });
    expect(found.map((d) => d.code)).toContain('DX0702');
    expect(rendered(found)).toContain('one -> two -> one');
  });

  test('one that imports itself', () => {
    expect(codesOf('import self\n', { modules: modulesOf({ self: 'import self\n' }) })).toContain('DX0702');
  });

  test('one with errors: they are shown in it, and concern those alone who use it', () => {
    const modules = modulesOf({ broken: 'good_value = 1\n\nbad_value = good_value + nope\n' });
    const text = ':p 0\n\nimport broken\n\n:p good_value\n\n:p 3\n';
    const found = diagnosticsOf(text, { modules });
    expect(found.map((d) => [d.code, d.labels[0]?.located.file.name])).toEqual([
      ['DX0703', 'input'],
      ['DX0201', 'broken.dx'],
      ['DX0205', 'input'],
    ]);
    const texts = resultsOf(text, { modules }).flatMap(({ outputs }) =>
      outputs.filter((o) => o.tag === 'text'),
    );
    expect(texts.map((o) => outputText(o))).toEqual(['0', '3']);
  });

  test('a fault in one is shown there, with the call', () => {
    const modules = modulesOf({
      far: 'def checked(x:Nat) -> Nat =\n  if x == 3 then error "three" else x\n',
    });
    const [fault] = diagnosticsOf('import far\n\n:p for i:(Fin 5). checked (ordinal i)\n', { modules });
    expect(fault).toMatchObject({ code: 'DX0601', message: 'three', facts: ['at iteration 3'] });
    expect(fault?.labels.map(({ located }) => located.file.name)).toEqual(['far.dx', 'input']);
  });

  test('files of a library path', () => {
    const path = program('import helper\n\n:p helped 2\n');
    const folder = dirname(path);
    writeFileSync(join(folder, 'helper.dx'), 'def helped(x:Nat) -> Nat = x + 1\n');
    mkdirSync(join(folder, 'folder.dx'));
    expect(dx([path, '--lib-path', `${folder}:BUILTIN_LIBRARIES`, '--outfmt', 'result-only']).out).toBe(
      '3\n',
    );
    const other = dx([program('import folder\n'), '--lib-path', `${folder}:BUILTIN_LIBRARIES`]);
    expect([other.status, INTERNAL.test(other.out + other.err)]).toEqual([1, false]);
  });

  test('a module that is not UTF-8', () => {
    const path = program('import odd\n');
    writeFileSync(join(dirname(path), 'odd.dx'), new Uint8Array([0x78, 0x20, 0xff, 0x0a]));
    const modules = fileModules(`${dirname(path)}:BUILTIN_LIBRARIES`);
    expect(codesOf('import odd\n', { modules })).toContain('DX0703');
  });
});

describe('computations without end', () => {
  const endless = ':p yield_state 0 \\r. while \\.\n  r := get r + 1\n  True\n\n:p 1\n';

  test('stop at the time limit, and the next block runs', () => {
    const limits = { seconds: 0.2, bytes: null };
    expect(codesOf(endless, { limits })).toEqual(['DX0802']);
    expect(resultsOf(endless, { limits }).at(-1)?.failed).toBe(false);
  });

  test('stop at the memory limit', () => {
    const limits = { seconds: null, bytes: 2 ** 24 };
    expect(
      codesOf(':p sum for i:(Fin 100).\n  xs = for j:(Fin 10000000). ordinal j\n  sum xs + xs[5@_]\n', {
        limits,
      }),
    ).toEqual(['DX0804']);
    expect(
      codesOf(':p\n  stack <- with_stack Nat\n  for i:(Fin 100000000). stack.push 1\n', { limits }),
    ).toEqual(['DX0804']);
  });

  test('stop at Ctrl-C', async () => {
    const child = spawn(process.execPath, [join(ROOT, 'dist/dx.js'), program(endless)], {
      env: { ...process.env, NO_COLOR: '1' },
    });
    let out = '';
    child.stdout.on('data', (bytes) => (out += bytes));
    const interrupt = setInterval(() => child.kill('SIGINT'), 1_500);
    const status = await new Promise((resolve) => child.on('close', resolve));
    clearInterval(interrupt);
    // An interruption before the evaluation began ends the process by its signal.
    if (status !== null) {
      expect(status).toBe(130);
      expect(out).toContain('[DX0803]: interrupted');
    }
    expect(out).not.toMatch(INTERNAL);
  });
});

describe('types without end', () => {
  test('an instance that needs a larger one', () => {
    const text =
      'interface Deep(a:Type)\n  depth : (a) -> Nat\n\n' +
      'instance Deep((a, b)) given (a, b) (Deep ((a, a), b))\n  def depth(x) = 1\n\n:p depth (1, 2)\n';
    expect(codesOf(text)).toEqual(['DX0805']);
  });

  test('aliases that double forty times', () => {
    const doublings = Array.from(
      { length: 40 },
      (_, k) => `def T${k + 1}(a:Type) -> Type = T${k}((a, a))\n\n`,
    ).join('');
    const text = `def T0(a:Type) -> Type = a\n\n${doublings}:p (() :: T40 Nat)\n`;
    for (const code of codesOf(text)) expect(['DX0301', 'DX0805', 'DX0205']).toContain(code);
  });

  test('types nested 400 deep', () => {
    const deep = `${'Maybe ('.repeat(400)}Nat${')'.repeat(400)}`;
    expect(codesOf(`x : ${deep} = Nothing\n\n:t x\n`)).toEqual([]);
  });
});

test('diagnostics as JSON', () => {
  const { status, out } = dx(['check', '--json', program('x = 1\n\n:p x + "one"\n', 'shape.dx')]);
  expect(status).toBe(1);
  const [line] = out.trimEnd().split('\n');
  const { message, help, ...rest } = JSON.parse(line!);
  expect([typeof message, Array.isArray(help)]).toEqual(['string', true]);
  expect(rest).toMatchObject({
    code: 'DX0301',
    class: 'Type error',
    facts: [],
    labels: [
      {
        file: expect.stringMatching(/shape\.dx$/),
        start: { line: 3, column: 8, offset: 14 },
        end: { line: 3, column: 13, offset: 19 },
        primary: true,
      },
      {},
      {},
    ],
  });
  expect(Object.keys(rest.labels[0])).toEqual(['file', 'start', 'end', 'text', 'primary']);
});

test('a host that grants nothing, and one that grants all', () => {
  expect(codesOf(':p unsafe_io \\. read_file "/etc/passwd"\n')).not.toEqual([]);
  expect(codesOf(':p unsafe_io \\. has_file "/"\n', { host: nodeHost() })).toEqual([]);
});

describe('long chains', () => {
  test('of else if', () => {
    const chain = (links: number): string => `:p ${'if False then 1 else '.repeat(links)}7\n`;
    expect(shown(chain(250))).toEqual(['7']);
    expect(codesOf(chain(100_000))).toEqual(['DX0801']);
  });
});
