/**
 * Application. A function that takes or gives functions is unfolded; one between data becomes a call of a Loops function
 * that is specialised once (`specialise.ts`); a small one is unfolded too, to a bounded depth, because the call would be
 * more code than it saves.
 */
import type { FunctionDef, GlobalRef, SourceId, Term, TermOf } from '../core/index.ts';
import { make, type Type } from '../loops/index.ts';
import { type Context, emit, place, type Step } from './context.ts';
import { costOf } from './cost.ts';
import { expand, materialise } from './data.ts';
import { Env, type Site, TOP } from './env.ts';
import { illFormedCore, unsupported } from './fault.ts';
import { fromOrdinal, indexing, ordinalOf, sizeValue } from './index-sets.ts';
import { distribute } from './join.ts';
import type { Target } from './request.ts';
import { callSpecialised, dependentParams } from './specialise.ts';
import { applyTangent } from './tangent.ts';
import { bindParams, dataDefinition, isDataType, loopsType, scratch } from './types.ts';
import {
  BOTTOM,
  type Closure,
  data,
  isFirstOrder,
  type Running,
  type TypeValue,
  type Value,
} from './value.ts';

/** Bodies of at most this cost are unfolded … */
const SMALL = 20;
/** … inside at most this many other such bodies. */
const DEPTH = 4;

const done = (value: Value): Step => ({ tag: 'value', value });

/** Applies a function to all its arguments. `inline`: by a call only where that has a derivative of its own. */
export function step(
  c: Context,
  fn: Value,
  args: readonly Value[],
  source: SourceId,
  site: Site,
  inline = false,
): Step {
  switch (fn.tag) {
    case 'closure': {
      const target = fn.named === null ? null : closureTarget(fn, fn.named);
      return enter(c, target, fn.lam, fn.env, args, source, site, inline);
    }
    case 'function':
      return applyGlobal(c, fn.ref, args, source, site, inline);
    case 'ixMethod':
      return done(applyIxMethod(c, fn, args, place(c, source, site)));
    case 'choice':
      return done(
        distribute(c, fn, place(c, source, site), null, (f) => c.machine.apply(c, f, args, source, site)),
      );
    case 'tangent':
      return done(applyTangent(c, fn, args[0]!, place(c, source, site)));
    case 'bottom':
      return done(BOTTOM);
    default:
      return illFormedCore(`a ${fn.tag} is not a function`);
  }
}

function closureTarget(fn: Closure<Running>, named: NonNullable<Closure<Running>['named']>): Target {
  return {
    tag: 'closure',
    closure: fn,
    title: named.title,
    noinline: false,
    storage: 'all',
    lam: fn.lam,
    type: named.type,
    typeEnv: named.env,
  };
}

function functionTarget(def: FunctionDef): Target | null {
  if (def.body.tag !== 'lam' || def.type.tag !== 'pi') return null;
  const typeEnv = new Env<Value>(null, TOP);
  return {
    tag: 'def',
    def,
    title: def.ref.name,
    noinline: def.noinline || def.linearization !== null,
    storage: 'all',
    lam: def.body,
    type: def.type,
    typeEnv,
  };
}

/** Calls or unfolds a lambda. */
function enter(
  c: Context,
  target: Target | null,
  lam: TermOf<'lam'>,
  env: Env<Value>,
  args: readonly Value[],
  source: SourceId,
  site: Site,
  inline: boolean,
): Step {
  const isSmall = target?.noinline !== true && isUnfolded(lam.body, site);
  const isCalled = !inline || (target?.tag === 'def' && target.def.linearization !== null);
  if (target !== null && isCalled && !isSmall && args.every(isFirstOrder)) {
    const at = place(c, source, site);
    const known = expandDependent(c, target, args, at);
    const type = dataResult(c, target, known);
    if (type !== null) return done(callSpecialised(c, target, known, type, at));
  }
  const depth = isSmall && target !== null ? site.depth + 1 : site.depth;
  const inner = new Env(env, { caller: place(c, source, site), depth });
  return { tag: 'term', term: lam.body, env: bindParams(inner, lam.params, args) };
}

/** A small body: always where it calls nothing, otherwise to a bounded depth, which bounds the code that comes of it. */
function isUnfolded(body: Term, site: Site): boolean {
  const cost = costOf(body, SMALL);
  return cost === 'leaf' || (cost === 'small' && site.depth < DEPTH);
}

/** Arguments that types mention, by their parts. */
function expandDependent(
  c: Context,
  target: Target,
  args: readonly Value[],
  source: SourceId,
): readonly Value[] {
  const dependent = dependentParams(target.type);
  if (dependent.size === 0) return args;
  const env = target.typeEnv.open();
  return target.type.params.map((p, i) => {
    const isDependent = dependent.has(i) && args[i]!.tag === 'data';
    const value = isDependent ? expand(c, args[i]!, c.machine.type(c, p.type, env), source) : args[i]!;
    env.set(p.name, value);
    return value;
  });
}

/** The Loops type of the result, if it is data. */
function dataResult(c: Context, target: Target, args: readonly Value[]): Type | null {
  const env = bindParams(target.typeEnv.open(), target.type.params, args);
  const type = c.machine.type(c, target.type.result, env);
  return isDataType(c, type) ? loopsType(c, type) : null;
}

function applyGlobal(
  c: Context,
  ref: GlobalRef,
  args: readonly Value[],
  source: SourceId,
  site: Site,
  inline: boolean,
): Step {
  const def = c.world.definitions.lookup(ref);
  switch (def.tag) {
    case 'function': {
      const target = functionTarget(def);
      if (target !== null)
        return enter(c, target, target.lam, new Env<Value>(null, TOP), args, source, site, inline);
      const fn = c.machine.evaluate(c, def.body, new Env<Value>(null, TOP));
      return step(c, fn, args, source, site, inline);
    }
    case 'constructor': {
      const count = dataDefinition(c, def.data).params.length;
      const [params, fields] = [args.slice(0, count), args.slice(count)];
      return done({ tag: 'con', data: def.data, index: def.index, params, args: fields });
    }
    case 'data':
      return done(dataApplied(c, ref, args));
    case 'class':
      return done({ tag: 'type', type: { tag: 'class', cls: ref, args } });
    case 'instance':
      return done({ tag: 'instance', ref, args });
    case 'method':
      return applyMethod(c, def.cls, def.index, args, source, site, inline);
    case 'foreign':
      return done(applyForeign(c, def.symbol, def.type, args, place(c, source, site)));
    case 'value':
      return illFormedCore(`${ref.name} is not a function`);
  }
}

/** A struct's name is its type and its constructor: which one shows in the number of arguments. */
function dataApplied(c: Context, ref: GlobalRef, args: readonly Value[]): Value {
  const def = dataDefinition(c, ref);
  const { length } = def.params;
  const isConstructor = def.fieldNames !== null && args.length > length;
  if (!isConstructor) return { tag: 'type', type: { tag: 'data', data: ref, args } };
  return { tag: 'con', data: ref, index: 0, params: args.slice(0, length), args: args.slice(length) };
}

/** A method by its own name: the class's arguments, the dictionary, then what the method takes. */
function applyMethod(
  c: Context,
  ref: GlobalRef,
  index: number,
  args: readonly Value[],
  source: SourceId,
  site: Site,
  inline: boolean,
): Step {
  const cls = c.world.definitions.lookup(ref);
  if (cls.tag !== 'class') return illFormedCore(`${ref.name} is not an interface`);
  const at = cls.params.filter((p) => p.type.tag !== 'classType').length;
  const method = c.machine.method(c, args[at]!, index);
  const isFunction = cls.methods[index]?.type.tag === 'pi';
  return isFunction ? step(c, method, args.slice(at + 1), source, site, inline) : done(method);
}

function applyIxMethod(
  c: Context,
  fn: Extract<Value, { tag: 'ixMethod' }>,
  args: readonly Value[],
  source: SourceId,
): Value {
  const ix = indexing(c, fn.type, fn.dict, source);
  switch (fn.method) {
    case 'size':
      return sizeValue(c, fn.type, ix, source);
    case 'ordinal':
      return data(ordinalOf(c, ix, args[0]!, source));
    case 'fromOrdinal':
      return fromOrdinal(c, ix, materialise(c, args[0]!, source), source);
  }
}

function applyForeign(
  c: Context,
  symbol: string,
  type: Term,
  args: readonly Value[],
  source: SourceId,
): Value {
  if (type.tag !== 'pi') return unsupported('a foreign value that is not a function', source);
  const env = bindParams(new Env<Value>(null, TOP), type.params, args);
  const result = scratch(c, (): TypeValue => c.machine.type(c, type.result, env));
  const operands = args.map((arg) => materialise(c, arg, source));
  return data(emit(c, make.host('foreign', symbol, operands, loopsType(c, result), source)));
}
