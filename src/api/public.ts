/** What every edition of the package exports beside `createSession`. */

export { VERSION } from '../session/index.ts';
export type { JsonDiagnostic, JsonLabel } from '../source/index.ts';
export type { Files, ForeignFunction } from '../values/index.ts';
export { ArgumentError, PointfulError } from './errors.ts';
export type { DexFunction } from './function.ts';
export { NdArray, type TypedArray } from './nd-array.ts';
export type { CreateOptions } from './options.ts';
export {
  type BlockOutput,
  type BlockResult,
  EmbeddedSession,
  type RunResult,
} from './session.ts';
