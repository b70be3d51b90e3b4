/**
 * Accumulations whose operation has no derivative rule of its own become State, in index order: the accumulator is read,
 * combined with what is added, and written. Their loops are no longer parallel, which `dx ad` says.
 */

import {
  type Block,
  Builder,
  type Decl,
  type Expr,
  type ExprOf,
  type Fn,
  make,
  mapChildren,
  monoidKind,
  type SourceId,
  typeOf,
  UNIT_ATOM,
  visitChildren,
} from '../loops/index.ts';
import type { Supply } from '../names/index.ts';
import type { Activity } from './activity.ts';
import { NotDifferentiable } from './not-differentiable.ts';
import { ownMonoid } from './own-monoids.ts';

class Rewriter {
  private readonly heaps: ReadonlySet<number>;
  private readonly names: Supply;

  constructor(heaps: ReadonlySet<number>, names: Supply) {
    this.heaps = heaps;
    this.names = names;
  }

  block(body: Block): Block {
    return make.block(
      body.decls.flatMap((decl) => this.decl(decl)),
      body.result,
    );
  }

  private decl(decl: Decl): readonly Decl[] {
    if (decl.tag === 'unpack') return [decl];
    const { expr } = decl;
    if (expr.tag === 'extend' && this.isAffected(expr))
      return [...this.update(expr), make.letDecl(decl.name, UNIT)];
    if (expr.tag === 'call') this.refuseArguments(expr);
    return [make.letDecl(decl.name, this.expr(expr))];
  }

  private isAffected({ ref }: ExprOf<'extend'>): boolean {
    const type = typeOf(ref);
    return type.tag === 'ref' && this.heaps.has(type.heap.id);
  }

  private update({ ref, monoid, value, source }: ExprOf<'extend'>): readonly Decl[] {
    const b = new Builder(this.names, source);
    const images = new Map([
      [monoid.left.name.id, b.get(ref)],
      [monoid.right.name.id, value],
    ]);
    b.put(ref, b.inline(monoid.combine, images));
    return b.finish(UNIT_ATOM).decls;
  }

  private refuseArguments(e: ExprOf<'call'>): void {
    if (!e.heaps.some((heap) => this.heaps.has(heap.id))) return;
    throw new NotDifferentiable(
      'an accumulation',
      `its operation is not addition, and a function accumulates into it`,
      e.source,
      'accumulate in the body of the handler itself, or use State',
    );
  }

  private expr(e: Expr): Expr {
    const mapped = mapChildren(e, {
      atom: (atom) => atom,
      type: (type) => type,
      set: (set) => set,
      heap: (heap) => heap,
      scope: (scope) => ({ ...scope, body: this.block(scope.body) }),
    });
    if (mapped.tag !== 'runAccum' || !this.heaps.has(mapped.heap.id)) return mapped;
    return make.runState(mapped.monoid.empty, mapped.heap, mapped.ref.name, mapped.body, mapped.source);
  }
}

const UNIT = make.atom(UNIT_ATOM, 0);

/** The active heaps whose accumulation has no rule, with the places of their handlers. */
export function otherAccumulators(fn: Fn, activity: Activity): ReadonlyMap<number, SourceId> {
  const found = new Map<number, SourceId>();
  const block = (body: Block): void => {
    for (const decl of body.decls) {
      if (decl.tag !== 'let') continue;
      const { expr } = decl;
      if (
        expr.tag === 'runAccum' &&
        activity.has(expr.heap) &&
        monoidKind(expr.monoid) !== 'add' &&
        ownMonoid(expr) === null
      )
        found.set(expr.heap.id, expr.source);
      for (const inner of blocksUnder(expr)) block(inner);
    }
  };
  block(fn.body);
  return found;
}

function blocksUnder(e: Expr): readonly Block[] {
  const blocks: Block[] = [];
  const none = (): void => {};
  visitChildren(e, { atom: none, type: none, set: none, heap: none, scope: ({ body }) => blocks.push(body) });
  return blocks;
}

/** The function with the accumulators of these heaps as State. */
export function accumulateByState(fn: Fn, heaps: ReadonlySet<number>, names: Supply): Fn {
  return heaps.size === 0 ? fn : { ...fn, body: new Rewriter(heaps, names).block(fn.body) };
}
