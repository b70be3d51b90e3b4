/** Parameter lists, `given` clauses, constraints and effect rows (language.md 4.1, 4.2). */
import type { Param, Term } from '../core/index.ts';
import type { Span } from '../source/index.ts';
import type {
  Binder,
  EffectRow,
  ExplicitParam,
  Expr,
  GivenClause,
  Param as SurfaceParam,
} from '../syntax/index.ts';
import { applyTo } from './application.ts';
import {
  allowing,
  bindLocal,
  type Context,
  complain,
  declareLocal,
  findLocal,
  src,
  type Typed,
  textOf,
  withGiven,
} from './context.ts';
import { expect, show } from './describe.ts';
import { freshMeta } from './meta.ts';
import { evaluate, force, quote } from './normalise.ts';
import { type Callee, globalCallee, isDefined, resolve, resolveGlobal, termCallee } from './reference.ts';
import { freshName } from './state.ts';
import { unify } from './unify.ts';
import { EFFECTS, type EffectValue, HEAP, POISON, PURE, type RowValue, TYPE, type Value } from './value.ts';

/** A telescope that has been entered: its parameters, and the context inside. */
export interface Opened {
  readonly cx: Context;
  readonly params: readonly Param[];
}

/**
 * Enters a parameter list, after the parameters of a trailing `given` clause, which scope over it. The names stay
 * bound until the caller leaves the scope. Types are pure.
 */
export function openParams(
  cx: Context,
  params: readonly SurfaceParam[],
  given: GivenClause | null = null,
): Opened {
  const opened: Param[] = [];
  let inner = cx;
  if (given !== null) inner = openGiven(inner, given, opened);
  for (const p of params) {
    inner = p.tag === 'given' ? openGiven(inner, p, opened) : openParam(inner, p, 'explicit', opened);
  }
  return { cx: inner, params: opened };
}

function openGiven(cx: Context, clause: GivenClause, opened: Param[]): Context {
  let inner = cx;
  for (const p of clause.implicits) inner = openParam(inner, p, 'implicit', opened);
  for (const c of clause.constraints) inner = openConstraint(inner, c, opened);
  return inner;
}

function openParam(cx: Context, p: ExplicitParam, how: 'explicit' | 'implicit', opened: Param[]): Context {
  const hint = p.name?.name ?? '';
  const meant = p.type === null ? null : interfaceForType(cx, p, p.type);
  const asked = meant === null ? p.constraints : [meant, ...p.constraints];
  const constraints = asked.map((c) => [constraintCallee(cx, c), c.span] as const);
  const type = meant === null ? typeOfParam(cx, p, constraints[0]?.[0]) : POISON;
  const name = bindLocal(cx, hint, type, p.name?.span ?? p.span);
  opened.push({ name, type: quote(cx.st, type), how, named: hint !== '' });
  let inner = cx;
  for (const [callee, span] of constraints) {
    if (callee === null) continue;
    const term: Term = { tag: 'var', name, source: src(cx, p.span) };
    const constraint = applyConstraint(inner, callee, { term, type }, p.span, span);
    inner = addConstraint(inner, 'd', constraint, false, opened);
  }
  return inner;
}

/**
 * An interface that stands where a parameter's type should, which is reported; else null. What follows then counts on
 * the constraint that was meant.
 */
function interfaceForType(cx: Context, p: ExplicitParam, type: Expr): Expr | null {
  if (type.tag !== 'var' || findLocal(cx, type.name) !== null || !isDefined(cx, type.name)) return null;
  if (resolveGlobal(cx, type.name, type.span)?.tag !== 'class') return null;
  const name = p.name?.name ?? '_';
  const help =
    `a type that has this interface is introduced by ${name}|${type.name}, ` +
    `a value of such a type by ${name}:a and given (a|${type.name})`;
  complain(cx, 'DX0206', { name: type.name, actual: 'an interface' }, type.span, [], { help: [help] });
  return type;
}

function typeOfParam(cx: Context, p: ExplicitParam, constraint: Callee | null | undefined): Value {
  return p.type === null ? impliedType(cx, p, constraint) : cx.rules.type(allowing(cx, PURE), p.type);
}

/** The type of a parameter without one: that of the parameter of its first constraint, else to be found. */
function impliedType(cx: Context, p: ExplicitParam, constraint: Callee | null | undefined): Value {
  const { st } = cx;
  const name = p.name?.name ?? '_';
  if (constraint === undefined) return freshMeta(st, { span: p.span, role: { tag: 'binder', name } });
  const type = constraint === null ? POISON : force(st, constraint.type);
  const first = type.tag === 'pi' ? type.params.find((q) => q.how === 'explicit') : undefined;
  return type.tag === 'pi' && first !== undefined ? evaluate(st, first.type, type.env) : POISON;
}

/** The function that a constraint is; null, and a report, where it is none of one parameter. */
function constraintCallee(cx: Context, constraint: Expr): Callee | null {
  let callee: Callee;
  if (constraint.tag === 'var') {
    const meaning = resolve(cx, constraint.name, constraint.span);
    if (meaning === null) return null;
    callee = meaning.tag === 'local' ? meaning.callee : globalCallee(cx, meaning.definition, constraint.span);
  } else {
    const f = cx.rules.infer(cx, constraint);
    callee = termCallee(f.term, f.type, 'the constraint', src(cx, constraint.span));
  }
  const type = force(cx.st, callee.type);
  if (type.tag === 'poison') return null;
  if (type.tag === 'pi' && type.params.filter((p) => p.how === 'explicit').length === 1) return callee;
  complain(cx, 'DX0507', { type: show(cx, callee.type) }, constraint.span);
  return null;
}

function applyConstraint(cx: Context, callee: Callee, to: Typed, at: Span, span: Span): Value {
  const applied = applyTo(cx, callee, [{ tag: 'typed', typed: to, span: at }], [], span);
  return expect(cx, TYPE, applied.type, span) ? evaluate(cx.st, applied.term, null) : POISON;
}

function openConstraint(cx: Context, c: Binder, opened: Param[]): Context {
  const type = c.type === null ? POISON : cx.rules.type(allowing(cx, PURE), c.type);
  const named = c.name !== null;
  const inner = addConstraint(cx, c.name?.name ?? '', type, named, opened);
  if (c.name !== null) {
    declareLocal(cx, c.name.name, { name: opened[opened.length - 1]!.name, type, span: c.name.span });
  }
  return inner;
}

function addConstraint(cx: Context, hint: string, type: Value, named: boolean, opened: Param[]): Context {
  const name = freshName(cx.st, hint);
  opened.push({ name, type: quote(cx.st, type), how: 'synth', named });
  return withGiven(cx, { tag: 'var', name, source: 0 }, type);
}

// --------------------------------------------------------------------------------------------------------- effects

/** The value of a written effect row; none means pure. */
export function effectRow(cx: Context, row: EffectRow | null): RowValue {
  if (row === null) return PURE;
  const effects: EffectValue[] = [];
  let isKnown = true;
  for (const e of row.effects) {
    const tag = HEAP_EFFECTS[e.name.name];
    if (e.name.name === 'Except' || e.name.name === 'IO') {
      effects.push({ tag: e.name.name === 'IO' ? 'io' : 'except' });
    } else if (tag !== undefined && e.argument !== null) {
      effects.push({ tag, heap: heapOf(cx, e.argument) });
    } else {
      complain(cx, 'DX0157', { text: textOf(cx, e.span) }, e.span);
      isKnown = false;
    }
  }
  const tail = row.tail === null ? null : rowTail(cx, row.tail.name, row.tail.span);
  // What was meant by no effect may be any.
  return { tag: 'row', effects, tail: isKnown ? tail : POISON };
}

const HEAP_EFFECTS: Readonly<Record<string, 'state' | 'accum' | 'read'>> = {
  State: 'state',
  Accum: 'accum',
  Read: 'read',
};

function heapOf(cx: Context, e: Expr): Value {
  const typed = cx.rules.infer(allowing(cx, PURE), e);
  const value = evaluate(cx.st, typed.term, null);
  const known = value.tag === 'stuck' || value.tag === 'poison';
  if (known && unify(cx.st, HEAP, typed.type, e.span) === null) return value;
  complain(cx, 'DX0403', { found: show(cx, value) }, e.span);
  return POISON;
}

function rowTail(cx: Context, name: string, span: Span): Value {
  const meaning = resolve(cx, name, span);
  if (meaning === null) return POISON;
  if (meaning.tag === 'global') {
    complain(cx, 'DX0206', { name, actual: 'not an effect variable' }, span);
    return POISON;
  }
  expect(cx, EFFECTS, meaning.callee.type, span);
  return meaning.callee.bare === null ? POISON : evaluate(cx.st, meaning.callee.bare, null);
}
