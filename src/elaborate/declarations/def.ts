import type { FunctionDef } from '../../core/index.ts';
import type { Def } from '../../syntax/index.ts';
import { type Context, src } from '../context.ts';
import { finish } from '../finish.ts';
import { elaborateDef } from '../functions.ts';
import { quote } from '../normalise.ts';
import { type Declared, defines, forbidShadowing, nameEntry, numbering } from './result.ts';

/** A top-level function (language.md 4.1). It evaluates nothing. */
export function declareDef(cx: Context, d: Def): Declared {
  forbidShadowing(cx, [d.name]);
  const f = elaborateDef(cx, d);
  const type = quote(cx.st, f.type);
  const zonk = finish(cx);
  const ref = numbering(cx.st.env).ref(d.name.name);
  const definition: FunctionDef = {
    tag: 'function',
    ref,
    source: src(cx, d.name.span),
    type: zonk(type),
    body: zonk(f.term),
    noinline: d.annotation === 'noinline',
    owner: null,
    linearization: null,
  };
  return defines([definition], [nameEntry(cx, d.name, ref)]);
}
