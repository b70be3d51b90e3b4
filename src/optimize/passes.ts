/** The passes of the optimizer in order, and their composition. */
import type { Program } from '../loops/index.ts';
import { shareCommon } from './common.ts';
import { dropDead } from './dead.ts';
import { fuseLoops } from './fuse.ts';
import { type InlineOptions, inlineCalls } from './inline.ts';
import { reduceKnown } from './known.ts';

export interface OptimizeOptions extends InlineOptions {}

/** A pure step from Loops to Loops. */
export interface Pass {
  /** As in `dx dump --after NAME`. */
  readonly name: string;
  readonly doc: string;
  readonly run: (program: Program, options?: OptimizeOptions) => Program;
}

/**
 * Inlining before the passes that profit from what it brings together; dead code last, when its uses are gone. Copies are
 * propagated by each of the first three.
 */
export const PASSES: readonly Pass[] = [
  {
    name: 'inline',
    doc: 'calls of small and of seldom called functions become their bodies',
    run: inlineCalls,
  },
  {
    name: 'known',
    doc: 'known tuples, injections and constants are computed with',
    run: (p) => reduceKnown(p),
  },
  {
    name: 'common',
    doc: 'what an enclosing block has computed is not computed again',
    run: (p) => shareCommon(p),
  },
  {
    name: 'fuse',
    doc: 'tables that one loop alone reads, element by element, are not made',
    run: (p) => fuseLoops(p),
  },
  { name: 'dead', doc: 'what nobody mentions is dropped', run: (p) => dropDead(p) },
];

/** All passes, once each. The result means what the program means; a fault that nobody needs may be gone. */
export function optimize(program: Program, options: OptimizeOptions = {}): Program {
  return PASSES.reduce((current, pass) => pass.run(current, options), program);
}
