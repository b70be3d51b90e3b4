import type { StatementOf } from './linear/index.ts';

/**
 * What is kept of the turns of a loop: the residuals of each (`store`); every √T-th state, from which the turns are made
 * again a block at a time (`blocks`); or a number of snapshots, at least one, by the binomial schedule.
 */
export type Schedule = 'store' | 'blocks' | { readonly snapshots: number };

/** Which parts of a program are stored, and which are computed again when the linear half needs them. */
export interface CheckpointPolicy {
  /** Whether the body of a loop runs again in the linear half; of a loop with effects it never does. */
  recomputesLoop(loop: StatementOf<'for'>): boolean;
  /** Whether a function is called again in the linear half. */
  recomputesCall(callee: string): boolean;
  /**
   * What is stored of a loop that carries State; `callee` is the function that the loop is in. Loops with results, or
   * with effects on references that are given to the function, are stored all the same.
   */
  schedule(loop: StatementOf<'for'>, callee: string): Schedule;
}

export const STORE_ALL: CheckpointPolicy = {
  recomputesLoop: () => false,
  recomputesCall: () => false,
  schedule: () => 'store',
};

/** Calls of these functions are made again; everything else is stored. */
export function recomputeCalls(callees: ReadonlySet<string>): CheckpointPolicy {
  return { ...STORE_ALL, recomputesCall: (callee) => callees.has(callee) };
}

/** Loops without effects run again. */
export const RECOMPUTE_LOOPS: CheckpointPolicy = { ...STORE_ALL, recomputesLoop: () => true };

/** Loops that carry State are stored in blocks: 2√T states for T turns, each of which is made at most twice. */
export const SQUARE_ROOT: CheckpointPolicy = { ...STORE_ALL, schedule: () => 'blocks' };

/** Of loops that carry State, `snapshots` states are there at a time; see `binomialLoop` for the turns made again. */
export function binomial(snapshots: number): CheckpointPolicy {
  return { ...STORE_ALL, schedule: () => ({ snapshots }) };
}
