/** The types of terms, where they can be read off: what a value is shown as comes from its type. */
import type { Term } from '../core/index.ts';
import type { Context } from './context.ts';
import { Env, TOP } from './env.ts';
import type { TypeValue, Value } from './value.ts';

/** The type of a term, or null where finding it would need checking. */
export function typeOfTerm(c: Context, t: Term, env: Env<Value>): TypeValue | null {
  const type = (term: Term): TypeValue => c.machine.type(c, term, env);
  switch (t.tag) {
    case 'var': {
      const written = env.typeOf(t.name);
      return written === null ? null : type(written);
    }
    case 'global': {
      const def = c.world.definitions.lookup(t.ref);
      const isTyped = def.tag === 'value' || def.tag === 'function' || def.tag === 'foreign';
      return isTyped ? c.machine.type(c, def.type, new Env<Value>(null, TOP)) : null;
    }
    case 'lit':
      return { tag: 'scalar', scalar: t.scalar };
    case 'natLit':
      return { tag: 'nat' };
    case 'string':
      return { tag: 'data', data: t.list, args: [{ tag: 'type', type: { tag: 'scalar', scalar: 'w8' } }] };
    case 'tuple': {
      const items = t.items.map((item) => typeOfTerm(c, item, env));
      return items.includes(null) ? null : { tag: 'tuple', items: items as TypeValue[] };
    }
    case 'con':
      return { tag: 'data', data: t.data, args: t.params.map((p) => c.machine.evaluate(c, p, env)) };
    case 'case':
    case 'prim':
    case 'pack':
    case 'refField':
      return type(t.type);
    default:
      return null;
  }
}
