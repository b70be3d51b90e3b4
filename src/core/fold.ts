/**
 * Traversal of Core terms. There are two descriptions of what stands under which binder, and every other walk is
 * made from one of them: `mapChildren` rebuilds a node, `visitChildren` only looks. Both go along telescopes and
 * declarations in a loop. Vocabulary: a binder's scope is entered at the binder and left at the end of its node.
 */
import type { Name } from '../names/index.ts';
import { row as makeRow } from './build.ts';
import type { Alternative, CoreDecl, CoreEffect, Param, Row, Term } from './ir.ts';

export interface Mapper {
  term(term: Term): Term;
  /** Enters the scope of a binder. Answers what the binder is called from here on. */
  bind(name: Name): Name;
  /** Leaves the scopes of the last `count` binders. */
  leave(count: number): void;
}

export interface Visitor {
  /** `dictionary`: the child is known to be one by its place in the node. */
  term(term: Term, dictionary: boolean): void;
  bind(name: Name): void;
  leave(count: number): void;
}

/** Maps each item; the same array where nothing changed. */
function mapList<T>(items: readonly T[], f: (item: T) => T): readonly T[] {
  let changed: T[] | null = null;
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as T;
    const mapped = f(item);
    if (changed === null && mapped !== item) changed = items.slice(0, i);
    changed?.push(mapped);
  }
  return changed ?? items;
}

function mapTerms(terms: readonly Term[], m: Mapper): readonly Term[] {
  return mapList(terms, (term) => m.term(term));
}

/** Maps a telescope and leaves its scopes open: the caller leaves them. */
export function mapParams(params: readonly Param[], m: Mapper): readonly Param[] {
  return mapList(params, (p) => {
    const type = m.term(p.type);
    const name = m.bind(p.name);
    return type === p.type && name === p.name ? p : { ...p, name, type };
  });
}

function mapEffect(effect: CoreEffect, m: Mapper): CoreEffect {
  switch (effect.tag) {
    case 'read':
    case 'accum':
    case 'state': {
      const heap = m.term(effect.heap);
      return heap === effect.heap ? effect : { tag: effect.tag, heap };
    }
    case 'except':
    case 'io':
      return effect;
    case 'user': {
      const args = mapTerms(effect.args, m);
      return args === effect.args ? effect : { ...effect, args };
    }
  }
}

/** Maps heaps, arguments and tail of a row; a tail that becomes a row is merged. */
export function mapRow(row: Row, m: Mapper): Row {
  const effects = mapList(row.effects, (effect) => mapEffect(effect, m));
  const tail = row.tail === null ? null : m.term(row.tail);
  return effects === row.effects && tail === row.tail ? row : makeRow(effects, tail);
}

function mapAlternative(a: Alternative, m: Mapper): Alternative {
  const binders = mapList(a.binders, (name) => m.bind(name));
  const body = m.term(a.body);
  m.leave(a.binders.length);
  return binders === a.binders && body === a.body ? a : { binders, body };
}

function mapDecl(d: CoreDecl, m: Mapper): CoreDecl {
  const type = m.term(d.type);
  const value = m.term(d.value);
  const name = m.bind(d.name);
  return type === d.type && value === d.value && name === d.name ? d : { name, type, value };
}

/** The term with its immediate subterms mapped; the same object where nothing changed. */
export function mapChildren(t: Term, m: Mapper): Term {
  switch (t.tag) {
    case 'var':
    case 'global':
    case 'meta':
    case 'kind':
    case 'scalarType':
    case 'natType':
    case 'ptrType':
    case 'lit':
    case 'natLit':
    case 'string':
      return t;
    case 'finType':
    case 'finIx': {
      const size = m.term(t.size);
      return size === t.size ? t : { ...t, size };
    }
    case 'tupleType':
    case 'tuple': {
      const items = mapTerms(t.items, m);
      return items === t.items ? t : { ...t, items };
    }
    case 'tableType': {
      const index = m.term(t.index);
      const ix = m.term(t.ix);
      const binder = m.bind(t.binder);
      const element = m.term(t.element);
      m.leave(1);
      const same = index === t.index && ix === t.ix && binder === t.binder && element === t.element;
      return same ? t : { ...t, index, ix, binder, element };
    }
    case 'pairType': {
      const first = m.term(t.first);
      const binder = m.bind(t.binder);
      const second = m.term(t.second);
      m.leave(1);
      const same = first === t.first && binder === t.binder && second === t.second;
      return same ? t : { ...t, first, binder, second };
    }
    case 'refType': {
      const heap = m.term(t.heap);
      const content = m.term(t.content);
      return heap === t.heap && content === t.content ? t : { ...t, heap, content };
    }
    case 'pi': {
      const params = mapParams(t.params, m);
      const row = mapRow(t.row, m);
      const result = m.term(t.result);
      m.leave(t.params.length);
      const same = params === t.params && row === t.row && result === t.result;
      return same ? t : { ...t, params, row, result };
    }
    case 'lam': {
      const params = mapParams(t.params, m);
      const row = mapRow(t.row, m);
      const body = m.term(t.body);
      m.leave(t.params.length);
      return params === t.params && row === t.row && body === t.body ? t : { ...t, params, row, body };
    }
    case 'row':
      return mapRow(t, m);
    case 'dataType':
    case 'classType':
    case 'instance': {
      const args = mapTerms(t.args, m);
      return args === t.args ? t : { ...t, args };
    }
    case 'superclass':
    case 'method': {
      const dict = m.term(t.dict);
      return dict === t.dict ? t : { ...t, dict };
    }
    case 'dataDict': {
      const type = m.term(t.type);
      return type === t.type ? t : { ...t, type };
    }
    case 'app': {
      const fn = m.term(t.fn);
      const args = mapTerms(t.args, m);
      return fn === t.fn && args === t.args ? t : { ...t, fn, args };
    }
    case 'block': {
      const decls = mapList(t.decls, (d) => mapDecl(d, m));
      const result = m.term(t.result);
      m.leave(t.decls.length);
      return decls === t.decls && result === t.result ? t : { ...t, decls, result };
    }
    case 'project':
    case 'field':
    case 'pairFirst':
    case 'pairSecond': {
      const of = m.term(t.of);
      return of === t.of ? t : { ...t, of };
    }
    case 'con': {
      const params = mapTerms(t.params, m);
      const args = mapTerms(t.args, m);
      return params === t.params && args === t.args ? t : { ...t, params, args };
    }
    case 'case': {
      const scrutinee = m.term(t.scrutinee);
      const type = m.term(t.type);
      const alternatives = mapList(t.alternatives, (a) => (a === null ? null : mapAlternative(a, m)));
      const same = scrutinee === t.scrutinee && type === t.type && alternatives === t.alternatives;
      return same ? t : { ...t, scrutinee, type, alternatives };
    }
    case 'for': {
      const index = m.term(t.index);
      const ix = m.term(t.ix);
      const binder = m.bind(t.binder);
      const element = m.term(t.element);
      const body = m.term(t.body);
      m.leave(1);
      const sameType = index === t.index && ix === t.ix && element === t.element;
      return sameType && binder === t.binder && body === t.body
        ? t
        : { ...t, index, ix, binder, element, body };
    }
    case 'index': {
      const table = m.term(t.table);
      const at = m.term(t.at);
      const index = m.term(t.index);
      const ix = m.term(t.ix);
      const same = table === t.table && at === t.at && index === t.index && ix === t.ix;
      return same ? t : { ...t, table, at, index, ix };
    }
    case 'tableLit': {
      const items = mapTerms(t.items, m);
      const element = m.term(t.element);
      return items === t.items && element === t.element ? t : { ...t, items, element };
    }
    case 'pack': {
      const type = m.term(t.type);
      const first = m.term(t.first);
      const second = m.term(t.second);
      return type === t.type && first === t.first && second === t.second ? t : { ...t, type, first, second };
    }
    case 'refField': {
      const ref = m.term(t.ref);
      const type = m.term(t.type);
      return ref === t.ref && type === t.type ? t : { ...t, ref, type };
    }
    case 'prim': {
      const args = mapTerms(t.args, m);
      const type = m.term(t.type);
      return args === t.args && type === t.type ? t : { ...t, args, type };
    }
  }
}

/** `mapChildren` for a function that does not care about binders. */
export function mapSubterms(term: Term, f: (child: Term) => Term): Term {
  return mapChildren(term, { term: f, bind: (name) => name, leave: () => {} });
}

function visitTerms(terms: readonly Term[], v: Visitor): void {
  for (const term of terms) v.term(term, false);
}

function visitParams(params: readonly Param[], v: Visitor): void {
  for (const p of params) {
    v.term(p.type, false);
    v.bind(p.name);
  }
}

/** Visits heaps, arguments and tail of a row. */
export function visitRow(row: Row, v: Visitor): void {
  for (const effect of row.effects) {
    if (effect.tag === 'user') visitTerms(effect.args, v);
    else if (effect.tag !== 'except' && effect.tag !== 'io') v.term(effect.heap, false);
  }
  if (row.tail !== null) v.term(row.tail, false);
}

/** Visits the immediate subterms in the order of `mapChildren`. */
export function visitChildren(t: Term, v: Visitor): void {
  switch (t.tag) {
    case 'var':
    case 'global':
    case 'meta':
    case 'kind':
    case 'scalarType':
    case 'natType':
    case 'ptrType':
    case 'lit':
    case 'natLit':
    case 'string':
      return;
    case 'finType':
    case 'finIx':
      v.term(t.size, false);
      return;
    case 'tupleType':
    case 'tuple':
      visitTerms(t.items, v);
      return;
    case 'tableType':
      v.term(t.index, false);
      v.term(t.ix, true);
      v.bind(t.binder);
      v.term(t.element, false);
      v.leave(1);
      return;
    case 'pairType':
      v.term(t.first, false);
      v.bind(t.binder);
      v.term(t.second, false);
      v.leave(1);
      return;
    case 'refType':
      v.term(t.heap, false);
      v.term(t.content, false);
      return;
    case 'pi':
      visitParams(t.params, v);
      visitRow(t.row, v);
      v.term(t.result, false);
      v.leave(t.params.length);
      return;
    case 'lam':
      visitParams(t.params, v);
      visitRow(t.row, v);
      v.term(t.body, false);
      v.leave(t.params.length);
      return;
    case 'row':
      visitRow(t, v);
      return;
    case 'dataType':
    case 'classType':
    case 'instance':
      visitTerms(t.args, v);
      return;
    case 'superclass':
    case 'method':
      // Not a place that equality skips: methods of different dictionaries are different values.
      v.term(t.dict, false);
      return;
    case 'dataDict':
      v.term(t.type, false);
      return;
    case 'app':
      v.term(t.fn, false);
      visitTerms(t.args, v);
      return;
    case 'block':
      for (const d of t.decls) {
        v.term(d.type, false);
        v.term(d.value, false);
        v.bind(d.name);
      }
      v.term(t.result, false);
      v.leave(t.decls.length);
      return;
    case 'project':
    case 'field':
    case 'pairFirst':
    case 'pairSecond':
      v.term(t.of, false);
      return;
    case 'con':
      visitTerms(t.params, v);
      visitTerms(t.args, v);
      return;
    case 'case':
      v.term(t.scrutinee, false);
      v.term(t.type, false);
      for (const a of t.alternatives) {
        if (a === null) continue;
        for (const name of a.binders) v.bind(name);
        v.term(a.body, false);
        v.leave(a.binders.length);
      }
      return;
    case 'for':
      v.term(t.index, false);
      v.term(t.ix, true);
      v.bind(t.binder);
      v.term(t.element, false);
      v.term(t.body, false);
      v.leave(1);
      return;
    case 'index':
      v.term(t.table, false);
      v.term(t.at, false);
      v.term(t.index, false);
      v.term(t.ix, true);
      return;
    case 'tableLit':
      visitTerms(t.items, v);
      v.term(t.element, false);
      return;
    case 'pack':
      v.term(t.type, false);
      v.term(t.first, false);
      v.term(t.second, false);
      return;
    case 'refField':
      v.term(t.ref, false);
      v.term(t.type, false);
      return;
    case 'prim':
      visitTerms(t.args, v);
      v.term(t.type, false);
      return;
  }
}

/** Visits the immediate subterms without regard to binders. */
export function forEachChild(term: Term, f: (child: Term) => void): void {
  visitChildren(term, { term: f, bind: () => {}, leave: () => {} });
}

/** The immediate subterms in order. */
export function children(term: Term): readonly Term[] {
  const found: Term[] = [];
  forEachChild(term, (child) => found.push(child));
  return found;
}
