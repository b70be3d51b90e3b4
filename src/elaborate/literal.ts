/** Literals and the types they take (language.md 5.3). */
import type { MethodDef, Term } from '../core/index.ts';
import { isFloat, type Scalar } from '../primitives/index.ts';
import type { IntExpr, NatExpr } from '../syntax/index.ts';
import { globalNamed } from './builtin.ts';
import { wrapInteger } from './cast.ts';
import { type Context, src, type Typed } from './context.ts';
import { dictionary } from './dictionaries.ts';
import { freshMeta, freshMetaId, metaTerm } from './meta.ts';
import { force } from './normalise.ts';
import type { LiteralHole } from './state.ts';
import { type ClassTypeValue, scalar, type Value } from './value.ts';

/** A numeric literal of a type that is not known yet. */
export function inferNumber(cx: Context, e: NatExpr | IntExpr): Typed {
  const type = freshMeta(cx.st, { span: e.span, role: { tag: 'literal' } });
  return { term: checkNumber(cx, e, type), type };
}

/** A numeric literal at a type; where the type is not known, what it becomes is decided at the end. */
export function checkNumber(cx: Context, e: NatExpr | IntExpr, expected: Value): Term {
  const { st } = cx;
  const signed = e.tag === 'int';
  const type = force(st, expected);
  const known = literalAt(type, e.value, signed, src(cx, e.span));
  if (known !== null) return known;
  const meta = freshMetaId(st, { span: e.span, role: { tag: 'literal' } }, 'literal');
  st.literals.set(meta, { meta, type: expected, value: e.value, signed, span: e.span, givens: cx.givens });
  return metaTerm(meta);
}

/** A literal of one of the types that have them; null for other types, and for a signed literal at an unsigned one. */
export function literalAt(type: Value, value: bigint, signed: boolean, source: number): Term | null {
  if (type.tag === 'natType') {
    return signed ? null : { tag: 'natLit', value: Number(BigInt.asUintN(32, value)), source };
  }
  if (type.tag !== 'scalarType' || (signed && !SIGNED.includes(type.scalar))) return null;
  const s = type.scalar;
  if (!isFloat(s)) return { tag: 'lit', scalar: s, value: wrapInteger(value, s), source };
  const number = Number(value);
  return { tag: 'lit', scalar: s, value: s === 'f32' ? Math.fround(number) : number, source };
}

/** The types of `FromInteger`. */
const SIGNED: readonly Scalar[] = ['i32', 'i64', 'f32', 'f64'];

/** The term of a literal at a type of the user's: `from_unsigned_integer` or `from_integer` of a wide integer. */
export function overloaded(cx: Context, hole: LiteralHole): Term | null {
  const method = globalNamed(cx.st.env, hole.signed ? 'from_integer' : 'from_unsigned_integer');
  if (method?.tag !== 'method') return null;
  const wide: Scalar = hole.signed ? 'i64' : 'w64';
  const source = src(cx, hole.span);
  const value: Term = { tag: 'lit', scalar: wide, value: wrapInteger(hole.value, wide), source };
  return { tag: 'app', fn: selectFor(cx, method, hole), args: [value], source };
}

function selectFor(cx: Context, method: MethodDef, { type, givens, span }: LiteralHole): Term {
  const goal: ClassTypeValue = { tag: 'classType', cls: method.cls, args: [type] };
  const dict = dictionary(cx.st, goal, givens, span, method.index);
  return { tag: 'method', cls: method.cls, index: method.index, dict, source: src(cx, span) };
}

/** The type that an undetermined literal takes. */
export function defaultType(signed: boolean): Value {
  return signed ? scalar('i32') : { tag: 'natType' };
}
