/** Index sets: their sizes, the types of their indices, equality, labels. */
import { powerCount } from './counts.ts';
import type { Atom, IndexSet, Label, RangeKind, RangeSet, Size, Type } from './ir.ts';
import { Naming, setKey } from './key.ts';
import { addSizes, constSize, nameSize, ONE, rangeCount, shortProduct, ZERO } from './size.ts';
import { indexOf, productType, sumType, tableOf } from './types.ts';

/** `Fin n`. */
export function finSet(size: Size | number): IndexSet {
  return { tag: 'fin', size: typeof size === 'number' ? constSize(size) : size };
}

/** The index set of tuples, of which the last item varies fastest. */
export function prodSet(items: readonly IndexSet[]): IndexSet {
  return { tag: 'prod', items };
}

/** The index set of the elements of one of several sets, those of the first set first. */
export function sumSet(items: readonly IndexSet[]): IndexSet {
  return { tag: 'sum', items };
}

/** The indices of `base` on one side of `bound` (an index of `base`, or its ordinal as a `w32` literal). */
export function rangeSet(base: IndexSet, kind: RangeKind, bound: Atom): RangeSet {
  return { tag: 'range', base, kind, bound };
}

/** The index set of the tables from one set to another. */
export function powerSet(domain: IndexSet, codomain: IndexSet): IndexSet {
  return { tag: 'power', domain, codomain };
}

/** A user's index set: `key` identifies the instance. */
export function namedSet(key: string, size: Size): IndexSet {
  return { tag: 'named', key, size };
}

/**
 * The size of an index set as a polynomial; `null` where it is none (a power whose domain's size is not a small
 * constant) or a long one (a product of many sums). Such a size is computed by the expression `sizeOf` and bound to a
 * name.
 */
export function sizeOf(set: IndexSet): Size | null {
  switch (set.tag) {
    case 'fin':
    case 'named':
      return set.size;
    case 'prod':
      return combine(set.items, shortProduct);
    case 'sum':
      return combine(set.items, (sizes) => addSizes(ZERO, ...sizes));
    case 'range':
      return rangeSize(set);
    case 'power':
      return powerSize(sizeOf(set.domain), sizeOf(set.codomain));
  }
}

function combine(items: readonly IndexSet[], f: (sizes: readonly Size[]) => Size | null): Size | null {
  const sizes: Size[] = [];
  for (const item of items) {
    const size = sizeOf(item);
    if (size === null) return null;
    sizes.push(size);
  }
  return f(sizes);
}

/** Beyond this exponent a power of a name is not written out. */
const LARGEST_EXPONENT = 16;

function powerSize(domain: Size | null, codomain: Size | null): Size | null {
  if (domain?.tag !== 'const' || codomain === null) return null;
  if (codomain.tag === 'const') return constSize(powerCount(codomain.value, domain.value));
  return domain.value <= LARGEST_EXPONENT ? shortProduct(Array<Size>(domain.value).fill(codomain)) : null;
}

/** An index of such a set is represented by its ordinal, so a size can mention it by name. */
export function isPlain(set: IndexSet): boolean {
  return set.tag === 'fin' || set.tag === 'range' || set.tag === 'named';
}

/** The ordinal of a range's bound as a size; `null` where it must be computed from a structured index. */
function boundSize(range: RangeSet): Size | null {
  if (range.bound.tag === 'lit') return constSize(Number(range.bound.value));
  if (range.bound.tag === 'unit') return ZERO;
  return isPlain(range.base) ? nameSize(range.bound.name) : null;
}

/** The size of a range in closed form where there is one: `to` and `toExc` a bound, and where all is constant. */
export function rangeSize(range: RangeSet): Size {
  const bound = boundSize(range);
  const base = sizeOf(range.base);
  if (bound !== null && range.kind === 'to') return addSizes(bound, ONE);
  if (bound !== null && range.kind === 'toExc') return bound;
  if (bound?.tag === 'const' && base?.tag === 'const') {
    return constSize(rangeCount(range.kind, base.value, bound.value));
  }
  return { tag: 'rangeSize', range };
}

/** The type of the indices of a set: of a product a product, of a sum a sum, of a power a table. */
export function indexType(set: IndexSet): Type {
  switch (set.tag) {
    case 'fin':
    case 'range':
    case 'named':
      return indexOf(set);
    case 'prod':
      return productType(set.items.map(indexType));
    case 'sum':
      return sumType(set.items.map(indexType));
    case 'power':
      return tableOf(set.domain, indexType(set.codomain));
  }
}

/** The set whose indices have this type, inverse to `indexType`; `null` for a type that is not one of indices. */
export function setOfType(type: Type): IndexSet | null {
  switch (type.tag) {
    case 'index':
      return type.set;
    case 'product':
    case 'sum': {
      const items = type.items.map(setOfType);
      if (items.includes(null)) return null;
      return { tag: type.tag === 'sum' ? 'sum' : 'prod', items: items as readonly IndexSet[] };
    }
    case 'table': {
      const codomain = type.binder.id < 0 ? setOfType(type.element) : null;
      return codomain === null ? null : powerSet(type.index, codomain);
    }
    default:
      return null;
  }
}

/** Structural equality: sizes as polynomials, labels ignored. */
export function sameSet(a: IndexSet, b: IndexSet): boolean {
  return a === b || setKey(a, new Naming()) === setKey(b, new Naming());
}

/** What is known about where an index set comes from; takes no part in equality. */
export function labelsOf(set: IndexSet): readonly Label[] {
  return set.labels ?? [];
}

/** The set with these labels added; a label stands once for each text and place. */
export function withLabels<S extends IndexSet>(set: S, labels: readonly Label[]): S {
  const own = labelsOf(set);
  const added = labels.filter((l) => !own.some((o) => o.text === l.text && o.source === l.source));
  return added.length === 0 ? set : { ...set, labels: [...own, ...added] };
}

/** `a`, carrying the labels of both: what unification leaves where it joins two equal sets. */
export function uniteLabels(a: IndexSet, b: IndexSet): IndexSet {
  const joined = withLabels(a, labelsOf(b));
  if ((joined.tag === 'prod' || joined.tag === 'sum') && joined.tag === b.tag) {
    return {
      ...joined,
      items: joined.items.map((item, i) => (b.items[i] ? uniteLabels(item, b.items[i]) : item)),
    };
  }
  if (joined.tag === 'range' && b.tag === 'range')
    return { ...joined, base: uniteLabels(joined.base, b.base) };
  if (joined.tag === 'power' && b.tag === 'power') {
    return {
      ...joined,
      domain: uniteLabels(joined.domain, b.domain),
      codomain: uniteLabels(joined.codomain, b.codomain),
    };
  }
  return joined;
}
