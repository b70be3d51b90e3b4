/**
 * The six misuses of scopes that must not compile, and two uses that must. Compiled by `scope.test.ts` and by the
 * project's type check: an expected error that does not come is an error.
 */
import { type Binder, type Name, Scope, type Scoped, Substitution } from '../../src/names/index.ts';

type Term<S> = Scoped<string, S>;

declare function lambda<N, F>(binder: Binder<N, F>, body: Term<N | F>): Term<N>;
declare function variable<S>(name: Name<S>): Term<S>;
declare function substitute<I, O>(scope: Scope<O>, s: Substitution<I, O, string>, term: Term<I>): Term<O>;

/** A term moves into a larger scope by assignment. */
export function sinks(): Term<never> {
  return Scope.empty.withFresh('x', (x, inX) => {
    return inX.withFresh('y', (y) => lambda(x, lambda(y, variable(x.name))));
  });
}

/** Substitution into a scope that has what the images mention. */
export function substitutes<O, F>(
  outer: Scope<O>,
  x: Binder<O, F>,
  body: Term<O | F>,
  image: Term<O>,
): Term<O> {
  return substitute(outer, Substitution.identity<O, string>().extend(x, image), body);
}

export function leaksABoundName(): Term<never> {
  const leaked = Scope.empty.withFresh('x', (x) => x.name);
  // @ts-expect-error a bound name has left its scope
  return variable(leaked);
}

export function usesANameOfAnotherScope<A, B>(a: Scope<A>, b: Scope<B>): void {
  a.withFresh('x', (x) => {
    b.withFresh('y', (y) => {
      // @ts-expect-error x is not in scope under y
      const wrong: Term<B> = lambda(y, variable(x.name));
      return wrong;
    });
  });
}

export function substitutesIntoTooSmallAScope<O>(outer: Scope<O>, term: Term<O>): void {
  outer.withFresh('x', (x, inner) => {
    inner.withFresh('y', (y) => {
      const s = Substitution.identity<O, string>().extend(y, variable(x.name));
      // @ts-expect-error the image mentions x, which the target scope lacks
      substitute(outer, s, term);
    });
  });
}

export function usesALargerScopeAsASmaller<O>(outer: Scope<O>): void {
  outer.withFresh('x', (_x, inner) => {
    // @ts-expect-error the inner scope has x
    const smaller: Scope<O> = inner;
    return smaller;
  });
}

export function usesASmallerScopeAsALarger<O>(outer: Scope<O>): void {
  outer.withFresh('x', <F>(_x: Binder<O, F>, inner: Scope<O | F>) => {
    // @ts-expect-error the outer scope lacks the name
    const larger: Scope<O | F> = outer;
    return larger.mark - inner.mark;
  });
}

export function mixesTwoRefreshedScopes<O, M, G>(outer: Scope<O>, b: Binder<M, G>): void {
  outer.withRefreshed(b, (x) => {
    outer.withRefreshed(b, (y, inY) => {
      // @ts-expect-error x and y were refreshed independently
      const s: Scope<O | NameOf<typeof x>> = inY;
      return [s, y];
    });
  });
}

type NameOf<B> = B extends Binder<infer _N, infer F> ? F : never;
