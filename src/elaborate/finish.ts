/**
 * The end of a declaration (language.md 5.7): literals whose type nothing determined take their default, signed ones
 * first; then the remaining dictionaries are found; then whatever is still unknown is reported, each mistake once.
 */
import { children, sameGlobal, type Term } from '../core/index.ts';
import type { Span } from '../source/index.ts';
import { instanceAdvice, isLiteralClass, literalAdvice, subtractionAdvice } from './advice.ts';
import { builtinClass } from './builtin.ts';
import { type Context, complain, hasMistake } from './context.ts';
import { isDataStructurally } from './data-class.ts';
import { causes, show } from './describe.ts';
import { search } from './dictionaries.ts';
import { lookup } from './environment.ts';
import { defaultType, overloaded } from './literal.ts';
import { evaluate, force, quote } from './normalise.ts';
import type { Goal, Meta } from './state.ts';
import { unify } from './unify.ts';
import { type ClassTypeValue, PURE, type Value } from './value.ts';
import { zonker } from './zonk.ts';

/** Solves what is left open, and answers the function that removes metavariables from terms. */
export function finish(cx: Context): (term: Term) => Term {
  const { st } = cx;
  defaultLiterals(cx);
  closeRows(cx);
  if (st.diagnostics.length === 0) reportUnsolved(cx);
  if (st.diagnostics.length === 0) overloadLiterals(cx);
  solveGoals(cx);
  st.goals.length = 0;
  return zonker(st);
}

function defaultLiterals(cx: Context): void {
  const { st } = cx;
  for (const signed of [true, false]) {
    for (const hole of st.literals.values()) {
      if (hole.signed !== signed) continue;
      const type = force(st, hole.type);
      if (type.tag === 'stuck' && type.head.tag === 'meta') unify(st, type, defaultType(signed), hole.span);
    }
  }
}

function closeRows(cx: Context): void {
  for (const meta of cx.st.metas) if (meta.sort === 'row' && meta.solution === null) meta.solution = PURE;
}

/** Literals at types that the language does not know are made by the user's instances. */
function overloadLiterals(cx: Context): void {
  const { st } = cx;
  for (const hole of [...st.literals.values()]) {
    const type = force(st, hole.type);
    if (type.tag === 'natType' && !hole.signed) continue;
    const meta = st.metas[hole.meta]!;
    if (meta.solution !== null || type.tag === 'poison') continue;
    if (
      force(st, { tag: 'stuck', head: { tag: 'meta', id: hole.meta, env: null }, spine: [] }).tag !== 'stuck'
    )
      continue;
    const term = overloaded(cx, hole);
    if (term !== null) st.terms.set(hole.meta, term);
  }
}

function solveGoals(cx: Context): void {
  const { st } = cx;
  // Reporting may print types, but makes no goals; solving may not either.
  for (const goal of st.goals) {
    const found = search(st, goal);
    // What is wrong at a place, or inside it, makes other things wrong there.
    if (found.tag !== 'found' && isReported(cx, goal.span)) continue;
    switch (found.tag) {
      case 'found':
        st.metas[goal.meta]!.solution = evaluate(st, found.term, null);
        break;
      case 'open':
        if (st.diagnostics.length === 0) complain(cx, 'DX0502', { type: show(cx, goal.type) }, goal.span);
        break;
      case 'notAClass':
        complain(cx, 'DX0509', { type: show(cx, found.goal) }, goal.span);
        break;
      case 'ambiguous': {
        const labels = found.instances.flatMap((ref) => {
          const origin = st.origins.get(lookup(st.env, ref).source);
          return origin === null
            ? []
            : [{ located: origin.located, text: 'this instance fits', primary: false }];
        });
        complain(cx, 'DX0503', { type: show(cx, goal.type) }, goal.span, labels);
        break;
      }
      case 'missing':
        reportMissing(cx, goal, found.goal);
        break;
    }
  }
}

/** Whether a mistake has been reported at a place, inside it, or around it. */
function isReported(cx: Context, { start, end }: Span): boolean {
  return cx.st.diagnostics.some(({ labels: [first] }) => {
    if (first === undefined) return false;
    const { span } = first.located;
    return (span.start >= start && span.end <= end) || (span.start <= start && span.end >= end);
  });
}

/** An instance that is missing is reported where it is first needed. */
function reportMissing(cx: Context, goal: Goal, missing: Value): void {
  if (isLiteralClass(cx, missing)) {
    reportLiteral(cx, goal, missing);
    return;
  }
  const type = show(cx, goal.type);
  const functions = functionsIn(cx, goal.type);
  if (functions !== null) {
    complain(cx, 'DX0326', { type: show(cx, functions) }, goal.span);
    return;
  }
  // What a name that means nothing stands in has no type that an instance could be missing for.
  if (hasMistake(cx, goal.span)) return;
  const part = show(cx, missing);
  const reason = part === type ? null : `which needs ${part}`;
  const again = cx.st.diagnostics.some((d) => d.code === 'DX0501' && d.message.endsWith(type));
  if (!again) complain(cx, 'DX0501', { type, reason }, goal.span, [], { help: instanceAdvice(cx, missing) });
}

/** A number where a value of a type without numbers is needed. */
function reportLiteral(cx: Context, goal: Goal, missing: ClassTypeValue): void {
  const { st } = cx;
  const type = missing.args[0]!;
  const hole = [...st.literals.values()].find(({ span }) => span === goal.span);
  // The elements of a table share their type: the first of them speaks for all.
  if (hole !== undefined) {
    if (st.refusedLiterals.has(hole.type)) return;
    st.refusedLiterals.add(hole.type);
  }
  const labels = hole === undefined ? [] : causes(cx, hole.type, goal.span);
  const help = literalAdvice(cx, type, hole?.signed ?? false, goal.span);
  complain(cx, 'DX0330', { type: show(cx, type) }, goal.span, labels, { help });
}

/** What was to be data, if it is not because it contains functions. */
function functionsIn(cx: Context, goal: Value): Value | null {
  const { st } = cx;
  const type = force(st, goal);
  const data = builtinClass(st.env, 'Data');
  if (type.tag !== 'classType' || data === null || !sameGlobal(type.cls, data)) return null;
  const of = type.args[0]!;
  return isDataStructurally(st, of, () => true) || !mentionsFunction(quote(st, of)) ? null : of;
}

function mentionsFunction(t: Term): boolean {
  return t.tag === 'pi' || children(t).some(mentionsFunction);
}

function reportUnsolved(cx: Context): void {
  const { st } = cx;
  // One unknown makes others unknown: the first that was introduced is the one to mend.
  const meta = st.metas.find((m, id) => id > 0 && m.sort === 'term' && m.solution === null);
  if (meta === undefined) return;
  const { start, end } = meta.origin.span;
  const method = st.goals.find((g) => g.selects !== null && g.span.start === start && g.span.end === end);
  if (method === undefined) reportOne(cx, meta);
  else complain(cx, 'DX0502', { type: show(cx, method.type) }, method.span);
}

function reportOne(cx: Context, meta: Meta): void {
  const { span, role } = meta.origin;
  switch (role.tag) {
    case 'binder':
      complain(cx, 'DX0304', { name: role.name }, span);
      return;
    case 'implicit':
      if (role.isHole) {
        complain(cx, 'DX0305', {}, span);
        return;
      }
      complain(cx, 'DX0324', { name: role.name, function: role.of }, span, [], {
        help: subtractionAdvice(cx, span),
      });
      return;
    case 'element':
      complain(cx, 'DX0303', {}, span);
      return;
    case 'hole':
      complain(cx, 'DX0305', {}, span);
      return;
    case 'literal':
    case 'row':
    case 'type':
      complain(cx, 'DX0325', { type: role.tag === 'type' ? role.of : 'this' }, span);
      return;
  }
}
