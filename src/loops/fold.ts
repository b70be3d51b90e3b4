/**
 * Traversal of Loops: the parts of an expression in the order in which they are evaluated, and expressions rebuilt from
 * mapped parts. Blocks are lists: nothing here recurses along declarations.
 */
import type { Name } from '../names/index.ts';
import * as make from './build.ts';
import type { Atom, Binder, Block, Decl, Expr, Fn, IndexSet, Monoid, Type } from './ir.ts';
import { setNames, typeNames } from './names.ts';
import { renameHeaps } from './types.ts';

/** A block with what it stands under: the heap and the variables that its expression binds in it. */
export interface BlockScope {
  readonly heap: Name | null;
  readonly binders: readonly Binder[];
  readonly body: Block;
}

export interface Visitor {
  atom(atom: Atom): void;
  /** A type that is written on the node, not computed from its parts. */
  type(type: Type): void;
  set(set: IndexSet): void;
  heap(heap: Name): void;
  scope(scope: BlockScope): void;
}

export interface Mapper {
  atom(atom: Atom): Atom;
  type(type: Type): Type;
  set(set: IndexSet): IndexSet;
  heap(heap: Name): Name;
  scope(scope: BlockScope): BlockScope;
}

function visitMonoid(monoid: Monoid, v: Visitor): void {
  v.type(monoid.type);
  v.atom(monoid.empty);
  v.scope({ heap: null, binders: [monoid.left, monoid.right], body: monoid.combine });
}

/** Calls the visitor on each part of an expression. */
export function visitChildren(e: Expr, v: Visitor): void {
  switch (e.tag) {
    case 'atom':
      v.atom(e.atom);
      return;
    case 'scalar':
    case 'tuple':
      for (const a of e.tag === 'tuple' ? e.items : e.args) v.atom(a);
      return;
    case 'cast':
    case 'bitcast':
    case 'project':
    case 'tagOf':
    case 'show':
    case 'parseFloat':
      v.atom(e.arg);
      return;
    case 'inject':
    case 'fromTag':
      v.type(e.type);
      v.atom(e.arg);
      return;
    case 'case':
      v.type(e.type);
      v.atom(e.scrutinee);
      for (const a of e.alternatives)
        if (a !== null) v.scope({ heap: null, binders: [a.binder], body: a.body });
      return;
    case 'for':
    case 'each':
      v.set(e.index);
      v.scope({ heap: null, binders: [e.binder], body: e.body });
      return;
    case 'tableLiteral':
      v.type(e.type);
      for (const a of e.items) v.atom(a);
      return;
    case 'index':
      v.atom(e.table);
      v.atom(e.at);
      return;
    case 'argsort':
      v.atom(e.table);
      return;
    case 'reindex':
      v.type(e.type);
      v.atom(e.table);
      return;
    case 'pack':
      v.type(e.type);
      v.atom(e.first);
      v.atom(e.second);
      return;
    case 'sizeOf':
      v.set(e.set);
      return;
    case 'ordinal':
    case 'fromOrdinal':
      v.set(e.set);
      v.atom(e.arg);
      return;
    case 'while':
    case 'catch':
      v.scope({ heap: null, binders: [], body: e.body });
      return;
    case 'runState':
    case 'runReader':
      v.atom(e.init);
      v.scope({ heap: e.heap, binders: [e.ref], body: e.body });
      return;
    case 'runAccum':
      visitMonoid(e.monoid, v);
      v.scope({ heap: e.heap, binders: [e.ref], body: e.body });
      return;
    case 'get':
    case 'ask':
    case 'refProject':
    case 'listLength':
      v.atom(e.ref);
      return;
    case 'put':
      v.atom(e.ref);
      v.atom(e.value);
      return;
    case 'extend':
      v.atom(e.ref);
      visitMonoid(e.monoid, v);
      v.atom(e.value);
      return;
    case 'refIndex':
    case 'listElement':
      v.atom(e.ref);
      v.atom(e.at);
      return;
    case 'throw':
    case 'garbage':
      v.type(e.type);
      return;
    case 'fail':
      v.type(e.type);
      if (e.message !== null) v.atom(e.message);
      return;
    case 'host':
      v.type(e.type);
      for (const a of e.args) v.atom(a);
      return;
    case 'call':
      for (const h of e.heaps) v.heap(h);
      for (const a of e.args) v.atom(a);
      return;
  }
}

function mapMonoid(monoid: Monoid, m: Mapper): Monoid {
  const empty = m.atom(monoid.empty);
  const { binders, body } = m.scope({
    heap: null,
    binders: [monoid.left, monoid.right],
    body: monoid.combine,
  });
  return { type: m.type(monoid.type), empty, left: binders[0]!, right: binders[1]!, combine: body };
}

/** The expression with each part mapped; types and effects are computed anew, the source is kept. */
export function mapChildren(e: Expr, m: Mapper): Expr {
  const s = e.source;
  switch (e.tag) {
    case 'atom':
      return make.atom(m.atom(e.atom), s);
    case 'scalar':
      return make.scalar(e.operator, e.args.map(m.atom, m), s);
    case 'cast':
      return make.cast(e.to, m.atom(e.arg), s);
    case 'bitcast':
      return make.bitcast(e.to, m.atom(e.arg), s);
    case 'tuple':
      return make.tuple(e.items.map(m.atom, m), s);
    case 'project':
      return make.project(e.index, m.atom(e.arg), s);
    case 'inject':
      return make.inject(m.type(e.type), e.index, m.atom(e.arg), s);
    case 'tagOf':
      return make.tagOf(m.atom(e.arg), s);
    case 'fromTag':
      return make.fromTag(m.type(e.type), m.atom(e.arg), s);
    case 'case': {
      const scrutinee = m.atom(e.scrutinee);
      const alternatives = e.alternatives.map((a) => {
        if (a === null) return null;
        const { binders, body } = m.scope({ heap: null, binders: [a.binder], body: a.body });
        return { binder: binders[0]!, body };
      });
      return make.caseOf(scrutinee, alternatives, m.type(e.type), s);
    }
    case 'for':
    case 'each': {
      const index = m.set(e.index);
      const { binders, body } = m.scope({ heap: null, binders: [e.binder], body: e.body });
      const loop = e.tag === 'for' ? make.forLoop : make.eachLoop;
      return loop(e.direction, index, binders[0]!, body, s);
    }
    case 'tableLiteral':
      return make.tableLiteral(m.type(e.type), e.items.map(m.atom, m), s);
    case 'index':
      return make.index(m.atom(e.table), m.atom(e.at), s);
    case 'reindex': {
      const type = m.type(e.type);
      return type.tag === 'table' ? make.reindex(type.index, m.atom(e.table), s) : e;
    }
    case 'argsort':
      return make.argsort(m.atom(e.table), s);
    case 'pack':
      return make.pack(m.type(e.type), m.atom(e.first), m.atom(e.second), s);
    case 'sizeOf':
      return make.sizeOfSet(m.set(e.set), s);
    case 'ordinal':
      return make.ordinal(m.set(e.set), m.atom(e.arg), s);
    case 'fromOrdinal':
      return make.fromOrdinal(m.set(e.set), m.atom(e.arg), s);
    case 'while':
      return make.whileLoop(m.scope({ heap: null, binders: [], body: e.body }).body, s);
    case 'catch':
      return make.catchExcept(m.scope({ heap: null, binders: [], body: e.body }).body, s);
    case 'runState':
    case 'runReader': {
      const init = m.atom(e.init);
      const { heap, binders, body } = m.scope({ heap: e.heap, binders: [e.ref], body: e.body });
      const run = e.tag === 'runState' ? make.runState : make.runReader;
      return run(init, heap!, binders[0]!.name, body, s);
    }
    case 'runAccum': {
      const monoid = mapMonoid(e.monoid, m);
      const { heap, binders, body } = m.scope({ heap: e.heap, binders: [e.ref], body: e.body });
      return make.runAccum(monoid, heap!, binders[0]!.name, body, s);
    }
    case 'get':
      return make.get(m.atom(e.ref), s);
    case 'put':
      return make.put(m.atom(e.ref), m.atom(e.value), s);
    case 'ask':
      return make.ask(m.atom(e.ref), s);
    case 'extend': {
      const ref = m.atom(e.ref);
      return make.extend(ref, mapMonoid(e.monoid, m), m.atom(e.value), s);
    }
    case 'refIndex':
      return make.refIndex(m.atom(e.ref), m.atom(e.at), s);
    case 'refProject':
      return make.refProject(m.atom(e.ref), e.index, s);
    case 'listLength':
      return make.listLength(m.atom(e.ref), s);
    case 'listElement':
      return make.listElement(m.atom(e.ref), m.atom(e.at), s);
    case 'throw':
      return make.throwExcept(m.type(e.type), s);
    case 'fail':
      return make.fail(m.type(e.type), e.message === null ? null : m.atom(e.message), s);
    case 'garbage':
      return make.garbage(m.type(e.type), s);
    case 'host':
      return make.host(e.operation, e.name, e.args.map(m.atom, m), m.type(e.type), s);
    case 'show':
      return make.show(e.format, m.atom(e.arg), s);
    case 'parseFloat':
      return make.parseFloat(m.atom(e.arg), s);
    case 'call': {
      const effects = renameHeaps(e.effects, (heap) => m.heap(heap));
      return make.callNode(
        e.callee,
        e.heaps.map(m.heap, m),
        e.args.map(m.atom, m),
        m.type(e.type),
        effects,
        s,
      );
    }
  }
}

/** The names that a declaration binds. */
export function declared(decl: Decl): readonly Name[] {
  return decl.tag === 'let' ? [decl.name] : [decl.first.name, decl.second.name];
}

/** Collects the free names of terms, those of their types included; bound names are told by `bind`. */
class FreeNames {
  readonly free = new Map<number, Name>();
  private readonly bound = new Map<number, number>();

  private mention(name: Name): void {
    if ((this.bound.get(name.id) ?? 0) === 0) this.free.set(name.id, name);
  }

  private bind(names: readonly Name[], by: 1 | -1): void {
    for (const { id } of names) this.bound.set(id, (this.bound.get(id) ?? 0) + by);
  }

  readonly visitor: Visitor = {
    atom: (atom) => {
      if (atom.tag !== 'var') return;
      this.mention(atom.name);
      this.visitor.type(atom.type);
    },
    type: (type) => {
      for (const name of typeNames(type).values()) this.mention(name);
    },
    set: (set) => {
      for (const name of setNames(set).values()) this.mention(name);
    },
    heap: (heap) => this.mention(heap),
    scope: ({ heap, binders, body }) => {
      const names = [...(heap === null ? [] : [heap]), ...binders.map((b) => b.name)];
      this.bind(names, 1);
      for (const b of binders) this.visitor.type(b.type);
      this.block(body);
      this.bind(names, -1);
    },
  };

  expr(e: Expr): void {
    visitChildren(e, this.visitor);
    if (e.tag === 'call') this.visitor.type(e.type);
  }

  block(body: Block): void {
    for (const decl of body.decls) {
      if (decl.tag === 'let') this.expr(decl.expr);
      else this.visitor.atom(decl.arg);
      this.bind(declared(decl), 1);
    }
    this.visitor.atom(body.result);
    for (const decl of body.decls) this.bind(declared(decl), -1);
  }
}

/** The free names of an expression, in the order in which they are first mentioned; those in types included. */
export function exprNames(e: Expr): ReadonlyMap<number, Name> {
  const collector = new FreeNames();
  collector.expr(e);
  return collector.free;
}

/** The free names of a block, likewise. */
export function blockNames(body: Block): ReadonlyMap<number, Name> {
  const collector = new FreeNames();
  collector.block(body);
  return collector.free;
}

/** One above every id in a block, bound and free: a mark for a supply of names that are fresh for it. */
export function blockMark(body: Block): number {
  let mark = 0;
  const see = ({ id }: Name): void => {
    mark = Math.max(mark, id + 1);
  };
  const visitor: Visitor = {
    atom: (atom) => {
      if (atom.tag === 'var') see(atom.name);
    },
    type: (type) => typeNames(type).forEach(see),
    set: (set) => setNames(set).forEach(see),
    heap: see,
    scope: (scope) => {
      if (scope.heap !== null) see(scope.heap);
      for (const b of scope.binders) see(b.name);
      walk(scope.body);
    },
  };
  const walk = (inner: Block): void => {
    for (const decl of inner.decls) {
      declared(decl).forEach(see);
      if (decl.tag === 'let') visitChildren(decl.expr, visitor);
      else visitor.atom(decl.arg);
    }
    visitor.atom(inner.result);
  };
  walk(body);
  return mark;
}

/** One above every id in a function. */
export function fnMark(fn: Fn): number {
  const bound = [...fn.heaps, ...fn.params.map((p) => p.name)];
  return Math.max(blockMark(fn.body), ...bound.map((n) => n.id + 1), 0);
}

/** The number of expressions in a block, nested ones included. */
export function blockSize(body: Block): number {
  let count = 0;
  const none = (): void => {};
  const visitor: Visitor = { atom: none, type: none, set: none, heap: none, scope: ({ body: b }) => walk(b) };
  const walk = (inner: Block): void => {
    count += inner.decls.length;
    for (const decl of inner.decls) if (decl.tag === 'let') visitChildren(decl.expr, visitor);
  };
  walk(body);
  return count;
}
