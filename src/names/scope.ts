/**
 * Scopes as phantom types, after *The Foil* (arXiv 2210.04729). A scope is a union type, `never` is the empty scope, an
 * extension is `N | F` with `F` opaque, and moving a term into a larger scope is ordinary assignability. At run time a
 * scope is a high-water mark: every id below it is taken. This file is the trusted core: elsewhere nothing is cast.
 */
import type { Name } from './name.ts';

declare const TERM_SCOPE: unique symbol;

/** A binder that extends scope `N` by the name `F`. */
export interface Binder<in out N, out F> {
  readonly name: Name<F>;
  readonly extends?: (outer: N) => N;
}

/** A term whose free names are all in scope `S`. Made by `Scope.assume` and by operations on scoped terms. */
export interface Scoped<T, out S> {
  readonly term: T;
  readonly [TERM_SCOPE]?: S;
}

/** Stands for the name that a callback sees as an opaque type of its own. */
interface Opened {
  readonly opened: never;
}

export class Scope<in out N> {
  declare private readonly invariant: (names: N) => N;
  /** Ids below the mark are taken. */
  readonly mark: number;

  private constructor(mark: number) {
    this.mark = mark;
  }

  static readonly empty: Scope<never> = new Scope<never>(0);

  /** Trusted: the scope of a term that is not typed by its scope; every id below `mark` may occur in it. */
  static outermost(mark: number): Scope<never> {
    return new Scope<never>(mark);
  }

  /** Trusted: the term as a term of this scope. Its free names must be below the mark. */
  assume<T>(term: T): Scoped<T, N> {
    return { term };
  }

  /** A name that this scope does not have, and the scope extended by it. */
  withFresh<R>(hint: string, k: <F>(binder: Binder<N, F>, scope: Scope<N | F>) => R): R {
    return k<Opened>({ name: { id: this.mark, hint } }, new Scope<N | Opened>(this.mark + 1));
  }

  /** The rapier's step: the binder's own name where this scope does not have it, otherwise a fresh one. */
  withRefreshed<M, G, R>(binder: Binder<M, G>, k: <F>(binder: Binder<N, F>, scope: Scope<N | F>) => R): R {
    const id = Math.max(binder.name.id, this.mark);
    return k<Opened>({ name: { id, hint: binder.name.hint } }, new Scope<N | Opened>(id + 1));
  }

  /**
   * Opens a whole telescope at once: `rename` moves it into this scope, given the first id that is free, and answers
   * its names, its body, and the first id that is free after it.
   */
  open<B, R>(
    rename: (mark: number) => { readonly names: readonly Name[]; readonly body: B; readonly mark: number },
    k: <F>(names: readonly Name<F>[], body: Scoped<B, N | F>, scope: Scope<N | F>) => R,
  ): R {
    const { names, body, mark } = rename(this.mark);
    return k<Opened>(names as readonly Name<Opened>[], { term: body }, new Scope<N | Opened>(mark));
  }
}

/** A finite map from names of scope `I` to terms of scope `O`; a name that it lacks stands for itself. */
export class Substitution<in I, out O, V> {
  declare private readonly from: (names: I) => void;
  declare private readonly to: O;
  private readonly images: ReadonlyMap<number, V>;

  private constructor(images: ReadonlyMap<number, V>) {
    this.images = images;
  }

  /** Every name of `S` for itself. */
  static identity<S, V>(): Substitution<S, S, V> {
    return new Substitution<S, S, V>(new Map());
  }

  /** Copies the map: meant for telescopes of parameters, not for the walk over a body. */
  extend<N, F, O2>(binder: Binder<N, F>, image: Scoped<V, O2>): Substitution<I | F, O | O2, V> {
    return new Substitution<I | F, O | O2, V>(new Map(this.images).set(binder.name.id, image.term));
  }

  get entries(): ReadonlyMap<number, V> {
    return this.images;
  }
}
