/**
 * Activity: which names of a function carry tangents, when some of its parameters do. Flow-insensitive reachability in
 * the graph of what depends on what; a heap is a node like a name. Linear in the size of the function.
 */

import {
  type Atom,
  type Block,
  type Decl,
  type Expr,
  type ExprOf,
  exprNames,
  type Fn,
  typeOf,
} from '../loops/index.ts';
import type { Name } from '../names/index.ts';
import { LINEARIZATIONS } from './rules.ts';
import { tangentType } from './tangent-type.ts';

/** Which parameters of a function are active: `1` and `0`, one for each. Part of a linearized function's name. */
export type ActivityPattern = string;

/** The dependences of one function; nodes are the ids of names and heaps. */
class Dependences {
  private readonly users = new Map<number, number[]>();
  private readonly carriers = new Set<number>();

  /** `name` can be active at all. */
  private carrier(name: Name): void {
    this.carriers.add(name.id);
  }

  private edge(from: Name, to: Name): void {
    const users = this.users.get(from.id);
    if (users === undefined) this.users.set(from.id, [to.id]);
    else users.push(to.id);
  }

  private flow(from: Atom, to: Name): void {
    if (from.tag !== 'var') return;
    const { type } = from;
    this.edge(type.tag === 'ref' ? type.heap : from.name, to);
  }

  private heapOf(ref: Atom): Name | null {
    const type = typeOf(ref);
    return type.tag === 'ref' ? type.heap : null;
  }

  params(fn: Fn): void {
    for (const { name, type } of fn.params) {
      if (type.tag === 'ref') this.handler(type.heap, type.content);
      else if (tangentType(type) !== null) this.carrier(name);
    }
  }

  private handler(heap: Name, content: Parameters<typeof tangentType>[0]): void {
    if (tangentType(content) !== null) this.carrier(heap);
  }

  block(body: Block): void {
    for (const decl of body.decls) this.decl(decl);
  }

  private decl(decl: Decl): void {
    if (decl.tag === 'unpack') {
      if (tangentType(decl.second.type) !== null) this.carrier(decl.second.name);
      this.flow(decl.arg, decl.second.name);
      return;
    }
    if (tangentType(decl.expr.type) !== null) this.carrier(decl.name);
    this.expr(decl.expr, decl.name);
  }

  private expr(e: Expr, to: Name): void {
    switch (e.tag) {
      case 'atom':
        this.flow(e.atom, to);
        return;
      case 'scalar':
        if (LINEARIZATIONS[e.operator].tag === 'rule') for (const arg of e.args) this.flow(arg, to);
        return;
      case 'cast':
      case 'bitcast':
      case 'project':
      case 'inject':
        this.flow(e.arg, to);
        return;
      case 'tuple':
      case 'tableLiteral':
        for (const item of e.items) this.flow(item, to);
        return;
      case 'case':
        for (const a of e.alternatives) {
          if (a === null) continue;
          if (tangentType(a.binder.type) !== null) this.carrier(a.binder.name);
          this.flow(e.scrutinee, a.binder.name);
          this.block(a.body);
          this.flow(a.body.result, to);
        }
        return;
      case 'for':
      case 'each':
      case 'while':
      case 'catch':
        this.block(e.body);
        this.flow(e.body.result, to);
        return;
      case 'index':
      case 'reindex':
        this.flow(e.table, to);
        return;
      case 'pack':
        this.flow(e.second, to);
        return;
      case 'runState':
      case 'runReader':
        this.handler(e.heap, typeOf(e.init));
        this.flow(e.init, e.heap);
        this.handled(e, to);
        return;
      case 'runAccum':
        this.handler(e.heap, e.monoid.type);
        this.handled(e, to);
        return;
      case 'get':
      case 'ask':
        this.flow(e.ref, to);
        return;
      case 'put':
      case 'extend': {
        const heap = this.heapOf(e.ref);
        if (heap !== null) this.flow(e.value, heap);
        return;
      }
      case 'call':
        this.call(e, to);
        return;
      default:
        return;
    }
  }

  private handled(e: ExprOf<'runState'> | ExprOf<'runReader'> | ExprOf<'runAccum'>, to: Name): void {
    this.block(e.body);
    this.flow(e.body.result, to);
    if (e.tag !== 'runReader') this.edge(e.heap, to);
  }

  /** A callee is taken to let everything it is given flow into everything it can change. */
  private call(e: ExprOf<'call'>, to: Name): void {
    const hub: Name = to;
    const changed = e.effects.flatMap((effect) =>
      'heap' in effect && effect.tag !== 'read' ? [effect.heap] : [],
    );
    for (const arg of e.args) {
      this.flow(arg, hub);
      for (const heap of changed) this.flow(arg, heap);
    }
  }

  /** All names that can be active. */
  get all(): ReadonlySet<number> {
    return this.carriers;
  }

  reach(from: readonly Name[]): ReadonlySet<number> {
    const active = new Set<number>();
    const work = from.map((name) => name.id);
    while (work.length > 0) {
      const id = work.pop()!;
      if (active.has(id) || !this.carriers.has(id)) continue;
      active.add(id);
      for (const user of this.users.get(id) ?? []) work.push(user);
    }
    return active;
  }
}

export class Activity {
  private readonly active: ReadonlySet<number>;

  /** Of a function whose binders are distinct. With `everything`, each name that can be active is. */
  constructor(fn: Fn, pattern: ActivityPattern, everything = false) {
    const dependences = new Dependences();
    dependences.params(fn);
    dependences.block(fn.body);
    const from = fn.params.filter((_, i) => pattern[i] === '1');
    const reached = (): ReadonlySet<number> =>
      dependences.reach(from.map(({ name, type }) => (type.tag === 'ref' ? type.heap : name)));
    this.active = everything ? dependences.all : reached();
  }

  /** Whether a name, or a heap, is active. */
  has(name: Name): boolean {
    return this.active.has(name.id);
  }

  /** Whether the value, or the heap of the reference, is active. */
  hasAtom(atom: Atom): boolean {
    if (atom.tag !== 'var') return false;
    return this.has(atom.type.tag === 'ref' ? atom.type.heap : atom.name);
  }

  /** Whether an expression mentions an active name or heap. */
  touches(e: Expr): boolean {
    for (const name of exprNames(e).values()) if (this.has(name)) return true;
    return false;
  }

  /** The pattern of a call with these arguments. Of an active heap there may be references to what has no tangents. */
  pattern(args: readonly Atom[]): ActivityPattern {
    const isActive = (arg: Atom): boolean => {
      const type = typeOf(arg);
      return this.hasAtom(arg) && (type.tag !== 'ref' || tangentType(type.content) !== null);
    };
    return args.map((arg) => (isActive(arg) ? '1' : '0')).join('');
  }
}
