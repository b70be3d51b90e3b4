/**
 * Application (language.md 5.5): the parameters are walked from left to right, and what is learnt about one is known
 * for those after it. Explicit ones take the arguments, implicit ones become metavariables, constraints goals.
 */
import { freeNames, type Param, type Row, type Term } from '../core/index.ts';
import type { Span } from '../source/index.ts';
import type { Expr, NamedArg } from '../syntax/index.ts';
import { misplacedFunction } from './argument-order.ts';
import {
  allowing,
  type Context,
  complain,
  labelAt,
  leaveTo,
  poisoned,
  refuse,
  src,
  type Typed,
  textOf,
  withGiven,
} from './context.ts';
import { expect, show } from './describe.ts';
import { dictionary } from './dictionaries.ts';
import { requestEffects } from './effects.ts';
import { freshMeta, freshMetaId, metaTerm } from './meta.ts';
import {
  delay,
  evaluate,
  evaluateRow,
  force,
  isEvaluated,
  quote,
  quoteParams,
  quoteRow,
} from './normalise.ts';
import { type Callee, termCallee } from './reference.ts';
import { freshName, type MetaOrigin, type State } from './state.ts';
import { bind, type Env, type PiValue, POISON, rigid, type Value } from './value.ts';

/** An argument: an expression still to be checked, or a term whose type is known. */
export type Argument =
  | { readonly tag: 'expr'; readonly expr: Expr }
  | { readonly tag: 'typed'; readonly typed: Typed; readonly span: Span };

/** An expression as an argument. */
export function argument(expr: Expr): Argument {
  return { tag: 'expr', expr };
}

/** A call under way: its parameters in order, and what they stand for so far. */
interface Walk {
  readonly callee: Callee;
  readonly pi: PiValue;
  readonly span: Span;
  readonly named: ReadonlyMap<string, NamedArg>;
  readonly dependent: readonly boolean[];
  readonly terms: Term[];
  env: Env;
}

/** The term and the type of a callee applied to arguments. Reports what does not fit. */
export function applyTo(
  cx: Context,
  callee: Callee,
  args: readonly Argument[],
  named: readonly NamedArg[],
  span: Span,
): Typed {
  const pi = force(cx.st, callee.type);
  if (pi.tag !== 'pi' || pi.mode === 'mention' || explicitCount(pi) !== args.length) {
    return applyOther(cx, callee, pi, args, named, span);
  }
  const exprs = args.map((a) => (a.tag === 'expr' ? a.expr : null));
  const order = misplacedFunction(cx, callee.name, pi, exprs);
  if (order !== null) {
    inferAll(cx, args);
    return refuse(cx, 'DX0321', { what: 'lambda', expected: order.expected }, order.lambda.span, [], order);
  }
  const walk = begin(cx, callee, pi, named, span);
  for (const a of args) takeArgument(cx, walk, a);
  takeHiddenOnes(cx, walk);
  return finish(cx, walk);
}

/** An application of anything but a function with so many explicit parameters. */
function applyOther(
  cx: Context,
  callee: Callee,
  type: Value,
  args: readonly Argument[],
  named: readonly NamedArg[],
  span: Span,
): Typed {
  if (type.tag === 'pi' && type.mode === 'mention') {
    const typed = instantiateMention(cx, callee, type, span, named);
    if (args.length === 0) return typed;
    return applyTo(cx, termCallee(typed.term, typed.type, callee.name, src(cx, span)), args, [], span);
  }
  if (type.tag === 'stuck' && type.head.tag === 'meta') return applyUnknown(cx, callee, type, args, span);
  inferAll(cx, args);
  // What is unknown among the arguments may be a word of another language, and then nothing here is an argument.
  if (type.tag === 'poison' || args.some((a) => a.tag === 'expr' && isUnknownName(cx, a.expr)))
    return poisoned;
  if (type.tag !== 'pi') {
    const help = type.tag === 'kind' ? ['numbers are converted by functions: n_to_f, f_to_i, i_to_n'] : [];
    return refuse(cx, 'DX0313', { type: `of type ${show(cx, type)}` }, span, [], { help });
  }
  // What a method is called on is none of the arguments that its caller writes.
  const self = args.filter((a) => a.tag === 'typed').length;
  const counts = { expected: explicitCount(type) - self, actual: args.length - self };
  const tuple = onlyTuple(cx, args, counts.expected);
  const call = callAsArguments(cx, args, type);
  const params = { function: callee.name, ...counts, tuple, call, isMethod: self > 0 };
  return refuse(cx, 'DX0308', params, span, [], {
    facts: [`its type: ${show(cx, type)}`],
  });
}

function isUnknownName(cx: Context, e: Expr): boolean {
  return e.tag === 'var' && cx.st.skipped.has(e.name);
}

/** The text of the only argument if it is a tuple of as many components as there are parameters. */
function onlyTuple(cx: Context, args: readonly Argument[], expected: number): string | null {
  const [only] = args;
  if (args.length !== 1 || only?.tag !== 'expr' || only.expr.tag !== 'tuple') return null;
  return only.expr.elements.length === expected ? textOf(cx, only.expr.span) : null;
}

/** The text of a function that stands where the last argument should, followed by what look like its own arguments. */
function callAsArguments(cx: Context, args: readonly Argument[], pi: PiValue): string | null {
  const last = args[explicitCount(pi) - 1];
  if (last?.tag !== 'expr' || last.expr.tag !== 'var' || explicitCount(pi) === args.length) return null;
  const type = cx.rules.infer(cx, last.expr).type;
  return force(cx.st, type).tag === 'pi' ? textOf(cx, last.expr.span) : null;
}

/** Finds the mistakes that arguments hold by themselves. A lambda is left out: what its binders are is not known. */
function inferAll(cx: Context, args: readonly Argument[]): void {
  for (const a of args) {
    if (a.tag === 'expr' && a.expr.tag !== 'hole' && a.expr.tag !== 'lambda') cx.rules.infer(cx, a.expr);
  }
}

/** A function of unknown type is a plain one: explicit, pure, not dependent. */
function applyUnknown(
  cx: Context,
  callee: Callee,
  type: Value,
  args: readonly Argument[],
  span: Span,
): Typed {
  const { st } = cx;
  const typed = args.map((a) => inferArgument(cx, a));
  const params = typed.map(
    (t): Param => ({ name: freshName(st, ''), type: quote(st, t.type), how: 'explicit', named: false }),
  );
  const result = freshMeta(st, { span, role: { tag: 'type', of: 'the result of this call' } });
  const row: Row = { tag: 'row', effects: [], tail: null };
  const pi: Value = { tag: 'pi', params, row, result: quote(st, result), mode: 'call', env: null };
  if (!expect(cx, type, pi, span)) return poisoned;
  return { term: callee.apply(typed.map((t) => t.term)), type: result };
}

function inferArgument(cx: Context, a: Argument): Typed {
  return a.tag === 'typed' ? a.typed : cx.rules.infer(cx, a.expr);
}

function explicitCount(pi: PiValue): number {
  return pi.params.filter((p) => p.how === 'explicit').length;
}

/** A call that waits for its last argument. */
export interface PendingCall {
  readonly walk: Walk;
  /** The type of the argument. */
  readonly type: Value;
}

/** A call of a known function up to its last argument; null, and nothing done, where it is no such call. */
export function suspendCall(
  cx: Context,
  callee: Callee,
  args: readonly Argument[],
  named: readonly NamedArg[],
  span: Span,
): PendingCall | null {
  const pi = force(cx.st, callee.type);
  if (pi.tag !== 'pi' || pi.mode === 'mention' || explicitCount(pi) !== args.length + 1) return null;
  const walk = begin(cx, callee, pi, named, span);
  for (const a of args) takeArgument(cx, walk, a);
  takeHiddenOnes(cx, walk);
  if (args.length === 0) solveTail(cx, walk);
  return { walk, type: delay(pi.params[walk.terms.length]!.type, walk.env) };
}

/** The call, given its last argument. */
export function resumeCall(cx: Context, { walk }: PendingCall, last: Term): Typed {
  supply(walk, last);
  takeHiddenOnes(cx, walk);
  return finish(cx, walk);
}

function begin(cx: Context, callee: Callee, pi: PiValue, named: readonly NamedArg[], span: Span): Walk {
  const dependent = dependence(cx.st, pi);
  const walk = { callee, pi, span, dependent, terms: [], env: pi.env };
  return { ...walk, named: named.length === 0 ? NONE : checkNamed(cx, pi, named, span) };
}

const NONE: ReadonlyMap<string, NamedArg> = new Map();

/** Named arguments by name, after reporting those that are repeated or belong to no implicit parameter. */
function checkNamed(
  cx: Context,
  pi: PiValue,
  named: readonly NamedArg[],
  span: Span,
): ReadonlyMap<string, NamedArg> {
  const byName = new Map<string, NamedArg>();
  const known = pi.params.filter((p) => p.how !== 'explicit' && p.named).map((p) => p.name.hint);
  const unknown = named.filter((n) => !known.includes(n.name.name)).map((n) => n.name.name);
  for (const n of named) {
    const before = byName.get(n.name.name);
    if (before !== undefined) {
      const first = labelAt(cx, before.name.span, 'given here first');
      complain(cx, 'DX0317', { names: [n.name.name] }, n.name.span, [first]);
    }
    byName.set(n.name.name, n);
  }
  if (unknown.length > 0) complain(cx, 'DX0318', { names: unknown, known }, span);
  return byName;
}

/** Which parameters are mentioned by later types, the row or the result. Remembered by telescope. */
function dependence(st: State, pi: PiValue): readonly boolean[] {
  const known = st.dependence.get(pi.params);
  if (known !== undefined) return known;
  const mentioned = freeNames(...pi.params.map((p) => p.type), pi.row, pi.result);
  const answer = pi.params.map((p) => mentioned.has(p.name.id));
  st.dependence.set(pi.params, answer);
  return answer;
}

/** A call whose only effects are an open tail has the effects of its context: its arguments may count on that. */
function solveTail(cx: Context, walk: Walk): void {
  const { row } = walk.pi;
  if (row.effects.length > 0 || row.tail?.tag !== 'var') return;
  const tail = force(cx.st, evaluate(cx.st, row.tail, walk.env));
  if (tail.tag === 'stuck' && tail.head.tag === 'meta') {
    requestEffects(cx, { tag: 'row', effects: [], tail }, walk.span);
  }
}

function supply(walk: Walk, term: Term, value: Value | null = null): void {
  const k = walk.terms.length;
  walk.terms.push(term);
  if (walk.dependent[k]) walk.env = bind(walk.env, walk.pi.params[k]!.name, value ?? delay(term, null));
}

/** Supplies implicit and synthesised parameters up to the next explicit one. */
function takeHiddenOnes(cx: Context, walk: Walk): void {
  const { params } = walk.pi;
  while (walk.terms.length < params.length && params[walk.terms.length]!.how !== 'explicit') {
    takeHidden(cx, walk, params[walk.terms.length]!);
  }
}

function takeHidden(cx: Context, walk: Walk, p: Param): void {
  const type = delay(p.type, walk.env);
  const given = p.named ? walk.named.get(p.name.hint) : undefined;
  if (given !== undefined) {
    supply(walk, cx.rules.check(cx, given.value, type));
  } else if (p.how === 'synth') {
    supply(walk, dictionary(cx.st, type, cx.givens, walk.span, walk.callee.selects));
  } else {
    const kind = p.type.tag === 'kind' && p.type.kind === 'EffKind' ? 'row' : 'term';
    // The parameters of a constructor's type cannot be named in a call.
    const of = walk.callee.name;
    const role: MetaOrigin['role'] = p.named
      ? { tag: 'implicit', name: p.name.hint, of }
      : { tag: 'type', of: `the type of ${of}` };
    supply(walk, metaTerm(freshMetaId(cx.st, { span: walk.span, role }, kind)));
  }
}

function takeArgument(cx: Context, walk: Walk, a: Argument): void {
  takeHiddenOnes(cx, walk);
  const k = walk.terms.length;
  const p = walk.pi.params[k]!;
  if (walk.pi.params.findIndex((q) => q.how === 'explicit') === k) solveTail(cx, walk);
  const type = delay(p.type, walk.env);
  if (a.tag === 'typed') {
    expect(cx, type, a.typed.type, a.span);
    supply(walk, a.typed.term);
    return;
  }
  if (a.expr.tag === 'hole') {
    const role = { tag: 'implicit', name: p.name.hint, of: walk.callee.name, isHole: true } as const;
    supply(walk, metaTerm(freshMetaId(cx.st, { span: a.expr.span, role })));
    return;
  }
  const term = cx.rules.check(cx, a.expr, type);
  supply(walk, term);
  if (walk.dependent[k] && !isEvaluated(cx.st, delay(term, null))) {
    complain(cx, 'DX0323', { argument: p.name.hint, expression: textOf(cx, a.expr.span) }, a.expr.span);
    walk.env = bind(walk.env, p.name, POISON);
  }
}

function finish(cx: Context, walk: Walk): Typed {
  const { pi, callee, span } = walk;
  if (pi.row.effects.length > 0 || pi.row.tail !== null) {
    requestEffects(cx, evaluateRow(cx.st, pi.row, walk.env), span);
  }
  return { term: callee.apply(walk.terms), type: evaluate(cx.st, pi.result, walk.env) };
}

// --------------------------------------------------------------------------------------------------- instantiation

/** A name that is applied wherever it is mentioned. */
function instantiateMention(
  cx: Context,
  callee: Callee,
  pi: PiValue,
  span: Span,
  named: readonly NamedArg[],
): Typed {
  const walk = begin(cx, callee, pi, named, span);
  takeHiddenOnes(cx, walk);
  return finish(cx, walk);
}

/** A callee as a value: implicit parameters become metavariables, and a function of the explicit ones is left. */
export function instantiate(cx: Context, callee: Callee, span: Span): Typed {
  const type = force(cx.st, callee.type);
  if (type.tag === 'pi' && type.mode === 'mention') {
    const typed = instantiateMention(cx, callee, type, span, []);
    return instantiate(cx, termCallee(typed.term, typed.type, callee.name, src(cx, span)), span);
  }
  if (type.tag !== 'pi' || (callee.bare !== null && type.params.every((p) => p.how === 'explicit'))) {
    return { term: callee.bare ?? callee.apply([]), type: callee.type };
  }
  return etaExpand(cx, callee, type, span);
}

function etaExpand(cx: Context, callee: Callee, pi: PiValue, span: Span): Typed {
  const { st } = cx;
  const walk = begin(cx, callee, pi, [], span);
  const params: Param[] = [];
  for (const p of pi.params) {
    if (p.how !== 'explicit') {
      takeHidden(cx, walk, p);
      continue;
    }
    const type = quote(st, evaluate(st, p.type, walk.env));
    const name = freshName(st, p.name.hint);
    params.push({ ...p, name, type });
    supply(walk, { tag: 'var', name, source: 0 }, rigid(name));
  }
  const row = quoteRow(st, evaluateRow(st, pi.row, walk.env));
  const result = quote(st, evaluate(st, pi.result, walk.env));
  const source = src(cx, span);
  const term: Term = { tag: 'lam', params, row, mode: 'call', body: callee.apply(walk.terms), source };
  return { term, type: { tag: 'pi', params, row, result, mode: 'call', env: null } };
}

/**
 * A callee where a function type with other implicit parameters is expected: a lambda that abstracts those of the
 * expected type, which the body may use as givens (language.md 5.4).
 */
export function etaAgainst(cx: Context, callee: Callee, expected: PiValue, span: Span): Term {
  const { st } = cx;
  const mark = st.bound.length;
  const { params, env } = quoteParams(st, expected.params, expected.env);
  let inner = cx;
  const args: Argument[] = [];
  for (const p of params) {
    const term: Term = { tag: 'var', name: p.name, source: 0 };
    const type = evaluate(st, p.type, null);
    if (p.how === 'synth') inner = withGiven(inner, term, type);
    else if (p.how === 'explicit') args.push({ tag: 'typed', typed: { term, type }, span });
  }
  const row = evaluateRow(st, expected.row, env);
  const body = applyTo(allowing(inner, row), callee, args, [], span);
  expect(inner, evaluate(st, expected.result, env), body.type, span);
  leaveTo(cx, mark);
  return {
    tag: 'lam',
    params,
    row: quoteRow(st, row),
    mode: expected.mode,
    body: body.term,
    source: src(cx, span),
  };
}
