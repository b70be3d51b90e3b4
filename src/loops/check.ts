/**
 * The checker of Loops: scopes, types and effects of a whole program. It finds mistakes of passes, not of users, and is
 * run after every pass in tests. A node is right when its operands fit its form and its type and effects are those that
 * `build` computes from its parts.
 */
import type { Name } from '../names/index.ts';
import type { Scalar } from '../primitives/index.ts';
import { bits, isFloat, SCALAR_OPERATORS } from '../primitives/index.ts';
import type { FnSignature } from './build.ts';
import { literal, block as makeBlock, signatureOf, variable } from './build.ts';
import { call, parameterTypes } from './call.ts';
import { type LoopsProblem, TypeChecker } from './check-types.ts';
import { declared, type Mapper, mapChildren } from './fold.ts';
import { indexType, sizeOf } from './index-set.ts';
import { IllFormed } from './invalid.ts';
import type { Atom, Binder, Block, Decl, Expr, ExprOf, Fn, Monoid, Program, Type } from './ir.ts';
import { printSet, printType } from './print.ts';
import { instantiate } from './substitute-type.ts';
import {
  containsRef,
  isRectangular,
  refType,
  STRING,
  sameEffects,
  sameType,
  typeOf,
  UNIT,
  W8,
  W32,
} from './types.ts';

/** Rebuilds an expression from its own parts, so that `build` computes its type and effects once more. */
const SAME: Mapper = { atom: (a) => a, type: (t) => t, set: (s) => s, heap: (h) => h, scope: (s) => s };

function scalarOf(type: Type): Scalar | null {
  return type.tag === 'scalar' ? type.scalar : null;
}

class Checker extends TypeChecker {
  private readonly functions = new Map<string, FnSignature>();

  // -------------------------------------------------------------------------------------------------- programs

  function(fn: Fn): void {
    this.fn = fn.name;
    if (this.functions.has(fn.name)) this.report('two functions have this name');
    const mark = this.scope.enter();
    for (const heap of fn.heaps) this.bind(heap, { tag: 'heap' });
    for (const param of fn.params) this.bindValue(param);
    this.block(fn.body);
    this.expectClosed('the result of a function', fn.body.type, fn.body.decls.flatMap(declared));
    this.scope.leave(mark);
    this.functions.set(fn.name, signatureOf(fn));
  }

  private block(body: Block): void {
    const mark = this.scope.enter();
    for (const decl of body.decls) this.decl(decl);
    this.atom(body.result);
    this.expectSame('the type of a block', body.type, typeOf(body.result));
    this.scope.leave(mark);
    this.expectLocalsStay(body);
    const { effects } = makeBlock(body.decls, body.result);
    if (!sameEffects(effects, body.effects)) this.report('a block has other effects than its declarations');
  }

  private expectLocalsStay(body: Block): void {
    if (body.result.tag !== 'var') return;
    this.expectClosed('the type of a block', body.type, body.decls.flatMap(declared));
  }

  private under(form: string, heap: Name | null, binders: readonly Binder[], body: Block): void {
    const mark = this.scope.enter();
    this.path.push(form);
    if (heap !== null) this.bind(heap, { tag: 'heap' });
    for (const binder of binders) this.bindValue(binder);
    this.block(body);
    this.path.pop();
    this.scope.leave(mark);
  }

  private decl(decl: Decl): void {
    if (decl.tag === 'let') {
      this.expr(decl.expr);
      this.bindValue({ name: decl.name, type: decl.expr.type });
      return;
    }
    this.atom(decl.arg);
    const pair = typeOf(decl.arg);
    if (pair.tag !== 'pair') {
      this.report('unpack takes a dependent pair');
      return;
    }
    this.expectSame('the first of a pair', decl.first.type, pair.first);
    this.bindValue(decl.first);
    this.bindValue(decl.second);
    const second = instantiate(pair.second, pair.binder, variable(decl.first));
    this.expectSame('the second of a pair', decl.second.type, second);
  }

  // ----------------------------------------------------------------------------------------------- expressions

  private expr(e: Expr): void {
    try {
      this.operands(e);
      const again = e.tag === 'call' ? this.recall(e) : mapChildren(e, SAME);
      this.expectSame(`the type of ${e.tag}`, e.type, again.type);
      if (!sameEffects(e.effects, again.effects)) this.report(`${e.tag} has other effects than its parts`);
    } catch (error) {
      if (!(error instanceof IllFormed)) throw error;
      this.report(`${e.tag}: ${error.message}`);
    }
  }

  private recall(e: ExprOf<'call'>): Expr {
    const callee = this.functions.get(e.callee);
    return callee === undefined ? e : call(callee, e.heaps, e.args, e.source);
  }

  private atoms(...atoms: readonly Atom[]): void {
    for (const atom of atoms) this.atom(atom);
  }

  private expectAtom(what: string, atom: Atom, type: Type): void {
    this.atom(atom);
    this.expectSame(what, typeOf(atom), type);
  }

  private expectSum(atom: Atom): readonly Type[] {
    this.atom(atom);
    const type = typeOf(atom);
    if (type.tag === 'sum') return type.items;
    this.report(`${printType(type)} is not a sum`);
    return [];
  }

  /** What an expression demands of its operands. */
  private operands(e: Expr): void {
    switch (e.tag) {
      case 'atom':
        this.atom(e.atom);
        return;
      case 'scalar':
        this.scalar(e);
        return;
      case 'cast':
      case 'bitcast':
        this.conversion(e);
        return;
      case 'tuple':
        this.atoms(...e.items);
        return;
      case 'project':
        this.atom(e.arg);
        return;
      case 'inject': {
        this.type(e.type);
        const item = e.type.tag === 'sum' ? e.type.items[e.index] : undefined;
        if (item === undefined) {
          this.report(`${printType(e.type)} has no alternative ${e.index}`);
          return;
        }
        this.expectAtom('the injected value', e.arg, item);
        return;
      }
      case 'tagOf':
        this.expectSum(e.arg);
        return;
      case 'fromTag': {
        const isEnumeration = e.type.tag === 'sum' && e.type.items.every((item) => sameType(item, UNIT));
        if (!isEnumeration) this.report(`${printType(e.type)} is not a sum of units`);
        this.expectAtom('a tag', e.arg, W8);
        return;
      }
      case 'case':
        this.caseOf(e);
        return;
      case 'for':
      case 'each':
        this.loop(e);
        return;
      case 'tableLiteral':
        this.tableLiteral(e);
        return;
      case 'index':
        this.atoms(e.table, e.at);
        this.indexInto(typeOf(e.table), e.at);
        return;
      case 'reindex':
        this.type(e.type);
        this.atom(e.table);
        if (!isRectangular(typeOf(e.table))) this.report('only a rectangular table is reindexed');
        return;
      case 'argsort': {
        this.atom(e.table);
        const type = typeOf(e.table);
        if (type.tag !== 'table' || type.element.tag !== 'scalar')
          this.report('only a table of scalars is sorted');
        return;
      }
      case 'pack':
        this.pack(e);
        return;
      case 'sizeOf':
        this.set(e.set);
        return;
      case 'ordinal':
        this.set(e.set);
        this.expectAtom('the index', e.arg, indexType(e.set));
        return;
      case 'fromOrdinal':
        this.set(e.set);
        this.expectAtom('the ordinal', e.arg, W32);
        return;
      case 'while':
        this.under('while', null, [], e.body);
        this.expectSame('the body of while', e.body.type, W8);
        return;
      case 'catch':
        this.under('catch', null, [], e.body);
        return;
      case 'runState':
      case 'runReader':
        this.atom(e.init);
        this.handler(e, typeOf(e.init));
        return;
      case 'runAccum':
        this.monoid(e.monoid);
        this.handler(e, e.monoid.type);
        return;
      default:
        this.leaf(e);
        return;
    }
  }

  /** Operations on references, faults, hosts, calls: forms without blocks. */
  private leaf(e: Exclude<Expr, { tag: 'atom' }>): void {
    switch (e.tag) {
      case 'get':
      case 'ask':
      case 'refProject':
      case 'listLength':
        this.atom(e.ref);
        return;
      case 'put':
        this.atom(e.ref);
        this.expectAtom('the value of put', e.value, contentOf(e.ref));
        return;
      case 'extend':
        this.atom(e.ref);
        this.monoid(e.monoid);
        this.expectSame('the monoid of extend', e.monoid.type, contentOf(e.ref));
        this.expectAtom('the value of extend', e.value, contentOf(e.ref));
        return;
      case 'refIndex':
        this.atoms(e.ref, e.at);
        this.indexInto(contentOf(e.ref), e.at);
        return;
      case 'listElement':
        this.atom(e.ref);
        this.expectAtom('the position in a list', e.at, W32);
        return;
      case 'throw':
      case 'garbage':
        this.type(e.type);
        return;
      case 'fail':
        this.type(e.type);
        if (e.message !== null) this.expectAtom('the message of fail', e.message, STRING);
        return;
      case 'host':
        this.type(e.type);
        this.atoms(...e.args);
        if ((e.operation === 'foreign') !== (e.name !== null))
          this.report('exactly foreign operations have names');
        return;
      case 'show':
        this.atom(e.arg);
        return;
      case 'parseFloat':
        this.expectAtom('the text of parseFloat', e.arg, STRING);
        return;
      case 'call':
        this.call(e);
        return;
    }
  }

  private scalar({ operator, args }: ExprOf<'scalar'>): void {
    this.atoms(...args);
    const { operands, over } = SCALAR_OPERATORS[operator];
    if (args.length !== operands) {
      this.report(`${operator} takes ${operands} operands`);
      return;
    }
    const types = args.map(typeOf);
    if (operator === 'select' || operator === 'not') this.expectSame('a truth value', types[0]!, W8);
    const common = operator === 'select' ? types.slice(1) : types;
    const scalar = scalarOf(common[0]!);
    if (scalar === null) {
      this.report(`${operator} takes scalars`);
      return;
    }
    for (const type of common) this.expectSame(`an operand of ${operator}`, type, common[0]!);
    const fits = over === 'any' || (over === 'float') === isFloat(scalar);
    if (!fits) this.report(`${operator} is not an operation on ${scalar}`);
  }

  private conversion(e: ExprOf<'cast'> | ExprOf<'bitcast'>): void {
    this.atom(e.arg);
    const from = scalarOf(typeOf(e.arg));
    if (from === null) {
      this.report(`${e.tag} takes a scalar`);
      return;
    }
    if (e.tag === 'bitcast' && bits(from) !== bits(e.to)) this.report(`bitcast from ${from} to ${e.to}`);
  }

  private caseOf(e: ExprOf<'case'>): void {
    const items = this.expectSum(e.scrutinee);
    this.type(e.type);
    if (items.length !== e.alternatives.length)
      this.report('a case has one alternative for each item of its sum');
    e.alternatives.forEach((alternative, i) => {
      if (alternative === null) return;
      const { binder, body } = alternative;
      this.expectSame('the binder of an alternative', binder.type, items[i] ?? binder.type);
      this.under(`case ${i}`, null, [binder], body);
      this.expectSame('the result of an alternative', body.type, e.type);
    });
  }

  private loop(e: ExprOf<'for'> | ExprOf<'each'>): void {
    this.set(e.index);
    this.expectSame('the binder of a loop', e.binder.type, indexType(e.index));
    this.under(e.tag, null, [e.binder], e.body);
    if (e.tag === 'each') this.expectSame('the body of each', e.body.type, UNIT);
    if (containsRef(e.body.type)) this.report('a table holds references');
  }

  private tableLiteral({ type, items }: ExprOf<'tableLiteral'>): void {
    this.type(type);
    if (type.tag !== 'table') {
      this.report('a table literal has a table type');
      return;
    }
    const size = sizeOf(type.index);
    if (size?.tag !== 'const' || size.value !== items.length) {
      this.report(`${items.length} elements for ${printSet(type.index)}`);
    }
    items.forEach((item, i) => {
      this.expectAtom('an element', item, instantiate(type.element, type.binder, literal('w32', i)));
    });
  }

  private indexInto(type: Type, at: Atom): void {
    if (type.tag !== 'table') {
      this.report(`${printType(type)} is not a table`);
      return;
    }
    this.expectSame('an index', typeOf(at), indexType(type.index));
  }

  private pack({ type, first, second }: ExprOf<'pack'>): void {
    this.type(type);
    if (type.tag !== 'pair') {
      this.report('pack has a pair type');
      return;
    }
    this.expectAtom('the first of a pair', first, type.first);
    this.expectAtom('the second of a pair', second, instantiate(type.second, type.binder, first));
  }

  private monoid({ type, empty, left, right, combine }: Monoid): void {
    this.type(type);
    this.expectAtom('the identity of a monoid', empty, type);
    for (const operand of [left, right]) this.expectSame('an operand of a monoid', operand.type, type);
    this.under('monoid', null, [left, right], combine);
    this.expectSame('the result of a monoid', combine.type, type);
    if (combine.effects.length > 0) this.report('a monoid has effects');
  }

  private handler(e: ExprOf<'runState' | 'runReader' | 'runAccum'>, content: Type): void {
    if (containsRef(content)) this.report('a reference holds references');
    this.expectSame('the reference of a handler', e.ref.type, refType(e.heap, content));
    this.under(e.tag, e.heap, [e.ref], e.body);
    this.expectClosed('the result of a handler', e.body.type, [e.heap, e.ref.name]);
  }

  private call(e: ExprOf<'call'>): void {
    for (const heap of e.heaps) this.heap(heap);
    this.atoms(...e.args);
    const callee = this.functions.get(e.callee);
    if (callee === undefined) {
      this.report(`no function ${e.callee} stands before its caller`);
      return;
    }
    parameterTypes(callee, e.heaps, e.args).forEach((type, i) => {
      this.expectSame(`argument ${i} of ${e.callee}`, typeOf(e.args[i]!), type);
    });
  }
}

function contentOf(ref: Atom): Type {
  const type = typeOf(ref);
  if (type.tag !== 'ref') throw new IllFormed(`${printType(type)} is not a reference`);
  return type.content;
}

/** What is wrong with a program; nothing for one that every later pass may rely on. */
export function checkProgram(program: Program): readonly LoopsProblem[] {
  const checker = new Checker();
  for (const fn of program.functions) checker.function(fn);
  return checker.problems;
}

export type { LoopsProblem };
