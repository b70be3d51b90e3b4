/**
 * Metavariables: making them, and solving them under the scope check. Names are numbered in the order in which
 * binders are entered, so a metavariable may stand for a term over the names below its `level`: those in scope where
 * it was made. Solving lowers the level of every metavariable inside the solution (after Rémy's levels), so that
 * nothing bound further in can leak later.
 */
import type { Param, Term } from '../core/index.ts';
import type { Span } from '../source/index.ts';
import { evaluate, evaluateRow, force, forceRow } from './normalise.ts';
import { freshName, type MetaOrigin, type MetaSort, OutOfFuel, type State } from './state.ts';
import { bind, type Closure, type Env, flexible, rigid, type StuckValue, type Value } from './value.ts';

/** A fresh metavariable over the names in scope. */
export function freshMeta(st: State, origin: MetaOrigin, sort: MetaSort = 'term'): StuckValue {
  return flexible(freshMetaId(st, origin, sort));
}

/** The number of a fresh metavariable over the names in scope. */
export function freshMetaId(st: State, origin: MetaOrigin, sort: MetaSort = 'term'): number {
  st.metas.push({ origin, sort, level: st.names.next, solution: null, solvedAt: null });
  return st.metas.length - 1;
}

/** The term of a metavariable. */
export function metaTerm(id: number, source = 0): Term {
  return { tag: 'meta', id, source };
}

/** Why a metavariable cannot be solved so. */
export type Refusal =
  | { readonly tag: 'occurs' }
  /** The solution mentions names that are bound further in. */
  | { readonly tag: 'escape'; readonly names: readonly string[] };

/** Solves a metavariable, or says why not. `at` is the expression whose type says so. */
export function solve(st: State, id: number, value: Value, at: Span | null): Refusal | null {
  const meta = st.metas[id]!;
  const scope = inspect(st, value, meta.level, id);
  if (scope.occurs) return { tag: 'occurs' };
  if (scope.escaping.size > 0) return { tag: 'escape', names: [...scope.escaping.values()] };
  st.trail?.push({ id, level: meta.level });
  meta.solution = value;
  meta.solvedAt = at;
  return null;
}

interface Inspection {
  occurs: boolean;
  /** Names at or above the level, by id. */
  readonly escaping: Map<number, string>;
}

/**
 * Looks through a value for names at or above `level` and for the metavariable `self`, and lowers the level of the
 * metavariables in it. Linear in the size of the value.
 */
export function inspect(st: State, value: Value, level: number, self: number | null): Inspection {
  const found: Inspection = { occurs: false, escaping: new Map() };
  const start = st.names.next;
  const closure = (c: Closure): void => {
    const binder = freshName(st, c.binder.hint);
    walk(evaluate(st, c.body, bind(c.env, c.binder, rigid(binder))));
  };
  const telescope = (params: readonly Param[], env: Env): Env => {
    let inner = env;
    for (const p of params) {
      walk(evaluate(st, p.type, inner));
      inner = bind(inner, p.name, rigid(freshName(st, p.name.hint)));
    }
    return inner;
  };
  const walk = (value: Value): void => {
    if (st.fuel-- <= 0) throw new OutOfFuel('normalisation');
    const v = force(st, value);
    switch (v.tag) {
      case 'stuck':
        if (v.head.tag === 'meta') {
          const meta = st.metas[v.head.id]!;
          if (v.head.id === self) found.occurs = true;
          else if (meta.level > level) {
            st.trail?.push({ id: v.head.id, level: meta.level });
            meta.level = level;
          }
        } else if (v.head.tag === 'var') {
          const { id, hint } = v.head.name;
          if (id >= level && id < start) found.escaping.set(id, hint);
        }
        for (const e of v.spine) if (e.tag === 'app') e.args.forEach(walk);
        break;
      case 'finType':
      case 'finIx':
        walk(v.size);
        break;
      case 'tupleType':
      case 'tuple':
        v.items.forEach(walk);
        break;
      case 'tableType':
        walk(v.index);
        closure(v.element);
        break;
      case 'pairType':
        walk(v.first);
        closure(v.second);
        break;
      case 'refType':
        walk(v.heap);
        walk(v.content);
        break;
      case 'pi': {
        const env = telescope(v.params, v.env);
        walk(evaluateRow(st, v.row, env));
        walk(evaluate(st, v.result, env));
        break;
      }
      case 'lam': {
        const env = telescope(v.term.params, v.env);
        walk(evaluate(st, v.term.body, env));
        break;
      }
      case 'dataType':
      case 'classType':
        v.args.forEach(walk);
        break;
      case 'con':
        v.params.forEach(walk);
        v.args.forEach(walk);
        break;
      case 'pack':
        walk(v.first);
        walk(v.second);
        break;
      case 'row': {
        const row = forceRow(st, v);
        for (const e of row.effects) {
          if ('heap' in e) walk(e.heap);
          else if (e.tag === 'user') e.args.forEach(walk);
        }
        if (row.tail !== null) walk(row.tail);
        break;
      }
      default:
        break;
    }
  };
  walk(value);
  return found;
}
