import { expect, test } from 'vitest';
import { describeCost, describeDerivative, describeTape } from '../../src/differentiate/index.ts';
import { differentiated } from './harness.ts';

const SQUARES = `
fn @f (n : w32, x : Fin n => f64) -> f64 {
  let s = runAccum (fadd, 0f64) [h] r {
    do each i : Fin n { let xi = x[i] let y = fmul xi xi do extend r y (fadd, 0f64) () }
    ()
  }
  let z = s.1
  z
}`;

test('a sum of squares, as dx ad shows it', () => {
  const { derivative } = differentiated(SQUARES);
  expect(
    describeDerivative(derivative, 'transposed').split('\nfn ')[1],
  ).toBe(`f.d01.linear.transposed (n : w32, tape : Fin n => f64; dz : f64) {
  let x = tape
  lin ds = ((), dz)
  lin ((), dr) = ds
  open reader dr_1 = dr
  lin dx_3 = rof i : Fin n {
    let xi = x[i]
    lin t = get dr_1
    lin t_1, t_2 = dup t
    lin dx = xi *. t_2
    lin dx_1 = xi *. t_1
    lin dx_2 = dx_1 +. dx
    (; dx_2)
  }
  close dr_1
  (; dx_3)
}
`);
  expect(describeTape(derivative)).toEqual(['Fin n => f64']);
  expect(describeCost(derivative)).toEqual({ primal: '2 n', linear: '5 n + 1', transposed: '5 n + 1' });
});

test('places are written behind what comes from them', () => {
  const { derivative } = differentiated('fn @f (x : f64) -> f64 { let y = sin x y }');
  expect(describeDerivative(derivative, 'forward', () => 'f.dx:1')).toContain(
    'lin t = w *. dx   -- f.dx:1\n',
  );
});
