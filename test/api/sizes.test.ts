import { expect, test } from 'vitest';
import { createSession, NdArray } from '../../src/api/index.node.ts';

const session = createSession();

/** What the function of a definition answers; an error as its message. */
function answer(definition: string, ...args: readonly unknown[]): unknown {
  const name = /^def (\w+)/m.exec(definition)![1]!;
  if (!session.names().includes(name)) expect(session.run(`${definition}\n`).diagnostics).toEqual([]);
  try {
    return session.function(name)(...args);
  } catch (error) {
    return (error as Error).message;
  }
}

test('a table has as many elements as its index set', () => {
  const pick = 'def pick(x:Bool=>Float) -> Float = x[True]';
  expect(answer(pick, [1, 2])).toBe(2);
  expect(answer(pick, [1])).toBe('x: 1 element, but its index set has 2');
  expect(answer(pick, [1, 2, 3])).toBe('x: 3 elements, but its index set has 2');
  const cells = 'def cells(k:Nat, x:(Fin k, Bool)=>Float) -> Float = sum x';
  expect(answer(cells, 2, [1, 2, 3, 4])).toBe(10);
  expect(answer(cells, 2, [1, 2, 3])).toBe('x: 3 elements, but its index set has 4');
});

test('an index set of the program counts its elements itself', () => {
  const ends = `data End =
  Left_end
  Right_end

instance Ix(End)
  def size'() = 2
  def ordinal(e) = case e of
    Left_end -> 0
    Right_end -> 1
  def unsafe_from_ordinal(k) = if k == 0 then Left_end else Right_end

def right(x:n=>End=>Float) -> n=>Float given (n|Ix) = for i. x[i, Right_end]`;
  expect(
    answer(ends, [
      [1, 2],
      [3, 4],
    ]),
  ).toEqual(new Float32Array([2, 4]));
  expect(answer(ends, [[1], [3]])).toBe('x[0]: 1 element, but its index set has 2');
});

test('rows may have sizes that depend on where they stand', () => {
  const total = 'def total(x:(i:Fin n)=>(..i)=>Float) -> Float given (n) = sum for i. sum x[i]';
  expect(answer(total, [[1], [2, 3]])).toBe(6);
  expect(answer(total, [[1], [2]])).toBe('x[1]: 1 element, but its index set has 2');
  const upper =
    'def upper(x:(i:Fin n)=>m=>(i..)=>Float) -> (i:Fin n)=>m=>(i..)=>Float given (n, m|Ix) = for i j k. 2.0 * x[i, j, k]';
  expect(
    (
      answer(upper, [
        [
          [1, 2],
          [3, 4],
        ],
        [[5], [6]],
      ]) as NdArray[]
    ).map((a) => a.toNested()),
  ).toEqual([
    [
      [2, 4],
      [6, 8],
    ],
    [[10], [12]],
  ]);
});

test('a number that is a size binds the tables after it', () => {
  const head = 'def head_of(n:Nat, x:Fin n=>Float) -> Float = sum x';
  expect(answer(head, 3, [1, 2, 3])).toBe(6);
  expect(answer(head, 2, [1, 2, 3])).toBe('x: 3 elements, but n is 2');
});

test('an index is tested, wherever its set becomes known', () => {
  const later = 'def later(i:n, x:n=>Nat) -> Nat given (n|Ix) = x[i]';
  expect(answer(later, 1, [4, 5])).toBe(5);
  expect(answer(later, 2, [4, 5])).toBe('i: index 2 is out of range for a size of 2');
  const turned = 'def turned(x:n=>Nat, i:n) -> Nat given (n|Ix) = x[i]';
  expect(answer(turned, [4, 5], -1)).toBe('i: index -1 is out of range for a size of 2');
  const thirds = 'def thirds(x:n=>Fin 3) -> n=>Fin 3 given (n|Ix) = x';
  expect(answer(thirds, new Uint32Array([2, 7]))).toBe('x[1]: index 7 is out of range for a size of 3');
});

test('a matrix without rows has the size that its shape says', () => {
  const columns = 'def columns(x:n=>m=>Float) -> (Nat, Nat) given (n|Ix, m|Ix) = (size n, size m)';
  expect(answer(columns, new NdArray(new Float32Array(0), [0, 5]))).toEqual([0, 5]);
  expect(answer(columns, [[], []])).toEqual([2, 0]);
  expect(answer(columns, [])).toBe('columns: the size of `m` cannot be found out from the arguments');
});

test('a misplaced element is named by its place', () => {
  const all = 'def all_of(x:n=>m=>(Float, Bool)) -> Nat given (n|Ix, m|Ix) = 1';
  const rows = [
    [
      [1, true],
      [2, true],
    ],
    [
      [3, true],
      [4, 'no'],
    ],
  ];
  expect(answer(all, rows)).toBe('x[1][1][1]: expected a boolean, found "no"');
  expect(answer(all, { data: new Float32Array(5), shape: [3, 2] })).toBe(
    'x: a shape of 3 x 2 has 6 elements, not 5',
  );
});

test('dependent pairs are taken too, alone and in tables', () => {
  const block =
    'def sums(x:n=>(k:Nat &> Fin k=>Float)) -> n=>Float given (n|Ix) = for i.\n  (_,> t) = x[i]\n  sum t';
  expect(
    answer(block, [
      [2, [1, 2]],
      [0, []],
    ]),
  ).toEqual(new Float32Array([3, 0]));
  expect(answer(block, [[2, [1]]])).toBe('x[0][1]: 1 element, but x[0][0] is 2');
});

test('a function that gives functions says so', () => {
  expect(answer('def adder(x:Float) -> (Float) -> Float = \\y. x + y', 1)).toBe(
    'the result of `adder` holds a function, which has no form outside of the language',
  );
});
