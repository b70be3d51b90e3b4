/**
 * The kill list for differentiation (section 7.1 of the reference on it): what is planted, and what cannot be.
 *
 * Not planted, because they have no counterpart here:
 *  - "perturbation tags equal": there are no tags. Each linearization makes linear variables of its own, and a derivative
 *    is a program that is differentiated again; `nested.test.ts` has the programs that such a mistake would confuse.
 *  - "accumulate into the table's value rather than the reference": the linear language has no way to write to a table;
 *    what is accumulated has a reference, or the program is not well formed.
 */
import { read } from '../house/files.ts';
import type { Mutant } from './mutants.ts';

const CATALOGUE = 'test/differentiate/catalogue.test.ts';
const COST = 'test/differentiate/cost.test.ts';
const TRANSPOSE = 'src/differentiate/transpose.ts';
const OWN_MONOIDS = 'src/differentiate/own-monoids.ts';
const MONOIDS = 'test/differentiate/monoids.test.ts';
const RULES = 'src/differentiate/rules.ts';

export const DIFFERENTIATION_MUTANTS: readonly Mutant[] = [
  {
    name: 'transposed loops keep their direction',
    file: TRANSPOSE,
    from: "direction: s.direction === 'forward' ? 'backward' : 'forward',",
    to: 'direction: s.direction,',
    tests: [CATALOGUE],
  },
  {
    name: 'the transpose of a put does not reset',
    file: TRANSPOSE,
    from: "put: 'take', take: 'put' }",
    to: "put: 'get', take: 'put' }",
    tests: [CATALOGUE],
  },
  {
    name: 'a difference is transposed without negation',
    file: TRANSPOSE,
    from: "push({ tag: 'dup', arg: s.out, left: s.left, right: s.right, negate: s.negate, source });",
    to: "push({ tag: 'dup', arg: s.out, left: s.left, right: s.right, negate: false, source });",
    tests: [CATALOGUE],
  },
  {
    name: 'the cotangent of a factor is not scaled',
    file: RULES,
    from: 'b.add(b.scale(y, t), b.scale(x, u))',
    to: 'b.add(t, b.scale(x, u))',
    tests: [CATALOGUE],
  },
  {
    name: 'dup is transposed to drop',
    file: TRANSPOSE,
    from: "push({ tag: 'add', left: s.left, right: s.right, out: s.arg, negate: s.negate, source });",
    to: "push({ tag: 'drop', arg: s.left, like: null, source });",
    tests: [COST],
  },
  {
    name: 'a gather is transposed to an assignment',
    file: TRANSPOSE,
    from: "const TURNED_ACTION = { get: 'add',",
    to: "const TURNED_ACTION = { get: 'put',",
    tests: [CATALOGUE],
  },
  {
    name: 'the derivative of a root has no half',
    file: RULES,
    from: "sqrt: divided((b, _x, z) => b.scalar('fadd', z, z))",
    to: 'sqrt: divided((_b, _x, z) => z)',
    tests: [CATALOGUE],
  },
  {
    name: 'a tape is read at another iteration',
    file: 'src/differentiate/unzip.ts',
    from: '      const read = make.index(tapes, at, source);',
    to: "      const read = make.index(tapes, make.literal('w32', 0), source);",
    tests: [CATALOGUE],
  },
  {
    name: 'a residual changes with the reference that it was read from',
    file: 'src/evaluate/references.ts',
    from: "return load(cx, content, NOTHING_VARIES, spotsOf(cx.leaves(expr.ref)), 'copied', expr.source);",
    to: "return load(cx, content, NOTHING_VARIES, spotsOf(cx.leaves(expr.ref)), 'shared', expr.source);",
    tests: ['test/differentiate/mutated-residuals.test.ts'],
  },
  {
    name: 'of equal numbers the earlier is the maximum',
    file: OWN_MONOIDS,
    from: "b.scalar('igt', m, n)",
    to: "b.scalar('ilt', m, n)",
    tests: [MONOIDS],
  },
  {
    name: 'zeros of a product are not counted',
    file: OWN_MONOIDS,
    from: 'count(c, 1, one, ',
    to: 'count(c, 1, two, ',
    tests: [MONOIDS],
  },
  {
    name: 'the product of two zeros is their sum',
    file: OWN_MONOIDS,
    from: 'count(e, 3, three, more)',
    to: 'count(e, 3, two, more)',
    tests: ['test/differentiate/nested.test.ts'],
  },
  {
    name: 'zeros that leave a loop have no shape',
    file: 'src/differentiate/lower.ts',
    from: '(isKnownZero(results[i]!) ? []',
    to: "(results[i]!.tag === 'zero' ? []",
    tests: ['test/differentiate/unused-parts.test.ts'],
  },
  {
    name: 'rules that are not linear are obeyed',
    file: 'src/differentiate/derive.ts',
    from: 'if (at !== null) throw notLinear(at);',
    to: '',
    tests: ['test/differentiate/custom.test.ts'],
  },
  {
    name: 'what is put into a state is inactive',
    file: 'src/differentiate/activity.ts',
    from: 'if (heap !== null) this.flow(e.value, heap);',
    to: '',
    tests: [CATALOGUE],
  },
  {
    name: 'the length of a zero is forgotten',
    file: 'src/differentiate/place.ts',
    from: 'return isDynamic(node.type) ? node.like : null;',
    to: 'return null;',
    tests: [CATALOGUE, MONOIDS, 'test/differentiate/data-types.test.ts'],
  },
];

const CHECKER = 'src/differentiate/linear/check.ts';

/** The rules of the linear checker: each condition in turn holds for every program. */
export const CHECKER_MUTANTS: readonly Mutant[] = [...read(CHECKER).matchAll(/mustHold\(\s*/g)]
  .slice(1)
  .map((match, k) => ({
    name: `rule ${k + 1} of the linear checker`,
    file: CHECKER,
    from: uniqueFrom(read(CHECKER), match.index, match[0].length),
    to: `${match[0]}true || ${uniqueFrom(read(CHECKER), match.index, match[0].length).slice(match[0].length)}`,
    tests: ['test/differentiate/check.test.ts'],
  }));

/** The shortest text from `start`, of more than `least` characters, that stands once. */
function uniqueFrom(text: string, start: number, least: number): string {
  let end = start + least + 1;
  while (text.split(text.slice(start, end)).length > 2) end += 1;
  return text.slice(start, end);
}
