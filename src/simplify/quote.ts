/** Types as Core terms again: for what is derived from a type's form (how its values print). */
import {
  classType,
  con,
  dataDict,
  dataType,
  finIx,
  finType,
  global,
  instance,
  literal,
  natLiteral,
  natType,
  pairType,
  ptrType,
  refType,
  type Substitution,
  scalarType,
  substitute,
  type Term,
  tableType,
  tuple,
  tupleType,
  typeKind,
  unitType,
  variable,
} from '../core/index.ts';
import type { Name } from '../names/index.ts';
import type { Context } from './context.ts';
import type { Env } from './env.ts';
import { freeNamesOf } from './free.ts';
import type { Delayed, Running, TypeValue, Value } from './value.ts';

/** The term of a type. Data in it that is not literal becomes a name, which means nothing outside. */
export function quoteType(c: Context, type: TypeValue): Term {
  switch (type.tag) {
    case 'kind':
      return typeKind;
    case 'scalar':
      return scalarType(type.scalar);
    case 'nat':
      return natType;
    case 'ptr':
      return ptrType(type.target);
    case 'fin':
      return finType(quoteSize(c, type.size));
    case 'tuple':
      return tupleType(type.items.map((item) => quoteType(c, item)));
    case 'table': {
      const [binder, element] = quoteDelayed(c, type.element);
      return tableType(binder, quoteType(c, type.index), quote(c, type.ix), element);
    }
    case 'pair': {
      const [binder, second] = quoteDelayed(c, type.second);
      return pairType(binder, quoteType(c, type.first), second, type.implicit);
    }
    case 'ref':
      return refType(variable(type.heap), quoteType(c, type.content));
    case 'pi':
      return substitute(type.pi, environment(c, type.pi, type.env, null));
    case 'data':
      return dataType(
        type.data,
        type.args.map((arg) => quote(c, arg)),
      );
    case 'class':
      return classType(
        type.cls,
        type.args.map((arg) => quote(c, arg)),
      );
  }
}

/** A number that stands where a type has a size prints as a `Nat`. */
function quoteSize(c: Context, value: Value): Term {
  if (value.tag === 'data' && value.atom.tag === 'lit') return natLiteral(Number(value.atom.value));
  return quote(c, value);
}

const ANONYMOUS: Name = { id: -1, hint: '' };

function quoteDelayed(c: Context, delayed: Delayed<Running>): [Name, Term] {
  if (delayed.tag === 'constant') return [ANONYMOUS, quoteType(c, delayed.type)];
  const images = environment(c, delayed.body, delayed.env, delayed.binder);
  return [delayed.binder, substitute(delayed.body, images)];
}

function environment(c: Context, term: Term, env: Env<Value>, bound: Name | null): Substitution {
  const images = new Map<number, Term>();
  for (const name of freeNamesOf(term).values()) {
    const value = name.id === bound?.id ? undefined : env.get(name);
    if (value !== undefined) images.set(name.id, quote(c, value));
  }
  return images;
}

/** A value in a type. What cannot stand in a type is the unit type. */
function quote(c: Context, value: Value): Term {
  switch (value.tag) {
    case 'data':
      if (value.atom.tag === 'var') return variable(value.atom.name);
      if (value.atom.tag === 'unit') return tuple([]);
      return value.atom.scalar === 'w32'
        ? natLiteral(Number(value.atom.value))
        : literal(value.atom.scalar, value.atom.value);
    case 'ref':
      return value.atom.tag === 'var' ? variable(value.atom.name) : unitType;
    case 'heap':
      return variable(value.heap);
    case 'type':
      return quoteType(c, value.type);
    case 'product':
      return tuple(value.items.map((item) => quote(c, item)));
    case 'con':
      return con(
        value.data,
        value.index,
        value.params.map((p) => quote(c, p)),
        value.args.map((a) => quote(c, a)),
      );
    case 'instance':
      return instance(
        value.ref,
        value.args.map((arg) => quote(c, arg)),
      );
    case 'finIx':
      return finIx(quoteSize(c, value.size));
    case 'dataDict':
      return dataDict(unitType);
    case 'function':
      return global(value.ref);
    case 'row':
      return {
        tag: 'row',
        effects: value.effects.map((e) => ('heap' in e ? { tag: e.tag, heap: variable(e.heap) } : e)),
        tail: null,
      };
    case 'closure':
      return substitute(value.lam, environment(c, value.lam, value.env, null));
    default:
      return unitType;
  }
}
