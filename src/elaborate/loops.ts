/** Loops (language.md 3.6, 5.12): `for i j. e` is a nest, each binder with its own dictionary `Ix`. */
import type { Term } from '../core/index.ts';
import type { Span } from '../source/index.ts';
import type { Block, ForExpr } from '../syntax/index.ts';
import { bindLocal, type Context, scoped, src, type Typed } from './context.ts';
import { expect } from './describe.ts';
import { freshMeta, inspect } from './meta.ts';
import { force, instantiate, quote } from './normalise.ts';
import { indexDictionary } from './types.ts';
import { rigid, type TableTypeValue, UNIT, type Value } from './value.ts';

/** A loop of unknown type. */
export function inferLoop(cx: Context, e: ForExpr): Typed {
  return effectOnly(e) ? { term: loop(cx, e, 0, null).term, type: UNIT } : loop(cx, e, 0, null);
}

/** A loop where a type is expected: if that is a table type, its index sets are those of the binders. */
export function checkLoop(cx: Context, e: ForExpr, expected: Value): Term {
  if (effectOnly(e)) {
    const { term } = loop(cx, e, 0, null);
    expect(cx, expected, UNIT, e.span);
    return term;
  }
  return loop(cx, e, 0, expected).term;
}

function effectOnly(e: ForExpr): boolean {
  return e.kind === 'for_' || e.kind === 'rof_';
}

/** The loop over binder number `k` and those after it. */
function loop(cx: Context, e: ForExpr, k: number, expected: Value | null): Typed {
  if (k === e.binders.length) return loopBody(cx, e.body, expected, effectOnly(e));
  const { st } = cx;
  const { axis, binder } = e.binders[k]!;
  const wanted = expected === null ? null : force(st, expected);
  const table: TableTypeValue | null = wanted?.tag === 'tableType' ? wanted : null;
  const index = indexSet(cx, e, k, table);
  const ix = indexDictionary(cx, index, binder.type?.span ?? binder.span);
  const level = st.names.next;
  return scoped(cx, () => {
    const name = bindLocal(cx, binder.name?.name ?? '', index, binder.span);
    const body = loop(cx, e, k + 1, table === null ? null : instantiate(st, table.element, rigid(name)));
    inspect(st, body.type, level, null);
    const element = quote(st, body.type);
    const type: Value = {
      tag: 'tableType',
      index,
      ix: { tag: 'thunk', term: ix, env: null, value: null },
      element: { binder: name, body: element, env: null },
    };
    // A loop nested in another is part of one expression, and so is a mismatch of their types.
    if (wanted !== null && table === null) expect(cx, wanted, type, e.span);
    const term: Term = {
      tag: 'for',
      direction: e.kind === 'rof' || e.kind === 'rof_' ? 'backward' : 'forward',
      effectOnly: effectOnly(e),
      binder: name,
      index: quote(st, index),
      ix,
      element,
      axis: axis?.name ?? null,
      body: body.term,
      source: src(cx, e.span),
    };
    return { term, type: effectOnly(e) ? UNIT : type };
  });
}

function loopBody(cx: Context, body: Block, expected: Value | null, discarded: boolean): Typed {
  if (expected === null || discarded) return cx.rules.inferBlock(cx, body);
  return { term: cx.rules.checkBlock(cx, body, expected), type: expected };
}

/** The index set of a binder: written, expected, or to be found. */
function indexSet(cx: Context, e: ForExpr, k: number, table: TableTypeValue | null): Value {
  const { binder } = e.binders[k]!;
  if (binder.type !== null) {
    const written = cx.rules.type(cx, binder.type);
    if (table !== null) expect(cx, table.index, written, binder.type.span);
    return written;
  }
  if (table !== null) return table.index;
  return unknownIndexSet(cx, binder.name?.name ?? '_', binder.span);
}

function unknownIndexSet(cx: Context, name: string, span: Span): Value {
  return freshMeta(cx.st, { span, role: { tag: 'binder', name } });
}
