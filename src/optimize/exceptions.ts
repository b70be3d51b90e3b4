/**
 * Removal of Except: what may throw becomes a value of `() + τ`, 0 when it threw.
 *
 * After a declaration that may throw, the rest of its block stands in the alternative of success. In a `for` every
 * iteration runs, an accumulated flag says whether one threw, and then the loop as a whole has thrown; a `while` stops.
 * State persists, because no handler is left early. A function that may throw returns the sum.
 */
import {
  type Atom,
  type Binder,
  type Block,
  Builder,
  type Decl,
  type Expr,
  type ExprOf,
  type Fn,
  hasEffect,
  type Monoid,
  make,
  maybeType,
  type Program,
  Renamer,
  type SourceId,
  type Type,
  typeOf,
  UNIT,
  UNIT_ATOM,
  W8,
  withoutExcept,
} from '../loops/index.ts';
import { fresh, supply } from '../names/index.ts';

const THREW = 0;
const SUCCEEDED = 1;

/** A declaration that may throw, and what stood before it in its block. */
interface Step {
  readonly before: Builder;
  readonly outcome: Atom;
  readonly success: Binder;
}

function throws(e: { readonly effects: Expr['effects'] }): boolean {
  return hasEffect(e.effects, 'except');
}

class Removal extends Renamer {
  /** Whether there was anything to remove. */
  hasRemoved = false;
  /** The names that functions have in the program without exceptions. */
  private readonly named: (callee: string) => string;

  constructor(named: (callee: string) => string) {
    super(supply());
    this.named = named;
  }

  fn(fn: Fn): Fn {
    const heaps = fn.heaps.map((heap) => this.bindHeap(heap));
    const params = fn.params.map((param) => this.bind(param));
    const body = throws(fn.body) ? this.attempt(fn.body) : this.block(fn.body);
    return { ...fn, name: this.named(fn.name), heaps, params, body };
  }

  /** A block that throws nothing itself; what it catches is removed. */
  override block(body: Block): Block {
    const mark = this.enter();
    const b = new Builder(this.names);
    for (const decl of body.decls) this.keep(b, decl);
    const block = b.finish(this.atom(body.result));
    this.leave(mark);
    return block;
  }

  private keep(b: Builder, decl: Decl): void {
    if (decl.tag === 'let' && decl.expr.tag === 'catch') {
      this.hasRemoved = true;
      this.types.atoms.set(decl.name, b.splice(this.attempt(decl.expr.body)));
    } else {
      b.declare(this.decl(decl));
    }
  }

  /** A block of type τ that may throw, as one of `() + τ`. Built from its end, so that its length costs no stack. */
  private attempt(body: Block): Block {
    const mark = this.enter();
    const steps: Step[] = [];
    let b = new Builder(this.names);
    let thrown = false;
    for (const decl of body.decls) {
      if (decl.tag === 'unpack' || !throws(decl.expr)) {
        this.keep(b, decl);
        continue;
      }
      thrown = decl.expr.tag === 'throw';
      if (thrown) break;
      const outcome = this.outcome(b, decl.expr);
      const success = this.bindAt(decl.name, this.type(decl.expr.type));
      steps.push({ before: b, outcome, success });
      b = new Builder(this.names);
    }
    const type = maybeType(this.type(body.type));
    let block = b.finish(
      thrown ? b.inject(type, THREW, UNIT_ATOM) : b.inject(type, SUCCEEDED, this.atom(body.result)),
    );
    for (const { before, outcome, success } of steps.reverse()) {
      block = before.finish(choose(before, outcome, type, success, block));
    }
    this.leave(mark);
    return block;
  }

  /** Emits an expression that may throw; answers a value of `() + τ`. */
  private outcome(b: Builder, e: Expr): Atom {
    b.source = e.source;
    switch (e.tag) {
      case 'call':
        return b.emit(this.call(e));
      case 'case':
        return this.caseOf(b, e);
      case 'for':
      case 'each':
        return this.loop(b, e);
      case 'while':
        return this.whileLoop(b, e);
      case 'runReader':
      case 'runState':
      case 'runAccum':
        return this.handler(b, e);
      default:
        // No other form has effects of its own or of a block but `throw`, which ends its block.
        return b.inject(maybeType(this.type(e.type)), THREW, UNIT_ATOM);
    }
  }

  private call(e: ExprOf<'call'>): Expr {
    const heaps = e.heaps.map((heap) => this.heap(heap));
    const args = e.args.map((arg) => this.atom(arg));
    const effects = withoutExcept(e.effects).map((f) =>
      'heap' in f ? { ...f, heap: this.heap(f.heap) } : f,
    );
    return make.callNode(this.named(e.callee), heaps, args, maybeType(this.type(e.type)), effects, e.source);
  }

  private caseOf(b: Builder, e: ExprOf<'case'>): Atom {
    const type = maybeType(this.type(e.type));
    const alternatives = e.alternatives.map((alternative) => {
      if (alternative === null) return null;
      const mark = this.enter();
      const binder = this.bind(alternative.binder);
      const body = this.attempt(alternative.body);
      this.leave(mark);
      return { binder, body };
    });
    return b.emit(make.caseOf(this.atom(e.scrutinee), alternatives, type, e.source));
  }

  /** Runs `body` under a flag that it may raise; answers `() + τ`, 0 if the flag was raised. */
  private flagged(b: Builder, type: Type, body: (b: Builder, raise: (b: Builder) => void) => Atom): Atom {
    const or = (): Monoid => b.monoid(make.literal('w8', 0), (c, x, y) => c.scalar('or', x, y));
    const ran = b.runAccum(or(), (c, ref) => body(c, (d) => d.extend(ref, or(), make.literal('w8', 1))));
    const result = b.project(0, ran);
    const flag = b.emit(make.fromTag(BOOLEAN, b.project(1, ran), b.source));
    return b.caseOf(flag, maybeType(type), [
      (c) => c.inject(maybeType(type), SUCCEEDED, result),
      (c) => c.inject(maybeType(type), THREW, UNIT_ATOM),
    ]);
  }

  private loop(b: Builder, e: ExprOf<'for'> | ExprOf<'each'>): Atom {
    const build = e.tag === 'for' ? make.forLoop : make.eachLoop;
    return this.flagged(b, this.type(e.type), (c, raise) => {
      const index = this.set(e.index);
      const mark = this.enter();
      const binder = this.bind(e.binder);
      const element = this.type(e.body.type);
      const body = this.valueOrRaise(c, e.body, element, raise, (d) => arbitrary(d, element));
      this.leave(mark);
      return c.emit(build(e.direction, index, binder, body, e.source), 'xs');
    });
  }

  private whileLoop(b: Builder, e: ExprOf<'while'>): Atom {
    return this.flagged(b, UNIT, (c, raise) => {
      const stop = make.literal('w8', 0);
      return c.emit(
        make.whileLoop(
          this.valueOrRaise(c, e.body, W8, raise, () => stop),
          e.source,
        ),
        'u',
      );
    });
  }

  /** The block's value; where it throws, the flag is raised and the value is `otherwise`. */
  private valueOrRaise(
    b: Builder,
    body: Block,
    type: Type,
    raise: (b: Builder) => void,
    otherwise: (b: Builder) => Atom,
  ): Block {
    const attempt = this.attempt(body);
    return b.block((c) =>
      c.caseOf(c.splice(attempt), type, [
        (d) => {
          raise(d);
          return otherwise(d);
        },
        (_d, value) => value,
      ]),
    );
  }

  /** The handler of the same kind over the attempt; with a final state or total, the pair is put back together. */
  private handler(b: Builder, e: ExprOf<'runReader' | 'runState' | 'runAccum'>): Atom {
    const type = this.type(e.type);
    const monoid = e.tag === 'runAccum' ? this.monoid(e.monoid) : null;
    const init = e.tag === 'runAccum' ? null : this.atom(e.init);
    const mark = this.enter();
    const heap = this.bindHeap(e.heap);
    const ref = this.bind(e.ref).name;
    const body = this.attempt(e.body);
    this.leave(mark);
    if (e.tag === 'runReader') return b.emit(make.runReader(init!, heap, ref, body, e.source));
    const run =
      monoid === null
        ? make.runState(init!, heap, ref, body, e.source)
        : make.runAccum(monoid, heap, ref, body, e.source);
    const ran = b.emit(run);
    const final = b.project(1, ran);
    return b.caseOf(b.project(0, ran), maybeType(type), [
      (c) => c.inject(maybeType(type), THREW, UNIT_ATOM),
      (c, value) => c.inject(maybeType(type), SUCCEEDED, c.tuple([value, final])),
    ]);
  }

  private monoid(m: Monoid): Monoid {
    const empty = this.atom(m.empty);
    const mark = this.enter();
    const left = this.bind(m.left);
    const right = this.bind(m.right);
    const combine = this.block(m.combine);
    this.leave(mark);
    return { type: this.type(m.type), empty, left, right, combine };
  }
}

const BOOLEAN: Type = { tag: 'sum', items: [UNIT, UNIT] };

/** A value that nobody looks at. */
function arbitrary(b: Builder, type: Type): Atom {
  return typeOf(UNIT_ATOM) === type ? UNIT_ATOM : b.emit(make.garbage(type, b.source));
}

/** `case outcome { threw → threw; success → rest }`. */
function choose(b: Builder, outcome: Atom, type: Type, success: Binder, rest: Block): Atom {
  const nothing: Binder = { name: fresh(b.names, 'u'), type: UNIT };
  const threw = b.block((c) => c.inject(type, THREW, UNIT_ATOM));
  const alternatives = [
    { binder: nothing, body: threw },
    { binder: success, body: rest },
  ];
  const source: SourceId = b.source;
  return b.emit(make.caseOf(outcome, alternatives, type, source));
}

/** The program without `throw` and `catch`. A function that may throw returns `() + τ`; so does such an entry. */
export function removeExceptions(program: Program): Program {
  return { functions: program.functions.map((fn) => new Removal((name) => name).fn(fn)) };
}

/**
 * As `removeExceptions`, for programs that call functions which others know with their exceptions: what may throw has
 * another name here. Answers these functions too. A program without exceptions stays as it is.
 */
export function replaceExceptions(program: Program): {
  readonly program: Program;
  readonly replaced: readonly Fn[];
} {
  const throwing = new Set(program.functions.filter((fn) => throws(fn.body)).map((fn) => fn.name));
  const named = (name: string): string => (throwing.has(name) ? `${name}.attempt` : name);
  const functions = program.functions.map((fn) => {
    const removal = new Removal(named);
    const removed = removal.fn(fn);
    return removal.hasRemoved || throwing.has(fn.name) ? removed : fn;
  });
  return {
    program: { functions },
    replaced: functions.filter((_, i) => throwing.has(program.functions[i]!.name)),
  };
}
