export * from './codec.ts';
export * from './columns.ts';
export * from './plain.ts';
export * from './pretty.ts';
