/** What a call asks to be made: a function, and what of its arguments is known. */
import type { CustomLinearization, FunctionDef, SourceId, TermOf } from '../core/index.ts';
import type { Atom, Fn } from '../loops/index.ts';
import type { Name } from '../names/index.ts';
import type { ComputedSize } from './code.ts';
import type { Env } from './env.ts';
import type { Needs } from './needs.ts';
import type { Closure, Running, Skeleton, Value } from './value.ts';

type Variable = Extract<Atom, { tag: 'var' }>;

/** A function of Loops: asked for, and later made. */
export interface Specialised {
  readonly name: string;
  fn: Fn | null;
  /** What it is to be made from, until it is being made. */
  request: Request | null;
  /** The names of the functions that it calls. */
  calls: readonly string[];
  /** How it was asked for, if it has a custom linearization. */
  custom: CustomRequest | null;
  readonly storage: Storage;
}

/**
 * What derivatives keep of a function: `all` that they need; nothing, so that they call it again (`argument`); or, of
 * its loops that carry State, the states before √T blocks of turns (`blocks`), or a number of snapshots.
 */
export type Storage = 'all' | 'argument' | 'blocks' | number;

/** What a custom linearization's functions of Loops are made from. */
export interface CustomRequest {
  readonly request: Request;
  readonly linearization: CustomLinearization;
}

/** A lambda that may become a function: of a `def`, or of a closure that a declaration names. `type` is its type. */
export type Target = {
  readonly title: string;
  readonly noinline: boolean;
  readonly storage: Storage;
  readonly lam: TermOf<'lam'>;
  readonly type: TermOf<'pi'>;
  readonly typeEnv: Env<Value>;
} & (
  | { readonly tag: 'def'; readonly def: FunctionDef }
  | { readonly tag: 'closure'; readonly closure: Closure<Running> }
);

/** What a parameter of the lambda is in the specialised function. */
export type Argument =
  /** Known; its holes are captured data. */
  | { readonly tag: 'static'; readonly skeleton: Skeleton }
  /** A parameter of its own. */
  | { readonly tag: 'data' }
  /** Data that what is static also captures. */
  | { readonly tag: 'captured'; readonly index: number };

/** Everything that making the function needs: plain data. */
export interface Request {
  readonly name: string;
  readonly title: string;
  readonly noinline: boolean;
  readonly lam: TermOf<'lam'>;
  readonly type: TermOf<'pi'>;
  /** The closure, with its environment; null for a `def`. */
  readonly closure: Skeleton | null;
  readonly args: readonly Argument[];
  /** Heaps and data that are parameters beside the arguments, as they are named at the first call. */
  readonly heaps: readonly Name[];
  readonly captured: readonly Variable[];
  /** What is known of sizes, in terms of what is captured. */
  readonly sizes: readonly ComputedSize[];
  /** What fills the skeletons' holes, in order. */
  readonly holes: readonly Variable[];
  readonly needs: Needs;
  readonly source: SourceId;
}
