/** Values as nested JavaScript data, for whoever prefers convenience to typed arrays. */
import type { ScalarValue } from '../primitives/index.ts';
import { elementAt, type Value } from './value.ts';

/** A product is an array, so is a table; a sum and a dependent pair are objects. */
export type Nested =
  | ScalarValue
  | readonly Nested[]
  | { readonly alternative: number; readonly payload: Nested }
  | { readonly first: Nested; readonly second: Nested };

/** A value as nested arrays, numbers and strings, as JSON would have it. */
export function nested(value: Value): Nested {
  switch (value.tag) {
    case 'scalar':
      return value.value;
    case 'product':
      return value.items.map(nested);
    case 'sum':
      return { alternative: value.alternative, payload: nested(value.payload) };
    case 'pair':
      return { first: nested(value.first), second: nested(value.second) };
    case 'table':
      return Array.from({ length: value.size }, (_, k) => nested(elementAt(value.elements, k)));
  }
}
