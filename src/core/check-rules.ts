/** What the rules of checking share: comparing, dictionaries, telescopes, arguments. */
import * as build from './build.ts';
import type { Checking, Type } from './check-context.ts';
import { sameGlobal } from './definitions.ts';
import type { CoreDecl, GlobalRef, Param, Row, SourceId, Term, TermOf } from './ir.ts';
import { substitute } from './substitute.ts';

/** Infers a term's type, and compares it with `expected`; its effects must be among `allowed`. */
export function checkTerm(cx: Checking, t: Term, expected: Type, allowed: Row): void {
  const source = 'source' in t ? t.source : 0;
  if (expected !== null && (t.tag === 'finIx' || t.tag === 'dataDict')) {
    const goal = cx.head(expected);
    if (goal?.tag !== 'classType' || goal.args.length !== 1) {
      cx.report(`a dictionary where ${cx.show(expected)} stands`, 0);
    } else if (t.tag === 'finIx') checkDictionary(cx, t, 'Ix', goal.args[0]!, 0);
    else cx.same(goal.args[0]!, t.type, 0, 'dictionary of another type');
    return;
  }
  cx.same(expected, cx.infer(cx, t, allowed), source);
}

/** Checks that a term is a type. */
export function checkType(cx: Checking, t: Term): void {
  checkTerm(cx, t, build.typeKind, build.pureRow);
}

/** The class that dictionary type `t` is of; a problem where it is none. */
export function classOf(
  cx: Checking,
  dict: Term,
  cls: GlobalRef,
  source: SourceId,
): TermOf<'classType'> | null {
  if (dict.tag === 'finIx') return build.classType(cls, [build.finType(dict.size)]);
  if (dict.tag === 'dataDict') return build.classType(cls, [dict.type]);
  const t = cx.head(cx.infer(cx, dict, build.pureRow));
  if (t === null) return null;
  if (t.tag === 'classType' && sameGlobal(t.cls, cls)) return t;
  return cx.report(`not a dictionary of ${cls.name}: ${cx.show(t)}`, source);
}

/** Checks that `dict` is a dictionary of an interface `name` at `at`. */
export function checkDictionary(cx: Checking, dict: Term, name: string, at: Term, source: SourceId): void {
  if (dict.tag === 'finIx') {
    checkTerm(cx, dict.size, build.natType, build.pureRow);
    cx.same(at, build.finType(dict.size), source, 'dictionary of another type');
    return;
  }
  const t = cx.head(cx.infer(cx, dict, build.pureRow));
  if (t === null) return;
  if (t.tag !== 'classType' || t.cls.name !== name || t.args.length !== 1) {
    cx.report(`not a dictionary of ${name}: ${cx.show(t)}`, source);
  } else cx.same(at, t.args[0]!, source, 'dictionary of another type');
}

/** Checks a telescope and enters its scope. */
export function enterTelescope(cx: Checking, params: readonly Param[]): void {
  for (const p of params) {
    checkType(cx, p.type);
    cx.bind(p.name, p.type);
  }
}

/** Checks declarations and enters their scope. */
export function enterDeclarations(cx: Checking, decls: readonly CoreDecl[], allowed: Row): void {
  for (const d of decls) {
    checkType(cx, d.type);
    checkTerm(cx, d.value, d.type, allowed);
    cx.bind(d.name, d.type, d.value);
  }
}

/** Checks arguments against a telescope; `what` takes them. False where their number is wrong. */
export function checkArgs(
  cx: Checking,
  given: readonly Term[],
  params: readonly Param[],
  what: string,
  allowed: Row,
  source: SourceId,
): boolean {
  if (given.length !== params.length) {
    cx.report(`${what} takes ${params.length} arguments, not ${given.length}`, source);
    return false;
  }
  const earlier = new Map<number, Term>();
  for (let i = 0; i < given.length; i++) {
    const { name, type } = params[i]!;
    checkTerm(cx, given[i]!, substitute(type, earlier), allowed);
    earlier.set(name.id, given[i]!);
  }
  return true;
}
