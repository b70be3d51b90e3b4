/**
 * A builder emits expressions into a list of declarations and answers the atoms that name them. Blocks are built by
 * child builders, so a callback that keeps an outer builder can still emit there (code that is hoisted).
 *
 * Everything emitted gets `source`, which a pass sets as it walks. Names come from one supply for the whole function,
 * so that all binders of a function differ.
 */
import type { Name, Supply } from '../names/index.ts';
import { fresh } from '../names/index.ts';
import type { Scalar, ScalarOperator } from '../primitives/index.ts';
import * as make from './build.ts';
import { call } from './call.ts';
import { indexType } from './index-set.ts';
import { illFormed } from './invalid.ts';
import type {
  Alternative,
  Atom,
  Binder,
  Block,
  Decl,
  Direction,
  Expr,
  IndexSet,
  Monoid,
  SourceId,
  Type,
} from './ir.ts';
import { type Images, renamerWith } from './substitute.ts';
import { typeOf, UNIT_ATOM } from './types.ts';

/** Builds the body of a form that binds one variable. */
export type Body = (b: Builder, bound: Atom) => Atom;

export class Builder {
  readonly names: Supply;
  source: SourceId;
  private readonly decls: Decl[] = [];

  constructor(names: Supply, source: SourceId = 0) {
    this.names = names;
    this.source = source;
  }

  fresh(hint: string): Name {
    return fresh(this.names, hint);
  }

  binder(hint: string, type: Type): Binder {
    return { name: this.fresh(hint), type };
  }

  // ---------------------------------------------------------------------------------------------- declarations

  /** Names an expression. An `atom` expression is answered as it is: nothing is emitted. */
  emit(expr: Expr, hint = 'x'): Atom {
    if (expr.tag === 'atom') return expr.atom;
    const binder = this.binder(hint, expr.type);
    this.decls.push(make.letDecl(binder.name, expr));
    return make.variable(binder);
  }

  /** Adds a declaration whose names the caller has made from this builder's supply. */
  declare(decl: Decl): void {
    this.decls.push(decl);
  }

  /** Takes a dependent pair apart. */
  unpack(arg: Atom, firstHint = 'n', secondHint = 'x'): readonly [Atom, Atom] {
    const decl = make.unpackDecl(this.fresh(firstHint), this.fresh(secondHint), arg, this.source);
    this.decls.push(decl);
    return [make.variable(decl.first), make.variable(decl.second)];
  }

  /** Emits the declarations of a block whose names are this builder's own and stand nowhere else; answers its result. */
  splice(body: Block): Atom {
    for (const decl of body.decls) this.decls.push(decl);
    return body.result;
  }

  /** Emits the declarations of a block, renamed, with atoms for its free names; answers its result. */
  inline(body: Block, images: Images = new Map(), heaps: ReadonlyMap<number, Name> = new Map()): Atom {
    const renamer = renamerWith(images, heaps, this.names);
    for (const decl of body.decls) this.decls.push(renamer.decl(decl));
    return renamer.atom(body.result);
  }

  /** The block of what a callback emits into a builder of its own. */
  block(body: (b: Builder) => Atom): Block {
    const child = new Builder(this.names, this.source);
    const result = body(child);
    return child.finish(result);
  }

  /** The block of what has been emitted here. The builder must not be used afterwards. */
  finish(result: Atom): Block {
    return make.block(this.decls, result);
  }

  // --------------------------------------------------------------------------------------------- simple values

  scalar(operator: ScalarOperator, ...args: readonly Atom[]): Atom {
    return this.emit(make.scalar(operator, args, this.source));
  }
  cast(to: Scalar, arg: Atom): Atom {
    return this.emit(make.cast(to, arg, this.source));
  }
  /** The unit for no items. */
  tuple(items: readonly Atom[], hint = 'x'): Atom {
    return items.length === 0 ? UNIT_ATOM : this.emit(make.tuple(items, this.source), hint);
  }
  project(index: number, arg: Atom, hint = 'x'): Atom {
    return this.emit(make.project(index, arg, this.source), hint);
  }
  /** All items of a product. */
  projectAll(arg: Atom): readonly Atom[] {
    const type = typeOf(arg);
    if (type.tag !== 'product') return illFormed('a product is needed');
    return type.items.map((_, i) => this.project(i, arg));
  }
  inject(type: Type, index: number, arg: Atom): Atom {
    return this.emit(make.inject(type, index, arg, this.source));
  }
  index(table: Atom, at: Atom, hint = 'x'): Atom {
    return this.emit(make.index(table, at, this.source), hint);
  }
  pack(type: Type, first: Atom, second: Atom): Atom {
    return this.emit(make.pack(type, first, second, this.source));
  }
  sizeOf(set: IndexSet): Atom {
    return this.emit(make.sizeOfSet(set, this.source), 'n');
  }
  ordinal(set: IndexSet, at: Atom): Atom {
    return this.emit(make.ordinal(set, at, this.source));
  }
  fromOrdinal(set: IndexSet, at: Atom): Atom {
    return this.emit(make.fromOrdinal(set, at, this.source), 'i');
  }
  call(callee: make.FnSignature, heaps: readonly Name[], args: readonly Atom[]): Atom {
    return this.emit(call(callee, heaps, args, this.source));
  }

  // ------------------------------------------------------------------------------------------- control and loops

  private under(hint: string, type: Type, body: Body): Alternative {
    const binder = this.binder(hint, type);
    return { binder, body: this.block((b) => body(b, make.variable(binder))) };
  }

  /** One body for each alternative of the scrutinee's sum; `null` where it cannot be reached. */
  caseOf(scrutinee: Atom, type: Type, alternatives: readonly (Body | null)[]): Atom {
    const sum = typeOf(scrutinee);
    if (sum.tag !== 'sum') return illFormed('a sum is needed');
    const built = sum.items.map((item, i) => {
      const body = alternatives[i] ?? null;
      return body === null ? null : this.under('x', item, body);
    });
    return this.emit(make.caseOf(scrutinee, built, type, this.source));
  }

  forLoop(set: IndexSet, body: Body, direction: Direction = 'forward', hint = 'i'): Atom {
    const { binder, body: inner } = this.under(hint, indexType(set), body);
    return this.emit(make.forLoop(direction, set, binder, inner, this.source), 'xs');
  }

  /** A loop for its effects. */
  eachLoop(
    set: IndexSet,
    body: (b: Builder, i: Atom) => void,
    direction: Direction = 'forward',
    hint = 'i',
  ): Atom {
    const { binder, body: inner } = this.under(hint, indexType(set), (b, i) => {
      body(b, i);
      return UNIT_ATOM;
    });
    return this.emit(make.eachLoop(direction, set, binder, inner, this.source), 'u');
  }

  whileLoop(body: (b: Builder) => Atom): Atom {
    return this.emit(make.whileLoop(this.block(body), this.source), 'u');
  }

  // --------------------------------------------------------------------------------------------------- handlers

  private handle(content: Type, body: Body): { heap: Name; ref: Name; body: Block } {
    const heap = this.fresh('h');
    const { binder, body: inner } = this.under('r', { tag: 'ref', heap, content }, body);
    return { heap, ref: binder.name, body: inner };
  }

  /** (result, final). */
  runState(init: Atom, body: Body): Atom {
    const h = this.handle(typeOf(init), body);
    return this.emit(make.runState(init, h.heap, h.ref, h.body, this.source));
  }
  runReader(init: Atom, body: Body): Atom {
    const h = this.handle(typeOf(init), body);
    return this.emit(make.runReader(init, h.heap, h.ref, h.body, this.source));
  }
  /** (result, total). */
  runAccum(monoid: Monoid, body: Body): Atom {
    const h = this.handle(monoid.type, body);
    return this.emit(make.runAccum(monoid, h.heap, h.ref, h.body, this.source));
  }
  catchExcept(body: (b: Builder) => Atom): Atom {
    return this.emit(make.catchExcept(this.block(body), this.source));
  }

  monoid(empty: Atom, combine: (b: Builder, left: Atom, right: Atom) => Atom): Monoid {
    const type = typeOf(empty);
    const left = this.binder('x', type);
    const right = this.binder('y', type);
    const body = this.block((b) => combine(b, make.variable(left), make.variable(right)));
    return make.monoid(empty, left.name, right.name, body);
  }

  // -------------------------------------------------------------------------------------------------- references

  get(ref: Atom): Atom {
    return this.emit(make.get(ref, this.source));
  }
  put(ref: Atom, value: Atom): void {
    this.emit(make.put(ref, value, this.source), 'u');
  }
  ask(ref: Atom): Atom {
    return this.emit(make.ask(ref, this.source));
  }
  extend(ref: Atom, monoid: Monoid, value: Atom): void {
    this.emit(make.extend(ref, monoid, value, this.source), 'u');
  }
  refIndex(ref: Atom, at: Atom): Atom {
    return this.emit(make.refIndex(ref, at, this.source), 'r');
  }
  refProject(ref: Atom, item: number): Atom {
    return this.emit(make.refProject(ref, item, this.source), 'r');
  }

  /** A fault, as a value of any type. */
  fail(type: Type, message: Atom | null): Atom {
    return this.emit(make.fail(type, message, this.source));
  }
}

/** The block of what a callback emits: a whole function body. */
export function buildBlock(names: Supply, source: SourceId, body: (b: Builder) => Atom): Block {
  const b = new Builder(names, source);
  return b.finish(body(b));
}
