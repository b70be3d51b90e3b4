import { describe, expect, test } from 'vitest';
import { diagnosticsOf } from './report.ts';

/** What those write who come from other languages, and what the first message then tells them to do. */
const habits: readonly (readonly [what: string, program: string, code: string, help: string | null])[] = [
  ['a power', ':p 2 ^ 3\n', 'DX0201', 'intpow'],
  ['a sign after a blank', ':p sqrt -1.0\n', 'DX0301', 'sqrt (-1.0)'],
  ['a part of a tuple', ':p (1, 2)[0]\n', 'DX0314', 'p.0'],
  ['the product of matrices', 'm = [[1.0]]\n\n:p m @ m\n', 'DX0301', '**'],
  ['the size of a table', 'm = [[1.0]]\n\n:p size m\n', 'DX0301', 'size n'],
  ['a conversion', ':p Float 3\n', 'DX0313', 'n_to_f'],
  ['a slice', 'x = [1, 2]\n\n:p x[0:1]\n', 'DX0162', 'slice(xs'],
  ['a signature', 'f : Int -> Int\n', 'DX0162', 'stands in its definition'],
  ['a while loop of Python', 'while True: pass\n', 'DX0101', 'while \\.'],
  ['let with in', ':p let y = 3 in y\n', 'DX0101', 'no keyword'],
  ['fields without parentheses', 'data T = MkT Int\n', 'DX0101', 'Pair(Nat, Float)'],
  ['parameters without parentheses', 'def f x = x\n', 'DX0101', 'parameters stand in parentheses'],
  ['a default value', 'def f(x:Float, y:Float = 3.0) -> Float = x\n', 'DX0151', 'no default value'],
  ['a pipe', ':p [1, 2] |> sum\n', 'DX0201', 'x | f'],
  [
    'the function first, as in Haskell',
    ':p filter (\\x. x > 1.0) [1.0, 2.0]\n',
    'DX0321',
    'argument 2: filter([1.0, 2.0], \\…)',
  ],
  ['vmap', ':p vmap sin [1.0]\n', 'DX0201', 'for i. f xs[i]'],
  ['inequality as in C', ':p 1 != 2\n', 'DX0201', 'write /= for'],
  ['let', 'let x = 1\n', 'DX0201', 'needs no keyword'],
  ['len', ':p len [1, 2]\n', 'DX0201', 'size n is the number of elements'],
  ['None', ':p None\n', 'DX0201', 'Nothing'],
  ['booleans in lower case', ':p true\n', 'DX0201', 'did you mean True?'],
  ['a type in lower case', ':p (1 :: int)\n', 'DX0201', 'did you mean Int?'],
  ['a colon after the parameters', 'def f(x):\n  return x + 1\n', 'DX0101', 'has no colon'],
  ['a loop without a dot', ':p for i:(Fin 3) ordinal i\n', 'DX0101', 'end with a dot'],
  [
    'an alternative with a colon',
    ':p case Just 1 of\n  Just x: x\n  Nothing: 0\n',
    'DX0101',
    'Pattern -> result',
  ],
  ['arithmetic on an index', ':p for i:(Fin 3). i + 1\n', 'DX0501', 'ordinal i'],
  ['a natural number times a float', 'x = 1.5\nn = 2\n:p x * n\n', 'DX0301', 'n_to_f'],
  ['the root of a natural number', ':p sqrt 2\n', 'DX0501', 'write the number with a point: 2.0'],
  ['strings joined by plus', ':p "a" + "b"\n', 'DX0501', 'joined with <>'],
  ['a number as an index', 'xs = [1, 2, 3]\n:p xs[0]\n', 'DX0330', '@_'],
  ['output at top level', 'print "hello"\n', 'DX0401', 'unsafe_io'],
  [
    'recursion',
    'def f(n:Nat) -> Nat = if n == 0 then 1 else f (n -| 1)\n',
    'DX0201',
    'there is no recursion',
  ],
  [
    'a definition that prose swallows',
    "'# Vectors\nstruct Vec =\n  x : Float\n\n:p Vec(1.0)\n",
    'DX0201',
    'prose runs to the next empty line',
  ],
  ['index sets that nobody introduced', 'def f(xs:n=>Float) -> Float = sum xs\n', 'DX0201', 'given (n|Ix)'],
  [
    'too few arguments',
    'def f(x:Nat, y:Nat) -> Nat = x + y\n\n:p f(1)\n',
    'DX0308',
    'no partial application',
  ],
  ['a field that is not', 'struct P =\n  x : Float\n\np = P(1.0)\n:p p.z\n', 'DX0320', null],
  ['a function type without parentheses', 'f : Maybe Nat -> Nat = 3\n', 'DX0160', 'write (A) -> B'],
  [
    'a case inside brackets',
    ':p Just(case True of\n  True -> 1 + 2\n  False -> 3)\n',
    'DX0160',
    'inside brackets line breaks are blanks',
  ],
  ['a difference of natural numbers', ':p 7 - 3\n', 'DX0501', 'no negative numbers'],
  ['C comments', '/* a note */\n', 'DX0101', 'two dashes'],
  ['line comments as in C', 'x = 1 // a note\n', 'DX0201', 'two dashes'],
  ['a loop of Python', 'for i in range(3):\n    print(i)\n', 'DX0101', 'for i:(Fin n)'],
  ['a conditional expression of Python', 'x = 1 if True else 2\n', 'DX0101', 'if c then a else b'],
  ['a conditional of Python', 'x =\n  if True:\n    1\n  else:\n    2\n', 'DX0101', 'if c then a else b'],
  ['a conditional expression of C', 'x = True ? 1 : 2\n', 'DX0113', 'if c then a else b'],
  ['a lambda of Python', 'f = lambda x: x + 1\n', 'DX0162', '\\x. x + 1'],
  ['a lambda of Haskell', 'f = \\x -> x + 1\n', 'DX0101', '\\x. x + 1'],
  ['a class', 'class Foo:\n  pass\n', 'DX0101', 'struct names fields'],
  ['an import of a part', 'from maths import root\n', 'DX0101', 'import parser'],
  ['an import of a file', 'import "maths.dx"\n', 'DX0101', 'and no path'],
  ['braces', 'def f(x:Nat) -> Nat {\n  x + 1\n}\n', 'DX0101', 'braces hold effects'],
  ['a return', 'def f(x:Nat) -> Nat =\n  return x\n', 'DX0118', 'last line'],
  ['a function of Julia', 'function f(x)\n  x + 1\nend\n', 'DX0108', 'defined by def'],
  ['a function of Haskell', 'f x = x + 1\n', 'DX0201', 'defined by def f('],
  ['a signature of Haskell', 'x::Int = 3\n', 'DX0153', 'one colon'],
  ['where', 'def f(x:Nat) -> Nat = y + 1\n  where y = x * 2\n', 'DX0108', 'before they are used'],
  ['const', 'const x = 1\n', 'DX0201', 'needs no keyword'],
  ['lists joined as in Haskell', ':p "a" ++ "b"\n', 'DX0201', '<>'],
  ['constructors with bars', 'data Shape = Circle(Float) | Square(Float)\n', 'DX0101', 'lines of their own'],
  ['an element assigned', 'a = [1, 2]\na[0] = 3\n', 'DX0153', 'never changes'],
  ['a name assigned', 'x = 1\n:p x += 1\n', 'DX0301', 'keeps its value'],
  ['a number and a table', 'a = [1.0, 2.0]\n:p a + 1.0\n', 'DX0301', '.* x'],
  ['a power', ':p 2.0 ** 3.0\n', 'DX0301', 'pow(x, y)'],
  ['a power of tables', 'a = [1.0]\n:p 2.0 * a\n', 'DX0301', '.* x'],
  ['a method of a table', 'a = [[1.0]]\n:p a.T\n', 'DX0319', 'transpose'],
  ['a function as a method', 'a = [1.0]\n:p a.sum\n', 'DX0319', 'sum x'],
  ['a negative index', ':p [1, 2, 3][-1]\n', 'DX0330', 'not negative'],
  ['too many indices', 'xs = [1.0]\n:p xs[0@_, 0@_]\n', 'DX0314', 'one index, but 2'],
  ['a tuple for arguments', 'def f(x:Nat, y:Nat) -> Nat = x\n:p f (1, 2)\n', 'DX0308', 'f(1, 2)'],
  ['a rest alternative', ':p case Just 1 of\n  Just x -> x\n  _ -> 0\n', 'DX0315', 'each constructor'],
  ['numbers as alternatives', ':p case 1 of\n  0 -> 1\n', 'DX0153', 'with if'],
  ['a comparison of three', ':p 1 < 2 < 3\n', 'DX0501', '&&'],
  ['a number printed', ':p unsafe_io \\. print 3\n', 'DX0330', 'show 3'],
  ['an interface as a type', 'def f(x:Show) -> Nat = 1\n', 'DX0206', 'given (a|Show)'],
  ['a reference in a pure function', 'def f(r:Ref h Nat) -> Nat given (h) = get r\n', 'DX0401', '{State h}'],
  [
    'a range up to an index that is computed',
    ':p for j:(..(1@Fin 3)). 1\n',
    'DX0322',
    'i = 1@Fin 3, and then (..i)',
  ],
  ['a call as an argument', ':p neg mean [1.0, 2.0]\n', 'DX0308', 'stands in parentheses: (mean …)'],
  ['too many arguments', ':p neg 1.0 2.0\n', 'DX0308', 'write f(x)(y)'],
  [
    'a loop as a command',
    ':p yield_state 1 \\r. if True then for i:(Fin 3). r := 2\n',
    'DX0331',
    'for_, whose result is ()',
  ],
  ['an effect in lower case', 'def f() -> {io} Nat = 1\n', 'DX0157', 'did you mean IO?'],
  [
    'the field beside',
    'struct P =\n  height : Nat\n\np = P(1)\n:p p.hieght\n',
    'DX0320',
    'did you mean height?',
  ],
  ['a double', 'x : Float64 = 2.5\n', 'DX0301', 'f_to_f64'],
  ['a keyword bound', 'of = 1\n', 'DX0118', null],
  [
    'mutual recursion',
    'def even(n:Nat) -> Bool = odd n\n\ndef odd(n:Nat) -> Bool = even n\n',
    'DX0201',
    'defined only below',
  ],
  ['a use before the definition', 'a = b + 1\nb = 2\n', 'DX0201', 'defined only below'],
  ['a field without self', 'struct P =\n  x : Float\n  def len() -> Float = x\n', 'DX0201', 'self.x'],
  ['an effect without braces', 'def f(x:Nat) -> IO () = ()\n', 'DX0201', 'braces before the result'],
  ['a text for a character', 'x : Char = "a"\n', 'DX0301', 'single quotes'],
  ['a case without of', 'f = \\m:Nat. case m\n  Just x -> x\n', 'DX0108', 'case m of'],
  ['a binder with a long type', 'f = \\m:Maybe Nat. m\n', 'DX0301', '(m:Maybe Nat)'],
  ['typographic quotes', 'x = “text”\n', 'DX0105', 'straight quotes'],
  ['a number without its zero', 'x = .5\n', 'DX0113', '0.5'],
];

describe('habits of other languages', () => {
  test.each(habits)('%s', (_, program, code, help) => {
    const [first] = diagnosticsOf(program);
    expect(first?.code).toBe(code);
    if (help === null) expect([...first!.facts, ...first!.help].join('\n')).not.toBe('');
    else expect(first!.help.join('\n')).toContain(help);
  });
});

test('the arguments of a method are counted without what it is called on', () => {
  const program =
    'struct P =\n  x : Float\n  def scale(k:Float) -> Float = self.x * k\n\n:p P(1.0).scale()\n';
  expect(diagnosticsOf(program).map((d) => d.message)).toEqual(['scale takes 1 argument, but none is given']);
});

test('a character that cannot be seen is named by its number', () => {
  expect(diagnosticsOf('x\u200b = 1\n')[0]!.message).toBe('U+200B cannot stand here');
  expect(diagnosticsOf('x = 1\u2028\n')[0]!.message).toBe('U+2028 cannot stand here');
});

describe('what follows from a mistake is not another one', () => {
  test.each([
    ['a word between operands', 'y = True and False\n', ['DX0201']],
    ['a word among arguments', 'y = not True and False\n', ['DX0201']],
    ['what a definition without def binds', 'f x = x + 1\n', ['DX0201']],
    ['an arrow of JavaScript', 'f = (x) => x + 1\n', ['DX0201']],
  ])('%s', (_, program, codes) => {
    expect(diagnosticsOf(program).map((d) => d.code)).toEqual(codes);
  });
});

test('of a string that is never closed the beginning is shown', () => {
  const program = ':p 1\n\n:p "never closed\n\n:p ("one", "two")\n\n:p nope\n';
  const found = diagnosticsOf(program).map((d) => [d.code, d.labels[0]!.located.span.start]);
  expect(found[0]).toEqual(['DX0102', program.indexOf('"never')]);
});

test('a definition that does not count is shown, with the reason', () => {
  const labels = (program: string): readonly string[] =>
    diagnosticsOf(program)
      .at(-1)!
      .labels.map((label) => label.text);
  expect(labels("'# Vectors\nstruct Vec =\n  x : Float\n\n:p Vec(1.0)\n")).toContain('this stands in prose');
  expect(labels('data Two = One | Other\n\nx : Two = 1\n')).toContain('this definition failed');
});

test('the elements of a table have one mistake in common', () => {
  expect(diagnosticsOf('q : (Fin 3 => String) = [1, 2, 3]\n').map((d) => d.code)).toEqual(['DX0330']);
});
