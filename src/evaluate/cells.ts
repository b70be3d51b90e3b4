/** Scalars in the cells of a frame. */
import { isWide, type Scalar, type ScalarValue } from '../primitives/index.ts';

/** Writes a scalar into a cell. */
export function setCell(
  f: Float64Array,
  i: Int32Array,
  at: number,
  scalar: Scalar,
  value: ScalarValue,
): void {
  if (typeof value === 'bigint') {
    i[2 * at] = Number(BigInt.asIntN(32, value));
    i[2 * at + 1] = Number(BigInt.asIntN(32, value >> 32n));
  } else if (scalar === 'f32' || scalar === 'f64') f[at] = value;
  else i[2 * at] = value;
}

/** Reads a scalar from a cell. */
export function getCell(f: Float64Array, i: Int32Array, at: number, scalar: Scalar): ScalarValue {
  if (isWide(scalar)) return joinHalves(i[2 * at]!, i[2 * at + 1]!, scalar);
  if (scalar === 'f32' || scalar === 'f64') return f[at]!;
  return scalar === 'w32' ? i[2 * at]! >>> 0 : i[2 * at]!;
}

/** The 64-bit integer of two 32-bit halves; unsigned where the scalar is. */
export function joinHalves(low: number, high: number, scalar: Scalar): bigint {
  const pattern = (BigInt(high) << 32n) | BigInt(low >>> 0);
  return scalar === 'w64' ? BigInt.asUintN(64, pattern) : pattern;
}
