/**
 * Values as plain data: what enters and leaves the evaluator, is stored, sent to a worker, and printed. Tables are
 * structs of arrays: one typed array for each scalar of the element. A value is never written after it is made, so
 * its arrays may be shared.
 */
import type { Scalar, ScalarValue } from '../primitives/index.ts';

export type Value =
  | { readonly tag: 'scalar'; readonly scalar: Scalar; readonly value: ScalarValue }
  | { readonly tag: 'product'; readonly items: readonly Value[] }
  | { readonly tag: 'sum'; readonly alternative: number; readonly payload: Value }
  | { readonly tag: 'pair'; readonly first: Value; readonly second: Value }
  | { readonly tag: 'table'; readonly size: number; readonly elements: Elements };

/** `count` values of one type, `count` known from what holds them. */
export type Elements =
  | { readonly tag: 'scalars'; readonly scalar: Scalar; readonly data: ScalarArray }
  | { readonly tag: 'products'; readonly items: readonly Elements[] }
  /** Each alternative has `count` entries; those of other tags mean nothing. */
  | { readonly tag: 'sums'; readonly tags: Uint8Array; readonly alternatives: readonly Elements[] }
  | { readonly tag: 'pairs'; readonly firsts: Elements; readonly seconds: Elements }
  /** Tables of one size, one after the other. */
  | { readonly tag: 'tables'; readonly size: number; readonly elements: Elements }
  /** Values one by one, of which the sizes may differ; `null` where an alternative does not hold. */
  | { readonly tag: 'boxes'; readonly items: readonly (Value | null)[] };

export type ScalarArray =
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint32Array
  | Uint8Array
  | BigInt64Array
  | BigUint64Array;

export const UNIT_VALUE: Value = { tag: 'product', items: [] };

/** Zeroed scalars. */
export function scalarArray(scalar: Scalar, count: number): ScalarArray {
  switch (scalar) {
    case 'f32':
      return new Float32Array(count);
    case 'f64':
      return new Float64Array(count);
    case 'i32':
      return new Int32Array(count);
    case 'w32':
      return new Uint32Array(count);
    case 'w8':
      return new Uint8Array(count);
    case 'i64':
      return new BigInt64Array(count);
    case 'w64':
      return new BigUint64Array(count);
  }
}

/** Element `k`. */
export function elementAt(elements: Elements, k: number): Value {
  switch (elements.tag) {
    case 'scalars':
      return { tag: 'scalar', scalar: elements.scalar, value: elements.data[k]! };
    case 'products':
      return { tag: 'product', items: elements.items.map((item) => elementAt(item, k)) };
    case 'sums': {
      const alternative = elements.tags[k]!;
      return { tag: 'sum', alternative, payload: elementAt(elements.alternatives[alternative]!, k) };
    }
    case 'pairs':
      return { tag: 'pair', first: elementAt(elements.firsts, k), second: elementAt(elements.seconds, k) };
    case 'tables':
      return {
        tag: 'table',
        size: elements.size,
        elements: slice(elements.elements, k * elements.size, elements.size),
      };
    case 'boxes':
      return elements.items[k] ?? UNIT_VALUE;
  }
}

/** `count` elements from `start`; arrays are views, not copies. */
export function slice(elements: Elements, start: number, count: number): Elements {
  switch (elements.tag) {
    case 'scalars':
      return { ...elements, data: elements.data.subarray(start, start + count) };
    case 'products':
      return { tag: 'products', items: elements.items.map((item) => slice(item, start, count)) };
    case 'sums':
      return {
        tag: 'sums',
        tags: elements.tags.subarray(start, start + count),
        alternatives: elements.alternatives.map((alternative) => slice(alternative, start, count)),
      };
    case 'pairs':
      return {
        tag: 'pairs',
        firsts: slice(elements.firsts, start, count),
        seconds: slice(elements.seconds, start, count),
      };
    case 'tables': {
      const { size } = elements;
      return { tag: 'tables', size, elements: slice(elements.elements, start * size, count * size) };
    }
    case 'boxes':
      return { tag: 'boxes', items: elements.items.slice(start, start + count) };
  }
}

/** The bytes of a list of `w8` `(n &> Fin n => w8)`, or `null` for any other value. */
export function bytesOf(value: Value): Uint8Array | null {
  if (value.tag !== 'pair' || value.second.tag !== 'table') return null;
  const { elements } = value.second;
  return elements.tag === 'scalars' && elements.data instanceof Uint8Array ? elements.data : null;
}

/** A list of `w8`. */
export function bytesValue(bytes: Uint8Array): Value {
  return {
    tag: 'pair',
    first: { tag: 'scalar', scalar: 'w32', value: bytes.length },
    second: { tag: 'table', size: bytes.length, elements: { tag: 'scalars', scalar: 'w8', data: bytes } },
  };
}
