/** `argsort`. */
import { type ExprOf, typeOf } from '../loops/index.ts';
import { stableOrder } from '../values/index.ts';
import type { Assembler, ColumnLeaf, Leaves } from './assembler.ts';
import { valueReader } from './read-value.ts';
import { allocateTable } from './room.ts';

/** The ordinals in stable ascending order of the elements. Faults: size, memory. */
export function argsortExpr(cx: Assembler, expr: ExprOf<'argsort'>): Leaves {
  if (expr.type.tag !== 'table') throw new Error('the ordinals of a table are a table');
  const read = valueReader(cx, typeOf(expr.table), cx.leaves(expr.table), expr.source);
  const result = allocateTable(cx, expr.type, expr.source);
  const [{ slot }] = result as readonly [ColumnLeaf];
  cx.emit((m) => {
    const keys = read(m);
    if (keys.tag !== 'table' || keys.elements.tag !== 'scalars') throw new Error('only scalars are sorted');
    (m.o[slot] as Uint32Array).set(stableOrder(keys.elements.data));
  });
  return result;
}
