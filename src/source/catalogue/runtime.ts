import { type Catalogue, entry } from './entry.ts';

/** Faults of a running program. */
export const runtime = {
  DX0601: entry<{ message: string }>({
    class: 'Runtime error',
    title: 'error called',
    message: ({ message }) => message,
    explain:
      'The program called `error` with this message, which ends its block. Functions of the library do so too: ' +
      '`from_ordinal` for an ordinal that is too large, `read_file` for a file that cannot be opened, `todo`. ' +
      'The labels are the place in the program and the calls that led there; the facts say in which iteration ' +
      'of the loops around it. `error` cannot be caught: for a mistake that the program itself deals with, use ' +
      '`throw` and `catch`, or return a `Maybe`.',
    bad: 'def half(n:Nat) -> Nat =\n  if rem n 2 == 1 then error "an odd number" else idiv n 2\n\n:p for i:(Fin 3). half (ordinal i)\n',
    good: 'def half(n:Nat) -> Maybe Nat =\n  if rem n 2 == 1 then Nothing else Just (idiv n 2)\n\n:p for i:(Fin 3). half (ordinal i)\n',
  }),
  DX0602: entry<Record<never, never>>({
    class: 'Runtime error',
    title: 'an error without a message',
    message: () => 'the program came to a place that it declares to be unreachable',
    explain:
      'The program, or a function of the library that it calls, came to `unreachable()`, which ends its block. ' +
      'What was thought impossible happens after all: look at the values at the place of the call.',
    bad: 'def direction(x:Float) -> Int =\n  if x < 0.0 then -1 else if x >= 0.0 then 1 else unreachable()\n\n:p direction nan\n',
    good: 'def direction(x:Float) -> Int =\n  if x < 0.0 then -1 else 1\n\n:p direction nan\n',
  }),
  DX0603: entry<{ operation: string }>({
    class: 'Runtime error',
    title: 'integer division by zero',
    message: ({ operation }) => operation,
    help: () => ['test the divisor first, or divide floats'],
    explain:
      'An integer has no quotient (`idiv`) and no remainder (`rem`, `mod`) by zero. Test the divisor before ' +
      'dividing. Floats divide by zero: the result is `inf` or `nan`.',
    bad: ':p for i:(Fin 3). idiv 6 (ordinal i)\n',
    good: ':p for i:(Fin 3). idiv 6 (ordinal i + 1)\n',
  }),
  DX0604: entry<Record<never, never>>({
    class: 'Runtime error',
    title: 'no matching alternative',
    message: () => 'no alternative of this case matches the value',
    help: () => ['list every constructor of the type'],
    explain:
      'A `case` need not list every constructor of its type, but coming to one that it does not list is a fault. ' +
      'Add the missing alternatives.',
    bad: 'def value(m:Maybe Nat) -> Nat = case m of\n  Just x -> x\n\n:p for i:(Fin 2). value (if ordinal i == 0 then Just 1 else Nothing)\n',
    good: 'def value(m:Maybe Nat) -> Nat = case m of\n  Just x -> x\n  Nothing -> 0\n\n:p for i:(Fin 2). value (if ordinal i == 0 then Just 1 else Nothing)\n',
  }),
  DX0605: entry<Record<never, never>>({
    class: 'Runtime error',
    title: 'exception not caught',
    message: () => 'an exception was thrown, and nothing catches it',
    help: () => ['put a catch around it'],
    explain:
      'A function that may throw was called from outside of the language without a `catch` around it. Within a ' +
      'program the effect `Except` in the type prevents that. `catch \\. ...` gives `Just` the result or `Nothing`.',
    bad: '',
    good: '',
    reproduce:
      'No program has the error: its own type makes it catch the exception. A function that throws, called from ' +
      'JavaScript, throws an Error there.',
  }),
  DX0606: entry<{ message: string }>({
    class: 'Runtime error',
    title: 'size too large',
    message: ({ message }) => message,
    help: () => ['index sets have fewer than 2147483648 elements'],
    explain:
      'Sizes of tables and loops are computed with overflow checked: an index set has fewer than 2^31 elements. A ' +
      'size that comes out much larger than meant is often a difference of natural numbers that went below zero.',
    bad: ':p for i:(Fin 4000000000). 1.0\n',
    good: ':p sum for i:(Fin 4000). 1.0\n',
  }),
  DX0607: entry<{ message: string }>({
    class: 'Runtime error',
    title: 'table of another size',
    message: ({ message }) => message,
    help: () => ['index sets over which one table is read must have equally many elements'],
    explain:
      'A table was taken to be over another index set, and that set has another number of elements. `coerce_table` ' +
      'tests the sizes, and its message names both.',
    bad: ':p unsafe_coerce(to=(Fin 3 => Nat), [1, 2])\n',
    good: ':p unsafe_coerce(to=(Fin 2 => Nat), [1, 2])\n',
  }),
  DX0608: entry<{ message: string }>({
    class: 'Runtime error',
    title: 'index out of range',
    message: ({ message }) => message,
    help: () => ['make the index with from_ordinal, which tests the number'],
    explain:
      'An index is always in range, unless it was made by `unsafe_from_ordinal` or by reinterpreting another value. ' +
      'Such an index is tested where it is used. Make it with `from_ordinal`, which tests the number at once, or ' +
      'compute the number otherwise.',
    bad: ':p [1, 2][unsafe_from_ordinal(n=Fin 2, 5)]\n',
    good: ':p [1, 2][from_ordinal(n=Fin 2, 1)]\n',
  }),
  DX0609: entry<{ message: string }>({
    class: 'Runtime error',
    title: 'the host refused',
    message: ({ message }) => message,
    explain:
      'An operation on files, the environment or the like failed, or the host that embeds the program does not ' +
      'grant it. On the command line every operation is granted; an embedding host chooses what it grants when it ' +
      'creates the session. Also a `foreign` function is one that the host provides: it is looked up there by name.',
    bad: 'foreign "no_such_function" mystery : (Float) -> {IO} Float\n\n:p unsafe_io \\. mystery 1.0\n',
    good: ':p unsafe_io \\. has_file "no such file"\n',
  }),
} as const satisfies Catalogue;
