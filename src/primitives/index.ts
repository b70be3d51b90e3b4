export * from './operators.ts';
export * from './scalar.ts';
