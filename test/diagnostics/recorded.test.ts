import { describe, expect, test } from 'vitest';
import { nodeHost } from '../../src/session/index.node.ts';
import { type Diagnostic, positionAt } from '../../src/source/index.ts';
import { diagnosticsOf } from './report.ts';

/** The kinds of mistake that the reference implementation tells apart. */
type Kind = 'parse' | 'name' | 'type' | 'runtime' | 'import';

/**
 * Programs of our own with the kind that the reference implementation reports for their like and the line that it
 * shows (language.md, 8.5 and appendix B); line 0 where it shows none. Its syntax errors count as parse errors, and
 * its effect errors, which it reports as types that differ, as type errors.
 */
const recorded: readonly (readonly [what: string, program: string, kind: Kind, line: number])[] = [
  ['an effect at top level', ':p print "hello"\n', 'type', 1],
  ['a float as a natural number', ':p (1.0 :: Nat)\n', 'type', 1],
  ['an unknown name', ':p unknown_name\n', 'name', 1],
  ['an unknown name in a block', ':p\n  y = 2\n  y + unknown_name\n', 'name', 3],
  ['a lambda of unknown type', ':p \\v. v\n', 'type', 1],
  ['one argument for two parameters', 'def two(a:Nat, b:Nat) -> Nat = a + b\n\n:p two 1\n', 'type', 3],
  [
    'three arguments for two parameters',
    'def two(a:Nat, b:Nat) -> Nat = a + b\n\n:p two(1, 2, 3)\n',
    'type',
    3,
  ],
  [
    'an implicit argument that nothing says',
    'def lone(v:Float) -> Float given (m|Ix) = v\n\n:p lone 1.0\n',
    'type',
    3,
  ],
  ['a tuple pattern on a number', '(left, right) = 2.0\n', 'type', 1],
  ['a field that a tuple lacks', ':p (1, 2).third\n', 'type', 1],
  ['a loop over numbers', ':p for i:Nat. 1\n', 'type', 1],
  ['subtraction of natural numbers', ':p 7 - 3\n', 'type', 1],
  ['a negative natural number', ':p -7 :: Nat\n', 'type', 1],
  ['minus read as a subtraction', 'g : (Nat) -> Nat = \\v. v\n\n:p g -1\n', 'type', 3],
  [
    'an instance that lacks a method',
    'interface Both(a:Type)\n  lo : a\n  hi : a\n\ninstance Both(Nat)\n  lo = 1\n',
    'type',
    5,
  ],
  [
    'a stranger in an instance',
    'instance Mul(Bool)\n  one = True\n  def (*)(x, y) = x && y\n  three = True\n',
    'type',
    4,
  ],
  [
    'a method that is defined twice',
    'interface Lone(a:Type)\n  lo : a\n\ninstance Lone(Nat)\n  lo = 1\n  lo = 2\n',
    'type',
    6,
  ],
  ['a second definition', 'again = 1\nagain = 2\n', 'name', 2],
  ['a name twice in a pattern', '(u, u) = (1, 2)\n', 'name', 1],
  ['what uses a name with two definitions', 'again = 1\nagain = 2\n:p again\n', 'name', 3],
  ['what uses a name whose definition failed', 'lost = missing\n:p lost\n', 'name', 2],
  ['a block that ends in a binding', ':p\n  u = 1\n', 'parse', 2],
  ['an empty table', ':p []\n', 'type', 1],
  ['an unknown primitive', ':p %unheard_of(1)\n', 'parse', 1],
  ['a missing operand', ':p 1 +\n', 'parse', 1],
  ['an unclosed bracket', ':p (1 + 2\n', 'parse', 1],
  ['a bind arrow at top level', 'u <- catch\n', 'parse', 1],
  ['a constraint on no name', 'def h(_|Ix) -> Nat = 1\n', 'parse', 1],
  ['a lambda that takes a tuple apart', 'h = \\(u, v). u\n', 'parse', 1],
  [
    'a constructor with two arguments by blanks',
    'data Two = MkTwo(Nat, Nat)\n\n:p\n  MkTwo u v = MkTwo(1, 2)\n  u\n',
    'parse',
    4,
  ],
  ['a number as a pattern', '7 = 7\n', 'parse', 1],
  ['a number as an effect', 'def h() -> {7} Nat = 1\n', 'parse', 1],
  ['an expression in an instance', 'instance Mul(Bool)\n  1 + 1\n', 'parse', 2],
  ['a function type without parentheses', 'h : Nat -> Nat = \\u. u\n', 'parse', 1],
  ['an equal sign as an operator', ':p (1 = 1)\n', 'parse', 1],
  ['a colon as an operator', ':p (1 : Nat)\n', 'parse', 1],
  ['a class as a value', ':p Mul\n', 'name', 1],
  ['a function as a pattern', 'cos u = 1.0\n', 'name', 1],
  ['an instance of a type', 'instance List(Nat)\n  pass\n', 'name', 1],
  ['a reference that leaves its handler', ':p run_state 1 \\ref. ref\n', 'name', 1],
  ['a dependent pair without a type', ':p (1 ,> [2])\n', 'type', 1],
  ['too many parts in a pattern', ':p case Just 3 of\n  Just(u, v) -> u\n  Nothing -> 0\n', 'type', 2],
  ['a tuple that is too long', 'w : (Nat, Nat) = (1, 2, 3)\n', 'type', 1],
  ['one of several constructors in a binding', ':p\n  (Just u) = Just 1\n  u\n', 'type', 2],
  ['a number as a function', ':p (2 :: Nat) 3\n', 'type', 1],
  ['a number as a table', 'w = 2\n:p w[0@Fin 1]\n', 'type', 2],
  ['an alternative that is a tuple', ':p case (1, 2) of\n  (u, v) -> u\n', 'type', 2],
  ['a named argument twice', ':p from_ordinal(n=Fin 3, n=Fin 3, 1)\n', 'type', 1],
  ['a named argument that is not', ':p from_ordinal(other=Fin 3, 1)\n', 'type', 1],
  ['a field of a number', 'w = 2\n:p w.first\n', 'type', 2],
  ['a lambda as a number', 'w : Nat = \\u:Nat. u\n', 'type', 1],
  ['a computed size', 'n = 2\n:p for i:(Fin (n + 1)). 1\n', 'type', 2],
  [
    'a computed dependent argument',
    'def some(n:Nat) -> Fin n => Nat = for i. 1\n\n:p some(1 + 1)\n',
    'type',
    3,
  ],
  ['a foreign function on tables', 'foreign "h" h : (Fin 2 => Float) -> {IO} Float\n', 'type', 1],
  ['tables of different lengths', ':p [1, 2, 3] + [1, 2]\n', 'type', 1],
  [
    'an index of another set',
    ':p\n  u = iota (Fin 4)\n  v = iota (Fin 5)\n  for i. u[i] + v[i]\n',
    'type',
    4,
  ],
  ['a row of another length', ':p [[1, 2], [3]]\n', 'type', 1],
  ['precedence of comparisons', 'a = 1\nb = 2\n:p a + 1 == b\n', 'type', 3],
  ['an ordinal that is too large', ':p 7@Fin 3\n', 'runtime', 1],
  ['error', ':p (error "no" :: Float)\n', 'runtime', 1],
  ['todo', ':p (todo :: Nat)\n', 'runtime', 1],
  [
    'a constructor that no alternative lists',
    'data Way =\n  East\n  West\n\n:p case West of\n  East -> 1\n',
    'runtime',
    5,
  ],
  ['functions compared', 'g : (Nat) -> Nat = \\u. u\n:p g == g\n', 'type', 2],
  ['a number for a table', 'w : Fin 1 => Nat = 7\n', 'type', 1],
  ['a class that a parameter is not known to have', 'def root(v:a) -> a given (a) = sqrt v\n', 'type', 1],
  ['a type defined twice', 'struct Pt =\n  px : Float\n\nstruct Pt =\n  py : Float\n', 'name', 4],
  ['a constructor defined twice', 'data Aa = Same(Nat)\n\ndata Bb = Same(Nat)\n', 'name', 3],
  [
    'an interface defined twice',
    'interface Tw(a:Type)\n  tw : a\n\ninterface Tw(a:Type)\n  wt : a\n',
    'name',
    4,
  ],
  ['a position that a tuple lacks', ':p (1, 2).2\n', 'type', 1],
  ['a field in parentheses', 'w = (1, 2)\n:p w.(0)\n', 'parse', 2],
  ['a missing module', 'import there_is_no_such_module\n', 'import', 1],
];

const kinds: Readonly<Record<Diagnostic['class'], Kind | null>> = {
  'Parse error': 'parse',
  'Syntax error': 'parse',
  'Name error': 'name',
  'Type error': 'type',
  'Effect error': 'type',
  'Runtime error': 'runtime',
  'Import error': 'import',
  'IO error': null,
  'Not supported': null,
  Limit: null,
};

const host = nodeHost();

function lineOf({ labels: [first] }: Diagnostic): number {
  return first === undefined ? 0 : positionAt(first.located.file, first.located.span.start).line;
}

describe('mistakes are of the kind, and on the line, that the reference implementation records', () => {
  test.each(recorded)('%s', (_, program, kind, line) => {
    const last = diagnosticsOf(program, { host }).at(-1);
    expect(last && [kinds[last.class], lineOf(last)]).toEqual([kind, line]);
  });
});
