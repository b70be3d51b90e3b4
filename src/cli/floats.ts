/** The floats in a value, in order, and a value with others in their places. */
import type { Elements, Value } from '../values/index.ts';

/** What each float of a value becomes. */
type Map = (x: number, scalar: 'f32' | 'f64') => number;

/** Every float in a value, from left to right. */
export function floatsOf(value: Value): number[] {
  const found: number[] = [];
  mapFloats(value, (x) => {
    found.push(x);
    return x;
  });
  return found;
}

/** A value with its floats replaced, from left to right. Integers, and which constructor holds, stay. */
export function mapFloats(value: Value, map: Map): Value {
  switch (value.tag) {
    case 'scalar': {
      const { scalar } = value;
      if (scalar !== 'f32' && scalar !== 'f64') return value;
      const x = map(Number(value.value), scalar);
      return { tag: 'scalar', scalar, value: scalar === 'f32' ? Math.fround(x) : x };
    }
    case 'product':
      return { tag: 'product', items: value.items.map((item) => mapFloats(item, map)) };
    case 'sum':
      return { ...value, payload: mapFloats(value.payload, map) };
    case 'pair':
      return { tag: 'pair', first: value.first, second: mapFloats(value.second, map) };
    case 'table':
      return { ...value, elements: mapElements(value.elements, map) };
  }
}

function mapElements(elements: Elements, map: Map): Elements {
  switch (elements.tag) {
    case 'scalars': {
      const { data, scalar } = elements;
      if (scalar !== 'f32' && scalar !== 'f64') return elements;
      const copy = scalar === 'f32' ? new Float32Array(data.length) : new Float64Array(data.length);
      for (let i = 0; i < data.length; i++) copy[i] = map(Number(data[i]), scalar);
      return { tag: 'scalars', scalar, data: copy };
    }
    case 'products':
      return { tag: 'products', items: elements.items.map((item) => mapElements(item, map)) };
    case 'sums':
      return { ...elements, alternatives: elements.alternatives.map((a) => mapElements(a, map)) };
    case 'pairs':
      return { ...elements, seconds: mapElements(elements.seconds, map) };
    case 'tables':
      return { ...elements, elements: mapElements(elements.elements, map) };
    case 'boxes':
      return {
        tag: 'boxes',
        items: elements.items.map((item) => (item === null ? null : mapFloats(item, map))),
      };
  }
}
