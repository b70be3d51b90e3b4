/** Primitives, by name (language.md 10, docs/primitives.md). */
import type { TermOf } from '../../core/index.ts';
import { type Context, place } from '../context.ts';
import type { Env } from '../env.ts';
import { unsupported } from '../fault.ts';
import { primitiveType } from '../types.ts';
import { BOTTOM, type Value } from '../value.ts';
import { PrimCall, type Primitives } from './call.ts';
import { DATA_PRIMITIVES } from './data.ts';
import { DERIVATIVE_PRIMITIVES } from './derivatives.ts';
import { HOST_PRIMITIVES } from './host.ts';
import { REFERENCE_PRIMITIVES } from './references.ts';
import { SCALAR_PRIMITIVES } from './scalars.ts';
import { TEXT_PRIMITIVES } from './text.ts';

const PRIMITIVES: Primitives = {
  ...SCALAR_PRIMITIVES,
  ...DATA_PRIMITIVES,
  ...REFERENCE_PRIMITIVES,
  ...HOST_PRIMITIVES,
  ...TEXT_PRIMITIVES,
  ...DERIVATIVE_PRIMITIVES,
};

/** The value of a use of a primitive. */
export function primitive(c: Context, t: TermOf<'prim'>, env: Env<Value>): Value {
  const type = primitiveType(c, t.name, t.args, env);
  if (type !== null) return type;
  const source = place(c, t.source, env.site);
  if (!Object.hasOwn(PRIMITIVES, t.name)) return unsupported(`the primitive %${t.name}`, source);
  const args = t.args.map((arg) => c.machine.evaluate(c, arg, env));
  if (args.some((arg) => arg === BOTTOM)) return BOTTOM;
  return PRIMITIVES[t.name]!(new PrimCall(c, t, env, args, source));
}
