/** Deliberate bugs: each is one change of one place, and the tests named must notice it. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly tests: readonly string[];
}

const LIBRARY = ['test/stdlib'];

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'remainders take the sign of nothing',
    file: 'src/values/scalar.ts',
    from: 'irem: (a, b) => (b === 0n ? null : a % b)',
    to: 'irem: (a, b) => (b === 0n ? null : ((a % b) + b) % b)',
    tests: ['test/values/scalar.test.ts', ...LIBRARY],
  },
  {
    name: 'right shifts copy the sign',
    file: 'src/values/scalar.ts',
    from: 'shr: (a, b, s) => unsigned(s, a) >> count(s, b)',
    to: 'shr: (a, b, s) => signed(s, a) >> count(s, b)',
    tests: ['test/values/scalar.test.ts'],
  },
  {
    name: 'backward loops run forward',
    file: 'src/evaluate/loops.ts',
    from: "expr.direction === 'forward' ? forwardLoop : backwardLoop",
    to: "expr.direction === 'forward' ? forwardLoop : forwardLoop",
    tests: ['test/evaluate', ...LIBRARY],
  },
  {
    name: 'a state shares its initial value instead of copying it',
    file: 'src/evaluate/references.ts',
    from: "cx.leaves(init), 'copied'",
    to: "cx.leaves(init), 'shared'",
    tests: ['test/evaluate/programs.test.ts'],
  },
  {
    name: 'a table is fused with a loop that reads another element',
    file: 'src/optimize/fuse.ts',
    from: 'reader.binder === at',
    to: 'reader.binder !== -1',
    tests: ['test/optimize'],
  },
  {
    name: 'a table is fused with one of its readers',
    file: 'src/optimize/fuse.ts',
    from: 'this.counts.get(name) === 1',
    to: 'this.counts.get(name) !== 0',
    tests: ['test/optimize'],
  },
  {
    name: 'floats keep their trailing zeros',
    file: 'src/values/float-text.ts',
    from: "digits.replace(/0+$/, '')",
    to: 'digits',
    tests: ['test/values/float-text.test.ts'],
  },
  {
    name: 'types are never parenthesised',
    file: 'src/core/print.ts',
    from: "STRENGTH[context] > STRENGTH[form] ? cat('(', align(doc), ')') : doc",
    to: 'STRENGTH[context] > 9 + STRENGTH[form] ? doc : doc',
    tests: ['test/core/print.test.ts'],
  },
  {
    name: 'a known case takes its first alternative',
    file: 'src/simplify/control.ts',
    from: 'arm(c, t, scrutinee.index, scrutinee.args',
    to: 'arm(c, t, 0, scrutinee.args',
    tests: ['test/simplify', ...LIBRARY],
  },
  {
    name: 'functions that capture different data are specialised once',
    file: 'src/simplify/key.ts',
    from: 'return `@${globalKey(v.ref)}`',
    to: "return '@'",
    tests: ['test/simplify/programs.test.ts'],
  },
  {
    name: 'instances are told apart by their arguments alone',
    file: 'src/simplify/key.ts',
    from: 'return `!${globalKey(v.ref)}(${this.list(v.args)})`',
    to: 'return `!(${this.list(v.args)})`',
    tests: ['test/simplify', ...LIBRARY],
  },
  {
    name: 'ranges from and to an index are confused',
    file: 'src/simplify/index-sets.ts',
    from: "RangeTo: 'to'",
    to: "RangeTo: 'from'",
    tests: ['test/simplify', ...LIBRARY],
  },
];
