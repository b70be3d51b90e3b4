/**
 * Elimination of constructors that meet what takes them apart: projections of tuples, cases of injections. Folds constants
 * in the same walk, because each makes work for the other.
 */
import {
  type Atom,
  type Expr,
  type ExprOf,
  make,
  sameSet,
  sameType,
  type Type,
  typeOf,
  UNIT_ATOM,
} from '../loops/index.ts';
import { ConstantFolder } from './constants.ts';
import { eachFunction } from './rewriter.ts';

export class KnownValues extends ConstantFolder {
  protected override simplify(e: Expr): Expr {
    switch (e.tag) {
      case 'project': {
        const made = this.definition(e.arg, 'tuple');
        return made === null ? e : make.atom(made.items[e.index]!, e.source);
      }
      case 'tagOf':
        return this.tagOf(e);
      case 'fromTag':
        return this.fromTag(e);
      case 'fromOrdinal':
        return this.sameIndex(e);
      case 'index':
        return this.element(e);
      case 'case':
        return this.choice(e);
      default:
        return super.simplify(e);
    }
  }

  private tagOf(e: ExprOf<'tagOf'>): Expr {
    const injection = this.definition(e.arg, 'inject');
    if (injection !== null) return make.atom(make.literal('w8', injection.index), e.source);
    const made = this.definition(e.arg, 'fromTag');
    return made === null ? e : make.atom(made.arg, e.source);
  }

  private fromTag(e: ExprOf<'fromTag'>): Expr {
    if (e.arg.tag !== 'lit') return e;
    const tag = Number(e.arg.value);
    return e.type.tag === 'sum' && tag < e.type.items.length
      ? make.inject(e.type, tag, UNIT_ATOM, e.source)
      : e;
  }

  /** The index that an ordinal was taken of. */
  private sameIndex(e: ExprOf<'fromOrdinal'>): Expr {
    const taken = this.definition(e.arg, 'ordinal');
    return taken !== null && sameSet(taken.set, e.set) ? make.atom(taken.arg, e.source) : e;
  }

  /** A case on a truth value that chooses between two scalars, both known, computes nothing: it is a `select`. */
  private choice(e: ExprOf<'case'>): Expr {
    const made = this.definition(e.scrutinee, 'fromTag');
    const [no, yes] = e.alternatives;
    if (made === null || e.alternatives.length !== 2 || !no || !yes || e.type.tag !== 'scalar') return e;
    if (no.body.decls.length > 0 || yes.body.decls.length > 0) return e;
    return make.scalar('select', [made.arg, yes.body.result, no.body.result], e.source);
  }

  /**
   * An element of a table literal at a constant ordinal. In a table whose rows depend on the index, the type of what was
   * looked up names the index where the element's own names its ordinal; others may have been given that type.
   */
  private element(e: ExprOf<'index'>): Expr {
    const table = this.definition(e.table, 'tableLiteral');
    const at = this.definition(e.at, 'fromOrdinal');
    if (table === null || at?.arg.tag !== 'lit' || !isFin(table.type)) return e;
    const item = table.items[Number(at.arg.value)];
    return item !== undefined && sameType(typeOf(item), e.type) ? make.atom(item, e.source) : e;
  }

  /** The alternative that a known injection takes stands in place of its case. */
  protected override splice(e: Expr): Atom | null {
    if (e.tag !== 'case') return null;
    const injection = this.definition(this.atom(e.scrutinee), 'inject');
    const alternative = injection === null ? null : e.alternatives[injection.index];
    if (injection === null || alternative === null || alternative === undefined) return null;
    this.alias(alternative.binder.name, injection.arg);
    return this.spliceBlock(alternative.body);
  }
}

function isFin(type: Type): boolean {
  return type.tag === 'table' && type.index.tag === 'fin';
}

/** Projections of known tuples, tags and cases of known injections, elements of known tables; constants. */
export const reduceKnown = eachFunction((...context) => new KnownValues(...context));
