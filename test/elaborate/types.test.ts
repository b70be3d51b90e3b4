import { describe, expect, test } from 'vitest';
import { shown } from './program.ts';

/** Types as language.md records them (8.2, 8.4, appendix A) or as its rules give them. */
const recorded: readonly (readonly [string, string])[] = [
  [':t 3', 'Nat'],
  [':t -3', 'Int32'],
  [':t 1.0', 'Float32'],
  [':t "a"', '(List Word8)'],
  [':t [True]', '((Fin 1) => Bool)'],
  [':t Int', 'Type'],
  [':t Maybe', '((a:Type) -> Type)'],
  [':t \\x:Nat. x', '((x:Nat) -> Nat)'],
  [':t fst', '({a:Type}{b:Type}(pair:(a, b)) -> a)'],
  [':t Just', '({a:Type}(v#0:a) -> (Maybe a))'],
  [':t Left', '({a:Type,b:Type}(v#0:a) -> (Either a b))'],
  [':t print', '((s:(List Word8)) -> {IO} ())'],
  [':t (+)', '({a:Type}[v#0:(Add a)](v#1:a,v#2:a) -> a)'],
  [':t (/)', '({a:Type}[d:(VSpace a)](v:a,s:Float32) -> a)'],
  [':t for i:(Fin 2). for j:(Fin 3). 1.0', '((Fin 2) => (Fin 3) => Float32)'],
  [':t for i:(Fin 2). (i, [Just 1])', '((Fin 2) => (Fin 2, ((Fin 1) => Maybe Nat)))'],
  [':t for i:(Fin 2). \\x:Float. x', '((Fin 2) => (x:Float32) -> Float32)'],
  [':t for i:(Fin 3). for j:(..i). 1.0', '((i:(Fin 3)) => (RangeTo (Fin 3) i) => Float32)'],
  [':t [1, 2.0]', '((Fin 2) => Float32)'],
  [':t (1, (2.0, 3)).1', '(Float32, Nat)'],
  [':t 5@Fin 3', '(Fin 3)'],
  [':t \\ x. x + 10', '((x:Nat) -> Nat)'],
];

describe('types that are shown', () => {
  test.each(recorded)('%s', (program, type) => {
    expect(shown(`${program}\n`)).toBe(type);
  });
});

describe('inference', () => {
  test('binders without a type are found by their use', () => {
    expect(shown(':t\n  f = \\p.\n    (a, b) = p\n    a * 2.0 + b\n  f\n')).toBe(
      '((p:(Float32, Float32)) -> Float32)',
    );
  });

  test('a literal takes the type of the other operand, before or after it', () => {
    expect(shown('y = 2.5\n:t 1 + y\n')).toBe('Float32');
    expect(shown('y = 2.5\n:t y + 1\n')).toBe('Float32');
  });

  test('signed literals default before unsigned ones', () => {
    expect(shown(':t [1, -1]\n')).toBe('((Fin 2) => Int32)');
  });

  test('a loop takes its index set from the tables it indexes', () => {
    expect(shown('t = for i:(Fin 4) j:Bool. 1.0\n:t for j i. t[i, j]\n')).toBe(
      '(Bool => (Fin 4) => Float32)',
    );
  });

  test('a polymorphic function is instantiated where it is passed', () => {
    expect(shown(':t each [1.0, 2.0] exp\n')).toBe('((Fin 2) => Float32)');
  });

  test('a lambda where implicit parameters are expected abstracts them', () => {
    expect(
      shown(
        'scale : (given (n|Ix), n=>Float, Float) -> n=>Float = \\xs s. for i. xs[i] * s\n:t scale [1.0, 2.0] 3.0\n',
      ),
    ).toBe('((Fin 2) => Float32)');
  });

  test('a name that stands for a function type with implicit parameters is not instantiated at once', () => {
    expect(shown('def twice(f:(given (a:Type), a) -> a) -> (Nat, Float) = (f 1, f 1.0)\n:t twice id\n')).toBe(
      '(Nat, Float32)',
    );
  });

  test('an index dictionary may come from a superclass of what is given', () => {
    expect(
      shown(
        'def headOf(xs:n=>Float) -> Float given (n|NonEmpty) = xs[first_ix]\n:t headOf for b:Bool. 1.0\n',
      ),
    ).toBe('Float32');
  });
});

describe('definitional equality', () => {
  test('aliases and functions to types unfold', () => {
    expect(
      shown(
        'Row = Fin 3\ndef Grid(n|Ix, a:Type) -> Type = n => n => a\nm : Grid Row Float = for i j. 1.0\n:t m[0@_]\n',
      ),
    ).toBe('((Fin 3) => Float32)');
  });

  test('the size of a list that is known unfolds', () => {
    expect(shown(':t\n  l = to_list [1, 2]\n  AsList(n, xs) = l\n  sum xs\n')).toBe('Nat');
  });

  test('a size that is computed has to be named', () => {
    expect(shown('def ones(k:Nat) -> Float =\n  m = k * 2\n  sum for i:(Fin m). 1.0\n:t ones 3\n')).toBe(
      'Float32',
    );
  });

  test('an alias may name a size that is computed', () => {
    expect(shown('Pixels = Fin (size Bool * 3)\n:t for i:Pixels. 1.0\n')).toBe('((Fin _) => Float32)');
  });

  test('a type of an index that another type mentions is dependent', () => {
    expect(
      shown('t : (i:Fin 3) => (..i) => Nat = for i. for j. ordinal j\n:t\n  k = 2 @ Fin 3\n  sum t[k]\n'),
    ).toBe('Nat');
  });
});

describe('dependent pairs', () => {
  test('explicit ones', () => {
    expect(shown('p : (n:Nat &> Fin n => Nat) = (2 ,> [1, 2])\n(n ,> xs) = p\n:t sum xs\n')).toBe('Nat');
  });

  test('implicit ones are packed where they are expected and unpacked where they are named', () => {
    expect(shown('v : ((Fin m => Nat) with (m:Nat)) = [1, 2, 3]\n:t sum v\n')).toBe('Nat');
  });
});

describe('structs', () => {
  const vec =
    'struct Vec2 =\n  x : Float\n  y : Float\n\n  def dot(o:Vec2) -> Float = self.x * o.x + self.y * o.y\n  def norm2() -> Float = self.dot(self)\n\n';

  test('fields and methods', () => {
    expect(shown(`${vec}:t Vec2(1.0, 2.0).norm2()\n`)).toBe('Float32');
    expect(shown(`${vec}:t Vec2(1.0, 2.0).y\n`)).toBe('Float32');
  });

  test('the name is the type where a type is expected, else the constructor', () => {
    expect(shown(`${vec}:t Vec2\n`)).toBe('((x:Float32,y:Float32) -> Vec2)');
    expect(shown(`${vec}:t Vec2 :: Type\n`)).toBe('Type');
  });

  test('references to structs have references to fields', () => {
    expect(shown(`${vec}:t yield_state Vec2(1.0, 2.0) \\r.\n  r.x := 3.0\n`)).toBe('Vec2');
  });
});

describe('effects', () => {
  test('a handler passes on the effects of its context', () => {
    expect(
      shown(
        ':t\n  run_state 0 \\r. yield_accum (AddMonoid Float) \\w. for i:(Fin 3).\n    w += 1.0\n    r := get r + 1\n',
      ),
    ).toBe('(Float32, Nat)');
  });

  test('a bind arrow makes a function of the rest', () => {
    expect(shown('def demo() -> Nat =\n  r <- with_state 0\n  r := 5\n  get r\n:t demo()\n')).toBe('Nat');
  });
});
