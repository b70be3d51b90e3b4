/**
 * Tangent maps as values. In the surface language a tangent has the type of its primal (language.md 7.2); in Loops it
 * has a tangent type, in which what is not a float is a unit. Here values pass from the one to the other.
 */
import type { SourceId } from '../core/index.ts';
import {
  type Atom,
  call as callOf,
  type IndexSet,
  indexType,
  instantiate,
  make,
  STRING,
  sameSet,
  sameType,
  type Type,
  typeOf,
  UNIT_ATOM,
} from '../loops/index.ts';
import { isFloat, isWide } from '../primitives/index.ts';
import { type Context, emit } from './context.ts';
import { materialise, projectAtom } from './data.ts';
import { illFormedCore, unsupported } from './fault.ts';
import { loopsType } from './types.ts';
import { data, type Running, type Tangent, type Value } from './value.ts';

/** The tangent of the result for a tangent of the argument. */
export function applyTangent(c: Context, map: Tangent<Running>, arg: Value, source: SourceId): Value {
  const [like = null] = map.toLike;
  const tangent = callTangent(c, map, map.linear, arg, source);
  return data(fromTangent(c, tangent, loopsType(c, map.to), source, atomOf(c, like, source)));
}

/** The cotangent of the argument for a cotangent of the result. */
export function applyTransposed(c: Context, map: Tangent<Running>, arg: Value, source: SourceId): Value {
  const [like = null] = map.fromLike;
  const tangent = callTangent(c, map, map.transposed, arg, source);
  return data(fromTangent(c, tangent, loopsType(c, map.from), source, atomOf(c, like, source)));
}

function atomOf(c: Context, value: Value | null, source: SourceId): Atom | null {
  return value === null ? null : materialise(c, value, source);
}

function callTangent(c: Context, map: Tangent<Running>, callee: string, arg: Value, source: SourceId): Atom {
  const fn = c.world.cache.named(callee)?.fn ?? illFormedCore(`${callee} was not made`);
  const operands = map.operands.map((operand) => materialise(c, operand, source));
  const tangent = toTangent(c, materialise(c, arg, source), fn.params.at(-1)!.type, source);
  c.calls.add(callee);
  return emit(c, callOf(make.signatureOf(fn), [], [...operands, tangent], source));
}

/** Whether values of a type have tags, lengths or indices: these a tangent on the surface has from its primal. */
export function hasForms(type: Type): boolean {
  switch (type.tag) {
    case 'product':
      return type.items.some(hasForms);
    case 'table':
      return hasForms(type.element);
    case 'sum':
    case 'pair':
    case 'index':
      return true;
    default:
      return false;
  }
}

/** `value` as a tangent of type `to`: what has no tangent is dropped. */
export function toTangent(c: Context, value: Atom, to: Type, source: SourceId): Atom {
  const from = typeOf(value);
  if (sameType(from, to)) return value;
  if (isUnit(to)) return UNIT_ATOM;
  if (from.tag === 'product' && to.tag === 'product') {
    const items = to.items.map((item, i) => toTangent(c, projectAtom(c, value, i, source), item, source));
    return emit(c, make.tuple(items, source));
  }
  if (from.tag === 'sum' && to.tag === 'product') {
    return alternatives(c, value, to, source, (k, payload) => {
      const items = to.items.map((item, i) =>
        i === k ? toTangent(c, payload, item, source) : zero(c, item, source),
      );
      return emit(c, make.tuple(items, source));
    });
  }
  if (from.tag === 'table' && to.tag === 'table') {
    return elements(c, from.index, source, (at) => {
      const element = instantiate(to.element, to.binder, at);
      return toTangent(c, emit(c, make.index(value, at, source)), element, source);
    });
  }
  if (from.tag === 'pair' && to.tag === 'pair') {
    const [first, second] = c.code.unpack(value, source);
    const tail = toTangent(c, second, instantiate(to.second, to.binder, first), source);
    return emit(c, make.pack(to, first, tail, source));
  }
  return unsupported('a tangent of a type that is not data', source);
}

/**
 * A tangent as a value of the primal's type `to`. What has no tangent is zero, and tags, lengths and indices are those
 * of `like`, a value of that type.
 */
export function fromTangent(
  c: Context,
  tangent: Atom,
  to: Type,
  source: SourceId,
  like: Atom | null = null,
): Atom {
  const from = typeOf(tangent);
  if (sameType(from, to)) return tangent;
  if (isUnit(from)) return zero(c, to, source, like);
  if (from.tag === 'product' && to.tag === 'product') {
    const items = to.items.map((item, i) => {
      const part = like === null ? null : projectAtom(c, like, i, source);
      return fromTangent(c, projectAtom(c, tangent, i, source), item, source, part);
    });
    return emit(c, make.tuple(items, source));
  }
  if (from.tag === 'product' && to.tag === 'sum' && like !== null) {
    return alternatives(c, like, to, source, (k, payload) => {
      const part = fromTangent(c, projectAtom(c, tangent, k, source), to.items[k]!, source, payload);
      return emit(c, make.inject(to, k, part, source));
    });
  }
  if (from.tag === 'table' && to.tag === 'table') {
    return elements(c, to.index, source, (at) => {
      const part = like === null ? null : elementOf(c, like, to.index, at, source);
      const element = instantiate(to.element, to.binder, at);
      return fromTangent(c, emit(c, make.index(tangent, at, source)), element, source, part);
    });
  }
  if (from.tag === 'pair' && to.tag === 'pair') {
    const [first, second] = c.code.unpack(tangent, source);
    const part = like === null ? null : c.code.unpack(like, source)[1];
    const tail = fromTangent(c, second, instantiate(to.second, to.binder, first), source, part);
    return emit(c, make.pack(to, first, tail, source));
  }
  return unsupported(NO_FORM, source);
}

const NO_FORM =
  'the tangent of a value with several constructors, where the value itself is not at hand: ' +
  'take it with `vjp` or `linearize` of a function at a value';

function isUnit(type: Type): boolean {
  return type.tag === 'product' && type.items.every(isUnit);
}

/** The zero of a type: numbers, and whatever is built from them in one way, or as `like` is built; a string stays as it is. */
export function zero(c: Context, type: Type, source: SourceId, like: Atom | null = null): Atom {
  switch (type.tag) {
    case 'scalar':
      return make.literal(type.scalar, !isFloat(type.scalar) && isWide(type.scalar) ? 0n : 0);
    case 'product': {
      const items = type.items.map((item, i) =>
        zero(c, item, source, like === null ? null : projectAtom(c, like, i, source)),
      );
      return items.length === 0 ? UNIT_ATOM : emit(c, make.tuple(items, source));
    }
    case 'table':
      return elements(c, type.index, source, (at) => {
        const part = like === null ? null : emit(c, make.index(like, at, source));
        return zero(c, instantiate(type.element, type.binder, at), source, part);
      });
    case 'index':
      return like ?? emit(c, make.fromOrdinal(type.set, make.literal('w32', 0), source));
    case 'sum':
      if (like === null) return unsupported(NO_FORM, source);
      return alternatives(c, like, type, source, (k, payload) =>
        emit(c, make.inject(type, k, zero(c, type.items[k]!, source, payload), source)),
      );
    case 'pair': {
      if (like === null) return emptyList(c, type, source);
      if (sameType(type, STRING)) return like;
      const [first, second] = c.code.unpack(like, source);
      return emit(c, make.pack(type, first, zero(c, typeOf(second), source, second), source));
    }
    case 'ref':
      return unsupported('a tangent of a type that is not data', source);
  }
}

function emptyList(c: Context, type: Extract<Type, { tag: 'pair' }>, source: SourceId): Atom {
  const none = make.literal('w32', 0);
  const second = instantiate(type.second, type.binder, none);
  const isList = type.first.tag === 'scalar' && type.first.scalar === 'w32' && second.tag === 'table';
  if (!isList) return unsupported(NO_FORM, source);
  return emit(c, make.pack(type, none, emit(c, make.tableLiteral(second, [], source)), source));
}

/** The element of `table` at the ordinal of `at`: two lists of one length have sizes of different names. */
function elementOf(c: Context, table: Atom, set: IndexSet, at: Atom, source: SourceId): Atom {
  const type = typeOf(table);
  if (type.tag !== 'table') return illFormedCore('only tables have elements');
  if (sameSet(type.index, set)) return emit(c, make.index(table, at, source));
  const ordinal = emit(c, make.ordinal(set, at, source));
  return emit(c, make.index(table, emit(c, make.fromOrdinal(type.index, ordinal, source)), source));
}

/** A table of what `body` answers for each index. */
function elements(c: Context, set: IndexSet, source: SourceId, body: (at: Atom) => Atom): Atom {
  const binder = c.code.bind('i', indexType(set));
  const block = c.code.block(() => body(make.variable(binder)));
  return emit(c, make.forLoop('forward', set, binder, block, source));
}

/** What `body` answers, a value of `type`, for the alternative that `value` holds and its payload. */
function alternatives(
  c: Context,
  value: Atom,
  type: Type,
  source: SourceId,
  body: (alternative: number, payload: Atom) => Atom,
): Atom {
  const sum = typeOf(value);
  if (sum.tag !== 'sum') return illFormedCore('alternatives are those of a sum');
  const arms = sum.items.map((item, k) => {
    const binder = c.code.bind('x', item);
    return { binder, body: c.code.block(() => body(k, make.variable(binder))) };
  });
  return emit(c, make.caseOf(value, arms, type, source));
}
