/** Zeros of tangent types as Loops code. */
import { type Atom, type Builder, instantiate, make, type Type, typeOf, UNIT_ATOM } from '../loops/index.ts';
import { tangentType } from './tangent-type.ts';

/**
 * The zero of a tangent type. Parts whose shape the type does not fix have that of `like`, a primal value, or
 * any if there is none.
 */
export function zeroLike(b: Builder, type: Type, like: Atom | null): Atom {
  switch (type.tag) {
    case 'scalar':
      return make.literal(type.scalar, 0);
    case 'product':
      return zeroProduct(b, type, like);
    case 'table':
      return b.forLoop(type.index, (body, i) => {
        const part = like === null ? null : body.index(like, i);
        return zeroLike(body, instantiate(type.element, type.binder, i), part);
      });
    case 'pair': {
      const [first, second] = like === null ? [anyFirst(b, type.first), null] : b.unpack(like);
      return b.pack(type, first, zeroLike(b, instantiate(type.second, type.binder, first), second));
    }
    default:
      throw new Error('not a tangent type');
  }
}

/** The tangent of a sum is zero in all alternatives, and has the primal's shape in the primal's own. */
function zeroProduct(b: Builder, type: Extract<Type, { tag: 'product' }>, like: Atom | null): Atom {
  const shape = like === null ? null : typeOf(like);
  if (like !== null && shape?.tag === 'sum') {
    return b.caseOf(
      like,
      type,
      shape.items.map((_, k) => (body, payload) => {
        const items = type.items.map((item, i) => zeroLike(body, item, i === k ? payload : null));
        return body.tuple(items);
      }),
    );
  }
  if (type.items.length === 0) return UNIT_ATOM;
  return b.tuple(
    type.items.map((item, i) => {
      const hasShape = like !== null && shape?.tag === 'product' && tangentType(shape.items[i]!) !== null;
      return zeroLike(b, item, hasShape ? b.project(i, like) : null);
    }),
  );
}

/** A list without a primal is empty; of other pairs some member, which is all that a part that nobody reads can be. */
function anyFirst(b: Builder, type: Type): Atom {
  return type.tag === 'scalar' ? make.literal(type.scalar, 0) : b.emit(make.garbage(type, b.source), 'any');
}
