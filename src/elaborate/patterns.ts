/** Patterns that cannot fail (language.md 4.4): they take a value apart by projections. */
import {
  type ConstructorDef,
  type CoreDecl,
  type DataDef,
  type GlobalRef,
  type Param,
  sameGlobal,
  type Term,
} from '../core/index.ts';
import type { Span } from '../source/index.ts';
import type { Pattern } from '../syntax/index.ts';
import { bindLocal, type Context, complain, defineName, labelAt, src, type Typed } from './context.ts';
import { expect, show } from './describe.ts';
import { dictionary } from './dictionaries.ts';
import { entriesOf, lookup } from './environment.ts';
import { freshMeta } from './meta.ts';
import { delay, evaluate, force, instantiate, quote } from './normalise.ts';
import { resolveGlobal } from './reference.ts';
import { definitionOf } from './state.ts';
import { finMethod, finTable } from './tables.ts';
import { unify } from './unify.ts';
import { bind, type DataTypeValue, type Env, POISON, type Value } from './value.ts';

/** Binds the names of a pattern to the parts of a value, as declarations after `decls`. */
export function bindPattern(cx: Context, p: Pattern, value: Typed, decls: CoreDecl[]): void {
  checkDistinct(cx, p, new Map());
  bindPart(cx, p, value, decls);
}

function checkDistinct(cx: Context, p: Pattern, seen: Map<string, Span>): void {
  switch (p.tag) {
    case 'var': {
      const before = seen.get(p.name);
      if (before === undefined) seen.set(p.name, p.span);
      else complain(cx, 'DX0203', { name: p.name }, p.span, [labelAt(cx, before, 'bound here first')]);
      return;
    }
    case 'tuple':
    case 'table':
      for (const q of p.elements) checkDistinct(cx, q, seen);
      return;
    case 'con':
      for (const q of p.args) checkDistinct(cx, q, seen);
      return;
    case 'pair':
      checkDistinct(cx, p.first, seen);
      checkDistinct(cx, p.second, seen);
      return;
    case 'hole':
    case 'error':
      return;
  }
}

function bindPart(cx: Context, p: Pattern, value: Typed, decls: CoreDecl[]): void {
  switch (p.tag) {
    case 'hole':
      declare(cx, '', value, p.span, decls);
      return;
    case 'var':
      declare(cx, p.name, value, p.span, decls);
      return;
    case 'tuple':
      bindTuple(cx, p, named(cx, value, p.span, decls), decls);
      return;
    case 'table':
      bindTable(cx, p, named(cx, value, p.span, decls), decls);
      return;
    case 'con':
      bindConstructor(cx, p, named(cx, value, p.span, decls), decls);
      return;
    case 'pair':
      bindPair(cx, p, named(cx, value, p.span, decls), decls);
      return;
    case 'error':
      return;
  }
}

function declare(cx: Context, hint: string, value: Typed, span: Span, decls: CoreDecl[]): Term {
  const name = bindLocal(cx, hint, value.type, span);
  defineName(cx, name, value.term);
  decls.push({ name, type: quote(cx.st, value.type), value: value.term });
  return { tag: 'var', name, source: src(cx, span) };
}

/** A value that is taken apart is computed once. */
function named(cx: Context, value: Typed, span: Span, decls: CoreDecl[]): Typed {
  if (value.term.tag === 'var' || value.term.tag === 'global') return value;
  return { term: declare(cx, '', value, span, decls), type: value.type };
}

function bindTuple(
  cx: Context,
  p: Extract<Pattern, { tag: 'tuple' }>,
  value: Typed,
  decls: CoreDecl[],
): void {
  const { st } = cx;
  const { elements } = p;
  let type = force(st, value.type);
  if (type.tag === 'stuck' && type.head.tag === 'meta') {
    const items = elements.map((q) => freshMeta(st, { span: q.span, role: { tag: 'element' } }));
    const tuple: Value = { tag: 'tupleType', items };
    expect(cx, type, tuple, p.span);
    type = tuple;
  }
  if (type.tag !== 'tupleType' || type.items.length !== elements.length) {
    if (type.tag === 'tupleType') {
      complain(cx, 'DX0310', { expected: type.items.length, actual: elements.length }, p.span);
    } else if (type.tag !== 'poison') {
      complain(cx, 'DX0312', { what: 'tuple', type: show(cx, type) }, p.span);
    }
    bindPoison(cx, elements, decls);
    return;
  }
  const { items } = type;
  elements.forEach((q, index) => {
    const term: Term = { tag: 'project', index, of: value.term, source: src(cx, q.span) };
    bindPart(cx, q, { term, type: items[index]! }, decls);
  });
}

function bindPoison(cx: Context, patterns: readonly Pattern[], decls: CoreDecl[]): void {
  for (const q of patterns) bindPart(cx, q, { term: { tag: 'meta', id: 0, source: 0 }, type: POISON }, decls);
}

function bindTable(
  cx: Context,
  p: Extract<Pattern, { tag: 'table' }>,
  value: Typed,
  decls: CoreDecl[],
): void {
  const { st } = cx;
  const size = p.elements.length;
  const type = force(st, value.type);
  if (type.tag !== 'tableType' && type.tag !== 'stuck') {
    if (type.tag !== 'poison') {
      complain(cx, 'DX0312', { what: `table over Fin ${size}`, type: show(cx, type) }, p.span);
    }
    bindPoison(cx, p.elements, decls);
    return;
  }
  const table = finTable(cx, size, freshMeta(st, { span: p.span, role: { tag: 'element' } }), p.span);
  if (!expect(cx, type, table, p.span)) {
    bindPoison(cx, p.elements, decls);
    return;
  }
  const element = instantiate(st, table.element, POISON);
  p.elements.forEach((q, k) => {
    const source = src(cx, q.span);
    const at = finMethod(cx, size, 'unsafe_from_ordinal', { tag: 'natLit', value: k, source }, source);
    const term: Term = {
      tag: 'index',
      table: value.term,
      at,
      index: quote(st, table.index),
      ix: quote(st, table.ix),
      source,
    };
    bindPart(cx, q, { term, type: element }, decls);
  });
}

function bindPair(cx: Context, p: Extract<Pattern, { tag: 'pair' }>, value: Typed, decls: CoreDecl[]): void {
  const type = force(cx.st, value.type);
  if (type.tag !== 'pairType') {
    if (type.tag !== 'poison')
      complain(cx, 'DX0312', { what: 'dependent pair', type: show(cx, type) }, p.span);
    bindPoison(cx, [p.first, p.second], decls);
    return;
  }
  const source = src(cx, p.span);
  const first: Term = { tag: 'pairFirst', of: value.term, source };
  const at = named(cx, { term: first, type: type.first }, p.first.span, decls);
  bindPart(cx, p.first, at, decls);
  const second: Term = { tag: 'pairSecond', of: value.term, source };
  const secondType = instantiate(cx.st, type.second, delay(at.term, null));
  bindPart(cx, p.second, { term: second, type: secondType }, decls);
}

// ---------------------------------------------------------------------------------------------------- constructors

/** The constructor that a pattern names; null, and a report, where it names none. */
export function patternConstructor(
  cx: Context,
  name: string,
  span: Span,
): { readonly data: DataDef; readonly index: number; readonly ref: GlobalRef } | null {
  const d = resolveGlobal(cx, name, span);
  if (d === null) return null;
  if (d.tag !== 'constructor') {
    complain(cx, 'DX0207', { name, actual: kindOfDefinition(d.tag) }, span);
    return null;
  }
  const { data, index }: ConstructorDef = d;
  return { data: definitionOf(cx.st, data) as DataDef, index, ref: d.ref };
}

/** Whether a name means a constructor. Reports nothing. */
export function isConstructor(cx: Context, name: string): boolean {
  const [entry, ...others] = entriesOf(cx.st.env, name);
  return entry?.tag === 'global' && others.length === 0 && lookup(cx.st.env, entry.ref).tag === 'constructor';
}

const KINDS: Readonly<Record<string, string>> = {
  function: 'a function',
  value: 'a value',
  data: 'a type',
  class: 'an interface',
  method: 'a method',
  instance: 'an instance',
  foreign: 'a foreign function',
  constructor: 'a data constructor',
};

/** What a definition is, in words. */
export function kindOfDefinition(tag: string): string {
  return KINDS[tag] ?? tag;
}

/** The type of a scrutinee as an instance of a data type, whose parameters are found if they are not known. */
export function asData(cx: Context, d: DataDef, type: Value, span: Span): DataTypeValue | null {
  const { st } = cx;
  const t = force(st, type);
  if (t.tag === 'poison') return null;
  if (t.tag === 'dataType' && sameGlobal(t.data, d.ref)) return t;
  const wanted = unknownData(cx, d, span);
  const failure = unify(st, wanted, t, span);
  if (failure === null) return wanted;
  complain(cx, 'DX0301', { expected: show(cx, wanted), actual: show(cx, t) }, span);
  return null;
}

function unknownData(cx: Context, d: DataDef, span: Span): DataTypeValue {
  let env: Env = null;
  const args = d.params.map((p): Value => {
    const type = evaluate(cx.st, p.type, env);
    const value =
      p.how === 'synth'
        ? delay(dictionary(cx.st, type, cx.givens, span), null)
        : freshMeta(cx.st, { span, role: { tag: 'implicit', name: p.name.hint, of: d.ref.name } });
    env = bind(env, p.name, value);
    return value;
  });
  return { tag: 'dataType', data: d.ref, args };
}

/** The environment of a constructor's fields at a data type's arguments. */
export function fieldEnv(params: readonly Param[], type: DataTypeValue): Env {
  let env: Env = null;
  params.forEach((p, k) => {
    env = bind(env, p.name, type.args[k] ?? POISON);
  });
  return env;
}

function bindConstructor(
  cx: Context,
  p: Extract<Pattern, { tag: 'con' }>,
  value: Typed,
  decls: CoreDecl[],
): void {
  const found = patternConstructor(cx, p.name.name, p.name.span);
  if (found === null) {
    bindPoison(cx, p.args, decls);
    return;
  }
  const { data, index } = found;
  if (data.constructors.length > 1) {
    complain(cx, 'DX0311', { name: p.name.name }, p.span);
    bindPoison(cx, p.args, decls);
    return;
  }
  const { fields } = data.constructors[index]!;
  if (fields.length !== p.args.length) {
    complain(cx, 'DX0309', { expected: fields.length, actual: p.args.length }, p.span);
    bindPoison(cx, p.args, decls);
    return;
  }
  const type = asData(cx, data, value.type, p.span);
  if (type === null) {
    bindPoison(cx, p.args, decls);
    return;
  }
  let env = fieldEnv(data.params, type);
  p.args.forEach((q, k) => {
    const term: Term = { tag: 'field', data: data.ref, index: k, of: value.term, source: src(cx, q.span) };
    const fieldType = evaluate(cx.st, fields[k]!.type, env);
    // A later field's type may mention this one: by the user's name for it, where there is one.
    const part = declare(cx, q.tag === 'var' ? q.name : '', { term, type: fieldType }, q.span, decls);
    env = bind(env, fields[k]!.name, delay(part, null));
    if (q.tag !== 'var' && q.tag !== 'hole') bindPart(cx, q, { term: part, type: fieldType }, decls);
  });
}
