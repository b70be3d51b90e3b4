/** Custom linearizations as differentiation takes them. */
import type { Program, Type } from '../loops/index.ts';
import type { Storage } from './request.ts';

/** The rule of a function for one pattern of active parameters. The last function of each program is what it is about. */
export interface Rule {
  /** The function's parameters to (its result, what `linear` needs). */
  readonly primal: Program;
  /** The positions of the function's parameters that `linear` takes first. */
  readonly explicit: readonly number[];
  /** These, then what `primal` gives it, then the tangents of the active parameters, to that of the result. */
  readonly linear: Program;
}

/** What a program says about the derivatives of its own functions. */
export interface Rules {
  /**
   * The custom linearization of a function; null for one without. `activity` has a `1` for each parameter of the function
   * that is active, `tangentType` is that of differentiation.
   */
  custom(callee: string, activity: string, tangentType: TangentType): Rule | null;
  /** What is kept of a function where its intermediate values are needed. */
  storage(callee: string): Storage;
}

export type TangentType = (type: Type) => Type | null;
