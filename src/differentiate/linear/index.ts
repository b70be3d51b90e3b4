export * from './check.ts';
export * from './cost.ts';
export * from './fold.ts';
export * from './formula.ts';
export type * from './ir.ts';
export * from './print.ts';
