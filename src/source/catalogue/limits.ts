import { type Catalogue, entry } from './entry.ts';

/** Programs beyond what is accepted. DX09xx: constructs that are read but mean nothing yet. */
export const limits = {
  DX0801: entry<{ limit: number }>({
    class: 'Limit',
    title: 'nesting too deep',
    message: ({ limit }) => `expressions nest deeper than ${limit} here`,
    help: () => ['bind the inner parts to names'],
    explain:
      'The depth of brackets, of bodies of lambdas and loops, and of operators that associate to the right is ' +
      'bounded. Bind inner parts to names. What is long, and not deep, has no bound: statements of a block, ' +
      'elements of a table, operators that associate to the left.',
    bad: '',
    good: '',
    reproduce: 'A number inside of 1,000 pairs of parentheses has the error; inside of 999 it has not.',
  }),
  DX0802: entry<{ limit: string }>({
    class: 'Limit',
    title: 'time limit',
    message: ({ limit }) => `stopped after ${limit}`,
    explain:
      'The evaluation of this block took longer than the limit. What was defined before it is kept. On the command ' +
      'line `--time-limit` sets the limit, in seconds for a block.',
    bad: ':p yield_state (0 :: Nat) \\r.\n  while \\.\n    r := get r + 1\n    get r > 0\n',
    good: ':p yield_state (0 :: Nat) \\r.\n  while \\.\n    r := get r + 1\n    get r < 1000\n',
    setting: { seconds: 1 },
  }),
  DX0803: entry<Record<never, never>>({
    class: 'Limit',
    title: 'interrupted',
    message: () => 'interrupted',
    explain: 'The evaluation was interrupted. What was defined before this block is kept.',
    bad: '',
    good: '',
    reproduce:
      'Run the program of DX0802 without a limit, and press Ctrl-C. The command then ends with the status 130; the ' +
      'prompt goes on.',
  }),
  DX0804: entry<{ reason: string }>({
    class: 'Limit',
    title: 'memory limit',
    message: ({ reason }) => `not enough memory: ${reason}`,
    explain:
      'The evaluation of this block needed more memory than the limit, or than there is. On the command line ' +
      '`--memory-limit` sets the limit, in MiB. Sum in a loop where a table of all terms is not needed.',
    bad: 'squares = for i:(Fin 10000000). sq (n_to_f (ordinal i))\n',
    good: ':p sum for i:(Fin 10000000). sq (n_to_f (ordinal i))\n',
    setting: { megabytes: 16 },
  }),
  DX0805: entry<{ what: string }>({
    class: 'Limit',
    title: 'search without end',
    message: ({ what }) => `${what} did not come to an end`,
    explain:
      'The search for instances and the normalisation of types have a bound, so that checking always ends. An ' +
      'instance that needs a larger instance of itself has no end.',
    bad: 'interface Deep(a:Type)\n  depth : (a) -> Nat\n\ninstance Deep(Maybe a) given (a|Data) (Deep (Maybe (Maybe a)))\n  def depth(x) = 1\n\n:p depth (Just 1)\n',
    good: 'interface Deep(a:Type)\n  depth : (a) -> Nat\n\ninstance Deep(Nat)\n  def depth(x) = 0\n\ninstance Deep(Maybe a) given (a|Data) (Deep a)\n  def depth(x) = 1\n\n:p depth (Just (1 :: Nat))\n',
  }),
  DX0806: entry<Record<never, never>>({
    class: 'Limit',
    title: 'block too deep',
    message: () => 'this block nests deeper than can be compiled',
    help: () => ['move a part of it into a function of its own'],
    explain:
      'Hundreds of brackets, or of handlers such as `run_state`, stand inside each other in this block. Move a part of ' +
      'it into a function of its own, or keep several values in one reference. The command gives programs in files a ' +
      'larger stack than a prompt or an embedding has.',
    bad: '',
    good: '',
    reproduce:
      'At a prompt, `(1 + (1 + (1 + … 1)))` with 990 pairs of parentheses has the error; in a file it has the answer 991.',
  }),
  DX0901: entry<{ construct: string }>({
    class: 'Not supported',
    title: 'construct not supported',
    message: ({ construct }) => `${construct} are not supported`,
    explain: 'The words are reserved: this version reads the construct, and does not give it a meaning.',
    bad: 'effect Counter\n  def tick : (Nat) -> Nat\n',
    good: 'interface Counter(a:Type)\n  tick : (a) -> Nat\n',
  }),
  DX0902: entry<{ what: string; because: string }>({
    class: 'Not supported',
    title: 'use not supported',
    message: ({ what, because }) => `${what} is not supported: ${because}`,
    explain: 'The program is meaningful, but this use has no implementation; the message names the reason.',
    bad: 'x : (Nat with (n:Nat, m:Nat)) = 1\n',
    good: 'x : (Fin n => Nat with (n:Nat)) = [1, 2]\n',
  }),
  DX0903: entry<{ what: string; because: string }>({
    class: 'Not supported',
    title: 'no derivative',
    message: ({ what, because }) => `the derivative of ${what} is not supported: ${because}`,
    explain:
      'The program asks for a derivative that does not exist, or that Pointful cannot take. Write the function ' +
      'with differentiable operations, or define its derivative with `custom-linearization`.',
    bad: 'def same(x:Float) -> Float = %bitcast(Float32, %bitcast(Word32, x))\n\n:p grad same 1.0\n',
    good: '@noinline\ndef same(x:Float) -> Float = %bitcast(Float32, %bitcast(Word32, x))\n\ncustom-linearization same \\x:Float. (same x, \\dx. dx)\n\n:p grad same 1.0\n',
  }),
  DX0999: entry<{ what: string }>({
    class: 'Not supported',
    title: 'mistake in Pointful',
    message: ({ what }) => `Pointful went wrong here, which is not the program's fault: ${what}`,
    help: () => ['please report the program and this message'],
    explain: 'The compiler met a case that it should not have met. The program may well be right.',
    bad: '',
    good: '',
    reproduce: 'No program is known that has the error: one that does is worth a report.',
  }),
} as const satisfies Catalogue;
