/** Derivatives of functions of several arguments, structs and tables, from JavaScript. Expected values are by hand. */
import { expect, test } from 'vitest';
import { createSession, NdArray } from '../../src/api/index.node.ts';

const session = createSession();
const { diagnostics } = session.run(`
struct Line =
  slope : Float
  offset : Float

def residuals(line:Line, xs:n=>Float, ys:n=>Float, k:Nat) -> n=>Float given (n|Ix) =
  for i. line.slope * xs[i] + line.offset - n_to_f k * ys[i]

def cost(line:Line, xs:n=>Float, ys:n=>Float, k:Nat) -> Float given (n|Ix) =
  r = residuals(line, xs, ys, k)
  sum for i. sq r[i]

def bilinear(a:n=>m=>Float64, x:n=>Float64, y:m=>Float64) -> Float64 given (n|Ix, m|Ix) =
  sum for i. sum for j. a[i, j] * x[i] * y[j]

def heights(all:n=>Line, x:Float) -> Float given (n|Ix) = sum for i. all[i].slope * x * x + all[i].offset

def half(pair:(Float, n=>Float)) -> (Float, n=>Float) given (n|Ix) = (pair.0 * pair.0, for i. 3.0 * (snd pair)[i])

def count(xs:n=>Float) -> Nat given (n|Ix) = size n
`);

const line = { slope: 2, offset: 1 };
const [xs, ys] = [
  [1, 2],
  [1, 1],
];

test('the program is right', () => {
  expect(diagnostics).toEqual([]);
});

test('the gradient has the form of the arguments', () => {
  // Residuals 2x + 1 - 3y: 0 and 2.
  const gradient = session.function('cost').grad(line, xs, ys, 3);
  expect(gradient).toEqual([
    { slope: 8, offset: 4 },
    Float32Array.of(0, 8),
    Float32Array.of(0, -12),
    undefined,
  ]);
});

test('jvp takes a tangent for each argument made of floats', () => {
  const [value, along] = session
    .function('residuals')
    .jvp([line, xs, ys, 3], [{ slope: 1, offset: 0 }, [0, 1], [1, 0]]) as [Float32Array, Float32Array];
  expect(value).toEqual(Float32Array.of(0, 2));
  expect(along).toEqual(Float32Array.of(-2, 4));
});

test('vjp takes a cotangent of the result', () => {
  const [value, gradient] = session.function('residuals').vjp([line, xs, ys, 3], [1, 10]) as [
    unknown,
    unknown,
  ];
  expect(value).toEqual(Float32Array.of(0, 2));
  expect(gradient).toEqual([
    { slope: 21, offset: 11 },
    Float32Array.of(2, 20),
    Float32Array.of(-3, -30),
    undefined,
  ]);
});

test('in double precision, of a matrix and two vectors', () => {
  const a = new NdArray(Float64Array.of(0.1, 2, 3, 4, 5, 6), [2, 3]);
  const [x, y] = [Float64Array.of(1, 10), Float64Array.of(1, 0, -1)];
  const gradient = session.function('bilinear').grad(a, x, y);
  expect(gradient).toEqual([
    new NdArray(Float64Array.of(1, 0, -1, 10, 0, -10), [2, 3]),
    Float64Array.of(0.1 - 3, -2),
    Float64Array.of(40.1, 52, 63),
  ]);
});

test('of tables of structs, and of tuples', () => {
  const all = [line, { slope: 3, offset: 0 }];
  expect(session.function('heights').grad(all, 2)).toEqual([
    [
      { slope: 4, offset: 1 },
      { slope: 4, offset: 1 },
    ],
    20,
  ]);
  const half = session.function('half');
  expect(half.vjp([[5, [1, 2]]], [1, [1, 10]])).toEqual([
    [25, Float32Array.of(3, 6)],
    [10, Float32Array.of(3, 30)],
  ]);
});

test('what has no gradient says so', () => {
  expect(() => session.function('residuals').grad(line, xs, ys, 3)).toThrow(/`residuals` gives .*: use vjp/);
  expect(() => session.function('count').grad([1])).toThrow(
    /`count` gives Nat, and only floats have a gradient/,
  );
  expect(() => session.function('cost').jvp([line, xs, ys, 3], [line])).toThrow('takes 3 tangents, not 1');
  expect(() => session.function('cost').grad(line, xs, [1], 3)).toThrow('ys: 1 element, but xs has 2');
});

test('a prepared call computes its result again each time', () => {
  const cost = session.function('cost').prepare(line, xs, ys, 3);
  expect([cost(), cost()]).toEqual([4, 4]);
  expect(() => session.function('cost').prepare(line, xs)).toThrow('takes 4 arguments, not 2');
});
