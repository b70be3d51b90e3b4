/** The kinds of types, rows and dictionaries. They compute nothing, so they may have no effects. */

import type { Name } from '../names/index.ts';
import * as build from './build.ts';
import type { Checking, Type } from './check-context.ts';
import { checkArgs, checkDictionary, checkTerm, checkType, classOf, enterTelescope } from './check-rules.ts';
import { atDictionary } from './global-type.ts';
import type { DictTerm, GlobalRef, Row, Term, TermOf, TypeTerm } from './ir.ts';
import { substitute, substitution } from './substitute.ts';

/** The kind of a type or row. */
export function inferType(cx: Checking, t: TypeTerm): Type {
  switch (t.tag) {
    case 'kind':
    case 'scalarType':
    case 'natType':
    case 'ptrType':
      return build.typeKind;
    case 'finType':
      checkTerm(cx, t.size, build.natType, build.pureRow);
      return build.typeKind;
    case 'tupleType':
      for (const item of t.items) checkType(cx, item);
      return build.typeKind;
    case 'tableType':
      checkType(cx, t.index);
      checkDictionary(cx, t.ix, 'Ix', t.index, 0);
      return checkUnder(cx, t.binder, t.index, t.element);
    case 'pairType':
      checkType(cx, t.first);
      return checkUnder(cx, t.binder, t.first, t.second);
    case 'refType':
      checkTerm(cx, t.heap, build.heapKind, build.pureRow);
      checkType(cx, t.content);
      return build.typeKind;
    case 'pi':
      return inferPi(cx, t);
    case 'row':
      checkRow(cx, t);
      return build.effectKind;
    case 'dataType':
      return inferNominal(cx, t.data, t.args, 'data');
    case 'classType':
      return inferNominal(cx, t.cls, t.args, 'class');
  }
}

/** Checks a type in the scope of a name. */
function checkUnder(cx: Checking, binder: Name, type: Term, inner: Term): Type {
  const depth = cx.depth();
  cx.bind(binder, type);
  checkType(cx, inner);
  cx.leaveTo(depth);
  return build.typeKind;
}

function inferPi(cx: Checking, t: TermOf<'pi'>): Type {
  const depth = cx.depth();
  enterTelescope(cx, t.params);
  checkRow(cx, t.row);
  checkType(cx, t.result);
  cx.leaveTo(depth);
  return build.typeKind;
}

function inferNominal(cx: Checking, ref: GlobalRef, given: readonly Term[], tag: 'data' | 'class'): Type {
  const d = cx.definitions.lookup(ref);
  if (d.tag !== tag) return cx.report(`${ref.name} is not a ${tag === 'data' ? 'type' : 'class'}`, 0);
  if ('params' in d) checkArgs(cx, given, d.params, ref.name, build.pureRow, 0);
  return build.typeKind;
}

/** Checks heaps and tail of a row. */
export function checkRow(cx: Checking, r: Row): void {
  for (const effect of r.effects) {
    if ('heap' in effect) checkTerm(cx, effect.heap, build.heapKind, build.pureRow);
  }
  if (r.tail !== null) checkTerm(cx, r.tail, build.effectKind, build.pureRow);
}

/** The class type of a dictionary. The built-in ones are checked against what is wanted of them: null. */
export function inferDictionary(cx: Checking, t: DictTerm): Type {
  switch (t.tag) {
    case 'instance': {
      const d = cx.definitions.lookup(t.instance);
      if (d.tag !== 'instance') return cx.report(`${t.instance.name} is not an instance`, 0);
      checkArgs(cx, t.args, d.params, t.instance.name, build.pureRow, 0);
      return substitute(build.classType(d.cls, d.args), substitution(d.params, t.args));
    }
    case 'superclass': {
      const of = classOf(cx, t.dict, t.cls, 0);
      const cls = cx.definitions.lookup(t.cls);
      if (of === null || cls.tag !== 'class') return null;
      const found = cls.superclasses[t.index];
      if (found === undefined) return cx.report(`${t.cls.name} has no superclass ${t.index}`, 0);
      return atDictionary(found, cls, of.args, t.dict);
    }
    case 'finIx':
    case 'dataDict':
      return null;
  }
}
