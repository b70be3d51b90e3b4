/** `show` and `parseFloat`. */
import { type ExprOf, typeOf } from '../loops/index.ts';
import { parseFloat32 } from '../values/index.ts';
import type { Assembler, CellLeaf, ColumnLeaf, Leaves } from './assembler.ts';
import { bytesReader } from './control.ts';
import { valueReader } from './read-value.ts';
import { bytesFromText, showBytes } from './show.ts';

/** A value as text, in the given format: a list of bytes. */
export function showExpr(cx: Assembler, expr: ExprOf<'show'>): Leaves {
  const read = valueReader(cx, typeOf(expr.arg), cx.leaves(expr.arg), expr.source);
  const result = cx.fresh(expr.type);
  const [length, column] = result as [CellLeaf, ColumnLeaf];
  const [n, s, x] = [2 * length.at, column.slot, 2 * column.at];
  const { format } = expr;
  cx.allocates();
  cx.emit((m) => {
    const bytes = bytesFromText(showBytes(format, read(m)));
    m.bytes += bytes.length;
    m.i[n] = bytes.length;
    m.o[s] = bytes;
    m.i[x] = 0;
  });
  return result;
}

/** A list of bytes read as an f32: a sum of nothing, where it is not a number, and the number. */
export function parseFloatExpr(cx: Assembler, expr: ExprOf<'parseFloat'>): Leaves {
  const text = bytesReader(cx.leaves(expr.arg));
  const result = cx.fresh(expr.type) as readonly CellLeaf[];
  const [t, d] = [2 * result[0]!.at, result.at(-1)!.at];
  cx.emit((m) => {
    const value = parseFloat32(Array.from(text(m), (byte) => String.fromCharCode(byte)).join(''));
    m.i[t] = value === null ? 0 : 1;
    m.f[d] = value ?? 0;
  });
  return result;
}
