import { type Catalogue, entry } from './entry.ts';

/** Groups that mean nothing where they stand. */
export const syntax = {
  DX0150: entry<Record<never, never>>({
    class: 'Syntax error',
    title: 'block without a result',
    message: () => 'a block must end in an expression',
    help: () => ['add a line with the result, such as a name that is bound above, or ()'],
    explain:
      'The value of a block is that of its last line, which therefore must be an expression: the name ' +
      'of what has been computed, or `()` where nothing is to be returned.',
    bad: ':p\n  x = 1\n',
    good: ':p\n  x = 1\n  x\n',
  }),
  DX0151: entry<Record<never, never>>({
    class: 'Syntax error',
    title: 'not a binder',
    message: () => 'a binder must be a name or _',
    help: () => [
      'a parameter has no default value, and a value is taken apart inside of the function: (x, y) = p',
    ],
    explain:
      'Parameters of functions, lambdas and loops are names, with or without a type. To take a value ' +
      'apart, bind it to a pattern inside: `(x, y) = p`.',
    bad: 'f = \\(x, y). x\n',
    good: 'f = \\p:(Nat, Nat).\n  (x, y) = p\n  x\n',
  }),
  DX0152: entry<Record<never, never>>({
    class: 'Syntax error',
    title: 'constraint on an anonymous binder',
    message: () => 'an anonymous binder cannot be constrained',
    explain: 'A constraint `n|Ix` speaks about the name before it. Give the parameter a name.',
    bad: 'def f(_|Ix) -> Nat = 1\n',
    good: 'def f(n|Ix) -> Nat = size n\n',
  }),
  DX0153: entry<{ text: string }>({
    class: 'Syntax error',
    title: 'not a pattern',
    message: () => 'this is not a pattern',
    help: ({ text }) => [
      text.includes('::')
        ? 'a binding is annotated with one colon: x : Int = 3'
        : text.includes('[') && !text.startsWith('[')
          ? 'a table never changes: make another with for, or put elements into a reference, ref!i := 1'
          : /^[-+]?\d/.test(text)
            ? 'numbers are compared with if'
            : /^_\w/.test(text)
              ? 'a name begins with a letter'
              : 'patterns are names, _, tuples, tables, constructors and dependent pairs',
    ],
    explain:
      'The left side of a binding, or an alternative of a `case`, is a pattern: a name, `_`, a tuple, a ' +
      'table, a constructor or a dependent pair of patterns. Numbers and calls are no patterns: compare ' +
      'them with `if`.',
    bad: '1 = 2\n',
    good: 'x = 2\n',
  }),
  DX0154: entry<Record<never, never>>({
    class: 'Syntax error',
    title: 'constructor pattern without parentheses',
    message: () => 'only unary constructors can form patterns without parentheses',
    help: () => ['write Con(x, y); to define a function, write def f(x:Nat, y:Nat) -> Nat = ...'],
    explain:
      'A constructor with several arguments is matched as `Con(x, y)`; without parentheses it takes one ' +
      'argument.',
    bad: 'data P = MkP(Nat, Nat)\n:p\n  MkP x y = MkP(1, 2)\n  x\n',
    good: 'data P = MkP(Nat, Nat)\n:p\n  MkP(x, y) = MkP(1, 2)\n  x\n',
  }),
  DX0155: entry<Record<never, never>>({
    class: 'Syntax error',
    title: 'unexpected constraint',
    message: () => 'a constraint cannot stand here',
    explain:
      'Constraints with `|` belong to parameters and to `given` lists. The index of a loop has a type: ' +
      '`for i:n.`.',
    bad: 'for i|Ix. 1\n',
    good: 'def f(n|Ix) -> n=>Nat = for i:n. 1\n',
  }),
  DX0157: entry<{ text: string }>({
    class: 'Syntax error',
    title: 'not an effect',
    message: () =>
      'this is not an effect; expected `Read h`, `Accum h`, `State h`, `Except`, `IO`, or the name of an effect',
    help: ({ text }) => {
      const near = ['Read h', 'Accum h', 'State h', 'Except', 'IO'].find(
        (effect) => effect.split(' ')[0]!.toLowerCase() === text.split(' ')[0]!.toLowerCase(),
      );
      return near === undefined ? [] : [`did you mean ${near}?`];
    },
    explain:
      'An effect row lists effects between braces, and may end with a row variable: `{State h, Except | eff}`.',
    bad: 'def f() -> {3} Nat = 1\n',
    good: 'def f() -> {Except} Nat = 1\n',
  }),
  DX0158: entry<Record<never, never>>({
    class: 'Syntax error',
    title: 'not a method definition',
    message: () => 'a method definition is expected: `def` or `name = ...`',
    explain:
      'The body of an instance defines the methods of its interface, each by `def` or by `name = value`, ' +
      'and holds nothing else.',
    bad: 'instance Add(Bool)\n  1 + 2\n',
    good: 'interface Named(a:Type)\n  label : Nat\n\ninstance Named(Bool)\n  label = 2\n',
  }),
  DX0159: entry<Record<never, never>>({
    class: 'Syntax error',
    title: 'unexpected `given`',
    message: () => 'a `given` clause cannot stand here',
    explain:
      '`given` introduces implicit parameters in definitions, lambdas and function types: behind the ' +
      'result type, or first in a parameter list. In a call, an implicit parameter is named: `f(n=Fin 3, x)`.',
    bad: 'x = sin(given (a), 1.0)\n',
    good: 'def twice(x:a) -> a given (a|Add) = x + x\n',
  }),
  DX0160: entry<{ caseNearby: boolean }>({
    class: 'Syntax error',
    title: 'parameter types without parentheses',
    message: () => 'the argument types of a function type belong in parentheses',
    help: ({ caseNearby }) =>
      caseNearby
        ? ['inside brackets line breaks are blanks: bind the `case` to a name, or write it in a `do` block']
        : ['write (A) -> B'],
    explain:
      'A function type is `(A, B) -> C`. The message also appears where several alternatives of a `case` ' +
      'stand directly inside brackets: there line breaks are blanks, so the alternatives run together.',
    bad: 'f : Nat -> Nat = \\x. x\n',
    good: 'f : (Nat) -> Nat = \\x. x\n',
  }),
  DX0161: entry<Record<never, never>>({
    class: 'Syntax error',
    title: 'stray equal sign',
    message: () => 'the equal sign separates a name from its value; it is not an operator',
    help: () => ['compare with =='],
    explain:
      'Inside an argument list, `k=v` names an implicit argument. Elsewhere an equal sign belongs to a ' +
      'binding, which stands on a line of its own. To compare, write `==`.',
    bad: 'x = (1 = 2)\n',
    good: 'x = (1 == 2)\n',
  }),
  DX0162: entry<Record<never, never>>({
    class: 'Syntax error',
    title: 'stray colon',
    message: () => 'the colon separates a binder from its type; it is not an operator',
    help: () => [
      'annotate an expression with ::',
      'in a dependent type, write the binder in parentheses: (i:Fin 4) => (..i)',
    ],
    explain:
      'A colon is part of a binder: `x:Nat`. To annotate an expression, write `::`; to annotate a ' +
      'binding, write the type and the value, `x : Nat = 1`.',
    bad: 'x = 1 : Nat\n',
    good: 'x = 1 :: Nat\n',
  }),
  DX0163: entry<Record<never, never>>({
    class: 'Syntax error',
    title: 'a binder with a type is expected',
    message: () => 'a binder with a type is expected here, in parentheses',
    explain:
      'A dependent pair type is `(x:A &> B)`, one whose first component is found by itself `T with (x:A)`: ' +
      'the name stands with its type.',
    bad: 'x : (Nat with (n)) = 1\n',
    good: 'x : (n:Nat &> Fin n => Nat) = (2 ,> [1, 2])\n',
  }),
  DX0164: entry<Record<never, never>>({
    class: 'Parse error',
    title: 'not a field',
    message: () => 'a field is a name or a number',
    explain:
      'After the dot comes the name of a field or method, or the position of a component: `p.x`, `p.0`. ' +
      'The dot of a field stands without blanks.',
    bad: 'p = (1, 2)\np.(0)\n',
    good: 'p = (1, 2)\np.0\n',
  }),
  DX0166: entry<Record<never, never>>({
    class: 'Syntax error',
    title: 'bind arrow at top level',
    message: () => 'the bind arrow <- cannot stand at top level: its scope would have no end',
    explain:
      '`x <- f(a)` passes the rest of its block to `f` as a function of `x`; at top level there is no ' +
      'block, so it would have no end. Write it inside a block: of a `def`, or below `:p`.',
    bad: 'r <- with_state 0\n',
    good: ':p\n  r <- with_state 0\n  get r\n',
  }),
  DX0167: entry<Record<never, never>>({
    class: 'Syntax error',
    title: 'positional after named argument',
    message: () => 'a named argument needs a plain name before its equal sign',
    explain:
      'A named argument is `name=value`: before the equal sign stands the name of an implicit ' +
      'parameter. To compare, write `==`.',
    bad: 'x = from_ordinal(f(n)=Fin 3, 1)\n',
    good: 'x = from_ordinal(n=Fin 3, 1)\n',
  }),
} as const satisfies Catalogue;
