export * from './codec.ts';
export * from './plain.ts';
export * from './pretty.ts';
