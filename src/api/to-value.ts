/** JavaScript values into the language, checked against the shape of the parameter. */
import type { Scalar } from '../primitives/index.ts';
import {
  bytesValue,
  type Elements,
  encodeUtf8,
  scalarArray,
  UNIT_VALUE,
  type Value,
} from '../values/index.ts';
import { ArgumentError, inWords } from './errors.ts';
import { isArrayLike, isNdArray, isTypedArray, type TypedArray } from './nd-array.ts';
import type { Shape, SizeOf } from './shape.ts';

/** Sizes by parameter, each with the place that first had it. */
export type Sizes = Map<number, { readonly size: number; readonly path: string }>;

/**
 * The value of an argument. Sizes that parameters stand for are learnt from tables, and must agree. Throws
 * `ArgumentError` with the place in the argument.
 */
export function toValue(shape: Shape, js: unknown, path: string, sizes: Sizes): Value {
  switch (shape.tag) {
    case 'scalar':
      return { tag: 'scalar', scalar: shape.scalar, value: scalarOf(shape.scalar, js, path) };
    case 'nat':
      return { tag: 'scalar', scalar: 'w32', value: scalarOf('w32', js, path) };
    case 'fin': {
      const value = scalarOf('w32', js, path);
      const size = knownSize(shape.size, sizes);
      if (size !== null && value >= size)
        throw new ArgumentError(path, `index ${value} is out of range for a size of ${size}`);
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
      const elements = toElements(shape.element, items, path, sizes);
      const table: Value = { tag: 'table', size: items.length, elements };
      return { tag: 'pair', first: { tag: 'scalar', scalar: 'w32', value: items.length }, second: table };
    }
    case 'table': {
      const items = arrayOf(js, path);
      learn(shape.size, items.length, path, sizes);
      return { tag: 'table', size: items.length, elements: toElements(shape.element, items, path, sizes) };
    }
    case 'tuple':
      return {
        tag: 'product',
        items: tupleItems(shape.items, js, path).map((item, k) =>
          toValue(shape.items[k]!, item, `${path}[${k}]`, sizes),
        ),
      };
    case 'struct':
      return layOut(
        shape.fields.map((f) => toValue(f.shape, fieldOf(js, f.name, path), `${path}.${f.name}`, sizes)),
      );
    case 'enum': {
      const { alternative, values } = constructorOf(shape, js, path);
      const fields = shape.constructors[alternative]!.fields.map((f, k) =>
        toValue(f, values[k], `${path}.values[${k}]`, sizes),
      );
      const payload = layOut(fields);
      return shape.constructors.length === 1 ? payload : { tag: 'sum', alternative, payload };
    }
    case 'pair':
      throw new ArgumentError(path, 'a dependent pair cannot be given from outside of the language');
    case 'opaque':
      throw new ArgumentError(path, `${shape.why} cannot be given from outside of the language`);
  }
}

/** One field is itself, several are a product (core/layout.ts). */
function layOut(fields: readonly Value[]): Value {
  return fields.length === 1 ? fields[0]! : { tag: 'product', items: fields };
}

/** Elements of one table, as a struct of arrays. */
function toElements(shape: Shape, items: ArrayLike<unknown>, path: string, sizes: Sizes): Elements {
  const count = items.length;
  const at = (k: number): string => `${path}[${k}]`;
  switch (shape.tag) {
    case 'scalar':
    case 'nat':
    case 'fin': {
      const scalar = shape.tag === 'scalar' ? shape.scalar : 'w32';
      const data = scalarArray(scalar, count);
      if (isTypedArray(items) && items.constructor === data.constructor)
        return { tag: 'scalars', scalar, data: items.slice() as TypedArray };
      for (let k = 0; k < count; k += 1) {
        const value = toValue(shape, items[k], at(k), sizes);
        if (value.tag === 'scalar') (data as { [k: number]: number | bigint })[k] = value.value;
      }
      return { tag: 'scalars', scalar, data };
    }
    case 'tuple':
    case 'struct': {
      const shapes = shape.tag === 'tuple' ? shape.items : shape.fields.map((f) => f.shape);
      const rows = Array.from(items, (item, k) =>
        shape.tag === 'tuple'
          ? tupleItems(shape.items, item, at(k))
          : shape.fields.map((f) => fieldOf(item, f.name, at(k))),
      );
      const columns = shapes.map((s, field) =>
        toElements(
          s,
          rows.map((row) => row[field]),
          path,
          sizes,
        ),
      );
      return columns.length === 1 && shape.tag === 'struct'
        ? columns[0]!
        : { tag: 'products', items: columns };
    }
    case 'boolean': {
      const tags = Uint8Array.from(Array.from(items), (item, k) => {
        if (typeof item !== 'boolean') throw wrong(at(k), 'a boolean', item);
        return item ? 1 : 0;
      });
      const unit: Elements = { tag: 'products', items: [] };
      return { tag: 'sums', tags, alternatives: [unit, unit] };
    }
    case 'table': {
      const rows = Array.from(items, (item, k) => arrayOf(item, at(k)));
      const size = rows[0]?.length ?? knownSize(shape.size, sizes) ?? 0;
      rows.forEach((row, k) => {
        if (row.length !== size)
          throw new ArgumentError(at(k), `${row.length} elements, where the first row has ${size}`);
      });
      if (rows.length > 0) learn(shape.size, size, at(0), sizes);
      const flat: unknown[] = [];
      for (const row of rows) for (let k = 0; k < size; k += 1) flat.push(row[k]);
      return { tag: 'tables', size, elements: toElements(shape.element, flat, path, sizes) };
    }
    case 'string':
    case 'list': {
      const pairs = Array.from(items, (item, k) => toValue(shape, item, at(k), sizes));
      const firsts = Uint32Array.from(pairs, (p) =>
        p.tag === 'pair' && p.first.tag === 'scalar' ? Number(p.first.value) : 0,
      );
      const seconds = pairs.map((p) => (p.tag === 'pair' ? p.second : p));
      return {
        tag: 'pairs',
        firsts: { tag: 'scalars', scalar: 'w32', data: firsts },
        seconds: { tag: 'boxes', items: seconds },
      };
    }
    case 'enum':
      throw new ArgumentError(
        path,
        'a table of values with several forms cannot be given from outside of the language',
      );
    case 'pair':
      throw new ArgumentError(path, 'a dependent pair cannot be given from outside of the language');
    case 'opaque':
      throw new ArgumentError(path, `${shape.why} cannot be given from outside of the language`);
  }
}

function learn(size: SizeOf | null, count: number, path: string, sizes: Sizes): void {
  if (size === null) return;
  if (size.tag === 'known') {
    if (count !== size.size)
      throw new ArgumentError(path, `${count} elements, where the type says ${size.size}`);
    return;
  }
  const before = sizes.get(size.id);
  if (before === undefined) sizes.set(size.id, { size: count, path });
  else if (before.size !== count)
    throw new ArgumentError(path, `${count} elements, but ${before.path} has ${before.size}`);
}

function knownSize(size: SizeOf | null, sizes: Sizes): number | null {
  if (size === null) return null;
  return size.tag === 'known' ? size.size : (sizes.get(size.id)?.size ?? null);
}

const RANGES: Readonly<Record<Exclude<Scalar, 'f32' | 'f64'>, readonly [bigint, bigint]>> = {
  i32: [-(1n << 31n), (1n << 31n) - 1n],
  i64: [-(1n << 63n), (1n << 63n) - 1n],
  w8: [0n, 255n],
  w32: [0n, (1n << 32n) - 1n],
  w64: [0n, (1n << 64n) - 1n],
};

function scalarOf(scalar: Scalar, js: unknown, path: string): number | bigint {
  if (scalar === 'f32' || scalar === 'f64') {
    if (typeof js !== 'number') throw wrong(path, 'a number', js);
    return scalar === 'f32' ? Math.fround(js) : js;
  }
  const isWide = scalar === 'i64' || scalar === 'w64';
  if (typeof js !== 'bigint' && !(typeof js === 'number' && Number.isInteger(js)))
    throw wrong(path, isWide ? 'a bigint or an integer' : 'an integer', js);
  const value = BigInt(js);
  const [least, most] = RANGES[scalar];
  if (value < least || value > most)
    throw new ArgumentError(path, `${js} is out of range: ${least} to ${most}`);
  return isWide ? value : Number(value);
}

function arrayOf(js: unknown, path: string): ArrayLike<unknown> {
  if (isNdArray(js)) return rowsOf(js);
  if (!isArrayLike(js)) throw wrong(path, 'an array', js);
  return js;
}

/** The outermost level of an array with a shape: scalars, or arrays with the rest of the shape. */
function rowsOf({
  data,
  shape,
}: {
  readonly data: TypedArray;
  readonly shape: readonly number[];
}): ArrayLike<unknown> {
  const [size = 0, ...rest] = shape;
  if (rest.length === 0) return data;
  const step = rest.reduce((product, s) => product * s, 1);
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

function fieldOf(js: unknown, name: string, path: string): unknown {
  if (typeof js !== 'object' || js === null) throw wrong(path, `an object with a field \`${name}\``, js);
  if (!(name in js)) throw new ArgumentError(path, `the field \`${name}\` is missing`);
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

function wrong(path: string, expected: string, found: unknown): ArgumentError {
  return new ArgumentError(path, `expected ${expected}, found ${inWords(found)}`);
}
