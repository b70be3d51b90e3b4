/** Vector-space arithmetic on tangents as Loops code: sums, multiples and zeros of every tangent type. */
import {
  type Atom,
  type Builder,
  instantiate,
  type Monoid,
  make,
  productType,
  sameType,
  type Type,
  tableType,
  typeOf,
  UNIT,
  UNIT_ATOM,
} from '../loops/index.ts';
import type { ScalarMap, StatementOf, Step } from './linear/index.ts';
import { isDynamic } from './tangent-type.ts';
import { zeroLike } from './zero.ts';

/** A tangent that is perhaps not computed yet. */
export type Value =
  | { readonly tag: 'atom'; readonly atom: Atom }
  /** `like` is a primal value with the shape of the tangent. */
  | { readonly tag: 'zero'; readonly type: Type; readonly like: Atom | null }
  | { readonly tag: 'tuple'; readonly type: Type; readonly items: readonly (Value | null)[] }
  /** The table of the items with this number, of a table of products. */
  | { readonly tag: 'column'; readonly type: Type; readonly table: Atom; readonly item: number };

const known = (atom: Atom): Value => ({ tag: 'atom', atom });

export class Arithmetic {
  private readonly b: Builder;

  constructor(b: Builder) {
    this.b = b;
  }

  /** The value as an atom. */
  atom(value: Value): Atom {
    switch (value.tag) {
      case 'atom':
        return value.atom;
      case 'zero':
        return zeroLike(this.b, value.type, value.like);
      case 'tuple':
        return this.b.tuple(value.items.map((item) => (item === null ? UNIT_ATOM : this.atom(item))));
      case 'column': {
        const { type } = value;
        if (type.tag !== 'table') throw new Error('a column is a table');
        return this.b.forLoop(type.index, (body, i) => body.project(value.item, body.index(value.table, i)));
      }
    }
  }

  /** The value, computed if it will be used more than once. */
  shared(value: Value): Value {
    if (value.tag === 'tuple') {
      return { ...value, items: value.items.map((item) => (item === null ? null : this.shared(item))) };
    }
    return value;
  }

  // -------------------------------------------------------------------------------------------------------- parts

  tuple(type: Type, items: readonly (Value | null)[]): Value {
    if (type.tag === 'product') return { tag: 'tuple', type, items };
    const atoms = items.map((item) => (item === null ? UNIT_ATOM : this.atom(item)));
    return known(this.b.emit(make.tableLiteral(type, atoms, this.b.source), 't'));
  }

  /** Item `i` of a product, or the element at ordinal `i` of a table. */
  item(whole: Value, type: Type, i: number): Value {
    if (type.tag === 'table')
      return this.element(whole, this.b.fromOrdinal(type.index, make.literal('w32', i)), null);
    if (whole.tag === 'tuple') return whole.items[i] ?? known(UNIT_ATOM);
    const item = type.tag === 'product' ? (type.items[i] ?? UNIT) : UNIT;
    if (whole.tag !== 'zero' || isOfSum(whole, item)) return known(this.b.project(i, this.atom(whole)));
    const { like } = whole;
    const primal = like !== null && typeOf(like).tag === 'product' ? this.b.project(i, like) : null;
    return { tag: 'zero', type: item, like: primal };
  }

  element(table: Value, at: Atom, type: Type | null): Value {
    if (table.tag === 'column') return known(this.b.project(table.item, this.b.index(table.table, at)));
    if (table.tag === 'zero' && table.type.tag === 'table') {
      const element = type ?? instantiate(table.type.element, table.type.binder, at);
      const like =
        table.like !== null && typeOf(table.like).tag === 'table' ? this.b.index(table.like, at) : null;
      return { tag: 'zero', type: element, like };
    }
    return known(this.b.index(this.atom(table), at));
  }

  /** What is reached from a value by steps. */
  part(whole: Value, steps: readonly (Step | StatementOf<'view'>['step'])[], type: Type): Value {
    let value = whole;
    for (const step of steps) {
      if (step.tag === 'item') value = this.item(value, typeOfValue(value), step.index);
      else if (step.tag === 'element') value = this.element(value, step.at, null);
      else throw new Error('an element of a list is read through a value');
    }
    return value.tag === 'zero' ? { ...value, type } : value;
  }

  // --------------------------------------------------------------------------------------------- dependent pairs

  pair(type: Type, first: Atom, second: Value): Value {
    return known(this.b.pack(type, first, this.atom(second)));
  }

  /** The second part, under the primal's first: `type` mentions that. */
  unpair(whole: Value, type: Type): Value {
    if (whole.tag === 'zero') {
      const { like } = whole;
      const primal = like !== null && typeOf(like).tag === 'pair' ? this.b.unpack(like)[1] : null;
      return { tag: 'zero', type, like: primal };
    }
    const [, second] = this.b.unpack(this.atom(whole));
    return known(retyped(this.b, second, type));
  }

  reindex(value: Value, type: Type): Value {
    if (value.tag === 'zero') return { ...value, type };
    if (type.tag !== 'table') throw new Error('only tables are reindexed');
    return known(this.b.emit(make.reindex(type.index, this.atom(value), this.b.source), 't'));
  }

  // ------------------------------------------------------------------------------------------------- arithmetic

  map(map: ScalarMap, value: Value, type: Type): Value {
    if (value.tag === 'zero') return { ...value, type };
    const x = this.atom(value);
    switch (map.tag) {
      case 'scale':
        return known(this.b.scalar('fmul', map.by, x));
      case 'divide':
        return known(this.b.scalar('fdiv', x, map.by));
      case 'negate':
        return known(this.b.scalar('fneg', x));
      case 'cast':
        return known(this.b.cast(map.to, x));
    }
  }

  select(condition: Atom, yes: Value, no: Value): Value {
    if (yes.tag === 'zero' && no.tag === 'zero') return yes;
    return known(this.b.scalar('select', condition, this.atom(yes), this.atom(no)));
  }

  negate(value: Value, type: Type): Value {
    return value.tag === 'zero'
      ? value
      : known(this.each(type, [this.atom(value)], (b, [x]) => b.scalar('fneg', x!)));
  }

  add(x: Value, y: Value, type: Type): Value {
    if (y.tag === 'zero') return isKnownZero(x) ? y : x;
    if (x.tag === 'zero') return y;
    if (x.tag === 'tuple' || y.tag === 'tuple')
      return this.itemwise(x, y, type, (l, r, t) => this.add(l, r, t));
    return known(this.each(type, [this.atom(x), this.atom(y)], (b, [l, r]) => b.scalar('fadd', l!, r!)));
  }

  subtract(x: Value, y: Value, type: Type): Value {
    if (y.tag === 'zero') return isKnownZero(x) ? y : x;
    if (x.tag === 'zero') return this.negate(y, type);
    if (x.tag === 'tuple' || y.tag === 'tuple')
      return this.itemwise(x, y, type, (l, r, t) => this.subtract(l, r, t));
    return known(this.each(type, [this.atom(x), this.atom(y)], (b, [l, r]) => b.scalar('fsub', l!, r!)));
  }

  private itemwise(x: Value, y: Value, type: Type, f: (x: Value, y: Value, type: Type) => Value): Value {
    if (type.tag !== 'product') throw new Error('a tuple is of product type');
    const items = type.items.map((item, i) =>
      isUnit(item) ? null : f(this.item(x, type, i), this.item(y, type, i), item),
    );
    return { tag: 'tuple', type, items };
  }

  /** A scalar operation on every scalar of tangents of one type. */
  private each(type: Type, args: readonly Atom[], f: (b: Builder, args: readonly Atom[]) => Atom): Atom {
    return eachScalar(this.b, type, args, f);
  }

  /** Addition on a type, as a monoid. */
  sums(type: Type, like: Atom | null): Monoid {
    const empty = zeroLike(this.b, type, like);
    return this.b.monoid(empty, (b, x, y) =>
      eachScalar(b, type, [x, y], (body, [l, r]) => body.scalar('fadd', l!, r!)),
    );
  }

  /** Adds to an accumulator, scalar by scalar where that is possible. */
  extend(ref: Atom, value: Value, type: Type): void {
    this.update(this.b, ref, value, type, (b, at, x, t) => b.extend(at, new Arithmetic(b).sums(t, x), x));
  }

  /** Adds to a State reference. */
  increase(ref: Atom, value: Value, type: Type): void {
    this.update(this.b, ref, value, type, (b, at, x, t) => {
      const old = b.get(at);
      b.put(
        at,
        eachScalar(b, t, [old, x], (body, [l, r]) => body.scalar('fadd', l!, r!)),
      );
    });
  }

  private update(
    b: Builder,
    ref: Atom,
    value: Value,
    type: Type,
    f: (b: Builder, ref: Atom, x: Atom, type: Type) => void,
  ): void {
    if (value.tag === 'zero' || isUnit(type)) return;
    const a = new Arithmetic(b);
    if (type.tag === 'product') {
      type.items.forEach((item, i) => {
        if (!isUnit(item)) this.update(b, b.refProject(ref, i), a.item(value, type, i), item, f);
      });
      return;
    }
    if (type.tag === 'table') {
      const whole = a.shared(value);
      b.eachLoop(type.index, (body, i) => {
        const element = instantiate(type.element, type.binder, i);
        this.update(body, body.refIndex(ref, i), new Arithmetic(body).element(whole, i, element), element, f);
      });
      return;
    }
    f(b, ref, a.atom(value), type);
  }
}

/** Whether a value is zero, and its shape is that of its type, or of no consequence. */
export function isKnownZero(value: Value): boolean {
  return value.tag === 'zero' && value.like === null;
}

/** Whether an item of a zero has the shape of a sum's payload, or none, as the primal's tag says. */
function isOfSum({ like }: Extract<Value, { tag: 'zero' }>, item: Type): boolean {
  return like !== null && typeOf(like).tag === 'sum' && isDynamic(item);
}

/** Whether a type is the empty product, which is the tangent type of what does not vary. */
export function isUnit(type: Type): boolean {
  return type.tag === 'product' && type.items.length === 0;
}

function typeOfValue(value: Value): Type {
  return value.tag === 'atom' ? typeOf(value.atom) : value.type;
}

/** `f` on every scalar of arguments that have one tangent type, and one shape. */
export function eachScalar(
  b: Builder,
  type: Type,
  args: readonly Atom[],
  f: (b: Builder, args: readonly Atom[]) => Atom,
): Atom {
  switch (type.tag) {
    case 'scalar':
      return f(b, args);
    case 'product':
      return b.tuple(
        type.items.map((item, i) =>
          isUnit(item)
            ? UNIT_ATOM
            : eachScalar(
                b,
                item,
                args.map((a) => b.project(i, a)),
                f,
              ),
        ),
      );
    case 'table':
      return b.forLoop(type.index, (body, i) => {
        const element = instantiate(type.element, type.binder, i);
        return eachScalar(
          body,
          element,
          args.map((a) => body.index(a, i)),
          f,
        );
      });
    case 'pair': {
      const parts = args.map((a) => b.unpack(a));
      const [first, second] = parts[0]!;
      const inner = typeOf(second);
      const seconds = parts.map(([, part]) => retyped(b, part, inner));
      return b.pack(type, first, eachScalar(b, inner, seconds, f));
    }
    default:
      throw new Error('not a tangent type');
  }
}

/** A value under a type that differs from its own in names of sizes and indices which stand for equal ones. */
function retyped(b: Builder, value: Atom, type: Type): Atom {
  const from = typeOf(value);
  if (sameType(from, type)) return value;
  if (type.tag === 'product')
    return b.tuple(type.items.map((item, k) => retyped(b, b.project(k, value), item)));
  if (type.tag === 'pair') {
    const [first, second] = b.unpack(value);
    return b.pack(type, first, retyped(b, second, instantiate(type.second, type.binder, first)));
  }
  if (type.tag !== 'table' || from.tag !== 'table') return value;
  const isPlain = type.binder.id < 0 && from.binder.id < 0 && sameType(from.element, type.element);
  if (isPlain) return b.emit(make.reindex(type.index, value, b.source), 't');
  return b.forLoop(type.index, (body, i) => {
    const at = body.fromOrdinal(from.index, body.ordinal(type.index, i));
    return retyped(body, body.index(value, at), instantiate(type.element, type.binder, i));
  });
}

export { productType, tableType };
