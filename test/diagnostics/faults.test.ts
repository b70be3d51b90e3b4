import { describe, expect, test } from 'vitest';
import { type FaultKind, RuntimeFault } from '../../src/evaluate/index.ts';
import { reportFault } from '../../src/session/fault-report.ts';
import { type Diagnostic, located, originTable, positionAt, sourceFile } from '../../src/source/index.ts';
import { diagnosticsOf } from './report.ts';

/** The lines of the labels, the primary one first, and the facts. */
function shape(program: string): {
  readonly code: string;
  readonly lines: number[];
  readonly facts: readonly string[];
} {
  const found = diagnosticsOf(program);
  expect(found).toHaveLength(1);
  const [d] = found as [Diagnostic];
  const lines = d.labels.map(({ located: { file, span } }) => positionAt(file, span.start).line);
  return { code: d.code, lines, facts: d.facts.filter((fact) => !fact.startsWith('inside the library')) };
}

describe('a fault says where it happened, in which iteration, and who called', () => {
  test('error in a loop of a called function', () => {
    const program = [
      'def checked(x:Nat) -> Nat = if x == 3 then error "three" else x',
      'def total(n:Nat) -> Nat = sum for i:(Fin n). checked(ordinal i)',
      ':p for j:(Fin 2). total 5',
    ].join('\n\n');
    expect(shape(`${program}\n`)).toEqual({
      code: 'DX0601',
      lines: [1, 3, 5],
      facts: ['at iterations 0, 3 (outermost loop first)'],
    });
  });

  test('the same where calls are not inlined', () => {
    const program = [
      '@noinline\ndef checked(x:Nat) -> Nat = if x == 3 then error "three" else x',
      '@noinline\ndef total(n:Nat) -> Nat = sum for i:(Fin n). checked(ordinal i)',
      ':p for j:(Fin 2). for k:(Fin 2). total 5',
    ].join('\n\n');
    expect(shape(`${program}\n`)).toEqual({
      code: 'DX0601',
      lines: [2, 5, 7],
      facts: ['at iterations 0, 0, 3 (outermost loop first)'],
    });
  });

  test.each([
    [
      'an index out of range',
      ':p\n  for i:(Fin 5).\n    from_ordinal(n=Fin 3, ordinal i)\n',
      'DX0601',
      [3],
      ['at iteration 3'],
    ],
    ['division', ':p for i:(Fin 3).\n  idiv 6 (2 -| ordinal i)\n', 'DX0603', [2], ['at iteration 2']],
    ['a remainder', ':p rem 6 0\n', 'DX0603', [1], []],
    [
      'the number of no constructor',
      'data D =\n  A\n  B\n  C\n\n:p for i:(Fin 4). %toEnum(D, n_to_w8 (ordinal i))\n',
      'DX0601',
      [6],
      ['at iteration 3'],
    ],
    [
      'a literal that is the number of no constructor',
      ':p %toEnum(Ordering, n_to_w8 3)\n',
      'DX0601',
      [1],
      [],
    ],
    [
      'a byte that is no truth value',
      ':p for i:(Fin 3). %toEnum(Bool, n_to_w8 (ordinal i))\n',
      'DX0601',
      [1],
      ['at iteration 2'],
    ],
    ['an ordinal beyond an enumeration', ':p unsafe_coerce(to=Ordering, 7@Fin 9)\n', 'DX0608', [1], []],
    [
      'an ordinal beyond a truth value',
      ':p for i:(Fin 3). (unsafe_from_ordinal (ordinal i) :: Bool)\n',
      'DX0608',
      [1],
      ['at iteration 2'],
    ],
    [
      'an unlisted constructor',
      ':p for i:(Fin 2).\n  case (if ordinal i == 0 then Just 1 else Nothing) of\n    Just x -> x\n',
      'DX0604',
      [2],
      ['at iteration 1'],
    ],
    ['a known unlisted constructor', ':p case Just 1 of\n  Nothing -> 0\n', 'DX0604', [1], []],
    ['a truth value of a number that is none', ':p not (flag_internal 7)\n', 'DX0601', [1], []],
    [
      'the constructor of a number, computed',
      ':p for i:(Fin 5).\n  %toEnum(Ordering, n_to_w8 (ordinal i))\n',
      'DX0601',
      [2],
      ['at iteration 3'],
    ],
    [
      'unreachable',
      ':p for i:(Fin 2).\n  if ordinal i == 1 then unreachable() else 2.0\n',
      'DX0602',
      [2],
      ['at iteration 1'],
    ],
    ['a size', ':p sum for i:(Fin 3000000000). 1.0\n', 'DX0606', [1], []],
    [
      'a product of sizes',
      'n = 100000\n:p for i:(Fin n). sum for j:(Fin n, Fin n). 1.0\n',
      'DX0606',
      [2],
      ['at iteration 0'],
    ],
    ['a size that only types know', ':p size (Fin 100 => Fin 100)\n', 'DX0606', [1], []],
    [
      'an unsafe index',
      'xs = [1, 2]\n:p for i:(Fin 4).\n  xs[unsafe_from_ordinal (ordinal i)]\n',
      'DX0608',
      [3],
      ['at iteration 2'],
    ],
    ['the host', ':p unsafe_io \\.\n  get_env "HOME"\n', 'DX0609', [2], []],
  ] as const)('%s', (_, program, code, [line], facts) => {
    const found = shape(program);
    expect([found.code, found.lines[0], found.facts]).toEqual([code, line, facts]);
  });

  test('a number gives a constructor of an enumeration alone', () => {
    const codes = ['Maybe Nat', 'Float'].map((type) => {
      return diagnosticsOf(`:p %toEnum(${type}, n_to_w8 1)\n`).map((d) => d.code);
    });
    expect(codes).toEqual([['DX0902'], ['DX0902']]);
  });

  test('a handler and a while loop on the way', () => {
    const program =
      ':p yield_state 0 \\r. while \\.\n  r := get r + 1\n  if get r == 10 then error "ten" else True\n';
    expect(shape(program)).toMatchObject({ code: 'DX0601', lines: [3, 1, 1] });
  });

  test('a very long message is cut', () => {
    const long = `:p (error "${'na '.repeat(2_000)}" :: Nat)\n`;
    expect(diagnosticsOf(long)[0]?.message.length).toBeLessThanOrEqual(1_000);
  });

  test('unreachable does not claim that the program called error', () => {
    expect(diagnosticsOf(':p (unreachable() :: Nat)\n')[0]?.message).not.toContain('error');
  });
});

describe('every kind of fault has a code', () => {
  const file = sourceFile('input', ':p 1\n');
  const block = located(file, { start: 0, end: 4 });
  const limits = { time: '2 s', memory: null };
  const kinds: Readonly<Record<FaultKind, string>> = {
    error: 'DX0601',
    divisionByZero: 'DX0603',
    missingAlternative: 'DX0604',
    uncaught: 'DX0605',
    sizeOverflow: 'DX0606',
    sizeMismatch: 'DX0607',
    indexOutOfRange: 'DX0608',
    host: 'DX0609',
    deadline: 'DX0802',
    fuel: 'DX0802',
    interrupted: 'DX0803',
    memoryLimit: 'DX0804',
  };

  test.each(Object.entries(kinds) as [FaultKind, string][])('%s', (kind, code) => {
    const fault = new RuntimeFault(kind, 'what happened', 0, [4]);
    const d = reportFault(fault, originTable(), limits, block);
    expect([d.code, d.labels.length, d.facts]).toEqual([code, 1, ['at iteration 4']]);
  });

  test('a fault without a message is an unreachable place', () => {
    expect(reportFault(new RuntimeFault('error', '', 0, []), originTable(), limits, block).code).toBe(
      'DX0602',
    );
  });

  test('a chain of many calls is cut', () => {
    const origins = originTable();
    const text = 'f\n'.repeat(30);
    const many = sourceFile('input', text);
    const fault = new RuntimeFault('error', 'deep', 0, []);
    for (let k = 0; k < 30; k += 1) {
      const source = origins.intern(located(many, { start: 2 * k, end: 2 * k + 1 }));
      fault.calls.push({ source, callee: 'f', indices: [] });
    }
    const d = reportFault(fault, origins, limits, block);
    expect([d.labels.length, d.facts]).toEqual([9, ['and 21 more calls around these']]);
  });
});
