/** References that functions are given. */
import { expect, test } from 'vitest';
import { gradient } from './harness.ts';

const SUM = '(fadd, 0f64)';

const ADDER = `
fn @adder [h] (r : Ref h f64, x : f64) -> f64 ! {Accum h} {
  do extend r x ${SUM}
  x
}`;

/**
 * The lives of two references overlap in the transpose without being nested. What the accumulator gives is not used; its
 * total is, which ends inside of the life of a table of which one element is read.
 */
const program = (content: string, part: string, total: string): string => `
${ADDER}
fn @f (xs : Fin 3 => f64, x : f64) -> f64 {
  let i0 = fromOrdinal(Fin 3, 0w32)
  let found = runReader xs [h] r {
    ${content}
    let both = runAccum ${part === 'r1' ? SUM : `monoid zeros (a, b) { let c = for i : Fin 3 { let u = a[i] let v = b[i] let w = fadd u v w } c }`} [h1] r1 {
      do each i : Fin 3 {
        ${part === 'r1' ? '' : 'let ri = r1 ! i'}
        do @adder[h1](${part}, x)
        ()
      }
      let table = ask r
      let y = table[i0]
      y
    }
    let t = both.1
    ${total}
  }
  found
}`;

test('a reference to a scalar', () => {
  expect(gradient(program('', 'r1', 't'), [[1, 2, 3], 0.5])).toEqual([[0, 0, 0], 3]);
});

test('a reference to an element', () => {
  const text = program('let zeros = for i : Fin 3 { 0f64 }', 'ri', 'let t0 = t[i0] let t00 = fmul t0 t0 t00');
  expect(gradient(text, [[1, 2, 3], 0.5])).toEqual([[0, 0, 0], 1]);
});

test('of one state two parts, of which one has no tangents', () => {
  // x² when it has been counted twice.
  const text = `
fn @step [h] (count : Ref h w32, value : Ref h f64) -> () ! {State h} {
  let n = get count
  let m = iadd n 1w32
  do put count m
  let v = get value
  let w = fmul v v
  do put value w
  ()
}
fn @f (x : f64) -> f64 {
  let start = (0w32, x)
  let s = runState start [h] r {
    let count = r ! .0
    let value = r ! .1
    do @step[h](count, value)
    do @step[h](count, value)
    ()
  }
  let t = s.1
  let n = t.0
  let y = t.1
  let k = cast f64 n
  let z = fmul k y
  z
}`;
  expect(gradient(text, [3])).toEqual([2 * 4 * 27]);
});
