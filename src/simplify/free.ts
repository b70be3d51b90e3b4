/** Free names of terms, remembered for lambdas, so that a thousand nested ones cost what they contain. */
import { type DictTerm, type Term, type TypeTerm, visitChildren, walk } from '../core/index.ts';
import type { Name } from '../names/index.ts';

export type FreeNames = ReadonlyMap<number, Name>;

/** A memo of a pure function of immutable terms. */
const memo = new WeakMap<Term, FreeNames>();

/** The names free in a term, by id, in order of occurrence. */
export function freeNamesOf(term: Term): FreeNames {
  if (term.tag === 'var') return new Map([[term.name.id, term.name]]);
  const known = memo.get(term);
  if (known !== undefined) return known;
  const names = findNames(term);
  memo.set(term, names);
  return names;
}

function findNames(term: Term): FreeNames {
  const free = new Map<number, Name>();
  const bound = new Map<number, number>();
  const binders: number[] = [];
  const see = (name: Name): void => {
    if (!bound.get(name.id)) free.set(name.id, name);
  };
  const visitor = {
    term(t: Term): void {
      if (t.tag === 'var') see(t.name);
      else if (t.tag === 'lam') for (const name of freeNamesOf(t).values()) see(name);
      else visitChildren(t, visitor);
    },
    bind(name: Name): void {
      binders.push(name.id);
      bound.set(name.id, (bound.get(name.id) ?? 0) + 1);
    },
    leave(count: number): void {
      for (const id of binders.splice(binders.length - count)) bound.set(id, bound.get(id)! - 1);
    },
  };
  visitChildren(term, visitor);
  return free;
}

/** What computes nothing at run time, save that a superclass is a dictionary of what stands in it. */
const STATIC: Readonly<Record<TypeTerm['tag'] | Exclude<DictTerm['tag'], 'superclass'>, true>> = {
  kind: true,
  scalarType: true,
  natType: true,
  ptrType: true,
  finType: true,
  tupleType: true,
  tableType: true,
  pairType: true,
  refType: true,
  pi: true,
  dataType: true,
  classType: true,
  row: true,
  instance: true,
  finIx: true,
  dataDict: true,
};

/** A memo of a pure function of immutable terms. */
const inTypes = new WeakMap<Term, ReadonlySet<number>>();

/** The ids of the names that types and dictionaries in a term mention, bound ones included. */
export function namesInTypes(term: Term): ReadonlySet<number> {
  const known = inTypes.get(term);
  if (known !== undefined) return known;
  const found = new Set<number>();
  walk([term], {
    term(t) {
      if (!Object.hasOwn(STATIC, t.tag)) return true;
      for (const id of freeNamesOf(t).keys()) found.add(id);
      return false;
    },
    bind() {},
    leave() {},
  });
  inTypes.set(term, found);
  return found;
}
