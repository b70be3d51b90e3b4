/**
 * Random differentiable programs: a function of a table and two scalars to a scalar, with loops in both directions,
 * Read, Accum (by every operation) and State (whole, by element, by item, nested), `case` on comparisons and on sums with
 * active payloads, `while`, exceptions, calls, also with references, lists, and tables of sums. Values stay near 1, so
 * that finite differences are a fair judge.
 */
import {
  type Atom,
  type Block,
  BOOL,
  Builder,
  buildBlock,
  F64,
  type Fn,
  finSet,
  type IndexSet,
  listOf,
  type Monoid,
  make,
  nameSize,
  type Program,
  productType,
  rangeSet,
  refType,
  sumType,
  type Type,
  tableOf,
  typeOf,
  UNIT_ATOM,
} from '../../src/loops/index.ts';
import { supply } from '../../src/names/index.ts';
import { removeExceptions } from '../../src/optimize/index.ts';
import type { Tape } from '../loops/tape.ts';

export interface Choices {
  /** Forms that may be used: all by default. */
  readonly state: boolean;
  readonly control: boolean;
}

export const SIZE = 3;
const SET: IndexSet = finSet(SIZE);
const TABLE: Type = tableOf(SET, F64);
const SHAPE: Type = sumType([F64, productType([F64, F64])]);
const LIST: Type = listOf(F64);

interface Ref {
  readonly ref: Atom;
  readonly kind: 'read' | 'accum' | 'state';
  /** Of an accumulator. */
  readonly operation?: Operation;
}

/** `circle` is x, y ↦ x + y + x y, which has no rule of its own. */
type Operation = 'add' | 'mul' | 'max' | 'min' | 'circle';

/** What is in scope. */
interface Scope {
  readonly scalars: readonly Atom[];
  readonly tables: readonly Atom[];
  readonly indices: readonly Atom[];
  /** The indices of loops over ranges of the set. */
  readonly bounds: readonly { readonly index: Atom; readonly set: IndexSet }[];
  /** References to scalars, and to tables. */
  readonly refs: readonly Ref[];
  readonly tableRefs: readonly Ref[];
  readonly listRefs: readonly Atom[];
  /** Whether exceptions are caught. */
  readonly isCaught: boolean;
}

/** A number between -1 and 1. */
export const float = (tape: Tape): number => tape.below(2 ** 20) / 2 ** 19 - 1;

const f64 = (value: number): Atom => make.literal('f64', value);

const EMPTY: Readonly<Record<Operation, number>> = {
  add: 0,
  mul: 1,
  max: Number.NEGATIVE_INFINITY,
  min: Number.POSITIVE_INFINITY,
  circle: 0,
};

function combined(b: Builder, operation: Operation, x: Atom, y: Atom): Atom {
  switch (operation) {
    case 'add':
      return b.scalar('fadd', x, y);
    case 'mul':
      return b.scalar('fmul', x, y);
    case 'max':
    case 'min':
      return b.scalar('select', b.scalar(operation === 'max' ? 'fgt' : 'flt', x, y), x, y);
    case 'circle':
      return b.scalar('fadd', b.scalar('fadd', x, y), b.scalar('fmul', x, y));
  }
}

class Generator {
  private readonly random: Tape;
  private readonly choices: Choices;
  private readonly writers: Helpers;
  private readonly helpers: readonly Fn[];
  private budget: number;

  constructor(random: Tape, choices: Choices, helpers: Helpers) {
    this.random = random;
    this.choices = choices;
    this.writers = helpers;
    this.helpers = helpers.pure;
    this.budget = 14 + random.below(14);
  }

  private monoid(b: Builder, type: Type, operation: Operation = 'add'): Monoid {
    const empty = f64(EMPTY[operation]);
    const combine = (c: Builder, x: Atom, y: Atom): Atom => combined(c, operation, x, y);
    if (type.tag === 'scalar') return b.monoid(empty, combine);
    const empties = b.forLoop(SET, () => empty);
    return b.monoid(empties, (c, x, y) => c.forLoop(SET, (d, i) => combine(d, d.index(x, i), d.index(y, i))));
  }

  /** Squashes a value, so that nothing grows. */
  private tame(b: Builder, x: Atom): Atom {
    const square = b.scalar('fmul', x, x);
    return b.scalar(
      'fdiv',
      x,
      b.scalar('sqrt', b.scalar('fadd', f64(1), b.scalar('fmul', f64(0.1), square))),
    );
  }

  // ------------------------------------------------------------------------------------------------------- values

  scalar(b: Builder, s: Scope, depth: number): Atom {
    this.budget -= 1;
    const { random } = this;
    if (this.budget <= 0 || depth <= 0) return this.leaf(b, s);
    const recur = (): Atom => this.scalar(b, s, depth - 1);
    switch (random.below(this.choices.control ? 25 : 13)) {
      case 0:
        return this.leaf(b, s);
      case 1:
      case 2:
        return b.scalar(random.of(['fadd', 'fsub'] as const), recur(), recur());
      case 3:
      case 4:
        return this.tame(b, b.scalar('fmul', recur(), recur()));
      case 5:
        return b.scalar(
          random.of(['sin', 'cos', 'tanh', 'fneg', 'atan', 'expm1', 'erf'] as const),
          this.tame(b, recur()),
        );
      case 6: {
        const y = recur();
        return b.scalar('fdiv', recur(), b.scalar('fadd', f64(1), b.scalar('fmul', y, y)));
      }
      case 7:
        return b.index(this.table(b, s, depth - 1), this.place(b, s));
      case 8:
        return this.sum(b, s, depth);
      case 9:
        return this.choices.state ? this.state(b, s, depth) : this.sum(b, s, depth);
      case 10:
        return this.reader(b, s, depth);
      case 11: {
        const pair = b.tuple([recur(), b.tuple([recur(), this.table(b, s, depth - 1)])]);
        const inner = b.project(1, pair);
        return b.scalar('fadd', b.project(random.below(2), inner) && b.project(0, pair), b.project(0, inner));
      }
      case 12:
        return this.triangle(b, s, depth);
      case 13:
        return this.branch(b, s, depth);
      case 14:
        return this.shape(b, s, depth);
      case 15:
        return this.choices.state ? this.repeat(b, s, depth) : this.branch(b, s, depth);
      case 16:
        return this.call(b, s, depth);
      case 17:
        return this.list(b, s, depth);
      case 18:
        return this.special(b, s, depth);
      case 19:
        return b.scalar('select', this.truth(b, s), recur(), recur());
      case 20:
        return this.accumulation(b, s, depth);
      case 21:
        return this.shapes(b, s, depth);
      case 22:
        return this.attempt(b, s, depth);
      case 23:
        return this.choices.state ? this.both(b, s, depth) : this.shapes(b, s, depth);
      default:
        return this.choices.state ? this.listState(b, s, depth) : this.list(b, s, depth);
    }
  }

  private leaf(b: Builder, s: Scope): Atom {
    const { random } = this;
    const readable = s.refs.filter((r) => r.kind !== 'accum');
    const tables = s.tableRefs.filter((r) => r.kind !== 'accum');
    switch (random.below(6)) {
      case 0:
        return readable.length === 0 ? random.of(s.scalars) : this.read(b, random.of(readable));
      case 1: {
        if (tables.length === 0) return random.of(s.scalars);
        const { ref, kind } = random.of(tables);
        return this.read(b, { ref: b.refIndex(ref, this.place(b, s)), kind });
      }
      case 2:
        return b.index(random.of(s.tables), this.place(b, s));
      case 3:
        return f64(float(random));
      default:
        return random.of(s.scalars);
    }
  }

  private read(b: Builder, { ref, kind }: Ref): Atom {
    return kind === 'read' ? b.ask(ref) : b.get(ref);
  }

  private place(b: Builder, s: Scope): Atom {
    const { random } = this;
    if (s.indices.length > 0 && random.below(3) > 0) return random.of(s.indices);
    return b.fromOrdinal(SET, make.literal('w32', random.below(SIZE)));
  }

  private table(b: Builder, s: Scope, depth: number): Atom {
    this.budget -= 1;
    const { random } = this;
    if (this.budget <= 0 || depth <= 0 || random.below(3) === 0) {
      const tables = s.tableRefs.filter((r) => r.kind !== 'accum');
      return tables.length > 0 && random.below(2) === 0
        ? this.read(b, random.of(tables))
        : random.of(s.tables);
    }
    if (random.below(6) === 0) {
      const items = Array.from({ length: SIZE }, () => this.scalar(b, s, depth - 1));
      return b.emit(make.tableLiteral(TABLE, items, 0));
    }
    const direction = random.below(2) === 0 ? 'forward' : 'backward';
    return b.forLoop(
      SET,
      (c, i) => {
        const inner = { ...s, indices: [...s.indices, i] };
        this.effects(c, inner, depth - 1);
        return this.scalar(c, inner, depth - 1);
      },
      direction,
    );
  }

  // ------------------------------------------------------------------------------------------------------ handlers

  /** One write through a reference to a scalar. */
  write(b: Builder, s: Scope, { ref, kind }: Ref, value: Atom): void {
    if (kind === 'state') b.put(ref, this.tame(b, b.scalar('fmul', this.read(b, { ref, kind }), value)));
    else this.extend(b, ref, this.tame(b, b.scalar('fadd', value, this.leaf(b, s))));
  }

  /** Some writes through the references in scope. */
  private effects(b: Builder, s: Scope, depth: number): void {
    const { random } = this;
    for (let k = random.below(3); k > 0; k--) {
      if (s.isCaught && random.below(6) === 0) this.throwing(b, s);
      if (s.listRefs.length > 0 && random.below(3) === 0) this.listEffect(b, s, depth);
      if (random.below(6) === 0 && this.callWriter(b, s, depth)) continue;
      const scalars = s.refs.filter((r) => r.kind !== 'read');
      const tables = s.tableRefs.filter((r) => r.kind !== 'read');
      if (scalars.length + tables.length === 0) return;
      const value = this.scalar(b, s, depth);
      const whole = tables.length > 0 && (scalars.length === 0 || random.below(2) === 0);
      const chosen = random.of(whole ? tables : scalars);
      if (whole && random.below(3) === 0) {
        const row = this.table(b, s, 0);
        if (chosen.kind === 'accum') b.extend(chosen.ref, this.monoid(b, TABLE, chosen.operation), row);
        else b.put(chosen.ref, row);
        continue;
      }
      const ref = whole ? b.refIndex(chosen.ref, this.place(b, s)) : chosen.ref;
      if (chosen.kind === 'accum') this.extend(b, ref, value, chosen.operation);
      else b.put(ref, this.tame(b, value));
    }
  }

  private extend(b: Builder, ref: Atom, value: Atom, operation: Operation = 'add'): void {
    const isBounded = operation === 'mul' || operation === 'circle';
    b.extend(ref, this.monoid(b, F64, operation), isBounded ? b.scalar('tanh', value) : value);
  }

  private loops(b: Builder, s: Scope, depth: number): Atom {
    const { random } = this;
    const direction = random.below(2) === 0 ? 'forward' : 'backward';
    const set = this.extent(b, s);
    return b.eachLoop(
      set,
      (c, i) => {
        const at = set === SET ? i : c.fromOrdinal(SET, c.ordinal(set, i));
        const bounds = set.tag === 'range' && set.base === SET ? [...s.bounds, { index: i, set }] : s.bounds;
        const inner = { ...s, indices: [...s.indices, at], bounds };
        this.effects(c, inner, depth - 1);
        if (depth > 1 && random.below(3) === 0) this.loops(c, inner, depth - 1);
        this.effects(c, inner, depth - 1);
      },
      direction,
    );
  }

  /** Where a loop goes: the whole set, or what an enclosing loop's index leaves of it. */
  private extent(b: Builder, s: Scope): IndexSet {
    const { random } = this;
    if (s.indices.length === 0) return SET;
    const at = random.of(s.indices);
    const kind = random.of(['from', 'fromExc', 'to', 'toExc'] as const);
    switch (random.below(6)) {
      case 0:
      case 1:
        return rangeSet(SET, kind, at);
      case 2: {
        const length = b.ordinal(SET, at);
        return length.tag === 'var' ? finSet(nameSize(length.name)) : SET;
      }
      case 3: {
        if (s.bounds.length === 0) return SET;
        const { index, set } = random.of(s.bounds);
        return rangeSet(set, kind, index);
      }
      default:
        return SET;
    }
  }

  /** A triangle is made, and some of what it holds is added up. */
  private triangle(b: Builder, s: Scope, depth: number): Atom {
    const kind = this.random.of(['from', 'fromExc', 'to', 'toExc'] as const);
    const rows = b.forLoop(SET, (c, i) =>
      c.forLoop(rangeSet(SET, kind, i), (d, j) => {
        const at = d.fromOrdinal(SET, d.ordinal(rangeSet(SET, kind, i), j));
        return this.scalar(d, { ...s, indices: [...s.indices, i, at] }, depth - 1);
      }),
    );
    const both = b.runAccum(this.monoid(b, F64), (c, ref) => {
      c.eachLoop(SET, (d, i) => {
        const row = d.index(rows, i);
        d.eachLoop(rangeSet(SET, kind, i), (e, j) => e.extend(ref, this.monoid(e, F64), e.index(row, j)));
      });
      return UNIT_ATOM;
    });
    return this.tame(b, b.project(1, both));
  }

  private sum(b: Builder, s: Scope, depth: number): Atom {
    const isTable = this.random.below(2) === 0;
    const type = isTable ? TABLE : F64;
    const both = b.runAccum(this.monoid(b, type), (c, ref) => {
      const r: Ref = { ref, kind: 'accum' };
      const inner = isTable ? { ...s, tableRefs: [...s.tableRefs, r] } : { ...s, refs: [...s.refs, r] };
      this.loops(c, inner, depth - 1);
      return this.scalar(c, s, depth - 2);
    });
    const total = b.project(1, both);
    const value = isTable ? b.index(total, this.place(b, s)) : total;
    return this.tame(b, this.random.below(2) === 0 ? value : b.scalar('fadd', value, b.project(0, both)));
  }

  private state(b: Builder, s: Scope, depth: number): Atom {
    const isTable = this.random.below(2) === 0;
    const init = isTable ? this.table(b, s, depth - 1) : this.scalar(b, s, depth - 1);
    const both = b.runState(init, (c, ref) => {
      const r: Ref = { ref, kind: 'state' };
      const inner = isTable ? { ...s, tableRefs: [...s.tableRefs, r] } : { ...s, refs: [...s.refs, r] };
      this.effects(c, inner, depth - 1);
      const unit = this.loops(c, inner, depth - 1);
      if (this.random.below(2) === 0) this.loops(c, inner, depth - 1);
      const x = this.scalar(c, inner, depth - 2);
      return this.choices.control ? c.project(1, c.tuple([unit, x])) : x;
    });
    const final = b.project(1, both);
    const value = isTable ? b.index(final, this.place(b, s)) : final;
    return b.scalar('fsub', value, b.project(0, both));
  }

  private reader(b: Builder, s: Scope, depth: number): Atom {
    const isTable = this.random.below(2) === 0;
    const init = isTable ? this.table(b, s, depth - 1) : this.scalar(b, s, depth - 1);
    return b.runReader(init, (c, ref) => {
      const r: Ref = { ref, kind: 'read' };
      const inner = isTable ? { ...s, tableRefs: [...s.tableRefs, r] } : { ...s, refs: [...s.refs, r] };
      return this.sum(c, inner, depth - 1);
    });
  }

  // ------------------------------------------------------------------------------------------------------- control

  private truth(b: Builder, s: Scope): Atom {
    return b.scalar('fgt', this.leaf(b, s), f64(float(this.random)));
  }

  private test(b: Builder, s: Scope): Atom {
    return b.emit(make.fromTag(BOOL, this.truth(b, s), 0), 'test');
  }

  private branch(b: Builder, s: Scope, depth: number): Atom {
    const body = (c: Builder): Atom => {
      this.effects(c, s, depth - 1);
      return this.scalar(c, s, depth - 1);
    };
    return b.caseOf(this.test(b, s), F64, [body, body]);
  }

  /** A sum with active payloads, perhaps from a branch, taken apart. */
  private shape(b: Builder, s: Scope, depth: number): Atom {
    const one = (c: Builder): Atom => c.inject(SHAPE, 0, this.scalar(c, s, depth - 1));
    const two = (c: Builder): Atom =>
      c.inject(SHAPE, 1, c.tuple([this.scalar(c, s, depth - 1), this.scalar(c, s, depth - 2)]));
    const shape = b.caseOf(this.test(b, s), SHAPE, [one, two]);
    return b.caseOf(shape, F64, [
      (c, x) => this.scalar(c, { ...s, scalars: [...s.scalars, x] }, depth - 1),
      (c, xy) => this.tame(c, c.scalar('fmul', c.project(0, xy), c.project(1, xy))),
    ]);
  }

  private repeat(b: Builder, s: Scope, depth: number): Atom {
    const start = b.tuple([this.scalar(b, s, depth - 1), make.literal('w32', 0)]);
    const count = make.literal('w32', 1 + this.random.below(4));
    const both = b.runState(start, (c, ref) => {
      c.whileLoop((d) => {
        const x = d.refProject(ref, 0);
        const k = d.refProject(ref, 1);
        const inner = { ...s, refs: [...s.refs, { ref: x, kind: 'state' } as const] };
        this.effects(d, inner, depth - 1);
        d.put(x, this.tame(d, this.scalar(d, inner, depth - 1)));
        const next = d.scalar('iadd', d.get(k), make.literal('w32', 1));
        d.put(k, next);
        return d.scalar('ilt', next, count);
      });
      return UNIT_ATOM;
    });
    return b.project(0, b.project(1, both));
  }

  private call(b: Builder, s: Scope, depth: number): Atom {
    if (this.helpers.length === 0) return this.leaf(b, s);
    const fn = this.random.of(this.helpers);
    return b.call(
      make.signatureOf(fn),
      [],
      [this.table(b, s, depth - 1), this.scalar(b, s, depth - 1), this.leaf(b, s)],
    );
  }

  /** A call of a function that writes through a reference, if there is one for it in scope; answers whether there is. */
  private callWriter(b: Builder, s: Scope, depth: number): boolean {
    const found = s.refs.flatMap((r) => {
      const writer = r.kind === 'state' ? this.writers.state : this.writers.accum;
      const isFor = r.kind === 'state' || (r.kind === 'accum' && (r.operation ?? 'add') === 'add');
      return isFor && writer !== null ? [{ ref: r.ref, writer }] : [];
    });
    if (found.length === 0) return false;
    const { ref, writer } = this.random.of(found);
    const { type } = ref as Extract<Atom, { tag: 'var' }>;
    if (type.tag !== 'ref') return false;
    const args = [ref, this.table(b, s, 0), this.scalar(b, s, depth - 1), this.leaf(b, s)];
    b.call(make.signatureOf(writer), [type.heap], args);
    return true;
  }

  /** Functions with edges, away from them. */
  private special(b: Builder, s: Scope, depth: number): Atom {
    const x = this.scalar(b, s, depth - 1);
    const positive = b.scalar('fadd', f64(1), b.scalar('fmul', x, x));
    const y = this.tame(b, this.scalar(b, s, depth - 1));
    switch (this.random.below(5)) {
      case 0:
        return b.scalar(this.random.of(['log', 'sqrt', 'log1p', 'log2', 'log10'] as const), positive);
      case 1:
        return b.scalar('fatan2', y, positive);
      case 2:
        return this.tame(b, b.scalar('fpow', this.tame(b, positive), b.scalar('tanh', y)));
      case 3:
        return this.tame(
          b,
          b.scalar(this.random.of(['exp', 'exp2', 'sinh', 'cosh', 'erfc', 'asinh'] as const), y),
        );
      default:
        return this.tame(b, b.scalar('lgamma', positive));
    }
  }

  /** Another accumulation than by addition. */
  private accumulation(b: Builder, s: Scope, depth: number): Atom {
    const isTable = this.random.below(2) === 0;
    const operations = ['mul', 'max', 'min', 'circle'] as const;
    const operation = this.random.of(this.choices.state ? operations : operations.slice(0, 3));
    const both = b.runAccum(this.monoid(b, isTable ? TABLE : F64, operation), (c, ref) => {
      const r: Ref = { ref, kind: 'accum', operation };
      const inner = isTable ? { ...s, tableRefs: [...s.tableRefs, r] } : { ...s, refs: [...s.refs, r] };
      const at = isTable ? c.refIndex(ref, this.place(c, s)) : ref;
      this.extend(c, at, this.scalar(c, s, depth - 2), operation);
      this.loops(c, inner, depth - 1);
      return this.scalar(c, s, depth - 2);
    });
    const total = b.project(1, both);
    const value = isTable ? b.index(total, this.place(b, s)) : total;
    // The identity of a maximum is infinite.
    return b.scalar('fadd', b.scalar('tanh', value), b.project(0, both));
  }

  /** A table of sums with active payloads. */
  private shapes(b: Builder, s: Scope, depth: number): Atom {
    const table = b.forLoop(SET, (c, i) => {
      const inner = { ...s, indices: [...s.indices, i] };
      const one = (d: Builder): Atom => d.inject(SHAPE, 0, this.scalar(d, inner, depth - 1));
      const two = (d: Builder): Atom =>
        d.inject(SHAPE, 1, d.tuple([this.leaf(d, inner), this.scalar(d, inner, depth - 2)]));
      return c.caseOf(this.test(c, inner), SHAPE, [one, two]);
    });
    return b.caseOf(b.index(table, this.place(b, s)), F64, [
      (_, x) => x,
      (c, xy) => this.tame(c, c.scalar('fmul', c.project(0, xy), c.project(1, xy))),
    ]);
  }

  private throwing(b: Builder, s: Scope): void {
    const unit = productType([]);
    b.caseOf(this.test(b, s), unit, [() => UNIT_ATOM, (c) => c.emit(make.throwExcept(unit, 0))]);
  }

  private attempt(b: Builder, s: Scope, depth: number): Atom {
    const outcome = b.catchExcept((c) => {
      const inner = { ...s, isCaught: true };
      this.effects(c, inner, depth - 1);
      if (this.random.below(2) === 0) this.loops(c, inner, depth - 1);
      if (this.random.below(2) === 0) this.throwing(c, inner);
      return this.scalar(c, inner, depth - 1);
    });
    return b.caseOf(outcome, F64, [(c) => this.scalar(c, s, depth - 1), (_, x) => x]);
  }

  /** A state that is a product. */
  private both(b: Builder, s: Scope, depth: number): Atom {
    const init = b.tuple([this.scalar(b, s, depth - 1), this.table(b, s, depth - 1)]);
    const found = b.runState(init, (c, ref) => {
      const [x, xs] = [c.refProject(ref, 0), c.refProject(ref, 1)];
      const inner: Scope = {
        ...s,
        refs: [...s.refs, { ref: x, kind: 'state' }],
        tableRefs: [...s.tableRefs, { ref: xs, kind: 'state' }],
      };
      this.effects(c, inner, depth - 1);
      this.loops(c, inner, depth - 1);
      if (this.random.below(3) === 0) c.put(ref, c.tuple([this.leaf(c, inner), this.table(c, inner, 0)]));
      return c.project(1, c.get(ref));
    });
    const final = b.project(1, found);
    const sum = b.scalar('fadd', b.project(0, final), b.index(b.project(1, final), this.place(b, s)));
    return this.tame(b, b.scalar('fadd', sum, b.index(b.project(0, found), this.place(b, s))));
  }

  /** A state that is a list, of which the length changes. */
  private listState(b: Builder, s: Scope, depth: number): Atom {
    const found = b.runState(this.listOf(b, s, depth, 1 + this.random.below(2)), (c, ref) => {
      const inner = { ...s, listRefs: [...s.listRefs, ref] };
      this.listEffect(c, inner, depth);
      this.loops(c, inner, depth - 1);
      return this.leaf(c, s);
    });
    return b.scalar('fadd', this.total(b, b.project(1, found)), b.project(0, found));
  }

  private listEffect(b: Builder, s: Scope, depth: number): void {
    const { random } = this;
    const ref = random.of(s.listRefs);
    switch (random.below(3)) {
      case 0:
        b.put(ref, this.listOf(b, s, depth, 1 + random.below(3)));
        return;
      default: {
        // A reference to an element is for the list that is there: between it and its use nothing is put.
        const factor = random.below(2) === 0 ? this.scalar(b, s, depth - 1) : this.total(b, b.get(ref));
        const first = b.emit(make.listElement(ref, make.literal('w32', 0), 0), 'r');
        b.put(first, this.tame(b, b.scalar('fmul', b.get(first), factor)));
      }
    }
  }

  private listOf(b: Builder, s: Scope, depth: number, items: number): Atom {
    const atoms = Array.from({ length: items }, () => this.scalar(b, s, depth - 2));
    const table = b.emit(make.tableLiteral(tableOf(finSet(items), F64), atoms, 0));
    return b.pack(LIST, make.literal('w32', items), table);
  }

  /** A list of a length that depends on data, summed. */
  private list(b: Builder, s: Scope, depth: number): Atom {
    const of = (items: number) => (c: Builder) => this.listOf(c, s, depth, items);
    return this.total(b, b.caseOf(this.test(b, s), LIST, [of(1), of(3)]));
  }

  /** What a list holds, added up. */
  private total(b: Builder, list: Atom): Atom {
    const [, table] = b.unpack(list);
    const type = typeOf(table);
    if (type.tag !== 'table') throw new Error('a list holds a table');
    const total = b.runAccum(this.monoid(b, F64), (c, ref) => {
      c.eachLoop(type.index, (d, i) => d.extend(ref, this.monoid(d, F64), d.index(table, i)));
      return UNIT_ATOM;
    });
    return this.tame(b, b.project(1, total));
  }
}

/** Functions that a program may call. */
interface Helpers {
  readonly pure: readonly Fn[];
  /** Functions that write through a reference to a scalar, their first parameter. */
  readonly state: Fn | null;
  readonly accum: Fn | null;
}

const NO_HELPERS: Helpers = { pure: [], state: null, accum: null };

/** A function of a table and two scalars; with `kind`, of a reference too, through which it writes. */
function fnOf(
  name: string,
  random: Tape,
  choices: Choices,
  helpers: Helpers,
  depth: number,
  kind: 'state' | 'accum' | null = null,
): Fn {
  const names = supply(0);
  const outer = new Builder(names);
  const heap = outer.binder('h', F64).name;
  const r = outer.binder('r', refType(heap, F64));
  const params = [outer.binder('xs', TABLE), outer.binder('x', F64), outer.binder('y', F64)];
  const [xs, x, y] = params.map(make.variable);
  const ref = kind === null ? [] : [{ ref: make.variable(r), kind }];
  const scope: Scope = {
    scalars: [x!, y!],
    tables: [xs!],
    indices: [],
    bounds: [],
    refs: ref,
    tableRefs: [],
    listRefs: [],
    isCaught: false,
  };
  const generator = new Generator(random, choices, helpers);
  const body: Block = buildBlock(names, 0, (b) => {
    const result = b.scalar('fadd', generator.scalar(b, scope, depth), generator.scalar(b, scope, depth));
    if (kind !== null) generator.write(b, scope, ref[0]!, result);
    return result;
  });
  const heaps = kind === null ? [] : [heap];
  const all = kind === null ? params : [r, ...params];
  return { name, title: name, heaps, params: all, body, noinline: false, source: 0 };
}

/**
 * A program whose entry takes a table of `SIZE` floats and two floats to a float. Its forms nest to `depth`, those of the
 * functions that it calls to half of that.
 */
export function differentiableProgram(random: Tape, choices: Choices, depth = 4): Program {
  const half = depth / 2;
  if (!choices.control) return { functions: [fnOf('f', random, choices, NO_HELPERS, depth)] };
  const helper = fnOf('helper', random, choices, NO_HELPERS, half);
  const second = fnOf('second', random, choices, { ...NO_HELPERS, pure: [helper] }, half);
  const pure = [helper, second];
  const accum = fnOf('adder', random, choices, { ...NO_HELPERS, pure }, half, 'accum');
  const state = choices.state
    ? fnOf('writer', random, choices, { ...NO_HELPERS, pure, accum }, half, 'state')
    : null;
  const functions = [...pure, accum, ...(state === null ? [] : [state])];
  const entry = fnOf('f', random, choices, { pure, accum, state }, depth);
  return removeExceptions({ functions: [...functions, entry] });
}
