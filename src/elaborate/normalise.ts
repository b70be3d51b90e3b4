/**
 * Evaluation of terms to values and back, after elaboration-zoo (`eval`, `force`, `quote`). Definitional equality
 * (language.md 5.9) unfolds lets and functions, applied lambdas, projections from known tuples, structs and pairs,
 * fields of known constructors, methods of known instances and casts of literals, and does no arithmetic.
 */
import {
  type CoreEffect,
  type GlobalRef,
  globalKey,
  type Param,
  type Row,
  sameGlobal,
  substitute,
  type Term,
  type TermOf,
} from '../core/index.ts';
import type { Name } from '../names/index.ts';
import { isFloat, isSigned } from '../primitives/index.ts';
import { castLiteral, wrapInteger } from './cast.ts';
import { definitionOf, freshName, OutOfFuel, type State } from './state.ts';
import {
  type Binding,
  bind,
  type Closure,
  type EffectValue,
  type Elimination,
  type Env,
  flexible,
  POISON,
  type RowValue,
  rigid,
  type StuckValue,
  type Value,
} from './value.ts';

/** The value of a term, computed when it is first needed. */
export function delay(term: Term, env: Env): Value {
  switch (term.tag) {
    case 'natLit':
      return { tag: 'natLit', value: term.value };
    case 'kind':
    case 'scalarType':
    case 'natType':
    case 'ptrType':
      return term;
    default:
      return { tag: 'thunk', term, env, value: null };
  }
}

function delayAll(terms: readonly Term[], env: Env): readonly Value[] {
  return terms.map((t) => delay(t, env));
}

function find(env: Env, id: number): Value | null {
  for (let e = env; e !== null; e = e.next) if (e.id === id) return e.value;
  return null;
}

/** The value of a term whose names `env` explains; names that it does not bind stand for themselves. */
export function evaluate(st: State, term: Term, env: Env): Value {
  switch (term.tag) {
    case 'var': {
      const bound = find(env, term.name.id);
      return bound !== null ? force(st, bound) : force(st, rigid(term.name));
    }
    case 'global':
      return evaluateGlobal(st, term.ref);
    case 'meta':
      return evaluateMeta(st, term.id, env);
    case 'kind':
    case 'scalarType':
    case 'natType':
    case 'ptrType':
      return term;
    case 'finType':
      return { tag: 'finType', size: delay(term.size, env) };
    case 'tupleType':
      return { tag: 'tupleType', items: delayAll(term.items, env) };
    case 'tableType':
      return {
        tag: 'tableType',
        index: delay(term.index, env),
        ix: delay(term.ix, env),
        element: { binder: term.binder, body: term.element, env },
      };
    case 'pairType':
      return {
        tag: 'pairType',
        first: delay(term.first, env),
        second: { binder: term.binder, body: term.second, env },
        implicit: term.implicit,
      };
    case 'refType':
      return { tag: 'refType', heap: delay(term.heap, env), content: delay(term.content, env) };
    case 'pi':
      return { tag: 'pi', params: term.params, row: term.row, result: term.result, mode: term.mode, env };
    case 'dataType':
      return { tag: 'dataType', data: term.data, args: delayAll(term.args, env) };
    case 'classType':
      return { tag: 'classType', cls: term.cls, args: delayAll(term.args, env) };
    case 'row':
      return evaluateRow(st, term, env);
    case 'instance':
      return { tag: 'instance', instance: term.instance, args: delayAll(term.args, env) };
    case 'finIx':
      return { tag: 'finIx', size: delay(term.size, env) };
    case 'dataDict':
      return { tag: 'dataDict', type: delay(term.type, env) };
    case 'superclass':
    case 'method':
      return part(st, term, term.dict, env, { tag: term.tag, cls: term.cls, index: term.index });
    case 'lit':
      return { tag: 'lit', scalar: term.scalar, value: term.value };
    case 'natLit':
      return { tag: 'natLit', value: term.value };
    case 'lam':
      return { tag: 'lam', term, env };
    case 'app':
      return part(st, term, term.fn, env, { tag: 'app', args: delayAll(term.args, env) });
    case 'block': {
      let inner = env;
      for (const d of term.decls) inner = bind(inner, d.name, delay(d.value, inner));
      const value = evaluate(st, term.result, inner);
      return value.tag === 'opaque' ? { tag: 'opaque', term, env } : value;
    }
    case 'tuple':
      return { tag: 'tuple', items: delayAll(term.items, env) };
    case 'project':
      return part(st, term, term.of, env, { tag: 'project', index: term.index });
    case 'con':
      return {
        tag: 'con',
        data: term.data,
        index: term.index,
        params: delayAll(term.params, env),
        args: delayAll(term.args, env),
      };
    case 'field':
      return part(st, term, term.of, env, { tag: 'field', data: term.data, index: term.index });
    case 'pack':
      return {
        tag: 'pack',
        type: delay(term.type, env),
        first: delay(term.first, env),
        second: delay(term.second, env),
      };
    case 'pairFirst':
    case 'pairSecond':
      return part(st, term, term.of, env, { tag: term.tag });
    case 'prim':
      return evaluatePrimitive(st, term, env);
    case 'string':
    case 'case':
    case 'for':
    case 'index':
    case 'tableLit':
    case 'refField':
      return { tag: 'opaque', term, env };
  }
}

/** A term that does something to another one. Where that comes to nothing, the term is kept as it was written. */
function part(st: State, term: Term, of: Term, env: Env, e: Elimination): Value {
  const v = evaluate(st, of, env);
  const value = v.tag === 'opaque' ? v : eliminate(st, v, e);
  return value.tag === 'opaque' ? { tag: 'opaque', term, env } : value;
}

/**
 * A metavariable in an environment. A solution speaks of the names where the metavariable was made, which the
 * environment may rename; the search for a dictionary comes last, so what it will find has to wait for that.
 */
function evaluateMeta(st: State, id: number, env: Env): Value {
  if (id === 0) return POISON;
  const meta = st.metas[id]!;
  if (meta.sort === 'dict') {
    const delayed = st.delayed.get(id);
    if (delayed !== undefined) return evaluateMeta(st, delayed.of, composed(st, delayed.env, env));
    if (meta.solution === null) return { tag: 'stuck', head: { tag: 'meta', id, env }, spine: [] };
  }
  if (env === null || meta.solution === null) return force(st, flexible(id));
  return evaluate(st, solutionTerm(st, id, meta.solution), env);
}

/** The first environment, whose values are read in the second. */
function composed(st: State, first: Env, second: Env): Env {
  if (second === null) return first;
  let env = second;
  const bindings: Binding[] = [];
  for (let e = first; e !== null; e = e.next) bindings.push(e);
  for (const b of bindings.reverse()) {
    env = { id: b.id, value: delay(quote(st, b.value), second), next: env };
  }
  return env;
}

function solutionTerm(st: State, id: number, solution: Value): Term {
  const known = st.solutions.get(id);
  if (known !== undefined) return known;
  const term = quote(st, solution);
  st.solutions.set(id, term);
  return term;
}

function evaluateGlobal(st: State, ref: GlobalRef): Value {
  const d = definitionOf(st, ref);
  if (d.tag === 'value' && d.definition !== null) return evaluate(st, d.definition, null);
  if (
    d.tag === 'function' &&
    d.type.tag === 'pi' &&
    d.type.mode === 'mention' &&
    d.type.params.length === 0
  ) {
    return evaluate(st, d.body, null);
  }
  return { tag: 'stuck', head: { tag: 'global', ref }, spine: [] };
}

/** The value of an effect row: flat, whatever its tail turns out to be. */
export function evaluateRow(st: State, row: Row, env: Env): RowValue {
  const effects = row.effects.map((e) => evaluateEffect(e, env));
  return forceRow(st, { tag: 'row', effects, tail: row.tail === null ? null : evaluate(st, row.tail, env) });
}

function evaluateEffect(e: CoreEffect, env: Env): EffectValue {
  switch (e.tag) {
    case 'read':
    case 'accum':
    case 'state':
      return { tag: e.tag, heap: delay(e.heap, env) };
    case 'user':
      return { tag: 'user', effect: e.effect, args: delayAll(e.args, env) };
    case 'except':
    case 'io':
      return e;
  }
}

/** A row whose tail, if any, is stuck. */
export function forceRow(st: State, row: RowValue): RowValue {
  let { effects, tail } = row;
  while (tail !== null) {
    const t: Value = force(st, tail);
    if (t.tag === 'row') {
      effects = uniteEffects(st, effects, t.effects);
      tail = t.tail;
    } else if (t.tag === 'tuple' || t.tag === 'tupleType') {
      tail = null;
    } else {
      return { tag: 'row', effects, tail: t };
    }
  }
  return effects === row.effects && tail === row.tail ? row : { tag: 'row', effects, tail };
}

/** Two lists of effects as one, each effect once. */
function uniteEffects(
  st: State,
  left: readonly EffectValue[],
  right: readonly EffectValue[],
): readonly EffectValue[] {
  if (left.length === 0 || right.length === 0) return left.length === 0 ? right : left;
  const keys = new Set(left.map((e) => effectKey(st, e)));
  const isNew = (e: EffectValue): boolean => {
    const key = effectKey(st, e);
    return key === null ? !left.some((o) => isSameEffect(st, o, e)) : !keys.has(key);
  };
  return [...left, ...right.filter(isNew)];
}

/** Whether two effects are certainly the same. Nothing is solved. */
export function isSameEffect(st: State, a: EffectValue, b: EffectValue): boolean {
  if ('heap' in a && 'heap' in b && a.tag === b.tag) {
    const x = force(st, a.heap);
    const y = force(st, b.heap);
    if (x.tag === 'poison' || y.tag === 'poison') return true;
    return x.tag === 'stuck' && y.tag === 'stuck' && isSameHead(x, y);
  }
  return a.tag === b.tag && (a.tag === 'except' || a.tag === 'io');
}

/** Equal for effects that are certainly the same, and for no others; null where a heap is poison or a user's effect. */
export function effectKey(st: State, e: EffectValue): string | null {
  if (e.tag === 'user') return null;
  if (!('heap' in e)) return e.tag;
  const heap = force(st, e.heap);
  if (heap.tag !== 'stuck') return null;
  const { head } = heap;
  if (head.tag === 'var') return `${e.tag} ${head.name.id}`;
  return head.tag === 'meta' ? `${e.tag} ?${head.id}` : `${e.tag} ${globalKey(head.ref)}`;
}

/** Whether two stuck values have the same head. */
export function isSameHead(a: StuckValue, b: StuckValue): boolean {
  const x = a.head;
  const y = b.head;
  if (x.tag === 'var') return y.tag === 'var' && x.name.id === y.name.id;
  if (x.tag === 'global') return y.tag === 'global' && sameGlobal(x.ref, y.ref);
  return y.tag === 'meta' && x.id === y.id;
}

function evaluatePrimitive(st: State, term: TermOf<'prim'>, env: Env): Value {
  const last = term.args.at(-1);
  if (last === undefined) return { tag: 'opaque', term, env };
  switch (term.name) {
    case 'NatCon': {
      const v = evaluate(st, last, env);
      return v.tag === 'lit' ? { tag: 'natLit', value: Number(v.value) } : { tag: 'opaque', term, env };
    }
    case 'projNewtype': {
      const v = evaluate(st, last, env);
      return v.tag === 'natLit'
        ? { tag: 'lit', scalar: 'w32', value: v.value }
        : { tag: 'opaque', term, env };
    }
    case 'cast': {
      const v = evaluate(st, last, env);
      const to = evaluate(st, term.type, env);
      if (v.tag !== 'lit' || to.tag !== 'scalarType') return { tag: 'opaque', term, env };
      const value = castLiteral(v.scalar, v.value, to.scalar);
      return value === null ? { tag: 'opaque', term, env } : { tag: 'lit', scalar: to.scalar, value };
    }
    default:
      return { tag: 'opaque', term, env };
  }
}

/** A value that is not a thunk, not a solved metavariable, and not a name that stands for something known. */
export function force(st: State, v: Value): Value {
  for (;;) {
    if (v.tag === 'thunk') {
      v.value ??= evaluate(st, v.term, v.env);
      v = v.value;
    } else if (v.tag === 'stuck' && v.head.tag === 'meta') {
      const meta = st.metas[v.head.id]!;
      if (meta.solution === null && meta.sort === 'literal') meta.solution = literalValue(st, v.head.id);
      if (meta.solution === null) return v;
      if (v.head.env !== null) {
        v = applySpine(st, evaluate(st, solutionTerm(st, v.head.id, meta.solution), v.head.env), v.spine);
        continue;
      }
      const solution = force(st, meta.solution);
      // During a trial it may rest on what will be undone.
      if (st.trail === null) meta.solution = solution;
      if (v.spine.length === 0) return solution;
      v = applySpine(st, solution, v.spine);
    } else if (v.tag === 'stuck' && v.head.tag === 'var') {
      const unfolded = unfold(st, v);
      if (unfolded === null || unfolded.tag === 'stuck' || unfolded.tag === 'opaque') return v;
      return unfolded;
    } else {
      return v;
    }
  }
}

/** The value of a numeric literal whose type has become known. */
function literalValue(st: State, id: number): Value | null {
  const hole = st.literals.get(id);
  if (hole === undefined) return null;
  const type = force(st, hole.type);
  if (hole.signed && !(type.tag === 'scalarType' && isSigned(type.scalar))) return null;
  if (type.tag === 'natType') return { tag: 'natLit', value: Number(BigInt.asUintN(32, hole.value)) };
  if (type.tag !== 'scalarType' || isFloat(type.scalar)) return null;
  return { tag: 'lit', scalar: type.scalar, value: wrapInteger(hole.value, type.scalar) };
}

/** What a stuck value becomes when its head is replaced by its definition; null where it has none. */
export function unfold(st: State, v: StuckValue): Value | null {
  if (v.head.tag !== 'var') return null;
  const thunk = st.definitions.get(v.head.name.id);
  return thunk === undefined ? null : applySpine(st, force(st, thunk), v.spine);
}

/**
 * Whether a value is built from names, literals, constructors and projections, so that types may depend on it
 * (language.md 5.5, rule 4).
 */
export function isEvaluated(st: State, value: Value): boolean {
  const v = force(st, value);
  if (v.tag === 'stuck') return v.spine.every((e) => e.tag !== 'app' && e.tag !== 'method');
  return v.tag !== 'opaque';
}

function applySpine(st: State, v: Value, spine: readonly Elimination[]): Value {
  let result = v;
  for (const e of spine) result = eliminate(st, result, e);
  return result;
}

/** What doing something to a value gives. */
export function eliminate(st: State, value: Value, e: Elimination): Value {
  const v = force(st, value);
  if (v.tag === 'poison') return POISON;
  if (v.tag === 'opaque') {
    return { tag: 'opaque', term: eliminated(st, quoteOpaque(st, v.term, v.env), e), env: null };
  }
  if (v.tag === 'stuck') {
    if (v.head.tag === 'global' && e.tag === 'app' && v.spine.length === 0) {
      const d = definitionOf(st, v.head.ref);
      if (d.tag === 'function' && d.body.tag === 'lam') return apply(st, d.body, null, e.args);
    }
    return { tag: 'stuck', head: v.head, spine: [...v.spine, e] };
  }
  switch (e.tag) {
    case 'app':
      if (v.tag === 'lam') return apply(st, v.term, v.env, e.args);
      break;
    case 'project':
      if (v.tag === 'tuple' && e.index < v.items.length) return force(st, v.items[e.index]!);
      if (v.tag === 'tupleType' && e.index < v.items.length) return force(st, v.items[e.index]!);
      break;
    case 'field':
      if (v.tag === 'con' && e.index < v.args.length) return force(st, v.args[e.index]!);
      break;
    case 'pairFirst':
      if (v.tag === 'pack') return force(st, v.first);
      break;
    case 'pairSecond':
      if (v.tag === 'pack') return force(st, v.second);
      break;
    case 'method':
      return selectMethod(st, v, e.cls, e.index);
    case 'superclass':
      return selectSuperclass(st, v, e.index);
  }
  return { tag: 'opaque', term: NOTHING, env: null };
}

function apply(st: State, lam: TermOf<'lam'>, env: Env, args: readonly Value[]): Value {
  if (st.fuel-- <= 0) throw new OutOfFuel('normalisation');
  let inner = env;
  lam.params.forEach((p, i) => {
    inner = bind(inner, p.name, args[i] ?? POISON);
  });
  return evaluate(st, lam.body, inner);
}

const NOTHING: Term = { tag: 'tuple', items: [], source: 0 };

function selectMethod(st: State, dict: Value, cls: GlobalRef, index: number): Value {
  if (dict.tag === 'instance') {
    const d = definitionOf(st, dict.instance);
    const method = d.tag === 'instance' ? d.methods[index] : undefined;
    if (d.tag === 'instance' && method) return evaluate(st, method, instanceEnv(d.params, dict.args));
  }
  if (dict.tag === 'finIx') {
    const c = definitionOf(st, cls);
    if (c.tag === 'class' && c.methods[index]?.name === "size'") {
      const n: Name = freshName(st, 'n');
      const body: Term = { tag: 'var', name: n, source: 0 };
      const term: TermOf<'lam'> = {
        tag: 'lam',
        params: [],
        row: { tag: 'row', effects: [], tail: null },
        mode: 'call',
        body,
        source: 0,
      };
      return { tag: 'lam', term, env: bind(null, n, dict.size) };
    }
  }
  return { tag: 'opaque', term: NOTHING, env: null };
}

function selectSuperclass(st: State, dict: Value, index: number): Value {
  if (dict.tag === 'instance') {
    const d = definitionOf(st, dict.instance);
    const superclass = d.tag === 'instance' ? d.superclasses[index] : undefined;
    if (d.tag === 'instance' && superclass) return evaluate(st, superclass, instanceEnv(d.params, dict.args));
  }
  if (dict.tag === 'finIx') return { tag: 'dataDict', type: { tag: 'finType', size: dict.size } };
  return { tag: 'opaque', term: NOTHING, env: null };
}

/** The environment in which parameters stand for arguments. */
export function instanceEnv(params: readonly Param[], args: readonly Value[]): Env {
  let env: Env = null;
  params.forEach((p, i) => {
    env = bind(env, p.name, args[i] ?? POISON);
  });
  return env;
}

/** A closure's body at a value. */
export function instantiate(st: State, c: Closure, v: Value): Value {
  return evaluate(st, c.body, bind(c.env, c.binder, v));
}

// ---------------------------------------------------------------------------------------------------- reading back

/** The term of a value. Names that stand for something known are unfolded; binders are fresh. */
export function quote(st: State, value: Value): Term {
  if (st.fuel-- <= 0) throw new OutOfFuel('normalisation');
  const v = force(st, value);
  switch (v.tag) {
    case 'thunk':
      throw new Error('forced values are not thunks');
    case 'stuck':
      return quoteStuck(st, v);
    case 'opaque':
      return quoteOpaque(st, v.term, v.env);
    case 'poison':
      return { tag: 'meta', id: 0, source: 0 };
    case 'kind':
    case 'scalarType':
    case 'natType':
    case 'ptrType':
      return v;
    case 'finType':
      return { tag: 'finType', size: quote(st, v.size) };
    case 'tupleType':
      return { tag: 'tupleType', items: quoteAll(st, v.items) };
    case 'tableType': {
      const { binder, body } = quoteClosure(st, v.element);
      return { tag: 'tableType', binder, index: quote(st, v.index), ix: quote(st, v.ix), element: body };
    }
    case 'pairType': {
      const { binder, body } = quoteClosure(st, v.second);
      return { tag: 'pairType', binder, first: quote(st, v.first), second: body, implicit: v.implicit };
    }
    case 'refType':
      return { tag: 'refType', heap: quote(st, v.heap), content: quote(st, v.content) };
    case 'pi': {
      const { params, env } = quoteParams(st, v.params, v.env);
      const row = quoteRow(st, evaluateRow(st, v.row, env));
      return { tag: 'pi', params, row, result: quote(st, evaluate(st, v.result, env)), mode: v.mode };
    }
    case 'dataType':
      return { tag: 'dataType', data: v.data, args: quoteAll(st, v.args) };
    case 'classType':
      return { tag: 'classType', cls: v.cls, args: quoteAll(st, v.args) };
    case 'row':
      return quoteRow(st, v);
    case 'instance':
      return { tag: 'instance', instance: v.instance, args: quoteAll(st, v.args) };
    case 'finIx':
      return { tag: 'finIx', size: quote(st, v.size) };
    case 'dataDict':
      return { tag: 'dataDict', type: quote(st, v.type) };
    case 'lit':
      return { tag: 'lit', scalar: v.scalar, value: v.value, source: 0 };
    case 'natLit':
      return { tag: 'natLit', value: v.value, source: 0 };
    case 'lam': {
      const { params, env } = quoteParams(st, v.term.params, v.env);
      const row = quoteRow(st, evaluateRow(st, v.term.row, env));
      const body = quote(st, evaluate(st, v.term.body, env));
      return { tag: 'lam', params, row, mode: v.term.mode, body, source: v.term.source };
    }
    case 'tuple':
      return { tag: 'tuple', items: quoteAll(st, v.items), source: 0 };
    case 'con': {
      const params = quoteAll(st, v.params);
      return { tag: 'con', data: v.data, index: v.index, params, args: quoteAll(st, v.args), source: 0 };
    }
    case 'pack': {
      const type = quote(st, v.type);
      return { tag: 'pack', type, first: quote(st, v.first), second: quote(st, v.second), source: 0 };
    }
  }
}

function quoteAll(st: State, values: readonly Value[]): readonly Term[] {
  return values.map((v) => quote(st, v));
}

function quoteClosure(st: State, c: Closure): { binder: Name; body: Term } {
  const binder = freshName(st, c.binder.hint);
  return { binder, body: quote(st, instantiate(st, c, rigid(binder))) };
}

/** A telescope read back with fresh binders, and the environment in which what it binds is evaluated. */
export function quoteParams(
  st: State,
  params: readonly Param[],
  env: Env,
): { readonly params: readonly Param[]; readonly env: Env } {
  let inner = env;
  const quoted = params.map((p) => {
    const type = quote(st, evaluate(st, p.type, inner));
    const name = freshName(st, p.name.hint);
    inner = bind(inner, p.name, rigid(name));
    return { ...p, name, type };
  });
  return { params: quoted, env: inner };
}

/** The term of a row. */
export function quoteRow(st: State, value: RowValue): Row {
  const row = forceRow(st, value);
  const effects = row.effects.map((e) => quoteEffect(st, e));
  return { tag: 'row', effects, tail: row.tail === null ? null : quote(st, row.tail) };
}

function quoteEffect(st: State, e: EffectValue): CoreEffect {
  switch (e.tag) {
    case 'read':
    case 'accum':
    case 'state':
      return { tag: e.tag, heap: quote(st, e.heap) };
    case 'user':
      return { tag: 'user', effect: e.effect, args: quoteAll(st, e.args) };
    case 'except':
    case 'io':
      return e;
  }
}

function quoteStuck(st: State, v: StuckValue): Term {
  let term: Term =
    v.head.tag === 'var'
      ? { tag: 'var', name: v.head.name, source: 0 }
      : v.head.tag === 'meta'
        ? quoteMeta(st, v.head.id, v.head.env)
        : { tag: 'global', ref: v.head.ref, source: 0 };
  for (const e of v.spine) term = eliminated(st, term, e);
  return term;
}

/** The term that does something to another one. */
function eliminated(st: State, of: Term, e: Elimination): Term {
  switch (e.tag) {
    case 'app':
      return { tag: 'app', fn: of, args: quoteAll(st, e.args), source: 0 };
    case 'project':
      return { tag: 'project', index: e.index, of, source: 0 };
    case 'field':
      return { tag: 'field', data: e.data, index: e.index, of, source: 0 };
    case 'pairFirst':
    case 'pairSecond':
      return { tag: e.tag, of, source: 0 };
    case 'method':
      return { tag: 'method', cls: e.cls, index: e.index, dict: of, source: 0 };
    case 'superclass':
      return { tag: 'superclass', cls: e.cls, index: e.index, dict: of };
  }
}

function quoteMeta(st: State, id: number, env: Env): Term {
  if (env === null) return { tag: 'meta', id, source: 0 };
  st.metas.push({ ...st.metas[id]!, solution: null });
  const alias = st.metas.length - 1;
  st.delayed.set(alias, { of: id, env });
  return { tag: 'meta', id: alias, source: 0 };
}

/** An opaque term in which the names of its environment are replaced by what they stand for. */
function quoteOpaque(st: State, term: Term, env: Env): Term {
  const replaced = new Map<number, Term>();
  for (let e: Env = env; e !== null; e = e.next) {
    if (!replaced.has(e.id)) replaced.set(e.id, quote(st, e.value));
  }
  return substitute(term, replaced, st.names.next);
}
