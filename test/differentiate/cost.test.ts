import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cost, recomputeCalls, swapped, total } from '../../src/differentiate/index.ts';
import type { Type } from '../../src/loops/index.ts';
import { runs } from '../loops/tape.ts';
import { flat } from './data.ts';
import { differentiated, reverse, type Work, work } from './harness.ts';
import { PROGRAMS, type Priced } from './programs.ts';

/** The scalars of a tape; what a callee keeps counts as one, as in the table. */
function scalarsOf(type: Type, isNested: boolean): number {
  if (type.tag === 'scalar') return 1;
  if (type.tag !== 'product') return 0;
  return type.items.reduce(
    (sum, item) => sum + (isNested && item.tag === 'product' ? 1 : scalarsOf(item, isNested)),
    0,
  );
}

function priced(p: Priced): Work {
  return work(
    differentiated(p.text, { policy: recomputeCalls(new Set(p.recompute ?? [])), zeros: 'written' }),
  );
}

describe('the work of the programs of section 1.8', () => {
  test.each(PROGRAMS)('$title', (p) => {
    const { program, both, primal, half, turned } = priced(p);
    const [w, j, nl, lin] = p.work;
    expect([program, both, primal, half, turned].map(total)).toEqual([w, j, nl, lin, lin]);
    expect(turned).toEqual(swapped(half));
    if (p.recompute === undefined) expect(nl + lin).toBe(j);
  });

  test.each(PROGRAMS)('the gradient of $title', (p) => {
    const d = differentiated(p.text, { policy: recomputeCalls(new Set(p.recompute ?? [])) });
    const found = reverse(d, p.point, p.cotangent ?? 1).cotangents;
    const expected = flat(p.gradient);
    flat(found).forEach((x, i) => {
      expect(x).toBeCloseTo(expected[i]!, 12);
    });
  });

  test('the composition of linear work is the published one', () => {
    const counts = (title: string): readonly Partial<Cost>[] => {
      const { half, turned } = priced(PROGRAMS.find((p) => p.title === title)!);
      return [half, turned].map(({ dup, map, add, zero, drop }) => ({ dup, map, add, zero, drop }));
    };
    expect(counts('x * x')).toEqual([
      { dup: 1, map: 2, add: 1, zero: 0, drop: 0 },
      { dup: 1, map: 2, add: 1, zero: 0, drop: 0 },
    ]);
    expect(counts('x + 1')).toEqual([
      { dup: 0, map: 0, add: 1, zero: 1, drop: 0 },
      { dup: 1, map: 0, add: 0, zero: 0, drop: 1 },
    ]);
    expect(counts('a sum of 100 squares')).toEqual([
      { dup: 100, map: 200, add: 199, zero: 0, drop: 0 },
      { dup: 199, map: 200, add: 100, zero: 0, drop: 0 },
    ]);
    expect(counts('a 2 × 2 matrix times a vector')).toEqual([
      { dup: 2, map: 8, add: 6, zero: 0, drop: 0 },
      { dup: 6, map: 8, add: 2, zero: 0, drop: 0 },
    ]);
  });

  test.each(PROGRAMS)('the tape of $title', (p) => {
    const { derivative } = differentiated(p.text, { policy: recomputeCalls(new Set(p.recompute ?? [])) });
    const { type } = derivative.primal.body;
    const tape = type.tag === 'product' ? type.items[1]! : type;
    const scalars = scalarsOf(tape, p.title.startsWith('the product of'));
    expect(scalars).toBe(p.tape);
  });
});

/** Straight-line programs of the operators for which five is the bound, with what they leave unused. */
const straight = fc.array(fc.record({ operator: fc.nat(9), left: fc.nat(99), right: fc.nat(99) }), {
  minLength: 1,
  maxLength: 20,
});

test('P8: reverse mode costs at most five times the program, and one for each output, literal and thing unused', () => {
  const operators = ['fadd', 'fsub', 'fmul', 'fdiv', 'fneg', 'exp', 'log', 'sin', 'cos', 'sqrt'] as const;
  fc.assert(
    fc.property(straight, (steps) => {
      const operands = ['x', 'y', '0.75f64'];
      const uses = new Map<string, number>([
        ['x', 0],
        ['y', 0],
      ]);
      let literals = 0;
      const use = (k: number): string => {
        const name = operands[k % operands.length]!;
        if (name === '0.75f64') literals += 1;
        else uses.set(name, uses.get(name)! + 1);
        return name;
      };
      const lines = steps.map(({ operator, left, right }, k) => {
        const name = operators[operator]!;
        const args = operator < 4 ? `${use(left)} ${use(right)}` : use(left);
        operands.push(`z${k}`);
        uses.set(`z${k}`, 0);
        return `let z${k} = ${name} ${args}`;
      });
      const result = `z${steps.length - 1}`;
      uses.set(result, uses.get(result)! + 1);
      const unused = [...uses.values()].filter((count) => count === 0).length;
      const text = `fn @f (x : f64, y : f64) -> f64 { ${lines.join(' ')} ${result} }`;
      for (const zeros of ['written', 'known'] as const) {
        const { program, primal, turned } = work(differentiated(text, { zeros }));
        const bound = 5 * total(program) + 1 + literals + 2 * unused;
        expect(total(primal) + total(turned)).toBeLessThanOrEqual(bound);
      }
    }),
    { numRuns: runs(2000) },
  );
});
