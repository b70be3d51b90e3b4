/** Accumulation into references. */
import { type ExprOf, type Monoid, monoidKind, type SourceId, type Type } from '../loops/index.ts';
import { isFloat, isWide, type Scalar } from '../primitives/index.ts';
import type { Assembler, CellLeaf, ColumnLeaf, Leaf, Leaves } from './assembler.ts';
import { cellIndex } from './elements.ts';
import type { Op } from './frame.ts';
import { accumulateProduct } from './fused.ts';
import { load } from './load.ts';
import { contentOfAtom } from './references.ts';
import { blockSize } from './sizes.ts';
import { NOTHING_VARIES, spotsOf } from './spots.ts';
import { store } from './store.ts';

/** Combines the contents with a value. Sums and products of numbers, also elementwise, are made in place. */
export function extendExpr(cx: Assembler, expr: ExprOf<'extend'>): Leaves {
  const { monoid, source } = expr;
  const content = contentOfAtom(expr.ref);
  const ref = cx.leaves(expr.ref) as readonly ColumnLeaf[];
  if (extendByPending(cx, expr, ref)) return [];
  const value = cx.leaves(expr.value);
  const kind = monoidKind(monoid);
  if ((kind === 'add' || kind === 'mul') && ref.every((leaf) => leaf.column.kind !== 'box')) {
    ref.forEach((leaf, k) => {
      combineInPlace(cx, kind, leaf, value[k]!, source);
    });
    return [];
  }
  combine(cx, monoid, content, ref, value, source);
  return [];
}

/** Adds a product that has not been computed yet. */
function extendByPending(cx: Assembler, { value }: ExprOf<'extend'>, [leaf]: readonly ColumnLeaf[]): boolean {
  const pending = value.tag === 'var' ? cx.binding(value.name.id).pending : null;
  if (pending?.tag !== 'addend' || leaf === undefined) return false;
  const { left, right, scalar } = pending;
  const reads = [left, right].filter((operand) => operand.tag === 'element').map(() => 'read' as const);
  const add = accumulateProduct(scalar, leaf.slot, 2 * leaf.at, left, right);
  cx.emit(add, 'fmul', 'fadd', 'read', 'write', ...reads);
  return true;
}

function combine(
  cx: Assembler,
  monoid: Monoid,
  content: Type,
  ref: Leaves,
  value: Leaves,
  source: SourceId,
): void {
  cx.scoped(() => {
    const old = load(cx, content, NOTHING_VARIES, spotsOf(ref), 'copied', source);
    cx.bind(monoid.left.name.id, old, monoid.left.type);
    cx.bind(monoid.right.name.id, value, monoid.right.type);
    store(cx, content, NOTHING_VARIES, spotsOf(ref), cx.block(monoid.combine), 'copied', source);
  });
}

type Arithmetic = 'add' | 'mul';

function combineInPlace(
  cx: Assembler,
  kind: Arithmetic,
  ref: ColumnLeaf,
  value: Leaf,
  source: SourceId,
): void {
  const scalar = ref.column.kind as Scalar;
  if (value.tag === 'cell') {
    cx.emit(combineScalar(kind, scalar, ref, value), combineOperator(kind, scalar), 'read', 'write');
    return;
  }
  const count = blockSize(cx, ref.column, source);
  const [s, x, t, y, n] = [ref.slot, 2 * ref.at, value.slot, 2 * value.at, count.at];
  if (cx.probe !== null) {
    cx.emit(cx.probe.adding(combineOperator(kind, scalar), (m) => m.i[n]!));
    cx.emit(cx.probe.adding('write', (m) => m.i[n]!));
  }
  if (isWide(scalar)) {
    cx.emit((m) => combineWide(kind, m.o[s] as Int32Array, m.i[x]!, m.o[t] as Int32Array, m.i[y]!, m.i[n]!));
  } else if (kind === 'add') {
    cx.emit((m) => addElements(m.o[s] as Float64Array, m.i[x]!, m.o[t] as Float64Array, m.i[y]!, m.i[n]!));
  } else if (isFloat(scalar)) {
    cx.emit((m) =>
      multiplyElements(m.o[s] as Float64Array, m.i[x]!, m.o[t] as Float64Array, m.i[y]!, m.i[n]!),
    );
  } else {
    cx.emit((m) => multiplyInts(m.o[s] as Int32Array, m.i[x]!, m.o[t] as Int32Array, m.i[y]!, m.i[n]!));
  }
}

function combineOperator(kind: Arithmetic, scalar: Scalar): 'fadd' | 'iadd' | 'fmul' | 'imul' {
  if (kind === 'add') return isFloat(scalar) ? 'fadd' : 'iadd';
  return isFloat(scalar) ? 'fmul' : 'imul';
}

/** Storing rounds and wraps, as the operation would: products of 32-bit integers alone need more than a double. */
function combineScalar(
  kind: Arithmetic,
  scalar: Scalar,
  { slot: s, at: cell }: ColumnLeaf,
  value: CellLeaf,
): Op {
  const at = 2 * cell;
  const x = cellIndex(value);
  if (isWide(scalar)) {
    return (m) => combineWide(kind, m.o[s] as Int32Array, m.i[at]!, m.i, x >> 1, 1);
  }
  if (kind === 'add' && scalar === 'f32') {
    return (m) => {
      (m.o[s] as Float32Array)[m.i[at]!]! += m.f[x]!;
    };
  }
  if (kind === 'add' && scalar === 'f64') {
    return (m) => {
      (m.o[s] as Float64Array)[m.i[at]!]! += m.f[x]!;
    };
  }
  if (kind === 'add') {
    return (m) => {
      (m.o[s] as Int32Array)[m.i[at]!]! += m.i[x]!;
    };
  }
  if (isFloat(scalar)) {
    return (m) => {
      (m.o[s] as Float64Array)[m.i[at]!]! *= m.f[x]!;
    };
  }
  return (m) => {
    const buffer = m.o[s] as Int32Array;
    buffer[m.i[at]!] = Math.imul(buffer[m.i[at]!]!, m.i[x]!);
  };
}

function addElements(to: Float64Array, d: number, from: Float64Array, x: number, n: number): void {
  for (let k = 0; k < n; k++) to[d + k]! += from[x + k]!;
}

function multiplyElements(to: Float64Array, d: number, from: Float64Array, x: number, n: number): void {
  for (let k = 0; k < n; k++) to[d + k]! *= from[x + k]!;
}

function multiplyInts(to: Int32Array, d: number, from: Int32Array, x: number, n: number): void {
  for (let k = 0; k < n; k++) to[d + k] = Math.imul(to[d + k]!, from[x + k]!);
}

function combineWide(
  kind: Arithmetic,
  to: Int32Array,
  d: number,
  from: Int32Array,
  x: number,
  n: number,
): void {
  for (let k = 0; k < n; k++) {
    const a = join(to, d + k);
    const b = join(from, x + k);
    const result = kind === 'add' ? a + b : a * b;
    to[2 * (d + k)] = Number(BigInt.asIntN(32, result));
    to[2 * (d + k) + 1] = Number(BigInt.asIntN(32, result >> 32n));
  }
}

const join = (buffer: Int32Array, k: number) =>
  (BigInt(buffer[2 * k + 1]!) << 32n) | BigInt(buffer[2 * k]! >>> 0);
