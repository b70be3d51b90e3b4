/** Expressions in the place of a type (language.md 5.1, 5.12). */
import type { Term } from '../core/index.ts';
import type { Span } from '../source/index.ts';
import type {
  CallExpr,
  Expr,
  FunctionTypeExpr,
  RangeExpr,
  RangeKind,
  TableTypeExpr,
} from '../syntax/index.ts';
import { applyTo, argument, instantiate } from './application.ts';
import { builtinClass } from './builtin.ts';
import {
  allowing,
  bindLocal,
  type Context,
  complain,
  hasMistake,
  poisoned,
  refuse,
  scoped,
  type Typed,
  textOf,
} from './context.ts';
import { expect } from './describe.ts';
import { dictionary } from './dictionaries.ts';
import { freshMeta } from './meta.ts';
import { evaluate, force, isEvaluated, quote, quoteRow } from './normalise.ts';
import { effectRow, openParams } from './parameters.ts';
import { globalCallee, resolve, resolveGlobal } from './reference.ts';
import { POISON, PURE, TYPE, type Value } from './value.ts';

/** The value of an expression of kind `Type`. Reports what is not a type, or does not reduce to one. */
export function elaborateType(outer: Context, e: Expr): Value {
  const cx = allowing(outer, PURE);
  switch (e.tag) {
    case 'hole':
      return freshMeta(cx.st, { span: e.span, role: { tag: 'hole' } });
    case 'tuple':
      return { tag: 'tupleType', items: e.elements.map((item) => cx.rules.type(cx, item)) };
    case 'tableType':
      return scoped(cx, () => tableTypeOf(cx, e));
    case 'functionType':
      return scoped(cx, () => functionTypeOf(cx, e));
    case 'pairType':
      return pairTypeOf(cx, e.binder?.name ?? '', e.binder?.span ?? e.span, e.first, e.second, false);
    case 'withType': {
      const [binder] = e.binders;
      if (binder === undefined || binder.type === null || e.binders.length > 1) {
        const because = 'a `with` clause binds exactly one name, with its type';
        complain(cx, 'DX0902', { what: 'this `with` clause', because }, e.span);
        return POISON;
      }
      return pairTypeOf(cx, binder.name?.name ?? '', binder.span, binder.type, e.type, true);
    }
    case 'var':
    case 'call':
      return reduced(cx, typeApplication(cx, e), e.span);
    default:
      return reduced(cx, e.tag === 'range' ? rangeType(cx, e) : cx.rules.infer(cx, e), e.span);
  }
}

/** A term of kind `Type` as a value that types can be made of. */
function reduced(cx: Context, typed: Typed, span: Span): Value {
  if (!expect(cx, TYPE, typed.type, span)) return POISON;
  const value = force(cx.st, evaluate(cx.st, typed.term, null));
  if (isReduced(cx, value)) return value;
  if (!hasMistake(cx, span)) {
    complain(cx, 'DX0322', { expression: textOf(cx, span) }, span, [], { help: computed(cx, span) });
  }
  return POISON;
}

/** A computed size or end of a range is bound to a name before a type mentions it. */
function computed(cx: Context, span: Span): readonly string[] {
  const text = textOf(cx, span).replace(/^\((.*)\)$/, '$1');
  const [, before, to, from, after] = /^(\.\.<?)(.+)$|^(.+?)(<?\.\.)$/.exec(text) ?? [];
  const end = (to ?? from)?.replace(/^\((.*)\)$/, '$1');
  if (end !== undefined)
    return [`bind the index to a name first: i = ${end}, and then (${before ?? ''}i${after ?? ''})`];
  const [, inner, rest] = /^Fin +(?:\((.*)\)|(\S+ .*))$/.exec(text) ?? [];
  const size = inner ?? rest;
  return size === undefined ? [] : [`bind the size to a name first: m = ${size}, and then Fin m`];
}

function isReduced(cx: Context, v: Value): boolean {
  switch (v.tag) {
    case 'finType':
      return isEvaluated(cx.st, v.size);
    case 'dataType':
    case 'classType':
      return v.args.every((a) => isEvaluated(cx.st, a));
    default:
      return isEvaluated(cx.st, v);
  }
}

/** A name or a call where a type is expected: the name of a struct means the type. */
function typeApplication(cx: Context, e: Extract<Expr, { tag: 'var' | 'call' }>): Typed {
  const head: Expr = e.tag === 'call' ? e.function : e;
  if (head.tag !== 'var') return cx.rules.infer(cx, e);
  const meaning = resolve(cx, head.name, head.span);
  if (meaning === null) return poisoned;
  const callee = meaning.tag === 'local' ? meaning.callee : globalCallee(cx, meaning.definition, head.span);
  if (e.tag === 'var') return instantiate(cx, callee, e.span);
  return applyTo(cx, callee, e.args.map(argument), (e as CallExpr).named, e.span);
}

/** The dictionary `Ix index`. */
export function indexDictionary(cx: Context, index: Value, span: Span): Term {
  const cls = builtinClass(cx.st.env, 'Ix');
  if (cls === null) {
    return refuse(cx, 'DX0201', { name: 'Ix', suggestions: [] }, span).term;
  }
  return dictionary(cx.st, { tag: 'classType', cls, args: [index] }, cx.givens, span);
}

function tableTypeOf(cx: Context, e: TableTypeExpr): Value {
  const index = cx.rules.type(cx, e.index);
  const ix = indexDictionary(cx, index, e.index.span);
  const binder = bindLocal(cx, e.binder?.name ?? '', index, e.binder?.span ?? e.span);
  const element = quote(cx.st, cx.rules.type(cx, e.element));
  return {
    tag: 'tableType',
    index,
    ix: { tag: 'thunk', term: ix, env: null, value: null },
    element: { binder, body: element, env: null },
  };
}

function pairTypeOf(
  cx: Context,
  hint: string,
  at: Span,
  first: Expr,
  second: Expr,
  implicit: boolean,
): Value {
  return scoped(cx, () => {
    const left = cx.rules.type(cx, first);
    const binder = bindLocal(cx, hint, left, at);
    const right = quote(cx.st, cx.rules.type(cx, second));
    return { tag: 'pairType', first: left, second: { binder, body: right, env: null }, implicit };
  });
}

function functionTypeOf(cx: Context, e: FunctionTypeExpr): Value {
  const { cx: inner, params } = openParams(cx, e.params);
  const row = effectRow(inner, e.effects);
  const result = quote(cx.st, cx.rules.type(inner, e.result));
  const mode = e.arrow === '->' ? 'call' : 'mention';
  return { tag: 'pi', params, row: quoteRow(cx.st, row), result, mode, env: null };
}

const RANGES: Readonly<Record<RangeKind, string>> = {
  from: 'RangeFrom',
  after: 'RangeFromExc',
  upTo: 'RangeTo',
  below: 'RangeToExc',
};

/** `i..` and its kin: the prelude's range type with its first parameter left to be found. */
export function rangeType(cx: Context, e: RangeExpr): Typed {
  const d = resolveGlobal(cx, RANGES[e.kind], e.span);
  if (d === null) return poisoned;
  const hole: Expr = { tag: 'hole', span: e.span };
  return applyTo(cx, globalCallee(cx, d, e.span), [argument(hole), argument(e.limit)], [], e.span);
}
