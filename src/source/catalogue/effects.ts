import { type Catalogue, entry } from './entry.ts';

/** What to do about an effect that a context does not allow. */
function remedy({ allowed, requested }: { allowed: string; requested: string }): readonly string[] {
  if (requested.includes('IO')) {
    return allowed === '{}'
      ? [
          'at top level, run it with unsafe_io \\. ...',
          'in a def, write the effect before the result: -> {IO} ()',
        ]
      : [];
  }
  if (requested.includes('Accum') && allowed.includes('State')) {
    return ['+= is for references of run_accum; here, write ref := get ref + ...'];
  }
  if (requested.includes('State') && allowed.includes('Accum')) {
    return ['a reference of run_accum is only added to, with +=; use run_state to read and assign'];
  }
  const reference = /\{(?:State|Accum|Read) \w+\}/.exec(requested);
  if (reference !== null) return [`in a def, write the effect before the result: -> ${reference[0]} ()`];
  return requested.includes('Except')
    ? ['put a catch around it', 'in a def, write the effect before the result: -> {Except} ...']
    : [];
}

/** Effects that a context does not allow. */
export const effects = {
  DX0401: entry<{ allowed: string; requested: string }>({
    class: 'Effect error',
    title: 'effect not allowed here',
    message: ({ requested }) => `the effect ${requested} is not allowed here`,
    facts: ({ allowed, requested }) => [`allowed:   ${allowed}`, `requested: ${requested}`],
    help: remedy,
    explain:
      'Every expression is checked against a row of allowed effects. A `def` allows what its annotation lists before ' +
      'the result type, `-> {IO} ()`; top level, and lambdas whose type nothing says, allow none. `unsafe_io`, ' +
      '`catch`, `run_state`, `run_accum` and the like take an effect away.',
    bad: ':p print "x"\n',
    good: ':p unsafe_io \\. print "x"\n',
  }),
  DX0402: entry<{ expected: string; actual: string }>({
    class: 'Effect error',
    title: 'effect rows differ',
    message: () => 'the effects of these functions differ',
    facts: ({ expected, actual }) => [`expected: ${expected}`, `found:    ${actual}`],
    explain:
      'Two function types are equal only if their effect rows hold the same effects. Wrap the function in a lambda, ' +
      'which has the effects of its context, or write the effects in the annotation.',
    bad: 'f : (Nat) -> {IO} Nat = \\x. x\ng : (Nat) -> Nat = f\n',
    good: 'f : (Nat) -> {IO} Nat = \\x. x\ng : (Nat) -> {IO} Nat = f\n',
  }),
  DX0403: entry<{ found: string }>({
    class: 'Effect error',
    title: 'heap is not a name',
    message: ({ found }) => `an effect speaks of a heap by its name, but here stands ${found}`,
    help: () => ['introduce the heap: given (h:Heap), and write {State h}'],
    explain: 'Only variables of kind Heap may appear in `State h`, `Accum h` and `Read h`.',
    bad: 'def f() -> {State Nat} () = ()\n',
    good: 'def f(r:Ref h Nat) -> {State h} () given (h:Heap) = r := 1\n',
  }),
} as const satisfies Catalogue;
