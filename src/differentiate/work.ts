/** The work of a function and of what was made of it, with that of everything they call. */
import type { Fn, Program } from '../loops/index.ts';
import type { Derivative, Derivatives } from './derive.ts';
import { type Cost, type CostAssumptions, costOfBlock, costOfLinear, plus } from './linear/index.ts';

export interface Work {
  readonly program: Cost;
  /** Of both halves in one sweep; null where a custom linearization gives them apart. */
  readonly both: Cost | null;
  readonly primal: Cost;
  readonly half: Cost;
  readonly turned: Cost;
}

/**
 * The work of the function `entry` of `program` and of its derivative. Each callee is counted once, as the assumptions
 * are: they stand for its sizes too.
 */
export function workOf(
  program: Program,
  entry: Fn,
  derivative: Derivative,
  derivatives: Derivatives,
  assume: Omit<CostAssumptions, 'callee'>,
): Work {
  const functions = new Map(
    [...program.functions, ...derivatives.fromRules, ...derivatives.all].map((fn) => [fn.name, fn]),
  );
  const known = new Map<string, Cost>();
  const costOf = (name: string, activity: string): Cost => {
    if (activity !== '') {
      const { both, primal, half } = derivatives.of(name, activity);
      if (both !== null) return costOfLinear(both, assumptions);
      return plus(costOfBlock(primal.body, assumptions), costOfLinear(half, assumptions));
    }
    const made = /^(.*)\.d([01]+)\.linear(\.transposed)?$/.exec(name);
    if (made === null) return costOfBlock(functions.get(name)!.body, assumptions);
    const callee = derivatives.of(made[1]!, made[2]!);
    return costOfLinear(made[3] === undefined ? callee.half : callee.turned, assumptions);
  };
  const assumptions: CostAssumptions = {
    ...assume,
    callee: (name, activity) => {
      const key = `${name} ${activity}`;
      const cost = known.get(key) ?? costOf(name, activity);
      known.set(key, cost);
      return cost;
    },
  };
  const { both, primal, half, turned } = derivative;
  return {
    program: costOfBlock(entry.body, assumptions),
    both: both === null ? null : costOfLinear(both, assumptions),
    primal: costOfBlock(primal.body, assumptions),
    half: costOfLinear(half, assumptions),
    turned: costOfLinear(turned, assumptions),
  };
}
