import type { Host } from '../values/index.ts';
import { NO_HOST } from '../values/index.ts';
import { type ModuleSource, NO_MODULES } from './module-source.ts';
import type { PassEvent } from './pipelines.ts';

declare const POINTFUL_VERSION: string;

/** Put in by the build. */
export const VERSION: string = typeof POINTFUL_VERSION === 'undefined' ? 'development' : POINTFUL_VERSION;

/** Bounds on one block. `null`: none. */
export interface Limits {
  readonly seconds: number | null;
  readonly bytes: number | null;
}

export interface SessionOptions {
  /** What programs may do; by default, nothing but print. */
  readonly host: Host;
  /** Where `import` finds modules, the prelude among them. */
  readonly modules: ModuleSource;
  readonly limits: Limits;
  /** Sums and other accumulations run in index order. */
  readonly strict: boolean;
  /** The columns over which the types that a program shows are laid out. */
  readonly typeWidth: number;
  /** `demanded`: a top-level value is computed only where a type needs it, and nothing is shown (`dx check`). */
  readonly values: 'all' | 'demanded';
  /** Check every intermediate program; a mistake in one is an internal error. */
  readonly check: boolean;
  readonly observe: ((event: PassEvent) => void) | null;
  /** Runs an evaluation so that the host can end it (Ctrl-C); it throws `Stopped` to say that it did. */
  readonly guard: <T>(evaluation: () => T) => T;
  /** Called now and then while a program runs. */
  readonly tick: (() => void) | null;
  /** Of this program; stored modules of another version are not read. */
  readonly version: string;
  /** Milliseconds, for time limits and timings. */
  readonly now: () => number;
}

export const DEFAULT_OPTIONS: SessionOptions = {
  host: NO_HOST,
  modules: NO_MODULES,
  limits: { seconds: null, bytes: null },
  strict: true,
  typeWidth: 80,
  values: 'all',
  check: false,
  observe: null,
  guard: (evaluation) => evaluation(),
  tick: null,
  version: VERSION,
  now: () => Date.now(),
};

/** Thrown by a guard whose evaluation was ended from outside. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}
