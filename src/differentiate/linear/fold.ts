/** What statements of the linear language consume, produce and mention. */

import {
  type Atom,
  blockNames,
  type Decl,
  declared,
  exprNames,
  setNames,
  type Type,
  typeNames,
} from '../../loops/index.ts';
import type { Name } from '../../names/index.ts';
import type { LinearBlock, LinearVar, Statement } from './ir.ts';

const present = (items: readonly (LinearVar | null)[]): readonly LinearVar[] =>
  items.filter((x) => x !== null);

/** The linear variables that a statement consumes, in order; those that its blocks capture in open form not included. */
export function consumed(s: Statement): readonly LinearVar[] {
  switch (s.tag) {
    case 'drop':
    case 'dup':
    case 'map':
    case 'route':
    case 'untuple':
    case 'pair':
    case 'unpair':
    case 'reindex':
    case 'part':
      return [s.arg];
    case 'add':
      return [s.left, s.right];
    case 'choose':
      return [s.yes, s.no];
    case 'tuple':
      return present(s.items);
    case 'open':
      return present([s.init]);
    case 'access':
      return s.action === 'add' || s.action === 'put' ? [s.value] : [];
    case 'for':
      return s.elements.map((e) => e.table);
    case 'case':
    case 'call':
      return s.ins;
    default:
      return [];
  }
}

/** The linear variables that a statement produces, in order. */
export function produced(s: Statement): readonly LinearVar[] {
  switch (s.tag) {
    case 'zero':
    case 'add':
    case 'map':
    case 'choose':
    case 'tuple':
    case 'pair':
    case 'unpair':
    case 'reindex':
    case 'part':
      return [s.out];
    case 'dup':
      return [s.left, s.right];
    case 'route':
      return [s.yes, s.no];
    case 'untuple':
      return present(s.items);
    case 'close':
      return present([s.final]);
    case 'access':
      return s.action === 'get' || s.action === 'take' ? [s.value] : [];
    case 'for':
    case 'case':
    case 'call':
      return s.outs;
    default:
      return [];
  }
}

/** The statement with `f` of each variable that it consumes, called in the order of `consumed`. */
export function mapConsumed(s: Statement, f: (v: LinearVar) => LinearVar): Statement {
  switch (s.tag) {
    case 'drop':
    case 'dup':
    case 'map':
    case 'route':
    case 'untuple':
    case 'pair':
    case 'unpair':
    case 'reindex':
    case 'part':
      return { ...s, arg: f(s.arg) };
    case 'add':
      return { ...s, left: f(s.left), right: f(s.right) };
    case 'choose':
      return { ...s, yes: f(s.yes), no: f(s.no) };
    case 'tuple':
      return { ...s, items: s.items.map((item) => (item === null ? null : f(item))) };
    case 'open':
      return s.init === null ? s : { ...s, init: f(s.init) };
    case 'access':
      return s.action === 'add' || s.action === 'put' ? { ...s, value: f(s.value) } : s;
    case 'for':
      return { ...s, elements: s.elements.map((e) => ({ ...e, table: f(e.table) })) };
    case 'case':
    case 'call':
      return { ...s, ins: s.ins.map(f) };
    default:
      return s;
  }
}

/** The blocks under a statement. */
export function blocksOf(s: Statement): readonly LinearBlock[] {
  if (s.tag === 'for' || s.tag === 'while') return [s.body];
  return s.tag === 'case' ? s.alternatives.flatMap((a) => (a === null ? [] : [a.body])) : [];
}

/** Collects the free non-linear names of linear code, those of types and heaps included. Binders must be distinct. */
class Mentions {
  readonly seen = new Map<number, Name>();
  readonly bound = new Set<number>();

  atom(atom: Atom | null): void {
    if (atom?.tag !== 'var') return;
    this.seen.set(atom.name.id, atom.name);
    this.type(atom.type);
  }
  type(type: Type): void {
    for (const [id, name] of typeNames(type)) this.seen.set(id, name);
  }
  bind(name: Name): void {
    this.bound.add(name.id);
  }

  decl(decl: Decl): void {
    if (decl.tag === 'let') for (const [id, name] of exprNames(decl.expr)) this.seen.set(id, name);
    else this.atom(decl.arg);
    for (const name of declared(decl)) this.bind(name);
  }

  block(block: LinearBlock): void {
    for (const s of block.statements) this.statement(s);
    this.atom(block.result);
  }

  statement(s: Statement): void {
    for (const v of produced(s)) this.type(v.type);
    switch (s.tag) {
      case 'primal':
      case 'late':
        this.decl(s.decl);
        return;
      case 'enter':
        if (s.handler.tag === 'runAccum') {
          this.atom(s.handler.monoid.empty);
          for (const [id, name] of blockNames(s.handler.monoid.combine)) this.seen.set(id, name);
          this.bind(s.handler.monoid.left.name);
          this.bind(s.handler.monoid.right.name);
        } else this.atom(s.handler.init);
        this.bind(s.handler.heap);
        this.bind(s.handler.ref.name);
        return;
      case 'leave':
        this.atom(s.body);
        this.bind(s.result.name);
        return;
      case 'zero':
      case 'drop':
        this.atom(s.like);
        return;
      case 'map':
        s.map.tag === 'scale' || s.map.tag === 'divide' ? this.atom(s.map.by) : undefined;
        return;
      case 'choose':
      case 'route':
        this.atom(s.condition);
        return;
      case 'pair':
      case 'unpair':
        this.atom(s.first);
        return;
      case 'part':
        s.step.tag === 'element' ? this.atom(s.step.at) : undefined;
        return;
      case 'open':
        this.atom(s.like);
        this.type(s.ref.type);
        this.bind(s.ref.name);
        if (s.ref.type.tag === 'ref') this.bind(s.ref.type.heap);
        return;
      case 'close':
        this.atom(s.like);
        return;
      case 'view':
        this.atom(s.ref);
        if (s.step.tag !== 'item') this.atom(s.step.at);
        this.type(s.out.type);
        this.bind(s.out.name);
        return;
      case 'access':
        this.atom(s.like);
        this.atom(s.ref);
        return;
      case 'for':
        for (const [id, name] of setNames(s.index)) this.seen.set(id, name);
        this.bind(s.binder.name);
        if (s.result !== null) this.bind(s.result.name);
        this.block(s.body);
        return;
      case 'case':
        this.atom(s.scrutinee);
        for (const a of s.alternatives) {
          if (a === null) continue;
          this.bind(a.binder.name);
          for (const p of a.params) this.type(p.type);
          this.block(a.body);
        }
        if (s.result !== null) this.bind(s.result.name);
        return;
      case 'while':
        this.block(s.body);
        return;
      case 'call':
        for (const a of [...s.args, ...s.refs]) this.atom(a);
        for (const h of s.heaps) this.seen.set(h.id, h);
        if (s.result !== null) this.bind(s.result.name);
        return;
    }
  }

  get free(): ReadonlyMap<number, Name> {
    const free = new Map(this.seen);
    for (const id of this.bound) free.delete(id);
    return free;
  }
}

/** The non-linear names that statements mention and do not bind, those in the types of linear variables included. */
export function mentioned(
  statements: readonly Statement[],
  linear: readonly LinearVar[] = [],
): ReadonlyMap<number, Name> {
  const mentions = new Mentions();
  for (const s of statements) mentions.statement(s);
  for (const v of linear) mentions.type(v.type);
  return mentions.free;
}

/** Whether there is a linear half to a list of statements. */
export function hasLinearHalf(statements: readonly Statement[]): boolean {
  return statements.some((s) => s.tag !== 'primal' && s.tag !== 'enter' && s.tag !== 'leave');
}
