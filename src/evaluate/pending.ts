/**
 * Operands that wait for their use. An element of a table, or a product, that is used once, by an instruction of the
 * same block that can do its work too, has no instruction of its own: its name stands for a *pending* operand until
 * then. (Tables and names never change, so that is the same.)
 */
import { type Block, type Expr, monoidKind, type Type, visitChildren } from '../loops/index.ts';
import type { ScalarOperator } from '../primitives/index.ts';
import type { Float, Operand, Term } from './fused.ts';
import type { Spot } from './layout.ts';

export type Pending =
  | { readonly tag: 'element'; readonly scalar: Float; readonly spot: Spot & { readonly plus: number } }
  /** A product of two cells. */
  | { readonly tag: 'product'; readonly scalar: Float; readonly term: Extract<Term, { tag: 'product' }> }
  /** A product that is added to an accumulator. */
  | { readonly tag: 'addend'; readonly scalar: Float; readonly left: Operand; readonly right: Operand };

/** How the one use of a name takes it: as a factor, as a term of a sum, or as what is added to an accumulator. */
export type LazyUse = 'factor' | 'term' | 'addend';

const FUSED: ReadonlySet<ScalarOperator> = new Set(['fadd', 'fsub', 'fmul']);

/** Whether an operator can be the outer one of two that are computed in one step. */
export function isFused(operator: ScalarOperator): operator is 'fadd' | 'fsub' | 'fmul' {
  return FUSED.has(operator);
}

/** How often each name is used in a block and the blocks in it. Names of disjoint scopes may share an id. */
export function useCounts(block: Block): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  const blocks = [block];
  const use = (id: number) => counts.set(id, (counts.get(id) ?? 0) + 1);
  for (let next = blocks.pop(); next !== undefined; next = blocks.pop()) {
    if (next.result.tag === 'var') use(next.result.name.id);
    for (const decl of next.decls) {
      if (decl.tag === 'unpack') {
        if (decl.arg.tag === 'var') use(decl.arg.name.id);
      } else {
        visitChildren(decl.expr, {
          atom: (atom) => {
            if (atom.tag === 'var') use(atom.name.id);
          },
          type: () => {},
          set: () => {},
          heap: () => {},
          scope: ({ body }) => {
            blocks.push(body);
          },
        });
      }
    }
  }
  return counts;
}

/** The names that a block's own declarations could take pending. */
export function lazyUses(block: Block): ReadonlyMap<number, LazyUse> {
  const uses = new Map<number, LazyUse>();
  for (const decl of block.decls) {
    if (decl.tag !== 'let') continue;
    const { expr } = decl;
    if (expr.tag === 'scalar' && isFused(expr.operator)) {
      const use = expr.operator === 'fmul' ? 'factor' : 'term';
      for (const arg of expr.args) if (arg.tag === 'var') uses.set(arg.name.id, use);
    }
    if (isAddition(expr) && expr.value.tag === 'var') uses.set(expr.value.name.id, 'addend');
  }
  return uses;
}

function isAddition(expr: Expr): expr is Extract<Expr, { tag: 'extend' }> {
  return expr.tag === 'extend' && floatOf(expr.monoid.type) !== null && monoidKind(expr.monoid) === 'add';
}

/** The precision of a type of floats, and null for every other type. */
export function floatOf(type: Type): Float | null {
  return type.tag === 'scalar' && (type.scalar === 'f32' || type.scalar === 'f64') ? type.scalar : null;
}
