/** Simplification: Core to Loops by staged evaluation. */
export { type SpecialisationCache, specialisationCache } from './cache.ts';
export type { Derived, Passes, Stored, StoredAtom, World } from './context.ts';
export {
  type Input,
  type Output,
  type Results,
  rulesOf,
  type Simplified,
  type SimplifiedFunction,
  simplify,
  simplifyFunction,
} from './entry.ts';
export { SimplifyFault } from './fault.ts';
export { decompose, shownValue, store, storedData } from './results.ts';
export type { Rule, Rules } from './rule.ts';
export type { Plan, Skeleton } from './value.ts';
