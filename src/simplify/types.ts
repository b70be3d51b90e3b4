/** Types: evaluation of type terms, and the Loops types of data. */

import type { DataDef } from '../core/index.ts';
import {
  type CoreEffect,
  type FieldLayout,
  type GlobalRef,
  layoutFields,
  type Param,
  type Term,
  type TypeTerm,
  typePrimitive,
} from '../core/index.ts';
import {
  type Atom,
  constSize,
  indexOf,
  nameSize,
  pairType,
  productType,
  refType,
  type Size,
  scalarType,
  sumType,
  type Type,
  UNIT,
  W32,
  W64,
} from '../loops/index.ts';
import type { Name } from '../names/index.ts';
import type { Context } from './context.ts';
import { Env, TOP } from './env.ts';
import { illFormedCore, unsupported } from './fault.ts';
import { freeNamesOf } from './free.ts';
import {
  type Delayed,
  data,
  type Running,
  type Static,
  type StaticEffect,
  type StaticRow,
  type TypeValue,
  type Value,
} from './value.ts';

/** The value of a form of type; everything below binders stays a term. */
export function evaluateType(c: Context, t: TypeTerm, env: Env<Value>): TypeValue | StaticRow<Running> {
  const type = (term: Term): TypeValue => c.machine.type(c, term, env);
  const value = (term: Term): Value => c.machine.evaluate(c, term, env);
  switch (t.tag) {
    case 'kind':
      return { tag: 'kind' };
    case 'scalarType':
      return { tag: 'scalar', scalar: t.scalar };
    case 'natType':
      return { tag: 'nat' };
    case 'ptrType':
      return { tag: 'ptr', target: t.target };
    case 'finType':
      return { tag: 'fin', size: value(t.size) };
    case 'tupleType':
      return { tag: 'tuple', items: t.items.map(type) };
    case 'tableType':
      return {
        tag: 'table',
        index: type(t.index),
        ix: value(t.ix),
        element: delay(c, t.binder, t.element, env),
      };
    case 'pairType':
      return {
        tag: 'pair',
        first: type(t.first),
        second: delay(c, t.binder, t.second, env),
        implicit: t.implicit,
      };
    case 'refType':
      return { tag: 'ref', heap: heapOf(value(t.heap)), content: type(t.content) };
    case 'pi':
      return { tag: 'pi', pi: t, env };
    case 'dataType':
      return { tag: 'data', data: t.data, args: t.args.map(value) };
    case 'classType':
      return { tag: 'class', cls: t.cls, args: t.args.map(value) };
    case 'row':
      return { tag: 'row', effects: rowEffects(c, t.effects, t.tail, env) };
  }
}

/** The type under a binder: evaluated at once where it does not mention the binder. */
export function delay(c: Context, binder: Name, body: Term, env: Env<Value>): Delayed<Running> {
  if (freeNamesOf(body).has(binder.id)) return { tag: 'dependent', binder, body, env };
  return { tag: 'constant', type: c.machine.type(c, body, env) };
}

/** The type under a binder at a value of the binder. */
export function force(c: Context, delayed: Delayed<Running>, value: Value): TypeValue {
  if (delayed.tag === 'constant') return delayed.type;
  const env = delayed.env.open();
  env.set(delayed.binder, value);
  return c.machine.type(c, delayed.body, env);
}

function rowEffects(
  c: Context,
  effects: readonly CoreEffect[],
  tail: Term | null,
  env: Env<Value>,
): readonly StaticEffect<Running>[] {
  const own = effects.map((effect): StaticEffect<Running> => {
    if (effect.tag === 'user') return unsupported('effects that a program declares', 0);
    if (effect.tag === 'except' || effect.tag === 'io') return { tag: effect.tag };
    return { tag: effect.tag, heap: heapOf(c.machine.evaluate(c, effect.heap, env)) };
  });
  const rest = tail === null ? null : c.machine.evaluate(c, tail, env);
  return rest?.tag === 'row' ? [...own, ...rest.effects] : own;
}

function heapOf(value: Value): Name {
  return value.tag === 'heap' ? value.heap : illFormedCore(`a heap is needed, not a ${value.tag}`);
}

/** The type that a value of kind `Type` is. */
export function asType(value: Value): TypeValue {
  return value.tag === 'type' ? value.type : illFormedCore(`a type is needed, not a ${value.tag}`);
}

/** A type that a primitive stands for, or null. */
export function primitiveType(
  c: Context,
  name: string,
  args: readonly Term[],
  env: Env<Value>,
): Value | null {
  const term = typePrimitive(name, args);
  return term === null ? null : c.machine.evaluate(c, term, env);
}

/** The number of elements that a `Nat` value stands for. */
export function sizeOfValue(value: Value): Size {
  if (value.tag !== 'data') return illFormedCore(`a size is a number, not a ${value.tag}`);
  return sizeOfAtom(value.atom);
}

/** The size that an atom stands for: a number or a name. */
export function sizeOfAtom(atom: Atom): Size {
  if (atom.tag === 'lit') return constSize(Number(atom.value));
  return atom.tag === 'var' ? nameSize(atom.name) : constSize(0);
}

/** The definition of a user's type. */
export function dataDefinition(c: Context, ref: GlobalRef): DataDef {
  const found = c.world.definitions.lookup(ref);
  return found.tag === 'data' ? found : illFormedCore(`${ref.name} is not a type`);
}

/** The environment of a data type's constructors: its parameters bound. */
export function dataEnv(def: DataDef, args: readonly Value[]): Env<Value> {
  return bindParams(new Env<Value>(null, TOP), def.params, args);
}

/** `env` with parameters bound to arguments, one by one. */
export function bindParams(env: Env<Value>, params: readonly Param[], args: readonly Value[]): Env<Value> {
  if (params.length !== args.length)
    illFormedCore(`${params.length} arguments are needed, not ${args.length}`);
  params.forEach((p, i) => {
    env.set(p.name, args[i]!, p.type);
  });
  return env;
}

/** The Loops type of the data of a type. */
export function loopsType(c: Context, type: TypeValue): Type {
  switch (type.tag) {
    case 'scalar':
      return scalarType(type.scalar);
    case 'nat':
      return W32;
    case 'ptr':
      return W64;
    case 'fin':
      return indexOf({ tag: 'fin', size: sizeOfValue(type.size) });
    case 'tuple':
      return productType(type.items.map((item) => loopsType(c, item)));
    case 'table':
      return c.machine.tableType(c, type);
    case 'pair':
      return dependentPair(c, loopsType(c, type.first), (first) =>
        loopsType(c, force(c, type.second, first)),
      );
    case 'ref':
      return refType(type.heap, loopsType(c, type.content));
    case 'data':
      return dataLoopsType(c, type.data, type.args);
    case 'kind':
    case 'pi':
    case 'class':
      return illFormedCore(`a ${type.tag} has no data`);
  }
}

function dependentPair(c: Context, first: Type, second: (first: Value) => Type): Type {
  const binder = c.code.bind('n', first);
  return pairType(
    binder.name,
    first,
    scratch(c, () => second(data({ tag: 'var', ...binder }))),
  );
}

/** A user's type: of one constructor its fields, of several a sum. */
export function dataLoopsType(c: Context, ref: GlobalRef, args: readonly Value[]): Type {
  const def = dataDefinition(c, ref);
  const alternatives = def.constructors.map(({ fields }) => fieldsType(c, fields, dataEnv(def, args)));
  return alternatives.length === 1 ? alternatives[0]! : sumType(alternatives);
}

/** The Loops type of each constructor's fields together. */
function fieldsType(c: Context, fields: readonly Param[], env: Env<Value>): Type {
  const of = (layout: FieldLayout): Type => {
    switch (layout.tag) {
      case 'unit':
        return UNIT;
      case 'field':
        return loopsType(c, c.machine.type(c, fields[layout.index]!.type, env));
      case 'product':
        return productType(layout.items.map(of));
      case 'pair': {
        const { name, type } = fields[layout.first]!;
        return dependentPair(c, loopsType(c, c.machine.type(c, type, env)), (first) => {
          env.set(name, first);
          return of(layout.second);
        });
      }
    }
  };
  return of(layoutFields(fields));
}

/** Runs `f` for its answer alone: what it would compute at run time is not kept. For types under their binders. */
export function scratch<R>(c: Context, f: () => R): R {
  return c.code.within(c.code.open(), f);
}

/** Whether the values of a type are data. */
export function isDataType(c: Context, type: TypeValue): boolean {
  switch (type.tag) {
    case 'scalar':
    case 'nat':
    case 'ptr':
    case 'fin':
      return true;
    case 'tuple':
      return type.items.every((item) => isDataType(c, item));
    case 'table':
      return isDataBelow(c, type.element, type.index);
    case 'pair':
      return isDataType(c, type.first) && isDataBelow(c, type.second, type.first, dataStandIn);
    case 'data':
      return isDataDefinition(c, type.data, type.args);
    case 'ref':
    case 'kind':
    case 'pi':
    case 'class':
      return false;
  }
}

/**
 * Whether a value is of a type of data, as far as it is known by its parts: a constructor without functions is not where
 * another constructor of its type has them.
 */
export function isData(c: Context, value: Value): boolean {
  switch (value.tag) {
    case 'data':
      return true;
    case 'product':
      return value.items.every((item) => isData(c, item));
    case 'con': {
      if (!value.args.every((arg) => isData(c, arg))) return false;
      const isAlone = dataDefinition(c, value.data).constructors.length === 1;
      return isAlone || isDataDefinition(c, value.data, value.params);
    }
    case 'pack':
      return isData(c, value.first) && isData(c, value.second);
    default:
      return false;
  }
}

/** The binder is a stand-in: whether a type has data does not depend on a value. */
function isDataBelow(
  c: Context,
  delayed: Delayed<Running>,
  binder: TypeValue,
  stand: typeof standIn = standIn,
): boolean {
  if (delayed.tag === 'constant') return isDataType(c, delayed.type);
  return scratch(c, () => isDataType(c, force(c, delayed, stand(c, binder))));
}

/** A value of a type for looking at types that mention it; its code is never kept. */
export function standIn(c: Context, type: TypeValue): Value {
  if (type.tag === 'kind') return { tag: 'type', type: { tag: 'tuple', items: [] } };
  if (!isDataType(c, type)) return { tag: 'bottom' };
  return dataStandIn(c, type);
}

/** The same where the type is known to be one of data: asking again would double the work at every level of nesting. */
function dataStandIn(c: Context, type: TypeValue): Value {
  return data({ tag: 'var', ...c.code.bind('', loopsType(c, type)) });
}

function isDataDefinition(c: Context, ref: GlobalRef, args: readonly Static<Running>[]): boolean {
  const def = dataDefinition(c, ref);
  return scratch(c, () =>
    def.constructors.every(({ fields }) => {
      const env = dataEnv(def, args);
      return fields.every((field, k) => {
        const type = c.machine.type(c, field.type, env);
        if (!isDataType(c, type)) return false;
        if (k < fields.length - 1) env.set(field.name, dataStandIn(c, type));
        return true;
      });
    }),
  );
}
