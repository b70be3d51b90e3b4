/**
 * Fusion: a table that one loop alone reads, each element in the turn of that element, is not made. The reading loop
 * computes the element itself. No work is done twice, and none that was done is left out but faults that nobody needs.
 */
import {
  type Block,
  type BlockScope,
  type Expr,
  type ExprOf,
  type Fn,
  hasEffect,
  isPure,
  type Program,
  UNIT_ATOM,
  visitChildren,
} from '../loops/index.ts';
import { supply } from '../names/index.ts';
import { Callees } from './callees.ts';
import { KnownValues } from './known.ts';
import { Rewriter } from './rewriter.ts';

/** One of the blocks that stand around a place: how often it runs each time that the block around it runs. */
type Enclosing =
  | { readonly tag: 'once' }
  | { readonly tag: 'loop'; readonly binder: number }
  | { readonly tag: 'unknown' };

const ONCE: Enclosing = { tag: 'once' };
const UNKNOWN: Enclosing = { tag: 'unknown' };

interface Producer {
  readonly loop: ExprOf<'for'>;
  /** How many blocks stand around it. */
  readonly depth: number;
}

/** A place where a table is read, and the blocks around it. */
interface Reading {
  readonly at: number;
  readonly around: readonly Enclosing[];
}

/**
 * What the pass knows of a function before it rewrites it: its loops that make tables, and how tables are used. By the
 * numbers of names, so all names of the function must differ, as they do in what a `Rewriter` has made.
 */
class Uses {
  readonly producers = new Map<number, Producer>();
  private readonly counts = new Map<number, number>();
  private readonly readings = new Map<number, Reading>();

  constructor(body: Block) {
    this.block(body, []);
  }

  /** The loops whose tables need not be made, by the names of the tables. */
  fusible(): ReadonlyMap<number, ExprOf<'for'>> {
    const found = new Map<number, ExprOf<'for'>>();
    for (const [name, { loop, depth }] of this.producers) {
      const reading = this.readings.get(name);
      if (this.counts.get(name) === 1 && reading !== undefined && isElementwise(depth, reading))
        found.set(name, loop);
    }
    return found;
  }

  private block(body: Block, around: readonly Enclosing[]): void {
    for (const decl of body.decls) {
      if (decl.tag === 'unpack') {
        this.count(decl.arg);
        continue;
      }
      const { expr } = decl;
      this.expr(expr, around);
      if (expr.tag === 'for' && isPure(expr.effects))
        this.producers.set(decl.name.id, { loop: expr, depth: around.length });
    }
    this.count(body.result);
  }

  private expr(e: Expr, around: readonly Enclosing[]): void {
    if (e.tag === 'index' && e.table.tag === 'var' && e.at.tag === 'var')
      this.readings.set(e.table.name.id, { at: e.at.name.id, around });
    const none = (): void => {};
    visitChildren(e, {
      atom: (atom) => this.count(atom),
      type: none,
      set: none,
      heap: none,
      scope: (scope) => this.block(scope.body, [...around, enclosing(e, scope)]),
    });
  }

  private count(atom: Block['result']): void {
    if (atom.tag === 'var') this.counts.set(atom.name.id, (this.counts.get(atom.name.id) ?? 0) + 1);
  }
}

function enclosing(e: Expr, { body }: BlockScope): Enclosing {
  switch (e.tag) {
    case 'for':
    case 'each':
      return { tag: 'loop', binder: e.binder.name.id };
    case 'case':
      return ONCE;
    case 'runState':
    case 'runReader':
    case 'runAccum':
      return body === e.body ? ONCE : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

/**
 * Whether what stands between a loop and the reading of its table runs through the same elements, each once: a loop whose
 * index the table takes is one over the same index set.
 */
function isElementwise(depth: number, { at, around }: Reading): boolean {
  const between = around.slice(depth).filter(({ tag }) => tag !== 'once');
  const [reader] = between;
  return between.length === 1 && reader?.tag === 'loop' && reader.binder === at;
}

class Fusion extends KnownValues {
  private readonly fusible: ReadonlyMap<number, ExprOf<'for'>>;
  private readonly dropped: ReadonlySet<Expr>;

  constructor(fusible: ReadonlyMap<number, ExprOf<'for'>>, functions: Callees) {
    super(supply(), functions);
    this.fusible = fusible;
    this.dropped = new Set(fusible.values());
  }

  protected override splice(e: Expr): Block['result'] | null {
    // Nobody mentions the name of what is left out.
    if (this.dropped.has(e)) return UNIT_ATOM;
    const loop = e.tag === 'index' && e.table.tag === 'var' ? this.fusible.get(e.table.name.id) : undefined;
    if (e.tag !== 'index' || loop === undefined) return super.splice(e);
    this.alias(loop.binder.name, this.atom(e.at));
    return this.spliceBlock(loop.body);
  }
}

/** How often a function is looked at again: a row of a fused table may itself be read by one loop alone. */
const ROUNDS = 4;

function fused(fn: Fn, functions: Callees): Fn {
  // A fault in a function with IO may not move beyond what is printed.
  const rounds = hasEffect(fn.body.effects, 'io') ? 0 : ROUNDS;
  let current = fn;
  for (let round = 0; round < rounds; round++) {
    const fusible = new Uses(current.body).fusible();
    if (fusible.size === 0) break;
    current = new Fusion(fusible, functions).fn(current);
  }
  // Where nothing is fused, calls still lose the effects that their callees have lost.
  return current === fn ? new Rewriter(supply(), functions).fn(fn) : current;
}

/** Fuses loops, but in functions with IO. */
export function fuseLoops(program: Program): Program {
  const functions = new Callees();
  return { functions: program.functions.map((fn) => functions.note(fused(fn, functions))) };
}
