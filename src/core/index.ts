export * from './build.ts';
export { checking, inferTerm } from './check.ts';
export type { Checking, Problem } from './check-context.ts';
export * from './check-definitions.ts';
export { checkTerm, checkType } from './check-rules.ts';
export * from './definitions.ts';
export * from './equal.ts';
export * from './fold.ts';
export * from './format.ts';
export * from './global-type.ts';
export * from './ir.ts';
export * from './layout.ts';
export * from './normal.ts';
export * from './primitive-effects.ts';
export {
  type Context,
  type PrintOptions,
  printRow,
  printType,
  SCALAR_TYPES,
} from './print.ts';
export * from './print-term.ts';
export * from './store.ts';
export * from './substitute.ts';
export * from './type-primitives.ts';
export { freeNames, markAbove, mentions, type Rebuilder, rebuild, type Walker, walk } from './walk.ts';
