/**
 * Scalar operators of Loops: names and signatures, no rules. What a transformation knows about an operator stands
 * in a total table `Record<ScalarOperator, …>` owned by that transformation, so that a missing rule does not compile.
 * Operand type `T` is any scalar of the class named; `Word8` results are 0 or 1 (upstream's representation of Bool).
 */
export type OperandClass = 'int' | 'float' | 'any';

export interface Signature {
  readonly operands: number;
  /** The class that all operands' common type must have. */
  readonly over: OperandClass;
  /** `same`: the operands' type; `w8`: a truth value. */
  readonly result: 'same' | 'w8';
}

const unary = (over: OperandClass): Signature => ({ operands: 1, over, result: 'same' });
const binary = (over: OperandClass): Signature => ({ operands: 2, over, result: 'same' });
const compare = (over: OperandClass): Signature => ({ operands: 2, over, result: 'w8' });

export const SCALAR_OPERATORS = {
  iadd: binary('int'),
  isub: binary('int'),
  imul: binary('int'),
  /** Truncating; unsigned on unsigned types; a zero divisor is a runtime fault. */
  idiv: binary('int'),
  irem: binary('int'),
  /** Truncating and signed on the bit pattern of every integer type (upstream's behaviour, for `rand_int`). */
  idivS: binary('int'),
  iremS: binary('int'),
  and: binary('int'),
  or: binary('int'),
  xor: binary('int'),
  /** Logical negation of a truth value (xor 1), on `w8` only. */
  not: unary('int'),
  /** Shift counts are masked to the width; `shr` is logical. */
  shl: binary('int'),
  shr: binary('int'),
  ieq: compare('int'),
  ilt: compare('int'),
  igt: compare('int'),
  fadd: binary('float'),
  fsub: binary('float'),
  fmul: binary('float'),
  fdiv: binary('float'),
  fpow: binary('float'),
  fatan2: binary('float'),
  fneg: unary('float'),
  feq: compare('float'),
  flt: compare('float'),
  fgt: compare('float'),
  exp: unary('float'),
  exp2: unary('float'),
  expm1: unary('float'),
  log: unary('float'),
  log2: unary('float'),
  log10: unary('float'),
  log1p: unary('float'),
  sin: unary('float'),
  cos: unary('float'),
  tan: unary('float'),
  asin: unary('float'),
  acos: unary('float'),
  atan: unary('float'),
  sinh: unary('float'),
  cosh: unary('float'),
  tanh: unary('float'),
  asinh: unary('float'),
  acosh: unary('float'),
  atanh: unary('float'),
  sqrt: unary('float'),
  floor: unary('float'),
  ceil: unary('float'),
  round: unary('float'),
  lgamma: unary('float'),
  digamma: unary('float'),
  erf: unary('float'),
  erfc: unary('float'),
  /** `select(c, x, y)`: c is `w8`, x and y have one scalar type; strict in both. */
  select: { operands: 3, over: 'any', result: 'same' },
} as const satisfies Record<string, Signature>;

export type ScalarOperator = keyof typeof SCALAR_OPERATORS;

/** Whether a word is the name of a scalar operator. */
export function isScalarOperator(name: string): name is ScalarOperator {
  return Object.hasOwn(SCALAR_OPERATORS, name);
}

/** Host operations, in program order, never dropped. Strings are lists of `w8`; a handle is an `i32`. */
export const HOST_OPERATIONS = [
  'print',
  'writeOutput',
  'readFile',
  'writeFile',
  'appendFile',
  'hasFile',
  'deleteFile',
  'tempFile',
  'getEnv',
  'shell',
  'randomBytes',
  'openFile',
  'readHandle',
  'writeHandle',
  'closeHandle',
  'encodePng',
  'decodePng',
  'encodeGif',
  'alloc',
  'free',
  'ptrLoad',
  'ptrStore',
  'foreign',
] as const;
export type HostOperation = (typeof HOST_OPERATIONS)[number];
