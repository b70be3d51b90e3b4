/** Constructors' numbers, coercions, faults, dictionaries and application. */
import { type Atom, make, UNIT } from '../../loops/index.ts';
import { coerce } from '../coerce.ts';
import { failure } from '../control.ts';
import { fromTag } from '../enumeration.ts';
import { illFormedCore, unsupported } from '../fault.ts';
import { distribute } from '../join.ts';
import { dataDefinition, isData, isDataType, loopsType } from '../types.ts';
import { BOTTOM, data, type Value } from '../value.ts';
import type { PrimCall, Primitive, Primitives } from './call.ts';

function dataConTag(p: PrimCall): Value {
  const { c, source } = p;
  return distribute(c, p.args[0]!, source, { tag: 'scalar', scalar: 'w8' }, (value) => {
    if (value.tag === 'con') return data(make.literal('w8', value.index));
    const atom = p.atom(0);
    const isSum = atom.tag === 'var' && atom.type.tag === 'sum';
    return isSum ? p.emit(make.tagOf(atom, source)) : data(make.literal('w8', 0));
  });
}

/** The constructor with a number. */
function toEnum(p: PrimCall): Value {
  const type = p.type(0);
  const constructors = type.tag === 'data' ? dataDefinition(p.c, type.data).constructors : [];
  const isEnumeration = constructors.length > 0 && constructors.every((con) => con.fields.length === 0);
  if (type.tag !== 'data' || !isEnumeration)
    return unsupported(
      'a number for a constructor of a type whose constructors are not all without fields',
      p.source,
    );
  const tag = p.atom(1);
  const index = constructors.length === 1 ? 0 : tag.tag === 'lit' ? Number(tag.value) : -1;
  if (index >= 0 && index < constructors.length)
    return { tag: 'con', data: type.data, index, params: type.args, args: [] };
  const sum = loopsType(p.c, type);
  return sum.tag === 'sum' ? data(fromTag(p.c, sum, tag, p.source)) : illFormedCore('an enum is needed');
}

function unsafeCoerce(p: PrimCall): Value {
  const type = p.type(0);
  const value = p.args[1]!;
  if (!isDataType(p.c, type) || !isData(p.c, value)) return value;
  return data(coerce(p.c, p.atom(1), loopsType(p.c, type), p.source));
}

function garbage(p: PrimCall): Value {
  const type = p.type(0);
  return isDataType(p.c, type) ? p.emit(make.garbage(loopsType(p.c, type), p.source)) : BOTTOM;
}

function fault(p: PrimCall, message: Atom | null): Value {
  const type = p.type(0);
  return failure(p.c, isDataType(p.c, type) ? loopsType(p.c, type) : null, message, p.source);
}

function throwException(p: PrimCall): Value {
  const type = p.type(0);
  const isKnown = isDataType(p.c, type);
  const thrown = p.emit(make.throwExcept(isKnown ? loopsType(p.c, type) : UNIT, p.source));
  return isKnown ? thrown : BOTTOM;
}

/** Method number `k` of the dictionary that is the first argument. */
function applyMethod(k: number): Primitive {
  return (p) => {
    const { c, source } = p;
    const [dict, ...args] = p.args;
    const method = c.machine.method(c, dict!, k);
    const isConstant = args.length === 0 && !isNullary(method);
    return isConstant ? method : c.machine.apply(c, method, args, source, p.env.site);
  };
}

function isNullary(value: Value): boolean {
  return (
    (value.tag === 'closure' && value.lam.params.length === 0) ||
    (value.tag === 'ixMethod' && value.method === 'size')
  );
}

/**
 * `%argsort(T, f, xs)`: by the form of Loops where `T` is a scalar or `Nat`, whose order is the library's, as there is
 * one instance for a type; else `f(xs)`.
 */
function argsort(p: PrimCall): Value {
  const { tag } = p.type(0);
  return tag === 'scalar' || tag === 'nat'
    ? p.emit(make.argsort(p.atom(2), p.source))
    : p.unfold(1, [p.args[2]!]);
}

const MOST_METHODS = 8;

export const DATA_PRIMITIVES: Primitives = {
  dataConTag,
  toEnum,
  unsafeCoerce,
  garbageVal: garbage,
  throwError: (p) => fault(p, null),
  errorWith: (p) => fault(p, p.atom(1)),
  throwException,
  argsort,
  explicitApply: (p) => p.c.machine.apply(p.c, p.args[0]!, p.args.slice(1), p.source, p.env.site),
  ...Object.fromEntries(Array.from({ length: MOST_METHODS }, (_, k) => [`applyMethod${k}`, applyMethod(k)])),
};
