/**
 * Specialise once, share: a call between data is a call of a Loops function that is made once for what is static in it
 * (types, dictionaries, literal sizes). Its data, and the data inside what is static, are parameters. The function is
 * asked for here and made later (`worklist.ts`), so that a chain of calls never recurses.
 */
import { globalKey, type SourceId, type Term, type TermOf } from '../core/index.ts';
import {
  type Atom,
  type Effect,
  type Effects,
  make,
  Naming,
  type Size,
  sizeKey,
  sizeNames,
  type Type,
  typeKey,
  typeNames,
  typeOf,
} from '../loops/index.ts';
import type { Name } from '../names/index.ts';
import type { ComputedSize } from './code.ts';
import { type Context, emit } from './context.ts';
import { closeTelescope, materialise } from './data.ts';
import { freeNamesOf } from './free.ts';
import { KeyWriter } from './key.ts';
import { type Needs, needsOfDefinition, needsOfParts } from './needs.ts';
import type { Argument, Request, Target } from './request.ts';
import { Splitter } from './skeleton.ts';
import { bindParams, isData } from './types.ts';
import { data, type Skeleton, type Value } from './value.ts';

type Variable = Extract<Atom, { tag: 'var' }>;

/** A call of `target`, whose result has the Loops type `result`. */
export function callSpecialised(
  c: Context,
  target: Target,
  args: readonly Value[],
  result: Type,
  source: SourceId,
): Value {
  const splitter = new Splitter(() => true);
  const closure = target.tag === 'closure' ? splitter.split(target.closure) : null;
  const dependent = dependentParams(target.type);
  const isDynamic = args.map(
    (arg, i) => isData(c, arg) && !(dependent.has(i) && isKnown(arg)) && !isEmpty(arg),
  );
  const skeletons = args.map((arg, i) => (isDynamic[i] ? null : splitter.split(arg)));
  const atoms = args.map((arg, i) => (isDynamic[i] ? materialise(c, arg, source) : null));
  const own = atoms.filter((atom) => atom !== null);
  const { captured, sizes } = capture(c, splitter.locals, [...own.map(typeOf), result]);
  const heaps = heapsOf(splitter, captured);
  const dynamic: Atom[] = [];
  const shape = args.map((_, i): Argument => {
    const skeleton = skeletons[i];
    if (skeleton !== null && skeleton !== undefined) return { tag: 'static', skeleton };
    const atom = atoms[i]!;
    const index = atom.tag === 'var' ? captured.findIndex((a) => a.name.id === atom.name.id) : -1;
    if (index >= 0) return { tag: 'captured', index };
    dynamic.push(atom);
    return { tag: 'data' };
  });
  const form = keyOf(c, target, closure, shape, { captured, sizes, holes: splitter.locals, heaps });
  const key = target.storage === 'all' ? form : `${target.storage} ${form}`;
  const needs = needsOf(c, target, closure, shape);
  const known = c.world.cache.find(key);
  const made = known ?? c.world.cache.add(key, target.title, target.storage);
  if (known === undefined) {
    const request: Request = {
      name: made.name,
      title: target.title,
      noinline: target.noinline,
      lam: target.lam,
      type: target.type,
      closure,
      args: shape,
      heaps,
      captured,
      sizes,
      holes: [...splitter.locals],
      needs,
      source: target.lam.source,
    };
    made.request = request;
    const linearization = target.tag === 'def' ? target.def.linearization : null;
    if (linearization !== null) made.custom = { request, linearization };
  }
  const stored = [...needs.values.values()].flatMap((ref) => c.globals(ref));
  c.calls.add(made.name);
  const operands = [...stored, ...captured, ...dynamic];
  const effects = effectsOf(c, target, args, needs);
  return data(emit(c, make.callNode(made.name, heaps, operands, result, effects, source)));
}

/**
 * What a function must take beside its own parameters: the data in what is static, all that the types of this data
 * mention, and the sizes that instances' code has computed for index sets in those types.
 */
export function capture(
  c: Context,
  holes: readonly Variable[],
  types: readonly Type[],
): { readonly captured: readonly Variable[]; readonly sizes: readonly ComputedSize[] } {
  const names = [...holes.map(typeOf), ...types].flatMap((type) => [...typeNames(type).keys()]);
  const sizes = c.code.computedSizes(names);
  const sized = sizes.flatMap(({ atoms, size }) => [...atoms, ...atomsOfSize(c, size)]);
  return { captured: closeTelescope(c, [...holes, ...sized], () => true), sizes };
}

function atomsOfSize(c: Context, size: Size): readonly Atom[] {
  return [...sizeNames(size).values()].flatMap((name) => c.code.atomOf(name) ?? []);
}

/** Heaps of what is static, those first that skeletons number, then those that types of captured references mention. */
function heapsOf(splitter: Splitter, captured: readonly Variable[]): readonly Name[] {
  for (const atom of captured) if (atom.type.tag === 'ref') splitter.heap(atom.type.heap);
  return splitter.heaps;
}

/** Parameters that the type of another one or of the result mentions. */
export function dependentParams(type: TermOf<'pi'>): ReadonlySet<number> {
  const mentioned = new Set<number>();
  for (const term of [...type.params.map((p): Term => p.type), type.result]) {
    for (const id of freeNamesOf(term).keys()) mentioned.add(id);
  }
  return new Set(type.params.flatMap((p, i) => (mentioned.has(p.name.id) ? [i] : [])));
}

/** Data that is a literal, or known by its parts or as an index. */
function isKnown(value: Value): boolean {
  return value.tag !== 'data' || value.atom.tag !== 'var' || value.madeFrom !== undefined;
}

function isEmpty(value: Value): boolean {
  if (value.tag === 'data') return value.atom.tag === 'unit';
  return value.tag === 'product' && value.items.length === 0;
}

function keyOf(
  c: Context,
  target: Target,
  closure: Skeleton | null,
  shape: readonly Argument[],
  { captured, sizes, holes, heaps }: Pick<Request, 'captured' | 'sizes' | 'holes' | 'heaps'>,
): string {
  const writer = new KeyWriter(c.world.cache);
  const callee = target.tag === 'def' ? globalKey(target.def.ref) : writer.value(closure!);
  const args = shape.map((arg) => {
    if (arg.tag === 'static') return writer.value(arg.skeleton);
    return arg.tag === 'data' ? 'd' : `c${arg.index}`;
  });
  const naming = new Naming();
  for (const heap of heaps) naming.bind(heap);
  const types = captured.map((atom) => {
    const key = typeKey(atom.type, naming);
    naming.bind(atom.name);
    return key;
  });
  const order = holes.map((hole) => naming.key(hole.name));
  const known = sizes.map(({ key, atoms, size }) => {
    return `${key}(${atoms.map((atom) => naming.key(atom.name)).join()})=${sizeKey(size, naming)}`;
  });
  return `${callee}(${args.join(';')}){${types.join(';')}}${order.join()}${known.join(';')}`;
}

function needsOf(c: Context, target: Target, closure: Skeleton | null, shape: readonly Argument[]): Needs {
  const skeletons = shape.flatMap((arg) => (arg.tag === 'static' ? [arg.skeleton] : []));
  const own = target.tag === 'def' ? needsOfDefinition(c.world, target.def.ref) : null;
  const rest = needsOfParts(c.world, [], closure === null ? skeletons : [closure, ...skeletons]);
  if (own === null || (own.values.size === 0 && !own.io)) return rest;
  if (rest.values.size === 0 && !rest.io) return own;
  return { values: new Map([...own.values, ...rest.values]), io: own.io || rest.io };
}

/** What the function's type says that it does, on the heaps of this call. */
function effectsOf(c: Context, target: Target, args: readonly Value[], needs: Needs): Effects {
  const env = bindParams(target.typeEnv.open(), target.type.params, args);
  const row = c.machine.evaluate(c, target.type.row, env);
  const effects = new Map<string, Effect>();
  for (const effect of row.tag === 'row' ? row.effects : []) {
    effects.set('heap' in effect ? `${effect.tag} ${effect.heap.id}` : effect.tag, effect);
  }
  if (needs.io) effects.set('io', { tag: 'io' });
  return [...effects.values()];
}
