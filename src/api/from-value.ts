/** Values of the language as JavaScript values. Arrays are copies in buffers of their own. */
import { bytesOf, decodeUtf8, type Elements, elementAt, type Value } from '../values/index.ts';
import { NdArray, type TypedArray } from './nd-array.ts';
import type { Shape } from './shape.ts';

/**
 * A value as callers get it: numbers (bigints for 64-bit integers), booleans, strings; a table of scalars is a typed
 * array, a rectangular table of tables an `NdArray`, any other table an array; a tuple an array, a struct an object, a
 * constructor without fields its name, one with fields `{ tag, values }`; a dependent pair an array of two; the unit is
 * undefined.
 */
export function fromValue(shape: Shape, value: Value): unknown {
  switch (shape.tag) {
    case 'scalar':
    case 'nat':
    case 'fin':
      return value.tag === 'scalar' ? value.value : undefined;
    case 'boolean':
      return value.tag === 'sum' && value.alternative === 1;
    case 'string': {
      const bytes = bytesOf(value);
      return bytes === null ? '' : decodeUtf8(bytes);
    }
    case 'list':
      return value.tag === 'pair' ? tableFrom(shape.element, value.second) : [];
    case 'table':
      return tableFrom(shape.element, value);
    case 'tuple':
      if (shape.items.length === 0) return undefined;
      return value.tag === 'product' ? shape.items.map((s, k) => fromValue(s, value.items[k]!)) : [];
    case 'struct': {
      const fields = fieldsOf(value, shape.fields.length);
      return Object.fromEntries(shape.fields.map((f, k) => [f.name, fromValue(f.shape, fields[k]!)]));
    }
    case 'enum': {
      const isSum = shape.constructors.length > 1 && value.tag === 'sum';
      const { name, fields } = shape.constructors[isSum ? value.alternative : 0]!;
      const values = fieldsOf(isSum ? value.payload : value, fields.length);
      return fields.length === 0
        ? name
        : { tag: name, values: fields.map((f, k) => fromValue(f, values[k]!)) };
    }
    case 'pair':
      return value.tag === 'pair'
        ? [fromValue(shape.first, value.first), fromValue(shape.second, value.second)]
        : [];
    case 'opaque':
      throw new TypeError(`the result holds ${shape.why}, which has no form outside of the language`);
  }
}

function fieldsOf(value: Value, count: number): readonly Value[] {
  if (count === 1) return [value];
  return value.tag === 'product' ? value.items : [];
}

function tableFrom(element: Shape, value: Value): unknown {
  if (value.tag !== 'table') return [];
  const { size, elements } = value;
  if (elements.tag === 'scalars') return copy(elements.data.subarray(0, size));
  const shape = [size];
  let inner: Elements = elements;
  while (inner.tag === 'tables') {
    shape.push(inner.size);
    inner = inner.elements;
  }
  if (shape.length > 1 && inner.tag === 'scalars') {
    const count = shape.reduce((product, s) => product * s, 1);
    return new NdArray(copy(inner.data.subarray(0, count)), shape);
  }
  return Array.from({ length: size }, (_, k) => fromValue(element, elementAt(elements, k)));
}

function copy(data: TypedArray): TypedArray {
  return data.slice();
}
