/**
 * Random well-typed blocks: every form, effect, scalar operator and host operation. All loops end and all sizes are
 * small; a program seldom faults.
 */
import {
  type Atom,
  BOOL,
  type Builder,
  type Direction,
  F32,
  F64,
  type FnSignature,
  type Format,
  finSet,
  I32,
  I64,
  type IndexSet,
  indexType,
  instantiate,
  isRectangular,
  listOf,
  type Monoid,
  make,
  maybeType,
  Naming,
  nameSize,
  productType,
  STRING,
  scalarType,
  sizeOf,
  type Type,
  tableOf,
  typeKey,
  typeOf,
  UNIT,
  UNIT_ATOM,
  W32,
} from '../../src/loops/index.ts';
import type { Name } from '../../src/names/index.ts';
import { bits, isFloat, SCALAR_OPERATORS, SCALARS, type ScalarOperator } from '../../src/primitives/index.ts';
import {
  anyLiteral,
  anyScalar,
  anySet,
  anyType,
  constantSet,
  isInhabited,
  numericType,
} from './generate-types.ts';
import type { Tape } from './tape.ts';

const key = (type: Type): string => typeKey(type, new Naming());
const w32 = (value: number): Atom => ({ tag: 'lit', scalar: 'w32', value });

type MonoidChoice = 'add' | 'mul' | 'max' | 'or';

/** A reference in scope, with how its heap is handled. */
interface Reference {
  readonly atom: Atom;
  readonly mode: 'state' | 'accum' | 'read';
  readonly monoid: MonoidChoice;
}

export interface Callable {
  readonly signature: FnSignature;
  readonly throws: boolean;
  /** The content type of the reference that it takes, and how its heap is handled. */
  readonly ref: { readonly content: Type; readonly mode: 'state' | 'accum' | 'read' } | null;
}

const OPERATORS = Object.keys(SCALAR_OPERATORS) as readonly ScalarOperator[];
const DIVISIONS: ReadonlySet<ScalarOperator> = new Set(['idiv', 'irem', 'idivS', 'iremS']);

export class Generator {
  readonly tape: Tape;
  private b: Builder;
  private readonly values: Atom[] = [];
  readonly sizes: Atom[] = [];
  private readonly refs: Reference[] = [];
  private readonly callables: readonly Callable[];
  private depth = 0;
  private mayThrow = false;
  private mayHost = false;

  constructor(tape: Tape, b: Builder, callables: readonly Callable[]) {
    this.tape = tape;
    this.b = b;
    this.callables = callables;
  }

  fresh(hint: string): Name {
    return this.b.fresh(hint);
  }

  // --------------------------------------------------------------------------------------------------- scopes

  private add(atom: Atom): Atom {
    if (atom.tag === 'var' && atom.type.tag !== 'ref') this.values.push(atom);
    return atom;
  }

  addSize(atom: Atom): Atom {
    this.sizes.push(atom);
    return this.add(atom);
  }

  /** Adds the entry's parameters. */
  seed(atoms: readonly Atom[]): void {
    for (const atom of atoms) this.add(atom);
  }

  addRef(ref: Reference): void {
    this.refs.push(ref);
  }

  /** A callback for a block of the builder: random statements, then a value of `type`. */
  private inner(type: Type, bind: (bound: Atom) => void = () => {}): (b: Builder, bound?: Atom) => Atom {
    return (b, bound) => this.nested(b, bound ?? UNIT_ATOM, bind, () => this.construct(type));
  }

  private nested<R>(b: Builder, bound: Atom, bind: (bound: Atom) => void, result: () => R): R {
    const outer = this.b;
    const counts = [this.values.length, this.sizes.length, this.refs.length];
    this.b = b;
    this.depth++;
    bind(bound);
    this.statements(this.depth > 3 ? 1 : 3);
    const value = result();
    this.depth--;
    this.b = outer;
    this.values.length = counts[0]!;
    this.sizes.length = counts[1]!;
    this.refs.length = counts[2]!;
    return value;
  }

  /** Index variables may stand in sizes. */
  private bindIndex = (index: Atom): void => {
    if (typeOf(index).tag === 'index') this.addSize(index);
    else this.add(index);
  };

  // --------------------------------------------------------------------------------------------------- values

  private find(type: Type): Atom | null {
    const wanted = key(type);
    const found = this.values.filter((atom) => key(typeOf(atom)) === wanted);
    return found.length === 0 ? null : this.tape.of(found);
  }

  private pick(fits: (type: Type) => boolean): Atom | null {
    const found = this.values.filter((atom) => fits(typeOf(atom)));
    return found.length === 0 ? null : this.tape.of(found);
  }

  /** A value of the type: one in scope, or a new one. */
  construct(type: Type): Atom {
    const found = this.tape.below(4) > 0 ? this.find(type) : null;
    return found ?? this.build(type);
  }

  private build(type: Type): Atom {
    switch (type.tag) {
      case 'scalar':
        return make.literal(type.scalar, anyLiteral(this.tape, type.scalar));
      case 'product':
        return this.b.tuple(type.items.map((item) => this.construct(item)));
      case 'sum':
        return this.buildSum(type);
      case 'table':
        return this.buildTable(type);
      case 'pair':
        return this.buildPair(type);
      case 'index':
        return this.buildIndex(type.set);
      case 'ref':
        throw new Error('references are not built');
    }
  }

  private buildSum(type: Extract<Type, { tag: 'sum' }>): Atom {
    const open = type.items.flatMap((item, i) => (isInhabited(item) ? [i] : []));
    if (open.length === 0) return this.b.fail(type, null);
    const index = this.tape.of(open);
    if (type.items.every((item) => key(item) === key(UNIT)) && this.tape.onceIn(3)) {
      return this.b.emit(make.fromTag(type, { tag: 'lit', scalar: 'w8', value: index }, 0));
    }
    return this.b.inject(type, index, this.construct(type.items[index]!));
  }

  private buildTable(type: Extract<Type, { tag: 'table' }>): Atom {
    const size = sizeOf(type.index);
    if (size?.tag === 'const' && size.value <= 4 && this.tape.onceIn(3)) {
      const items = Array.from({ length: size.value }, (_, k) =>
        this.construct(instantiate(type.element, type.binder, w32(k))),
      );
      return this.b.emit(make.tableLiteral(type, items, 0));
    }
    return this.b.forLoop(type.index, (b, i) =>
      this.nestedSmall(b, i, () => this.construct(instantiate(type.element, type.binder, i))),
    );
  }

  /** As `nested`, with few statements. */
  private nestedSmall(b: Builder, bound: Atom, result: () => Atom): Atom {
    this.depth += 2;
    const value = this.nested(b, bound, this.bindIndex, result);
    this.depth -= 2;
    return value;
  }

  private buildPair(type: Extract<Type, { tag: 'pair' }>): Atom {
    const isSize = key(type.first) === key(W32);
    const first = isSize ? this.smallNumber() : this.construct(type.first);
    return this.b.pack(type, first, this.construct(instantiate(type.second, type.binder, first)));
  }

  /** A `w32` that is small at run time. */
  private smallNumber(): Atom {
    const known = this.sizes.filter((atom) => key(typeOf(atom)) === key(W32));
    return known.length > 0 && this.tape.onceIn(2) ? this.tape.of(known) : w32(this.tape.below(4));
  }

  private buildIndex(set: IndexSet): Atom {
    const known = this.find(indexType(set));
    if (known !== null) return known;
    const size = sizeOf(set);
    if (size?.tag !== 'const' || size.value === 0) return this.b.fail(indexType(set), null);
    return this.b.fromOrdinal(set, w32(this.tape.below(size.value)));
  }

  private type(): Type {
    return anyType(this, 2);
  }

  // ---------------------------------------------------------------------------------------------- statements

  statements(most: number): void {
    const count = this.tape.below(most + 1);
    for (let k = 0; k < count; k++) this.statement();
  }

  /** Statements without blocks, then those with blocks; what stands more often comes more often. */
  private readonly leaves: readonly (() => void)[] = [
    () => this.scalar(),
    () => this.scalar(),
    () => this.scalar(),
    () => this.scalar(),
    () => this.conversion(),
    () => this.takeApart(),
    () => this.unpack(),
    () => this.index(),
    () => this.ordinals(),
    () => this.tags(),
    () => this.reference(),
    () => this.reference(),
    () => this.texts(),
    () => this.host(),
    () => this.add(this.build(this.type())),
    () => this.rare(),
  ];
  private readonly nests: readonly (() => void)[] = [
    () => this.caseOf(),
    () => this.caseOf(),
    () => this.forLoop(),
    () => this.forLoop(),
    () => this.mapped(),
    () => this.mapped(),
    () => this.eachLoop(),
    () => this.whileLoop(),
    () => this.runState(this.type()),
    () => this.runState(this.type()),
    () => this.runReader(this.type()),
    () => this.runReader(this.type()),
    () => this.runAccum(numericType(this, 2)),
    () => this.runAccum(numericType(this, 2)),
    () => this.lists(),
    () => this.catchExcept(),
    () => this.reindex(),
    () => this.argsort(),
    () => this.throwing(),
    () => this.call(),
    () => this.call(),
  ];

  private statement(): void {
    this.tape.of(this.depth > 3 ? this.leaves : [...this.leaves, ...this.nests])();
  }

  private eachLoop(): void {
    const body = (b: Builder, i: Atom): void => this.nested(b, i, this.bindIndex, () => {});
    this.b.eachLoop(anySet(this), body, this.direction());
  }

  private direction(): Direction {
    return this.tape.onceIn(3) ? 'backward' : 'forward';
  }

  private scalar(): void {
    const operator = this.tape.of(OPERATORS);
    const { operands, over } = SCALAR_OPERATORS[operator];
    const isTruth = operator === 'not';
    const fits = SCALARS.filter((s) =>
      isTruth ? s === 'w8' : over === 'any' || (over === 'float') === isFloat(s),
    );
    const type = scalarType(this.tape.of(fits));
    const args = Array.from({ length: operands }, (_, k) => this.operand(operator, k, type));
    this.add(this.b.scalar(operator, ...args));
  }

  /** Truth values are 0 or 1; divisors are literals, and not 0. */
  private operand(operator: ScalarOperator, k: number, type: Type): Atom {
    const isTruth = operator === 'not' || (operator === 'select' && k === 0);
    if (isTruth) return this.truth();
    if (type.tag !== 'scalar' || !DIVISIONS.has(operator) || k === 0) return this.construct(type);
    const wide = bits(type.scalar) === 64;
    return make.literal(type.scalar, wide ? BigInt(1 + this.tape.below(5)) : 1 + this.tape.below(5));
  }

  private truth(): Atom {
    const flag = this.pick((type) => key(type) === key(BOOL));
    if (flag !== null && this.tape.onceIn(2)) return this.b.emit(make.tagOf(flag, 0));
    return { tag: 'lit', scalar: 'w8', value: this.tape.below(2) };
  }

  private conversion(): void {
    const from = anyScalar(this);
    const arg = this.construct(from);
    if (from.tag !== 'scalar') return;
    if (this.tape.onceIn(2)) {
      this.add(this.b.cast(this.tape.of(SCALARS), arg));
      return;
    }
    const width = bits(from.scalar);
    const to = this.tape.of(SCALARS.filter((s) => bits(s) === width));
    this.add(this.b.emit(make.bitcast(to, arg, 0)));
  }

  private takeApart(): void {
    const product = this.pick((type) => type.tag === 'product' && type.items.length > 0);
    if (product === null) {
      this.add(this.b.tuple([this.construct(F32), this.construct(anyScalar(this))]));
      return;
    }
    const type = typeOf(product);
    if (type.tag === 'product') this.add(this.b.project(this.tape.below(type.items.length), product));
  }

  private unpack(): void {
    const pair = this.pick((type) => type.tag === 'pair') ?? this.build(listOf(anyType(this, 1)));
    const [first, second] = this.b.unpack(pair);
    if (key(typeOf(first)) === key(W32)) this.addSize(first);
    else this.bindIndex(first);
    this.add(second);
  }

  private index(): void {
    const table = this.pick((type) => type.tag === 'table') ?? this.build(tableOf(constantSet(this), F32));
    const type = typeOf(table);
    if (type.tag !== 'table') return;
    const at = this.find(indexType(type.index));
    if (at !== null) {
      this.add(this.b.index(table, at));
    } else if (isInhabited(indexType(type.index))) {
      this.add(this.b.index(table, this.construct(indexType(type.index))));
    } else {
      this.b.eachLoop(type.index, (b, i) =>
        this.nested(
          b,
          i,
          (x) => this.add(b.index(table, x)),
          () => {},
        ),
      );
    }
  }

  private ordinals(): void {
    const set = constantSet(this);
    const at = this.construct(indexType(set));
    if (this.tape.onceIn(3)) {
      const target = anySet(this);
      this.add(this.b.sizeOf(this.tape.of([set, target])));
      return;
    }
    const ordinal = this.b.ordinal(set, at);
    this.addSize(ordinal);
    if (this.tape.onceIn(2)) this.add(this.b.fromOrdinal(set, ordinal));
  }

  private tags(): void {
    const sum = this.pick((type) => type.tag === 'sum') ?? this.build(BOOL);
    const tag = this.add(this.b.emit(make.tagOf(sum, 0)));
    const type = typeOf(sum);
    if (type.tag !== 'sum') return;
    const units: Type = { tag: 'sum', items: type.items.map(() => UNIT) };
    this.add(this.b.emit(make.fromTag(units, tag, 0)));
  }

  private texts(): void {
    if (this.tape.onceIn(3)) {
      this.add(this.b.emit(make.parseFloat(this.construct(STRING), 0)));
      return;
    }
    const scalar = this.tape.of(SCALARS);
    const format: Format = isFloat(scalar)
      ? this.tape.of<Format>([{ tag: 'float' }, { tag: 'exactFloat' }])
      : this.tape.of<Format>([{ tag: 'decimal' }, { tag: 'hex' }]);
    const arg = this.b.tuple([this.construct(scalarType(scalar)), this.construct(BOOL)]);
    const both: Format = {
      tag: 'tuple',
      items: [
        format,
        {
          tag: 'data',
          constructors: [
            { name: 'False', fields: [] },
            { name: 'True', fields: [] },
          ],
        },
      ],
    };
    this.add(this.b.emit(make.show(both, arg, 0)));
  }

  /** Copies, garbage, and faults that are never reached. */
  private rare(): void {
    const type = this.type();
    switch (this.tape.below(3)) {
      case 0: {
        const copied = make.atom(this.construct(type), 0);
        const name = this.fresh('copy');
        this.b.declare(make.letDecl(name, copied));
        this.add(make.variable({ name, type: copied.type }));
        return;
      }
      case 1:
        this.b.emit(make.garbage(type, 0));
        return;
      default: {
        const never = this.b.inject(BOOL, 0, UNIT_ATOM);
        const message = this.tape.onceIn(2) ? this.construct(STRING) : null;
        const alternatives = [
          this.inner(type),
          this.tape.onceIn(3) ? null : (b: Builder) => b.fail(type, message),
        ];
        this.add(this.b.caseOf(never, type, alternatives));
      }
    }
  }

  private caseOf(): void {
    const sum = this.pick((type) => type.tag === 'sum') ?? this.build(this.tape.of([BOOL, maybeType(F32)]));
    const type = this.type();
    const items = typeOf(sum);
    if (items.tag !== 'sum') return;
    const bodies = items.items.map(() => this.inner(type, (bound) => this.bindIndex(bound)));
    this.add(this.b.caseOf(sum, type, bodies));
  }

  private forLoop(): void {
    const set = anySet(this);
    const element = anyType(this, 1);
    this.add(this.b.forLoop(set, this.inner(element, this.bindIndex), this.direction()));
  }

  /** A loop that reads a table element by element, which is often all that the table is for. */
  private mapped(): void {
    const table = this.pick((type) => type.tag === 'table') ?? this.build(tableOf(anySet(this), F32));
    const type = typeOf(table);
    if (type.tag !== 'table') return;
    const element = anyType(this, 1);
    const bind = (index: Atom): void => {
      this.bindIndex(index);
      this.add(this.b.index(table, index));
    };
    this.add(this.b.forLoop(type.index, this.inner(element, bind), this.direction()));
  }

  /** Counts to a small bound in a reference of its own. */
  private whileLoop(): void {
    const bound = w32(this.tape.below(4));
    this.b.runState(w32(0), (b, counter) => {
      b.whileLoop((c) =>
        this.nested(
          c,
          UNIT_ATOM,
          () => {},
          () => {
            const next = c.scalar('iadd', c.get(counter), w32(1));
            c.put(counter, next);
            return c.scalar('ilt', next, bound);
          },
        ),
      );
      return UNIT_ATOM;
    });
  }

  // ------------------------------------------------------------------------------------------------ references

  private runState(content: Type): void {
    const bind = (atom: Atom): void => this.addRef({ atom, mode: 'state', monoid: 'add' });
    const init = this.construct(content);
    this.add(this.b.runState(init, this.inner(anyType(this, 1), bind)));
  }

  private runReader(content: Type): void {
    const bind = (atom: Atom): void => this.addRef({ atom, mode: 'read', monoid: 'add' });
    const init = this.construct(content);
    this.add(this.b.runReader(init, this.inner(anyType(this, 1), bind)));
  }

  private runAccum(content: Type): void {
    const monoid = this.tape.of<MonoidChoice>(['add', 'mul', 'max', 'or']);
    const bind = (atom: Atom): void => this.addRef({ atom, mode: 'accum', monoid });
    const lifted = this.monoid(monoid, content);
    this.add(this.b.runAccum(lifted, this.inner(anyType(this, 1), bind)));
  }

  /** The elementwise lifting of an operation to a type. */
  private monoid(choice: MonoidChoice, type: Type): Monoid {
    const empty = this.identity(choice, type);
    return this.b.monoid(empty, (b, x, y) => this.combined(b, choice, x, y));
  }

  private identity(choice: MonoidChoice, type: Type): Atom {
    if (type.tag === 'product') return this.b.tuple(type.items.map((item) => this.identity(choice, item)));
    if (type.tag === 'table') {
      return this.b.forLoop(type.index, (b) => {
        const outer = this.b;
        this.b = b;
        const value = this.identity(choice, type.element);
        this.b = outer;
        return value;
      });
    }
    const scalar = type.tag === 'scalar' ? type.scalar : 'f32';
    const lowest = scalar === 'f32' ? Number.NEGATIVE_INFINITY : scalar === 'i32' ? -2147483648 : 0;
    return make.literal(scalar, { add: 0, mul: 1, max: lowest, or: 0 }[choice]);
  }

  private combined(b: Builder, choice: MonoidChoice, x: Atom, y: Atom): Atom {
    const type = typeOf(x);
    if (type.tag === 'product') {
      return b.tuple(type.items.map((_, k) => this.combined(b, choice, b.project(k, x), b.project(k, y))));
    }
    if (type.tag === 'table') {
      return b.forLoop(type.index, (c, i) => this.combined(c, choice, c.index(x, i), c.index(y, i)));
    }
    const float = type.tag === 'scalar' && isFloat(type.scalar);
    if (choice === 'max') return b.scalar('select', b.scalar(float ? 'fgt' : 'igt', x, y), x, y);
    if (choice === 'or') return float ? b.scalar('fadd', x, y) : b.scalar('or', x, y);
    return b.scalar(float ? (choice === 'add' ? 'fadd' : 'fmul') : choice === 'add' ? 'iadd' : 'imul', x, y);
  }

  /** A step into a reference, or an operation on one. */
  private reference(): void {
    if (this.refs.length === 0) {
      if (this.depth <= 3)
        this.tape.of([() => this.runState(F32), () => this.runAccum(tableOf(constantSet(this), F32))])();
      return;
    }
    const ref = this.tape.of(this.refs);
    const type = typeOf(ref.atom);
    if (type.tag !== 'ref') return;
    if (this.tape.onceIn(2) && this.step(ref, type.content)) return;
    const count = 1 + this.tape.below(3);
    for (let k = 0; k < count; k++) this.operation(ref, type.content);
  }

  private operation(ref: Reference, content: Type): void {
    if (ref.mode === 'read') this.add(this.b.ask(ref.atom));
    else if (ref.mode === 'accum')
      this.b.extend(ref.atom, this.monoid(ref.monoid, content), this.construct(content));
    else if (this.tape.onceIn(2)) this.b.put(ref.atom, this.construct(content));
    else this.add(this.b.get(ref.atom));
  }

  private step(ref: Reference, content: Type): boolean {
    if (content.tag === 'product' && content.items.length > 0) {
      this.addRef({ ...ref, atom: this.b.refProject(ref.atom, this.tape.below(content.items.length)) });
      return true;
    }
    if (content.tag !== 'table') return false;
    const at =
      this.find(indexType(content.index)) ??
      (isInhabited(indexType(content.index)) ? this.construct(indexType(content.index)) : null);
    if (at === null) return false;
    this.addRef({ ...ref, atom: this.b.refIndex(ref.atom, at) });
    return true;
  }

  /** A list in a reference: another length is assigned, then an element is changed. */
  private lists(): void {
    const element = anyType(this, 1);
    const type = listOf(element);
    const items = Array.from({ length: 1 + this.tape.below(3) }, () => this.construct(element));
    const table = this.b.emit(make.tableLiteral(tableOf(finSet(items.length), element), items, 0));
    const longer = this.b.pack(type, w32(items.length), table);
    const init = this.construct(type);
    this.add(
      this.b.runState(init, (b, ref) =>
        this.nested(
          b,
          ref,
          () => {},
          () => {
            this.add(b.emit(make.listLength(ref, 0)));
            b.put(ref, longer);
            const place = b.emit(make.listElement(ref, w32(this.tape.below(items.length)), 0));
            b.put(place, this.construct(element));
            return b.get(place);
          },
        ),
      ),
    );
  }

  // ------------------------------------------------------------------------------------------------ exceptions

  private catchExcept(): void {
    const outer = this.mayThrow;
    const type = anyType(this, 1);
    this.mayThrow = true;
    this.add(this.b.catchExcept(this.inner(type)));
    this.mayThrow = outer;
  }

  private throwing(): void {
    if (!this.mayThrow) {
      this.catchExcept();
      return;
    }
    const flag = this.construct(BOOL);
    const type = anyType(this, 1);
    const thrown = (b: Builder): Atom => b.emit(make.throwExcept(type, 0));
    this.add(
      this.b.caseOf(
        flag,
        type,
        this.tape.onceIn(2) ? [thrown, this.inner(type)] : [this.inner(type), thrown],
      ),
    );
  }

  private reindex(): void {
    const table =
      this.pick((type) => type.tag === 'table' && isRectangular(type)) ??
      this.build(tableOf(constantSet(this), F32));
    const type = typeOf(table);
    if (type.tag !== 'table') return;
    const size = sizeOf(type.index);
    if (size === null) return;
    const target: IndexSet = this.tape.onceIn(2)
      ? finSet(size)
      : { tag: 'prod', items: [finSet(1), finSet(size)] };
    this.add(this.b.emit(make.reindex(target, table, 0)));
  }

  private argsort(): void {
    const table =
      this.pick((type) => type.tag === 'table' && type.element.tag === 'scalar') ??
      this.build(tableOf(constantSet(this), { tag: 'scalar', scalar: this.tape.of(SCALARS) }));
    this.add(this.b.emit(make.argsort(table, 0)));
  }

  // ----------------------------------------------------------------------------------------------------- calls

  private call(): void {
    if (this.callables.length > 0) this.callOf(this.tape.of(this.callables));
  }

  private callOf(callable: Callable): void {
    // Outside any block of the call's own: the type of the result mentions it.
    const n = this.smallNumber();
    if (callable.throws && !this.mayThrow) {
      this.mayThrow = true;
      this.add(
        this.b.catchExcept((b) =>
          this.nested(
            b,
            UNIT_ATOM,
            () => {},
            () => this.callWith(callable, n),
          ),
        ),
      );
      this.mayThrow = false;
    } else {
      this.add(this.callWith(callable, n));
    }
  }

  private callWith({ signature, ref }: Callable, n: Atom): Atom {
    const xs = this.construct(
      tableOf(finSet(n.tag === 'var' ? nameSize(n.name) : Number(n.tag === 'lit' && n.value)), F32),
    );
    if (ref === null) return this.b.call(signature, [], [n, xs]);
    const known = this.refs.find((r) => {
      const type = typeOf(r.atom);
      return r.mode === ref.mode && type.tag === 'ref' && key(type.content) === key(ref.content);
    });
    const type = known === undefined ? null : typeOf(known.atom);
    if (known !== undefined && type?.tag === 'ref')
      return this.b.call(signature, [type.heap], [n, xs, known.atom]);
    const body = (b: Builder, atom: Atom): Atom => {
      const t = typeOf(atom);
      return b.call(signature, t.tag === 'ref' ? [t.heap] : [], [n, xs, atom]);
    };
    if (ref.mode === 'state') return this.b.runState(this.construct(ref.content), body);
    if (ref.mode === 'read') return this.b.runReader(this.construct(ref.content), body);
    return this.b.runAccum(this.monoid('add', ref.content), body);
  }

  // ------------------------------------------------------------------------------------------------------ host

  private host(): void {
    if (!this.mayHost) return;
    const text = (): Atom => this.construct(STRING);
    const op = (operation: Parameters<typeof make.host>[0], args: readonly Atom[], type: Type): Atom =>
      this.add(this.b.emit(make.host(operation, operation === 'foreign' ? 'twice' : null, args, type, 0)));
    const i32 = (value: number): Atom => make.literal('i32', value);
    const usePointer = (): void => {
      const pointer = op('alloc', [make.literal('i64', 8n)], I64);
      op('ptrStore', [pointer, this.construct(F64)], UNIT);
      op('ptrLoad', [pointer], F64);
      op('free', [pointer], UNIT);
    };
    const useHandle = (): void => {
      const handle = op('openFile', [text(), i32(this.tape.below(2))], I32);
      op('writeHandle', [handle, text()], UNIT);
      op('readHandle', [handle], STRING);
      op('closeHandle', [handle], UNIT);
    };
    const useFile = (): void => {
      op('writeFile', [text(), text()], UNIT);
      op('readFile', [text()], maybeType(STRING));
    };
    const uses: readonly (() => void)[] = [
      () => op('print', [text()], UNIT),
      () => op('writeOutput', [text()], UNIT),
      useFile,
      () => op('appendFile', [text(), text()], UNIT),
      () => op('hasFile', [text()], BOOL),
      () => op('deleteFile', [text()], UNIT),
      () => op('tempFile', [], STRING),
      () => op('getEnv', [text()], maybeType(STRING)),
      () => op('shell', [text()], STRING),
      () => op('randomBytes', [this.smallNumber()], STRING),
      () => op('foreign', [this.construct(F32)], F32),
      () => op('encodePng', [this.smallNumber(), this.smallNumber(), text()], STRING),
      () => op('decodePng', [text()], productType([STRING, W32, W32, STRING])),
      () => op('encodeGif', [this.construct(listOf(STRING)), this.smallNumber()], STRING),
      useHandle,
      usePointer,
    ];
    this.tape.of(uses)();
  }

  // ------------------------------------------------------------------------------------------------- functions

  allow(what: { readonly throws: boolean; readonly hosts: boolean }): void {
    this.mayThrow = what.throws;
    this.mayHost = what.hosts;
  }

  /** Calls of all functions, some of them twice. */
  calls(): void {
    for (const callable of this.callables) {
      const count = this.tape.below(3);
      for (let k = 0; k < count; k++) this.callOf(callable);
    }
  }

  /** All that is in scope at the end, as far as it can leave: the more a program returns, the more is compared. */
  everything(locals: ReadonlySet<number>): Atom {
    const isOpen = (type: Type): boolean =>
      key(type)
        .split('#')
        .slice(1)
        .every((part) => !locals.has(Number.parseInt(part, 10)));
    const leaving = this.values.filter((atom) => isOpen(typeOf(atom))).slice(-8);
    return this.b.tuple(leaving);
  }
}
