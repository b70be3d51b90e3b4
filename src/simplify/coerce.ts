/** `%unsafeCoerce`: data at another type of the same shape. Index sets change, layouts never do. */
import type { SourceId } from '../core/index.ts';
import {
  type Atom,
  indexType,
  instantiate,
  make,
  printType,
  sameType,
  setOfType,
  type Type,
  typeOf,
} from '../loops/index.ts';
import { type Context, emit } from './context.ts';
import { projectAtom } from './data.ts';
import { unsupported } from './fault.ts';

/** `atom` at the type `to`; refuses types of different shapes. */
export function coerce(c: Context, atom: Atom, to: Type, source: SourceId): Atom {
  const from = typeOf(atom);
  if (sameType(from, to)) return atom;
  if (from.tag === 'index' || to.tag === 'index') return coerceIndex(c, atom, from, to, source);
  if (from.tag === 'table' && to.tag === 'table') return coerceTable(c, atom, from, to, source);
  if (from.tag === 'product' && to.tag === 'product' && from.items.length === to.items.length) {
    const items = to.items.map((item, i) => coerce(c, projectAtom(c, atom, i, source), item, source));
    return emit(c, make.tuple(items, source));
  }
  if (from.tag === 'table' && to.tag === 'product' && widthOf(from.element) === to.items.length) {
    const items = to.items.map((item, i) => coerce(c, column(c, atom, from, i, source), item, source));
    return emit(c, make.tuple(items, source));
  }
  if (from.tag === 'product' && to.tag === 'table' && from.items.every((item) => item.tag === 'table')) {
    return rowsOf(c, atom, from.items.length, to, source);
  }
  if (from.tag === 'pair' && to.tag === 'pair') {
    const [first, second] = c.code.unpack(atom, source);
    const head = coerce(c, first, to.first, source);
    const tail = coerce(c, second, instantiate(to.second, to.binder, head), source);
    return emit(c, make.pack(to, head, tail, source));
  }
  if (from.tag === 'sum' && to.tag === 'sum' && from.items.length === to.items.length) {
    const alternatives = from.items.map((item, i) => {
      const binder = c.code.bind('x', item);
      const body = c.code.block(() => {
        const payload = coerce(c, make.variable(binder), to.items[i]!, source);
        return emit(c, make.inject(to, i, payload, source));
      });
      return { binder, body };
    });
    return emit(c, make.caseOf(atom, alternatives, to, source));
  }
  return refuse(from, to, source);
}

function refuse(from: Type, to: Type, source: SourceId): never {
  return unsupported(
    `a coercion from ${printType(from)} to ${printType(to)}, which has another shape`,
    source,
  );
}

/** Indices change by their ordinals. */
function coerceIndex(c: Context, atom: Atom, from: Type, to: Type, source: SourceId): Atom {
  const fromSet = setOfType(from);
  const toSet = setOfType(to);
  const isWord = (type: Type): boolean => type.tag === 'scalar' && type.scalar === 'w32';
  const ordinal =
    fromSet !== null ? emit(c, make.ordinal(fromSet, atom, source)) : isWord(from) ? atom : null;
  if (ordinal === null) return refuse(from, to, source);
  if (isWord(to)) return ordinal;
  return toSet === null ? refuse(from, to, source) : emit(c, make.fromOrdinal(toSet, ordinal, source));
}

type Table = Extract<Type, { tag: 'table' }>;

function coerceTable(c: Context, atom: Atom, from: Table, to: Table, source: SourceId): Atom {
  const binder = c.code.bind('i', indexType(to.index));
  const element = instantiate(to.element, to.binder, make.variable(binder));
  const table = emit(c, make.reindex(to.index, atom, source));
  if (from.binder.id < 0 && sameType(from.element, element)) return table;
  const body = c.code.block(() =>
    coerce(c, emit(c, make.index(table, make.variable(binder), source)), element, source),
  );
  return emit(c, make.forLoop('forward', to.index, binder, body, source));
}

/** How many components a product has; null for another type. */
function widthOf(type: Type): number | null {
  return type.tag === 'product' ? type.items.length : null;
}

/** Component `i` of each element of a table of products. */
function column(c: Context, table: Atom, type: Table, i: number, source: SourceId): Atom {
  const binder = c.code.bind('i', indexType(type.index));
  const body = c.code.block(() =>
    projectAtom(c, emit(c, make.index(table, make.variable(binder), source)), i, source),
  );
  return emit(c, make.forLoop('forward', type.index, binder, body, source));
}

/** The table of products whose columns are the components of a product of tables. */
function rowsOf(c: Context, atom: Atom, width: number, to: Table, source: SourceId): Atom {
  const columns = Array.from({ length: width }, (_, i) => projectAtom(c, atom, i, source));
  const over = columns.map((table) => emit(c, make.reindex(to.index, table, source)));
  const binder = c.code.bind('i', indexType(to.index));
  const body = c.code.block(() => {
    const at = make.variable(binder);
    const items = over.map((table) => emit(c, make.index(table, at, source)));
    return coerce(c, emit(c, make.tuple(items, source)), instantiate(to.element, to.binder, at), source);
  });
  return emit(c, make.forLoop('forward', to.index, binder, body, source));
}
