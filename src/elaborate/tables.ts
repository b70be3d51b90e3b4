/** Table literals and indexing. */
import { mentions, type Term } from '../core/index.ts';
import type { Span } from '../source/index.ts';
import type { Expr, IndexExpr, TableExpr } from '../syntax/index.ts';
import { type Booleans, booleans, conditional } from './booleans.ts';
import { builtinClass } from './builtin.ts';
import { type Context, complain, labelAt, refuse, src, type Typed, textOf } from './context.ts';
import { definitionAt, expect, reportIndexMismatch, show } from './describe.ts';
import { freshMeta } from './meta.ts';
import { delay, force, instantiate, isEvaluated, quote } from './normalise.ts';
import { definitionOf, freshName } from './state.ts';
import { indexDictionary } from './types.ts';
import { unify } from './unify.ts';
import { POISON, rigid, type TableTypeValue, type Value } from './value.ts';

/** The type of tables with these elements over `Fin size`. */
export function finTable(cx: Context, size: number, element: Value, span: Span): TableTypeValue {
  const index: Value = { tag: 'finType', size: { tag: 'natLit', value: size } };
  return plainTable(cx, index, indexDictionary(cx, index, span), element);
}

/** The type of tables whose element type does not depend on the index. */
export function plainTable(cx: Context, index: Value, ix: Term, element: Value): TableTypeValue {
  const binder = freshName(cx.st, '');
  return {
    tag: 'tableType',
    index,
    ix: delay(ix, null),
    element: { binder, body: quote(cx.st, element), env: null },
  };
}

/** A table literal of unknown type: its elements agree on a type. */
export function inferTable(cx: Context, e: TableExpr): Typed {
  const element = freshMeta(cx.st, { span: e.span, role: { tag: 'element' } });
  const items = e.elements.map((item) => cx.rules.check(cx, item, element));
  return tableLiteral(cx, items, element, e.span);
}

function tableLiteral(cx: Context, items: readonly Term[], element: Value, span: Span): Typed {
  const type = finTable(cx, items.length, element, span);
  const term: Term = { tag: 'tableLit', items, element: quote(cx.st, element), source: src(cx, span) };
  return { term, type };
}

/** A table literal where a table type is expected. */
export function checkTable(cx: Context, e: TableExpr, expected: TableTypeValue, wanted: Value): Term {
  const size: Value = { tag: 'finType', size: { tag: 'natLit', value: e.elements.length } };
  if (unify(cx.st, expected.index, size, e.span) !== null) {
    const typed = inferTable(cx, e);
    expect(cx, wanted, typed.type, e.span);
    return typed.term;
  }
  if (dependsOnIndex(expected)) return checkRagged(cx, e, expected);
  const i = rigid(freshName(cx.st, 'i'));
  const element = instantiate(cx.st, expected.element, i);
  const items = e.elements.map((item) => cx.rules.check(cx, item, element));
  return { tag: 'tableLit', items, element: quote(cx.st, element), source: src(cx, e.span) };
}

/** Longer table literals must not have elements whose types depend on their places. */
const RAGGED = 256;

/**
 * A table literal whose elements' types mention the index: a loop that computes, at each index, the element there.
 * Each element is checked for an index of which nothing is known.
 */
function checkRagged(cx: Context, e: TableExpr, expected: TableTypeValue): Term {
  const { st } = cx;
  const size = e.elements.length;
  const bool = booleans(cx, e.span);
  if (bool === null || size === 0 || size > RAGGED) {
    const because = `it has ${size} elements of types that depend on their places`;
    return refuse(cx, 'DX0902', { what: 'this table literal', because }, e.span).term;
  }
  const source = src(cx, e.span);
  const binder = freshName(st, expected.element.binder.hint);
  const at: Term = { tag: 'var', name: binder, source };
  const type = instantiate(st, expected.element, rigid(binder));
  const element = quote(st, type);
  const items = e.elements.map((item) => cx.rules.check(cx, item, type));
  const ordinal = finMethod(cx, size, 'ordinal', at, source);
  let body = items[size - 1]!;
  for (let k = size - 2; k >= 0; k--) {
    const here = isOrdinal(bool, ordinal, k, source);
    body = conditional(cx, bool, here, { yes: items[k]!, no: body }, element, e.elements[k]!.span);
  }
  return {
    tag: 'for',
    direction: 'forward',
    effectOnly: false,
    binder,
    index: quote(st, expected.index),
    ix: quote(st, expected.ix),
    element,
    axis: null,
    body,
    source,
  };
}

/** Whether a natural number is `k`, as a truth value of the library. */
function isOrdinal(bool: Booleans, ordinal: Term, k: number, source: number): Term {
  const word: Term = { tag: 'scalarType', scalar: 'w32' };
  const truth: Term = { tag: 'scalarType', scalar: 'w8' };
  const type: Term = { tag: 'dataType', data: bool.data.ref, args: [] };
  const number: Term = { tag: 'prim', name: 'projNewtype', args: [ordinal], type: word, source };
  const literal: Term = { tag: 'lit', scalar: 'w32', value: k, source };
  const equal: Term = { tag: 'prim', name: 'ieq', args: [number, literal], type: truth, source };
  return { tag: 'prim', name: 'toEnum', args: [type, equal], type, source };
}

/** A method of `Ix (Fin size)` applied to one argument. */
export function finMethod(cx: Context, size: number, name: string, arg: Term, source: number): Term {
  const cls = builtinClass(cx.st.env, 'Ix');
  const d = cls === null ? null : definitionOf(cx.st, cls);
  const index = d?.tag === 'class' ? d.methods.findIndex((m) => m.name === name) : -1;
  if (cls === null || index < 0) return { tag: 'meta', id: 0, source };
  const dict: Term = { tag: 'finIx', size: { tag: 'natLit', value: size, source } };
  return { tag: 'app', fn: { tag: 'method', cls, index, dict, source }, args: [arg], source };
}

/** `t[i, j]`. */
export function inferIndex(cx: Context, e: IndexExpr): Typed {
  let table = cx.rules.infer(cx, e.table);
  for (const [k, at] of e.indices.entries()) {
    const type = force(cx.st, table.type);
    if (k > 0 && isNoTable(type)) {
      const found = { start: e.table.span.start, end: e.indices[k - 1]!.span.end };
      const help = [
        `the table has ${k === 1 ? 'one index' : `${k} indices`}, but ${e.indices.length} are given`,
      ];
      return refuse(cx, 'DX0314', { type: show(cx, type) }, found, [], { help });
    }
    table = indexOnce(cx, table, at, e);
  }
  return table;
}

function indexOnce(cx: Context, table: Typed, at: Expr, e: IndexExpr): Typed {
  const { st } = cx;
  let type = force(st, table.type);
  if (type.tag === 'stuck' && type.head.tag === 'meta') {
    const index = freshMeta(st, { span: at.span, role: { tag: 'type', of: 'this index' } });
    const element = freshMeta(st, { span: e.span, role: { tag: 'element' } });
    const unknown = plainTable(cx, index, indexDictionary(cx, index, at.span), element);
    expect(cx, type, unknown, e.table.span);
    type = unknown;
  }
  if (type.tag === 'poison') {
    cx.rules.infer(cx, at);
    return { term: table.term, type: POISON };
  }
  if (type.tag !== 'tableType') {
    const help = type.tag === 'tupleType' ? ['the parts of a tuple are p.0 and p.1, or (x, y) = p'] : [];
    return refuse(cx, 'DX0314', { type: show(cx, type) }, e.table.span, [], { help });
  }
  const term = checkIndex(cx, at, type, e);
  const value = delay(term, null);
  if (dependsOnIndex(type) && !isEvaluated(st, value)) {
    complain(cx, 'DX0323', { argument: 'the index', expression: textOf(cx, at.span) }, at.span);
  }
  return {
    term: {
      tag: 'index',
      table: table.term,
      at: term,
      index: quote(st, type.index),
      ix: quote(st, type.ix),
      source: src(cx, e.span),
    },
    type: instantiate(st, type.element, value),
  };
}

/** Whether a type is known, and is not that of a table. */
function isNoTable(type: Value): boolean {
  return (
    type.tag !== 'tableType' && type.tag !== 'poison' && !(type.tag === 'stuck' && type.head.tag === 'meta')
  );
}

function dependsOnIndex(type: TableTypeValue): boolean {
  return mentions(type.element.body, type.element.binder);
}

/** An index is inferred first, so that a mismatch can speak of the table. */
function checkIndex(cx: Context, at: Expr, type: TableTypeValue, e: IndexExpr): Term {
  if (at.tag !== 'var') return cx.rules.check(cx, at, type.index);
  const typed = cx.rules.infer(cx, at);
  const failure = unify(cx.st, type.index, typed.type, at.span);
  if (failure === null) return typed.term;
  const labels = [
    labelAt(cx, e.table.span, `a table over ${show(cx, type.index)}`),
    ...definitionAt(cx, e.table.span),
  ];
  reportIndexMismatch(cx, failure, type.index, typed.type, at.span, labels);
  return typed.term;
}
