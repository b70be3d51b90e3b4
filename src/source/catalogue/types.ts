import { type Catalogue, entry } from './entry.ts';

export interface Mismatch {
  readonly expected: string;
  readonly actual: string;
}

/** Types up to this length together stand in the message; longer ones are compared below each other. */
const SHORT = 72;

function fits({ expected, actual }: Mismatch): boolean {
  return expected.length + actual.length <= SHORT;
}

function comparison(params: Mismatch): readonly string[] {
  return fits(params) ? [] : [`expected: ${params.expected}`, `found:    ${params.actual}`];
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Types that do not fit. */
/** Names for the arguments of a call in advice. */
const LETTERS = 'xyzuvw';

function letters(from: number, to: number): readonly string[] {
  return LETTERS.slice(from, to).split('');
}

export const types = {
  DX0301: entry<Mismatch>({
    class: 'Type error',
    title: 'types differ',
    message: (p) =>
      fits(p)
        ? `this is of type ${p.actual}, but ${p.expected} is expected`
        : 'this is not of the type that is expected',
    facts: comparison,
    explain:
      'The type of an expression must be the one that its context asks for; nothing is converted silently. The other ' +
      'labels are the places that make the context ask for it. Convert the value (`n_to_f`, `n_to_i`, `i_to_f`, …), ' +
      'or change what is expected. Numbers with a decimal point are floats; numbers without one take the type that ' +
      'is expected. Two tables can be added only if they are over the same index set.',
    bad: 'weights = [0.5, 1.5, 2.5]\nheights = [10.0, 20.0]\n:p weights + heights\n',
    good: 'weights = [0.5, 1.5, 2.5]\nheights = [10.0, 20.0, 30.0]\n:p weights + heights\n',
  }),
  DX0302: entry<Mismatch>({
    class: 'Type error',
    title: 'index sets differ',
    message: (p) =>
      fits(p)
        ? `this index belongs to ${p.actual}, but the table is indexed by ${p.expected}`
        : 'this index belongs to another index set than the table',
    facts: comparison,
    explain:
      'A table is indexed by the elements of its own index set: two sets of equal size are still two sets. The ' +
      'labels say where the index and the table have theirs from. Loop over the index set of the table, or convert ' +
      'the index with `from_ordinal (ordinal i)`, which tests at run time that it is in range.',
    bad: ':p\n  x = iota (Fin 10)\n  y = iota (Fin 3)\n  sum for i. x[i] + y[i]\n',
    good: ':p\n  x = iota (Fin 3)\n  y = iota (Fin 3)\n  sum for i. x[i] + y[i]\n',
  }),
  DX0303: entry<Record<never, never>>({
    class: 'Type error',
    title: 'type of an empty table',
    message: () => "can't infer the type of an empty table",
    help: () => ['annotate it: ([] :: Fin 0 => Nat)'],
    explain: 'An empty table does not say what it is a table of. Write its type with `::`.',
    bad: ':p []\n',
    good: ':p ([] :: Fin 0 => Nat)\n',
  }),
  DX0304: entry<{ name: string }>({
    class: 'Type error',
    title: 'type of a binder',
    message: ({ name }) => `couldn't infer the type of ${name}`,
    help: ({ name }) => [`write its type: (${name}:Nat), or for a loop (${name}:Fin 3)`],
    explain:
      'Nothing in the program says what the type of this name is. A parameter of a lambda has the type that its ' +
      'context gives it, the index of a loop that of the tables that it indexes; where there is no such context, ' +
      'write the type behind the name; in a `for`, a type of several words stands in parentheses.',
    bad: ':p \\x. x\n',
    good: ':p \\x:Nat. x\n',
  }),
  DX0305: entry<Record<never, never>>({
    class: 'Type error',
    title: 'value of a hole',
    message: () => "can't infer what _ stands for here",
    explain:
      'A hole `_` stands for an argument that the types around it determine, such as the index set in `1@_`. Here ' +
      'nothing determines it: write it out.',
    bad: ':p _\n',
    good: ':p [1, 2][1@_]\n',
  }),
  DX0306: entry<Record<never, never>>({
    class: 'Type error',
    title: 'type of a dependent pair',
    message: () => "can't infer the type of a dependent pair",
    help: () => ['annotate it with its type: (n:Nat &> Fin n => Nat)'],
    explain:
      'The type of a dependent pair says how the type of the second component depends on the first one, which the ' +
      'value does not say. Annotate the binding, or write the type with `::`.',
    bad: 'x = (2 ,> [1, 2])\n',
    good: 'x : (n:Nat &> Fin n => Nat) = (2 ,> [1, 2])\n',
  }),
  DX0308: entry<{
    function: string;
    expected: number;
    actual: number;
    tuple?: string | null;
    call?: string | null;
    isMethod?: boolean;
    isLambda?: boolean;
  }>({
    class: 'Type error',
    title: 'wrong number of arguments',
    message: ({ function: f, expected, actual, isLambda }) =>
      isLambda
        ? `${f} takes ${actual === 1 ? 'one parameter' : plural(actual, 'parameter')}, but ${expected === 1 ? 'one' : expected} ${expected === 1 ? 'is' : 'are'} expected`
        : `${f} takes ${plural(expected, 'argument')}, but ${actual === 0 ? 'none is' : actual === 1 ? 'one is' : `${actual} are`} given`,
    help: ({ expected, actual, function: f, tuple, call, isMethod, isLambda }) => {
      if (isLambda || isMethod) return [];
      if (f.startsWith('this '))
        return expected === 1 && actual > 1 ? ['a tuple as the one argument is written ((x, y))'] : [];
      if (call !== undefined && call !== null && actual > expected)
        return [`an argument that is itself a call stands in parentheses: (${call} …)`];
      if (tuple !== undefined && tuple !== null)
        return [`this gives it one tuple; its arguments are given one by one: ${f}${tuple}`];
      return actual > expected
        ? ['to apply the function that a call returns, write f(x)(y)']
        : actual > 0 && expected <= LETTERS.length
          ? [
              `there is no partial application: write a lambda, \\${letters(actual, expected).join(' ')}. ` +
                `${f}(${letters(0, expected).join(', ')})`,
            ]
          : [];
    },
    explain:
      'A call supplies exactly the explicit parameters of a function. There is no partial application: for a function ' +
      'of the remaining parameters write a lambda. Arguments stand behind the name, separated by blanks, or in ' +
      'parentheses directly behind it, separated by commas; `f (x, y)`, with a blank, gives `f` one tuple.',
    bad: ':p max 1\n',
    good: ':p max 1 2\n',
  }),
  DX0309: entry<{ expected: number; actual: number }>({
    class: 'Type error',
    title: 'wrong number of pattern binders',
    message: ({ expected, actual }) =>
      `this pattern has ${plural(actual, 'part')}, but the constructor has ${expected}`,
    explain:
      'A pattern gives a name, or `_`, to every field of its constructor. For a constructor with one field that is a ' +
      'tuple, bind the tuple to a name and take it apart in the body.',
    bad: ':p case Just 1 of\n  Just(x, y) -> x\n  Nothing -> 0\n',
    good: ':p case Just 1 of\n  Just x -> x\n  Nothing -> 0\n',
  }),
  DX0310: entry<{ expected: number; actual: number }>({
    class: 'Type error',
    title: 'tuples of different length',
    message: ({ expected, actual }) =>
      `this tuple has ${plural(actual, 'component')}, but one of ${expected} is expected`,
    explain:
      'A tuple has as many components as its type. Tuples of different lengths are of different types.',
    bad: 'x : (Nat, Nat) = (1, 2, 3)\n',
    good: 'x : (Nat, Nat) = (1, 2)\n',
  }),
  DX0311: entry<{ name: string }>({
    class: 'Type error',
    title: "sum constructor in a can't-fail pattern",
    message: ({ name }) => `${name} is one of several constructors, so this pattern could fail`,
    help: () => ['take the value apart with case'],
    explain:
      'A binding has to match always, so its pattern may not pick one constructor of several. Use `case`, which has ' +
      'an alternative for each of them.',
    bad: ':p\n  (Just x) = Just 1\n  x\n',
    good: ':p case Just 1 of\n  Just x -> x\n  Nothing -> 0\n',
  }),
  DX0312: entry<{ what: string; type: string }>({
    class: 'Type error',
    title: 'pattern does not fit',
    message: ({ what, type }) => `this pattern is for a ${what}, but it is matched against a ${type}`,
    explain: 'The form of a pattern must be the form of the values that it is matched against.',
    bad: '(xa, ya) = 1.0\n',
    good: '(xa, ya) = (1.0, 2.0)\n',
  }),
  DX0313: entry<{ type: string }>({
    class: 'Type error',
    title: 'not a function',
    message: ({ type }) => `a function is expected here, but this is ${type}`,
    explain:
      'What stands before an argument is applied to it, so it must be a function. Often an operator or a comma is ' +
      'missing. Mind that `f -1` is a subtraction, and that `1e5` is `1` applied to `e5`: floats are written ' +
      '`1.0e5`.',
    bad: ':p (1 :: Nat) 2\n',
    good: ':p (1 :: Nat) + 2\n',
  }),
  DX0314: entry<{ type: string }>({
    class: 'Type error',
    title: 'not a table',
    message: ({ type }) => `a table is expected here, but this is of type ${type}`,
    help: ({ type }) =>
      type.startsWith('List')
        ? ['a list holds a table: AsList(_, xs) = list, and then xs[i]']
        : type.startsWith('Ref')
          ? ['an element of a table in a reference is ref!i']
          : [],
    explain: 'Only tables are indexed with `[...]`. A reference to a table is indexed with `!`.',
    bad: 'x = 1\n:p x[0@Fin 1]\n',
    good: 'x = [1]\n:p x[0@Fin 1]\n',
  }),
  DX0315: entry<{ isName: boolean }>({
    class: 'Type error',
    title: 'alternative without a constructor',
    message: () => 'an alternative must start with a data constructor',
    help: ({ isName }) => [
      isName
        ? 'there is no alternative for all the rest: write one for each constructor of the type'
        : 'bind a tuple or a struct with =, which takes it apart',
    ],
    explain:
      'Every alternative of a `case` begins with a constructor of the type that is taken apart. Tuples, tables and ' +
      'structs have one form only: take them apart with a binding. Numbers are compared with `if`.',
    bad: ':p case (1, 2) of\n  (x, y) -> x\n',
    good: ':p\n  (x, y) = (1, 2)\n  x\n',
  }),
  DX0317: entry<{ names: readonly string[] }>({
    class: 'Type error',
    title: 'repeated named arguments',
    message: ({ names }) => `the argument ${names.join(', ')} is given twice`,
    explain: 'Each implicit parameter is named at most once in a call.',
    bad: ':p from_ordinal(n=Fin 3, n=Fin 3, 1)\n',
    good: ':p from_ordinal(n=Fin 3, 1)\n',
  }),
  DX0318: entry<{ names: readonly string[]; known: readonly string[] }>({
    class: 'Type error',
    title: 'unknown named arguments',
    message: ({ names }) => `there is no implicit parameter ${names.join(', ')}`,
    facts: ({ known }) => [`can be named: ${known.length === 0 ? 'none' : known.join(', ')}`],
    explain:
      'Only implicit parameters, those of a `given` clause, can be named in a call. The others go by place.',
    bad: ':p from_ordinal(q=Fin 3, 1)\n',
    good: ':p from_ordinal(n=Fin 3, 1)\n',
  }),
  DX0319: entry<{ type: string | null; of: string; field: string; isFunction: boolean }>({
    class: 'Type error',
    title: 'no fields',
    message: ({ type, of }) =>
      type === null
        ? `the fields of ${of} are not known here, because its type is not`
        : `a value of type ${type} has no fields`,
    help: ({ type, field, isFunction }) => {
      if (type === null) return ['annotate it where it is introduced: \\x:(Nat, Float). x.0'];
      if (field === 'T') return ['transpose x exchanges the first two indices of a table'];
      if (field === 'shape' || field === 'length')
        return ['size n is the number of elements of an index set n'];
      if (/^\d+$/.test(field) && type.startsWith('Float'))
        return ['numbers in a row are for i:(Fin 10). ordinal i'];
      return isFunction
        ? [`${field} is a function, which stands before what it is applied to: ${field} x`]
        : [];
    },
    explain:
      'Structs and tuples, and references to them, have fields. There are no methods on other types. ' +
      'The type must be known where a field is taken: the binder of a lambda may need an annotation.',
    bad: 'x = 1\n:p x.foo\n',
    good: 'x = (1, 2)\n:p x.0\n',
  }),
  DX0320: entry<{ field: string; type: string; known: readonly string[]; near: readonly string[] }>({
    class: 'Type error',
    title: 'unknown field',
    message: ({ field, type }) => `${type} has no field ${field}`,
    facts: ({ known }) => [`its fields: ${known.join(', ')}`],
    help: ({ near }) => (near.length === 0 ? [] : [`did you mean ${near.join(' or ')}?`]),
    explain: 'The type has no field or method of this name. Fields of tuples are numbers, from 0.',
    bad: 'struct Point =\n  x : Float\n  y : Float\n\n:p Point(1.0, 2.0).z\n',
    good: 'struct Point =\n  x : Float\n  y : Float\n\n:p Point(1.0, 2.0).y\n',
  }),
  DX0321: entry<{ what: string; expected: string }>({
    class: 'Type error',
    title: 'unexpected form',
    message: ({ what, expected }) => `a ${what} stands here, but ${expected} is expected`,
    explain: 'The form of this expression can never have the type that its context asks for.',
    bad: 'x : Nat = \\y:Nat. y\n',
    good: 'x : (Nat) -> Nat = \\y. y\n',
  }),
  DX0322: entry<{ expression: string }>({
    class: 'Type error',
    title: 'not a type expression',
    message: ({ expression }) => `can't reduce ${expression} to a type`,
    explain:
      'A type must reduce to a known form while the program is checked. Numbers in types are literals and names: ' +
      'bind a computed size to a name first (`m = n + 1`, then `Fin m`). Mind that `Fin n + 1` is `(Fin n) + 1`.',
    bad: 'def f(g:(Type)->Type, x:g Nat) -> Nat = 1\n',
    good: 'def f(g:Type, x:g) -> Nat = 1\n',
  }),
  DX0323: entry<{ argument: string; expression: string }>({
    class: 'Type error',
    title: 'dependent argument is not evaluated',
    message: ({ argument }) => `types mention ${argument}, so it must be a name or a literal`,
    help: ({ expression }) => [`bind it to a name first: m = ${expression}, and then use m`],
    explain:
      'The type of a later parameter, or of the result, mentions this argument. Types do no arithmetic, so the ' +
      'argument must be a name, a literal or a constructor: bind the computed value to a name, and pass the name.',
    bad: 'def ones(n:Nat) -> Fin n => Float = for i. 1.0\n:p ones(1 + 2)\n',
    good: 'def ones(n:Nat) -> Fin n => Float = for i. 1.0\nn = 1 + 2\n:p ones n\n',
  }),
  DX0324: entry<{ name: string; function: string }>({
    class: 'Type error',
    title: 'implicit argument not found',
    message: ({ name, function: f }) => `couldn't infer the implicit argument ${name} of ${f}`,
    help: ({ name, function: f }) =>
      f.startsWith('this ')
        ? ['annotate the expression with ::']
        : [`name it in the call: ${f}(${name}=..., ...)`],
    explain:
      'Neither the arguments nor the type that is expected say what the implicit parameter is. Name it in the call, ' +
      'or annotate the result with `::`.',
    bad: ':p from_ordinal 1\n',
    good: ':p from_ordinal(n=Fin 3, 1)\n',
  }),
  DX0325: entry<{ type: string }>({
    class: 'Type error',
    title: 'ambiguous type',
    message: ({ type }) => `${type} is not determined`,
    help: () => ['annotate the expression with ::'],
    explain: 'A part of the type of this expression is left open by the whole block. Write it with `::`.',
    bad: ':p Nothing\n',
    good: ':p (Nothing :: Maybe Nat)\n',
  }),
  DX0326: entry<{ type: string }>({
    class: 'Type error',
    title: 'not data',
    message: ({ type }) => `a value of type ${type} contains functions, so it cannot be kept here`,
    explain:
      'What a reference holds, and what a `data` constructor of the library such as `Just` or a list holds, must be ' +
      'data: numbers, tables, tuples and sums of them. Keep what the function is made from, and make the function ' +
      'where it is needed.',
    bad: ':p run_state (\\x:Nat. x) \\r. ()\n',
    good: ':p run_state 1 \\r. ()\n',
  }),
  DX0327: entry<Mismatch>({
    class: 'Type error',
    title: 'infinite type',
    message: ({ expected, actual }) =>
      `the types ${expected} and ${actual} would have to be equal, but one is a part of the other`,
    explain: 'A type cannot be a part of itself: a function, for example, cannot be applied to itself.',
    bad: ':p \\x. x x\n',
    good: ':p \\x:Nat. x\n',
  }),
  DX0328: entry<{ text: string; type: string }>({
    class: 'Type error',
    title: 'foreign function of a wrong type',
    message: () => 'a foreign function takes and gives scalars, and has the effect IO',
    help: ({ text }) => [`for example: foreign "${text}" name : (Float) -> {IO} Float`],
    explain:
      'A `foreign` function is one that the host provides. It takes scalars and raw pointers and returns them; pass ' +
      'a table by a pointer.',
    bad: 'foreign "f" f : (Fin 3 => Float) -> {IO} Float\n',
    good: 'foreign "f" f : (Float) -> {IO} Float\n',
  }),
  DX0329: entry<Record<never, never>>({
    class: 'Type error',
    title: 'recursion',
    message: () => 'a type cannot mention itself',
    help: () => ['a list of unknown length is List a'],
    explain:
      'There are no recursive types. Sequences are tables and lists; trees are tables whose elements hold indices ' +
      'of other elements.',
    bad: 'data Chain = Link(Chain)\n',
    good: 'data Chain = Link(List Nat)\n',
  }),
  DX0330: entry<{ type: string }>({
    class: 'Type error',
    title: 'number of another type',
    message: ({ type }) => `a number stands here, but ${type} is expected`,
    explain:
      'A number without a point takes the type that its context asks for, as long as that is a type of numbers. ' +
      '`Nat` and the `Word` types have no negative numbers. An index is made from a number with `@`: `2@Fin 3`, or ' +
      '`2@_` where the index set is known. Truth values are `True` and `False`. A number that is expected to be a ' +
      'function stands before something that looks like its argument: often a comma or an operator is missing.',
    bad: ':p [10, 20, 30][1]\n',
    good: ':p [10, 20, 30][1@_]\n',
  }),
  DX0331: entry<{ type: string; loop: string | null }>({
    class: 'Type error',
    title: 'if without else',
    message: ({ type }) => `this if has no else, so its result is (), and not ${type}`,
    help: ({ loop }) => [
      loop === null ? 'add an else' : `a loop for its effects alone is ${loop}_, whose result is ()`,
    ],
    explain:
      'An `if` without `else` is for effects: its result is `()`, and so must be that of its `then`. For an `if` with ' +
      'a value write both.',
    bad: ':p if True then "yes"\n',
    good: ':p if True then "yes" else "no"\n',
  }),
} as const satisfies Catalogue;
