/** Scalars as the language prints them (language.md 8.1). */
import { isFloat, type Scalar, type ScalarValue } from '../primitives/index.ts';
import { formatFloat, formatG } from './float-text.ts';

export type ScalarFormat = 'decimal' | 'hex' | 'float' | 'exactFloat' | 'ordinal';

/** The text of a scalar. `hex` has no padding; `exactFloat` is what `show` gives: `%.9g` or `%.17g`. */
export function formatScalar(format: ScalarFormat, scalar: Scalar, value: ScalarValue): string {
  switch (format) {
    case 'decimal':
    case 'ordinal':
      return isFloat(scalar) ? formatFloat(Number(value)) : String(value);
    case 'hex':
      return `0x${value.toString(16)}`;
    case 'float':
      return formatFloat(Number(value));
    case 'exactFloat':
      return formatG(Number(value), scalar === 'f64' ? 17 : 9);
  }
}
