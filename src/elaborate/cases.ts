/** `case` and `if` (language.md 3.7, 3.8). */
import type { Alternative, CoreDecl, DataDef, Term } from '../core/index.ts';
import type { Block, CaseExpr, IfExpr, Alternative as SurfaceAlternative } from '../syntax/index.ts';
import { booleans, conditional } from './booleans.ts';
import {
  bindLocal,
  type Context,
  complain,
  labelAt,
  poisoned,
  refuse,
  scoped,
  src,
  type Typed,
} from './context.ts';
import { expect, show } from './describe.ts';
import { closedType } from './escape.ts';
import { evaluate, quote } from './normalise.ts';
import { asData, bindPattern, fieldEnv, patternConstructor } from './patterns.ts';
import { unify } from './unify.ts';
import { bind, type DataTypeValue, rigid, UNIT, type Value } from './value.ts';

/** A `case`; its type is the expected one, or else that of the first alternative. */
export function elaborateCase(cx: Context, e: CaseExpr, expected: Value | null): Typed {
  const scrutinee = cx.rules.infer(cx, e.scrutinee);
  let type = expected;
  let data: DataDef | null = null;
  let at: DataTypeValue | null = null;
  let alternatives: (Alternative | null)[] = [];
  let failed = false;
  for (const a of e.alternatives) {
    const con = alternativeConstructor(cx, a);
    if (con === null) {
      failed = true;
      continue;
    }
    if (data === null) {
      data = con.data;
      at = asData(cx, data, scrutinee.type, e.scrutinee.span);
      alternatives = data.constructors.map(() => null);
    } else if (data !== con.data && asData(cx, con.data, scrutinee.type, a.pattern.span) === null) {
      failed = true;
      continue;
    }
    if (at === null) {
      failed = true;
      continue;
    }
    const body = elaborateAlternative(cx, a, con.data, con.index, at, type);
    type ??= body.type;
    alternatives[con.index] ??= body.alternative;
  }
  if (failed || data === null || type === null) return { term: poisoned.term, type: type ?? poisoned.type };
  const term: Term = {
    tag: 'case',
    data: data.ref,
    scrutinee: scrutinee.term,
    alternatives,
    type: quote(cx.st, type),
    source: src(cx, e.span),
  };
  return { term, type };
}

function alternativeConstructor(cx: Context, a: SurfaceAlternative) {
  const p = a.pattern;
  if (p.tag === 'con') return patternConstructor(cx, p.name.name, p.name.span);
  if (p.tag === 'var') return patternConstructor(cx, p.name, p.span);
  if (p.tag !== 'error') complain(cx, 'DX0315', { isName: p.tag === 'hole' }, p.span);
  return null;
}

function elaborateAlternative(
  cx: Context,
  a: SurfaceAlternative,
  data: DataDef,
  index: number,
  at: DataTypeValue,
  expected: Value | null,
): { readonly alternative: Alternative; readonly type: Value } {
  const { st } = cx;
  const { fields } = data.constructors[index]!;
  const args = a.pattern.tag === 'con' ? a.pattern.args : [];
  if (args.length !== fields.length) {
    complain(cx, 'DX0309', { expected: fields.length, actual: args.length }, a.pattern.span);
  }
  const level = st.names.next;
  return scoped(cx, () => {
    let env = fieldEnv(data.params, at);
    const decls: CoreDecl[] = [];
    const binders = fields.map((f, k) => {
      const p = args[k];
      const type = evaluate(st, f.type, env);
      const name = bindLocal(cx, p?.tag === 'var' ? p.name : '', type, p?.span ?? a.pattern.span);
      env = bind(env, f.name, rigid(name));
      return { name, type, pattern: p };
    });
    for (const { name, type, pattern } of binders) {
      if (pattern === undefined || pattern.tag === 'var' || pattern.tag === 'hole') continue;
      bindPattern(cx, pattern, { term: { tag: 'var', name, source: 0 }, type }, decls);
    }
    const body = elaborateBody(cx, a.body, expected);
    const type = expected ?? closedType(cx, body.type, level, a.body.span);
    const whole: Term =
      decls.length === 0
        ? body.term
        : { tag: 'block', decls, result: body.term, source: src(cx, a.body.span) };
    return { alternative: { binders: binders.map((b) => b.name), body: whole }, type };
  });
}

function elaborateBody(cx: Context, body: Block, expected: Value | null): Typed {
  if (expected === null) return cx.rules.inferBlock(cx, body);
  return { term: cx.rules.checkBlock(cx, body, expected), type: expected };
}

/** What follows the `then` of an `if` without `else`, whose result is `()`. */
function elaborateCommand(cx: Context, e: IfExpr, expected: Value | null): Typed {
  if (expected !== null) expect(cx, expected, UNIT, e.span);
  const { result } = e.consequent;
  const typed = cx.rules.inferBlock(cx, e.consequent);
  const isNumber = result.tag === 'nat' || result.tag === 'int';
  if (!isNumber && unify(cx.st, UNIT, typed.type, result.span) === null)
    return { term: typed.term, type: UNIT };
  const loop = result.tag === 'for' ? result.kind : null;
  return refuse(cx, 'DX0331', { type: show(cx, typed.type), loop }, result.span, [
    labelAt(cx, e.span, 'this if has no else'),
  ]);
}

/** `if`: a `case` on the type of the constructors `True` and `False` in scope. */
export function elaborateIf(cx: Context, e: IfExpr, expected: Value | null): Typed {
  const bool = booleans(cx, e.span);
  if (bool === null) return poisoned;
  const type: Value = { tag: 'dataType', data: bool.data.ref, args: [] };
  const scrutinee = cx.rules.check(cx, e.condition, type);
  const consequent =
    e.alternative === null ? elaborateCommand(cx, e, expected) : elaborateBody(cx, e.consequent, expected);
  const otherwise: Term =
    e.alternative === null
      ? { tag: 'tuple', items: [], source: src(cx, e.span) }
      : cx.rules.checkBlock(cx, e.alternative, consequent.type);
  const branches = { yes: consequent.term, no: otherwise };
  const term = conditional(cx, bool, scrutinee, branches, quote(cx.st, consequent.type), e.span);
  return { term, type: consequent.type };
}
