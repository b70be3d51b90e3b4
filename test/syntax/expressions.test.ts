import { describe, expect, test } from 'vitest';
import { codesOf, shapeOf } from './shape.ts';

/** Rows of a table: a text, and how it groups according to sections 2 and 3 of the language reference. */
function groups(rows: readonly (readonly [string, string])[]): void {
  test.each(rows)('%s', (text, expected) => expect(shapeOf(text)).toBe(expected));
}

describe('names and literals', () => {
  groups([
    ["x'", "x'"],
    ["for'", "for'"],
    ['forty', 'forty'],
    ['(+)', '+'],
    ['(.<<.)', '.<<.'],
    ['éta', 'éta'],
    ['_x', '(call _ x)'],
    ['1e5', '(call 1 e5)'],
    ['1.0e5', 'float100000'],
    ['2.5E-1', 'float0.25'],
    ['2.', 'float2'],
    ['2.x', '(call float2 x)'],
    ['18446744073709551617', '1'],
    ['-3', 'int-3'],
    ['+3', 'int3'],
    ['-2.5', 'float-2.5'],
    ['- 3', 'int-3'],
    ['-x', '(neg x)'],
    ['+x', 'x'],
    ['-(3)', '(neg 3)'],
    ["('a')", 'char97'],
    ["('\\'')", 'char39'],
    ["('\\x41')", 'char65'],
    ["('\\SOH')", 'char1'],
    ["('\\^A')", 'char1'],
    ["('\\DEL')", 'char127'],
    ['"a\\n\\65\\o101\\"\\\\"', '"a\\nAA\\"\\\\"'],
    ['"\\300"', '","'],
    ['""', '""'],
    ['"two\nlines"', '"two\\nlines"'],
    ['data', 'data'],
    ['enum + data', '(chain enum + data)'],
  ]);
});

describe('calls and juxtaposition', () => {
  groups([
    ['f(x, y)', '(call f x y)'],
    ['f (x, y)', '(call f (tuple x y))'],
    ['f x y', '(call f x y)'],
    ['f(x) y', '(call f x y)'],
    ['(f x) y', '(call f x y)'],
    ['f x (y)', '(call f x y)'],
    ['f(x)(y)', '(call (call f x) y)'],
    ['f(x) \\y. e', '(call f x (\\ [y] e))'],
    ['f $ a', '(call f a)'],
    ['f x $ y', '(call f x y)'],
    ['f $ g $ x', '(call f (call g x))'],
    ['x | f(a)', '(call f x a)'],
    ['x | f', '(call f x)'],
    ['x | f | g(1)', '(call g (call f x) 1)'],
    ['f()', '(call f)'],
    ['f ()', '(call f (tuple))'],
    ['f(n = 3, k)', '(call f k n=3)'],
    ['t[i, j]', '(index t i j)'],
    ['t[i][j]', '(index (index t i) j)'],
    ['f [1, 2]', '(call f (table 1 2))'],
    ['x.field', '(field x field)'],
    ['x.0', '(field x 0)'],
    ['(x.0).1', '(field (field x 0) 1)'],
    ['x.(+)', '(field x +)'],
    ['f(x).y[i]', '(index (field (call f x) y) i)'],
    ['x.m y', '(call (field x m) y)'],
    ['%iadd(x, 1)', '(%iadd x 1)'],
    ['%Nat()', '(%Nat)'],
    ['(e)', 'e'],
    ['()', '(tuple)'],
    ['[]', '(table)'],
    ['fold 0 (+) xs', '(call fold 0 + xs)'],
    ['a `rem` b', '(chain a rem b)'],
  ]);
});

describe('precedence', () => {
  groups([
    ['1 + 2 < 4', '(chain 1 + (chain 2 < 4))'],
    ['a < b && c < d', '(chain (chain a < b) && (chain c < d))'],
    ['x == y || z', '(chain (chain x == y) || z)'],
    ['a * b / c', '(chain a * b / c)'],
    ['2 <+> 3 * 4', '(chain 2 <+> 3 * 4)'],
    ['x .* y + z', '(chain (chain x .* y) + z)'],
    ['a <> b + c', '(chain (chain a <> b) + c)'],
    ['a - b + c', '(chain a - b + c)'],
    ['(a - b) + c', '(chain (chain a - b) + c)'],
    ['f x * g y', '(chain (call f x) * (call g y))'],
    ['-x * y', '(chain (neg x) * y)'],
    ['- f x', '(neg (call f x))'],
    ['f -x', '(chain f - x)'],
    ['f -1', '(chain f - 1)'],
    ['-1 < 2', '(chain int-1 < 2)'],
    ['a * -b', '(chain a * (neg b))'],
    ['get ref!i', '(call get (chain ref ! i))'],
    ['r!i!j', '(chain r ! i ! j)'],
    ['i+1@n', '(chain (chain i + 1) @ n)'],
    ['0@n => a', '(chain 0 @ (=> n a))'],
    ['f x :: T', '(:: (call f x) T)'],
    ['f $ x :: T', '(call f (:: x T))'],
    ['a + for i. b', '(chain a + (for [i] b))'],
    ['for i. a + b $ c', '(for [i] (call (chain a + b) c))'],
    ['f >>> g >>> h', '(chain f >>> g >>> h)'],
    ['a `f` b * c', '(chain (chain a f b) * c)'],
    ['r := x | f', '(chain r := (call f x))'],
    ['r += 1.0', '(chain r += float1)'],
    ['a => b => c', '(=> a (=> b c))'],
    ['(i:a) => b', '(=> i:a b)'],
    ['(A) -> (B) -> C', '(-> [_:A] (-> [_:B] C))'],
    ['n=>a', '(=> n a)'],
    ['(3 ,> [1])', '(pair 3 (table 1))'],
    ['(x ,> y ,> z)', '(pair x (pair y z))'],
    ['(n:Nat &> Fin n => Float)', '(&> n:Nat (=> (call Fin n) Float))'],
    ['(n:Nat) &> T', '(&> n:Nat T)'],
    ['T with (x:A)', '(with T x:A)'],
    ['(..i)', '(upTo i)'],
    ['(..<i)', '(below i)'],
    ['(i..)', '(from i)'],
    ['(i<..)', '(after i)'],
    ['(..i + 1)', '(upTo (chain i + 1))'],
  ]);
  test.each([
    ['1 :: Nat :: Nat', 'DX0114'],
    ['r := s := 1', 'DX0114'],
    ['--3', 'DX0109'],
    ['- -3', 'DX0101'],
    ['1 + ..i', 'DX0101'],
    ['f . g', 'DX0113'],
    ['x <..< y', 'DX0113'],
    ['x ? y', 'DX0113'],
    ['[1,-2]', 'DX0113'],
    ['f(x,\\y. y)', 'DX0113'],
    ['x.0.1', 'DX0122'],
  ])('%s is refused', (text, code) => {
    expect(codesOf(`:p ${text}\n`)[0]).toBe(code);
  });
  test('operators are read as long as possible', () => {
    expect(shapeOf('2*-3')).toBe('(chain 2 *- 3)');
  });
});

describe('bodies', () => {
  groups([
    ['\\x y:Float (z:Fin 3). x', '(\\ [x y:Float z:(call Fin 3)] x)'],
    ['\\. e', '(\\ [] e)'],
    ['\\(given (n|Ix)) x. x', '(\\ [[given n|Ix] x] x)'],
    ['\\_. 1', '(\\ [_] 1)'],
    ['for i j:(Fin 3). x', '(for [i j:(call Fin 3)] x)'],
    ['for i:(Fin 4) . x', '(for [i:(call Fin 4)] x)'],
    ['rof_ i:n. x', '(rof_ [i:n] x)'],
    ['for i:(Fin 3).(x)', '(for [i:(call Fin 3)] x)'],
    ['for @data i:Batch. x', '(for [@data i:Batch] x)'],
    ['for @if i @data j:n. x', '(for [@if i @data j:n] x)'],
    ['if a then b else c', '(if a [b] [c])'],
    ['if a then b', '(if a [b])'],
    ['if a then b else if c then d else e', '(if a [b] [(if c [d] [e])])'],
    ['case x of Just y -> y', '(case x [<Just y> -> y])'],
    ['do x', '(do x)'],
    ['(A, x:B, given (h:Heap)) -> {State h, IO|eff} C', '(-> [_:A x:B [given h:Heap]] {State h,IO|eff} C)'],
    ['(A) -> {} B', '(-> [_:A] {} B)'],
    ['(A) -> {|e} B', '(-> [_:A] {|e} B)'],
    ['() -> R', '(-> [] R)'],
    ['(()) -> R', '(-> [_:(tuple)] R)'],
    ['() ->> R', '(->> [] R)'],
    ['(n|Ix, given (a) (Ix n, d:Eq a)) -> a', '(-> [n|Ix [given a / (call Ix n) d:(call Eq a)]] a)'],
  ]);
});
