import { describe, expect, test } from 'vitest';
import { read } from '../house/files.ts';
import { dx, program } from './dx.ts';

const path = program(`def model(w:n=>m=>Float, x:m=>Float, k:Nat) -> n=>Float given (n|Ix, m|Ix) =
  for i. tanh (sum (for j. w[i, j] * x[j]))

@noinline
def cube(x:Float) -> Float = x * x * x

custom-linearization cube \\x:Float. (x * x * x, \\dx:Float. 30.0 * x * x * dx)

def sum_of_cubes(xs:n=>Float, y:Float) -> Float given (n|Ix) = y + sum (for i. cube xs[i])
`);

test('forward mode, reverse mode and differences are compared in the terms of the source', () => {
  const { status, out } = dx(['grad-check', path, '--of', 'model', '--size', '4']);
  expect(status).toBe(0);
  const lines = out.trimEnd().split('\n');
  expect(lines.filter((line) => !line.startsWith('  '))).toEqual([
    'n = 4, m = 4',
    'w : (n => m => Float32)',
    'x : (m => Float32)',
    'k : Nat',
    'all agree',
  ]);
  expect(lines.filter((line) => line.endsWith('  agree'))).toHaveLength(6);
});

test('a wrong rule shows in the argument that it is about', () => {
  const { status, out } = dx(['grad-check', path, '--of', 'sum_of_cubes']);
  expect(status).toBe(1);
  const [, , ...verdicts] = out
    .trimEnd()
    .split('\n')
    .map((line) => line.split('  ').at(-1));
  expect(verdicts).toEqual([
    'DISAGREE',
    'DISAGREE',
    'DISAGREE',
    'y : Float32',
    'agree',
    'agree',
    'agree',
    'derivatives disagree',
  ]);
});

test('what cannot be checked is said', () => {
  expect(dx(['grad-check', path]).status).toBe(2);
  expect(dx(['grad-check', path, '--of', 'nope'])).toMatchObject({
    status: 1,
    err: 'dx grad-check: the program has no function `nope`\n',
  });
});

describe('the objectives', () => {
  /** A program of `examples/objectives` with more definitions after it. */
  const objective = (name: string, more: string): string =>
    program(`${read(`examples/objectives/${name}.dx`)}\n${more}\n`, `${name}.dx`);

  // Hands are posed on the model of the example; a function that takes gradients is differentiated too.
  const HAND = `
def simple_errors(pose:Pose) -> Fin 2=>Vec3 =
  objective_simple(pose, parents, relatives, inverses, rest, weights, matched, points)
def complicated_errors(pose:Pose, places:Fin 2=>Fin 2=>Float64) -> Fin 2=>Vec3 =
  objective_complicated(pose, places, parents, relatives, inverses, rest, weights, triangles, for _. 0@_, points)
`;
  const NESTED = `
def best_reply(x:Plane) -> Float64 = norm_sq x - norm_sq (reverse_gradient(\\y:Plane. norm_sq x * norm_sq y, x))
`;

  test.each([
    ['hello', 'square', ''],
    ['lse', 'primal', ''],
    ['llsq', 'primal', ''],
    ['gmm', 'objective', ''],
    ['ba', 'projection_error', ''],
    ['lstm', 'objective', ''],
    ['ht', 'simple_errors', HAND],
    ['ht', 'complicated_errors', HAND],
    ['det', 'primal', ''],
    ['ode', 'primal', ''],
    ['kmeans', 'cost', ''],
    ['descent', 'best_reply', NESTED],
  ])('%s: %s', (name, of, more) => {
    const { status, out } = dx(['grad-check', objective(name, more), '--of', of]);
    expect(out).toMatch(/\nall agree\n$/);
    expect(out).not.toContain('NaN');
    expect(status).toBe(0);
  });
});

test('structs are drawn field by field; what cannot be drawn is said', () => {
  const structs = program(`struct Line =
  slope : Float
  through : Fin 2=>Float

def values(lines:n=>Line, x:Float) -> n=>Float given (n|Ix) =
  for i. lines[i].slope * x + lines[i].through[0@_] * lines[i].through[1@_]

def apply(f:(Float) -> Float, x:Float) -> Float = f x

def root(x:Float) -> Float = sqrt (-1.0 - x * x)
`);
  const { status, out } = dx(['grad-check', structs, '--of', 'values']);
  expect({ status, lines: out.split('\n').filter((line) => line.endsWith('  agree')).length }).toEqual({
    status: 0,
    lines: 6,
  });
  expect(dx(['grad-check', structs, '--of', 'apply'])).toMatchObject({
    status: 1,
    err: 'dx grad-check: `f` is a function, and only arguments that are data have derivatives\n',
  });
  expect(dx(['grad-check', structs, '--of', 'root'])).toMatchObject({
    status: 1,
    out: '12 draws left out: the value is not a number there\n',
  });
});

test('an argument that is the size of a later one is as large as `--size` says', () => {
  const sized = program('def squares(n:Nat, xs:Fin n=>Float) -> Fin n=>Float = for i. xs[i] * xs[i]\n');
  const { status, out } = dx(['grad-check', sized, '--of', 'squares']);
  expect(status).toBe(0);
  expect(out.match(/ {2}agree$/gm)).toHaveLength(3);
});
