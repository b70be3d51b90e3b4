/**
 * Scalar operators as instructions on cells. The arithmetic that programs spend their time in has a literal function
 * for each operator and type; everything else calls what `values/scalar.ts` defines. (A test compares the two.)
 */
import { type Atom, type SourceId, typeOf } from '../loops/index.ts';
import { isFloat, isWide, type Scalar, type ScalarOperator } from '../primitives/index.ts';
import { atan2, FLOAT_FUNCTIONS, type FloatFunction, isUnaryFloatOperator, pow } from '../values/index.ts';
import type { Assembler, CellLeaf, Leaves } from './assembler.ts';
import { cellIndex, loadScalar } from './elements.ts';
import { fault, type Op, type Site } from './frame.ts';
import { type Float, fusedBinary, fusedSum, type Operand, type Term } from './fused.ts';
import { floatOf, isFused } from './pending.ts';
import { wideOperation } from './wide.ts';

type Binary = (d: number, a: number, b: number) => Op;

const FLOAT32: Readonly<Partial<Record<ScalarOperator, Binary>>> = {
  fadd: (d, a, b) => (m) => {
    m.f[d] = Math.fround(m.f[a]! + m.f[b]!);
  },
  fsub: (d, a, b) => (m) => {
    m.f[d] = Math.fround(m.f[a]! - m.f[b]!);
  },
  fmul: (d, a, b) => (m) => {
    m.f[d] = Math.fround(m.f[a]! * m.f[b]!);
  },
  fdiv: (d, a, b) => (m) => {
    m.f[d] = Math.fround(m.f[a]! / m.f[b]!);
  },
  fpow: (d, a, b) => (m) => {
    m.f[d] = Math.fround(pow(m.f[a]!, m.f[b]!));
  },
  fatan2: (d, a, b) => (m) => {
    m.f[d] = Math.fround(atan2(m.f[a]!, m.f[b]!));
  },
};

const FLOAT64: Readonly<Partial<Record<ScalarOperator, Binary>>> = {
  fadd: (d, a, b) => (m) => {
    m.f[d] = m.f[a]! + m.f[b]!;
  },
  fsub: (d, a, b) => (m) => {
    m.f[d] = m.f[a]! - m.f[b]!;
  },
  fmul: (d, a, b) => (m) => {
    m.f[d] = m.f[a]! * m.f[b]!;
  },
  fdiv: (d, a, b) => (m) => {
    m.f[d] = m.f[a]! / m.f[b]!;
  },
  fpow: (d, a, b) => (m) => {
    m.f[d] = pow(m.f[a]!, m.f[b]!);
  },
  fatan2: (d, a, b) => (m) => {
    m.f[d] = atan2(m.f[a]!, m.f[b]!);
  },
};

/** Comparisons of floats give the same at both widths, because a Float32 is kept as the double that it equals. */
const FLOAT_COMPARISONS: Readonly<Partial<Record<ScalarOperator, Binary>>> = {
  feq: (d, a, b) => (m) => {
    m.i[d] = m.f[a]! === m.f[b]! ? 1 : 0;
  },
  flt: (d, a, b) => (m) => {
    m.i[d] = m.f[a]! < m.f[b]! ? 1 : 0;
  },
  fgt: (d, a, b) => (m) => {
    m.i[d] = m.f[a]! > m.f[b]! ? 1 : 0;
  },
};

/** On the bit patterns of `i32` and `w32`. */
const INT32: Readonly<Partial<Record<ScalarOperator, Binary>>> = {
  iadd: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! + m.i[b]!;
  },
  isub: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! - m.i[b]!;
  },
  imul: (d, a, b) => (m) => {
    m.i[d] = Math.imul(m.i[a]!, m.i[b]!);
  },
  and: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! & m.i[b]!;
  },
  or: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! | m.i[b]!;
  },
  xor: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! ^ m.i[b]!;
  },
  shl: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! << m.i[b]!;
  },
  shr: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! >>> m.i[b]!;
  },
  ieq: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! === m.i[b]! ? 1 : 0;
  },
};

const SIGNED_COMPARISONS: Readonly<Partial<Record<ScalarOperator, Binary>>> = {
  ilt: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! < m.i[b]! ? 1 : 0;
  },
  igt: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! > m.i[b]! ? 1 : 0;
  },
};

const UNSIGNED_COMPARISONS: Readonly<Partial<Record<ScalarOperator, Binary>>> = {
  ilt: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! >>> 0 < m.i[b]! >>> 0 ? 1 : 0;
  },
  igt: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! >>> 0 > m.i[b]! >>> 0 ? 1 : 0;
  },
};

const BYTES: Readonly<Partial<Record<ScalarOperator, Binary>>> = {
  iadd: (d, a, b) => (m) => {
    m.i[d] = (m.i[a]! + m.i[b]!) & 255;
  },
  isub: (d, a, b) => (m) => {
    m.i[d] = (m.i[a]! - m.i[b]!) & 255;
  },
  imul: (d, a, b) => (m) => {
    m.i[d] = (m.i[a]! * m.i[b]!) & 255;
  },
  shl: (d, a, b) => (m) => {
    m.i[d] = (m.i[a]! << (m.i[b]! & 7)) & 255;
  },
  shr: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! >>> (m.i[b]! & 7);
  },
};

const OPERATIONS: Readonly<Record<Scalar, Readonly<Partial<Record<ScalarOperator, Binary>>>>> = {
  f32: { ...FLOAT32, ...FLOAT_COMPARISONS },
  f64: { ...FLOAT64, ...FLOAT_COMPARISONS },
  i32: { ...INT32, ...SIGNED_COMPARISONS },
  w32: { ...INT32, ...UNSIGNED_COMPARISONS },
  w8: { ...INT32, ...UNSIGNED_COMPARISONS, ...BYTES },
  i64: {},
  w64: {},
};

const plain = (x: number) => x;
const unsigned = (x: number) => x >>> 0;
const signedByte = (x: number) => (x << 24) >> 24;

/** Truncating division of integers of at most 32 bits; the quotient of doubles truncates to the exact one. */
function division(operator: ScalarOperator, scalar: Scalar, d: number, a: number, b: number, site: Site): Op {
  const isSignedPattern = operator === 'idivS' || operator === 'iremS';
  const read =
    scalar === 'w8' && isSignedPattern ? signedByte : scalar === 'w32' && !isSignedPattern ? unsigned : plain;
  const mask = scalar === 'w8' ? 255 : -1;
  const isRemainder = operator === 'irem' || operator === 'iremS';
  return (m) => {
    const y = read(m.i[b]!);
    if (y === 0) throw fault(m, site, 'divisionByZero', 'division by zero');
    const x = read(m.i[a]!);
    m.i[d] = (isRemainder ? x % y : x / y) & mask;
  };
}

const DIVISIONS: ReadonlySet<ScalarOperator> = new Set(['idiv', 'irem', 'idivS', 'iremS']);

function unaryFloat(f: FloatFunction, scalar: Scalar, d: number, a: number): Op {
  if (scalar === 'f64') {
    return (m) => {
      m.f[d] = f(m.f[a]!);
    };
  }
  return (m) => {
    m.f[d] = Math.fround(f(m.f[a]!));
  };
}

function select(scalar: Scalar, d: number, c: number, x: number, y: number): Op {
  if (isFloat(scalar)) {
    return (m) => {
      m.f[d] = m.i[c] !== 0 ? m.f[x]! : m.f[y]!;
    };
  }
  if (isWide(scalar)) {
    return (m) => {
      const from = m.i[c] !== 0 ? x : y;
      m.i[d] = m.i[from]!;
      m.i[d + 1] = m.i[from + 1]!;
    };
  }
  return (m) => {
    m.i[d] = m.i[c] !== 0 ? m.i[x]! : m.i[y]!;
  };
}

const TRUTH: ReadonlySet<ScalarOperator> = new Set(['ieq', 'ilt', 'igt', 'feq', 'flt', 'fgt']);

/** Emits an operator. Faults: `divisionByZero`. */
export function scalarExpr(
  cx: Assembler,
  operator: ScalarOperator,
  args: readonly Atom[],
  source: SourceId,
): Leaves {
  const fused = isFused(operator) ? fusedExpr(cx, operator, args) : null;
  if (fused !== null) return [fused];
  const cells = args.map((arg) => cx.leaves(arg)[0] as CellLeaf);
  const [a, b, c] = cells.map(cellIndex);
  const scalar = cells.at(-1)!.scalar;
  const result = cx.cell(TRUTH.has(operator) ? 'w8' : scalar);
  const d = cellIndex(result);
  cx.emit(operation(operator, scalar, d, a!, b ?? a!, c ?? a!, cx.site(source)), operator);
  return [result];
}

/** An instruction that takes pending operands as they are; `null` where there are none. */
function fusedExpr(
  cx: Assembler,
  operator: 'fadd' | 'fsub' | 'fmul',
  args: readonly Atom[],
): CellLeaf | null {
  const scalar = floatOf(typeOf(args[0]!));
  if (scalar === null || !args.some((arg) => cx.isPending(arg))) return null;
  const result = cx.cell(scalar);
  const [left, right] = args.map((arg) => cx.term(arg)) as [Term | Operand, Term | Operand];
  if (operator === 'fmul' || (left.tag !== 'product' && right.tag !== 'product')) {
    const operands = [left, right].map((term) => (term.tag === 'product' ? compute(cx, scalar, term) : term));
    emitFused(cx, operator, scalar, result.at, operands as [Operand, Operand]);
    return result;
  }
  const terms = [left, right].map((term) => (term.tag === 'element' ? compute(cx, scalar, term) : term));
  const products = terms.filter((term) => term.tag === 'product').map(() => 'fmul' as const);
  cx.emit(fusedSum(operator, scalar, result.at, terms[0]!, terms[1]!), operator, ...products);
  return result;
}

/** Two cells after all take the plain instruction. */
function emitFused(
  cx: Assembler,
  operator: 'fadd' | 'fsub' | 'fmul',
  scalar: Float,
  d: number,
  [left, right]: readonly [Operand, Operand],
): void {
  if (left.tag === 'cell' && right.tag === 'cell') {
    cx.emit(OPERATIONS[scalar][operator]!(d, left.at, right.at), operator);
    return;
  }
  const reads = [left, right].filter((operand) => operand.tag === 'element').map(() => 'read' as const);
  cx.emit(fusedBinary(operator, scalar, d, left, right), operator, ...reads);
}

/** Gives a pending operand a cell of its own. */
function compute(
  cx: Assembler,
  scalar: Float,
  term: Exclude<Term | Operand, { tag: 'cell' }>,
): { tag: 'cell'; at: number } {
  const { at } = cx.cell(scalar);
  if (term.tag === 'product') {
    cx.emit(OPERATIONS[scalar].fmul!(at, term.left, term.right), 'fmul');
  } else {
    cx.emit(loadScalar(scalar, at, { ...term, kind: scalar }), 'read');
  }
  return { tag: 'cell', at };
}

function operation(
  operator: ScalarOperator,
  scalar: Scalar,
  d: number,
  a: number,
  b: number,
  c: number,
  site: Site,
): Op {
  if (operator === 'select') return select(scalar, d, a, b, c);
  if (isUnaryFloatOperator(operator)) return unaryFloat(FLOAT_FUNCTIONS[operator], scalar, d, a);
  if (isWide(scalar)) return wideOperation(operator, scalar, d, a, b, site);
  if (DIVISIONS.has(operator)) return division(operator, scalar, d, a, b, site);
  if (operator === 'not') {
    return (m) => {
      m.i[d] = m.i[a]! ^ 1;
    };
  }
  const make = OPERATIONS[scalar][operator];
  if (make === undefined) throw new Error(`${operator} has no meaning on ${scalar}`);
  return make(d, a, b);
}
