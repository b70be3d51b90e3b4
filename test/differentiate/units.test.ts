/** What is done for its effects gives a unit, which has a name like any other value, and may be mentioned. */
import { expect, test } from 'vitest';
import { gradient } from './harness.ts';

const SUM = '(fadd, 0f64)';

/** The square of `x`, put into a state, when `unit` is the result of what is done in it. */
const program = (done: string): string => `
fn @f (x : f64) -> f64 {
  let s = runState x [h] r {
    ${done}
    let both = (unit, x)
    both
  }
  let kept = s.0
  let again = kept.0
  let nested = (again, s)
  let t = nested.1
  let z = t.1
  z
}`;

test.each([
  ['a write', 'let y = fmul x x  let unit = put r y'],
  ['a loop', 'let unit = each i : Fin 1 { let v = get r  let y = fmul v x  do put r y () }'],
  [
    'a branch',
    'let b = fromTag 1w8 : Bool  let unit = case b : () | u { u } | v { let y = fmul x x  let w = put r y  w }',
  ],
  ['a while', 'let unit = while { let v = get r  let y = fmul v x  do put r y  0w8 }'],
  ['a call', 'let y = fmul x x  let unit = @store[h](r, y)'],
  [
    'an accumulation',
    `let a = runAccum ${SUM} [g] q { let y = fmul x x  let u = extend q y ${SUM}  u }
     let unit = a.0
     let total = a.1
     do put r total`,
  ],
])('of %s', (_what, done) => {
  const store = 'fn @store [h] (r : Ref h f64, y : f64) -> () ! {State h} { let u = put r y  u }';
  expect(gradient(`${store}\n${program(done)}`, [3])).toEqual([6]);
});
