export * from './name.ts';
export * from './scope.ts';
export * from './scoped-map.ts';
