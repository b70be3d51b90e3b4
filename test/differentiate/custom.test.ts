import { expect, test } from 'vitest';
import type { CustomRule } from '../../src/differentiate/index.ts';
import { parseProgram } from '../../src/loops/index.ts';
import { differentiated, forward, reverse } from './harness.ts';

/** f x = x², with a derivative of 4 wherever it is taken, and h x y, whose rule multiplies tangents by residuals. */
const TEXT = `
fn @square (x : f64) -> f64 { let y = fmul x x y }
fn @square.rule (x : f64) -> (f64, ()) { let y = fmul x x let u = tuple() let both = (y, u) both }
fn @square.slope (r : (), t : f64) -> f64 { let s = fmul 4f64 t s }
fn @h (n : w32, xs : Fin n => f64, y : f64) -> Fin n => f64 {
  let zs = for i : Fin n { let x = xs[i] let z = fmul x y z }
  zs
}
fn @h.rule (n : w32, xs : Fin n => f64, y : f64) -> (Fin n => f64, (Fin n => f64, f64)) {
  let zs = for i : Fin n { let x = xs[i] let z = fmul x y z }
  let r = (xs, y)
  let both = (zs, r)
  both
}
fn @h.slope (n : w32, r : (Fin n => f64, f64), ts : Fin n => f64, u : f64) -> Fin n => f64 {
  let xs = r.0
  let y = r.1
  let out = for i : Fin n {
    let x = xs[i]
    let t = ts[i]
    let a = fmul y t
    let b = fmul x u
    let c = fadd a b
    let d = fmul 10f64 c
    d
  }
  out
}
`;

const functions = new Map(
  parseProgram(`${TEXT}fn @last () -> () { () }`).functions.map((fn) => [fn.name, fn]),
);
const custom = (callee: string): CustomRule | null => {
  const primal = functions.get(`${callee}.rule`);
  const linear = functions.get(`${callee}.slope`);
  return primal && linear ? { primal, linear, explicit: callee === 'h' ? [0] : [] } : null;
};

test('a wrong rule is obeyed: the derivative of x ↦ 5 f(2 x) is 40', () => {
  const d = differentiated(
    `${TEXT}fn @f (x : f64) -> f64 { let a = fmul x 2f64 let b = @square(a) let c = fmul b 5f64 c }`,
    { custom },
  );
  expect(forward(d, [1], [1])).toEqual({ value: 20, tangent: 40 });
  expect(reverse(d, [1], 1)).toEqual({ value: 20, cotangents: [40] });
});

test('a rule of several parameters, generic in an index set', () => {
  const d = differentiated(
    `${TEXT}fn @f (xs : Fin 3 => f64, y : f64) -> Fin 3 => f64 { let s = fmul y y let zs = @h(3w32, xs, s) zs }`,
    { custom },
  );
  // Ten times the derivative of xs · y².
  expect(forward(d, [[1, 2, 3], 2], [[1, 0, 0], 1]).tangent).toEqual([10 * (4 + 4), 80, 120]);
  expect(reverse(d, [[1, 2, 3], 2], [1, 10, 0]).cotangents).toEqual([[40, 400, 0], 10 * 4 * (1 + 20)]);
});

test.each([
  ['that is not linear is refused', 'let s = fmul t t s', 'not linear'],
  ['that needs itself is refused', 'let s = @square(t) s', 'whose derivative it says'],
])('a rule with a linear function %s', (_, slope, because) => {
  const text = `
fn @square (x : f64) -> f64 { let y = fmul x x y }
fn @rule (x : f64) -> (f64, ()) { let y = fmul x x let u = tuple() let both = (y, u) both }
fn @slope (r : (), t : f64) -> f64 { ${slope} }
fn @f (x : f64) -> f64 { let a = @square(x) a }`;
  const [, primal, linear] = parseProgram(text).functions;
  const rule: CustomRule = { primal: primal!, linear: linear!, explicit: [] };
  const refused = (): unknown =>
    differentiated(text, { custom: (callee) => (callee === 'square' ? rule : null) });
  expect(refused).toThrow(because);
});
