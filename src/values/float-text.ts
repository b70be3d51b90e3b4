/** Floats as C writes and reads them: `%.Ng`, and `strtof` on a whole text. */

/** C's `%.{precision}g` for a precision of 1 to 17: the exact value of the double rounded, ties to even. */
export function formatG(x: number, precision: number): string {
  if (Number.isNaN(x)) return 'nan';
  if (!Number.isFinite(x)) return x > 0 ? 'inf' : '-inf';
  if (x === 0) return Object.is(x, -0) ? '-0' : '0';
  const sign = x < 0 ? '-' : '';
  const { digits, exponent } = roundedDigits(Math.abs(x), precision);
  const trimmed = digits.replace(/0+$/, '');
  if (exponent < -4 || exponent >= precision) {
    const mantissa = trimmed.length > 1 ? `${trimmed[0]}.${trimmed.slice(1)}` : trimmed;
    const size = Math.abs(exponent);
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${size < 10 ? '0' : ''}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${trimmed}`;
  const whole = trimmed.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = trimmed.slice(exponent + 1);
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`;
}

interface Digits {
  readonly digits: string;
  /** Of the first digit. */
  readonly exponent: number;
}

function exponential(x: number, count: number): Digits {
  const [mantissa, exponent] = x.toExponential(count - 1).split('e');
  return { digits: mantissa!.replace('.', ''), exponent: Number(exponent) };
}

/** Enough digits that a double whose digits after a tie's 5 are zeros this far is that tie. */
const EXACT_DIGITS = 80;

/** `toExponential` is exact but rounds ties up: where the next digit is a 5 and nothing follows it, ties go to even. */
function roundedDigits(x: number, precision: number): Digits {
  const up = exponential(x, precision);
  const next = exponential(x, precision + 1);
  if (next.digits[precision] !== '5') return up;
  const long = exponential(x, EXACT_DIGITS);
  const isTie = long.digits[precision] === '5' && /^0*$/.test(long.digits.slice(precision + 1));
  const isEven = Number(long.digits[precision - 1]) % 2 === 0;
  return isTie && isEven ? { digits: long.digits.slice(0, precision), exponent: long.exponent } : up;
}

/** The printer's form: seven digits, and a `.` where there is neither a point nor a letter. */
export function formatFloat(x: number): string {
  const text = formatG(x, 7);
  return /[.a-z]/.test(text) ? text : `${text}.`;
}

const DECIMAL = /^([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?$/;
const HEX = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)(?:[pP]([+-]?\d+))?$/;
const NAMED = /^([+-]?)(?:(inf(?:inity)?)|nan(?:\([0-9A-Za-z_]*\))?)$/i;

/**
 * The Float32 that C's `strtof` gives for the whole text, rounded once from the exact value; `null` where it would
 * not read to the end. Blanks may stand before, not after.
 */
export function parseFloat32(text: string): number | null {
  const body = text.replace(/^[ \t\n\v\f\r]+/, '');
  const decimal = DECIMAL.exec(body);
  if (decimal !== null) return roundDecimal(body);
  const hex = HEX.exec(body);
  if (hex !== null && `${hex[2]}${hex[3]}` !== '') {
    return hexValue(hex[1] === '-', hex[2]!, hex[3]!, Number(hex[4] ?? 0));
  }
  const named = NAMED.exec(body);
  if (named === null) return null;
  if (named[2] === undefined) return Number.NaN;
  return named[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Halfway between the largest Float32 and 2^128, from where on a number is infinite. */
const OVERFLOW = 2 ** 128 - 2 ** 103;

/** Rounding to a double first is wrong only where that lands halfway between two Float32 and the text did not. */
function roundDecimal(text: string): number {
  const x = Number(text);
  const near = Math.fround(x);
  if (x === near) return near;
  const isOverflow = Math.abs(x) === OVERFLOW;
  if (!Number.isFinite(near) && !isOverflow) return near;
  const inner = isOverflow ? Math.sign(x) * (2 ** 128 - 2 ** 104) : near;
  const other = isOverflow ? near : nextFloat32(near, x > near ? 1 : -1);
  if (!isOverflow && (inner + other) / 2 !== x) return near;
  const order = compareDecimal(text, x);
  if (order === 0) return near;
  return order > 0 ? Math.max(inner, other) : Math.min(inner, other);
}

const scratch = new Float32Array(1);
const scratchBits = new Int32Array(scratch.buffer);

/** The neighbour of a finite Float32 upward or downward. */
function nextFloat32(x: number, direction: 1 | -1): number {
  scratch[0] = x;
  if (x === 0) scratchBits[0] = direction > 0 ? 1 : -0x7fffffff;
  else scratchBits[0]! += x > 0 === direction > 0 ? 1 : -1;
  return scratch[0]!;
}

/** The sign of (text - x), exactly. */
function compareDecimal(text: string, x: number): number {
  const [, sign, digits, exponent] = DECIMAL.exec(text)!;
  const [whole, fraction = ''] = digits!.split('.');
  let numerator = BigInt(`${whole}${fraction}`);
  if (sign === '-') numerator = -numerator;
  const power = Number(exponent ?? 0) - fraction.length;
  const { mantissa, power: binary } = fractionOf(x);
  let left = numerator;
  let right = mantissa;
  if (power >= 0) left *= 10n ** BigInt(power);
  else right *= 10n ** BigInt(-power);
  if (binary >= 0) right <<= BigInt(binary);
  else left <<= BigInt(-binary);
  return left > right ? 1 : left < right ? -1 : 0;
}

/** `x = mantissa · 2^power`. */
function fractionOf(x: number): { readonly mantissa: bigint; readonly power: number } {
  let power = 0;
  let mantissa = x;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    power--;
  }
  return { mantissa: BigInt(mantissa), power };
}

/** Bits kept of a hexadecimal mantissa; the rest is one sticky bit, so that the last rounding sees it. */
const KEPT_BITS = 40;

function hexValue(isNegative: boolean, whole: string, fraction: string, exponent: number): number {
  let mantissa = BigInt(`0x0${whole}${fraction}`);
  let power = exponent - 4 * fraction.length;
  const extra = mantissa.toString(2).length - KEPT_BITS;
  if (extra > 0) {
    const isExact = (mantissa & ((1n << BigInt(extra)) - 1n)) === 0n;
    mantissa = (mantissa >> BigInt(extra)) | (isExact ? 0n : 1n);
    power += extra;
  }
  const clamped = Math.max(-1000, Math.min(900, power));
  const magnitude = Math.fround(Number(mantissa) * 2 ** clamped);
  return isNegative ? -magnitude : magnitude;
}
