/** Names as they are mentioned: what they mean, their types, and how they are applied. */
import {
  type ClassDef,
  constructorType,
  type DataDef,
  type Definition,
  type GlobalRef,
  type InstanceDef,
  type MethodDef,
  methodType,
  pureRow,
  type Term,
} from '../core/index.ts';
import type { Label, Span } from '../source/index.ts';
import type { VarExpr } from '../syntax/index.ts';
import { type Context, complain, findLocal, src } from './context.ts';
import { entriesOf, lookup, type NameEntry } from './environment.ts';
import { eliminate, evaluate, force } from './normalise.ts';
import { definitionOf, type State } from './state.ts';
import { unknownNameAdvice } from './unknown-name.ts';
import type { Value } from './value.ts';

/** Something that can be applied to arguments. */
export interface Callee {
  readonly name: string;
  readonly type: Value;
  /** The term itself; null where only an application of it is a term (constructors, classes, methods). */
  readonly bare: Term | null;
  /** The term of an application to all parameters. */
  readonly apply: (args: readonly Term[]) => Term;
  /** The number of the method that this is, if it is one. */
  readonly selects: number | null;
}

/** A callee that is just a term. */
export function termCallee(term: Term, type: Value, name: string, source: number): Callee {
  return {
    name,
    type,
    bare: term,
    apply: (args) => ({ tag: 'app', fn: term, args, source }),
    selects: null,
  };
}

/** What a name means: a local, a definition, or nothing (reported). */
export type Meaning =
  | { readonly tag: 'local'; readonly callee: Callee; readonly span: Span }
  | { readonly tag: 'global'; readonly definition: Definition };

/** What a name means here. Null, and a report, where it means nothing, too much, or something broken. */
export function resolve(cx: Context, name: string, span: Span): Meaning | null {
  const local = findLocal(cx, name);
  if (local !== null) {
    const source = src(cx, span);
    return {
      tag: 'local',
      callee: localCallee(cx, name, { tag: 'var', name: local.name, source }, local.type, source),
      span: local.span,
    };
  }
  const definition = resolveGlobal(cx, name, span);
  return definition === null ? null : { tag: 'global', definition };
}

/** The payload of a name whose type is an implicit dependent pair (language.md 5.12). */
function localCallee(cx: Context, name: string, term: Term, type: Value, source: number): Callee {
  const t = type.tag === 'pairType' ? type : force(cx.st, type);
  if (t.tag !== 'pairType' || !t.implicit) return termCallee(term, type, name, source);
  return termCallee({ tag: 'pairSecond', of: term, source }, payloadType(cx.st, t, term), name, source);
}

function payloadType(st: State, t: Extract<Value, { tag: 'pairType' }>, of: Term): Value {
  const first = eliminate(st, evaluate(st, of, null), { tag: 'pairFirst' });
  return evaluate(st, t.second.body, { id: t.second.binder.id, value: first, next: t.second.env });
}

/** The definition that a top-level name means; null, and a report, where there is not exactly one. */
export function resolveGlobal(cx: Context, name: string, span: Span): Definition | null {
  const known = cx.st.meanings.get(name);
  if (known !== undefined) return known;
  const entries = entriesOf(cx.st.env, name);
  if (entries.length === 1) {
    const [entry] = entries;
    if (entry?.tag === 'global') {
      const definition = lookup(cx.st.env, entry.ref);
      cx.st.meanings.set(name, definition);
      return definition;
    }
    if (!cx.st.skipped.has(name)) {
      const module = entry?.module ?? null;
      const label = module === null ? 'this definition failed' : 'this import failed';
      complain(cx, 'DX0205', { name, module }, span, where(entry!, label), { facts: [] });
    }
    cx.st.skipped.add(name);
  } else if (entries.length > 1) {
    complain(
      cx,
      'DX0204',
      { name },
      span,
      entries.flatMap((e) => where(e, 'one of its definitions')),
      {
        facts: entries.flatMap((e) =>
          e.located === null || e.located.file.library ? [`another is in ${origin(e)}`] : [],
        ),
      },
    );
  } else if (name === cx.st.defining?.name && cx.st.defining.what === 'type') {
    complain(cx, 'DX0329', {}, span);
  } else if (!cx.st.skipped.has(name)) {
    cx.st.skipped.add(name);
    const { suggestions, help, labels } = unknownNameAdvice(cx, name, span);
    complain(cx, 'DX0201', { name, suggestions }, span, labels, { help });
  }
  return null;
}

/** Whether a name means one thing. Reports nothing. */
export function isDefined(cx: Context, name: string): boolean {
  if (findLocal(cx, name) !== null || cx.st.meanings.has(name)) return true;
  const entries = entriesOf(cx.st.env, name);
  return entries.length === 1 && entries[0]?.tag === 'global';
}

/** Where a visible name comes from, in words. */
export function origin(e: NameEntry): string {
  if (e.tag === 'broken' || e.ref.module === '') return 'this file';
  return e.ref.module === 'prelude' ? 'the prelude' : e.ref.module;
}

/** A label where a name is defined, if the program defines it. */
export function where(e: NameEntry, text: string): readonly Label[] {
  return e.located === null || e.located.file.library ? [] : [{ located: e.located, text, primary: false }];
}

/** A definition as something that can be applied. */
export function globalCallee(cx: Context, d: Definition, span: Span): Callee {
  const source = src(cx, span);
  const bare: Term = { tag: 'global', ref: d.ref, source };
  const name = d.ref.name;
  switch (d.tag) {
    case 'function':
    case 'foreign':
      return termCallee(
        bare,
        typeOnce(cx.st, d, () => d.type),
        name,
        source,
      );
    case 'value':
      return localCallee(
        cx,
        name,
        bare,
        typeOnce(cx.st, d, () => d.type),
        source,
      );
    case 'data':
      return functionTo(cx.st, d, (args) => ({ tag: 'dataType', data: d.ref, args }));
    case 'constructor':
      return constructorCallee(cx.st, definitionOf(cx.st, d.data) as DataDef, d.index, source);
    case 'class':
      return functionTo(cx.st, d, (args) => ({ tag: 'classType', cls: d.ref, args }));
    case 'method':
      return methodCallee(cx.st, d, definitionOf(cx.st, d.cls) as ClassDef, source);
    case 'instance':
      return instanceCallee(cx.st, d);
  }
}

/** The type of a definition as something that can be applied, made once. */
function typeOnce(st: State, d: Definition, make: () => Term): Value {
  const known = st.types.get(d);
  if (known !== undefined) return known;
  const type = evaluate(st, make(), null);
  st.types.set(d, type);
  return type;
}

const TYPE_TERM: Term = { tag: 'kind', kind: 'Type' };

/** Something that makes a type of its parameters; without parameters it is that type. */
function functionTo(st: State, d: DataDef | ClassDef, make: (args: readonly Term[]) => Term): Callee {
  const { params } = d;
  const type = (): Term =>
    params.length === 0 ? TYPE_TERM : { tag: 'pi', params, row: pureRow, result: TYPE_TERM, mode: 'call' };
  const bare = params.length === 0 ? make([]) : null;
  return { name: d.ref.name, type: typeOnce(st, d, type), bare, apply: make, selects: null };
}

function instanceCallee(st: State, d: InstanceDef): Callee {
  const { params } = d;
  const apply = (args: readonly Term[]): Term => ({ tag: 'instance', instance: d.ref, args });
  const result: Term = { tag: 'classType', cls: d.cls, args: d.args };
  const mode = params.some((p) => p.how === 'explicit') ? 'call' : 'mention';
  const type = (): Term => (params.length === 0 ? result : { tag: 'pi', params, row: pureRow, result, mode });
  const bare = params.length === 0 ? apply([]) : null;
  return { name: d.ref.name, type: typeOnce(st, d, type), bare, apply, selects: null };
}

/** A data constructor, or the constructor of a struct. */
export function constructorCallee(st: State, d: DataDef, index: number, source: number): Callee {
  const n = d.params.length;
  const apply = (args: readonly Term[]): Term => ({
    tag: 'con',
    data: d.ref,
    index,
    params: args.slice(0, n),
    args: args.slice(n),
    source,
  });
  const made = d.constructors[index]!;
  return {
    name: made.name,
    type: evaluate(st, constructorType(d, index)!, null),
    bare: n === 0 && made.fields.length === 0 ? apply([]) : null,
    apply,
    selects: null,
  };
}

function methodCallee(st: State, d: MethodDef, c: ClassDef, source: number): Callee {
  const { index } = d;
  const n = c.params.length;
  const own = c.methods[index]!.type;
  const isFunction = own.tag === 'pi';
  const apply = (args: readonly Term[]): Term => {
    const method: Term = { tag: 'method', cls: c.ref, index, dict: args[n]!, source };
    return isFunction ? { tag: 'app', fn: method, args: args.slice(n + 1), source } : method;
  };
  const type = typeOnce(st, d, () => methodType(c, index)!);
  return { name: c.methods[index]!.name, type, bare: null, apply, selects: index };
}

/** A struct's method as a function of the struct's parameters and `self`. */
export function structMethod(cx: Context, ref: GlobalRef, span: Span): Callee {
  const d = definitionOf(cx.st, ref);
  if (d.tag !== 'function') throw new Error(`${ref.name} is not a method`);
  const source = src(cx, span);
  return termCallee({ tag: 'global', ref, source }, evaluate(cx.st, d.type, null), ref.name, source);
}

/** A name as something to be applied. A struct's name means its constructor. */
export function calleeOf(cx: Context, e: VarExpr): Callee | null {
  const meaning = resolve(cx, e.name, e.span);
  if (meaning === null) return null;
  if (meaning.tag === 'local') return meaning.callee;
  const d = meaning.definition;
  if (d.tag === 'data' && d.fieldNames !== null) return constructorCallee(cx.st, d, 0, src(cx, e.span));
  return globalCallee(cx, d, e.span);
}
