/** What the derivative rules of operators are written with. */
import type { Atom } from '../loops/index.ts';
import type { ScalarOperator } from '../primitives/index.ts';
import type { LinearVar } from './linear/index.ts';

/** A tangent; `null` is a zero that is known to be one. */
export type Tangent = LinearVar | null;

/** Emits what a rule needs. Every method answers a known zero for known zeros. */
export interface RuleBuilder {
  scalar(operator: ScalarOperator, ...args: readonly Atom[]): Atom;
  /** A constant of the operands' type. */
  constant(value: number): Atom;
  scale(by: Atom, t: Tangent): Tangent;
  divide(t: Tangent, by: Atom): Tangent;
  negate(t: Tangent): Tangent;
  add(t: Tangent, u: Tangent): Tangent;
  subtract(t: Tangent, u: Tangent): Tangent;
  choose(condition: Atom, t: Tangent, u: Tangent): Tangent;
}
