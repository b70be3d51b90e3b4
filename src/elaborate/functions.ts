/** Lambdas and definitions (language.md 3.6, 4.1). */
import type { Param, Row, Term, TermOf } from '../core/index.ts';
import type { Name } from '../names/index.ts';
import type { Binder, Def, ExplicitParam, LambdaExpr } from '../syntax/index.ts';
import {
  allowing,
  bindLocal,
  type Context,
  poisoned,
  refuse,
  scoped,
  src,
  type Typed,
  withGiven,
} from './context.ts';
import { expect } from './describe.ts';
import { inspect } from './meta.ts';
import { evaluate, evaluateRow, quote, quoteRow } from './normalise.ts';
import { effectRow, openParams } from './parameters.ts';
import { freshName } from './state.ts';
import { bind, type PiValue, PURE, type RowValue, rigid, type Value } from './value.ts';

const PURE_ROW: Row = { tag: 'row', effects: [], tail: null };

/** A lambda of unknown type: it is pure, and binders without a type are inferred. */
export function inferLambda(cx: Context, e: LambdaExpr): Typed {
  const level = cx.st.names.next;
  return scoped(cx, () => {
    const { cx: inner, params } = openParams(cx, e.params);
    const body = cx.rules.inferBlock(allowing(inner, PURE), e.body);
    return functionOf(cx, params, PURE_ROW, body, 'call', level, src(cx, e.span));
  });
}

/** A function and its type. What is still unknown in the type cannot depend on the parameters later. */
function functionOf(
  cx: Context,
  params: readonly Param[],
  row: Row,
  body: Typed,
  mode: 'call' | 'mention',
  level: number,
  source: number,
): { readonly term: TermOf<'lam'>; readonly type: PiValue } {
  inspect(cx.st, body.type, level, null);
  const result = quote(cx.st, body.type);
  return {
    term: { tag: 'lam', params, row, mode, body: body.term, source },
    type: { tag: 'pi', params, row, result, mode, env: null },
  };
}

/** A lambda where a function type is expected: implicit parameters of the type are abstracted silently. */
export function checkLambda(cx: Context, e: LambdaExpr, pi: PiValue): Term {
  const plain = e.params.every((p) => p.tag === 'explicit' && p.constraints.length === 0);
  if (!plain) {
    const typed = inferLambda(cx, e);
    return expect(cx, pi, typed.type, e.span) ? typed.term : poisoned.term;
  }
  const binders = e.params as readonly ExplicitParam[];
  const explicit = pi.params.filter((p) => p.how === 'explicit').length;
  if (explicit !== binders.length) {
    const params = { function: 'this lambda', isLambda: true, expected: explicit, actual: binders.length };
    return refuse(cx, 'DX0308', params, e.span).term;
  }
  return scoped(cx, () => checkPlainLambda(cx, e, binders, pi));
}

function checkPlainLambda(cx: Context, e: LambdaExpr, binders: readonly ExplicitParam[], pi: PiValue): Term {
  const lambda = openLambda(cx, binders, pi);
  const body = cx.rules.checkBlock(lambda.cx, e.body, lambda.result);
  return closeLambda(lambda, body, src(cx, e.span));
}

/** A lambda whose parameters are in scope and whose body is still to come. */
export interface OpenLambda {
  /** The context of the body. */
  readonly cx: Context;
  readonly params: readonly Param[];
  readonly row: RowValue;
  /** The type of the body. */
  readonly result: Value;
  readonly mode: PiValue['mode'];
}

/** Enters a lambda of a known type. The names of its explicit parameters stay bound until the caller leaves. */
export function openLambda(cx: Context, binders: readonly Binder[], pi: PiValue): OpenLambda {
  const { st } = cx;
  const params: Param[] = [];
  let inner = cx;
  let env = pi.env;
  let next = 0;
  for (const p of pi.params) {
    const type = evaluate(st, p.type, env);
    let name: Name;
    if (p.how === 'explicit') {
      const b = binders[next++]!;
      if (b.type !== null) expect(inner, type, cx.rules.type(inner, b.type), b.type.span);
      name = bindLocal(inner, b.name?.name ?? '', type, b.span);
    } else {
      name = freshName(st, p.name.hint);
      if (p.how === 'synth') inner = withGiven(inner, { tag: 'var', name, source: 0 }, type);
    }
    params.push({ ...p, name, type: quote(st, type) });
    env = bind(env, p.name, rigid(name));
  }
  const row = evaluateRow(st, pi.row, env);
  const result = evaluate(st, pi.result, env);
  return { cx: allowing(inner, row), params, row, result, mode: pi.mode };
}

/** The term of a lambda, given its body. */
export function closeLambda(lambda: OpenLambda, body: Term, source: number): Term {
  const { params, mode } = lambda;
  return { tag: 'lam', params, row: quoteRow(lambda.cx.st, lambda.row), mode, body, source };
}

/** A definition as a function and its type. The names of its parameters are bound only inside. */
export function elaborateDef(cx: Context, d: Def, before: (cx: Context) => Context = (x) => x) {
  const { st } = cx;
  const level = st.names.next;
  const outer = st.defining;
  st.defining = { name: d.name.name, what: 'function' };
  const typed = scoped(cx, () => {
    const opened = openParams(cx, d.params, d.given);
    return defBody(before(opened.cx), d, opened.params, level);
  });
  st.defining = outer;
  return typed;
}

/** The rest of a definition whose parameters are in scope. */
export function defBody(
  cx: Context,
  d: Def,
  params: readonly Param[],
  level: number,
): { readonly term: TermOf<'lam'>; readonly type: PiValue } {
  const source = src(cx, d.name.span);
  if (d.result === null) {
    const body = cx.rules.inferBlock(allowing(cx, PURE), d.body);
    return functionOf(cx, params, PURE_ROW, body, 'call', level, source);
  }
  const mode = d.result.arrow === '->' ? 'call' : 'mention';
  const effects = effectRow(cx, d.result.effects);
  const type: Value = cx.rules.type(cx, d.result.type);
  const row = quoteRow(cx.st, effects);
  const result = quote(cx.st, type);
  const body = cx.rules.checkBlock(allowing(cx, effects), d.body, type);
  return {
    term: { tag: 'lam', params, row, mode, body, source },
    type: { tag: 'pi', params, row, result, mode, env: null },
  };
}
