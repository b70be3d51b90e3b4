/** JavaScript numbers as scalars of the language. */
import type { Scalar } from '../primitives/index.ts';
import { ArgumentError, wrong } from './errors.ts';

const RANGES: Readonly<Record<Exclude<Scalar, 'f32' | 'f64'>, readonly [bigint, bigint]>> = {
  i32: [-(1n << 31n), (1n << 31n) - 1n],
  i64: [-(1n << 63n), (1n << 63n) - 1n],
  w8: [0n, 255n],
  w32: [0n, (1n << 32n) - 1n],
  w64: [0n, (1n << 64n) - 1n],
};

/** The scalar that `js` is; throws `ArgumentError` with the path, which is asked for only then. */
export function scalarOf(scalar: Scalar, js: unknown, path: () => string): number | bigint {
  if (scalar === 'f32' || scalar === 'f64') {
    if (typeof js !== 'number') throw wrong(path(), 'a number', js);
    return scalar === 'f32' ? Math.fround(js) : js;
  }
  const isWide = scalar === 'i64' || scalar === 'w64';
  const value = integerOf(js, path, isWide ? 'a bigint or an integer' : 'an integer');
  const [least, most] = RANGES[scalar];
  if (value < least || value > most)
    throw new ArgumentError(path(), `${js} is out of range: ${least} to ${most}`);
  return isWide ? value : Number(value);
}

/** The integer that `js` is, of any size. */
export function integerOf(js: unknown, path: () => string, expected: string): bigint {
  if (typeof js !== 'bigint' && !(typeof js === 'number' && Number.isInteger(js)))
    throw wrong(path(), expected, js);
  return BigInt(js);
}
