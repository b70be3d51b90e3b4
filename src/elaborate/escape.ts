import type { Span } from '../source/index.ts';
import { type Context, complain } from './context.ts';
import { inspect } from './meta.ts';
import { POISON, type Value } from './value.ts';

/**
 * A type as it is seen outside the scope whose names begin at `level`. Reports names bound inside that it mentions:
 * they mean nothing outside (language.md 5.9).
 */
export function closedType(cx: Context, type: Value, level: number, span: Span): Value {
  const { escaping } = inspect(cx.st, type, level, null);
  if (escaping.size === 0) return type;
  complain(cx, 'DX0210', { names: [...new Set(escaping.values())].map((n) => (n === '' ? '_' : n)) }, span);
  return POISON;
}
