/** How much code a term is: what is small is unfolded where it is called. */
import { forEachChild, type Term } from '../core/index.ts';

const LOOP = 100;
const BRANCH = 5;

/** `leaf`: small, and calls nothing. */
export type Cost = 'leaf' | 'small' | 'large';

/**
 * Whether a term has at most `limit` computing nodes; types and dictionaries compute nothing, and a loop is never small.
 * Looks no further than it must, and does not recurse.
 */
export function costOf(term: Term, limit: number): Cost {
  const open = [term];
  let cost = 0;
  let isLeaf = true;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const own = ownCost(next);
    cost += own;
    if (cost > limit) return 'large';
    if (own > 0) forEachChild(next, (child) => open.push(child));
    if (isCall(next)) isLeaf = false;
  }
  return isLeaf ? 'leaf' : 'small';
}

function isCall(term: Term): boolean {
  return term.tag === 'app' || (term.tag === 'prim' && /^(applyMethod|explicitApply)/.test(term.name));
}

/** 0 for what computes nothing, with all below it. */
function ownCost(term: Term): number {
  switch (term.tag) {
    case 'var':
    case 'lit':
    case 'natLit':
    case 'string':
    case 'global':
    case 'lam':
    case 'app':
    case 'block':
    case 'tuple':
    case 'project':
    case 'con':
    case 'field':
    case 'index':
    case 'tableLit':
    case 'pack':
    case 'pairFirst':
    case 'pairSecond':
    case 'refField':
    case 'method':
    case 'prim':
      return 1;
    case 'case':
      return BRANCH;
    case 'for':
      return LOOP;
    default:
      return 0;
  }
}
