/** The types of what computes. One function a form: a small stack frame at each level of nesting. */
import {
  isFloat,
  isScalarOperator,
  SCALAR_OPERATORS,
  type Scalar,
  type ScalarOperator,
} from '../primitives/index.ts';
import * as build from './build.ts';
import type { Checking, Type } from './check-context.ts';
import {
  checkArgs,
  checkDictionary,
  checkTerm,
  checkType,
  classOf,
  enterDeclarations,
  enterTelescope,
} from './check-rules.ts';
import { checkRow } from './check-types.ts';
import { sameGlobal } from './definitions.ts';
import { atDictionary, fieldType } from './global-type.ts';
import type { CoreDecl, Row, Term, TermOf, ValueTerm } from './ir.ts';
import { normaliseWith } from './normal.ts';
import { primitiveRow } from './primitive-effects.ts';
import { substitute, substitution } from './substitute.ts';
import { freeNames } from './walk.ts';

/** The type of a value whose effects must be among `allowed`. */
export function inferValue(cx: Checking, t: ValueTerm, allowed: Row): Type {
  switch (t.tag) {
    case 'lit':
      return build.scalarType(t.scalar);
    case 'natLit':
      return build.natType;
    case 'string':
      return build.dataType(t.list, [build.scalarType('w8')]);
    case 'lam':
      return inferLam(cx, t);
    case 'app':
      return inferApp(cx, t, allowed);
    case 'block':
      return inferBlock(cx, t, allowed);
    case 'tuple':
      return inferTuple(cx, t, allowed);
    case 'project':
      return inferProject(cx, t, allowed);
    case 'con':
      return inferCon(cx, t, allowed);
    case 'field':
      return inferField(cx, t, allowed);
    case 'case':
      return inferCase(cx, t, allowed);
    case 'for':
      return inferFor(cx, t, allowed);
    case 'index':
      return inferIndex(cx, t, allowed);
    case 'tableLit':
      return inferTableLiteral(cx, t, allowed);
    case 'pack':
      return inferPack(cx, t, allowed);
    case 'pairFirst':
    case 'pairSecond':
      return inferSide(cx, t, allowed);
    case 'refField':
      return inferRefField(cx, t, allowed);
    case 'method':
      return inferMethod(cx, t);
    case 'prim':
      return inferPrimitive(cx, t, allowed);
  }
}

function inferLam(cx: Checking, t: TermOf<'lam'>): Type {
  const depth = cx.depth();
  enterTelescope(cx, t.params);
  checkRow(cx, t.row);
  const result = cx.infer(cx, t.body, t.row);
  cx.leaveTo(depth);
  return result === null ? null : build.pi(t.params, result, t.row, t.mode);
}

function inferApp(cx: Checking, t: TermOf<'app'>, allowed: Row): Type {
  const fn = cx.head(cx.infer(cx, t.fn, allowed));
  if (fn === null) return null;
  if (fn.tag !== 'pi') return cx.report(`applied, but not a function: ${cx.show(fn)}`, t.source);
  if (!checkArgs(cx, t.args, fn.params, 'a function', allowed, t.source)) return null;
  const replaced = substitution(fn.params, t.args);
  cx.perform(substitute(fn.row, replaced) as Row, allowed, t.source);
  return substitute(fn.result, replaced);
}

function inferBlock(cx: Checking, t: TermOf<'block'>, allowed: Row): Type {
  const depth = cx.depth();
  enterDeclarations(cx, t.decls, allowed);
  const result = outside(cx, cx.infer(cx, t.result, allowed), t.decls);
  cx.leaveTo(depth);
  return result;
}

/** A type without the names of the block that it leaves: they stand for their values. */
function outside(cx: Checking, result: Type, decls: readonly CoreDecl[]): Type {
  if (result === null) return null;
  const free = freeNames(result);
  return decls.some((d) => free.has(d.name.id)) ? normaliseWith(result, cx.reducing()) : result;
}

function inferTuple(cx: Checking, t: TermOf<'tuple'>, allowed: Row): Type {
  const items = t.items.map((item) => cx.infer(cx, item, allowed));
  return items.includes(null) ? null : build.tupleType(items as readonly Term[]);
}

function inferProject(cx: Checking, t: TermOf<'project'>, allowed: Row): Type {
  const of = cx.head(cx.infer(cx, t.of, allowed));
  if (of === null) return null;
  const item = of.tag === 'tupleType' ? of.items[t.index] : undefined;
  return item ?? cx.report(`no component ${t.index} in ${cx.show(of)}`, t.source);
}

function inferCon(cx: Checking, t: TermOf<'con'>, allowed: Row): Type {
  const data = cx.definitions.lookup(t.data);
  const fields = data.tag === 'data' ? data.constructors[t.index]?.fields : undefined;
  if (data.tag !== 'data' || fields === undefined) {
    return cx.report(`no constructor ${t.index} of ${t.data.name}`, t.source);
  }
  const [given, wanted] = [
    [...t.params, ...t.args],
    [...data.params, ...fields],
  ];
  if (!checkArgs(cx, given, wanted, t.data.name, allowed, t.source)) return null;
  return build.dataType(t.data, t.params);
}

function inferField(cx: Checking, t: TermOf<'field'>, allowed: Row): Type {
  const of = cx.head(cx.infer(cx, t.of, allowed));
  const data = cx.definitions.lookup(t.data);
  if (of === null || data.tag !== 'data') return null;
  if (of.tag !== 'dataType' || !sameGlobal(of.data, t.data)) {
    return cx.report(`no ${t.data.name}: ${cx.show(of)}`, t.source);
  }
  const earlier = Array.from({ length: t.index }, (_, i) => build.field(t.data, i, t.of));
  const type = fieldType(data, 0, t.index, of.args, earlier);
  return type ?? cx.report(`${t.data.name} has no field ${t.index}`, t.source);
}

function inferCase(cx: Checking, t: TermOf<'case'>, allowed: Row): Type {
  const of = cx.head(cx.infer(cx, t.scrutinee, allowed));
  const data = cx.definitions.lookup(t.data);
  checkType(cx, t.type);
  if (of === null || data.tag !== 'data') return t.type;
  if (of.tag !== 'dataType' || !sameGlobal(of.data, t.data)) {
    cx.report(`a case on ${t.data.name} of ${cx.show(of)}`, t.source);
    return t.type;
  }
  if (t.alternatives.length !== data.constructors.length) {
    cx.report(`${t.alternatives.length} alternatives for ${data.constructors.length} constructors`, t.source);
  }
  t.alternatives.forEach((a, i) => {
    const fields = data.constructors[i]?.fields;
    if (a === null || fields === undefined) return;
    if (a.binders.length !== fields.length) {
      cx.report(`${a.binders.length} names for ${fields.length} fields`, t.source);
      return;
    }
    const depth = cx.depth();
    const bound = a.binders.map((name) => build.variable(name));
    a.binders.forEach((name, k) => {
      cx.bind(name, fieldType(data, i, k, of.args, bound.slice(0, k)));
    });
    checkTerm(cx, a.body, t.type, allowed);
    cx.leaveTo(depth);
  });
  return t.type;
}

function inferFor(cx: Checking, t: TermOf<'for'>, allowed: Row): Type {
  checkType(cx, t.index);
  checkDictionary(cx, t.ix, 'Ix', t.index, t.source);
  const depth = cx.depth();
  cx.bind(t.binder, t.index);
  checkType(cx, t.element);
  checkTerm(cx, t.body, t.element, allowed);
  cx.leaveTo(depth);
  return t.effectOnly ? build.unitType : build.tableType(t.binder, t.index, t.ix, t.element);
}

function inferIndex(cx: Checking, t: TermOf<'index'>, allowed: Row): Type {
  const table = cx.head(cx.infer(cx, t.table, allowed));
  checkTerm(cx, t.at, t.index, allowed);
  checkDictionary(cx, t.ix, 'Ix', t.index, t.source);
  if (table === null) return null;
  if (table.tag !== 'tableType') return cx.report(`indexed, but no table: ${cx.show(table)}`, t.source);
  cx.same(table.index, t.index, t.source, 'index of another type');
  return substitute(table.element, substitution([table.binder], [t.at]));
}

function inferTableLiteral(cx: Checking, t: TermOf<'tableLit'>, allowed: Row): Type {
  checkType(cx, t.element);
  for (const item of t.items) checkTerm(cx, item, t.element, allowed);
  const size = build.natLiteral(t.items.length);
  return build.tableType({ id: -1, hint: '' }, build.finType(size), build.finIx(size), t.element);
}

function inferPack(cx: Checking, t: TermOf<'pack'>, allowed: Row): Type {
  checkType(cx, t.type);
  const pair = cx.head(t.type);
  if (pair?.tag !== 'pairType') return cx.report(`not a type of pairs: ${cx.show(t.type)}`, t.source);
  checkTerm(cx, t.first, pair.first, allowed);
  checkTerm(cx, t.second, substitute(pair.second, substitution([pair.binder], [t.first])), allowed);
  return t.type;
}

function inferSide(cx: Checking, t: TermOf<'pairFirst' | 'pairSecond'>, allowed: Row): Type {
  const pair = cx.head(cx.infer(cx, t.of, allowed));
  if (pair === null) return null;
  if (pair.tag !== 'pairType') return cx.report(`not a dependent pair: ${cx.show(pair)}`, t.source);
  if (t.tag === 'pairFirst') return pair.first;
  return substitute(pair.second, substitution([pair.binder], [build.pairFirst(t.of)]));
}

function inferRefField(cx: Checking, t: TermOf<'refField'>, allowed: Row): Type {
  const ref = cx.head(cx.infer(cx, t.ref, allowed));
  if (ref === null) return t.type;
  if (ref.tag !== 'refType') return cx.report(`not a reference: ${cx.show(ref)}`, t.source);
  const content = cx.head(ref.content);
  const component = content === null ? null : componentOf(cx, content, t.index);
  if (component === null) return cx.report(`no component ${t.index} in ${cx.show(ref)}`, t.source);
  cx.same(t.type, build.refType(ref.heap, component), t.source);
  return t.type;
}

/** The type of a component of a tuple or of a field of a struct. */
function componentOf(cx: Checking, content: Term, index: number): Type {
  if (content.tag === 'tupleType') return content.items[index] ?? null;
  if (content.tag !== 'dataType') return null;
  const data = cx.definitions.lookup(content.data);
  return data.tag === 'data' ? fieldType(data, 0, index, content.args, []) : null;
}

function inferMethod(cx: Checking, t: TermOf<'method'>): Type {
  const of = classOf(cx, t.dict, t.cls, t.source);
  const cls = cx.definitions.lookup(t.cls);
  if (of === null || cls.tag !== 'class') return null;
  const method = cls.methods[t.index];
  if (method === undefined) return cx.report(`${t.cls.name} has no method ${t.index}`, t.source);
  return atDictionary(method.type, cls, of.args, t.dict);
}

function inferPrimitive(cx: Checking, t: TermOf<'prim'>, allowed: Row): Type {
  const types = t.args.map((arg) => cx.head(cx.infer(cx, arg, allowed)));
  cx.perform(primitiveRow(t.name, types), allowed, t.source);
  checkType(cx, t.type);
  const result = cx.head(t.type);
  const content = types[0]?.tag === 'refType' ? types[0].content : null;
  if (t.name === 'get' || t.name === 'ask') cx.same(content, t.type, t.source, 'not the content');
  if (t.name === 'put') cx.same(content, types[1] ?? null, t.source, 'not what the reference holds');
  if (isScalarOperator(t.name)) checkScalarOperation(cx, t, t.name, types, result);
  return t.type;
}

function checkScalarOperation(
  cx: Checking,
  t: TermOf<'prim'>,
  operator: ScalarOperator,
  types: readonly Type[],
  result: Type,
): void {
  const { operands, over, result: gives } = SCALAR_OPERATORS[operator];
  if (types.length !== operands) {
    cx.report(`${operator} applied to ${types.length} operands`, t.source);
    return;
  }
  const [first, ...others] = operator === 'select' ? types.slice(1) : types;
  if (first === null || first === undefined) return;
  const scalar: Scalar | null = first.tag === 'scalarType' ? first.scalar : null;
  const wrongClass = scalar !== null && over !== 'any' && (over === 'float') !== isFloat(scalar);
  if (scalar === null || wrongClass) cx.report(`${operator} applied to ${cx.show(first)}`, t.source);
  for (const other of others) cx.same(first, other, t.source, 'operands differ');
  const expected = gives === 'w8' ? build.scalarType('w8') : first;
  cx.same(expected, result, t.source, 'result differs from the operands');
}
