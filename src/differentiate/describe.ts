/** What `dx ad` shows of a derivative. */
import { type PlaceText, printFn, printType, type Type } from '../loops/index.ts';
import type { Derivative } from './derive.ts';
import { formulaOfBlock, formulaOfLinear, printLinear } from './linear/index.ts';

export type DerivativeMode = 'forward' | 'linear' | 'transposed';

/**
 * The programs of a derivative as text: of both halves together, or of the primal half and the linear one, as it is or
 * transposed. `place` says where a statement comes from.
 */
export function describeDerivative(
  d: Derivative,
  mode: DerivativeMode,
  place: PlaceText = () => null,
): string {
  if (mode === 'forward' && d.both !== null) return printLinear(d.both, place);
  return `${printFn(d.primal, place)}\n${printLinear(mode === 'transposed' ? d.turned : d.half, place)}`;
}

/** The types of what stands on the tape, in order. */
export function describeTape(d: Derivative): readonly string[] {
  const { type } = d.primal.body;
  const tape: Type | undefined = type.tag === 'product' ? type.items[1] : undefined;
  if (tape === undefined) return [];
  return (tape.tag === 'product' ? tape.items : [tape]).map(printType);
}

/** The work of each program, as formulas in sizes. */
export function describeCost(d: Derivative): Readonly<Record<'primal' | 'linear' | 'transposed', string>> {
  return {
    primal: formulaOfBlock(d.primal.body),
    linear: formulaOfLinear(d.half),
    transposed: formulaOfLinear(d.turned),
  };
}
