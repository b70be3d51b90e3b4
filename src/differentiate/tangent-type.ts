/**
 * Tangent types. A tangent type is a type of Loops whose values form a vector space: floats, products, tables, and
 * dependent pairs whose first part is the primal's (docs/tangents.md).
 */
import { pairType, productType, type Type, tableType, UNIT } from '../loops/index.ts';
import { isFloat } from '../primitives/index.ts';

/**
 * The tangent type of `type`, or `null` where the only tangent is the trivial one: integers, indices, references. Of a
 * sum it is the product of the alternatives' tangent types, in which all but the primal's own alternative are zero.
 */
export function tangentType(type: Type): Type | null {
  switch (type.tag) {
    case 'scalar':
      return isFloat(type.scalar) ? type : null;
    case 'product':
    case 'sum': {
      const items = type.items.map(tangentType);
      return items.every((item) => item === null) ? null : productType(items.map((item) => item ?? UNIT));
    }
    case 'table': {
      const element = tangentType(type.element);
      return element === null ? null : tableType(type.binder, type.index, element);
    }
    case 'pair': {
      const second = tangentType(type.second);
      return second === null ? null : pairType(type.binder, type.first, second);
    }
    case 'ref':
    case 'index':
      return null;
  }
}

/** Whether the shape of a tangent is not fixed by its type: a list's length is in its primal. */
export function isDynamic(type: Type): boolean {
  switch (type.tag) {
    case 'product':
    case 'sum':
      return type.items.some(isDynamic);
    case 'table':
      return isDynamic(type.element);
    case 'pair':
      return true;
    default:
      return false;
  }
}

/** Whether a type contains a table: whether parts of it are read in less time than the whole. */
export function containsTable(type: Type): boolean {
  switch (type.tag) {
    case 'product':
    case 'sum':
      return type.items.some(containsTable);
    case 'table':
    case 'pair':
      return true;
    default:
      return false;
  }
}
