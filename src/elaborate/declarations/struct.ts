/** Structs: a product whose fields have names, and functions that belong to it (language.md 4.7). */
import type { DataDef, Definition, FunctionDef, GlobalRef, Param, Term } from '../../core/index.ts';
import type { Def, GivenClause, Item, Param as SurfaceParam } from '../../syntax/index.ts';
import { allowing, bindLocal, type Context, complain, scoped, src } from '../context.ts';
import { define } from '../environment.ts';
import { finish } from '../finish.ts';
import { defBody } from '../functions.ts';
import { evaluate, quote } from '../normalise.ts';
import { openParams } from '../parameters.ts';
import { freshName, inEnvironment } from '../state.ts';
import { PURE } from '../value.ts';
import {
  type Declared,
  defines,
  directNames,
  forbidShadowing,
  nameEntry,
  numbering,
  paramNames,
  zonkParams,
} from './result.ts';

type StructItem = Extract<Item, { tag: 'struct' }>;

/** A struct and its methods. Each method sees those before it. */
export function declareStruct(cx: Context, item: StructItem): Declared {
  forbidShadowing(cx, [item.name]);
  forbidShadowing(cx, paramNames(item.params, item.given));
  forbidRepetition(cx, item);
  cx.st.defining = { name: item.name.name, what: 'type' };
  const opened = scoped(cx, () => {
    const { cx: inner, params } = openParams(cx, item.params, item.given);
    const pure = allowing(inner, PURE);
    const fields = item.fields.map(
      (f): Param => ({
        name: freshName(cx.st, f.name.name),
        type: quote(cx.st, cx.rules.type(pure, f.type)),
        how: 'explicit',
        named: true,
      }),
    );
    return { params, fields };
  });
  cx.st.defining = null;
  const zonk = finish(cx);
  const numbers = numbering(cx.st.env);
  const ref = numbers.ref(item.name.name);
  let data: DataDef = {
    tag: 'data',
    ref,
    source: src(cx, item.name.span),
    params: zonkParams(opened.params, zonk),
    constructors: [{ name: item.name.name, ref, fields: zonkParams(opened.fields, zonk) }],
    fieldNames: item.fields.map((f) => f.name.name),
    methods: {},
  };
  const entry = nameEntry(cx, item.name, ref);
  const methods: FunctionDef[] = [];
  if (cx.st.diagnostics.length > 0) return defines([data], [entry]);
  for (const m of item.methods) {
    const known: Definition[] = [data, ...methods];
    const inside: Context = { ...cx, st: inEnvironment(cx.st, define(cx.st.env, known, [entry])) };
    const method = structMethod(inside, item, data, m, numbers.ref(m.name.name));
    methods.push(method);
    data = { ...data, methods: { ...data.methods, [m.name.name]: method.ref } };
  }
  return defines([data, ...methods], [entry]);
}

function forbidRepetition(cx: Context, item: StructItem): void {
  const seen = new Set<string>();
  for (const { name } of [...item.fields, ...item.methods]) {
    if (seen.has(name.name)) complain(cx, 'DX0202', { name: name.name }, name.span);
    seen.add(name.name);
  }
}

/** A method as a function of the struct's parameters, all implicit, of `self`, and of its own parameters. */
function structMethod(cx: Context, item: StructItem, data: DataDef, d: Def, ref: GlobalRef): FunctionDef {
  forbidShadowing(cx, [...paramNames(d.params, d.given), ...directNames(d.body)]);
  const level = cx.st.names.next;
  const f = scoped(cx, () => {
    const outer = openParams(cx, [...asGiven(item.given), ...item.params.flatMap(asGiven)]);
    const args = outer.params.map((p): Term => ({ tag: 'var', name: p.name, source: 0 }));
    const selfType: Term = { tag: 'dataType', data: data.ref, args };
    const self = bindLocal(outer.cx, 'self', evaluate(cx.st, selfType, null), d.name.span);
    const own = openParams(outer.cx, d.params, d.given);
    const selfParam: Param = { name: self, type: selfType, how: 'explicit', named: true };
    return defBody(own.cx, d, [...outer.params, selfParam, ...own.params], level);
  });
  const type = quote(cx.st, f.type);
  const zonk = finish(cx);
  return {
    tag: 'function',
    ref,
    source: src(cx, d.name.span),
    type: zonk(type),
    body: zonk(f.term),
    noinline: d.annotation === 'noinline',
    owner: data.ref,
    linearization: null,
  };
}

/** A parameter as an implicit one at the same position. */
function asGiven(p: SurfaceParam | null): readonly GivenClause[] {
  if (p === null) return [];
  if (p.tag === 'given') return [p];
  return [{ tag: 'given', implicits: [p], constraints: [], span: p.span }];
}
