/** Constant folding, with the scalar semantics that the evaluator computes with. What would fault is left alone. */
import { type Expr, type ExprOf, type IndexSet, make, type Size, sizeOf, typeOf } from '../loops/index.ts';
import type { Scalar } from '../primitives/index.ts';
import { bitcastScalar, castScalar, scalarOperation } from '../values/index.ts';
import { eachFunction, Rewriter } from './rewriter.ts';

/** Sizes at or above this are left for the run to refuse. */
const SIZE_LIMIT = 2 ** 31;

export class ConstantFolder extends Rewriter {
  protected override simplify(e: Expr): Expr {
    switch (e.tag) {
      case 'scalar':
        return this.scalar(e);
      case 'cast':
      case 'bitcast':
        return this.conversion(e);
      case 'sizeOf':
        return this.size(e, sizeOf(e.set));
      case 'ordinal':
        return this.ordinal(e);
      default:
        return e;
    }
  }

  private scalar(e: ExprOf<'scalar'>): Expr {
    const [condition, yes, no] = e.args;
    if (e.operator === 'select' && condition?.tag === 'lit') {
      return make.atom(Number(condition.value) !== 0 ? yes! : no!, e.source);
    }
    const values = e.args.flatMap((arg) => (arg.tag === 'lit' ? [arg.value] : []));
    const operand = typeOf(e.args.at(-1)!);
    if (values.length < e.args.length || operand.tag !== 'scalar' || e.type.tag !== 'scalar') return e;
    const value = scalarOperation(e.operator, operand.scalar)(...values);
    return value === null ? e : make.atom(make.literal(e.type.scalar, value), e.source);
  }

  private conversion(e: ExprOf<'cast'> | ExprOf<'bitcast'>): Expr {
    const type = typeOf(e.arg);
    if (type.tag !== 'scalar') return e;
    const from: Scalar = type.scalar;
    if (from === e.to) return make.atom(e.arg, e.source);
    if (e.arg.tag !== 'lit') return e;
    const convert = e.tag === 'cast' ? castScalar(from, e.to) : bitcastScalar(from, e.to);
    return make.atom(make.literal(e.to, convert(e.arg.value)), e.source);
  }

  private size(e: Expr, size: Size | null): Expr {
    if (size?.tag !== 'const' || size.value >= SIZE_LIMIT) return e;
    return make.atom(make.literal('w32', size.value), e.source);
  }

  /** The ordinal of an index that was made from an ordinal is that ordinal. */
  private ordinal(e: ExprOf<'ordinal'>): Expr {
    if (!isOrdinal(e.set)) return e;
    const made = this.definition(e.arg, 'fromOrdinal');
    return made === null ? e : make.atom(made.arg, e.source);
  }
}

function isOrdinal(set: IndexSet): boolean {
  return set.tag === 'fin' || set.tag === 'named' || set.tag === 'range';
}

/** Computes operations on literals, and sizes that are constant. */
export const foldConstants = eachFunction((...context) => new ConstantFolder(...context));
