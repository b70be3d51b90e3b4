/** Removing metavariables from finished terms. */
import { type CoreDecl, type Mapper, mapChildren, mapRow, type Param, type Term } from '../core/index.ts';
import { literalAt } from './literal.ts';
import { evaluate, force, quote } from './normalise.ts';
import { FUEL, type State, sourceOf } from './state.ts';

/**
 * A function that replaces the metavariables of terms by their solutions. Each solution is read back once, however
 * often it occurs. What has no solution has been reported, and stays.
 */
export function zonker(st: State): (term: Term) => Term {
  const done = new Map<number, Term>();
  const solution = (id: number, original: Term): Term => {
    const known = done.get(id);
    if (known !== undefined) return known;
    st.fuel = FUEL;
    const term = solvedTerm(st, id);
    if (term === null) return original;
    const zonked = zonk(term);
    done.set(id, zonked);
    return zonked;
  };
  const mapper: Mapper = { term: (t) => zonk(t), bind: (name) => name, leave: () => {} };
  const zonkAll = (terms: readonly Term[]): readonly Term[] => {
    const out: Term[] = [];
    for (const t of terms) out.push(zonk(t));
    return out;
  };
  // The forms in which programs nest deeply take one frame of the stack each; the others go by `mapChildren`.
  const zonk = (t: Term): Term => {
    switch (t.tag) {
      case 'meta':
        return solution(t.id, t);
      case 'app':
        return { ...t, fn: zonk(t.fn), args: zonkAll(t.args) };
      case 'lam': {
        const params: Param[] = [];
        for (const p of t.params) params.push({ ...p, type: zonk(p.type) });
        return { ...t, params, row: mapRow(t.row, mapper), body: zonk(t.body) };
      }
      case 'block': {
        const decls: CoreDecl[] = [];
        for (const d of t.decls) decls.push({ name: d.name, type: zonk(d.type), value: zonk(d.value) });
        return { ...t, decls, result: zonk(t.result) };
      }
      default:
        return mapChildren(t, mapper);
    }
  };
  return zonk;
}

function solvedTerm(st: State, id: number): Term | null {
  const literal = st.literals.get(id);
  if (literal !== undefined) {
    const source = sourceOf(st, literal.span);
    const term = literalAt(force(st, literal.type), literal.value, literal.signed, source);
    if (term !== null) return term;
  }
  const override = st.terms.get(id);
  if (override !== undefined) return override;
  if (st.delayed.has(id)) {
    const value = evaluate(st, { tag: 'meta', id, source: 0 }, null);
    return value.tag === 'stuck' && value.head.tag === 'meta' ? null : quote(st, value);
  }
  const { solution } = st.metas[id]!;
  return id === 0 || solution === null ? null : quote(st, solution);
}
