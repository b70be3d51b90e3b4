/** Interfaces (language.md 4.8). */
import { type ClassDef, type MethodDef, substitute, type Term } from '../../core/index.ts';
import type { Item } from '../../syntax/index.ts';
import { allowing, type Context, complain, scoped, src } from '../context.ts';
import { finish } from '../finish.ts';
import { quote } from '../normalise.ts';
import { openParams } from '../parameters.ts';
import { freshName } from '../state.ts';
import { PURE } from '../value.ts';
import {
  type Declared,
  defines,
  forbidShadowing,
  nameEntry,
  numbering,
  paramNames,
  zonkParams,
} from './result.ts';

type InterfaceItem = Extract<Item, { tag: 'interface' }>;

/** An interface: its constraints on its own parameters are its superclasses. Methods are top-level names. */
export function declareInterface(cx: Context, item: InterfaceItem): Declared {
  forbidShadowing(cx, [item.name, ...item.methods.map((m) => m.name)]);
  forbidShadowing(cx, paramNames(item.params, null));
  const numbers = numbering(cx.st.env);
  const ref = numbers.ref(item.name.name);
  const self = freshName(cx.st, '');
  const opened = scoped(cx, () => {
    const { cx: inner, params } = openParams(cx, item.params);
    const pure = allowing(inner, PURE);
    const methods = item.methods.map((m) => quote(cx.st, cx.rules.type(pure, m.type)));
    return { params, methods };
  });
  if (opened.params.some((p) => p.how === 'implicit')) complain(cx, 'DX0508', {}, item.name.span);
  const zonk = finish(cx);
  // Inside, a superclass is a constraint with a name of its own; outside, it is a part of the dictionary.
  const constraints = opened.params.filter((p) => p.how === 'synth');
  const dict: Term = { tag: 'var', name: self, source: 0 };
  const parts = new Map(
    constraints.map((c, index) => [c.name.id, { tag: 'superclass', cls: ref, index, dict } as Term] as const),
  );
  const outside = (t: Term): Term => substitute(zonk(t), parts, cx.st.names.next);
  const methods = item.methods.map((m, k) => ({
    name: m.name.name,
    ref: numbers.ref(m.name.name),
    type: outside(opened.methods[k]!),
  }));
  const cls: ClassDef = {
    tag: 'class',
    ref,
    source: src(cx, item.name.span),
    params: zonkParams(
      opened.params.filter((p) => p.how === 'explicit'),
      zonk,
    ),
    self,
    superclasses: constraints.map((c) => outside(c.type)),
    methods,
  };
  const definitions = methods.map(
    (m, index): MethodDef => ({
      tag: 'method',
      ref: m.ref,
      source: src(cx, item.methods[index]!.name.span),
      cls: ref,
      index,
    }),
  );
  const names = methods.map((m, k) => nameEntry(cx, item.methods[k]!.name, m.ref));
  return defines([cls, ...definitions], [nameEntry(cx, item.name, ref), ...names]);
}
