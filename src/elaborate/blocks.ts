/** Blocks: statements in order, then a value (language.md 3.9, 4.4). */
import type { CoreDecl, Term } from '../core/index.ts';
import type {
  BindStatement,
  Block,
  Expr,
  LambdaExpr,
  LetStatement,
  Pattern,
  Statement,
} from '../syntax/index.ts';
import { aliasTerm, isTypeLike, nameSizes } from './aliases.ts';
import { argument, type PendingCall, resumeCall, suspendCall } from './application.ts';
import { bindDefined, type Context, leaveTo, poisoned, src, type Typed } from './context.ts';
import { expect } from './describe.ts';
import { closedType } from './escape.ts';
import { closeLambda, elaborateDef, type OpenLambda, openLambda } from './functions.ts';
import { force, quote } from './normalise.ts';
import { bindPattern, isConstructor } from './patterns.ts';
import { calleeOf, isDefined } from './reference.ts';
import { freshName } from './state.ts';
import type { Value } from './value.ts';

/** A block of unknown type. Its type must not mention names bound inside. */
export function inferBlock(cx: Context, b: Block): Typed {
  return b.statements.length === 0 ? cx.rules.infer(cx, b.result) : elaborate(cx, b, null);
}

/** A block where a type is expected. */
export function checkBlock(cx: Context, b: Block, type: Value): Term {
  return b.statements.length === 0 ? cx.rules.check(cx, b.result, type) : elaborate(cx, b, type).term;
}

/** The part of a block before a bind arrow, whose call waits for the rest. */
interface Suspended {
  readonly part: Part;
  readonly call: PendingCall;
  readonly lambda: OpenLambda;
  readonly source: number;
}

/** Statements up to a bind arrow or the end, as declarations. */
interface Part {
  readonly cx: Context;
  readonly decls: CoreDecl[];
  /** The type expected of this part's value. */
  readonly expected: Value | null;
  /** Names from here on are bound in this part. */
  readonly level: number;
}

/**
 * A block with statements. `x <- f(a)` makes a lambda of all that follows; a thousand of them are entered one after
 * the other and closed in the opposite order, without nesting of calls here.
 */
function elaborate(cx: Context, b: Block, expected: Value | null): Typed {
  const mark = cx.st.bound.length;
  const waiting: Suspended[] = [];
  let part: Part = { cx, decls: [], expected, level: cx.st.names.next };
  let typed: Typed | null = null;
  for (let k = 0; typed === null; k++) {
    const s = b.statements[k];
    if (s === undefined) {
      typed = partValue(part, b.result);
    } else if (s.tag !== 'bind') {
      statement(part.cx, s, part.decls);
    } else {
      const suspended = suspend(part, s);
      if (suspended === null) {
        typed = partValue(part, bindCall(s, { ...b, statements: b.statements.slice(k + 1) }));
      } else {
        waiting.push(suspended);
        const { lambda } = suspended;
        part = { cx: lambda.cx, decls: [], expected: lambda.result, level: cx.st.names.next };
      }
    }
  }
  typed = closePart(part, typed, b);
  for (let s = waiting.pop(); s !== undefined; s = waiting.pop()) {
    const call = resumeCall(s.part.cx, s.call, closeLambda(s.lambda, typed.term, s.source));
    if (s.part.expected !== null) expect(s.part.cx, s.part.expected, call.type, s.call.walk.span);
    typed = closePart(s.part, call, b);
  }
  leaveTo(cx, mark);
  return typed;
}

function partValue({ cx, expected }: Part, e: Expr): Typed {
  if (expected === null) return cx.rules.infer(cx, e);
  return { term: cx.rules.check(cx, e, expected), type: expected };
}

function closePart({ cx, decls, expected, level }: Part, value: Typed, b: Block): Typed {
  const type = expected ?? closedType(cx, value.type, level, b.result.span);
  if (decls.length === 0) return { term: value.term, type };
  return { term: { tag: 'block', decls, result: value.term, source: src(cx, b.span) }, type };
}

/** Begins the call at a bind arrow; null where the function is not a plain name of a function that takes a function. */
function suspend(part: Part, s: BindStatement): Suspended | null {
  const { cx } = part;
  const call = s.call.statements.length === 0 ? s.call.result : null;
  const f = call?.tag === 'call' ? call.function : call;
  // A name without a meaning is reported where the call as a whole is inferred.
  if (f?.tag !== 'var' || !isDefined(cx, f.name)) return null;
  const callee = calleeOf(cx, f);
  if (callee === null) return null;
  if (!takesContinuation(force(cx.st, callee.type))) return null;
  const args = call?.tag === 'call' ? call.args.map(argument) : [];
  const pending = suspendCall(cx, callee, args, call?.tag === 'call' ? call.named : [], s.call.span);
  const pi = pending === null ? null : force(cx.st, pending.type);
  if (pending === null || pi?.tag !== 'pi') return null;
  return { part, call: pending, lambda: openLambda(cx, [s.binder], pi), source: src(cx, s.span) };
}

/** Whether the last explicit parameter of a function is a function of one explicit parameter. */
function takesContinuation(type: Value): boolean {
  if (type.tag !== 'pi') return false;
  const last = type.params.filter((p) => p.how === 'explicit').at(-1)?.type;
  return last?.tag === 'pi' && last.params.filter((p) => p.how === 'explicit').length === 1;
}

function statement(cx: Context, s: Exclude<Statement, BindStatement>, decls: CoreDecl[]): void {
  switch (s.tag) {
    case 'let':
      letStatement(cx, s, decls);
      return;
    case 'def': {
      const f = elaborateDef(cx, s.def);
      const name = bindDefined(cx, s.def.name.name, f, s.def.name.span);
      decls.push({ name, type: quote(cx.st, f.type), value: f.term });
      return;
    }
    case 'expression': {
      const typed = cx.rules.infer(cx, s.expr);
      decls.push({ name: freshName(cx.st, ''), type: quote(cx.st, typed.type), value: typed.term });
      return;
    }
    case 'pass':
      return;
  }
}

function letStatement(cx: Context, s: LetStatement, decls: CoreDecl[]): void {
  const value = letValue(cx, s.pattern, s.type, s.value);
  const alias = s.pattern.tag === 'var' && isTypeLike(cx, value.type);
  bindPattern(cx, s.pattern, alias ? namedSizes(cx, value, decls) : value, decls);
}

/** A local alias; what its sizes are computed by becomes declarations before it. */
function namedSizes(cx: Context, alias: Typed, decls: CoreDecl[]): Typed {
  const term = nameSizes(aliasTerm(cx, alias), (size) => {
    const name = freshName(cx.st, '');
    decls.push({ name, type: { tag: 'natType' }, value: size });
    return { tag: 'var', name, source: 0 };
  });
  return { term, type: alias.type };
}

/** The value of a binding, with its annotation if there is one. */
export function letValue(cx: Context, pattern: Pattern, annotation: Expr | null, value: Block): Typed {
  // `f x = …` is no binding: what stands behind it means nothing until the pattern does.
  if (pattern.tag === 'con' && !isConstructor(cx, pattern.name.name)) return poisoned;
  if (annotation === null) return cx.rules.inferBlock(cx, value);
  const type = cx.rules.type(cx, annotation);
  return { term: cx.rules.checkBlock(cx, value, type), type };
}

/** `x <- f(a)` and the rest of the block: `f(a, \x. rest)`. */
function bindCall(s: BindStatement, rest: Block): Expr {
  const { binder } = s;
  const lambda: LambdaExpr = {
    tag: 'lambda',
    params: [{ tag: 'explicit', name: binder.name, type: binder.type, constraints: [], span: binder.span }],
    body: rest,
    span: rest.span,
  };
  const call = appended(s.call.result, lambda);
  if (s.call.statements.length === 0) return call;
  return { tag: 'do', body: { ...s.call, result: call }, span: s.call.span };
}

function appended(call: Expr, arg: Expr): Expr {
  if (call.tag === 'call') return { ...call, args: [...call.args, arg] };
  return { tag: 'call', function: call, args: [arg], named: [], span: call.span };
}
