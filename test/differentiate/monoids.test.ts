/** Accumulation with other operations than addition. */
import { describe, expect, test } from 'vitest';
import { type Fn, hasEffect } from '../../src/loops/index.ts';
import { type Data, flat } from './data.ts';
import { differentiated, gradient, reverse } from './harness.ts';

/** max and min as the library writes them: at a tie the later. */
const better = (operator: 'fgt' | 'flt', empty: string): string =>
  `monoid ${empty} (a, b) { let c = ${operator} a b let m = select c a b m }`;
const MAX = better('fgt', '-inf_f64');
const MIN = better('flt', 'inf_f64');

const over = (monoid: string, loop = 'each'): string => `
fn @f (x : Fin 4 => f64) -> f64 {
  let s = runAccum ${monoid} [h] r {
    do ${loop} i : Fin 4 {
      let xi = x[i]
      let y = fmul xi xi
      do extend r y ${monoid}
      ()
    }
    ()
  }
  let z = s.1
  z
}`;

/** Products of rows of a triangle, into a table, and twice into one cell. */
const CELLS = `
fn @f (x : Fin 3 => f64) -> f64 {
  let ones = for j : Fin 2 { 1f64 }
  let s = runAccum monoid ones (a, b) {
    let ab = for j : Fin 2 { let p = a[j] let q = b[j] let c = fmul p q c }
    ab
  } [h] r {
    let c0 = fromOrdinal(Fin 2, 0w32)
    let c1 = fromOrdinal(Fin 2, 1w32)
    do each i : Fin 3 {
      let xi = x[i]
      let r0 = r ! c0
      do extend r0 xi (fmul, 1f64)
      do each j : RangeTo(Fin 3, i) {
        let o = ordinal(RangeTo(Fin 3, i), j)
        let jj = fromOrdinal(Fin 3, o)
        let xj = x[jj]
        let r1 = r ! c1
        do extend r1 xj (fmul, 1f64)
        ()
      }
      ()
    }
    ()
  }
  let t = s.1
  let c0 = fromOrdinal(Fin 2, 0w32)
  let c1 = fromOrdinal(Fin 2, 1w32)
  let a = t[c0]
  let b = t[c1]
  let z = fadd a b
  z
}`;

/** The largest over two loops and a statement between them. */
const SITES = `
fn @f (x : Fin 3 => f64, y : f64) -> f64 {
  let s = runAccum ${MAX} [h] r {
    do each i : Fin 3 {
      do each j : RangeTo(Fin 3, i) {
        let o = ordinal(RangeTo(Fin 3, i), j)
        let jj = fromOrdinal(Fin 3, o)
        let xj = x[jj]
        do extend r xj ${MAX}
        ()
      }
      ()
    }
    do extend r y ${MAX}
    do eachBackward i : Fin 3 {
      let xi = x[i]
      let n = fneg xi
      do extend r n ${MAX}
      ()
    }
    ()
  }
  let z = s.1
  z
}`;

/** x, y ↦ x + y + x y: no rule of its own. */
const CIRCLE = 'monoid 0f64 (a, b) { let s = fadd a b let p = fmul a b let c = fadd s p c }';

const isParallel = (fn: Fn): boolean =>
  !hasEffect(fn.body.effects, 'state') && !JSON.stringify(fn.body).includes('"runState"');

describe('products', () => {
  test.each([
    [
      [2, 3, 4, 5],
      [14400, 9600, 7200, 5760],
    ],
    [
      [2, 0, 4, 5],
      [0, 0, 0, 0],
    ],
  ])('of squares at %j', (point, expected) => {
    expect(gradient(over('(fmul, 1f64)'), [point])).toEqual([expected]);
  });

  test('of what moves and, in a loop and in a branch, of what does not', () => {
    // 45 x, or 0 x: at 0 and elsewhere.
    const text = `
fn @f (c : w32, x : f64) -> f64 {
  let s = runAccum (fmul, 1f64) [h] r {
    do extend r x (fmul, 1f64)
    do each i : Fin 2 { do extend r 3f64 (fmul, 1f64) () }
    let b = ieq c 1w32
    let t = fromTag b : Bool
    do case t : () | u { do extend r 0f64 (fmul, 1f64) () } | v { do extend r 5f64 (fmul, 1f64) () }
    ()
  }
  let z = s.1
  z
}`;
    const at = (c: number, x: number): readonly Data[] => gradient(text, [c, x]);
    expect([at(1, 0), at(1, 2), at(0, 0), at(0, 2)]).toEqual([[45], [45], [0], [0]]);
  });

  test('into cells, with one zero', () => {
    // x₀ x₁ x₂ + x₀³ x₁² x₂ at (2, 0, 3), and at (2, 3, 5).
    expect(gradient(CELLS, [[2, 0, 3]])).toEqual([[0, 6, 0]]);
    expect(gradient(CELLS, [[2, 3, 5]])).toEqual([[15 + 540, 10 + 240, 6 + 72]]);
  });

  test('stay parallel, both ways', () => {
    const { derivative } = differentiated(CELLS);
    expect([derivative.primal, derivative.linear, derivative.transposed].every(isParallel)).toBe(true);
  });
});

describe('maxima and minima', () => {
  test.each([
    ['max', MAX, 'each', [1, -3, 2, 3], [0, 0, 0, 6]],
    ['max', MAX, 'eachBackward', [1, -3, 2, 3], [0, -6, 0, 0]],
    ['min', MIN, 'each', [2, -1, 1, 3], [0, 0, 2, 0]],
    ['min', MIN, 'eachBackward', [2, -1, 1, 3], [0, -2, 0, 0]],
  ] as const)('$0, $2 at $3: of a tie the later', (_name, monoid, loop, point, expected) => {
    expect(flat(gradient(over(monoid, loop), [point])).map((x) => x + 0)).toEqual(expected);
  });

  test('with what does not move, in a loop', () => {
    const text = `
fn @f (x : f64) -> f64 {
  let s = runAccum ${MAX} [h] r {
    do extend r x ${MAX}
    do each i : Fin 3 { do extend r 2f64 ${MAX} () }
    ()
  }
  let z = s.1
  z
}`;
    expect([1, 3].map((x) => gradient(text, [x]))).toEqual([[0], [1]]);
  });

  test.each<[readonly Data[], readonly Data[]]>([
    [
      [[1, 5, 2], 3],
      [[0, 1, 0], 0],
    ],
    [
      [[1, 5, 2], 5],
      [[0, 0, 0], 1],
    ],
    [
      [[-5, 5, 2], 5],
      [[-1, 0, 0], 0],
    ],
    [
      [[-5, -5, 2], 5],
      [[-1, 0, 0], 0],
    ],
  ])('over several loops, at %j', (point, expected) => {
    expect(gradient(SITES, point)).toEqual(expected);
  });

  test('stay parallel, both ways', () => {
    const { derivative } = differentiated(SITES);
    expect([derivative.primal, derivative.linear, derivative.transposed].every(isParallel)).toBe(true);
  });
});

describe('other operations', () => {
  test('become State', () => {
    const d = differentiated(over(CIRCLE));
    // Π (1 + x²) − 1.
    const x = [1, 2, 0, 1];
    const whole = x.reduce((p, v) => p * (1 + v * v), 1);
    expect(reverse(d, [x], 1)).toEqual({
      value: whole - 1,
      cotangents: [x.map((v) => (2 * v * whole) / (1 + v * v))],
    });
    expect(isParallel(d.derivative.linear)).toBe(false);
  });
});
