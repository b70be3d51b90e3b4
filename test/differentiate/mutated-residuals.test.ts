/** What is on the tape is what was read, whatever is written later. */
import { expect, test } from 'vitest';
import { gradient } from './harness.ts';

test('a table that is read whole, and then overwritten', () => {
  // (Σ a_i b_i with a = x as it was, b = 2 a as it is after): 2 Σ x², whose gradient is 4 x.
  const text = `
fn @f (x : Fin 3 => f64) -> f64 {
  let s = runState x [h] r {
    let a = get r
    do each i : Fin 3 {
      let ai = a[i]
      let b = fmul 2f64 ai
      let ri = r ! i
      do put ri b
      ()
    }
    let b = get r
    let t = runAccum (fadd, 0f64) [g] q {
      do each i : Fin 3 {
        let ai = a[i]
        let bi = b[i]
        let p = fmul ai bi
        do extend q p (fadd, 0f64)
        ()
      }
      ()
    }
    let z = t.1
    z
  }
  let z = s.0
  z
}`;
  expect(gradient(text, [[1, 2, 3]])).toEqual([[4, 8, 12]]);
});
