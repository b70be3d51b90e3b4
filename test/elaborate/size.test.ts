import { describe, expect, test } from 'vitest';
import { elaborateText, mistakes, shown, withPrelude } from './program.ts';

const count = process.env.VERIFY ? 100_000 : 5_000;
const lines = (n: number, line: (k: number) => string): string =>
  Array.from({ length: n }, (_, k) => line(k)).join('\n');

/** Elaborates without the checker of Core, whose own limits are tested with it. */
function found(program: string): readonly string[] {
  return mistakes(program);
}

describe('long programs', () => {
  test('statements in a block', () => {
    expect(shown(`:t\n  x0 = 1\n${lines(count, (k) => `  x${k + 1} = x${k} + 1`)}\n  x${count}\n`)).toBe(
      'Nat',
    );
  });

  test('terms of an operator chain', () => {
    expect(shown(`:t ${Array(count).fill('1').join(' + ')} + 1.0\n`)).toBe('Float32');
  });

  test('elements of a literal', () => {
    expect(shown(`:t [${Array(count).fill('1').join(', ')}]\n`)).toBe(`((Fin ${count}) => Nat)`);
  });

  test('definitions, each calling the one before', () => {
    const program = `def f0(x:Nat) -> Nat = x\n${lines(1000, (k) => `def f${k + 1}(x:Nat) -> Nat = f${k} x`)}\n:t f1000 1\n`;
    expect(shown(program)).toBe('Nat');
  });

  test('bind arrows in one block', () => {
    const give = 'def give(f:(Nat) -> Nat) -> Nat = f 1\n';
    const program = `${give}def demo() -> Nat =\n${lines(1000, (k) => `  r${k} <- give`)}\n  r999\n`;
    expect(found(program)).toEqual([]);
  });

  test('nested calls', () => {
    expect(shown(`:t ${'id('.repeat(900)}1${')'.repeat(900)}\n`)).toBe('Nat');
  });
});

describe('what never ends', () => {
  test('a search for instances is given up', () => {
    const program =
      'interface Deep(a:Type)\n  deep : (a) -> Nat\n\ninstance Deep(List a) given (a) (Deep (List (List a)))\n  def deep(x) = 1\n\n:p deep [1, 2]\n:p deep (to_list [1, 2])\n';
    const codes = elaborateText(program, withPrelude).results.flatMap((r) =>
      r.diagnostics.map((d) => d.code),
    );
    expect(codes).toEqual(['DX0501', 'DX0805']);
  });

  test('a type whose normal form is too large is given up', () => {
    const doublings = lines(21, (k) => `def d${k + 1}(a:Type) -> Type = d${k}((a, a))`);
    const program = `def d0(a:Type) -> Type = a\n${doublings}\n:p (() :: d21 Nat)\n`;
    const codes = elaborateText(program, withPrelude).results.flatMap((r) =>
      r.diagnostics.map((d) => d.code),
    );
    expect(codes[0]).toBe('DX0805');
  });
});
