/** Calls with a lambda where no function can stand, and something else where their function is expected. */
import type { Term } from '../core/index.ts';
import type { Expr } from '../syntax/index.ts';
import { type Context, textOf } from './context.ts';
import { show } from './describe.ts';
import { delay } from './normalise.ts';
import type { PiValue } from './value.ts';

/** Types of which no value is a function, as they are written in a signature. */
const NEVER_FUNCTIONS: ReadonlySet<Term['tag']> = new Set([
  'scalarType',
  'natType',
  'finType',
  'tupleType',
  'tableType',
]);

/** The lambda that stands in the wrong place, the type that is expected there, and the order that was meant. */
export interface MisplacedFunction {
  readonly lambda: Expr;
  readonly expected: string;
  readonly help: readonly string[];
}

/**
 * What is wrong with the order of a function's explicit arguments, one for each parameter; null where nothing is. What
 * a method is called on is `null` among them.
 */
export function misplacedFunction(
  cx: Context,
  name: string,
  pi: PiValue,
  exprs: readonly (Expr | null)[],
): MisplacedFunction | null {
  if (!exprs.some((e) => e?.tag === 'lambda')) return null;
  const types = pi.params.filter((p) => p.how === 'explicit').map((p) => p.type);
  const at = exprs.findIndex((e, k) => e?.tag === 'lambda' && NEVER_FUNCTIONS.has(types[k]!.tag));
  const wanted = exprs.findIndex((e, k) => e !== null && e.tag !== 'lambda' && types[k]!.tag === 'pi');
  const lambda = exprs[at];
  if (!lambda || wanted < 0) return null;
  const text = (e: Expr | null | undefined): string => (e ? textOf(cx, e.span) : '_');
  const order = exprs.map((e, k) => (k === wanted ? '\\…' : text(k === at ? exprs[wanted] : e)));
  return {
    lambda,
    expected: show(cx, delay(types[at]!, pi.env)),
    help: [`the function is argument ${wanted + 1}: ${name}(${order.join(', ')})`],
  };
}
