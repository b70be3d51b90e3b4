/**
 * Accumulation by multiplication, maximum and minimum, whose derivatives need what the accumulator holds in the end. The
 * tangents are accumulated by addition, in any order, so that parallel loops stay parallel:
 *
 *  - of a product, each factor's tangent times the product of all others: a quotient, but for factors that are zero,
 *    which are counted, and added up with their squares, apart (`others`);
 *  - of a maximum, the tangent of the element that is chosen: at a tie of the last in index order, which a second
 *    accumulator finds by numbering the elements.
 *
 * The coefficients are computed in the linear half, when the totals are known.
 */
import {
  type Atom,
  addSizes,
  type Binder,
  BOOL,
  Builder,
  type ExprOf,
  finSet,
  type IndexSet,
  type Monoid,
  make,
  monoidKind,
  ONE,
  refType,
  type Size,
  type Type,
  typeOf,
  ZERO,
} from '../loops/index.ts';
import type { Name } from '../names/index.ts';
import { fresh } from '../names/index.ts';
import { isFloat, type Scalar } from '../primitives/index.ts';
import { eachScalar } from './arithmetic.ts';
import { Emitter } from './emitter.ts';
import type { Handler, LinearVar, StatementOf } from './linear/index.ts';
import { Spans } from './spans.ts';

export type OwnMonoid = 'mul' | 'max' | 'min';

type ViewStep = StatementOf<'view'>['step'];

/** An accumulator of the linear half's totals. */
interface Helper {
  readonly monoid: Monoid;
  readonly handler: Extract<Handler, { tag: 'runAccum' }>;
  readonly total: Binder;
}

/** An active accumulator with a rule of its own, while its body is linearized. */
interface Owned {
  readonly kind: OwnMonoid;
  readonly spans: Spans;
  readonly helpers: readonly Helper[];
  /** What is accumulated itself. */
  readonly total: Binder;
  /** The number of the next extension: what has been counted outside of the block, and in it. */
  base: Atom;
  offset: Size;
}

/** A reference to an owned accumulator, or a part of one: the same parts of its helpers, and the way there. */
interface OwnedRef {
  readonly owned: Owned;
  readonly helpers: readonly Atom[];
  readonly steps: readonly ViewStep[];
}

function isFloats(type: Type): boolean {
  switch (type.tag) {
    case 'scalar':
      return isFloat(type.scalar);
    case 'product':
      return type.items.every(isFloats);
    case 'table':
      return isFloats(type.element);
    default:
      return false;
  }
}

/** The rule of an accumulation, or `null` where its operation, or what its body does, has none. */
export function ownMonoid(e: ExprOf<'runAccum'>): OwnMonoid | null {
  const kind = monoidKind(e.monoid);
  if (kind !== 'mul' && kind !== 'max' && kind !== 'min') return null;
  return isFloats(e.monoid.type) && new Spans(e).of(e.body) !== null ? kind : null;
}

export abstract class MonoidLinearizer extends Emitter {
  private readonly owned: Owned[] = [];
  private readonly ownedRefs = new Map<number, OwnedRef>();
  /** How often helpers have been extended: a block that does so is not the source's, though nothing in it is linear. */
  protected helped = 0;

  // ------------------------------------------------------------------------------------------------------- handlers

  /** Enters the handlers of the helpers. */
  protected enterOwned(e: ExprOf<'runAccum'>, kind: OwnMonoid): Owned {
    const content = e.monoid.type;
    const monoids =
      kind === 'mul'
        ? [product, sum, sum, sum].map((operation) => this.lifted(content, operation))
        : [this.latest(content, kind)];
    const helpers = monoids.map((monoid): Helper => {
      const heap = fresh(this.names, 'h');
      const ref = { name: fresh(this.names, 'helper'), type: refType(heap, monoid.type) };
      const total = { name: fresh(this.names, 'total'), type: monoid.type };
      return { monoid, handler: { tag: 'runAccum', monoid, heap, ref }, total };
    });
    for (const { handler } of helpers) this.push({ tag: 'enter', handler, source: this.source });
    const total = { name: fresh(this.names, 'total'), type: content };
    const base = make.literal('w32', 0);
    const owned: Owned = { kind, spans: new Spans(e), helpers, total, base, offset: ONE };
    this.owned.push(owned);
    const refs = helpers.map(({ handler }) => make.variable(handler.ref));
    this.ownedRefs.set(e.ref.name.id, { owned, helpers: refs, steps: [] });
    return owned;
  }

  /** Leaves them; `inner` is what the accumulation itself gives, and becomes `result`. */
  protected leaveOwned(owned: Owned, inner: Binder, result: Binder): void {
    const { source } = this;
    this.owned.pop();
    const left: { readonly helper: Helper; readonly both: Binder }[] = [];
    let body = inner;
    for (const helper of [...owned.helpers].reverse()) {
      const type: Type = { tag: 'product', items: [body.type, helper.monoid.type] };
      const both = { name: fresh(this.names, 'both'), type };
      this.push({ tag: 'leave', body: make.variable(body), result: both, source });
      left.push({ helper, both });
      body = both;
    }
    let value: Atom = make.variable(body);
    for (const { helper } of left.reverse()) {
      this.primal(make.letDecl(helper.total.name, make.project(1, value, source)));
      value = this.emit(make.project(0, value, source), 'both');
    }
    this.primal(make.letDecl(result.name, make.atom(value, source)));
    if (owned.kind === 'mul')
      this.primal(make.letDecl(owned.total.name, make.project(1, make.variable(result), source)));
  }

  /** Follows a part of an owned accumulator in its helpers. */
  protected viewOwned(name: Name, ref: Atom, step: ViewStep): void {
    const whole = ref.tag === 'var' ? this.ownedRefs.get(ref.name.id) : undefined;
    if (whole === undefined || step.tag === 'listElement') return;
    const helpers = whole.helpers.map((helper) => {
      const { source } = this;
      const part =
        step.tag === 'item'
          ? make.refProject(helper, step.index, source)
          : make.refIndex(helper, step.at, source);
      return this.emit(part, 'helper');
    });
    this.ownedRefs.set(name.id, { ...whole, helpers, steps: [...whole.steps, step] });
  }

  // ----------------------------------------------------------------------------------------------------- extensions

  /** What is to be added to the tangent of the accumulator; `null` for an accumulator without a rule of its own. */
  protected ownedContribution(
    e: ExprOf<'extend'>,
    t: LinearVar | null,
  ): { readonly t: LinearVar | null } | null {
    const ref = e.ref.tag === 'var' ? this.ownedRefs.get(e.ref.name.id) : undefined;
    if (ref === undefined) return null;
    this.operand = typeOf(e.value);
    const contribution =
      ref.owned.kind === 'mul' ? this.factor(ref, e.value, t) : this.candidate(ref, e.value, t);
    return { t: contribution };
  }

  private factor({ owned, helpers, steps }: OwnedRef, x: Atom, t: LinearVar | null): LinearVar | null {
    const zero = this.constant(0);
    const isZero = this.scalar('feq', x, zero);
    this.extendHelper(helpers[0]!, this.scalar('select', isZero, this.constant(1), x), product);
    this.extendHelper(helpers[1]!, this.scalar('select', isZero, this.constant(1), zero), sum);
    const ifZero = this.scalar('select', isZero, x, zero);
    this.extendHelper(helpers[2]!, ifZero, sum);
    this.extendHelper(helpers[3]!, this.scalar('fmul', ifZero, ifZero), sum);
    if (t === null) return null;
    const totals = [owned, ...owned.helpers].map(({ total }) => this.late((b) => partOf(b, total, steps)));
    return this.scale(
      this.late((b) => others(b, x, totals)),
      t,
    );
  }

  private candidate({ owned, helpers, steps }: OwnedRef, x: Atom, t: LinearVar | null): LinearVar | null {
    const number = this.emit(
      make.scalar('iadd', [owned.base, this.size(owned.offset)], this.source),
      'number',
    );
    owned.offset = addSizes(owned.offset, ONE);
    const both = this.emit(make.tuple([x, number], this.source), 'candidate');
    const kind = owned.kind === 'min' ? 'min' : 'max';
    this.extendWith(
      helpers[0]!,
      both,
      this.monoidOf(
        (b) => nothing(b, scalarOf(x), kind),
        (b, l, r) => later(b, kind, l, r),
      ),
    );
    if (t === null) return null;
    const isChosen = this.late((b) => {
      const chosen = partOf(b, owned.helpers[0]!.total, steps);
      return b.scalar('ieq', b.project(1, chosen), number);
    });
    return this.choose(isChosen, t, null);
  }

  private extendHelper(ref: Atom, value: Atom, [empty, operator]: Lifted): void {
    this.extendWith(
      ref,
      value,
      this.monoidOf(
        () => this.constant(empty),
        (b, l, r) => b.scalar(operator, l, r),
      ),
    );
  }

  private extendWith(ref: Atom, value: Atom, monoid: Monoid): void {
    this.helped += 1;
    this.emit(make.extend(ref, monoid, value, this.source), 'u');
  }

  // ------------------------------------------------------------------------------------------------------ numbering

  /** In the body of a loop, the numbers of its turn; answers what counts the whole loop, to be called after it. */
  protected countLoop(e: ExprOf<'for'> | ExprOf<'each'>): () => void {
    const counted = this.owned.flatMap((owned) => {
      const span = owned.kind === 'mul' ? ZERO : owned.spans.of(e.body);
      const whole = owned.spans.ofExpr(e);
      if (span === null || whole === null || (span.tag === 'const' && span.value === 0)) return [];
      const { base, offset } = owned;
      const start = this.integer('iadd', base, this.size(offset));
      owned.base = this.integer('iadd', start, this.integer('imul', this.turn(e), this.size(span)));
      owned.offset = ZERO;
      return [{ owned, base, after: addSizes(offset, whole) }];
    });
    return () => {
      for (const { owned, base, after } of counted) {
        owned.base = base;
        owned.offset = after;
      }
    };
  }

  private turn(e: ExprOf<'for'> | ExprOf<'each'>): Atom {
    const ordinal = this.emit(make.ordinal(e.index, make.variable(e.binder), this.source), 'turn');
    if (e.direction === 'forward') return ordinal;
    const size = this.emit(make.sizeOfSet(e.index, this.source), 'turns');
    return this.integer('isub', this.integer('isub', size, make.literal('w32', 1)), ordinal);
  }

  private integer(operator: 'iadd' | 'isub' | 'imul', x: Atom, y: Atom): Atom {
    return this.emit(make.scalar(operator, [x, y], this.source), 'number');
  }

  private size(size: Size): Atom {
    if (size.tag === 'const') return make.literal('w32', size.value);
    const set: IndexSet = finSet(size);
    return this.emit(make.sizeOfSet(set, this.source), 'size');
  }

  // -------------------------------------------------------------------------------------------------------- monoids

  /** An operation on the scalars of a content type. */
  private lifted(content: Type, [empty, operator]: Lifted): Monoid {
    return this.monoidOf(
      (b) => filled(b, content, (scalar) => make.literal(scalar, empty)),
      (b, l, r) => eachScalar(b, content, [l, r], (c, [x, y]) => c.scalar(operator, x!, y!)),
    );
  }

  /** The largest (or smallest) of candidates with their numbers, for each scalar of a content type. */
  private latest(content: Type, kind: 'max' | 'min'): Monoid {
    return this.monoidOf(
      (b) => filled(b, content, (scalar, c) => nothing(c, scalar, kind)),
      (b, l, r) => eachScalar(b, content, [l, r], (c, [x, y]) => later(c, kind, x!, y!)),
    );
  }

  private monoidOf(empty: (b: Builder) => Atom, combine: (b: Builder, l: Atom, r: Atom) => Atom): Monoid {
    const b = new Builder(this.names, this.source);
    const monoid = b.monoid(empty(b), combine);
    for (const decl of b.finish(monoid.empty).decls) this.primal(decl);
    return monoid;
  }

  /** Code of the linear half. */
  private late(body: (b: Builder) => Atom): Atom {
    const b = new Builder(this.names, this.source);
    const result = body(b);
    for (const decl of b.finish(result).decls) this.push({ tag: 'late', decl, source: this.source });
    return result;
  }
}

/** The identity and the operator of a monoid of floats. */
type Lifted = readonly [number, 'fmul' | 'fadd'];

const product: Lifted = [1, 'fmul'];
const sum: Lifted = [0, 'fadd'];

function scalarOf(atom: Atom): Scalar {
  const type = typeOf(atom);
  return type.tag === 'scalar' ? type.scalar : 'f64';
}

function filled(b: Builder, type: Type, leaf: (scalar: Scalar, b: Builder) => Atom): Atom {
  switch (type.tag) {
    case 'scalar':
      return leaf(type.scalar, b);
    case 'product':
      return b.tuple(type.items.map((item) => filled(b, item, leaf)));
    case 'table':
      return b.forLoop(type.index, (c) => filled(c, type.element, leaf));
    default:
      throw new Error('an accumulator of floats is needed');
  }
}

/** No candidate: worse than every value, and before every number. */
function nothing(b: Builder, scalar: Scalar, kind: 'max' | 'min'): Atom {
  const worst = kind === 'max' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return b.tuple([make.literal(scalar, worst), make.literal('w32', 0)]);
}

/** The better of two candidates; of equal ones that with the larger number. */
function later(b: Builder, kind: 'max' | 'min', l: Atom, r: Atom): Atom {
  const [x, m] = [b.project(0, l), b.project(1, l)];
  const [y, n] = [b.project(0, r), b.project(1, r)];
  const isBetter = b.scalar(kind === 'max' ? 'fgt' : 'flt', x, y);
  const isLater = b.scalar('and', b.scalar('feq', x, y), b.scalar('igt', m, n));
  const isLeft = b.scalar('or', isBetter, isLater);
  return b.tuple([b.scalar('select', isLeft, x, y), b.scalar('select', isLeft, m, n)]);
}

/**
 * The product of all factors but `x`, written so that its own derivatives are right too: the product of several factors
 * that are zero is zero, but changes with each of them when the others do. Of two others it is (s² − q) / 2, where s is
 * their sum and q that of their squares. Of more it shows in the fourth derivatives only, which are not finite here: better
 * than a wrong number.
 */
function others(
  b: Builder,
  x: Atom,
  [total, nonzero, zeros, sumOfZeros, sumOfSquares]: readonly Atom[],
): Atom {
  const scalar = scalarOf(x);
  const number = (value: number): Atom => make.literal(scalar, value);
  type Case = (c: Builder) => Atom;
  const choose = (c: Builder, left: Atom, right: number, yes: Case, no: Case): Atom => {
    const test = c.emit(make.fromTag(BOOL, c.scalar('feq', left, number(right)), c.source), 'test');
    return c.caseOf(test, typeOf(x), [no, yes]);
  };
  const sumOfOthers = (c: Builder): Atom => c.scalar('fsub', sumOfZeros!, x);
  const one: Case = () => nonzero!;
  const two: Case = (c) => c.scalar('fmul', nonzero!, sumOfOthers(c));
  const three: Case = (c) => {
    const s = sumOfOthers(c);
    const q = c.scalar('fsub', sumOfSquares!, c.scalar('fmul', x, x));
    const twice = c.scalar('fsub', c.scalar('fmul', s, s), q);
    return c.scalar('fmul', nonzero!, c.scalar('fmul', number(0.5), twice));
  };
  const more: Case = (c) => c.scalar('fmul', nonzero!, c.scalar('fpow', sumOfOthers(c), number(2.5)));
  const quotient: Case = (c) => c.scalar('fdiv', total!, x);
  const count = (c: Builder, n: number, yes: Case, no: Case): Atom => choose(c, zeros!, n, yes, no);
  return choose(
    b,
    x,
    0,
    (c) => count(c, 1, one, (d) => count(d, 2, two, (e) => count(e, 3, three, more))),
    quotient,
  );
}

function partOf(b: Builder, total: Binder, steps: readonly ViewStep[]): Atom {
  return steps.reduce<Atom>(
    (whole, step) => (step.tag === 'item' ? b.project(step.index, whole) : b.index(whole, step.at)),
    make.variable(total),
  );
}
