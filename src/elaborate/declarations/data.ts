/** `data` (`enum`) and the part that structs share with it (language.md 4.6). */
import type { Constructor, ConstructorDef, DataDef, Param, Term } from '../../core/index.ts';
import type { Item } from '../../syntax/index.ts';
import { allowing, bindLocal, type Context, scoped, src } from '../context.ts';
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

type DataItem = Extract<Item, { tag: 'data' }>;

/** A sum or product type. Its constructors are top-level names. */
export function declareData(cx: Context, item: DataItem): Declared {
  const fieldNames = item.constructors.flatMap((c) =>
    c.args.flatMap((a) => (a.name === null ? [] : [a.name])),
  );
  forbidShadowing(cx, [item.name, ...item.constructors.map((c) => c.name)]);
  forbidShadowing(cx, paramNames(item.params, item.given));
  for (const name of fieldNames) forbidShadowing(cx, [name]);
  cx.st.defining = { name: item.name.name, what: 'type' };
  const opened = scoped(cx, () => {
    const { cx: inner, params } = openParams(cx, item.params, item.given);
    const pure = allowing(inner, PURE);
    const constructors = item.constructors.map((c) =>
      scoped(cx, () =>
        c.args.map((a): Param => {
          const type =
            a.type === null
              ? cx.rules.type(pure, { tag: 'error', span: a.span })
              : cx.rules.type(pure, a.type);
          const term = quote(cx.st, type);
          const hint = a.name?.name ?? '';
          const name = hint === '' ? freshName(cx.st, '') : bindLocal(pure, hint, type, a.span);
          return { name, type: term, how: 'explicit', named: hint !== '' };
        }),
      ),
    );
    return { params, constructors };
  });
  const zonk: (t: Term) => Term = finish(cx);
  const numbers = numbering(cx.st.env);
  const ref = numbers.ref(item.name.name);
  const source = src(cx, item.name.span);
  const constructors = item.constructors.map(
    (c, k): Constructor => ({
      name: c.name.name,
      ref: numbers.ref(c.name.name),
      fields: zonkParams(opened.constructors[k]!, zonk),
    }),
  );
  const data: DataDef = {
    tag: 'data',
    ref,
    source,
    params: zonkParams(opened.params, zonk),
    constructors,
    fieldNames: null,
    methods: {},
  };
  const definitions = constructors.map(
    (c, index): ConstructorDef => ({
      tag: 'constructor',
      ref: c.ref,
      source: src(cx, item.constructors[index]!.name.span),
      data: ref,
      index,
    }),
  );
  const names = constructors.map((c, k) => nameEntry(cx, item.constructors[k]!.name, c.ref));
  return defines([data, ...definitions], [nameEntry(cx, item.name, ref), ...names]);
}
