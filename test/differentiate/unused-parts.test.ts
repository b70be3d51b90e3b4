/** Parts of linear values that are named and never used take no part in how the values are placed. */
import { expect, test } from 'vitest';
import { gradient } from './harness.ts';

test('an element at the index of an outer loop that an inner loop names in vain', () => {
  // 3 Σ y + Σ x, whose gradient is 1 for each x and 6 for y.
  const text = `
fn @f (xs : Fin 2 => f64, y : f64) -> f64 {
  let s = runAccum (fadd, 0f64) [h] r {
    do each i : Fin 2 {
      do each j : Fin 3 {
        do xs[i]
        do extend r y (fadd, 0f64)
        ()
      }
      let x = xs[i]
      do extend r x (fadd, 0f64)
      ()
    }
    ()
  }
  let z = s.1
  z
}`;
  expect(gradient(text, [[1, 2], 3])).toEqual([[1, 1], 6]);
});

test('a list that is not used beside an item of the same product', () => {
  const text = `
fn @f (p : ((List f64, f64), f64)) -> f64 {
  let y = p.1
  let q = p.0
  let x = q.1
  let z = fmul x y
  z
}`;
  const list = { list: [5, 6] };
  expect(gradient(text, [[[list, 3], 4]])).toEqual([[[{ list: [0, 0] }, 4], 3]]);
});

test('a list in the payload of a sum that an alternative names in vain', () => {
  const text = `
fn @f (s : (List f64 | f64), x : f64) -> f64 {
  let y = case s : f64
    | l { do l let t = (s, x) let v = t.1 v }
    | z { let p = fmul x z p }
  let w = fmul y y
  w
}`;
  expect(gradient(text, [{ tag: 0, of: { list: [5, 6] } }, 3])).toEqual([[{ list: [0, 0] }, 0], 6]);
  expect(gradient(text, [{ tag: 1, of: 2 }, 3])).toEqual([[{ list: [] }, 36], 24]);
});

test.each([
  ['names the elements in vain', ''],
  ['drops the elements', 'let t = (l, n) do t.0'],
])('a table of lists of which a loop %s', (_, more) => {
  // The first table's lists are read through a reference, which is open while the loop runs.
  const text = `
fn @f (ls : Fin 2 => (List f64, w32)) -> f64 {
  let xs = for i : Fin 2 { let l = ls[i] let x = l.0 x }
  let ns = for i : Fin 2 { let l = ls[i] let n = l.1 ${more} n }
  let i = fromOrdinal(Fin 2, 1w32)
  let x = xs[i]
  let k = ns[i]
  let c = cast f64 k
  unpack (n, ts) = x
  let both = runAccum (fadd, 0f64) [h] r {
    do each j : Fin n { let t = ts[j] do extend r t (fadd, 0f64) () }
    ()
  }
  let s = both.1
  let y = fmul c s
  y
}`;
  const point = [
    [{ list: [5, 6] }, 3],
    [{ list: [7] }, 4],
  ];
  expect(gradient(text, [point])).toEqual([
    [
      [{ list: [0, 0] }, []],
      [{ list: [4] }, []],
    ],
  ]);
});

test('an element that an alternative names in vain, after the last use of its table', () => {
  const text = `
fn @f (xs : Fin 2 => f64, b : w8) -> f64 {
  let i = fromOrdinal(Fin 2, 0w32)
  let x = xs[i]
  let w = fmul x x
  let c = fromTag b : Bool
  let y = case c : f64
    | u { do xs[i] w }
    | v { let q = fmul 3f64 w q }
  y
}`;
  expect(gradient(text, [[5, 7], 0])).toEqual([[10, 0]]);
  expect(gradient(text, [[5, 7], 1])).toEqual([[30, 0]]);
});
