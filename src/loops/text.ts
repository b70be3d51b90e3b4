/** Lexical facts that the printer and the parser share. */
import type { Scalar, ScalarValue } from '../primitives/index.ts';
import { HOST_OPERATIONS, isFloat, SCALAR_OPERATORS, SCALARS } from '../primitives/index.ts';
import type { RangeKind } from './ir.ts';

export const RANGE_WORDS: Readonly<Record<RangeKind, string>> = {
  from: 'RangeFrom',
  fromExc: 'RangeFromExc',
  to: 'RangeTo',
  toExc: 'RangeToExc',
};

const WORDS = [
  'fn as noinline let do unpack Fin Named Ref List String Bool tuple inject tagOf fromTag case unreachable',
  'cast bitcast for rof each eachBackward reindex argsort pack sizeOf ordinal fromOrdinal while runState runReader runAccum',
  'monoid get put ask extend listLength listElement throw catch fail garbage host show parseFloat',
  'Read Accum State Except IO',
];

const RESERVED: ReadonlySet<string> = new Set([
  ...WORDS.flatMap((line) => line.split(' ')),
  ...Object.values(RANGE_WORDS),
  ...Object.keys(SCALAR_OPERATORS),
  ...HOST_OPERATIONS,
  ...SCALARS,
]);

/** Words that no variable may have as its name. */
export function isReserved(word: string): boolean {
  return RESERVED.has(word) || /^(inf|nan)_f(32|64)$/.test(word);
}

/** The nearest identifier to a hint. */
export function identifier(hint: string): string {
  const text = hint.replace(/[^A-Za-z0-9_']/g, '_').replace(/^(?=[0-9'])/, '_');
  if (text === '' || text === '_') return 'x';
  return isReserved(text) ? `${text}_` : text;
}

/** The shortest decimal that reads back as this value of `f32`. */
function shortest(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}

/** A literal: its digits, then its scalar type. `parseLiteral` is its inverse. */
export function printLiteral(scalar: Scalar, value: ScalarValue): string {
  if (typeof value === 'number' && isFloat(scalar)) {
    if (Number.isNaN(value)) return `nan_${scalar}`;
    if (!Number.isFinite(value)) return `${value < 0 ? '-' : ''}inf_${scalar}`;
    const digits = Object.is(value, -0) ? '-0' : scalar === 'f32' ? shortest(value) : String(value);
    return `${digits}${scalar}`;
  }
  return `${value}${scalar}`;
}

/** The value of a literal's digits (`inf` and `nan` included) at a scalar type. */
export function parseLiteral(digits: string, scalar: Scalar): ScalarValue {
  if (scalar === 'i64' || scalar === 'w64') return BigInt(digits);
  if (digits === 'nan') return Number.NaN;
  if (digits.endsWith('inf')) return digits.startsWith('-') ? -Infinity : Infinity;
  return scalar === 'f32' ? Math.fround(Number(digits)) : Number(digits);
}

export const TOKEN = new RegExp(
  [
    String.raw`\s+|--[^\n]*`,
    String.raw`(?<digits>-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?(?=${SCALARS.join('|')})|(?:inf|nan)(?=_f)))_?(?<scalar>${SCALARS.join('|')})`,
    String.raw`(?<int>\d+)`,
    "(?<word>[A-Za-z_][A-Za-z0-9_']*)",
    String.raw`(?<string>"(?:[^"\\]|\\.)*")`,
    String.raw`@(?:(?<fn>[A-Za-z_][A-Za-z0-9_'.#]*)|(?<quotedFn>"(?:[^"\\]|\\.)*"))`,
    String.raw`(?<symbol>&>|=>|->|[()\[\]{}<>,:|.!=+*])`,
  ].join('|'),
  'y',
);

/** The name of a function in text. */
export function printFnName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_'.#]*$/.test(name) ? `@${name}` : `@${JSON.stringify(name)}`;
}

/** Whether a word is the name of a scalar type. */
export function isScalarType(word: string): word is Scalar {
  return SCALARS.some((scalar) => scalar === word);
}
