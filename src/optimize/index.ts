export { shareCommon } from './common.ts';
export { foldConstants } from './constants.ts';
export { dropDead } from './dead.ts';
export { removeExceptions, replaceExceptions } from './exceptions.ts';
export { fuseLoops } from './fuse.ts';
export { type InlineOptions, inlineCalls } from './inline.ts';
export { reduceKnown } from './known.ts';
export { type OptimizeOptions, optimize, PASSES, type Pass } from './passes.ts';
export { propagateCopies } from './rewriter.ts';
