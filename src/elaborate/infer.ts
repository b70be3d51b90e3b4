/**
 * Expressions: `infer` finds the type, `check` is given it (bidirectional, language.md 5.6 and 5.7). Each construct
 * has its own file; here they are told apart, and the record of rules that they share is made.
 */
import type { Term } from '../core/index.ts';
import type { Scalar } from '../primitives/index.ts';
import { foreignWord, type Span } from '../source/index.ts';
import type {
  AscribeExpr,
  CallExpr,
  ChainExpr,
  Expr,
  HoleExpr,
  LambdaExpr,
  PairExpr,
  StringExpr,
  TupleExpr,
  VarExpr,
} from '../syntax/index.ts';
import { type Argument, applyTo, argument, etaAgainst, instantiate } from './application.ts';
import { checkBlock, inferBlock } from './blocks.ts';
import { preludeData } from './builtin.ts';
import { elaborateCase, elaborateIf } from './cases.ts';
import { elaborateChain } from './chains.ts';
import { type Context, findLocal, poisoned, type Rules, refuse, src, type Typed, textOf } from './context.ts';
import { causes, reportMismatch, show } from './describe.ts';
import { inferField, inferMethodCall } from './fields.ts';
import { checkLambda, closeLambda, inferLambda, openLambda } from './functions.ts';
import { checkNumber, inferNumber } from './literal.ts';
import { checkLoop, inferLoop } from './loops.ts';
import { freshMeta } from './meta.ts';
import { delay, force, instantiate as instantiateClosure, isEvaluated, quote } from './normalise.ts';
import { inferPrimitive } from './primitives.ts';
import { calleeOf, globalCallee, resolveGlobal, termCallee } from './reference.ts';
import { FUEL } from './state.ts';
import { checkTable, inferIndex, inferTable } from './tables.ts';
import { elaborateType } from './types.ts';
import { sameShape, unify } from './unify.ts';
import { type PairTypeValue, type PiValue, scalar, TYPE, type Value } from './value.ts';

/** The rules for expressions, types and blocks. */
export const rules: Rules = { infer, check, type, inferBlock, checkBlock };

function type(cx: Context, e: Expr): Value {
  cx.st.fuel = FUEL;
  return elaborateType(cx, e);
}

// ----------------------------------------------------------------------------------------------------------- infer

function infer(cx: Context, e: Expr): Typed {
  cx.st.fuel = FUEL;
  switch (e.tag) {
    case 'var':
      return inferVariable(cx, e);
    case 'hole':
      return inferHole(cx, e);
    case 'nat':
    case 'int':
      return inferNumber(cx, e);
    case 'float':
      return constant(cx, 'f32', Math.fround(e.value), e.span);
    case 'char':
      return constant(cx, 'w8', e.value, e.span);
    case 'string':
      return inferString(cx, e);
    case 'primitive':
      return inferPrimitive(cx, e);
    case 'call':
      return inferCall(cx, e);
    case 'index':
      return inferIndex(cx, e);
    case 'field':
      return inferField(cx, e);
    case 'chain':
      return inferChain(cx, e);
    case 'negate':
      return applyNamed(cx, 'neg', [argument(e.operand)], e);
    case 'tuple':
      return inferTuple(cx, e);
    case 'table':
      return inferTable(cx, e);
    case 'pair':
      return refuse(cx, 'DX0306', {}, e.span);
    case 'lambda':
      return inferLambda(cx, e);
    case 'for':
      return inferLoop(cx, e);
    case 'do':
      return inferBlock(cx, e.body);
    case 'case':
      return elaborateCase(cx, e, null);
    case 'if':
      return elaborateIf(cx, e, null);
    case 'functionType':
    case 'tableType':
    case 'pairType':
    case 'withType':
    case 'range':
      return { term: quote(cx.st, type(cx, e)), type: TYPE };
    case 'ascribe':
      return inferAscription(cx, e);
    case 'error':
      return poisoned;
  }
}

function inferHole(cx: Context, e: HoleExpr): Typed {
  const value = freshMeta(cx.st, { span: e.span, role: { tag: 'hole' } });
  const type = freshMeta(cx.st, { span: e.span, role: { tag: 'hole' } });
  return { term: quote(cx.st, value), type };
}

function constant(cx: Context, s: Scalar, value: number, span: Span): Typed {
  return { term: { tag: 'lit', scalar: s, value, source: src(cx, span) }, type: scalar(s) };
}

function inferString(cx: Context, e: StringExpr): Typed {
  const list = preludeData(cx.st.env, 'List');
  if (list === null) return refuse(cx, 'DX0201', { name: 'List', suggestions: [] }, e.span);
  const term: Term = { tag: 'string', bytes: e.value, list, source: src(cx, e.span) };
  return { term, type: { tag: 'dataType', data: list, args: [scalar('w8')] } };
}

function inferAscription(cx: Context, e: AscribeExpr): Typed {
  const at = type(cx, e.type);
  return { term: check(cx, e.expr, at), type: at };
}

function inferTuple(cx: Context, e: TupleExpr): Typed {
  const items: Term[] = [];
  const types: Value[] = [];
  for (const element of e.elements) {
    const typed = infer(cx, element);
    items.push(typed.term);
    types.push(typed.type);
  }
  const term: Term = { tag: 'tuple', items, source: src(cx, e.span) };
  return { term, type: { tag: 'tupleType', items: types } };
}

function inferVariable(cx: Context, e: VarExpr): Typed {
  const callee = calleeOf(cx, e);
  if (callee === null) return poisoned;
  return refuseInterface(cx, e) ?? instantiate(cx, callee, e.span);
}

/** An interface is no value. */
function refuseInterface(cx: Context, e: VarExpr): Typed | null {
  const meaning = cx.st.meanings.get(e.name);
  if (meaning?.tag !== 'class' || findLocal(cx, e.name) !== null) return null;
  return refuse(cx, 'DX0206', { name: e.name, actual: 'an interface' }, e.span);
}

function inferCall(cx: Context, e: CallExpr): Typed {
  const f = e.function;
  if (f.tag === 'var') {
    const callee = calleeOf(cx, f);
    // What follows a word of another language is not written in this one.
    if (callee === null) return foreignWord(f.name).length > 0 ? poisoned : inferArguments(cx, e);
    return applyTo(cx, callee, e.args.map(argument), e.named, e.span);
  }
  if (f.tag === 'nat' || f.tag === 'int' || f.tag === 'float') return refuseNumber(cx, e);
  if (f.tag === 'lambda' && arity(f) !== e.args.length) {
    // The body may owe its mistakes to this one.
    inferArguments(cx, e);
    const counts = { expected: arity(f), actual: e.args.length };
    return refuse(cx, 'DX0308', { function: 'this function', ...counts }, e.span);
  }
  let typed: Typed;
  if (f.tag === 'field') {
    const called = inferMethodCall(cx, e, f);
    if (!('callee' in called)) return called;
    typed = called.callee;
  } else {
    typed = infer(cx, f);
  }
  const callee = termCallee(typed.term, typed.type, 'this function', src(cx, e.span));
  return applyTo(cx, callee, e.args.map(argument), e.named, e.span);
}

function arity(f: LambdaExpr): number {
  return f.params.filter((p) => p.tag === 'explicit').length;
}

/** A number before something that looks like its argument: `1e5`, or a comma or an operator is missing. */
function refuseNumber(cx: Context, e: CallExpr): Typed {
  const [first] = e.args;
  const exponent = first?.tag === 'var' && /^[eE]\d*$/.test(first.name) ? first.name : null;
  const number = cx.st.file.text.slice(e.function.span.start, e.function.span.end);
  const help =
    exponent === null
      ? 'is an operator or a comma missing behind it?'
      : `a float with an exponent has a point: ${number.replace(/\.$/, '')}.0${exponent}`;
  return refuse(cx, 'DX0313', { type: 'a number' }, e.function.span, [], { help: [help] });
}

/** The arguments of a call whose function means nothing may hold mistakes of their own. */
function inferArguments(cx: Context, e: CallExpr): Typed {
  for (const a of e.args) {
    if (a.tag !== 'lambda' && a.tag !== 'hole' && a.tag !== 'tuple') infer(cx, a);
  }
  return poisoned;
}

/** The function that the language finds by name, applied. */
function applyNamed(cx: Context, name: string, args: readonly Argument[], e: Expr): Typed {
  const d = resolveGlobal(cx, name, e.span);
  return d === null ? poisoned : applyTo(cx, globalCallee(cx, d, e.span), args, [], e.span);
}

function inferChain(cx: Context, e: ChainExpr): Typed {
  return elaborateChain(cx, e, (op) => calleeOf(cx, { tag: 'var', name: op.name, span: op.span }));
}

// ----------------------------------------------------------------------------------------------------------- check

function check(cx: Context, e: Expr, wanted: Value): Term {
  cx.st.fuel = FUEL;
  const expected = force(cx.st, wanted);
  return checkForm(cx, e, expected, wanted) ?? coerce(cx, infer(cx, e), wanted, e);
}

/**
 * A term of a form that makes use of the type expected; null where the type is inferred and then compared. `wanted` is
 * `expected` as it was before it was known, which says who made it so.
 */
function checkForm(cx: Context, e: Expr, expected: Value, wanted: Value): Term | null {
  if (expected.tag === 'kind' && expected.kind === 'Type') return quote(cx.st, type(cx, e));
  if (expected.tag === 'pairType' && expected.implicit) return checkPacked(cx, e, expected);
  if (expected.tag === 'pi' && expected.mode === 'mention' && !MENTIONS.has(e.tag))
    return checkMention(cx, e, expected);
  switch (e.tag) {
    case 'nat':
    case 'int':
      return checkNumber(cx, e, expected);
    case 'hole':
      return quote(cx.st, freshMeta(cx.st, { span: e.span, role: { tag: 'hole' } }));
    case 'lambda':
      if (expected.tag === 'pi') return checkLambda(cx, e, expected);
      return expected.tag === 'stuck' || expected.tag === 'poison' ? null : unexpectedLambda(cx, e, expected);
    case 'for':
      return checkLoop(cx, e, expected);
    case 'table':
      return expected.tag === 'tableType' ? checkTable(cx, e, expected, wanted) : null;
    case 'tuple':
      return expected.tag === 'tupleType' ? checkTuple(cx, e, expected.items, wanted) : null;
    case 'pair':
      return expected.tag === 'pairType' ? checkPair(cx, e, expected) : null;
    case 'do':
      return checkBlock(cx, e.body, expected);
    case 'case':
      return elaborateCase(cx, e, expected).term;
    case 'if':
      return elaborateIf(cx, e, expected).term;
    case 'var':
      return checkVariable(cx, e, expected, wanted);
    default:
      return null;
  }
}

/** Expressions that can have a type `(given …) ->> a` of their own. */
const MENTIONS: ReadonlySet<Expr['tag']> = new Set([
  'var',
  'call',
  'field',
  'index',
  'hole',
  'lambda',
  'error',
]);

/** A value where one with implicit parameters is expected: they are abstracted silently. */
function checkMention(cx: Context, e: Expr, expected: PiValue): Term {
  const lambda = openLambda(cx, [], expected);
  return closeLambda(lambda, check(lambda.cx, e, lambda.result), src(cx, e.span));
}

function unexpectedLambda(cx: Context, e: Expr, expected: Value): Term {
  return refuse(cx, 'DX0321', { what: 'lambda', expected: show(cx, expected) }, e.span).term;
}

function checkTuple(cx: Context, e: TupleExpr, types: readonly Value[], wanted: Value): Term {
  const { length } = e.elements;
  if (types.length !== length) {
    const lengths = { expected: types.length, actual: length };
    return refuse(cx, 'DX0310', lengths, e.span, causes(cx, wanted, e.span)).term;
  }
  const items: Term[] = [];
  for (const item of e.elements) items.push(check(cx, item, types[items.length]!));
  return { tag: 'tuple', items, source: src(cx, e.span) };
}

/** A term where a type is expected. */
function coerce(cx: Context, typed: Typed, wanted: Value, e: Expr): Term {
  const failure = unify(cx.st, wanted, typed.type, e.span);
  if (failure === null) return typed.term;
  const expected = force(cx.st, wanted);
  const found = force(cx.st, typed.type);
  if (expected.tag === 'pi' && found.tag === 'pi' && found.params.some((p) => p.how !== 'explicit')) {
    return etaAgainst(cx, termCallee(typed.term, found, 'this function', src(cx, e.span)), expected, e.span);
  }
  reportMismatch(cx, failure, expected, typed.type, e.span);
  return poisoned.term;
}

/** A name where a type is expected. A function with other implicit parameters than expected is wrapped. */
function checkVariable(cx: Context, e: VarExpr, expected: Value, wanted: Value): Term {
  const callee = calleeOf(cx, e);
  if (callee === null) return poisoned.term;
  const own = force(cx.st, callee.type);
  if (expected.tag === 'pi' && own.tag === 'pi' && own.mode === 'call') {
    if (sameShape(own.params, expected.params) && callee.bare !== null && expected.mode === 'call') {
      return coerce(cx, { term: callee.bare, type: own }, expected, e);
    }
    if (hasImplicits(expected) && explicitCount(own) === explicitCount(expected)) {
      return etaAgainst(cx, callee, expected, e.span);
    }
  }
  if (expected.tag === 'pi' && expected.mode === 'mention') return etaAgainst(cx, callee, expected, e.span);
  const refused = expected.tag === 'pi' ? null : refuseInterface(cx, e);
  return refused?.term ?? coerce(cx, instantiate(cx, callee, e.span), wanted, e);
}

function hasImplicits(t: PiValue): boolean {
  return t.params.some((p) => p.how !== 'explicit');
}

function explicitCount(t: PiValue): number {
  return t.params.filter((p) => p.how === 'explicit').length;
}

function checkPair(cx: Context, e: PairExpr, expected: PairTypeValue): Term {
  const first = check(cx, e.first, expected.first);
  const value = delay(first, null);
  if (!isEvaluated(cx.st, value)) {
    const params = { argument: 'the first component', expression: textOf(cx, e.first.span) };
    return refuse(cx, 'DX0323', params, e.first.span).term;
  }
  const second = check(cx, e.second, instantiateClosure(cx.st, expected.second, value));
  return { tag: 'pack', type: quote(cx.st, expected), first, second, source: src(cx, e.span) };
}

/** A value where an implicit dependent pair is expected: its first component is found from the payload's type. */
function checkPacked(cx: Context, e: Expr, expected: PairTypeValue): Term {
  if (e.tag === 'call' || e.tag === 'do' || e.tag === 'case' || e.tag === 'if') {
    const typed = infer(cx, e);
    const found = force(cx.st, typed.type);
    if (found.tag === 'pairType') return coerce(cx, typed, expected, e);
    return pack(cx, expected, e, (payload) => coerce(cx, typed, force(cx.st, payload), e));
  }
  return pack(cx, expected, e, (payload) => check(cx, e, payload));
}

function pack(cx: Context, expected: PairTypeValue, e: Expr, payload: (type: Value) => Term): Term {
  const hint = expected.second.binder.hint;
  const role = { tag: 'implicit', name: hint, of: 'this dependent pair' } as const;
  const first = freshMeta(cx.st, { span: e.span, role });
  const second = payload(instantiateClosure(cx.st, expected.second, first));
  const pairType = quote(cx.st, expected);
  return { tag: 'pack', type: pairType, first: quote(cx.st, first), second, source: src(cx, e.span) };
}
