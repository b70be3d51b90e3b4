/**
 * Inlining of calls, by the size of the function and the number of its calls. Functions are taken callees first, so what
 * is inlined has been inlined into already, and the text grows by a bounded factor: a function that has grown large
 * is called. `@noinline` is respected; the entry is inlined nowhere.
 */
import {
  type Atom,
  blockSize,
  type Expr,
  type ExprOf,
  type Fn,
  type Program,
  type SourceId,
} from '../loops/index.ts';
import { type Supply, supply } from '../names/index.ts';
import { Callees } from './callees.ts';
import { countCalls, dropUncalled } from './calls.ts';
import { Rewriter } from './rewriter.ts';

export interface InlineOptions {
  /** The source of code copied to a call: from its own source and the call's. */
  readonly inlineSource?: (inner: SourceId, call: SourceId) => SourceId;
}

/** A function of at most this size is always inlined: the call costs as much. */
const ALWAYS = 6;
/** Otherwise, if all its calls together come to at most this size. */
const TOTAL = 80;

interface InlineContext {
  readonly names: Supply;
  readonly functions: Callees;
  readonly options: InlineOptions;
}

class Inliner extends Rewriter {
  private readonly context: InlineContext;
  /** What is worth inlining. */
  private readonly bodies: ReadonlyMap<string, Fn>;
  /** The call that this code is copied to; `null` in the function itself. */
  private readonly call: SourceId | null;

  constructor(
    context: InlineContext,
    bodies: ReadonlyMap<string, Fn>,
    call: SourceId | null,
    into?: Inliner,
  ) {
    super(context.names, context.functions, into);
    this.context = context;
    this.bodies = bodies;
    this.call = call;
  }

  override expr(e: Expr): Expr {
    const copy = super.expr(e);
    const source = this.sourceOf(e);
    return source === copy.source ? copy : { ...copy, source };
  }

  private sourceOf(e: Expr): SourceId {
    if (this.call === null || this.context.options.inlineSource === undefined) return e.source;
    return this.context.options.inlineSource(e.source, this.call);
  }

  /** A call of a function worth inlining becomes its body, with arguments for parameters. */
  protected override splice(e: Expr): Atom | null {
    const callee = e.tag === 'call' ? this.bodies.get(e.callee) : undefined;
    return callee === undefined ? null : this.body(callee, e as ExprOf<'call'>);
  }

  private body(callee: Fn, e: ExprOf<'call'>): Atom {
    // What is worth inlining has no calls left that would be inlined.
    const copy = new Inliner(this.context, new Map(), this.sourceOf(e), this);
    callee.heaps.forEach((heap, i) => {
      copy.types.heaps.set(heap, this.heap(e.heaps[i]!));
    });
    callee.params.forEach((param, i) => {
      copy.alias(param.name, this.atom(e.args[i]!));
    });
    return copy.spliceBlock(callee.body);
  }
}

/** Inlines calls of small functions, and of functions that are called seldom; drops those that no call is left of. */
export function inlineCalls(program: Program, options: InlineOptions = {}): Program {
  const counts = countCalls(program);
  const worthwhile = new Map<string, Fn>();
  const callees = new Callees();
  const functions = program.functions.map((fn) => {
    const context = { names: supply(), functions: callees, options };
    const inlined = callees.note(new Inliner(context, worthwhile, null).fn(fn));
    const size = blockSize(inlined.body);
    const calls = counts.get(fn.name) ?? 0;
    if (!fn.noinline && (size <= ALWAYS || size * calls <= TOTAL)) worthwhile.set(fn.name, inlined);
    return inlined;
  });
  return dropUncalled({ functions });
}
