import { describe, expect, test } from 'vitest';
import { catalogue, codes } from '../../src/source/index.ts';
import { elaborateText, mistakes, withPrelude } from './program.ts';

/** A program, the code its mistake has, and the line that is marked. */
const marked: readonly (readonly [string, string, number])[] = [
  [':p\n  a = iota (Fin 10)\n  b = iota (Fin 3)\n  sum for i. a[i] + b[i]\n', 'DX0302', 4],
  [':p [[1, 2], [3]]\n', 'DX0301', 1],
  ['f : (Int) -> Float = \\v.\n  w = v + 1.0\n  1.0\n', 'DX0301', 2],
  ['def f() -> {|a} a given (a) = todo\n', 'DX0301', 1],
  [':p [1, [2]]\n', 'DX0330', 1],
  [':p 2 - 1\n', 'DX0501', 1],
  [':p -1 :: Nat\n', 'DX0330', 1],
  [':p (\\x:Int. x) == (\\x:Int. x)\n', 'DX0501', 1],
  [':p for i:Nat. 1\n', 'DX0501', 1],
  [':p (1.0 :: Nat)\n', 'DX0301', 1],
  [':p print "x"\n', 'DX0401', 1],
  ['def log2(s:String) -> () =\n  print s\n', 'DX0202', 1],
  ['def say(s:String) -> () =\n  print s\n', 'DX0401', 2],
  [':p\n  r <- run_state 0\n  r\n', 'DX0210', 3],
  [':p\n  AsList(n, xs) = to_list [1, 2]\n  xs\n', 'DX0210', 3],
  ['l = to_list [1, 2]\n:p\n  AsList(n, xs) = l\n  for i. xs[i] + 1\n', 'DX0210', 4],
  ['l = to_list [1, 2]\n:p\n  ys = id $ do\n    AsList(n, xs) = l\n    xs\n  sum ys\n', 'DX0210', 5],
  [':p max 1\n', 'DX0308', 1],
  [':p \\x. x\n', 'DX0304', 1],
  [':p []\n', 'DX0303', 1],
  [':p zero\n', 'DX0502', 1],
  [
    ':p\n  t = for i:(Fin 3). for j:(..i). 1.0\n  yield_state t \\r. for i. for j. r!i!j := 9.0\n',
    'DX0210',
    3,
  ],
  ['(a, b) = 1.0\n', 'DX0312', 1],
  ['(a, b) = (1, 2, 3)\n', 'DX0310', 1],
  [':p (1, 2).foo\n', 'DX0320', 1],
  [':p from_ordinal(q=Fin 3, 1)\n', 'DX0318', 1],
  [':p case Just 1 of\n  Just(x, y) -> x\n  Nothing -> 0\n', 'DX0309', 2],
  [':p case (1 :: Nat) of\n  Just x -> x\n', 'DX0301', 1],
  ['data Loop = Again(Loop)\n', 'DX0329', 1],
  [
    'def f(n:Nat, m:Nat) -> List Nat =\n  k = n * 2\n  l = m * 2\n  xs = for i:(Fin k). 1\n  ys : Fin l => Nat = xs\n  to_list ys\n',
    'DX0301',
    5,
  ],
  [
    'def f(n:Nat) -> List Nat =\n  k = n * 2\n  l = n * 2\n  xs = for i:(Fin k). 1\n  ys : Fin l => Nat = xs\n  to_list ys\n',
    'DX0301',
    5,
  ],
  [':p size _\n', 'DX0305', 1],
  ['struct Holder(n) =\n  held : n=>Float\n', 'DX0501', 2],
  [':p %frob(1)\n', 'DX0116', 1],
];

describe('mistakes', () => {
  test.each(marked)('%j', (program, code, line) => {
    const [first] = mistakes(program);
    expect(first?.split(' ').slice(0, 2)).toEqual([code, String(line)]);
  });
});

describe('one mistake is reported once', () => {
  test('what uses an unknown name is not reported too', () => {
    expect(mistakes(':p for i:Unknown. sum for j:(Fin 3). ordinal i + ordinal j\n')).toEqual([
      'DX0201 1 variable not in scope: Unknown',
    ]);
  });

  test('an unknown function at a bind arrow', () => {
    expect(mistakes(':p\n  x <- nope(1)\n  x\n')).toEqual(['DX0201 2 variable not in scope: nope']);
  });

  test('an unknown name that a block uses again', () => {
    const found = mistakes('def g(a:n=>Unknown) -> Unknown given (n|Ix) = sum a\n').map((m) => m.slice(0, 6));
    expect(found).toEqual(['DX0201']);
  });

  test('a tuple whose parentheses were forgotten', () => {
    expect(mistakes(':p (\\x. x.0 + x.1)(1, 2)\n')).toEqual([
      'DX0308 1 this function takes 1 argument, but 2 are given',
    ]);
  });

  test('one argument too many, beside a lambda', () => {
    expect(mistakes(':p sum([1], \\x. x.0)\n')).toEqual(['DX0308 1 sum takes 1 argument, but 2 are given']);
    const applied = ':p\n  f = id yield_accum (AddMonoid Nat) \\r. r += 1\n  f\n';
    expect(mistakes(applied)).toEqual(['DX0308 2 id takes 1 argument, but 3 are given']);
  });

  test('fields of what has no known type', () => {
    expect(mistakes('f = \\x. x.0 + x.1\n')).toEqual([
      'DX0319 1 the fields of x are not known here, because its type is not',
    ]);
  });

  test('an effect that names no heap', () => {
    const found = mistakes('def f(r:Ref h Nat) -> {State} () given (h:Heap) = r := 1\n');
    expect(found.map((m) => m.slice(0, 8))).toEqual(['DX0157 1']);
  });

  test('an interface for a type', () => {
    const found = mistakes(
      'def f(n:Ix, xs:n=>Float) -> Float = sum xs\n\ndef g(x:Show) -> String = show x\n\ndef h(n:Ix) -> Nat = size n\n',
    );
    expect(found.map((m) => m.slice(0, 8))).toEqual(['DX0206 1', 'DX0206 3', 'DX0206 5']);
  });

  test('the effect of a call whose argument is wrong', () => {
    expect(mistakes('x = 1\n:p\n  x += 1\n  x\n').map((m) => m.slice(0, 8))).toEqual(['DX0301 3']);
  });

  test('a failed definition that a block uses twice', () => {
    const found = mistakes('aa = nope\nbb = (aa, aa)\n').map((m) => m.slice(0, 6));
    expect(found).toEqual(['DX0201', 'DX0205']);
  });

  test('what uses a failed definition is skipped', () => {
    const found = mistakes('aa = nope\nbb = aa + 1\ncc = bb + 1\n').map((m) => m.slice(0, 6));
    expect(found).toEqual(['DX0201', 'DX0205', 'DX0205']);
  });

  test('two mistakes of one block are two reports', () => {
    expect(mistakes(':p\n  a = nope1\n  b = nope2\n  a + b\n').map((m) => m.slice(0, 8))).toEqual([
      'DX0201 2',
      'DX0201 3',
    ]);
  });
});

describe('shadowing', () => {
  test('a name defined twice is ambiguous from then on', () => {
    expect(mistakes('zz = 1\nzz = 2\n:p zz\n').map((m) => m.slice(0, 8))).toEqual(['DX0202 2', 'DX0204 3']);
  });

  test('a failed name can be defined again', () => {
    expect(mistakes('aa = nope\naa = 1\n:p aa + 1\n')).toHaveLength(1);
  });

  test('inside expressions names may be used again', () => {
    expect(mistakes(':p\n  sum = 1\n  sum = sum + 1\n  (\\sum. sum + 1) sum\n')).toEqual([]);
  });

  test('parameters of instance methods must not hide visible names', () => {
    const program =
      'interface Weighed(a:Type)\n  weight : (a) -> Nat\n\ninstance Weighed(Nat)\n  def weight(size) = size\n';
    expect(mistakes(program)).toEqual(['DX0202 5 variable already defined: size']);
  });
});

describe('instances', () => {
  const weighed = 'interface Weighed(a:Type)\n  weight : (a) -> Nat\n  double : (a) -> Nat\n\n';

  test('a method sees the methods before it', () => {
    expect(
      mistakes(
        `${weighed}instance Weighed(Nat)\n  def weight(k) = k\n  def double(k) = weight k + weight k\n`,
      ),
    ).toEqual([]);
  });

  test('and not itself or those after it', () => {
    const [first] = mistakes(
      `${weighed}instance Weighed(Nat)\n  def weight(k) = double k\n  def double(k) = k\n`,
    );
    expect(first?.slice(0, 8)).toBe('DX0501 6');
  });

  test('before it in the instance, whatever the order of the interface', () => {
    const found = mistakes(
      `${weighed}instance Weighed(Nat)\n  def double(k) = k + k\n  def weight(k) = double k\n`,
    );
    expect(found).toEqual([]);
  });

  test('two that fit are too many, and a given does not help', () => {
    const two =
      'interface Pale(a:Type)\n  pale : (a) -> Nat\n\ninstance Pale((a, b)) given (a, b)\n  def pale(p) = 1\n\ninstance Pale((a, Nat)) given (a)\n  def pale(p) = 2\n\n';
    expect(
      mistakes(`${two}def f(x:(a, Nat)) -> Nat given (a) (Pale (a, Nat)) = pale x\n`)[0]?.slice(0, 6),
    ).toBe('DX0503');
    expect(mistakes(`${two}:p pale (1.0, 2.0)\n`)).toEqual([]);
  });

  test('a dependent table is no instance of a plain one', () => {
    const [first] = mistakes(
      'interface Flat(a:Type)\n  flat : (a) -> Nat\n\ninstance Flat(n=>Float) given (n|Ix)\n  def flat(t) = 1\n\n:p flat for i:(Fin 3). for j:(..i). 1.0\n',
    );
    expect(first?.slice(0, 6)).toBe('DX0501');
  });
});

describe('every message has a program that earns it and one that does not', () => {
  // What is reported while a program is elaborated.
  const here = codes.filter((c) => /^DX0[2345]/.test(c) && catalogue[c].bad !== '');

  test.each(here)('%s', (code) => {
    const { bad, good } = catalogue[code];
    const found = elaborateText(bad, withPrelude).results.flatMap((r) => r.diagnostics);
    expect(found.map((d) => d.code)).toContain(code);
    expect(mistakes(good)).toEqual([]);
  });
});
