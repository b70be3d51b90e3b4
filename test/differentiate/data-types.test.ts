/** Active sums, lists and dependent tables, in arguments, results, references and loops. */
import { describe, expect, test } from 'vitest';
import { differentiated, forward, gradient, reverse } from './harness.ts';

const SUM = '(fadd, 0f64)';

const LISTS = `
fn @f (xs : Fin 2 => List f64, unused : List f64) -> f64 {
  let i0 = fromOrdinal(Fin 2, 0w32)
  let first = xs[i0]
  unpack (n, t) = first
  let s = runAccum ${SUM} [h] r {
    do each i : Fin n {
      let x = t[i]
      let y = fmul x x
      do extend r y ${SUM}
      ()
    }
    ()
  }
  let z = s.1
  z
}`;

const REPLACED = `
fn @f (xs : List f64, ys : List f64) -> f64 {
  let s = runState xs [h] r {
    let a = get r
    unpack (n, t) = a
    let i0 = fromOrdinal(Fin n, 0w32)
    let x = t[i0]
    do put r ys
    let zero = listElement r 0w32
    let y = get zero
    let xy = fmul x y
    do put zero xy
    xy
  }
  let xy = s.0
  let final = s.1
  unpack (m, u) = final
  let t = runAccum ${SUM} [h2] q {
    do each i : Fin m {
      let v = u[i]
      do extend q v ${SUM}
      ()
    }
    ()
  }
  let total = t.1
  let z = fadd total xy
  z
}`;

const ROWS = `
fn @f (xs : Fin 2 => List f64) -> f64 {
  let s = runAccum ${SUM} [h] r {
    do each i : Fin 2 {
      let row = xs[i]
      unpack (n, t) = row
      do each j : Fin n {
        let x = t[j]
        let c = sin x
        do extend r c ${SUM}
        ()
      }
      ()
    }
    ()
  }
  let z = s.1
  z
}`;

const DOUBLED = `
fn @f (xs : List f64) -> List f64 {
  unpack (n, t) = xs
  let ys = for i : Fin n { let x = t[i] let y = fmul 2f64 x y }
  let out = pack (n, ys) : List f64
  out
}`;

const MAYBE = `
fn @f (x : f64) -> (() | f64) {
  let isBelow = flt x 0f64
  let isAbove = fgt x 1f64
  let isOut = or isBelow isAbove
  let test = fromTag isOut : Bool
  let y = case test : (() | f64)
    | _ { let q = fmul x x let some = inject 1 q : (() | f64) some }
    | _ { let none = inject 0 () : (() | f64) none }
  y
}`;

const TRIANGLE = `
fn @f (n : w32, t : (i : Fin n) => RangeTo(Fin n, i) => f64) -> f64 {
  let s = runAccum ${SUM} [h] r {
    do each i : Fin n {
      let row = t[i]
      do each j : RangeTo(Fin n, i) {
        let x = row[j]
        let y = fmul x x
        do extend r y ${SUM}
        ()
      }
      ()
    }
    ()
  }
  let z = s.1
  z
}`;

const INTEGERS = `
fn @f (x : (f64, i32, w8), k : Fin 3) -> (f64, i32) {
  let a = x.0
  let b = x.1
  let o = ordinal(Fin 3, k)
  let c = cast f64 o
  let d = fmul a c
  let out = (d, b)
  out
}`;

describe('data types', () => {
  test('lists in a table, one of them not used, and a list that is not used', () => {
    const found = gradient(LISTS, [[{ list: [1, 2] }, { list: [5, 6, 7] }], { list: [4] }]);
    expect(found).toEqual([[{ list: [2, 4] }, { list: [0, 0, 0] }], { list: [0] }]);
  });

  test('a list in a reference is replaced by one of another length', () => {
    // x₀ y₀ twice, and the rest of ys.
    const found = gradient(REPLACED, [{ list: [3, 9] }, { list: [5, 1, 1] }]);
    expect(found).toEqual([{ list: [10, 0] }, { list: [6, 1, 1] }]);
  });

  test('ragged rows', () => {
    const found = gradient(ROWS, [[{ list: [0, 1] }, { list: [2, 3, 4] }]]);
    expect(found).toEqual([[{ list: [1, Math.cos(1)] }, { list: [2, 3, 4].map(Math.cos) }]]);
  });

  test('a list as a result', () => {
    const d = differentiated(DOUBLED);
    expect(forward(d, [{ list: [1, 2, 3] }], [{ list: [1, 10, 100] }]).tangent).toEqual({
      list: [2, 20, 200],
    });
    expect(reverse(d, [{ list: [1, 2, 3] }], { list: [1, 10, 100] }).cotangents).toEqual([
      { list: [2, 20, 200] },
    ]);
  });

  test('F34: an exception as a sum', () => {
    const d = differentiated(MAYBE);
    expect(forward(d, [0.2], [1])).toEqual({ value: { tag: 1, of: 0.2 * 0.2 }, tangent: [[], 0.4] });
    expect(forward(d, [1.2], [1])).toEqual({ value: { tag: 0, of: [] }, tangent: [[], 0] });
    expect(reverse(d, [0.2], [[], 1]).cotangents).toEqual([0.4]);
    expect(reverse(d, [1.2], [[], 1]).cotangents).toEqual([0]);
  });

  test('a triangle', () => {
    const rows = [[1], [2, 3], [4, 5, 6]];
    expect(gradient(TRIANGLE, [3, rows])).toEqual([[[2], [4, 6], [8, 10, 12]]]);
  });

  test('P15: what is not a float has unit tangents', () => {
    const d = differentiated(INTEGERS);
    expect(forward(d, [[1.5, 7, 1], 2], [[10, [], []]])).toEqual({ value: [3, 7], tangent: [20, []] });
    expect(reverse(d, [[1.5, 7, 1], 2], [1, []]).cotangents).toEqual([[2, [], []]]);
  });
});
