/**
 * First-order unification of values: it makes two types equal by solving metavariables, or says where they differ.
 * Dictionaries take no part (coherence). Effect rows are sets with an optional tail (language.md 5.8).
 */
import { type DataDef, type GlobalRef, type Param, sameGlobal } from '../core/index.ts';
import type { Span } from '../source/index.ts';
import { freshMeta, solve } from './meta.ts';
import {
  effectKey,
  evaluate,
  evaluateRow,
  force,
  forceRow,
  instantiate,
  isEvaluated,
  isSameEffect,
  isSameHead,
  unfold,
} from './normalise.ts';
import { definitionOf, freshName, OutOfFuel, type State } from './state.ts';
import {
  bind,
  type EffectValue,
  type Elimination,
  type Env,
  type PiValue,
  POISON,
  type RowValue,
  rigid,
  type StuckValue,
  type Value,
} from './value.ts';

/** The innermost place where two types differ. */
export interface Failure {
  readonly reason: 'differ' | 'occurs' | 'escape' | 'effects';
  readonly expected: Value;
  readonly found: Value;
  /** For `escape`: the names that are not in scope there. */
  readonly names: readonly string[];
  /** Metavariables met on the way to `expected` and to `found`: who introduced what they were solved to. */
  readonly expectedBy: readonly number[];
  readonly foundBy: readonly number[];
}

function differ(expected: Value, found: Value, reason: Failure['reason'] = 'differ'): Failure {
  return {
    reason,
    expected,
    found,
    names: [],
    expectedBy: solvedMetas(expected),
    foundBy: solvedMetas(found),
  };
}

/** The metavariable that a value was before it was solved. */
export function solvedMetas(v: Value): readonly number[] {
  if (v.tag === 'stuck' && v.head.tag === 'meta' && v.spine.length === 0) return [v.head.id];
  if (v.tag !== 'thunk') return [];
  const { term } = v;
  if (term.tag === 'meta') return [term.id];
  if (term.tag !== 'var') return v.value === null ? [] : solvedMetas(v.value);
  let env = v.env;
  while (env !== null && env.id !== term.name.id) env = env.next;
  return env === null ? [] : solvedMetas(env.value);
}

/**
 * Makes `found` equal to `expected` by solving metavariables; null on success. `at` is the expression whose type
 * is `found`. What was solved before a failure stays solved.
 */
export function unify(st: State, expected: Value, found: Value, at: Span | null): Failure | null {
  if (expected === found) return null;
  if (st.fuel-- <= 0) throw new OutOfFuel('unification');
  const a = force(st, expected);
  const b = force(st, found);
  if (a === b) return null;
  if (a.tag === 'poison' || b.tag === 'poison') return spread(st, a, b);
  if (a.tag === 'stuck' || b.tag === 'stuck') return unifyStuck(st, a, b, expected, found, at);
  const failure = unifyForms(st, a, b, at);
  if (failure === null) return null;
  return {
    ...failure,
    expectedBy: [...solvedMetas(expected), ...failure.expectedBy],
    foundBy: [...solvedMetas(found), ...failure.foundBy],
  };
}

/** What is compared with something reported is as good as reported itself. */
function spread(st: State, a: Value, b: Value): null {
  const id = asMeta(st, a) ?? asMeta(st, b);
  if (id !== null) solve(st, id, POISON, null);
  return null;
}

function unifyForms(st: State, a: Value, b: Value, at: Span | null): Failure | null {
  switch (a.tag) {
    case 'kind':
      return b.tag === 'kind' && a.kind === b.kind ? null : differ(a, b);
    case 'scalarType':
      return b.tag === 'scalarType' && a.scalar === b.scalar ? null : differ(a, b);
    case 'natType':
      return b.tag === 'natType' ? null : differ(a, b);
    case 'ptrType':
      return b.tag === 'ptrType' && a.target === b.target ? null : differ(a, b);
    case 'finType': {
      if (b.tag !== 'finType') return differ(a, b);
      // Sizes alone say little: the difference is that of the index sets.
      return unify(st, a.size, b.size, at) === null ? null : differ(a, b);
    }
    case 'tupleType':
      if (b.tag !== 'tupleType' || a.items.length !== b.items.length) return differ(a, b);
      return unifyAll(st, a.items, b.items, at);
    case 'tuple':
      if (b.tag !== 'tuple' || a.items.length !== b.items.length) return differ(a, b);
      return unifyAll(st, a.items, b.items, at);
    case 'tableType': {
      if (b.tag !== 'tableType') return differ(a, b);
      const failure = unify(st, a.index, b.index, at);
      if (failure !== null) return failure;
      const i = rigid(freshName(st, a.element.binder.hint));
      return unify(st, instantiate(st, a.element, i), instantiate(st, b.element, i), at);
    }
    case 'pairType': {
      if (b.tag !== 'pairType') return differ(a, b);
      const failure = unify(st, a.first, b.first, at);
      if (failure !== null) return failure;
      const x = rigid(freshName(st, a.second.binder.hint));
      return unify(st, instantiate(st, a.second, x), instantiate(st, b.second, x), at);
    }
    case 'refType':
      if (b.tag !== 'refType') return differ(a, b);
      return unify(st, a.heap, b.heap, at) ?? unify(st, a.content, b.content, at);
    case 'pi':
      return b.tag === 'pi' ? unifyPi(st, a, b, at) : differ(a, b);
    case 'dataType':
      if (b.tag !== 'dataType' || !sameGlobal(a.data, b.data)) return differ(a, b);
      return unifyTypeArguments(st, a.data, a.args, b.args, at);
    case 'classType':
      if (b.tag !== 'classType' || !sameGlobal(a.cls, b.cls)) return differ(a, b);
      return unifyTypeArguments(st, a.cls, a.args, b.args, at);
    case 'row':
      return b.tag === 'row' ? unifyRows(st, a, b, at) : differ(a, b);
    case 'lit':
      return b.tag === 'lit' && a.scalar === b.scalar && a.value === b.value ? null : differ(a, b);
    case 'natLit':
      return b.tag === 'natLit' && a.value === b.value ? null : differ(a, b);
    case 'con':
      if (b.tag !== 'con' || a.index !== b.index || !sameGlobal(a.data, b.data)) return differ(a, b);
      return unifyAll(st, a.args, b.args, at);
    case 'pack':
      if (b.tag !== 'pack') return differ(a, b);
      return unify(st, a.first, b.first, at) ?? unify(st, a.second, b.second, at);
    case 'lam': {
      if (b.tag !== 'lam' || a.term.params.length !== b.term.params.length) return differ(a, b);
      let left = a.env;
      let right = b.env;
      a.term.params.forEach((p, k) => {
        const x = rigid(freshName(st, p.name.hint));
        left = bind(left, p.name, x);
        right = bind(right, b.term.params[k]!.name, x);
      });
      return unify(st, evaluate(st, a.term.body, left), evaluate(st, b.term.body, right), at);
    }
    case 'instance':
    case 'finIx':
    case 'dataDict':
      return null;
    default:
      return differ(a, b);
  }
}

function unifyAll(st: State, as: readonly Value[], bs: readonly Value[], at: Span | null): Failure | null {
  for (let k = 0; k < as.length; k++) {
    const failure = unify(st, as[k]!, bs[k]!, at);
    if (failure !== null) return failure;
  }
  return null;
}

/** Arguments of a nominal type, without those that are dictionaries. */
function unifyTypeArguments(
  st: State,
  of: GlobalRef,
  as: readonly Value[],
  bs: readonly Value[],
  at: Span | null,
): Failure | null {
  const d = definitionOf(st, of) as DataDef;
  for (let k = 0; k < as.length; k++) {
    if (d.params[k]?.how === 'synth') continue;
    const failure = unify(st, as[k]!, bs[k]!, at);
    if (failure !== null) return failure;
  }
  return null;
}

/** Whether two telescopes have the same kinds of parameters in the same order. */
export function sameShape(as: readonly Param[], bs: readonly Param[]): boolean {
  return as.length === bs.length && as.every((p, k) => p.how === bs[k]!.how);
}

function unifyPi(st: State, a: PiValue, b: PiValue, at: Span | null): Failure | null {
  if (a.mode !== b.mode || !sameShape(a.params, b.params)) return differ(a, b);
  let left: Env = a.env;
  let right: Env = b.env;
  for (let k = 0; k < a.params.length; k++) {
    const p = a.params[k]!;
    const q = b.params[k]!;
    const failure = unify(st, evaluate(st, p.type, left), evaluate(st, q.type, right), at);
    if (failure !== null) return failure;
    const x = rigid(freshName(st, p.name.hint === '' ? q.name.hint : p.name.hint));
    left = bind(left, p.name, x);
    right = bind(right, q.name, x);
  }
  return (
    unifyRows(st, evaluateRow(st, a.row, left), evaluateRow(st, b.row, right), at) ??
    unify(st, evaluate(st, a.result, left), evaluate(st, b.result, right), at)
  );
}

function unifyStuck(
  st: State,
  a: Value,
  b: Value,
  expected: Value,
  found: Value,
  at: Span | null,
): Failure | null {
  const left = asMeta(st, a);
  const right = asMeta(st, b);
  if (left !== null && left === right) return null;
  // Of two unknowns the younger is solved, so that the older keeps saying who introduced it.
  if (left !== null && (right === null || left > right)) return solveWith(st, left, b, a, b, at);
  if (right !== null) return solveWith(st, right, a, a, b, at);
  if (a.tag === 'stuck' && b.tag === 'stuck' && isSameHead(a, b) && unifySpines(st, a, b, at)) return null;
  const unfolded = known(st, a);
  if (unfolded !== null) return unify(st, unfolded, b, at);
  const other = known(st, b);
  if (other !== null) return unify(st, a, other, at);
  if (isDictionary(st, a) && isDictionary(st, b)) return null;
  return { ...differ(a, b), expectedBy: solvedMetas(expected), foundBy: solvedMetas(found) };
}

/**
 * What a let-bound name stands for. Two sizes that are computed are different even where they are computed alike
 * (language.md 5.9), so a name that stands for a computation stands for itself.
 */
function known(st: State, v: Value): Value | null {
  const unfolded = v.tag === 'stuck' ? unfold(st, v) : null;
  return unfolded !== null && isEvaluated(st, unfolded) ? unfolded : null;
}

function isDictionary(st: State, v: Value): boolean {
  if (v.tag === 'instance' || v.tag === 'finIx' || v.tag === 'dataDict') return true;
  if (v.tag !== 'stuck') return false;
  const last = v.spine.at(-1);
  if (last !== undefined) return last.tag === 'superclass';
  return v.head.tag === 'meta' && st.metas[v.head.id]!.sort === 'dict';
}

function asMeta(st: State, v: Value): number | null {
  if (v.tag !== 'stuck' || v.head.tag !== 'meta' || v.spine.length > 0) return null;
  const { sort } = st.metas[v.head.id]!;
  return sort === 'term' || sort === 'row' ? v.head.id : null;
}

function solveWith(st: State, id: number, v: Value, a: Value, b: Value, at: Span | null): Failure | null {
  const refusal = solve(st, id, v, at);
  if (refusal === null) return null;
  const names = refusal.tag === 'escape' ? refusal.names : [];
  return { ...differ(a, b, refusal.tag), names };
}

function unifySpines(st: State, a: StuckValue, b: StuckValue, at: Span | null): boolean {
  if (a.spine.length !== b.spine.length) return false;
  return a.spine.every((x, k) => unifyEliminations(st, x, b.spine[k]!, at));
}

function unifyEliminations(st: State, a: Elimination, b: Elimination, at: Span | null): boolean {
  if (a.tag === 'app') {
    if (b.tag !== 'app' || a.args.length !== b.args.length) return false;
    return unifyAll(st, a.args, b.args, at) === null;
  }
  if ('index' in a) return a.tag === b.tag && 'index' in b && a.index === b.index;
  return a.tag === b.tag;
}

// ------------------------------------------------------------------------------------------------------------ rows

/** Whether two effects are the same, solving metavariables where heaps are open. */
export function unifyEffects(st: State, a: EffectValue, b: EffectValue, at: Span | null): boolean {
  if ('heap' in a) return a.tag === b.tag && 'heap' in b && unify(st, a.heap, b.heap, at) === null;
  if (a.tag === 'user') {
    return b.tag === 'user' && sameGlobal(a.effect, b.effect) && unifyAll(st, a.args, b.args, at) === null;
  }
  return a.tag === b.tag;
}

/** `effects` without those of `others`, and the other way round. */
export function cancelEffects(
  st: State,
  effects: readonly EffectValue[],
  others: readonly EffectValue[],
): { readonly left: readonly EffectValue[]; readonly right: readonly EffectValue[] } {
  const right = new Set(others);
  // A row may have thousands of effects, so those that have keys are found by them.
  const byKey = new Map(others.map((o) => [effectKey(st, o), o]));
  const unkeyed = others.filter((o) => effectKey(st, o) === null);
  const left = effects.filter((e) => {
    const keyed = byKey.get(effectKey(st, e) ?? '');
    if (keyed !== undefined && right.delete(keyed)) return false;
    const others = effectKey(st, e) === null ? right : unkeyed;
    for (const o of others) if (right.has(o) && isSameEffect(st, e, o)) return !right.delete(o);
    return true;
  });
  return { left, right: [...right] };
}

/**
 * Makes two rows the same set: equal effects cancel, what is left over goes to the other row's tail. Effects whose
 * heaps are still open are matched with what is left of their kind.
 */
export function unifyRows(st: State, expected: RowValue, found: RowValue, at: Span | null): Failure | null {
  const a = forceRow(st, expected);
  const b = forceRow(st, found);
  let { left, right } = cancelEffects(st, a.effects, b.effects);
  for (const e of left) {
    const k = right.findIndex((o) => unifyEffects(st, e, o, at));
    if (k < 0) continue;
    left = left.filter((o) => o !== e);
    right = right.filter((_, i) => i !== k);
  }
  const fail = differ(a, b, 'effects');
  const leftTail = a.tail === null ? null : force(st, a.tail);
  const rightTail = b.tail === null ? null : force(st, b.tail);
  const leftMeta = leftTail === null ? null : asMeta(st, leftTail);
  const rightMeta = rightTail === null ? null : asMeta(st, rightTail);
  if (leftTail?.tag === 'poison' || rightTail?.tag === 'poison') return null;
  if (left.length === 0 && right.length === 0) {
    if (leftTail === null && rightTail === null) return null;
    if (leftTail !== null && rightTail !== null)
      return unify(st, leftTail, rightTail, at) === null ? null : fail;
  }
  if (leftMeta !== null && leftMeta === rightMeta) return fail;
  if (leftMeta !== null && rightMeta !== null && left.length > 0 && right.length > 0) {
    const tail = freshMeta(st, { span: st.metas[leftMeta]!.origin.span, role: { tag: 'row' } }, 'row');
    return (
      solveRow(st, leftMeta, { tag: 'row', effects: right, tail }, fail, at) ??
      solveRow(st, rightMeta, { tag: 'row', effects: left, tail }, fail, at)
    );
  }
  if (leftMeta !== null && left.length === 0) {
    return solveRow(st, leftMeta, { tag: 'row', effects: right, tail: rightTail }, fail, at);
  }
  if (rightMeta !== null && right.length === 0) {
    return solveRow(st, rightMeta, { tag: 'row', effects: left, tail: leftTail }, fail, at);
  }
  return fail;
}

function solveRow(st: State, id: number, row: RowValue, fail: Failure, at: Span | null): Failure | null {
  return solve(st, id, row, at) === null ? null : fail;
}
