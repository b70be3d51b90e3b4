/** Foreign functions (language.md 4.11): the host registers what they are. */
import type { ForeignDef } from '../../core/index.ts';
import type { Item } from '../../syntax/index.ts';
import { type Context, complain, src } from '../context.ts';
import { show } from '../describe.ts';
import { finish } from '../finish.ts';
import { evaluate, force, quote } from '../normalise.ts';
import type { Value } from '../value.ts';
import { type Declared, defines, forbidShadowing, nameEntry, numbering } from './result.ts';

type ForeignItem = Extract<Item, { tag: 'foreign' }>;

/** A function of scalars and raw pointers that the host provides. */
export function declareForeign(cx: Context, item: ForeignItem): Declared {
  forbidShadowing(cx, [item.name]);
  const value = cx.rules.type(cx, item.type);
  const type = force(cx.st, value);
  if (type.tag !== 'poison' && !isForeign(cx, type)) {
    complain(cx, 'DX0328', { text: item.symbol, type: show(cx, type) }, item.type.span);
  }
  const term = quote(cx.st, type);
  const zonk = finish(cx);
  const ref = numbering(cx.st.env).ref(item.name.name);
  const definition: ForeignDef = {
    tag: 'foreign',
    ref,
    source: src(cx, item.name.span),
    type: zonk(term),
    symbol: item.symbol,
  };
  return defines([definition], [nameEntry(cx, item.name, ref)]);
}

function isForeign(cx: Context, type: Value): boolean {
  if (type.tag !== 'pi' || type.mode !== 'call') return false;
  const { env } = type;
  const params = type.params.every(
    (p) => p.how === 'explicit' && isScalar(force(cx.st, evaluate(cx.st, p.type, env))),
  );
  return params && isResult(cx, evaluate(cx.st, type.result, env));
}

function isScalar(t: Value): boolean {
  return t.tag === 'scalarType' || t.tag === 'ptrType';
}

/** A scalar, a pointer, a nest of pairs of these, or nothing. */
function isResult(cx: Context, type: Value): boolean {
  const t = force(cx.st, type);
  return isScalar(t) || (t.tag === 'tupleType' && t.items.every((item) => isResult(cx, item)));
}
