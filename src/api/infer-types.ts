/** The types of numbers that a function leaves open, from the arguments that it is given. */
import { scalarType, type Term } from '../core/index.ts';
import type { Scalar } from '../primitives/index.ts';
import type { Signature } from '../session/index.ts';
import { ArgumentError, inWords } from './errors.ts';
import { isNdArray, isTypedArray, type TypedArray } from './nd-array.ts';

/**
 * What the type variables of a function stand for: a table of `a` given a `Float64Array` says that `a` is `Float64`.
 * Variables that no argument decides are left out. Throws `ArgumentError`.
 */
export function inferTypes(signature: Signature, args: readonly unknown[]): ReadonlyMap<number, Term> {
  const types = new Map<number, Term>();
  const variables = new Set(signature.variables.filter((v) => v.kind === 'type').map((v) => v.name.id));
  const learn = (id: number, type: () => Term): void => {
    if (variables.has(id) && !types.has(id)) types.set(id, type());
  };
  const visit = (type: Term, js: unknown, path: string): void => {
    if (type.tag === 'var') learn(type.name.id, () => typeOfArgument(js, path));
    if (type.tag === 'tupleType' && Array.isArray(js))
      for (const [k, item] of type.items.entries()) visit(item, js[k], `${path}[${k}]`);
    if (type.tag !== 'tableType') return;
    const data = isNdArray(js) ? js.data : js;
    if (isTypedArray(data)) visitElement(type.element, data);
    else if (Array.isArray(js) && js.length > 0) visit(type.element, js[0], `${path}[0]`);
  };
  /** The innermost element type of a table whose numbers stand in one typed array. */
  const visitElement = (type: Term, data: TypedArray): void => {
    if (type.tag === 'tableType') visitElement(type.element, data);
    if (type.tag === 'var') learn(type.name.id, () => scalarType(SCALARS[data.constructor.name] ?? 'f32'));
  };
  for (const [k, p] of signature.params.entries()) visit(p.type, args[k], p.name.hint);
  return types;
}

const SCALARS: Readonly<Record<string, Scalar>> = {
  Float32Array: 'f32',
  Float64Array: 'f64',
  Int32Array: 'i32',
  Uint32Array: 'w32',
  Uint8Array: 'w8',
  BigInt64Array: 'i64',
  BigUint64Array: 'w64',
};

function typeOfArgument(js: unknown, path: string): Term {
  if (typeof js === 'number') return scalarType('f32');
  if (typeof js === 'bigint') return scalarType('i64');
  throw new ArgumentError(path, `a type of numbers cannot be found out from ${inWords(js)}`);
}
