import { describe, expect, test } from 'vitest';
import { ArgumentError, createSession, NdArray, PointfulError } from '../../src/api/index.node.ts';

const program = `
def mean_of(xs:n=>Float) -> Float given (n|Ix) = sum xs / n_to_f (size n)

def matmul(a:n=>k=>Float, b:k=>m=>Float) -> n=>m=>Float given (n|Ix, k|Ix, m|Ix) = a ** b

def total(xs:n=>a) -> a given (n|Ix, a|Add) = sum xs

def negate(x:Bool) -> Bool = not x

def greet(name:String) -> String = "hello, " <> name

struct Point =
  x : Float
  y : Float

def swap_point(p:Point) -> Point = Point(p.y, p.x)

def points(ps:n=>Point) -> n=>Float given (n|Ix) = for i. ps[i].x

data Shape =
  Dot
  Box(Float, Float)

def grow(s:Shape) -> Shape = case s of
  Dot -> Box(1.0, 1.0)
  Box(w, h) -> Box(2.0 * w, 2.0 * h)

def positives(xs:n=>Float) -> List Float given (n|Ix) = filter xs \\x. x > 0.0

def reciprocal(x:Float) -> {Except} Float = if x == 0.0 then throw() else 1.0 / x

def shout(s:String) -> {IO} () = print s

def pick(xs:n=>Float, i:n) -> Float given (n|Ix) = xs[i]

def big(x:Int64) -> Int64 = x + x

def words(ws:n=>String) -> String given (n|Ix) = concat ws

def spin(x:Nat) -> Nat = yield_state x \\ref.
  while \\.
    ref := get ref + 1
    get ref > 0

answer = 42

table = [[1.0, 2.0], [3.0, 4.0]]
`;

const session = createSession();
session.run(program);

/** The parts of an ArgumentError's message. */
function splitAt(message: string): [string, string] {
  const at = message.indexOf(': ');
  return [message.slice(0, at), message.slice(at + 2)];
}

describe('a session embedded in a program', () => {
  test('runs blocks and answers with data', () => {
    const { ok, blocks, diagnostics } = createSession().run('1 + 2\n\n:p nope\n\n:t 1.0\n');
    expect(ok).toBe(false);
    expect(blocks.map((b) => b.ok)).toEqual([true, false, true]);
    expect(blocks[0]!.outputs).toEqual([{ kind: 'text', text: '3' }]);
    expect(blocks[2]!.outputs).toEqual([{ kind: 'text', text: 'Float32' }]);
    expect(diagnostics[0]!.class).toBe('Name error');
    expect(diagnostics[0]!.labels[0]!.start).toMatchObject({ line: 3, column: 4 });
  });

  test('gives values', () => {
    expect(session.value('answer')).toBe(42);
    expect(session.value('table')).toEqual(new NdArray(new Float32Array([1, 2, 3, 4]), [2, 2]));
  });

  test('calls functions of tables of any size', () => {
    const mean = session.function('mean_of');
    expect(mean(new Float32Array([1, 2, 3]))).toBe(2);
    expect(mean([1, 2, 3, 6])).toBe(3);
  });

  test('multiplies matrices given in several forms', () => {
    const matmul = session.function('matmul');
    const a = new NdArray(new Float32Array([1, 2, 3, 4, 5, 6]), [2, 3]);
    const b = [
      [1, 0],
      [0, 1],
      [1, 1],
    ];
    expect((matmul(a, b) as NdArray).toNested()).toEqual([
      [4, 5],
      [10, 11],
    ]);
  });

  test('finds number types out from typed arrays', () => {
    const total = session.function('total');
    expect(total(new Float64Array([0.1, 0.2]))).toBe(0.1 + 0.2);
    expect(total(new Int32Array([1, -3]))).toBe(-2);
    expect(total(new BigInt64Array([1n << 40n, 1n]))).toBe((1n << 40n) + 1n);
    expect(total([0.1, 0.2])).toBe(Math.fround(Math.fround(0.1) + Math.fround(0.2)));
  });

  test('takes and gives booleans, strings, structs, enums, lists and wide integers', () => {
    expect(session.function('negate')(true)).toBe(false);
    expect(session.function('greet')('Zoë')).toBe('hello, Zoë');
    expect(session.function('swap_point')({ x: 1, y: 2 })).toEqual({ x: 2, y: 1 });
    expect(
      session.function('points')([
        { x: 1, y: 2 },
        { x: 3, y: 4 },
      ]),
    ).toEqual(new Float32Array([1, 3]));
    expect(session.function('grow')('Dot')).toEqual({ tag: 'Box', values: [1, 1] });
    expect(session.function('grow')({ tag: 'Box', values: [1, 2] })).toEqual({ tag: 'Box', values: [2, 4] });
    expect(session.function('positives')([1, -1, 2])).toEqual(new Float32Array([1, 2]));
    expect(session.function('big')(3n)).toBe(6n);
    expect(session.function('words')(['ab', '', 'c'])).toBe('abc');
  });

  test('says where an argument does not fit', () => {
    const matmul = session.function('matmul');
    expect(() => matmul([[1, 2]], [[1], [2], [3]])).toThrow(ArgumentError);
    expect(() => matmul([[1, 2]], [[1], [2], [3]])).toThrow(/b: 3 elements, but a\[0\] has 2/);
    expect(() => session.function('mean_of')(['x'])).toThrow(/xs\[0\]: expected a number/);
    expect(() => session.function('swap_point')({ x: 1 })).toThrow(/field `y`/);
    expect(() => session.function('pick')([1, 2], 2)).toThrow(/out of range/);
    expect(() => session.function('nothing')).toThrow(/no `nothing`/);
    expect(() => session.function('answer')).toThrow(/not a function/);
  });

  test('names what was given in place of what fits', () => {
    session.run(
      'struct Spot =\n  at : Float\n  name : String\n\ndef move(p:Spot, d:Float) -> Spot = Spot(p.at + d, p.name)\n',
    );
    session.run(
      'def on(f:(Float) -> Float, x:Float) -> Float = f x\n\ndef twice(x:a) -> a given (a|Add) = x + x\n',
    );
    session.run(
      'data Side =\n  Port\n  Starboard(Nat)\n\ndef same(s:Side) -> Side = s\n\ndef whole(n:Int) -> Int = n\n',
    );
    const calls: readonly (readonly [string, readonly unknown[], string])[] = [
      ['move', [{ at: 1 }, 2], 'p: the field `name` is missing'],
      ['move', ['x', 2], 'p: expected an object with a field `at`, found "x"'],
      ['move', [{ at: 1, name: 'a' }], 'move: takes 2 arguments, not 1'],
      ['same', ['Larboard'], 's: expected one of Port, Starboard, found "Larboard"'],
      ['same', ['Starboard'], 's: Starboard takes one value, not 0'],
      ['whole', [1.5], 'n: expected an integer, found 1.5'],
      ['whole', [new Map()], 'n: expected an integer, found a value of the class Map'],
      ['twice', ['a'], 'x: a type of numbers cannot be found out from "a"'],
      [
        'on',
        [(x: number) => x, 1],
        'f: a function cannot be given from outside of the language: define one that calls it',
      ],
    ];
    for (const [name, args, message] of calls) {
      expect(() => session.function(name)(...args), name).toThrow(new ArgumentError(...splitAt(message)));
    }
    expect(() => session.run(undefined as unknown as string)).toThrow(
      'source: expected the text of a program, found undefined',
    );
  });

  test('gives dependent pairs, and refuses what has no form', () => {
    session.run('def row(n:Nat) -> (k:Nat &> Fin k => Float) = (n ,> for i. n_to_f (ordinal i))\n');
    expect(session.function('row')(3)).toEqual([3, new Float32Array([0, 1, 2])]);
    expect(() => session.function('row').vjp([3], 1)).toThrow('no argument made of floats');
  });

  test('shows a fault in the program, and nothing of the call around it', () => {
    session.run('def share(n:Nat) -> Nat = idiv 12 n\n', 'shares.dx');
    try {
      session.function('share')(0);
      expect.unreachable();
    } catch (error) {
      const { message, diagnostics } = error as PointfulError;
      expect(diagnostics[0]!.labels.map(({ file, start }) => [file, start.line, start.column])).toEqual([
        ['shares.dx', 1, 27],
      ]);
      expect(message).not.toMatch(/call|x0/);
    }
  });

  test('turns exceptions and faults into errors', () => {
    const reciprocal = session.function('reciprocal');
    expect(reciprocal(4)).toBe(0.25);
    expect(() => reciprocal(0)).toThrow(/threw an exception/);
    session.run('def part(n:Nat) -> Nat = idiv 1 n\n');
    expect(() => session.function('part')(0)).toThrow(PointfulError);
  });

  test('differentiates in the arguments made of floats', () => {
    session.run(
      'def weighted(k:Nat, w:n=>Float, x:n=>Float) -> Float given (n|Ix) = n_to_f k * sum for i. w[i] * x[i] * x[i]\n',
    );
    const weighted = session.function('weighted');
    const [w, x] = [
      [1, 2],
      [3, 4],
    ];
    expect(weighted.grad(2, w, x)).toEqual([
      undefined,
      new Float32Array([18, 32]),
      new Float32Array([12, 32]),
    ]);
    expect(
      weighted.jvp(
        [2, w, x],
        [
          [1, 0],
          [0, 1],
        ],
      ),
    ).toEqual([82, 18 + 32]);
    expect(weighted.vjp([2, w, x], 0.5)).toEqual([
      82,
      [undefined, new Float32Array([9, 16]), new Float32Array([6, 16])],
    ]);
    expect(session.function('mean_of').grad([1, 2])).toEqual(new Float32Array([0.5, 0.5]));
    expect(() => session.function('negate').grad(true)).toThrow(/no argument made of floats/);
  });

  test('prints only where the host listens', () => {
    const lines: string[] = [];
    const listening = createSession({ onPrint: (line) => lines.push(line) });
    listening.run(program);
    listening.function('shout')('here');
    expect(lines).toEqual(['here']);
  });

  test('grants neither files nor the environment unless told to', () => {
    const closed = createSession().run(
      ':p unsafe_io \\. read_file "package.json"\n\n:p unsafe_io \\. get_env "HOME"\n',
    );
    expect(closed.blocks.map((b) => b.ok)).toEqual([false, false]);
    const open = createSession({ environment: { HOME: '/here' } }).run(':p unsafe_io \\. get_env "HOME"\n');
    expect(open.blocks[0]!.outputs).toEqual([{ kind: 'text', text: '(Just "/here")' }]);
  });

  test('stops at its limits and keeps what was defined', () => {
    const limited = createSession({ limits: { seconds: 0.3 } });
    limited.run(program);
    expect(() => limited.function('spin')(1)).toThrow(/stopped after 0.3 s/);
    const run = limited.run(':p spin 1\n\n:p answer\n');
    expect(run.blocks[0]!.ok).toBe(false);
    expect(run.blocks[1]!.outputs).toEqual([{ kind: 'text', text: '42' }]);
  });

  test('keeps two sessions apart', () => {
    const [one, two] = [createSession(), createSession()];
    one.run('x = 1\n');
    two.run('x = 2\n');
    expect([one.value('x'), two.value('x')]).toEqual([1, 2]);
  });

  test('imports modules that it is given', () => {
    const given = createSession({ modules: { mine: 'def double(x:Nat) -> Nat = 2 * x\n' } });
    expect(given.run('import mine\n\ndouble 4\n').blocks[1]!.outputs).toEqual([{ kind: 'text', text: '8' }]);
  });
});
