/** Checkpoint policies: the same gradients, on shorter tapes. */
import { describe, expect, test } from 'vitest';
import {
  binomial,
  type CheckpointPolicy,
  RECOMPUTE_LOOPS,
  recomputeCalls,
  SQUARE_ROOT,
  STORE_ALL,
} from '../../src/differentiate/index.ts';
import { compile, Probe } from '../../src/evaluate/index.ts';
import { type Fn, type Program, printFn } from '../../src/loops/index.ts';
import { optimize } from '../../src/optimize/index.ts';
import type { Value } from '../../src/values/index.ts';
import { type Data, flat, fromData, toData } from './data.ts';
import { differentiated, reverse } from './harness.ts';

const RECURRENT = `
fn @cell (a : f64, b : f64, x : f64) -> f64 {
  let ba = fmul b a
  let u = fadd ba x
  let n = tanh u
  n
}
fn @f (n : w32, x : Fin n => f64, b : f64) -> f64 {
  let s = runState 0.1f64 [h] r {
    do each i : Fin n {
      let xi = x[i]
      let a = get r
      let c = @cell(a, b, xi)
      do put r c
      ()
    }
    ()
  }
  let z = s.1
  z
}`;

const BACKWARD = RECURRENT.replace('do each i', 'do eachBackward i');

/** Two states, one of them a table of which each turn changes an element. */
const TWO = `
fn @f (n : w32, x : Fin n => f64, b : f64) -> f64 {
  let s = runState x [h] r {
    let t = runState b [g] q {
      do each i : Fin n {
        let ri = r ! i
        let a = get ri
        let c = get q
        let ac = fmul a c
        let d = sin ac
        do put ri d
        let e = fadd c d
        do put q e
        ()
      }
      ()
    }
    let v = t.1
    v
  }
  let v = s.0
  let final = s.1
  let u = runAccum (fadd, 0f64) [k] p {
    do each i : Fin n { let a = final[i] do extend p a (fadd, 0f64) () }
    ()
  }
  let w = u.1
  let z = fmul v w
  z
}`;

/** The residuals of a turn are a table as long as the turn's number. */
const TRIANGULAR = `
fn @f (n : w32, x : Fin n => f64, b : f64) -> f64 {
  let s = runState b [h] r {
    do each i : Fin n {
      do each j : RangeTo(Fin n, i) {
        let o = ordinal(RangeTo(Fin n, i), j)
        let k = fromOrdinal(Fin n, o)
        let xk = x[k]
        let a = get r
        let c = fmul a xk
        let d = fadd c b
        let e = sin d
        do put r e
        ()
      }
      ()
    }
    ()
  }
  let z = s.1
  z
}`;

const NESTED = RECURRENT.replace(
  'do each i : Fin n {',
  'let m = iadd n n\n do each i : Fin n { do each j : Fin m {',
).replace('do put r c', 'do put r c () }');

const args = (n: number): readonly Data[] => [n, Array.from({ length: n }, (_, i) => Math.sin(i + 1)), 0.7];
const POLICIES: readonly [string, CheckpointPolicy][] = [
  ['calls made again', recomputeCalls(new Set(['cell']))],
  ['loops run again', RECOMPUTE_LOOPS],
  ['blocks of √T', SQUARE_ROOT],
  ['one snapshot', binomial(1)],
  ['three snapshots', binomial(3)],
];

describe.each([
  ['forward', RECURRENT],
  ['backward', BACKWARD],
  ['two states', TWO],
  ['with a triangle of turns', TRIANGULAR],
])('a loop that carries State, %s', (_title, text) => {
  test.each(POLICIES)('%s: the gradient is the same, bit by bit', (_name, policy) => {
    for (const n of [0, 1, 2, 7, 16, 50]) {
      const stored = reverse(differentiated(text, { policy: STORE_ALL }), args(n), 1);
      expect(reverse(differentiated(text, { policy }), args(n), 1)).toEqual(stored);
    }
  });
});

test('the order in which the cotangents of a table are added does not depend on the policy', () => {
  // The loop uses each element twice, and what comes after it once more.
  const text = `
fn @f (x : Fin 4 => f64) -> f64 {
  let s = runState 0.3f64 [h] r {
    do each i : Fin 4 {
      let xi = x[i]
      let a = get r
      let b = fmul a xi
      let c = sin xi
      let d = fadd b c
      do put r d
      ()
    }
    ()
  }
  let t = runAccum (fadd, 0f64) [g] q {
    do each i : Fin 4 {
      let xi = x[i]
      let e = exp xi
      do extend q e (fadd, 0f64)
      ()
    }
    ()
  }
  let u = s.1
  let v = t.1
  let z = fmul u v
  z
}`;
  const policies = [STORE_ALL, SQUARE_ROOT, binomial(1), binomial(2), RECOMPUTE_LOOPS];
  const [stored, ...others] = policies.map((policy) => differentiated(text, { policy }));
  for (let k = 1; k <= 20; k++) {
    const at = [[1, 2, 3, 4].map((i) => Math.sin(i * k))];
    for (const other of others) expect(reverse(other, at, 1)).toEqual(reverse(stored!, at, 1));
  }
});

test('a loop that runs again makes what stands within its handlers again', () => {
  const text = `
fn @f (x : Fin 3 => f64) -> f64 {
  let t = for i : Fin 3 {
    let xi = x[i]
    let w = runReader x [h] r {
      let k = fromOrdinal(Fin 3, 1w32)
      let t = for j : Fin 3 { xi }
      let e = r ! k
      let a = ask e
      let u = t[k]
      let v = fmul a u
      v
    }
    w
  }
  let s = runAccum (fadd, 0f64) [g] p {
    do each i : Fin 3 { let a = t[i] do extend p a (fadd, 0f64) () }
    ()
  }
  let z = s.1
  z
}`;
  // x1 (x0 + x1 + x2).
  const found = reverse(differentiated(text, { policy: RECOMPUTE_LOOPS }), [[2, 3, 5]], 1);
  expect(found).toEqual({ value: 30, cotangents: [[3, 13, 3]] });
});

/** How often a function takes the hyperbolic tangent: once for each turn of RECURRENT that it makes. */
function turnsOf(functions: readonly Fn[], input: readonly Value[], pass: Pass): number {
  const probe = new Probe();
  compile(pass({ functions }), { probe }).run([...input]);
  return probe.counts.tanh ?? 0;
}

type Pass = (program: Program) => Program;

/** The turns that both halves make, and the numbers on the tape. */
function work(
  d: ReturnType<typeof differentiated>,
  T: number,
  pass: Pass = (program) => program,
): { primal: number; again: number; tape: number } {
  const { primal, transposed, explicit } = d.derivative;
  const values = args(T).map((a, i) => fromData(d.entry.params[i]!.type, a));
  const both = d.run(primal, values);
  if (both.tag !== 'product') throw new Error('a primal half gives its result and a tape');
  const tape = both.items[1]!;
  const lead = [...explicit.map((i) => values[i]!), tape];
  const seed = fromData({ tag: 'scalar', scalar: 'f64' }, 1);
  const upTo = (fn: Fn): readonly Fn[] => d.program.functions.slice(0, d.program.functions.indexOf(fn) + 1);
  return {
    primal: turnsOf(upTo(primal), values, pass),
    again: turnsOf(upTo(transposed), [...lead, seed], pass),
    tape: flat(toData(tape)).length,
  };
}

/** The fewest turns to advance over, by search over the turn at which the next snapshot stands. */
function fewest(snapshots: number, turns: number): number {
  const table: number[][] = [];
  for (let s = 1; s <= snapshots; s++) {
    const row = [0, 0];
    for (let T = 2; T <= turns; T++) {
      const ways = Array.from(
        { length: T - 1 },
        (_, k) => k + 1 + (table[s - 2]?.[T - k - 1] ?? 0) + row[k + 1]!,
      );
      row[T] = s === 1 ? (T * (T - 1)) / 2 : Math.min(...ways);
    }
    table.push(row);
  }
  return table[snapshots - 1]![turns]!;
}

describe('P9: the binomial schedule', () => {
  // The turns that are advanced over: r T - C(s + r, r - 1) for the smallest r with C(s + r, s) at least T (Griewank and
  // Walther, 2000). Each turn is made once more where it is reversed.
  test.each([
    [1, 1, 0],
    [2, 1, 1],
    [7, 1, 21],
    [4, 2, 4],
    [100, 3, 490],
    [100, 5, 316],
    [100, 10, 222],
    [1000, 5, 6284],
    [1000, 10, 3636],
    [1000, 20, 2747],
    [10_000, 10, 57_624],
  ])('%i turns with %i snapshots advance over %i', (T, s, advances) => {
    const { primal, again, tape } = work(differentiated(RECURRENT, { policy: binomial(s) }), T);
    expect(primal).toBe(T);
    expect(again - T).toBe(advances);
    // Beside the arguments, x and b: the first snapshot.
    expect(tape).toBeLessThanOrEqual(T + 1 + 4);
  });

  test('keeps a snapshot in each of its loops, and the residuals of one turn', () => {
    for (const s of [1, 3, 5]) {
      const text = printFn(differentiated(RECURRENT, { policy: binomial(s) }).derivative.linear);
      const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
      // Of what is carried: the state that each loop makes its next snapshot in, that of the turn, and the tangent.
      expect(count(/\.primal\(/g)).toBe(s + 1);
      expect(count(/put /g) - count(/while/g)).toBe(s + 2);
      // The one table that is made holds the residuals of a chain without snapshots.
      expect(count(/= for /g)).toBe(1);
    }
  });

  test('of any number of turns advances over the fewest', () => {
    const d = differentiated(RECURRENT, { policy: binomial(3) });
    for (let T = 1; T <= 40; T++) expect(work(d, T).again - T).toBe(fewest(3, T));
  });

  test('of a loop in a loop is made anew in each turn', () => {
    // Each turn of the outer loop that is made again makes all turns of the inner one; each that is reversed reverses it.
    const d = differentiated(NESTED, { policy: binomial(2) });
    const stored = differentiated(NESTED);
    for (const n of [1, 3, 8]) {
      const inner = 2 * n;
      const again = (fewest(2, n) + n) * inner + n * (fewest(2, inner) + inner);
      expect(work(d, n).again).toBe(again);
      expect(reverse(d, args(n), 1)).toEqual(reverse(stored, args(n), 1));
    }
  });

  test('is not undone by optimization', () => {
    const d = differentiated(RECURRENT, { policy: binomial(5) });
    expect(work(d, 100, optimize)).toEqual(work(d, 100));
  });

  test('is for those who ask: otherwise no turn is made again', () => {
    for (const T of [1, 10, 1000]) expect(work(differentiated(RECURRENT), T).again).toBe(0);
  });
});

describe('P9: blocks of √T', () => {
  const T = 100;
  const d = differentiated(RECURRENT, { policy: SQUARE_ROOT });
  const values = args(T).map((a, i) => fromData(d.entry.params[i]!.type, a));
  const both = d.run(d.derivative.primal, values);
  if (both.tag !== 'product') throw new Error('a primal half gives its result and a tape');
  const tape = both.items[1]!;

  test('store √T states', () => {
    // Beside the arguments, x and b.
    expect(flat(toData(tape)).length).toBeLessThanOrEqual(Math.ceil(Math.sqrt(T)) + T + 1 + 4);
    const stored = differentiated(RECURRENT);
    const whole = stored.run(stored.derivative.primal, values);
    if (whole.tag !== 'product') throw new Error('a primal half gives its result and a tape');
    expect(flat(toData(whole.items[1]!)).length).toBeGreaterThan(2 * T);
  });

  test('make each turn at most twice', () => {
    const probe = new Probe();
    const count = (fn: typeof d.derivative.primal, input: typeof values): number => {
      probe.reset();
      const at = d.program.functions.indexOf(fn);
      compile({ functions: d.program.functions.slice(0, at + 1) }, { probe }).run(input);
      return probe.counts.tanh ?? 0;
    };
    expect(count(d.derivative.primal, values)).toBe(T);
    const lead = [...d.derivative.explicit.map((i) => values[i]!), tape];
    const seed = fromData({ tag: 'scalar', scalar: 'f64' }, 1);
    expect(count(d.derivative.transposed, [...lead, seed])).toBe(T);
  });
});
