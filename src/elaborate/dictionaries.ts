/**
 * Finding dictionaries (language.md 5.10): the built-in ones, then anonymous instances, of which only one may fit,
 * then those bound by parameters in scope with all their superclasses.
 */
import {
  type ClassDef,
  type GlobalRef,
  type InstanceDef,
  type Param,
  sameGlobal,
  type Term,
} from '../core/index.ts';
import type { Span } from '../source/index.ts';
import { builtinClass } from './builtin.ts';
import { isDataStructurally } from './data-class.ts';
import { candidates, headOf } from './environment.ts';
import { goalKey, POISONED } from './goal-key.ts';
import { freshMeta, freshMetaId, metaTerm } from './meta.ts';
import { evaluate, force, instanceEnv, quote, quoteParams } from './normalise.ts';
import { definitionOf, FUEL, type Givens, type Goal, OutOfFuel, type State } from './state.ts';
import { unify } from './unify.ts';
import { bind, type ClassTypeValue, type Env, type PiValue, POISON, type Value } from './value.ts';

/** What a search came to. */
export type Found =
  | { readonly tag: 'found'; readonly term: Term }
  | { readonly tag: 'missing'; readonly goal: Value }
  | { readonly tag: 'ambiguous'; readonly goal: Value; readonly instances: readonly GlobalRef[] }
  /** The goal has unsolved variables. */
  | { readonly tag: 'open' }
  | { readonly tag: 'notAClass'; readonly goal: Value };

/** How deeply an instance may need another. */
const DEPTH = 100;

/** The term of the dictionary of type `type`: found at once where the type is known, else left as a goal. */
export function dictionary(
  st: State,
  type: Value,
  givens: Givens,
  span: Span,
  selects: number | null = null,
): Term {
  const meta = freshMetaId(st, { span, role: { tag: 'hole' } }, 'dict');
  const goal: Goal = { meta, type, span, givens, selects };
  const found = search(st, goal);
  if (found.tag === 'found') st.metas[meta]!.solution = evaluate(st, found.term, null);
  else st.goals.push(goal);
  return found.tag === 'found' ? found.term : metaTerm(meta);
}

/** Looks for the dictionary of a goal. */
export function search(st: State, goal: Goal): Found {
  st.fuel = FUEL;
  const key = goalKey(st, quote(st, goal.type));
  if (key === POISONED) return { tag: 'found', term: metaTerm(0) };
  if (key === null) return { tag: 'open' };
  const full = `${goal.givens?.id ?? 0} ${goal.selects ?? ''} ${key}`;
  const known = st.found.get(full);
  if (known !== undefined) return { tag: 'found', term: known };
  const found = find(st, { type: goal.type, givens: goal.givens, selects: goal.selects }, 0);
  if (found.tag === 'found') st.found.set(full, found.term);
  return found;
}

interface Query {
  readonly type: Value;
  readonly givens: Givens;
  readonly selects: number | null;
}

function find(st: State, q: Query, depth: number): Found {
  if (depth > DEPTH) throw new OutOfFuel('instance search');
  const type = force(st, q.type);
  if (type.tag === 'pi') return findFunction(st, type, q, depth);
  if (type.tag === 'poison') return { tag: 'found', term: metaTerm(0) };
  if (type.tag !== 'classType') return { tag: 'notAClass', goal: type };
  const first = type.args[0] === undefined ? null : force(st, type.args[0]);
  if (first?.tag === 'finType' && isBuiltin(st, type, 'Ix')) {
    return { tag: 'found', term: { tag: 'finIx', size: quote(st, first.size) } };
  }
  if (first !== null && isBuiltin(st, type, 'Data')) return findData(st, type, first, q, depth);
  const head = first === null ? '*' : headOf(quote(st, first));
  const successes: { readonly ref: GlobalRef; readonly term: Term }[] = [];
  for (const d of candidates(st.env, type.cls, head)) {
    if (!usable(st, d, q)) continue;
    const term = tryInstance(st, d.params, d.args, type, q, depth);
    if (term !== null) successes.push({ ref: d.ref, term: { tag: 'instance', instance: d.ref, args: term } });
  }
  if (successes.length > 1) return { tag: 'ambiguous', goal: type, instances: successes.map((s) => s.ref) };
  if (successes.length === 1) return { tag: 'found', term: successes[0]!.term };
  const given = findGiven(st, type, q, depth);
  return given !== null ? { tag: 'found', term: given } : { tag: 'missing', goal: type };
}

/** An instance under construction offers its earlier methods only. */
function usable(st: State, d: InstanceDef, q: Query): boolean {
  const u = st.unfinished;
  if (u === null || !sameGlobal(u.instance.ref, d.ref)) return true;
  return q.selects !== null && u.ready.has(q.selects);
}

function isBuiltin(st: State, type: ClassTypeValue, name: 'Ix' | 'Data'): boolean {
  const cls = builtinClass(st.env, name);
  return cls !== null && sameGlobal(cls, type.cls);
}

/** The dictionary arguments that make a head fit a goal, or null. Whatever is solved on the way is undone. */
function tryInstance(
  st: State,
  params: readonly Param[],
  head: readonly Term[],
  goal: ClassTypeValue,
  q: Query,
  depth: number,
): readonly Term[] | null {
  return trial(st, () => {
    const args = instantiateAll(st, params);
    const env = instanceEnv(params, args);
    for (let k = 0; k < head.length; k++) {
      if (isSynthArgument(st, goal.cls, k)) continue;
      if (unify(st, goal.args[k]!, evaluate(st, head[k]!, env), null) !== null) return null;
    }
    return fillIn(st, params, args, null, q, depth);
  });
}

function isSynthArgument(st: State, cls: GlobalRef, k: number): boolean {
  return (definitionOf(st, cls) as ClassDef).params[k]?.how === 'synth';
}

function instantiateAll(st: State, params: readonly Param[]): readonly Value[] {
  return params.map((p) =>
    freshMeta(st, { span: { start: 0, end: 0 }, role: { tag: 'implicit', name: p.name.hint, of: '' } }),
  );
}

/** The arguments read back, with the constraints among them found by search. */
function fillIn(
  st: State,
  params: readonly Param[],
  args: readonly Value[],
  outer: Env,
  q: Query,
  depth: number,
): readonly Term[] | null {
  const terms: Term[] = [];
  let env = outer;
  for (let k = 0; k < params.length; k++) {
    const p = params[k]!;
    if (p.how === 'synth') {
      const type = evaluate(st, p.type, env);
      if (goalKey(st, quote(st, type)) === null) return null;
      const found = find(st, { type, givens: q.givens, selects: null }, depth + 1);
      if (found.tag !== 'found') return null;
      terms.push(found.term);
      env = bind(env, p.name, evaluate(st, found.term, null));
    } else {
      terms.push(quote(st, args[k]!));
      env = bind(env, p.name, args[k]!);
    }
  }
  return terms.some((t) => goalKey(st, t) === null) ? null : terms;
}

/** Runs `f` and undoes what it solved. */
function trial<T>(st: State, f: () => T): T {
  const outer = st.trail;
  const metas = st.metas.length;
  st.trail = [];
  try {
    return f();
  } finally {
    for (const { id, level } of st.trail.reverse()) {
      st.metas[id]!.solution = null;
      st.metas[id]!.level = level;
      st.solutions.delete(id);
    }
    for (let id = metas; id < st.metas.length; id++) {
      const meta = st.metas[id]!;
      if (meta.sort === 'term') meta.solution = POISON;
    }
    st.trail = outer;
  }
}

/** A goal that is a function type: its parameters become names, its constraints givens. */
function findFunction(st: State, type: PiValue, q: Query, depth: number): Found {
  const { params, env } = quoteParams(st, type.params, type.env);
  let { givens } = q;
  for (const p of params) {
    if (p.how !== 'synth') continue;
    givens = { id: -st.names.next - 1, term: varTerm(p), type: evaluate(st, p.type, null), next: givens };
  }
  const result = evaluate(st, type.result, env);
  const found = find(st, { type: result, givens, selects: null }, depth + 1);
  if (found.tag !== 'found') return found;
  const row = { tag: 'row', effects: [], tail: null } as const;
  return { tag: 'found', term: { tag: 'lam', params, row, mode: type.mode, body: found.term, source: 0 } };
}

function varTerm(p: Param): Term {
  return { tag: 'var', name: p.name, source: 0 };
}

function findData(st: State, goal: ClassTypeValue, type: Value, q: Query, depth: number): Found {
  const leaf = (variable: Value): boolean => {
    const wanted: ClassTypeValue = { ...goal, args: [variable] };
    return findGiven(st, wanted, q, depth) !== null;
  };
  if (isDataStructurally(st, type, leaf))
    return { tag: 'found', term: { tag: 'dataDict', type: quote(st, type) } };
  const given = findGiven(st, goal, q, depth);
  return given !== null ? { tag: 'found', term: given } : { tag: 'missing', goal };
}

// ---------------------------------------------------------------------------------------------------------- givens

function findGiven(st: State, goal: ClassTypeValue, q: Query, depth: number): Term | null {
  for (let g = q.givens; g !== null; g = g.next) {
    const term = fromGiven(st, g.term, g.type, goal, q, depth);
    if (term !== null) return term;
  }
  return null;
}

/** The goal's dictionary as a given dictionary, one of its superclasses, or the result of a given function. */
function fromGiven(
  st: State,
  term: Term,
  type: Value,
  goal: ClassTypeValue,
  q: Query,
  depth: number,
): Term | null {
  const t = force(st, type);
  if (t.tag === 'pi') {
    const args = trial(st, () => {
      const metas = instantiateAll(st, t.params);
      let env = t.env;
      t.params.forEach((p, k) => {
        env = bind(env, p.name, metas[k]!);
      });
      if (unify(st, goal, evaluate(st, t.result, env), null) !== null) return null;
      return fillIn(st, t.params, metas, t.env, q, depth);
    });
    return args === null ? null : { tag: 'app', fn: term, args, source: 0 };
  }
  if (t.tag !== 'classType') return null;
  if (sameGlobal(t.cls, goal.cls) && trial(st, () => unify(st, goal, t, null)) === null) return term;
  const cls = definitionOf(st, t.cls) as ClassDef;
  const env = instanceEnv(cls.params, t.args);
  for (let index = 0; index < cls.superclasses.length; index++) {
    const superclass: Term = { tag: 'superclass', cls: t.cls, index, dict: term };
    const superType = evaluate(st, cls.superclasses[index]!, env);
    const found = fromGiven(st, superclass, superType, goal, q, depth);
    if (found !== null) return found;
  }
  return null;
}
