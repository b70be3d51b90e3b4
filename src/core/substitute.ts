/**
 * Capture-avoiding substitution after the rapier (Peyton Jones and Marlow, "Secrets of the Glasgow Haskell Compiler
 * inliner", section 3; in the form of *The Foil*, arXiv 2210.04729): the scope of the result is a high-water mark
 * below which names are taken, and a binder is renamed only when it is taken.
 */
import type { Name } from '../names/index.ts';
import { variable } from './build.ts';
import type { Param, Term } from './ir.ts';
import { freeNames, type Rebuilder, rebuild } from './walk.ts';

/** What replaces the free names of a term, by the names' ids. */
export type Substitution = ReadonlyMap<number, Term>;

/** The substitution of `terms` for `names`, position by position. */
export function substitution(names: readonly (Name | Param)[], terms: readonly Term[]): Substitution {
  const map = new Map<number, Term>();
  names.forEach((name, i) => {
    const term = terms[i];
    if (term !== undefined) map.set('id' in name ? name.id : name.name.id, term);
  });
  return map;
}

/**
 * `term` with its free names replaced, all at once. `scope`: every name free in the result is below it (a supply's
 * `next` serves). Without it, the least such mark is computed, which costs a walk over the replacements that are used.
 * Shares what does not change. Linear in the size of the term.
 */
export function substitute(term: Term, replacements: Substitution, scope?: number): Term {
  if (replacements.size === 0) return term;
  if (scope !== undefined) return rebuild(term, substituter(replacements, scope));
  const free = freeNames(term);
  const used: Term[] = [];
  let mark = 0;
  for (const id of free.keys()) {
    const replacement = replacements.get(id);
    if (replacement !== undefined) used.push(replacement);
    else mark = Math.max(mark, id + 1);
  }
  if (used.length === 0) return term;
  for (const id of freeNames(...used).keys()) mark = Math.max(mark, id + 1);
  return rebuild(term, substituter(replacements, mark));
}

/** `term` with every binder at or above `scope` in order of entry, so that none of its names is taken there. */
export function refresh(term: Term, scope: number): Term {
  return rebuild(term, substituter(new Map(), scope));
}

function substituter(replacements: Substitution, scope: number): Rebuilder {
  const current = new Map(replacements);
  const entered: { readonly id: number; readonly hidden: Term | undefined; readonly scope: number }[] = [];
  let mark = scope;
  return {
    term(t) {
      if (t.tag !== 'var') return { term: t, into: true };
      return { term: current.get(t.name.id) ?? t, into: false };
    },
    bind(name) {
      entered.push({ id: name.id, hidden: current.get(name.id), scope: mark });
      if (name.id >= mark) {
        mark = name.id + 1;
        current.delete(name.id);
        return name;
      }
      const renamed: Name = { id: mark, hint: name.hint };
      mark += 1;
      current.set(name.id, variable(renamed));
      return renamed;
    },
    leave(count) {
      for (let i = 0; i < count; i++) {
        const { id, hidden, scope: outer } = entered.pop()!;
        mark = outer;
        if (hidden === undefined) current.delete(id);
        else current.set(id, hidden);
      }
    },
  };
}
