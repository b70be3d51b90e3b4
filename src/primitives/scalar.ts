/** The scalar types, shared by Core and Loops. `Nat` is a Core type whose representation is `w32`. */
export type Scalar = 'f32' | 'f64' | 'i32' | 'i64' | 'w8' | 'w32' | 'w64';

export const SCALARS: readonly Scalar[] = ['f32', 'f64', 'i32', 'i64', 'w8', 'w32', 'w64'];

/** A scalar constant. 64-bit integers are bigints (in range of their type), everything else is a number. */
export type ScalarValue = number | bigint;

/** Whether a scalar is a floating-point number. */
export function isFloat(s: Scalar): s is 'f32' | 'f64' {
  return s === 'f32' || s === 'f64';
}
/** Whether a scalar is an integer of 64 bits, which takes two cells of the evaluator. */
export function isWide(s: Scalar): s is 'i64' | 'w64' {
  return s === 'i64' || s === 'w64';
}
/** Whether a scalar is an integer with a sign. */
export function isSigned(s: Scalar): boolean {
  return s === 'i32' || s === 'i64';
}
/** The width of a scalar in bits. */
export function bits(s: Scalar): 8 | 32 | 64 {
  return s === 'w8' ? 8 : s === 'f64' || isWide(s) ? 64 : 32;
}
