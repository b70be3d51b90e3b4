/**
 * A forward rewrite of a function: each expression is rebuilt with what its operands have become, then offered to a rule.
 * An expression that becomes an atom is propagated to its uses and leaves no declaration. Names of the result are all
 * different and start from 0, so that code may be spliced from inner blocks into outer ones.
 */

import {
  type Atom,
  type Binder,
  type Block,
  type Decl,
  type Expr,
  type ExprOf,
  type Fn,
  make,
  type Program,
  Renamer,
  type Tag,
} from '../loops/index.ts';
import { type Supply, supply } from '../names/index.ts';
import { Callees } from './callees.ts';

export class Rewriter extends Renamer {
  /** What defines the names of the result; of binders there is nothing to know. */
  private readonly definitions: Map<number, Expr>;
  private decls: Decl[];

  private readonly functions: Callees;

  /** A rewriter that is given another one continues the same block. */
  constructor(names: Supply, functions: Callees, into?: Rewriter) {
    super(names);
    this.functions = functions;
    this.definitions = into?.definitions ?? new Map();
    this.decls = into?.decls ?? [];
  }

  // ---------------------------------------------------------------------------------------------- to be overridden

  /** What an expression over names of the result becomes. */
  protected simplify(e: Expr): Expr {
    return e;
  }

  /** May emit the code of an expression of the source itself, and answer its value. */
  protected splice(_e: Expr): Atom | null {
    return null;
  }

  /** Is told of each declaration of the result. */
  protected defined(_value: Atom, _e: Expr): void {}

  protected enterBlock(): void {}
  protected leaveBlock(): void {}

  // --------------------------------------------------------------------------------------------------- for rules

  /** The expression of this form that defines an atom of the result, if there is one. */
  protected definition<T extends Tag>(atom: Atom, tag: T): ExprOf<T> | null {
    const expr = atom.tag === 'var' ? this.definitions.get(atom.name.id) : undefined;
    return expr?.tag === tag ? (expr as ExprOf<T>) : null;
  }

  /** Emits the declarations of a block of the source here and answers its result. */
  protected spliceBlock(body: Block): Atom {
    for (const decl of body.decls) this.declare(decl);
    return this.atom(body.result);
  }

  protected alias(name: Binder['name'], atom: Atom): void {
    this.types.atoms.set(name, atom);
  }

  // ---------------------------------------------------------------------------------------------------- the walk

  private define(binder: Binder, e: Expr): void {
    this.definitions.set(binder.name.id, e);
    this.decls.push(make.letDecl(binder.name, e));
    this.defined(make.variable(binder), e);
  }

  private declare(decl: Decl): void {
    if (decl.tag === 'unpack') {
      this.unpack(decl);
      return;
    }
    const spliced = this.splice(decl.expr);
    if (spliced !== null) {
      this.alias(decl.name, spliced);
      return;
    }
    const e = this.simplify(this.expr(decl.expr));
    if (e.tag === 'atom') this.alias(decl.name, e.atom);
    else this.define(this.bindAt(decl.name, e.type), e);
  }

  private unpack(decl: Extract<Decl, { tag: 'unpack' }>): void {
    const known = this.definition(this.atom(decl.arg), 'pack');
    if (known === null) {
      this.decls.push(this.decl(decl));
      return;
    }
    this.alias(decl.first.name, known.first);
    this.alias(decl.second.name, known.second);
  }

  override expr(e: Expr): Expr {
    return this.functions.updated(super.expr(e));
  }

  override block(body: Block): Block {
    const outer = this.decls;
    this.decls = [];
    const mark = this.enter();
    this.enterBlock();
    const result = this.spliceBlock(body);
    const rewritten = make.block(this.decls, result);
    this.leaveBlock();
    this.leave(mark);
    this.decls = outer;
    return rewritten;
  }

  /** The function with its body rewritten. */
  fn(fn: Fn): Fn {
    const heaps = fn.heaps.map((heap) => this.bindHeap(heap));
    const params = fn.params.map((param) => this.bind(param));
    return { ...fn, heaps, params, body: this.block(fn.body) };
  }
}

/** A pass that rewrites each function by itself, callees first. */
export function eachFunction(
  rewriter: (names: Supply, functions: Callees) => Rewriter,
): (program: Program) => Program {
  return (program) => {
    const functions = new Callees();
    return { functions: program.functions.map((fn) => functions.note(rewriter(supply(), functions).fn(fn))) };
  };
}

/** Copy propagation: names of atoms vanish, and `unpack` of a known pair. */
export const propagateCopies = eachFunction((...context) => new Rewriter(...context));
