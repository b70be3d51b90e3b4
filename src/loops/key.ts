/**
 * Keys: texts that are equal exactly when two terms are equal up to the names of what they bind (and, for sizes, as
 * polynomials). A bound name is written by its level, a free name by its id. Labels and sources take no part.
 */
import type { Name } from '../names/index.ts';
import { ScopedMap } from '../names/index.ts';
import type { ScalarValue } from '../primitives/index.ts';
import { timesCount } from './counts.ts';
import type { Atom, IndexSet, Size, Type } from './ir.ts';
import { typeNames } from './names.ts';

/** Writes names; knows the levels of those that are bound where the traversal stands. */
export class Naming {
  readonly levels = new ScopedMap<number>();

  bind(name: Name): void {
    this.levels.set(name, this.levels.enter());
  }

  key(name: Name): string {
    const level = this.levels.get(name);
    return level === undefined ? `#${name.id}` : `%${level}`;
  }
}

/** A product of factors with a coefficient; a factor is a name or the size of a range. */
export interface Monomial {
  readonly coefficient: number;
  readonly factors: readonly Size[];
}

function factorKey(factor: Size, naming: Naming): string {
  if (factor.tag === 'name') return naming.key(factor.name);
  if (factor.tag === 'rangeSize') return `|${setKey(factor.range, naming)}|`;
  return sizeKey(factor, naming);
}

const byKey = (a: { readonly key: string }, b: { readonly key: string }): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : 0;

/** A polynomial: its monomials by the keys of their factors. */
type Polynomial = ReadonlyMap<string, Monomial>;

/** The sum of monomials, those of the same factors as one. */
function collect(terms: Iterable<Monomial>, naming: Naming): Polynomial {
  const sums = new Map<string, Monomial>();
  for (const { coefficient, factors } of terms) {
    const sorted = factors.map((factor) => ({ factor, key: factorKey(factor, naming) })).sort(byKey);
    const key = sorted.map((s) => s.key).join('.');
    const sum = (sums.get(key)?.coefficient ?? 0) + coefficient;
    sums.set(key, { coefficient: sum, factors: sorted.map((s) => s.factor) });
  }
  return sums;
}

function expand(size: Size, naming: Naming): Polynomial {
  switch (size.tag) {
    case 'const':
      return collect([{ coefficient: size.value, factors: [] }], naming);
    case 'name':
    case 'rangeSize':
      return collect([{ coefficient: 1, factors: [size] }], naming);
    case 'add':
      return collect(
        size.items.flatMap((item) => [...expand(item, naming).values()]),
        naming,
      );
    case 'mul': {
      const one = collect([{ coefficient: 1, factors: [] }], naming);
      return size.items.reduce((left, item) => product(left, expand(item, naming), naming), one);
    }
  }
}

function product(left: Polynomial, right: Polynomial, naming: Naming): Polynomial {
  const terms: Monomial[] = [];
  for (const a of left.values()) {
    for (const b of right.values()) {
      const coefficient = timesCount(a.coefficient, b.coefficient);
      terms.push({ coefficient, factors: [...a.factors, ...b.factors] });
    }
  }
  return collect(terms, naming);
}

/** The polynomial that a size is: no two monomials with the same factors, none that is 0, in a fixed order. */
export function monomials(size: Size, naming: Naming): readonly (Monomial & { readonly key: string })[] {
  return [...expand(size, naming)]
    .map(([key, monomial]) => ({ ...monomial, key }))
    .filter((m) => m.coefficient !== 0)
    .sort((a, b) => b.factors.length - a.factors.length || byKey(a, b));
}

/** A text that two sizes share just when they are equal as polynomials. */
export function sizeKey(size: Size, naming: Naming): string {
  if (size.tag === 'const') return String(size.value);
  if (size.tag === 'name') return `1*${naming.key(size.name)}`;
  const parts = monomials(size, naming).map((m) =>
    m.factors.length === 0 ? String(m.coefficient) : `${m.coefficient}*${m.key}`,
  );
  return parts.length === 0 ? '0' : parts.join('+');
}

/** A text that two literals of one scalar type share just when they are equal; the zeros are two. */
export function literalKey(value: ScalarValue): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A text that two atoms share just when they are equal under the naming. */
export function atomKey(atom: Atom, naming: Naming): string {
  if (atom.tag === 'var') return naming.key(atom.name);
  return atom.tag === 'unit' ? '()' : `${literalKey(atom.value)}:${atom.scalar}`;
}

/** A text that two index sets share just when they are equal under the naming; labels take no part. */
export function setKey(set: IndexSet, naming: Naming): string {
  switch (set.tag) {
    case 'fin':
      return `Fin(${sizeKey(set.size, naming)})`;
    case 'prod':
      return `Prod(${set.items.map((item) => setKey(item, naming)).join(',')})`;
    case 'sum':
      return `Sum(${set.items.map((item) => setKey(item, naming)).join(',')})`;
    case 'range':
      return `${set.kind}(${setKey(set.base, naming)},${atomKey(set.bound, naming)})`;
    case 'power':
      return `Power(${setKey(set.domain, naming)},${setKey(set.codomain, naming)})`;
    case 'named':
      return `Named(${JSON.stringify(set.key)},${sizeKey(set.size, naming)})`;
  }
}

/** A memo of a pure function of immutable nodes, for keys outside every binder. */
const closedKeys = new WeakMap<Type, string>();

/**
 * A text that two types share just when they are equal under the naming. Remembered for types without bound
 * names.
 */
export function typeKey(type: Type, naming: Naming): string {
  if (!naming.levels.isEmpty) {
    for (const name of typeNames(type).values()) {
      if (naming.levels.has(name)) return writeType(type, naming);
    }
  }
  const known = closedKeys.get(type);
  if (known !== undefined) return known;
  const key = writeType(type, new Naming());
  closedKeys.set(type, key);
  return key;
}

function writeType(type: Type, naming: Naming): string {
  switch (type.tag) {
    case 'scalar':
      return type.scalar;
    case 'product':
      return `(${type.items.map((item) => typeKey(item, naming)).join(',')})`;
    case 'sum':
      return `<${type.items.map((item) => typeKey(item, naming)).join('|')}>`;
    case 'table':
      return `[${setKey(type.index, naming)}]${under(naming, type.binder, type.element)}`;
    case 'pair':
      return `{${typeKey(type.first, naming)}&>${under(naming, type.binder, type.second)}}`;
    case 'ref':
      return `Ref(${naming.key(type.heap)},${typeKey(type.content, naming)})`;
    case 'index':
      return setKey(type.set, naming);
  }
}

/** The level of a binder is counted from its own type, so that a key does not depend on where the type stands. */
function under(naming: Naming, binder: Name, body: Type): string {
  if (binder.id < 0) return typeKey(body, naming);
  const mark = naming.levels.enter();
  naming.bind(binder);
  const key = writeType(body, naming);
  naming.levels.leave(mark);
  return `λ${mark}.${key}`;
}
