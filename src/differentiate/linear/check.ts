/**
 * The typing rules of the strict linear language: a linear variable is used exactly once, and blocks are closed but for
 * references (Linear A's rules; those for loops, cases and references are written at each form). What is checked of
 * the non-linear half is that its names are bound; `checkFn` of Loops checks its types, after lowering.
 */

import {
  type Atom,
  declared,
  exprNames,
  indexType,
  instantiate,
  sameSet,
  sameType,
  type Type,
  tableType,
  typeNames,
  typeOf,
  UNIT,
} from '../../loops/index.ts';
import type { Name } from '../../names/index.ts';
import { isFloat } from '../../primitives/index.ts';
import type { LinearBlock, LinearFn, LinearVar, RefKind, Statement, StatementOf } from './ir.ts';

/** A linear program that breaks a rule: always a mistake of a pass. */
export class IllTypedLinear extends Error {
  override readonly name = 'IllTypedLinear';
}

function fail(message: string): never {
  throw new IllTypedLinear(message);
}

function mustHold(condition: boolean, message: () => string): void {
  if (!condition) fail(message());
}

/** What each kind of reference may do. */
const ACTIONS: Readonly<Record<RefKind, readonly StatementOf<'access'>['action'][]>> = {
  read: ['get'],
  accumulate: ['add'],
  state: ['get', 'add', 'put', 'take'],
};

/** The linear functions that a call may name: the types of their parameters are checked where they are made. */
export interface LinearSignatures {
  /** Whether there is such a function, with both halves or with one. */
  has(callee: string, activity: string): boolean;
}

class Checker {
  private readonly names = new Set<number>();
  private readonly refs = new Map<number, RefKind>();
  private readonly used = new Set<number>();
  private readonly signatures: LinearSignatures | null;

  constructor(signatures: LinearSignatures | null) {
    this.signatures = signatures;
  }

  fn(fn: LinearFn): void {
    for (const heap of [...fn.heaps, ...fn.refHeaps]) this.names.add(heap.id);
    for (const { name, type } of [...fn.params, ...fn.refs]) {
      this.type(type);
      this.names.add(name.id);
    }
    for (const { name, kind } of fn.refs) this.refs.set(name.id, kind);
    this.block(fn.body, fn.linear);
  }

  /** A block consumes its parameters, and gives its results; no other linear variable is in scope in it. */
  block(block: LinearBlock, params: readonly LinearVar[]): void {
    const live = new Map<number, LinearVar>();
    const opened = new Set<number>();
    for (const p of params) this.define(live, p);
    for (const s of block.statements) this.statement(s, live, opened);
    this.atom(block.result);
    for (const v of block.outs) this.consume(live, v);
    for (const v of live.values()) fail(`the linear variable ${show(v.name)} is never used`);
    mustHold(opened.size === 0, () => 'a linear reference is never closed');
  }

  private define(live: Map<number, LinearVar>, v: LinearVar): void {
    mustHold(!this.used.has(v.name.id) && !live.has(v.name.id), () => `${show(v.name)} is defined twice`);
    this.type(v.type);
    live.set(v.name.id, v);
  }

  private consume(live: Map<number, LinearVar>, v: LinearVar): void {
    const known = live.get(v.name.id);
    if (known === undefined) {
      fail(
        `the linear variable ${show(v.name)} is used ${this.used.has(v.name.id) ? 'twice' : 'where it is not in scope'}`,
      );
    }
    mustHold(sameType(known.type, v.type), () => `${show(v.name)} is used at another type than it has`);
    live.delete(v.name.id);
    this.used.add(v.name.id);
  }

  private bind(name: Name): void {
    this.names.add(name.id);
  }

  private atom(atom: Atom | null): void {
    if (atom?.tag !== 'var') return;
    mustHold(this.names.has(atom.name.id), () => `the name ${show(atom.name)} is not bound`);
  }

  private type(type: Type): void {
    for (const name of typeNames(type).values()) {
      mustHold(this.names.has(name.id), () => `a type mentions ${show(name)}, which is not bound`);
    }
  }

  private same(a: Type, b: Type, what: string): void {
    mustHold(sameType(a, b), () => `${what}: the types differ`);
  }

  private scalar(v: LinearVar, by: Atom | null): void {
    mustHold(v.type.tag === 'scalar' && isFloat(v.type.scalar), () => `${show(v.name)} is not a float`);
    if (by !== null) this.same(typeOf(by), v.type, 'a scaling');
  }

  private content(ref: Atom): Type {
    const type = typeOf(ref);
    this.atom(ref);
    return type.tag === 'ref' ? type.content : fail('a linear reference is needed');
  }

  private statement(s: Statement, live: Map<number, LinearVar>, opened: Set<number>): void {
    const consume = (...vs: readonly LinearVar[]): void => {
      for (const v of vs) this.consume(live, v);
    };
    const define = (...vs: readonly LinearVar[]): void => {
      for (const v of vs) this.define(live, v);
    };
    switch (s.tag) {
      case 'primal':
        if (s.decl.tag === 'let') {
          for (const name of exprNames(s.decl.expr).values()) {
            mustHold(this.names.has(name.id), () => `the name ${show(name)} is not bound`);
          }
        } else this.atom(s.decl.arg);
        for (const name of declared(s.decl)) this.bind(name);
        return;
      case 'late':
        for (const name of declared(s.decl)) this.bind(name);
        return;
      case 'enter':
        if (s.handler.tag !== 'runAccum') this.atom(s.handler.init);
        this.bind(s.handler.heap);
        this.bind(s.handler.ref.name);
        return;
      case 'leave':
        this.atom(s.body);
        this.bind(s.result.name);
        return;
      case 'zero':
        this.atom(s.like);
        define(s.out);
        return;
      case 'drop':
        this.atom(s.like);
        consume(s.arg);
        return;
      case 'dup':
        consume(s.arg);
        this.same(s.arg.type, s.left.type, 'dup');
        this.same(s.arg.type, s.right.type, 'dup');
        define(s.left, s.right);
        return;
      case 'add':
        consume(s.left, s.right);
        this.same(s.left.type, s.right.type, 'a sum');
        this.same(s.left.type, s.out.type, 'a sum');
        define(s.out);
        return;
      case 'map':
        this.map(s, consume, define);
        return;
      case 'choose':
        this.atom(s.condition);
        consume(s.yes, s.no);
        this.scalar(s.out, null);
        this.same(s.yes.type, s.out.type, 'choose');
        this.same(s.no.type, s.out.type, 'choose');
        define(s.out);
        return;
      case 'route':
        this.atom(s.condition);
        consume(s.arg);
        this.scalar(s.arg, null);
        this.same(s.arg.type, s.yes.type, 'route');
        this.same(s.arg.type, s.no.type, 'route');
        define(s.yes, s.no);
        return;
      case 'tuple':
        for (const item of s.items) if (item !== null) consume(item);
        this.items(s.items, s.out.type);
        define(s.out);
        return;
      case 'untuple':
        consume(s.arg);
        this.items(s.items, s.arg.type);
        for (const item of s.items) if (item !== null) define(item);
        return;
      case 'pair':
      case 'unpair':
        this.pair(s, consume, define);
        return;
      case 'reindex':
        consume(s.arg);
        mustHold(s.arg.type.tag === 'table' && s.out.type.tag === 'table', () => 'only tables are reindexed');
        define(s.out);
        return;
      case 'part':
        fail('a part of a linear variable is taken: the program is in open form');
        return;
      case 'open':
        this.open(s, consume, opened);
        return;
      case 'close':
        this.close(s, define, opened);
        return;
      case 'view':
        this.content(s.ref);
        if (s.step.tag !== 'item') this.atom(s.step.at);
        this.type(s.out.type);
        if (s.ref.tag === 'var')
          this.refs.set(s.out.name.id, this.refs.get(s.ref.name.id) ?? fail('not a linear reference'));
        this.bind(s.out.name);
        return;
      case 'access':
        this.access(s, consume, define);
        return;
      case 'for':
        this.loop(s, consume, define);
        return;
      case 'case':
        this.caseOf(s, consume, define);
        return;
      case 'while':
        this.block(s.body, []);
        return;
      case 'call':
        for (const a of [...s.args, ...s.refs]) this.atom(a);
        mustHold(
          this.signatures?.has(s.callee, s.activity) ?? true,
          () => `there is no linear function ${s.callee}`,
        );
        consume(...s.ins);
        if (s.result !== null) this.bind(s.result.name);
        define(...s.outs);
        return;
    }
  }

  private map(s: StatementOf<'map'>, consume: (v: LinearVar) => void, define: (v: LinearVar) => void): void {
    consume(s.arg);
    if (s.map.tag === 'cast') {
      this.same({ tag: 'scalar', scalar: s.map.from }, s.arg.type, 'a cast');
      this.same({ tag: 'scalar', scalar: s.map.to }, s.out.type, 'a cast');
    } else {
      const by = s.map.tag === 'negate' ? null : s.map.by;
      this.atom(by);
      this.scalar(s.arg, by);
      this.same(s.arg.type, s.out.type, 'a scalar map');
    }
    define(s.out);
  }

  /** Items in order: of a product those with tangents, of a table all elements. */
  private items(items: readonly (LinearVar | null)[], whole: Type): void {
    const types = whole.tag === 'product' ? whole.items : null;
    mustHold(types !== null || whole.tag === 'table', () => 'a product or a table is needed');
    if (types !== null) mustHold(types.length === items.length, () => 'the number of items differs');
    items.forEach((item, i) => {
      const expected = types !== null ? types[i]! : elementAt(whole, i);
      this.same(item?.type ?? UNIT, expected, 'an item');
    });
  }

  private pair(
    s: StatementOf<'pair'> | StatementOf<'unpair'>,
    consume: (v: LinearVar) => void,
    define: (v: LinearVar) => void,
  ): void {
    this.atom(s.first);
    consume(s.arg);
    const [whole, part] = s.tag === 'pair' ? [s.out, s.arg] : [s.arg, s.out];
    if (whole.type.tag !== 'pair') fail('a dependent pair is needed');
    this.same(instantiate(whole.type.second, whole.type.binder, s.first), part.type, 'a dependent pair');
    define(s.out);
  }

  /** An accumulator begins at zero, and a reader with a value. */
  private open(s: StatementOf<'open'>, consume: (v: LinearVar) => void, opened: Set<number>): void {
    if (s.ref.type.tag !== 'ref') fail('a linear reference is needed');
    this.type(s.ref.type.content);
    this.atom(s.like);
    mustHold(s.kind !== 'read' || s.init !== null, () => 'a reader begins without content');
    mustHold(s.kind !== 'accumulate' || s.init === null, () => 'an accumulator does not begin at zero');
    if (s.init !== null) {
      consume(s.init);
      this.same(s.init.type, s.ref.type.content, 'a reference begins');
    }
    const heap = s.ref.type.heap;
    this.bind(heap);
    this.bind(s.ref.name);
    this.refs.set(s.ref.name.id, s.kind);
    opened.add(s.ref.name.id);
  }

  /** A reader ends with its content dropped, and an accumulator with its total. It ends in the block where it began. */
  private close(s: StatementOf<'close'>, define: (v: LinearVar) => void, opened: Set<number>): void {
    if (s.ref.type.tag !== 'ref') fail('a linear reference is needed');
    mustHold(opened.delete(s.ref.name.id), () => `${show(s.ref.name)} is closed where it was not opened`);
    mustHold(this.refs.get(s.ref.name.id) === s.kind, () => 'a reference ends as another kind than it began');
    mustHold(s.kind !== 'read' || s.final === null, () => 'a reader ends with a value');
    mustHold(s.kind !== 'accumulate' || s.final !== null, () => 'the total of an accumulator is lost');
    this.atom(s.like);
    this.names.delete(s.ref.name.id);
    if (s.final === null) return;
    this.same(s.final.type, s.ref.type.content, 'a reference ends');
    define(s.final);
  }

  private access(
    s: StatementOf<'access'>,
    consume: (v: LinearVar) => void,
    define: (v: LinearVar) => void,
  ): void {
    const content = this.content(s.ref);
    this.atom(s.like);
    this.same(content, s.value.type, s.action);
    const kind = s.ref.tag === 'var' ? this.refs.get(s.ref.name.id) : undefined;
    if (kind === undefined) fail('not a linear reference');
    mustHold(ACTIONS[kind].includes(s.action), () => `${s.action} through a reference of kind ${kind}`);
    if (s.action === 'add' || s.action === 'put') consume(s.value);
    else define(s.value);
  }

  /** Linear data enters a loop element by element, and leaves it as tables; the body captures none. */
  private loop(s: StatementOf<'for'>, consume: (v: LinearVar) => void, define: (v: LinearVar) => void): void {
    this.bind(s.binder.name);
    this.same(s.binder.type, indexType(s.index), 'the index of a loop');
    for (const { table, element } of s.elements) {
      consume(table);
      if (table.type.tag !== 'table') fail('only tables enter loops by their elements');
      mustHold(
        sameSet(table.type.index, s.index),
        () => 'a loop over another index set than that of its table',
      );
      const expected = instantiate(table.type.element, table.type.binder, { tag: 'var', ...s.binder });
      this.same(expected, element.type, 'an element');
    }
    this.block(
      s.body,
      s.elements.map((e) => e.element),
    );
    mustHold(s.outs.length === s.body.outs.length, () => 'a loop has as many linear results as its body');
    for (const [i, out] of s.outs.entries()) {
      this.same(out.type, tableType(s.binder.name, s.index, s.body.outs[i]!.type), 'a table');
    }
    if (s.result !== null) this.bind(s.result.name);
    define(...(s.outs as [LinearVar]));
  }

  /** All alternatives consume the same variables. */
  private caseOf(
    s: StatementOf<'case'>,
    consume: (v: LinearVar) => void,
    define: (v: LinearVar) => void,
  ): void {
    this.atom(s.scrutinee);
    for (const v of s.ins) consume(v);
    for (const a of s.alternatives) {
      if (a === null) continue;
      this.bind(a.binder.name);
      mustHold(
        a.params.length === s.ins.length,
        () => 'an alternative consumes other variables than the case',
      );
      for (const [i, p] of a.params.entries())
        this.same(p.type, s.ins[i]!.type, 'a parameter of an alternative');
      this.block(a.body, a.params);
      mustHold(
        a.body.outs.length === s.outs.length,
        () => 'an alternative has other linear results than the case',
      );
      for (const [i, v] of a.body.outs.entries())
        this.same(v.type, s.outs[i]!.type, 'a result of an alternative');
    }
    if (s.result !== null) this.bind(s.result.name);
    for (const out of s.outs) define(out);
  }
}

function elementAt(table: Type, ordinal: number): Type {
  if (table.tag !== 'table') return UNIT;
  return instantiate(table.element, table.binder, { tag: 'lit', scalar: 'w32', value: ordinal });
}

function show(name: Name): string {
  return `${name.hint}#${name.id}`;
}

/** Checks a function in strict form. Throws `IllTypedLinear`, naming the rule that is broken. */
export function checkLinear(fn: LinearFn, signatures: LinearSignatures | null = null): void {
  new Checker(signatures).fn(fn);
}

/** Checks a linear half: beyond `checkLinear`, that it has no non-linear result and that what it computes is pure. */
export function checkLinearHalf(fn: LinearFn, signatures: LinearSignatures | null = null): void {
  checkLinear(fn, signatures);
  const visit = (block: LinearBlock): void => {
    mustHold(block.result.tag === 'unit', () => 'a non-linear value is returned from a linear half');
    for (const s of block.statements) {
      if (s.tag === 'enter' || s.tag === 'leave' || s.tag === 'while')
        fail(`${s.tag} stands in a linear half`);
      if (s.tag === 'primal' && s.decl.tag === 'let') {
        mustHold(s.decl.expr.effects.length === 0, () => 'a non-linear effect in a linear half');
      }
      if (s.tag === 'for') visit(s.body);
      if (s.tag === 'case') for (const a of s.alternatives) if (a !== null) visit(a.body);
    }
  };
  visit(fn.body);
}
