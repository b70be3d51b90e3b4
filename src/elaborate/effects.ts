/** Which effects an expression may have (language.md 5.8). */
import type { Span } from '../source/index.ts';
import { type Context, complain, hasMistake } from './context.ts';
import { showRow } from './describe.ts';
import { freshMeta, solve } from './meta.ts';
import { effectKey, force, forceRow, isSameEffect } from './normalise.ts';
import { cancelEffects, unify, unifyEffects } from './unify.ts';
import type { EffectValue, RowValue, Value } from './value.ts';

/** A row left open in the program, to be found. */
export function openRow(cx: Context, span: Span): Value {
  return freshMeta(cx.st, { span, role: { tag: 'row' } }, 'row');
}

/**
 * Asks for the effects of a call where `cx` allows some: each effect must be allowed, and a tail must be the tail of
 * what is allowed or open; an open tail is what is allowed beyond the effects listed.
 */
export function requestEffects(cx: Context, requested: RowValue, span: Span): void {
  const { st } = cx;
  const row = forceRow(st, requested);
  if (row.effects.length === 0 && allowsTail(cx, row, span)) return;
  const allowed = new Set(forceRow(st, cx.allowed).effects.map((e) => effectKey(st, e)));
  const isAllowed = (e: EffectValue): boolean => {
    const key = effectKey(st, e);
    return (key !== null && allowed.has(key)) || allows(cx, e, span);
  };
  const refusedEffects = row.effects.filter((e) => !isAllowed(e));
  if ((refusedEffects.length > 0 || !allowsTail(cx, row, span)) && !hasMistake(cx, span)) {
    complain(cx, 'DX0401', { allowed: showRow(cx, cx.allowed), requested: showRow(cx, row) }, span);
  }
}

function allows(cx: Context, effect: EffectValue, span: Span): boolean {
  const allowed = forceRow(cx.st, cx.allowed);
  if (allowed.effects.some((a) => isSameEffect(cx.st, a, effect))) return true;
  if (allowed.effects.some((a) => unifyEffects(cx.st, a, effect, span))) return true;
  if (allowed.tail === null) return false;
  const tail = force(cx.st, allowed.tail);
  if (tail.tag === 'poison') return true;
  if (tail.tag !== 'stuck' || tail.head.tag !== 'meta') return false;
  const rest = openRow(cx, span);
  return solve(cx.st, tail.head.id, { tag: 'row', effects: [effect], tail: rest }, span) === null;
}

function allowsTail(cx: Context, row: RowValue, span: Span): boolean {
  if (row.tail === null) return true;
  const { st } = cx;
  const tail = force(st, row.tail);
  const allowed = forceRow(st, cx.allowed);
  if (tail.tag === 'poison') return true;
  const remaining =
    row.effects.length === 0 ? allowed.effects : cancelEffects(st, row.effects, allowed.effects).right;
  if (tail.tag === 'stuck' && tail.head.tag === 'meta') {
    const same = allowed.tail === null ? null : force(st, allowed.tail);
    if (same?.tag === 'stuck' && same.head.tag === 'meta' && same.head.id === tail.head.id) return true;
    return solve(st, tail.head.id, { tag: 'row', effects: remaining, tail: allowed.tail }, span) === null;
  }
  return allowed.tail !== null && unify(st, allowed.tail, tail, span) === null;
}
