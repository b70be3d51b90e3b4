/**
 * Re-infers the types and effects of Core terms and compares them with what is written there. A problem is a mistake
 * of the pass that made the term, never of the user. Types are compared after reduction; local declarations are
 * unfolded, because an alias may be one.
 */
import { type Checking, checkingBy, type Type } from './check-context.ts';
import { inferDictionary, inferType } from './check-types.ts';
import { inferValue } from './check-values.ts';
import type { Definitions } from './definitions.ts';
import { typeOfGlobal } from './global-type.ts';
import type { Row, Term, TermOf } from './ir.ts';

/** Checking in the empty scope: `checkTerm`, `checkType` and `infer` say what is wrong in `problems`. */
export function checking(definitions: Definitions): Checking {
  return checkingBy(inferTerm, definitions);
}

/** The type of a term whose effects must be among `allowed`. */
export function inferTerm(cx: Checking, t: Term, allowed: Row): Type {
  switch (t.tag) {
    case 'var':
      return inferVariable(cx, t);
    case 'global':
      return typeOfGlobal(t.ref, cx.definitions) ?? cx.report(`${t.ref.name} is not a value`, t.source);
    case 'meta':
      return cx.report(`an unsolved metavariable: ${t.id}`, t.source);
    case 'kind':
    case 'scalarType':
    case 'natType':
    case 'ptrType':
    case 'finType':
    case 'tupleType':
    case 'tableType':
    case 'pairType':
    case 'refType':
    case 'pi':
    case 'row':
    case 'dataType':
    case 'classType':
      return inferType(cx, t);
    case 'instance':
    case 'superclass':
    case 'finIx':
    case 'dataDict':
      return inferDictionary(cx, t);
    default:
      return inferValue(cx, t, allowed);
  }
}

function inferVariable(cx: Checking, t: TermOf<'var'>): Type {
  const found = cx.typeOf(t.name);
  return found === undefined ? cx.report(`name not in scope: ${t.name.hint}`, t.source) : found;
}
