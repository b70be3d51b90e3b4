/** Casts of scalar literals, as types see them (language.md 6.2). Floats are left to run time. */
import { bits, isFloat, isSigned, isWide, type Scalar, type ScalarValue } from '../primitives/index.ts';

/**
 * The literal `value` of type `from` as an integer of type `to`, wrapped around; null where a float is involved. A
 * signed source that widens to an unsigned type is zero-extended from its own width.
 */
export function castLiteral(from: Scalar, value: ScalarValue, to: Scalar): ScalarValue | null {
  if (isFloat(from) || isFloat(to)) return null;
  const extended =
    isSigned(from) && !isSigned(to) ? BigInt.asUintN(bits(from), BigInt(value)) : BigInt(value);
  return wrapInteger(extended, to);
}

/** An integer reduced to the range of an integer type. */
export function wrapInteger(value: bigint, to: Scalar): ScalarValue {
  const wrapped = isSigned(to) ? BigInt.asIntN(bits(to), value) : BigInt.asUintN(bits(to), value);
  return isWide(to) ? wrapped : Number(wrapped);
}
