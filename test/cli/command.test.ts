import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verbTable } from '../../src/cli/help-text.ts';
import { VERBS } from '../../src/cli/verbs.ts';
import { read } from '../house/files.ts';
import { dx, program } from './dx.ts';

describe('running a program', () => {
  const path = program("'Prose\n\nx = 1 + 1\n\nx\n> stale\n");

  test('shows blocks with their answers', () => {
    expect(dx([path])).toMatchObject({ status: 0, out: "'Prose\n\nx = 1 + 1\n\nx\n> 2\n" });
    expect(dx(['run', path]).out).toBe(dx([path]).out);
  });

  test('shows answers alone, or as JSON', () => {
    expect(dx([path, '--outfmt', 'result-only']).out).toBe('2\n');
    const lines = dx([path, '--outfmt', 'json']).out.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { source: 'x = 1 + 1\n', outputs: [] },
      { source: 'x\n', outputs: [{ tag: 'text', text: '2' }] },
    ]);
    expect(dx([path, '--outfmt', 'pdf'])).toMatchObject({ status: 2 });
  });

  test('lays types out over 80 columns, or over as many as they need where DEX_PPRINT_UNBOUNDED is 1', () => {
    const shown = program(':t scan\n');
    const type =
      '({n:Type}[d:(Ix n)]{a:Type}[d.1:(Data a)]{b:Type}(init:a,body:((v#0:n,v#1:a) -> (a, b))) -> ';
    const unbounded = dx([shown, '--outfmt', 'result-only'], { env: { DEX_PPRINT_UNBOUNDED: '1' } });
    expect(unbounded.out).toBe(`${type}(a, (n => b)))\n`);
    expect(dx([shown, '--outfmt', 'result-only']).out.split('\n').length).toBeGreaterThan(2);
  });

  test('tells with its status that a block failed, except as script', () => {
    const wrong = program(':p nope\n\n1\n');
    expect(dx([wrong]).status).toBe(1);
    expect(dx([wrong]).out).toContain('> 1\n');
    expect(dx(['script', wrong]).status).toBe(0);
  });

  test('says why a file cannot be read', () => {
    expect(dx(['no/such/file.dx'])).toMatchObject({
      status: 1,
      err: expect.stringContaining('there is no such file'),
    });
    expect(dx(['run', dirname(path)])).toMatchObject({
      status: 1,
      err: expect.stringContaining('it is a directory'),
    });
  });

  test('stops a block at the time limit', () => {
    const endless = program(':p yield_state 0 \\r. while \\.\n  r := get r + 1\n  True\n\n1\n');
    const { status, out } = dx([endless, '--time-limit', '0.5']);
    expect(status).toBe(1);
    expect(out).toContain('stopped after 0.5 s');
    expect(out).toContain('> 1\n');
  });
});

describe('a program as its own golden', () => {
  test('passes, differs, and is updated', () => {
    const path = program('2 + 3\n> 5\n');
    expect(dx(['test', path])).toMatchObject({ status: 0, out: '1 passed, 0 failed\n' });
    const stale = program('2 + 3\n> 6\n');
    const differs = dx(['test', stale]);
    expect(differs.status).toBe(1);
    expect(differs.out).toContain('  - > 6\n  + > 5\n');
    expect(dx(['test', '--update', stale]).status).toBe(0);
    expect(readFileSync(stale, 'utf8')).toBe('2 + 3\n> 5\n');
  });

  test('shows the outputs that differ, and none of those that agree', () => {
    const path = program('1 + 1\n> 3\n\n2 + 2\n> 4\n\n3 + 3\n\n4 + 4\n> 8\n> 9\n');
    expect(dx(['test', path]).out).toBe(
      `${path}: differs\n  line 2\n  - > 3\n  + > 2\n  line 8\n  + > 6\n  line 10\n` +
        '  - > 8\n  - > 9\n  + > 8\n0 passed, 1 failed\n',
    );
  });

  test('keeps line numbers of diagnostics true to the file that holds them', () => {
    const path = program('1\n\n:p nope\n');
    dx(['test', '--update', path]);
    expect(readFileSync(path, 'utf8')).toContain('program.dx:4:4');
    expect(dx(['test', path]).status).toBe(0);
  });
});

describe('other verbs', () => {
  test('check finds errors without running anything', () => {
    const path = program('x = unsafe_io \\. print "ran"\n\ny : Nat = 1.5\n');
    const { status, out } = dx(['check', path]);
    expect(status).toBe(1);
    expect(out).toContain('Type error');
    expect(out).not.toContain('ran\n');
    const [line] = dx(['check', '--json', path]).out.split('\n');
    expect(JSON.parse(line!)).toMatchObject({ class: 'Type error', labels: [{ start: { line: 3 } }] });
  });

  test('check computes what types need', () => {
    const path = program('n = 2 + 1\n\nxs : Fin n => Nat = [1, 2, 3]\n');
    expect(dx(['check', path])).toMatchObject({ status: 0, out: 'no errors\n' });
  });

  test('fmt rewrites, and can only look', () => {
    const path = program('x = 1+2   \n');
    expect(dx(['fmt', '--check', path]).status).toBe(1);
    expect(dx(['fmt', path]).status).toBe(0);
    expect(dx(['fmt', '--check', path]).status).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe('x = 1 + 2\n');
  });

  test('fmt leaves a file with errors alone', () => {
    const path = program('x = (1\n');
    expect(dx(['fmt', path])).toMatchObject({ status: 1, err: expect.stringContaining('Parse error') });
    expect(readFileSync(path, 'utf8')).toBe('x = (1\n');
  });

  test('dump prints the program after a pass', () => {
    const path = program('sum (for i:(Fin 3). n_to_f (ordinal i))\n');
    expect(dx(['dump', '--after', 'simplify', path]).out).toContain('fn ');
    expect(dx(['dump', '--after', 'elaborate', path]).status).toBe(0);
    expect(dx(['dump', '--list']).out.split('\n').slice(0, 2)).toEqual(['elaborate', 'simplify']);
    expect(dx(['dump', '--after', 'nothing', path]).status).toBe(2);
  });

  test('ad shows the halves of a derivative and counts their work', () => {
    const path = program('def f(x:n=>Float) -> Float given (n|Ix) = sum for i. exp x[i]\n');
    const { status, out } = dx(['ad', path, '--of', 'f']);
    expect(status).toBe(0);
    for (const title of ['-- primal', '-- tape', '-- linear', '-- transposed']) expect(out).toContain(title);
    // The function and its parameters have the names that the program gives them.
    expect(out).toContain('fn @f.d01.primal as "f" (n : w32, x : Fin n => f32)');
    expect(out).toContain('fn f.d01.linear (n : w32, ');
    expect(dx(['ad', path, '--of', 'f', '--mode', 'linear']).out).not.toContain('-- transposed');
    // An exponential, its scaling and an addition for each element; transposition changes no sum.
    const cost = dx(['ad', path, '--of', 'f', '--cost', '--size', '10']).out;
    const [linear, transposed] = ['linear', 'transposed'].map(
      (half) => new RegExp(`^${half} +(\\d+)`, 'm').exec(cost)?.[1],
    );
    expect(linear).toBe(transposed);
    expect(dx(['ad', path, '--of', 'g'])).toMatchObject({
      status: 1,
      err: expect.stringContaining('no function `g`'),
    });
    expect(dx(['ad', path]).status).toBe(2);
  });

  test('ad says which line each statement comes from, and what is no longer parallel', () => {
    const path = program(`named-instance Circle : Monoid(Float)
  mempty = 0.0
  def (<>)(a, b) = a + b + a * b

def f(x:n=>Float) -> Float given (n|Ix) = yield_accum Circle \\r.
  for i. r += sin x[i]
`);
    const base = path.split('/').at(-1)!;
    const { out } = dx(['ad', path, '--of', 'f']);
    expect(out).toMatch(new RegExp(`= sin x.* -- ${base}:6\n`));
    expect(out).toMatch(new RegExp(`lin .* \\*\\. .* -- ${base}:3\n`));
    expect(out).toContain(`the accumulation at ${base}:5 has no derivative rule: it is done in index order`);
    expect(out).not.toContain('prelude.dx');
  });

  test('ad names what has no derivative in the type of the function', () => {
    const path = program(`def f(g:(Float)->Float, x:Float) -> Float = g x
def h(x:Float) -> {IO} Float = x
def k(r:Ref h Float, x:Float) -> {State h} Float given (h:Heap) = get r * x
`);
    const refusal = (name: string): string => dx(['ad', path, '--of', name]).err;
    expect(refusal('f')).toBe(
      'dx ad: `g` is a function, and only arguments that are data have derivatives\n',
    );
    expect(refusal('h')).toBe('dx ad: `h` has effects, so it has no derivative by itself\n');
    expect(refusal('k')).toContain('`r` is a reference');
  });

  test('ad counts the work of a custom linearization', () => {
    const path = program(`@noinline
def f(x:Float) -> Float = x * x

custom-linearization f \\x:Float. (x * x, \\dx:Float. 2.0 * x * dx)
`);
    const { status, out } = dx(['ad', path, '--of', 'f', '--cost']);
    expect(status).toBe(0);
    // x² and 2 x beside it; a scaling.
    const work = (row: string): string | undefined => new RegExp(`^${row} +(\\d+)`, 'm').exec(out)?.[1];
    expect(work('function')).toBe('1');
    expect(work('linear')).toBe(work('transposed'));
  });

  test('ad counts the work of what a function calls', () => {
    const square = 'def square(x:Float) -> Float = x * x\n';
    const path = program(`@noinline\n${square}\ndef f(x:Float) -> Float = square (square x)\n`);
    const { out } = dx(['ad', path, '--of', 'f', '--cost']);
    // Square of square: two multiplications, and eight operations of the linear half (five times the work).
    const work = (row: string): string | undefined => new RegExp(`^${row} +(\\d+)`, 'm').exec(out)?.[1];
    expect(['function', 'linear', 'transposed'].map(work)).toEqual(['2', '8', '8']);
    expect(out).toContain('value and gradient cost 5.00 times the function');
  });

  test('explain knows codes in any spelling', () => {
    expect(dx(['explain', 'DX0201']).out).toContain('DX0201');
    expect(dx(['explain', '201']).out).toBe(dx(['explain', 'dx0201']).out);
    expect(dx(['explain', 'DX9999']).status).toBe(2);
  });

  test('completion is made for three shells', () => {
    for (const shell of ['bash', 'zsh', 'fish']) expect(dx(['completion', shell]).out).toContain('check');
    expect(dx(['completion', 'csh']).status).toBe(2);
  });
});

describe('the command line', () => {
  test('answers --version and --help', () => {
    const { version } = JSON.parse(read('package.json'));
    expect(dx(['--version'])).toMatchObject({ status: 0, out: `pointful ${version}\n` });
    expect(dx(['--help']).out).toBe(dx(['help']).out);
    expect(dx(['help', 'run']).out).toBe(dx(['run', '--help']).out);
  });

  test('is wrong in ways that it explains', () => {
    expect(dx([]).status).toBe(2);
    expect(dx(['chekc', 'x'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('did you mean `check`'),
    });
    expect(dx(['run'])).toMatchObject({ status: 2, err: expect.stringContaining('usage: dx run FILE') });
    expect(dx(['run', '--frobnicate', 'x.dx']).status).toBe(2);
  });

  test('finds modules in the library path', () => {
    const path = program('import own\n\ntwice 4\n');
    const folder = join(dirname(path), 'modules');
    mkdirSync(folder);
    const module = program('def twice(x:Nat) -> Nat = 2 * x\n', 'own.dx');
    expect(dx([path, '--lib-path', `${dirname(module)}:BUILTIN_LIBRARIES`]).out).toContain('> 8\n');
    expect(dx([path]).out).toContain('Module import error');
  });

  test('is described in README as it is', () => {
    const [, table] = /<!-- verbs -->\n([\s\S]*?)\n<!-- \/verbs -->/.exec(read('README.md')) ?? [];
    expect(table).toBe(verbTable(VERBS));
  });
});
