/**
 * The meaning of every scalar operator, conversion and reinterpretation at every scalar type (language.md 6.2, with
 * the decisions at its head). The evaluator computes and the optimizer folds constants with these.
 * Values: numbers for floats and integers of at most 32 bits (unsigned ones not negative), bigints for 64 bits.
 */
import {
  bits,
  isFloat,
  isSigned,
  isWide,
  type Scalar,
  type ScalarOperator,
  type ScalarValue,
} from '../primitives/index.ts';
import * as elementary from './elementary/index.ts';

/** Half away from zero. */
export function roundHalfAway(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

export type FloatFunction = (x: number) => number;

/** The unary operators of floats on doubles; a Float32's result is the double's, rounded. */
export const FLOAT_FUNCTIONS = {
  /** `0 - x`, so that the negation of zero is positive. */
  fneg: (x) => 0 - x,
  exp: elementary.exp,
  exp2: elementary.exp2,
  expm1: elementary.expm1,
  log: elementary.log,
  log2: elementary.log2,
  log10: elementary.log10,
  log1p: elementary.log1p,
  sin: elementary.sin,
  cos: elementary.cos,
  tan: elementary.tan,
  asin: elementary.asin,
  acos: elementary.acos,
  atan: elementary.atan,
  sinh: elementary.sinh,
  cosh: elementary.cosh,
  tanh: elementary.tanh,
  asinh: elementary.asinh,
  acosh: elementary.acosh,
  atanh: elementary.atanh,
  sqrt: Math.sqrt,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfAway,
  lgamma: elementary.lgamma,
  digamma: elementary.digamma,
  erf: elementary.erf,
  erfc: elementary.erfc,
} as const satisfies Partial<Record<ScalarOperator, FloatFunction>>;

export type UnaryFloatOperator = keyof typeof FLOAT_FUNCTIONS;

/** Whether an operator is a function of one float. */
export function isUnaryFloatOperator(operator: ScalarOperator): operator is UnaryFloatOperator {
  return Object.hasOwn(FLOAT_FUNCTIONS, operator);
}

/** Brings an integer into the range of its type, modulo 2^bits. */
export function wrapInteger(scalar: Scalar, value: bigint): ScalarValue {
  const width = bits(scalar);
  const wrapped = isSigned(scalar) ? BigInt.asIntN(width, value) : BigInt.asUintN(width, value);
  return isWide(scalar) ? wrapped : Number(wrapped);
}

/** A number in the range and precision of its type: floats rounded, integers taken modulo 2^bits. */
export function scalarValue(scalar: Scalar, value: ScalarValue): ScalarValue {
  if (scalar === 'f64') return Number(value);
  if (scalar === 'f32') return typeof value === 'bigint' ? bigintToFloat32(value) : Math.fround(value);
  return wrapInteger(scalar, typeof value === 'bigint' ? value : BigInt(Math.trunc(value)));
}

/** `null` is the fault of a division by zero. */
export type ScalarFunction = (...args: ScalarValue[]) => ScalarValue | null;

type IntegerRule = (a: bigint, b: bigint, scalar: Scalar) => bigint | boolean | null;

const signed = (scalar: Scalar, x: bigint) => BigInt.asIntN(bits(scalar), x);
const unsigned = (scalar: Scalar, x: bigint) => BigInt.asUintN(bits(scalar), x);
const count = (scalar: Scalar, x: bigint) => x & BigInt(bits(scalar) - 1);

const INTEGER_RULES: Readonly<Partial<Record<ScalarOperator, IntegerRule>>> = {
  iadd: (a, b) => a + b,
  isub: (a, b) => a - b,
  imul: (a, b) => a * b,
  idiv: (a, b) => (b === 0n ? null : a / b),
  irem: (a, b) => (b === 0n ? null : a % b),
  idivS: (a, b, s) => (b === 0n ? null : signed(s, a) / signed(s, b)),
  iremS: (a, b, s) => (b === 0n ? null : signed(s, a) % signed(s, b)),
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  not: (a) => a ^ 1n,
  shl: (a, b, s) => a << count(s, b),
  shr: (a, b, s) => unsigned(s, a) >> count(s, b),
  ieq: (a, b) => a === b,
  ilt: (a, b) => a < b,
  igt: (a, b) => a > b,
};

type FloatRule = (a: number, b: number) => number | boolean;

const FLOAT_RULES: Readonly<Partial<Record<ScalarOperator, FloatRule>>> = {
  fadd: (a, b) => a + b,
  fsub: (a, b) => a - b,
  fmul: (a, b) => a * b,
  fdiv: (a, b) => a / b,
  fpow: elementary.pow,
  fatan2: elementary.atan2,
  feq: (a, b) => a === b,
  flt: (a, b) => a < b,
  fgt: (a, b) => a > b,
  ...FLOAT_FUNCTIONS,
};

/** The meaning of an operator at the type of its operands (of `select`: of its second). */
export function scalarOperation(operator: ScalarOperator, scalar: Scalar): ScalarFunction {
  if (operator === 'select') return (c, x, y) => (Number(c) !== 0 ? x! : y!);
  const floatRule = FLOAT_RULES[operator];
  if (floatRule !== undefined) {
    const round = scalar === 'f32' ? Math.fround : (x: number) => x;
    return (a, b) => {
      const result = floatRule(Number(a), Number(b));
      return typeof result === 'boolean' ? Number(result) : round(result);
    };
  }
  const rule = INTEGER_RULES[operator]!;
  return (a, b = 0) => {
    const result = rule(BigInt(a!), BigInt(b), scalar);
    if (typeof result === 'boolean') return Number(result);
    return result === null ? null : wrapInteger(scalar, result);
  };
}

/**
 * Numeric conversion. Narrowing keeps the low bits; widening extends by zero if either type is unsigned, else by the
 * sign; a float becomes an integer toward zero, saturating, NaN 0; an integer becomes the nearest float.
 */
export function castScalar(from: Scalar, to: Scalar): (value: ScalarValue) => ScalarValue {
  if (isFloat(to)) return (value) => scalarValue(to, value);
  if (isFloat(from)) return (value) => floatToInteger(Number(value), to);
  const extendsByZero = bits(to) > bits(from) && !(isSigned(from) && isSigned(to));
  return (value) =>
    wrapInteger(to, extendsByZero ? BigInt.asUintN(bits(from), BigInt(value)) : BigInt(value));
}

/** Toward zero; out of range the nearest value of the type; NaN 0. */
export function floatToInteger(value: number, to: Scalar): ScalarValue {
  const width = bits(to);
  const low = isSigned(to) ? -(2 ** (width - 1)) : 0;
  const high = isSigned(to) ? 2 ** (width - 1) : 2 ** width;
  if (Number.isNaN(value)) return wrapInteger(to, 0n);
  if (value <= low) return wrapInteger(to, BigInt(low));
  if (value >= high) return wrapInteger(to, BigInt(high) - 1n);
  return wrapInteger(to, BigInt(Math.trunc(value)));
}

/** The nearest Float32, ties to even: the bits below a double's precision are kept as one sticky bit. */
export function bigintToFloat32(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  const dropped = Math.max(0, magnitude.toString(2).length - 53);
  const low = (1n << BigInt(dropped)) - 1n;
  const sticky = (magnitude & low) !== 0n ? low + 1n : 0n;
  const rounded = Math.fround(Number((magnitude & ~low) | sticky));
  return value < 0n ? -rounded : rounded;
}

const scratch = new DataView(new ArrayBuffer(8));

/** Reinterpretation between types of one width. */
export function bitcastScalar(from: Scalar, to: Scalar): (value: ScalarValue) => ScalarValue {
  return (value) => {
    setBits(from, value);
    return getBits(to);
  };
}

function setBits(scalar: Scalar, value: ScalarValue): void {
  if (scalar === 'f32') scratch.setFloat32(0, Number(value), true);
  else if (scalar === 'f64') scratch.setFloat64(0, Number(value), true);
  else scratch.setBigUint64(0, BigInt.asUintN(64, BigInt(value)), true);
}

function getBits(scalar: Scalar): ScalarValue {
  if (scalar === 'f32') return scratch.getFloat32(0, true);
  if (scalar === 'f64') return scratch.getFloat64(0, true);
  return wrapInteger(scalar, scratch.getBigUint64(0, true));
}
