/** Arithmetic, conversions, and what wraps and unwraps numbers. */
import { type Atom, make, typeOf } from '../../loops/index.ts';
import {
  isFloat,
  isScalarOperator,
  isWide,
  SCALAR_OPERATORS,
  type Scalar,
  type ScalarOperator,
} from '../../primitives/index.ts';
import { illFormedCore } from '../fault.ts';
import { data, type TypeValue, type Value } from '../value.ts';
import type { PrimCall, Primitive, Primitives } from './call.ts';

/** Sizes are computed with these; on literals they are computed here, so that a literal size stays one. */
const SIZE_ARITHMETIC: Readonly<Record<string, (x: number, y: number) => number>> = {
  iadd: (x, y) => (x + y) >>> 0,
  isub: (x, y) => (x - y) >>> 0,
  imul: (x, y) => Math.imul(x, y) >>> 0,
  idiv: (x, y) => Math.floor(x / y),
  irem: (x, y) => x % y,
};

function folded(name: ScalarOperator, [x, y]: readonly Atom[]): Value | null {
  const compute = SIZE_ARITHMETIC[name];
  if (compute === undefined || x?.tag !== 'lit' || y?.tag !== 'lit' || x.scalar !== 'w32') return null;
  const divisor = Number(y.value);
  if (divisor === 0 && (name === 'idiv' || name === 'irem')) return null;
  return data(make.literal('w32', compute(Number(x.value), divisor)));
}

function operator(name: ScalarOperator): Primitive {
  return (p) => {
    const operands = p.args.map((_, i) => p.atom(i));
    return folded(name, operands) ?? p.emit(make.scalar(name, operands, p.source));
  };
}

const OPERATORS: Primitives = Object.fromEntries(
  Object.keys(SCALAR_OPERATORS).map((name) => [name, operator(isScalarOperator(name) ? name : 'not')]),
);

/** The scalar that represents a type. */
export function scalarOf(type: TypeValue): Scalar {
  switch (type.tag) {
    case 'scalar':
      return type.scalar;
    case 'nat':
      return 'w32';
    case 'ptr':
      return 'w64';
    default:
      return illFormedCore(`a scalar type is needed, not a ${type.tag}`);
  }
}

/** Literals of integers are converted here, because types see them (language.md 5.9). */
function cast(p: PrimCall): Value {
  const to = scalarOf(p.type(0));
  const atom = p.atom(1);
  const from = typeOf(atom);
  if (from.tag === 'scalar' && from.scalar === to) return data(atom);
  return data(foldCast(to, atom) ?? p.c.code.emit(make.cast(to, atom, p.source)));
}

/** The largest integer that every scalar type but `w8` holds exactly. */
const EXACT = 2 ** 24;

function foldCast(to: Scalar, atom: Atom): Atom | null {
  if (atom.tag !== 'lit' || isFloat(atom.scalar)) return null;
  const value = Number(atom.value);
  if (value < 0 || value > (to === 'w8' ? 0xff : isFloat(to) ? EXACT : 0x7fffffff)) return null;
  return make.literal(to, isWide(to) ? BigInt(value) : value);
}

function bitcast(p: PrimCall): Value {
  return p.emit(make.bitcast(scalarOf(p.type(0)), p.atom(1), p.source));
}

/** One layer of a newtype: a `Nat`'s word, a struct's field or the product of its fields. */
function projNewtype(p: PrimCall): Value {
  const value = p.args[0]!;
  if (value.tag !== 'con') return value;
  return value.args.length === 1 ? value.args[0]! : { tag: 'product', items: value.args };
}

function negate(p: PrimCall): Value {
  const atom = p.atom(0);
  const type = typeOf(atom);
  const zero = make.literal(type.tag === 'scalar' ? type.scalar : 'f32', 0);
  return p.emit(make.scalar('fsub', [zero, atom], p.source));
}

/** `%monoLit(n)`: a literal at a fixed type. */
const monoLit: Primitive = (p) => p.args[0]!;

export const SCALAR_PRIMITIVES: Primitives = {
  ...OPERATORS,
  fneg: negate,
  cast,
  bitcast,
  NatCon: (p) => p.args[0]!,
  projNewtype,
  monoLit,
};
