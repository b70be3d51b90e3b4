/** The seam to simplification, which asks for derivatives of functions in one parameter. */

import {
  Builder,
  call,
  type Fn,
  fnMark,
  make,
  type Program,
  refreshFn,
  type SourceId,
  UNIT,
} from '../loops/index.ts';
import { supply } from '../names/index.ts';
import { type DeriveOptions, derivativesOf } from './derive.ts';
import { tangentType } from './tangent-type.ts';

/** Functions that differentiation made, callees first. Names that the program has stand for its functions. */
export interface Derived {
  readonly functions: readonly Fn[];
  /** The function's parameters to (its result, a tape). */
  readonly primal: string;
  /** The positions of the function's parameters that `linear` and `transposed` take before the tape. */
  readonly explicit: readonly number[];
  /** Then from the tangent of the last parameter to that of the result. */
  readonly linear: string;
  /** And from that of the result to that of the last parameter. */
  readonly transposed: string;
  /** The place of what makes the function nonlinear in its last parameter; `null` if it is linear. */
  readonly nonlinearAt: SourceId | null;
}

/**
 * The derivative of the last function of a program in its last parameter. A type without tangents has the unit for its
 * only one. Throws `NotDifferentiable`.
 */
export function derive(program: Program, options: DeriveOptions = {}): Derived {
  const source = program.functions[program.functions.length - 1];
  const last = source?.params[source.params.length - 1];
  if (source === undefined || last === undefined)
    throw new Error('a function of one parameter at least is needed');
  const isActive = tangentType(last.type) !== null;
  const pattern = source.params
    .map((_, i) => (isActive && i === source.params.length - 1 ? '1' : '0'))
    .join('');
  const derivatives = derivativesOf(program, options);
  const derivative = derivatives.of(source.name, pattern);
  const hasTangent = tangentType(source.body.type) !== null;
  const linear = isActive ? derivative.linear : withUnit(derivative.linear);
  const transposed = hasTangent ? derivative.transposed : withUnit(derivative.transposed);
  const extra = [linear, transposed].filter((fn) => fn !== derivative.linear && fn !== derivative.transposed);
  return {
    functions: [...derivatives.all, ...extra],
    primal: derivative.primal.name,
    explicit: derivative.explicit,
    linear: linear.name,
    transposed: transposed.name,
    nonlinearAt: derivatives.nonlinearAt(source.name, pattern),
  };
}

/** A function that takes a unit after its parameters. */
function withUnit(fn: Fn): Fn {
  const names = supply(fnMark(fn));
  const { heaps, params } = fn;
  const b = new Builder(names, fn.source);
  const result = b.emit(call(make.signatureOf(fn), heaps, params.map(make.variable), fn.source), 'y');
  const unit = b.binder('u', UNIT);
  const wrapped: Fn = { ...fn, name: `${fn.name}.unit`, params: [...params, unit], body: b.finish(result) };
  return refreshFn(wrapped, supply(0));
}
