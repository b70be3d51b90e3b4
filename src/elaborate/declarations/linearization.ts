/** `custom-linearization` (language.md 7.5): a rule of the user's for differentiating a function. */
import type { FunctionDef, Param, Term, TermOf } from '../../core/index.ts';
import { isFloat } from '../../primitives/index.ts';
import type { Item } from '../../syntax/index.ts';
import { preludeData } from '../builtin.ts';
import { type Context, complain } from '../context.ts';
import { showTerm } from '../describe.ts';
import { finish } from '../finish.ts';
import { evaluate } from '../normalise.ts';
import { resolveGlobal } from '../reference.ts';
import { freshName } from '../state.ts';
import { type Declared, defines } from './result.ts';

type LinearizationItem = Extract<Item, { tag: 'customLinearization' }>;

/** Attaches a rule to a top-level `@noinline` function without one. */
export function declareLinearization(cx: Context, item: LinearizationItem): Declared {
  const f = ruleTarget(cx, item);
  const type = f === null ? null : ruleType(cx, item, f);
  if (f === null || type === null) return defines([], []);
  const rule = cx.rules.check(cx, item.value, evaluate(cx.st, type, null));
  const zonk = finish(cx);
  return defines(
    [{ ...f, linearization: { symbolic: item.symbolic, rule: zonk(rule), type: zonk(type) } }],
    [],
  );
}

function ruleTarget(cx: Context, item: LinearizationItem): FunctionDef | null {
  const { name, span } = item.name;
  const d = resolveGlobal(cx, name, span);
  if (d === null) return null;
  const refuseBecause = (because: string): null => {
    complain(cx, 'DX0902', { what: `a custom linearization of ${name}`, because }, span);
    return null;
  };
  if (d.tag !== 'function') return refuseBecause('it can only be defined for functions');
  if (!d.noinline) return refuseBecause('it only applies to @noinline functions');
  if (d.linearization !== null) return refuseBecause('the function has one already');
  if (d.ref.module !== cx.st.env.module) return refuseBecause('the function belongs to another module');
  return d;
}

/** `(given implicits, A1, …) -> (B, (T A1, …) -> T B)`; reports what has no such type. */
function ruleType(cx: Context, item: LinearizationItem, f: FunctionDef): Term | null {
  const type = f.type as TermOf<'pi'>;
  const firstExplicit = type.params.findIndex((p) => p.how === 'explicit');
  const mixed = type.params.some((p, k) => p.how !== 'explicit' && firstExplicit >= 0 && k > firstExplicit);
  if (mixed || type.row.effects.length > 0 || type.row.tail !== null) {
    const what = 'a custom linearization of implicit or impure functions';
    const because = 'implicit parameters come first, and the function has no effects';
    complain(cx, 'DX0902', { what, because }, item.name.span);
    return null;
  }
  const tangents: Param[] = [];
  for (const p of type.params) {
    if (p.how !== 'explicit') continue;
    const tangent = tangentOrReport(cx, item, p.type);
    if (tangent === null) return null;
    tangents.push({
      name: freshName(cx.st, ''),
      type: symbolic(cx, item, tangent),
      how: 'explicit',
      named: false,
    });
  }
  const result = tangentOrReport(cx, item, type.result);
  if (result === null) return null;
  const linear: Term = { tag: 'pi', params: tangents, row: type.row, result, mode: 'call' };
  return { ...type, result: { tag: 'tupleType', items: [type.result, linear] } };
}

function symbolic(cx: Context, item: LinearizationItem, tangent: Term): Term {
  const data = item.symbolic ? preludeData(cx.st.env, 'SymbolicTangent') : null;
  return data === null ? tangent : { tag: 'dataType', data, args: [tangent] };
}

function tangentOrReport(cx: Context, item: LinearizationItem, type: Term): Term | null {
  const tangent = tangentType(type);
  if (tangent !== null) return tangent;
  const what = `a custom linearization of ${item.name.name}`;
  complain(
    cx,
    'DX0902',
    { what, because: `there is no tangent type for ${showTerm(cx, type)}` },
    item.name.span,
  );
  return null;
}

/** The tangent type of a surface type (language.md 7.2, 7.5); null where there is none. */
function tangentType(type: Term): Term | null {
  switch (type.tag) {
    case 'scalarType':
      return isFloat(type.scalar) ? type : { tag: 'tupleType', items: [] };
    case 'tupleType': {
      const items = type.items.map(tangentType);
      return items.every((t) => t !== null) ? { tag: 'tupleType', items } : null;
    }
    case 'tableType': {
      const element = tangentType(type.element);
      return element === null ? null : { ...type, element };
    }
    // A type variable is its own tangent: rules are written for functions of floats.
    case 'var':
      return type;
    default:
      return null;
  }
}
