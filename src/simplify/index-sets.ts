/**
 * Index sets. The structure of an index set comes from its type and its dictionary: the library's own instances are
 * structural, any other instance is known by its ordinals, and its own code converts where a loop or an index needs it.
 */
import type { SourceId } from '../core/index.ts';
import {
  type Atom,
  addSizes,
  type Expr,
  finSet,
  type IndexSet,
  indexType,
  tableType as loopsTable,
  make,
  namedSet,
  powerSet,
  prodSet,
  type RangeKind,
  rangeSet,
  type Size,
  sameType,
  shortProduct,
  sizeOf,
  sumSet,
  type Type,
  typeOf,
} from '../loops/index.ts';
import { type Context, emit } from './context.ts';
import { fieldOfAtom, materialise, projectAtom } from './data.ts';
import { Env, TOP } from './env.ts';
import { illFormedCore, unsupported } from './fault.ts';
import { KeyWriter } from './key.ts';
import { Splitter } from './skeleton.ts';
import { asType, bindParams, force, loopsType, scratch, sizeOfAtom, sizeOfValue } from './types.ts';
import { data, type TypeValue, type Value } from './value.ts';

/** The module whose instances of `Ix` Loops knows by structure. */
const LIBRARY = 'prelude';

const RANGES: Readonly<Record<string, RangeKind>> = {
  RangeFrom: 'from',
  RangeFromExc: 'fromExc',
  RangeTo: 'to',
  RangeToExc: 'toExc',
};

/** An index set with what converts between its indices in Loops and the values of its type. */
export type Indexing =
  /** Indices are the values. */
  | { readonly tag: 'plain'; readonly set: IndexSet }
  | {
      readonly tag: 'prod' | 'sum';
      readonly set: IndexSet;
      readonly items: readonly Indexing[];
      readonly type: TypeValue;
    }
  | {
      readonly tag: 'power';
      readonly set: IndexSet;
      readonly domain: Indexing;
      readonly codomain: Indexing;
      readonly type: TypeValue;
    }
  /** Values are structs of the ordinal. */
  | { readonly tag: 'range'; readonly set: IndexSet; readonly type: Extract<TypeValue, { tag: 'data' }> }
  | { readonly tag: 'named'; readonly set: IndexSet; readonly dict: Value };

/** The index set of a type with a dictionary `Ix`. */
export function indexing(c: Context, type: TypeValue, ix: Value, source: SourceId): Indexing {
  if (type.tag === 'fin') return { tag: 'plain', set: finSet(sizeOfValue(type.size)) };
  if (ix.tag !== 'instance') return unsupported('an index set that is chosen at run time', source);
  return (ix.ref.module === LIBRARY ? structural(c, type, ix, source) : null) ?? named(c, type, ix, source);
}

type Instance = Extract<Value, { tag: 'instance' }>;

function structural(c: Context, type: TypeValue, ix: Instance, source: SourceId): Indexing | null {
  switch (type.tag) {
    case 'tuple': {
      const dicts = componentDicts(c, ix);
      const items = type.items.map((item, i) => indexing(c, item, dicts[i]!, source));
      return several('prod', type, items);
    }
    case 'table': {
      const domain = indexing(c, type.index, type.ix, source);
      if (type.element.tag !== 'constant') return null;
      const codomain = indexing(c, type.element.type, componentDicts(c, ix).at(-1)!, source);
      const set = powerSet(domain.set, codomain.set);
      return codomain.tag === 'plain' ? { tag: 'plain', set } : { tag: 'power', set, domain, codomain, type };
    }
    case 'data':
      return structuralData(c, type, ix, source);
    default:
      return null;
  }
}

function several(tag: 'prod' | 'sum', type: TypeValue, items: readonly Indexing[]): Indexing {
  const sets = items.map((item) => item.set);
  const set = tag === 'prod' ? prodSet(sets) : sumSet(sets);
  return items.every((item) => item.tag === 'plain') ? { tag: 'plain', set } : { tag, set, items, type };
}

function structuralData(
  c: Context,
  type: Extract<TypeValue, { tag: 'data' }>,
  ix: Instance,
  source: SourceId,
): Indexing | null {
  const { name } = type.data;
  if (name === 'Bool') return { tag: 'plain', set: sumSet([prodSet([]), prodSet([])]) };
  if (name === 'Either') {
    const dicts = componentDicts(c, ix);
    const items = type.args.map((arg, i) => indexing(c, asType(arg), dicts[i]!, source));
    return several('sum', type, items);
  }
  const kind = RANGES[name];
  return kind === undefined ? null : range(c, kind, type, ix, source);
}

function range(
  c: Context,
  kind: RangeKind,
  type: Extract<TypeValue, { tag: 'data' }>,
  ix: Instance,
  source: SourceId,
): Indexing {
  const baseType = type.args.find((arg) => arg.tag === 'type') ?? illFormedCore('a range is of an index set');
  const bound = type.args.at(-1)!;
  const base = indexing(c, asType(baseType), componentDicts(c, ix)[0]!, source);
  const at = toIndex(c, base, bound, source);
  return { tag: 'range', set: rangeSet(base.set, kind, boundAtom(c, at, source)), type };
}

/** A bound is named once, so that two mentions of one range are the same range. */
function boundAtom(c: Context, at: Value, source: SourceId): Atom {
  if (at.tag === 'data') return at.atom;
  const splitter = new Splitter(() => true);
  const key = new KeyWriter(c.world.cache).value(splitter.split(at));
  return c.code.once(`bound ${key} ${splitter.locals.map((a) => a.name.id).join()}`, () =>
    materialise(c, at, source),
  );
}

/** The dictionaries of `Ix` among the arguments of an instance, in order. */
function componentDicts(c: Context, ix: Instance): readonly Value[] {
  const def = instanceDefinition(c, ix);
  return ix.args.filter((_, i) => {
    const { type } = def.params[i]!;
    return type.tag === 'classType' && type.cls.name === 'Ix';
  });
}

function instanceDefinition(c: Context, ix: Instance) {
  const def = c.world.definitions.lookup(ix.ref);
  return def.tag === 'instance' ? def : illFormedCore(`${ix.ref.name} is not an instance`);
}

/** What the index set is called, for people. */
function titleOf(type: TypeValue): string {
  return type.tag === 'data' ? type.data.name : '';
}

function named(c: Context, type: TypeValue, ix: Instance, source: SourceId): Indexing {
  const splitter = new Splitter(() => true);
  const key = new KeyWriter(c.world.cache).value(splitter.split(ix));
  const size = c.code.sizeOnce(key, splitter.locals, () => {
    const number = c.machine.unfold(c, c.machine.method(c, ix, methodIndex(c, ix, "size'")), [], source, TOP);
    return polynomial(c, materialise(c, number, source));
  });
  return { tag: 'named', set: namedSet(`${titleOf(type)}${key}`, size), dict: ix };
}

function methodIndex(c: Context, ix: Instance, name: string): number {
  const cls = c.world.definitions.lookup(instanceDefinition(c, ix).cls);
  return cls.tag === 'class' ? cls.methods.findIndex((m) => m.name === name) : -1;
}

/**
 * Sums and products of names are sizes themselves, wherever they are computed; anything else is its name. `known`: what
 * has been found for names, each of which may stand in many sums.
 */
function polynomial(c: Context, atom: Atom, known = new Map<number, Size>()): Size {
  if (atom.tag !== 'var') return sizeOfAtom(atom);
  const before = known.get(atom.name.id);
  if (before !== undefined) return before;
  const size = writtenOut(c, c.code.definitionOf(atom.name), known) ?? sizeOfAtom(atom);
  known.set(atom.name.id, size);
  return size;
}

function writtenOut(c: Context, expr: Expr | undefined, known: Map<number, Size>): Size | null {
  if (expr?.tag === 'sizeOf') return sizeOf(expr.set);
  if (expr?.tag !== 'scalar' || (expr.operator !== 'iadd' && expr.operator !== 'imul')) return null;
  const operands = expr.args.map((a) => polynomial(c, a, known));
  return expr.operator === 'iadd' ? addSizes(...operands) : shortProduct(operands);
}

/** The Loops type of a table type. */
export function tableType(c: Context, type: Extract<TypeValue, { tag: 'table' }>): Type {
  const { set } = indexing(c, type.index, type.ix, 0);
  return loopsTypeOver(c, type, set);
}

function loopsTypeOver(c: Context, type: Extract<TypeValue, { tag: 'table' }>, set: IndexSet): Type {
  const binder = c.code.bind('i', indexType(set));
  const { element } = type;
  if (element.tag === 'constant') return loopsTable(binder.name, set, loopsType(c, element.type));
  return scratch(c, () => {
    const i = fromIndex(c, indexing(c, type.index, type.ix, 0), make.variable(binder), 0);
    return loopsTable(binder.name, set, loopsType(c, force(c, element, i)));
  });
}

// ---------------------------------------------------------------------------------------------------- conversions

/** The index in Loops of a value of an index set's type: the one that it was made from, if it was made from one. */
export function toIndex(c: Context, ix: Indexing, value: Value, source: SourceId): Value {
  if (ix.tag === 'plain') return value;
  const known = 'madeFrom' in value ? value.madeFrom : undefined;
  if (known !== undefined && sameType(typeOf(known), indexType(ix.set))) return data(known);
  return convertedIndex(c, ix, value, source);
}

/** An indexing whose indices are not the values themselves. */
type Converting = Exclude<Indexing, { tag: 'plain' }>;

function convertedIndex(c: Context, ix: Converting, value: Value, source: SourceId): Value {
  switch (ix.tag) {
    case 'prod':
      return {
        tag: 'product',
        items: ix.items.map((item, i) => toIndex(c, item, component(c, value, i, source), source)),
      };
    case 'range':
    case 'named':
      return data(emit(c, make.fromOrdinal(ix.set, ordinalOf(c, ix, value, source), source), 'i'));
    case 'sum':
      return convertSum(c, ix, value, indexType(ix.set), toIndex, source);
    case 'power':
      return data(
        convertTable(
          c,
          ix.domain.set,
          materialise(c, value, source),
          (x) => materialise(c, toIndex(c, ix.codomain, data(x), source), source),
          source,
        ),
      );
  }
}

/** The value of an index set's type that an index in Loops is. Where types mention the value, they mean the index. */
export function fromIndex(c: Context, ix: Indexing, at: Atom, source: SourceId): Value {
  if (ix.tag === 'plain') return data(at);
  const value = valueOfIndex(c, ix, at, source);
  const isMade = value.tag === 'data' || value.tag === 'product' || value.tag === 'con';
  return isMade ? { ...value, madeFrom: at } : value;
}

function valueOfIndex(c: Context, ix: Converting, at: Atom, source: SourceId): Value {
  switch (ix.tag) {
    case 'prod':
      return {
        tag: 'product',
        items: ix.items.map((item, i) => fromIndex(c, item, projectAtom(c, at, i, source), source)),
      };
    case 'range':
    case 'named':
      return fromOrdinal(c, ix, emit(c, make.ordinal(ix.set, at, source)), source);
    case 'sum': {
      const back = (c: Context, item: Indexing, value: Value) =>
        fromIndex(c, item, materialise(c, value, source), source);
      return convertSum(c, ix, data(at), loopsType(c, ix.type), back, source);
    }
    case 'power':
      return data(
        convertTable(
          c,
          ix.domain.set,
          at,
          (x) => materialise(c, fromIndex(c, ix.codomain, x, source), source),
          source,
        ),
      );
  }
}

function component(c: Context, value: Value, index: number, source: SourceId): Value {
  if (value.tag === 'product') return value.items[index]!;
  return data(projectAtom(c, materialise(c, value, source), index, source));
}

function convertSum(
  c: Context,
  ix: Extract<Indexing, { tag: 'prod' | 'sum' }>,
  value: Value,
  to: Type,
  convert: (c: Context, item: Indexing, value: Value, source: SourceId) => Value,
  source: SourceId,
): Value {
  const from = materialise(c, value, source);
  const type = typeOf(from);
  if (type.tag !== 'sum') return illFormedCore('a sum is needed');
  const alternatives = ix.items.map((item, i) => {
    const binder = c.code.bind('x', type.items[i]!);
    const body = c.code.block(() => {
      const payload = materialise(c, convert(c, item, data(make.variable(binder)), source), source);
      return emit(c, make.inject(to, i, payload, source));
    });
    return { binder, body };
  });
  return data(emit(c, make.caseOf(from, alternatives, to, source)));
}

function convertTable(
  c: Context,
  set: IndexSet,
  table: Atom,
  element: (x: Atom) => Atom,
  source: SourceId,
): Atom {
  const binder = c.code.bind('i', indexType(set));
  const body = c.code.block(() => element(emit(c, make.index(table, make.variable(binder), source))));
  return emit(c, make.forLoop('forward', set, binder, body, source));
}

/** The ordinal of a value of an index set's type. */
export function ordinalOf(c: Context, ix: Indexing, value: Value, source: SourceId): Atom {
  switch (ix.tag) {
    case 'range':
      if (value.tag === 'con') return materialise(c, value.args[0]!, source);
      return materialise(
        c,
        fieldOfAtom(c, ix.type.data, 0, materialise(c, value, source), 0, source),
        source,
      );
    case 'named': {
      const method = c.machine.method(c, ix.dict, methodIndex(c, ix.dict as Instance, 'ordinal'));
      return materialise(c, c.machine.apply(c, method, [value], source, TOP), source);
    }
    default:
      return emit(c, make.ordinal(ix.set, materialise(c, toIndex(c, ix, value, source), source), source));
  }
}

/** The value of an index set's type with an ordinal, unchecked. */
export function fromOrdinal(c: Context, ix: Indexing, ordinal: Atom, source: SourceId): Value {
  switch (ix.tag) {
    case 'range':
      return { tag: 'con', data: ix.type.data, index: 0, params: ix.type.args, args: [data(ordinal)] };
    case 'named': {
      const method = c.machine.method(c, ix.dict, methodIndex(c, ix.dict as Instance, 'unsafe_from_ordinal'));
      return c.machine.apply(c, method, [data(ordinal)], source, TOP);
    }
    default:
      return fromIndex(c, ix, emit(c, make.fromOrdinal(ix.set, ordinal, source)), source);
  }
}

/** Sizes at or above this are left for the run to refuse. */
const SIZE_LIMIT = 2 ** 31;

/** The number of elements, as a value of type `Nat`. */
export function sizeValue(c: Context, type: TypeValue, ix: Indexing, source: SourceId): Value {
  if (type.tag === 'fin') return type.size;
  const size = sizeOf(ix.set);
  if (size?.tag === 'const' && size.value < SIZE_LIMIT) return data(make.literal('w32', size.value));
  if (size?.tag === 'name') {
    const atom = c.code.atomOf(size.name);
    if (atom !== undefined && typeOf(atom).tag === 'scalar') return data(atom);
  }
  return data(emit(c, make.sizeOfSet(ix.set, source), 'n'));
}

/** Whether `Ix`'s methods at a dictionary are Loops' own. */
export function isStructural(c: Context, dict: Value): boolean {
  if (dict.tag === 'finIx') return true;
  if (dict.tag !== 'instance' || dict.ref.module !== LIBRARY) return false;
  const type = dictionaryIndex(c, dict);
  if (type.tag === 'tuple' || type.tag === 'table') return true;
  return (
    type.tag === 'data' &&
    (type.data.name === 'Bool' || type.data.name === 'Either' || type.data.name in RANGES)
  );
}

/** The type that a dictionary of `Ix` is for. */
export function dictionaryIndex(c: Context, dict: Value): TypeValue {
  if (dict.tag === 'finIx') return { tag: 'fin', size: dict.size };
  if (dict.tag !== 'instance') return illFormedCore('a dictionary is needed');
  const def = instanceDefinition(c, dict);
  const env = bindParams(new Env<Value>(null, TOP), def.params, dict.args);
  return c.machine.type(c, def.args[0]!, env);
}
