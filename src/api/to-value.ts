/** JavaScript values into the language, checked against the shape of the parameter. */
import {
  bytesValue,
  type Elements,
  encodeUtf8,
  scalarArray,
  UNIT_VALUE,
  type Value,
} from '../values/index.ts';
import { ArgumentError, counted, wrong } from './errors.ts';
import { type Learnt, outOfRange } from './learnt.ts';
import { isArrayLike, isNdArray, isTypedArray, type TypedArray } from './nd-array.ts';
import { elementOf, type Place, partOf } from './places.ts';
import { integerOf, scalarOf } from './scalars.ts';
import { dependsOnTables, type Shape, type SizeOf } from './shape.ts';

/** The value of an argument. What it says about sizes goes to `learnt`. Throws `ArgumentError`. */
export function toValue(shape: Shape, js: unknown, place: Place, learnt: Learnt): Value {
  const { path } = place;
  switch (shape.tag) {
    case 'scalar':
      return { tag: 'scalar', scalar: shape.scalar, value: scalarOf(shape.scalar, js, () => path) };
    case 'nat':
      return { tag: 'scalar', scalar: 'w32', value: scalarOf('w32', js, () => path) };
    case 'fin': {
      const value = ordinalOf(shape.size, js, () => path, learnt);
      learnt.indices(shape.size, [value], () => place);
      return { tag: 'scalar', scalar: 'w32', value };
    }
    case 'boolean':
      if (typeof js !== 'boolean') throw wrong(path, 'a boolean', js);
      return { tag: 'sum', alternative: js ? 1 : 0, payload: UNIT_VALUE };
    case 'string':
      if (js instanceof Uint8Array) return bytesValue(js.slice());
      if (typeof js !== 'string') throw wrong(path, 'a string', js);
      return bytesValue(encodeUtf8(js));
    case 'list': {
      const items = arrayOf(js, path);
      const elements = toElements(shape.element, items, (k) => partOf(place, `[${k}]`), learnt);
      const table: Value = { tag: 'table', size: items.length, elements };
      return { tag: 'pair', first: { tag: 'scalar', scalar: 'w32', value: items.length }, second: table };
    }
    case 'table': {
      const items = arrayOf(js, path);
      learnt.table(shape.size, items.length, place);
      if (isNdArray(js)) learnEmpty(shape.element, js.shape, place, learnt);
      const elements = toElements(shape.element, items, (k) => elementOf(place, k), learnt);
      return { tag: 'table', size: items.length, elements };
    }
    case 'tuple':
      return {
        tag: 'product',
        items: tupleItems(shape.items, js, path).map((item, k) =>
          toValue(shape.items[k]!, item, partOf(place, `[${k}]`), learnt),
        ),
      };
    case 'struct':
      return layOut(
        shape.fields.map((f) =>
          toValue(
            f.shape,
            fieldOf(js, f.name, () => path),
            partOf(place, `.${f.name}`),
            learnt,
          ),
        ),
      );
    case 'enum': {
      const { alternative, values } = constructorOf(shape, js, path);
      const fields = shape.constructors[alternative]!.fields.map((f, k) =>
        toValue(f, values[k], partOf(place, `.values[${k}]`), learnt),
      );
      const payload = layOut(fields);
      return shape.constructors.length === 1 ? payload : { tag: 'sum', alternative, payload };
    }
    case 'pair': {
      const shapes = [shape.first, shape.second];
      const [firstJs, secondJs] = tupleItems(shapes, js, path);
      const at = partOf(place, '[0]');
      const first = toValue(shape.first, firstJs, at, learnt);
      if (first.tag === 'scalar') learnt.number(shape.binder, Number(first.value), at.path);
      const second = toValue(shape.second, secondJs, partOf(place, '[1]'), learnt);
      learnt.forget(shape.binder);
      return { tag: 'pair', first, second };
    }
    case 'opaque':
      throw new ArgumentError(path, `${shape.why} cannot be given from outside of the language`);
  }
}

/** One field is itself, several are a product (core/layout.ts). */
function layOut(fields: readonly Value[]): Value {
  return fields.length === 1 ? fields[0]! : { tag: 'product', items: fields };
}

/** Elements of one table, as a struct of arrays. */
function toElements(
  shape: Shape,
  items: ArrayLike<unknown>,
  placeOf: (k: number) => Place,
  learnt: Learnt,
): Elements {
  const count = items.length;
  const pathOf = (k: number): string => placeOf(k).path;
  switch (shape.tag) {
    case 'scalar':
    case 'nat':
    case 'fin': {
      const scalar = shape.tag === 'scalar' ? shape.scalar : 'w32';
      let data = scalarArray(scalar, count);
      if (isTypedArray(items) && items.constructor === data.constructor) {
        data = items.slice() as TypedArray;
      } else {
        const of = (k: number): number | bigint =>
          shape.tag === 'fin'
            ? ordinalOf(shape.size, items[k], () => pathOf(k), learnt)
            : scalarOf(scalar, items[k], () => pathOf(k));
        for (let k = 0; k < count; k += 1) data[k] = of(k);
      }
      if (shape.tag === 'fin') learnt.indices(shape.size, data as Uint32Array, placeOf);
      return { tag: 'scalars', scalar, data };
    }
    case 'tuple': {
      const rows = Array.from(items, (item, k) => tupleItems(shape.items, item, pathOf(k)));
      const columns = shape.items.map((s, field) =>
        toElements(
          s,
          rows.map((row) => row[field]),
          (k) => partOf(placeOf(k), `[${field}]`),
          learnt,
        ),
      );
      return { tag: 'products', items: columns };
    }
    case 'struct': {
      const columns = shape.fields.map((f) =>
        toElements(
          f.shape,
          Array.from(items, (item, k) => fieldOf(item, f.name, () => pathOf(k))),
          (k) => partOf(placeOf(k), `.${f.name}`),
          learnt,
        ),
      );
      return columns.length === 1 ? columns[0]! : { tag: 'products', items: columns };
    }
    case 'boolean': {
      const tags = Uint8Array.from(Array.from(items), (item, k) => {
        if (typeof item !== 'boolean') throw wrong(pathOf(k), 'a boolean', item);
        return item ? 1 : 0;
      });
      const unit: Elements = { tag: 'products', items: [] };
      return { tag: 'sums', tags, alternatives: [unit, unit] };
    }
    case 'table': {
      if (dependsOnTables(shape.size)) return oneByOne(shape, items, placeOf, learnt);
      const rows = Array.from(items, (item, k) => arrayOf(item, pathOf(k)));
      const size = rows[0]?.length ?? learnt.known(shape.size) ?? 0;
      rows.forEach((row, k) => {
        if (row.length !== size)
          throw new ArgumentError(
            pathOf(k),
            `${counted(row.length, 'element')}, where the first row has ${size}`,
          );
      });
      if (rows.length > 0) learnt.table(shape.size, size, placeOf(0));
      const flat: unknown[] = [];
      for (const row of rows) for (let k = 0; k < size; k += 1) flat.push(row[k]);
      const placeInside = (k: number): Place => elementOf(placeOf(Math.floor(k / size)), k % size);
      return { tag: 'tables', size, elements: toElements(shape.element, flat, placeInside, learnt) };
    }
    case 'string':
    case 'list':
    case 'enum':
    case 'pair':
      return oneByOne(shape, items, placeOf, learnt);
    case 'opaque':
      throw new ArgumentError(pathOf(0), `${shape.why} cannot be given from outside of the language`);
  }
}

function oneByOne(
  shape: Shape,
  items: ArrayLike<unknown>,
  placeOf: (k: number) => Place,
  learnt: Learnt,
): Elements {
  return { tag: 'boxes', items: Array.from(items, (item, k) => toValue(shape, item, placeOf(k), learnt)) };
}

/** An array with a shape says the sizes of all its levels, also where it has no elements. */
function learnEmpty(shape: Shape, dims: readonly number[], place: Place, learnt: Learnt): void {
  const [count, ...rest] = dims;
  const [inner] = rest;
  if (count !== 0 || inner === undefined || shape.tag !== 'table') return;
  learnt.table(shape.size, inner, elementOf(place, 0));
  learnEmpty(shape.element, [0, ...rest.slice(1)], elementOf(place, 0), learnt);
}

/** The ordinal of an index; that the set has it is tested by `Learnt.indices`. */
function ordinalOf(size: SizeOf, js: unknown, path: () => string, learnt: Learnt): number {
  const value = integerOf(js, path, 'an index, which is an integer');
  if (value < 0n || value > 0xffff_ffffn) throw outOfRange(path(), value, learnt.known(size));
  return Number(value);
}

function arrayOf(js: unknown, path: string): ArrayLike<unknown> {
  if (isNdArray(js)) return rowsOf(js, path);
  if (!isArrayLike(js)) throw wrong(path, 'an array', js);
  return js;
}

/** The outermost level of an array with a shape: scalars, or arrays with the rest of the shape. */
function rowsOf(
  { data, shape }: { readonly data: TypedArray; readonly shape: readonly number[] },
  path: string,
): ArrayLike<unknown> {
  const [size = 0, ...rest] = shape;
  const step = rest.reduce((product, s) => product * s, 1);
  if (size * step !== data.length)
    throw new ArgumentError(
      path,
      `a shape of ${shape.join(' x ')} has ${counted(size * step, 'element')}, not ${data.length}`,
    );
  if (rest.length === 0) return data;
  return Array.from({ length: size }, (_, k) => ({
    data: data.subarray(k * step, (k + 1) * step),
    shape: rest,
  }));
}

function tupleItems(
  shapes: readonly Shape[],
  js: unknown,
  path: string,
): ArrayLike<unknown> & readonly unknown[] {
  if (shapes.length === 0) return [];
  if (!Array.isArray(js) || js.length !== shapes.length)
    throw wrong(path, `an array of ${shapes.length}`, js);
  return js;
}

function fieldOf(js: unknown, name: string, path: () => string): unknown {
  if (typeof js !== 'object' || js === null) throw wrong(path(), `an object with a field \`${name}\``, js);
  if (!(name in js)) throw new ArgumentError(path(), `the field \`${name}\` is missing`);
  return (js as Record<string, unknown>)[name];
}

/** A constructor is its name, or `{ tag: name, values: fields }`. */
function constructorOf(
  shape: Extract<Shape, { tag: 'enum' }>,
  js: unknown,
  path: string,
): { alternative: number; values: readonly unknown[] } {
  const names = shape.constructors.map((c) => c.name);
  const tag =
    typeof js === 'string' ? js : typeof js === 'object' && js !== null && 'tag' in js ? js.tag : null;
  const alternative = typeof tag === 'string' ? names.indexOf(tag) : -1;
  if (alternative < 0) throw wrong(path, `one of ${names.join(', ')}`, js);
  const given = typeof js === 'object' && js !== null && 'values' in js ? js.values : [];
  const values = Array.isArray(given) ? given : [];
  const wanted = shape.constructors[alternative]!.fields.length;
  if (values.length !== wanted)
    throw new ArgumentError(
      path,
      `${names[alternative]} takes ${wanted === 1 ? 'one value' : `${wanted} values`}, not ${values.length}`,
    );
  return { alternative, values };
}
