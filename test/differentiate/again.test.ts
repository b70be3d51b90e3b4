/** What differentiation makes is differentiated again: halves with tapes of every kind of residual. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tangentType } from '../../src/differentiate/index.ts';
import type { Program } from '../../src/loops/index.ts';
import { runs, tapes } from '../loops/tape.ts';
import { differentiableProgram } from './generate.ts';
import { differentiated } from './harness.ts';

type Half = 'primal' | 'linear' | 'transposed';

/** Differentiates halves of the derivative in all of their parameters; everything that is made is checked. */
function again(text: string | Program, halves: readonly Half[] = ['primal', 'linear', 'transposed']): void {
  const d = differentiated(text);
  for (const fn of halves.map((half) => d.derivative[half])) {
    const functions = d.program.functions.slice(0, d.program.functions.indexOf(fn) + 1);
    const active = fn.params.map((p) => (tangentType(p.type) === null ? '0' : '1')).join('');
    expect(differentiated({ functions }, { active }).derivative.half.name).toBe(
      `${fn.name}.d${active}.linear`,
    );
  }
}

test('lists in a state, whose shapes are on the tape', () => {
  again(`
fn @f (x : f64) -> f64 {
  let t = [x] : Fin 1 => f64
  let l = pack (1w32, t) : List f64
  let s = runState l [h] r {
    let xx = fmul x x
    let u = [xx, x] : Fin 2 => f64
    let m = pack (2w32, u) : List f64
    do put r m
    ()
  }
  let final = s.1
  unpack (n, v) = final
  let a = runAccum (fadd, 0f64) [g] q {
    do each i : Fin n { let vi = v[i] do extend q vi (fadd, 0f64) () }
    ()
  }
  let z = a.1
  z
}`);
});

test('a tape that leaves handlers with the size of the loop that it was made in', () => {
  again(`
fn @f (x : f64) -> f64 {
  let t = runAccum (fadd, 0f64) [h] r {
    do each i : Fin 3 {
      let s = runState x [g] q {
        let n = ordinal(Fin 3, i)
        let y = sin x
        do each j : Fin n {
          let a = get q
          let b = fmul a y
          let c = sin b
          do put q c
          ()
        }
        ()
      }
      let z = s.1
      do extend r z (fadd, 0f64)
      ()
    }
    ()
  }
  let w = t.1
  w
}`);
});

test('a tape of one branch alone, with rows up to an index', () => {
  again(`
fn @f (x : f64) -> f64 {
  let c = fgt x 0f64
  let t = fromTag c : Bool
  let y = case t : f64
    | u { x }
    | v {
      let i = fromOrdinal(Fin 3, 2w32)
      let row = for j : RangeToExc(Fin 3, i) { let s = sin x s }
      let both = runAccum (fadd, 0f64) [h] r {
        do each k : RangeToExc(Fin 3, i) {
          let a = row[k]
          let b = fmul a a
          do extend r b (fadd, 0f64)
          ()
        }
        ()
      }
      let sum = both.1
      sum
    }
  y
}`);
});

test('random programs', () => {
  fc.assert(
    fc.property(tapes, (tape) => again(differentiableProgram(tape, { state: true, control: true }))),
    { numRuns: runs(500), endOnFailure: true },
  );
});
