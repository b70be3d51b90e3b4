/** What a frame holds when a run begins. */
import type { Scalar, ScalarValue } from '../primitives/index.ts';
import { setCell } from './cells.ts';
import type { Buffer, Frame } from './frame.ts';

/** The start of a frame: how many cells and slots, and what stands in them. */
export interface FramePlan {
  readonly cells: number;
  readonly slots: number;
  readonly constants: readonly {
    readonly at: number;
    readonly scalar: Scalar;
    readonly value: ScalarValue;
  }[];
  readonly presets: readonly { readonly slot: number; readonly make: () => Buffer }[];
}

/** The arrays of a fresh frame. */
export function frameArrays(plan: FramePlan): Pick<Frame, 'f' | 'i' | 'o'> {
  const f = new Float64Array(plan.cells);
  const i = new Int32Array(f.buffer);
  const o = new Array<Buffer | null>(plan.slots).fill(null);
  for (const { at, scalar, value } of plan.constants) setCell(f, i, at, scalar, value);
  for (const { slot, make } of plan.presets) o[slot] = make();
  return { f, i, o };
}
