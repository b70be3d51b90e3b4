/**
 * The cost model (section 1.7 of the reference on differentiation): a non-linear
 * operation on floats costs 1; `+`, `dup`,
 * scalar maps, `0` and `drop` cost one for each scalar of their type; everything else is free. Reading through a linear
 * reference is a `dup`, adding to it a `+`, overwriting it a `drop`, taking from it or starting an accumulator a `0`,
 * and ending a reader a `drop`. So transposition swaps `dup` with `+`, and `0` with `drop`, and preserves the sum.
 */

import {
  type Atom,
  type Block,
  type Decl,
  type Expr,
  evaluateSetSize,
  type IndexSet,
  type SizeEnvironment,
  type Type,
  typeOf,
} from '../../loops/index.ts';
import type { Name } from '../../names/index.ts';
import { isFloat } from '../../primitives/index.ts';
import type { LinearBlock, LinearFn, Statement } from './ir.ts';

/** How much of each kind of work there is. */
export interface Cost {
  readonly primal: number;
  readonly dup: number;
  readonly add: number;
  /** Scalings, divisions, negations and casts. */
  readonly map: number;
  /** `choose` and `route`. */
  readonly choose: number;
  readonly zero: number;
  readonly drop: number;
}

export const FREE: Cost = { primal: 0, dup: 0, add: 0, map: 0, choose: 0, zero: 0, drop: 0 };

/** All work together. */
export function total(c: Cost): number {
  return c.primal + linearWork(c);
}

/** The work of the linear half. */
export function linearWork(c: Cost): number {
  return c.dup + c.add + c.map + c.choose + c.zero + c.drop;
}

/** The cost of the transposed program, if what is given is the cost of a linear one. */
export function swapped(c: Cost): Cost {
  return { ...c, dup: c.add, add: c.dup, zero: c.drop, drop: c.zero };
}

/** One cost and another one some times. */
export function plus(a: Cost, b: Cost, times = 1): Cost {
  return {
    primal: a.primal + times * b.primal,
    dup: a.dup + times * b.dup,
    add: a.add + times * b.add,
    map: a.map + times * b.map,
    choose: a.choose + times * b.choose,
    zero: a.zero + times * b.zero,
    drop: a.drop + times * b.drop,
  };
}

/** What a cost depends on beside the text. */
export interface CostAssumptions {
  /** The value of a size's name. */
  readonly size: (name: Name) => number;
  /** The alternative that a `case` of so many takes. */
  readonly alternative: (count: number) => number;
  /** How often a `while` runs its body. */
  readonly trips: number;
  /** The cost of a callee. */
  readonly callee: (callee: string, activity: string) => Cost;
}

export const NO_ASSUMPTIONS: CostAssumptions = {
  size: (name) => {
    throw new Error(`the cost depends on ${name.hint}`);
  },
  alternative: () => 0,
  trips: 1,
  callee: (callee) => {
    throw new Error(`the cost depends on that of ${callee}`);
  },
};

class Counter {
  private readonly assumptions: CostAssumptions;
  private readonly indices = new Map<number, number>();
  private readonly sizes: SizeEnvironment = {
    name: (name) => this.indices.get(name.id) ?? this.assumptions.size(name),
    ordinal: (_set, at) => (at.tag === 'var' ? this.sizes.name(at.name) : 0),
  };

  constructor(assumptions: CostAssumptions) {
    this.assumptions = assumptions;
  }

  /** The number of scalars of a tangent type; parts without fixed shape count as empty. */
  private scalars(type: Type): number {
    switch (type.tag) {
      case 'scalar':
        return isFloat(type.scalar) ? 1 : 0;
      case 'product':
        return type.items.reduce((sum, item) => sum + this.scalars(item), 0);
      case 'table':
        return this.each(type.index, type.binder, () => this.scalars(type.element), type.binder.id < 0);
      default:
        return 0;
    }
  }

  /** The sum over an index set; of one value that does not depend on the index, a product. */
  private each(set: IndexSet, binder: Name, value: () => number, isUniform: boolean): number {
    const size = evaluateSetSize(set, this.sizes);
    if (isUniform) return size === 0 ? 0 : size * value();
    let sum = 0;
    for (let i = 0; i < size; i++) {
      this.indices.set(binder.id, i);
      sum += value();
    }
    return sum;
  }

  private times(set: IndexSet, binder: Name, body: () => Cost): Cost {
    const size = evaluateSetSize(set, this.sizes);
    let sum = FREE;
    for (let i = 0; i < size; i++) {
      this.indices.set(binder.id, i);
      sum = plus(sum, body());
    }
    return sum;
  }

  // -------------------------------------------------------------------------------------------- the non-linear half

  loops(body: Block): Cost {
    return body.decls.reduce((sum, decl) => plus(sum, this.decl(decl)), FREE);
  }

  private decl(decl: Decl): Cost {
    return decl.tag === 'let' ? this.expr(decl.expr) : FREE;
  }

  private expr(e: Expr): Cost {
    switch (e.tag) {
      case 'scalar':
        return this.operation(e.type, ...e.args.map(typeOf));
      case 'cast':
        return this.operation(e.type, typeOf(e.arg));
      case 'extend':
        return { ...FREE, primal: this.scalars(typeOf(e.value)) };
      case 'for':
      case 'each':
        return this.times(e.index, e.binder.name, () => this.loops(e.body));
      case 'case':
        return this.loops(this.chosen(e.alternatives)?.body ?? EMPTY);
      case 'while':
        return plus(FREE, this.loops(e.body), this.assumptions.trips);
      case 'runState':
      case 'runReader':
      case 'runAccum':
      case 'catch':
        return this.loops(e.body);
      case 'call':
        return this.assumptions.callee(e.callee, '');
      default:
        return FREE;
    }
  }

  private operation(...types: readonly Type[]): Cost {
    return types.some((t) => t.tag === 'scalar' && isFloat(t.scalar)) ? { ...FREE, primal: 1 } : FREE;
  }

  private chosen<T>(alternatives: readonly (T | null)[]): T | null {
    const reachable = alternatives.filter((a) => a !== null);
    return reachable[this.assumptions.alternative(reachable.length)] ?? null;
  }

  // ------------------------------------------------------------------------------------------------ the linear half

  block(block: LinearBlock): Cost {
    return block.statements.reduce((sum, s) => plus(sum, this.statement(s)), FREE);
  }

  private statement(s: Statement): Cost {
    switch (s.tag) {
      case 'primal':
      case 'late':
        return this.decl(s.decl);
      case 'zero':
        return { ...FREE, zero: this.scalars(s.out.type) };
      case 'drop':
        return { ...FREE, drop: this.scalars(s.arg.type) };
      case 'dup':
        return { ...FREE, dup: this.scalars(s.arg.type) };
      case 'add':
        return { ...FREE, add: this.scalars(s.out.type) };
      case 'map':
        return { ...FREE, map: 1 };
      case 'choose':
      case 'route':
        return { ...FREE, choose: 1 };
      case 'open':
        return s.init === null ? { ...FREE, zero: this.content(s.ref.type) } : FREE;
      case 'close':
        return s.final === null ? { ...FREE, drop: this.content(s.ref.type) } : FREE;
      case 'access': {
        const scalars = this.scalars(s.value.type);
        const kind = { get: 'dup', add: 'add', put: 'drop', take: 'zero' } as const;
        return { ...FREE, [kind[s.action]]: scalars };
      }
      case 'for':
        return this.times(s.index, s.binder.name, () => this.block(s.body));
      case 'case': {
        const chosen = this.chosen(s.alternatives);
        return chosen === null ? FREE : this.block(chosen.body);
      }
      case 'while':
        return plus(FREE, this.block(s.body), this.assumptions.trips);
      case 'call':
        return this.assumptions.callee(s.callee, s.activity);
      default:
        return FREE;
    }
  }

  private content(ref: Type): number {
    return ref.tag === 'ref' ? this.scalars(ref.content) : 0;
  }
}

const UNIT_ATOM: Atom = { tag: 'unit' };
const EMPTY: Block = { decls: [], result: UNIT_ATOM, type: { tag: 'product', items: [] }, effects: [] };

/** The cost of a block of Loops under assumptions. Takes time proportional to the cost. */
export function costOfBlock(body: Block, assumptions: CostAssumptions = NO_ASSUMPTIONS): Cost {
  return new Counter(assumptions).loops(body);
}

/** The cost of a function with both halves, or with one. */
export function costOfLinear(fn: LinearFn, assumptions: CostAssumptions = NO_ASSUMPTIONS): Cost {
  return new Counter(assumptions).block(fn.body);
}
