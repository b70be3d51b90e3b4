/** Field access and methods of structs (language.md 4.7). The receiver's type must be known where it is accessed. */
import type { DataDef, Term } from '../core/index.ts';
import type { CallExpr, FieldExpr } from '../syntax/index.ts';
import { type Argument, applyTo, argument } from './application.ts';
import { type Context, refuse, src, type Typed, textOf } from './context.ts';
import { show } from './describe.ts';
import { solve } from './meta.ts';
import { delay, evaluate, force, quote } from './normalise.ts';
import { fieldEnv } from './patterns.ts';
import { isDefined, structMethod } from './reference.ts';
import { definitionOf } from './state.ts';
import { nearest } from './suggest.ts';
import { bind, type DataTypeValue, POISON, type Value } from './value.ts';

/** `x.name` or `x.0`. A method that is not called is refused. */
export function inferField(cx: Context, e: FieldExpr): Typed {
  const target = cx.rules.infer(cx, e.target);
  const type = force(cx.st, target.type);
  if (type.tag === 'poison') return target;
  if (type.tag === 'refType') return refComponent(cx, target, type, e);
  const part = component(cx, target, type, e);
  if (part !== null) return part;
  const method = methodOf(cx, type, e);
  if (method !== null) return applyTo(cx, method, [receiver(target, e)], [], e.span);
  return unknownField(cx, type, e);
}

function receiver(target: Typed, e: FieldExpr): Argument {
  return { tag: 'typed', typed: target, span: e.target.span };
}

/** `x.method(args)`; null if the function called is no method. */
export function inferMethodCall(cx: Context, e: CallExpr, f: FieldExpr): Typed | { readonly callee: Typed } {
  const target = cx.rules.infer(cx, f.target);
  const type = force(cx.st, target.type);
  const method = methodOf(cx, type, f);
  if (method !== null) {
    return applyTo(cx, method, [receiver(target, f), ...e.args.map(argument)], e.named, e.span);
  }
  if (type.tag === 'poison') return { callee: target };
  if (type.tag === 'refType') return { callee: refComponent(cx, target, type, f) };
  return { callee: component(cx, target, type, f) ?? unknownField(cx, type, f) };
}

function methodOf(cx: Context, type: Value, e: FieldExpr) {
  if (type.tag !== 'dataType' || typeof e.field.name !== 'string') return null;
  const d = definitionOf(cx.st, type.data) as DataDef;
  const ref = Object.hasOwn(d.methods, e.field.name) ? d.methods[e.field.name] : undefined;
  return ref === undefined ? null : structMethod(cx, ref, e.field.span);
}

/** A component of a tuple or a struct; null where there is none of the name. */
function component(cx: Context, target: Typed, type: Value, e: FieldExpr): Typed | null {
  const index = position(cx, type, e.field.name);
  if (index === null) return null;
  const source = src(cx, e.span);
  if (type.tag === 'tupleType') {
    return { term: { tag: 'project', index, of: target.term, source }, type: type.items[index]! };
  }
  const data = type as DataTypeValue;
  const term: Term = { tag: 'field', data: data.data, index, of: target.term, source };
  return { term, type: fieldType(cx, data, index, target.term) };
}

/** The number of a component by name or number. */
function position(cx: Context, type: Value, name: string | number): number | null {
  if (type.tag === 'tupleType') return typeof name === 'number' && name < type.items.length ? name : null;
  if (type.tag !== 'dataType') return null;
  const d = definitionOf(cx.st, type.data) as DataDef;
  if (d.fieldNames === null) return null;
  if (typeof name === 'number') return name < d.fieldNames.length ? name : null;
  const index = d.fieldNames.indexOf(name);
  return index < 0 ? null : index;
}

/** The type of a field of `of`; earlier fields are those of `of`. */
function fieldType(cx: Context, type: DataTypeValue, index: number, of: Term): Value {
  const d = definitionOf(cx.st, type.data) as DataDef;
  const { fields } = d.constructors[0]!;
  let env = fieldEnv(d.params, type);
  for (let k = 0; k < index; k++) {
    const term: Term = { tag: 'field', data: type.data, index: k, of, source: 0 };
    env = bind(env, fields[k]!.name, delay(term, null));
  }
  return evaluate(cx.st, fields[index]!.type, env);
}

/** A reference to a component of what a reference holds. */
function refComponent(
  cx: Context,
  target: Typed,
  type: Extract<Value, { tag: 'refType' }>,
  e: FieldExpr,
): Typed {
  const content = force(cx.st, type.content);
  if (content.tag === 'poison') return { term: target.term, type: POISON };
  const index = position(cx, content, e.field.name);
  if (index === null) return unknownField(cx, content, e);
  const part =
    content.tag === 'tupleType'
      ? content.items[index]!
      : fieldType(cx, content as DataTypeValue, index, target.term);
  const ref: Value = { tag: 'refType', heap: type.heap, content: part };
  const term: Term = {
    tag: 'refField',
    ref: target.term,
    index,
    type: quote(cx.st, ref),
    source: src(cx, e.span),
  };
  return { term, type: ref };
}

function unknownField(cx: Context, type: Value, e: FieldExpr): Typed {
  const known = knownFields(cx, type);
  const field = String(e.field.name);
  if (known === null) {
    const isUnknown = type.tag === 'stuck' && type.head.tag === 'meta';
    const shown = isUnknown ? null : show(cx, type);
    const params = { type: shown, of: textOf(cx, e.target.span), field, isFunction: isDefined(cx, field) };
    // Said once, it is not said of the next field.
    if (isUnknown) solve(cx.st, type.head.id, POISON, null);
    return refuse(cx, 'DX0319', params, e.field.span);
  }
  const named = known.filter((name) => !/^\d/.test(name));
  const shown = named.length > 0 ? named : known;
  const params = { field, type: show(cx, type), known: shown, near: nearest(field, named) };
  return refuse(cx, 'DX0320', params, e.field.span);
}

function knownFields(cx: Context, type: Value): readonly string[] | null {
  if (type.tag === 'tupleType') return type.items.map((_, k) => String(k));
  if (type.tag !== 'dataType') return null;
  const d = definitionOf(cx.st, type.data) as DataDef;
  if (d.fieldNames === null) return null;
  return [...d.fieldNames, ...Object.keys(d.methods), ...d.fieldNames.map((_, k) => String(k))];
}
