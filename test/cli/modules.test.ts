import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dx } from './dx.ts';

/** What a program answers, block by block, with these modules in a folder `lib` of its own library path. */
function answers(modules: Readonly<Record<string, string>>, blocks: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'modules-'));
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, `${name}.dx`), text);
  const path = join(folder, 'main.dx');
  writeFileSync(path, blocks.map((block) => `${block}\n\n`).join(''));
  const { out } = dx(['run', path, '--lib-path', `${folder}:BUILTIN_LIBRARIES`]);
  const starts = blocks.map((block) => out.indexOf(`${block}\n`) + block.length + 1);
  return starts.map((start, k) =>
    out
      .slice(start, k + 1 < blocks.length ? starts[k + 1]! - blocks[k + 1]!.length - 1 : undefined)
      .trim()
      .replaceAll(`${folder}/`, ''),
  );
}

const BROKEN = 'def good(x:Nat) -> Nat = x + 1\n\ndef bad(x:Nat) -> Float = x + 1\n';

describe("the user's own modules", () => {
  test('may import others, and each other’s imports', () => {
    const modules = {
      base: 'def twice(x:Nat) -> Nat = 2 * x\n',
      left: 'import base\ndef four(x:Nat) -> Nat = twice (twice x)\n',
      right: 'import base\nimport sort\ndef low(xs:n=>Nat) -> Nat given (n|Ix) = twice (head (sort xs))\n',
    };
    expect(answers(modules, ['import left', 'import right', ':p (four 2, low [5, 3])'])).toEqual([
      '',
      '',
      '> (8, 6)',
    ]);
  });

  test('that import each other are refused, where the circle closes', () => {
    const modules = { a: 'import b\ndef f(x:Nat) -> Nat = x\n', b: 'import a\n', me: 'import me\n' };
    const [circle, own, rest] = answers(modules, ['import a', 'import me', ':p 1 + 1']);
    expect(circle).toContain('these modules import each other: a -> b -> a\n>  --> b.dx:1:8');
    expect(own).toContain('these modules import each other: me -> me\n>  --> me.dx:1:8');
    expect(rest).toBe('> 2');
  });

  test('that have errors show them in their text, and fail their users alone', () => {
    const modules = { broken: BROKEN, user: 'import broken\ndef h(x:Nat) -> Nat = good x\n' };
    const blocks = ['import broken', ':p good 1', 'import user', ':p h 1', ':p 1 + 1'];
    const [failed, skipped, indirectly, alike, rest] = answers(modules, blocks);
    expect(failed).toMatch(/^> Module import error \[DX0703\]: module broken has an error/);
    expect(failed).toContain('this is of type Nat, but Float32 is expected\n>  --> broken.dx:3:27');
    expect(skipped).toContain('skipped, because good is of module broken, which has errors');
    expect(skipped).toContain('this import failed');
    expect(indirectly).toContain('--> user.dx:1:8');
    expect(indirectly).toContain('--> broken.dx:3:27');
    expect(alike).toContain('skipped, because h is of module user, which has errors');
    expect(rest).toBe('> 2');
  });

  test('that have errors leave alone what has their names already', () => {
    expect(answers({ broken: BROKEN }, ['good = 7', 'import broken', ':p good'])[2]).toBe('> 7');
  });

  test('are found beside the program, after the library and whatever the library path names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'modules-'));
    const other = mkdtempSync(join(tmpdir(), 'modules-'));
    const write = (path: string, text: string): string => {
      writeFileSync(path, text);
      return path;
    };
    write(join(folder, 'own.dx'), 'import beside\nwhere_from = from_beside\n');
    write(join(folder, 'beside.dx'), 'from_beside = 1\n');
    write(join(other, 'beside.dx'), 'from_beside = 2\n');
    write(join(folder, 'sort.dx'), 'sort = 3\n');
    const text = 'import own\nimport sort\n:p (where_from, sort [2, 1])\n';
    const path = write(join(folder, 'main.dx'), text);
    const shown = (...options: string[]) => dx(['run', path, '--outfmt', 'result-only', ...options]).out;
    expect(shown()).toBe('(1, [1, 2])\n');
    expect(shown('--lib-path', `${other}:BUILTIN_LIBRARIES`)).toBe('(2, [1, 2])\n');
    expect(dx(['check', write(join(other, 'main.dx'), text), path]).out).not.toContain(folder);
    expect(dx(['repl'], { input: 'import beside\n:p from_beside\n', cwd: folder }).out).toContain('1');
  });

  test('beside a program are named as the program is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'modules-'));
    writeFileSync(join(folder, 'broken.dx'), BROKEN);
    writeFileSync(join(folder, 'main.dx'), 'import broken\n');
    const path = join(folder, 'main.dx');
    expect(dx(['script', path]).out).toContain('>  --> broken.dx:3:27');
    expect(dx(['run', path]).out).toContain(`>  --> ${folder}/broken.dx:3:27`);
    writeFileSync(path, dx(['script', path]).out);
    expect(dx(['test', path]).status).toBe(0);
  });

  test('that cannot be found are looked for in the places that are named', () => {
    const [missing] = answers({}, ['import nowhere']);
    expect(missing).toContain("couldn't find a source file for module nowhere");
    expect(missing).toMatch(/searched: .*modules-/);
  });
});
