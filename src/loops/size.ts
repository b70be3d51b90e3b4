/** Sizes: polynomials, kept in one normal form, so that equal sizes have equal trees (but for the order of names). */
import type { Name } from '../names/index.ts';
import { powerCount, timesCount } from './counts.ts';
import type { Atom, IndexSet, RangeSet, Size } from './ir.ts';
import { monomials, Naming, sizeKey } from './key.ts';

/** A constant size. */
export function constSize(value: number): Size {
  return { tag: 'const', value };
}

export const ZERO: Size = constSize(0);
export const ONE: Size = constSize(1);

/** The value of a `w32` name, or the ordinal of an index. */
export function nameSize(name: Name): Size {
  return { tag: 'name', name };
}

/** The sum of sizes, normalised. */
export function addSizes(...items: readonly Size[]): Size {
  return normaliseSize({ tag: 'add', items });
}

/** The product of sizes, normalised. */
export function mulSizes(...items: readonly Size[]): Size {
  if (items.length === 0) return ONE;
  return normaliseSize({ tag: 'mul', items });
}

/** A product of more terms than this is not written out. */
const MOST_TERMS = 64;

/** As `mulSizes`; `null` where the product is too long to be written out. */
export function shortProduct(items: readonly Size[]): Size | null {
  let product = ONE;
  for (const item of items) {
    product = mulSizes(product, item);
    if (product.tag === 'add' && product.items.length > MOST_TERMS) return null;
  }
  return product;
}

/**
 * The normal form: a sum of products of sorted factors, the coefficient of a product last, constants last in a sum.
 * Coefficients are exact below 2^53; a size beyond that is a fault wherever it is computed.
 */
export function normaliseSize(size: Size): Size {
  if (size.tag === 'const' || size.tag === 'name' || size.tag === 'rangeSize') return size;
  const terms = monomials(size, new Naming()).map(({ coefficient, factors }): Size => {
    if (factors.length === 0) return constSize(coefficient);
    if (coefficient === 1 && factors.length === 1) return factors[0]!;
    return { tag: 'mul', items: coefficient === 1 ? factors : [...factors, constSize(coefficient)] };
  });
  if (terms.length === 0) return ZERO;
  return terms.length === 1 ? terms[0]! : { tag: 'add', items: terms };
}

/** Equality as polynomials. */
export function sameSize(a: Size, b: Size): boolean {
  return a === b || sizeKey(a, new Naming()) === sizeKey(b, new Naming());
}

/** Text of a size: `n * m + 1`. `set` writes the range inside `|…|`; ranges of other sizes are written `|…|`. */
export function printSize(
  size: Size,
  name: (name: Name) => string,
  set: (range: RangeSet) => string,
): string {
  switch (size.tag) {
    case 'const':
      return String(size.value);
    case 'name':
      return name(size.name);
    case 'rangeSize':
      return `|${set(size.range)}|`;
    case 'mul':
      return size.items.map((item) => printSize(item, name, set)).join(' * ');
    case 'add':
      return size.items.map((item) => printSize(item, name, set)).join(' + ');
  }
}

/** What the value of a size depends on. */
export interface SizeEnvironment {
  /** The value of a `w32`, or the ordinal of an index. */
  name(name: Name): number;
  /** The ordinal of an index of `set`, which may be structured. */
  ordinal(set: IndexSet, at: Atom): number;
}

/** The value of a size: exact below 2^53, and at least 2^53 where it would be larger (the caller refuses it). */
export function evaluateSize(size: Size, env: SizeEnvironment): number {
  switch (size.tag) {
    case 'const':
      return size.value;
    case 'name':
      return env.name(size.name);
    case 'add':
      return size.items.reduce((sum, item) => sum + evaluateSize(item, env), 0);
    case 'mul':
      return size.items.reduce((product, item) => timesCount(product, evaluateSize(item, env)), 1);
    case 'rangeSize': {
      const { base, kind, bound } = size.range;
      return rangeCount(
        kind,
        evaluateSetSize(base, env),
        bound.tag === 'lit' ? Number(bound.value) : env.ordinal(base, bound),
      );
    }
  }
}

/** The number of elements of a range over `base` elements, bounded at ordinal `at`. */
export function rangeCount(kind: RangeSet['kind'], base: number, at: number): number {
  switch (kind) {
    case 'from':
      return base - at;
    case 'fromExc':
      return base - at - 1;
    case 'to':
      return at + 1;
    case 'toExc':
      return at;
  }
}

/** The number of elements of an index set, powers included. Precision as in `evaluateSize`. */
export function evaluateSetSize(set: IndexSet, env: SizeEnvironment): number {
  switch (set.tag) {
    case 'fin':
    case 'named':
      return evaluateSize(set.size, env);
    case 'prod':
      return set.items.reduce((product, item) => timesCount(product, evaluateSetSize(item, env)), 1);
    case 'sum':
      return set.items.reduce((sum, item) => sum + evaluateSetSize(item, env), 0);
    case 'range':
      return evaluateSize({ tag: 'rangeSize', range: set }, env);
    case 'power':
      return powerCount(evaluateSetSize(set.codomain, env), evaluateSetSize(set.domain, env));
  }
}
