/**
 * Custom linearizations (language.md 7.5) made first-order. A rule gives a function's result and a closure from tangents
 * to a tangent; what is data in the closure is what the linear half needs of the primal one, and the rest of it is known.
 */
import { type GlobalRef, globalKey, type Param, type Term, type TermOf } from '../core/index.ts';
import {
  type Atom,
  type Binder,
  type Fn,
  make,
  type Program,
  type Type,
  TypeSubstitution,
  typeNames,
  typeOf,
  UNIT,
} from '../loops/index.ts';
import { exactEffects } from './calls.ts';
import type { ComputedSize } from './code.ts';
import { type Context, emit, type Machine, type World } from './context.ts';
import { materialise, packTelescope, planOf, unpackTelescope } from './data.ts';
import { Env, TOP } from './env.ts';
import { illFormedCore, unsupported } from './fault.ts';
import { needsOfParts } from './needs.ts';
import type { CustomRequest } from './request.ts';
import type { Rule, Rules, TangentType } from './rule.ts';
import { filler, Splitter } from './skeleton.ts';
import { capture } from './specialise.ts';
import { fromTangent, toTangent, zero } from './tangent.ts';
import { bindParams, dataDefinition, loopsType } from './types.ts';
import {
  data,
  type Frozen,
  type Plan,
  type Skeleton,
  type StaticType,
  type TypeValue,
  type Value,
} from './value.ts';
import { assemble, makeReached, newContext, openFunction } from './worklist.ts';

type Variable = Extract<Atom, { tag: 'var' }>;

/** The rules of the functions in the session's cache, each made once for each pattern. Throws `SimplifyFault`. */
export function customRules(world: World, machine: Machine): Rules {
  const { cache } = world;
  return {
    storage: (callee) => cache.named(callee)?.storage ?? 'all',
    custom(callee, activity, tangentType) {
      const custom = cache.named(callee)?.custom ?? null;
      if (custom === null) return null;
      const key = `${callee} ${activity}`;
      const known = cache.rules.get(key);
      if (known === null) {
        const what =
          'a custom linearization that asks for the very derivative it defines: ' +
          'give the body to a function of another name, and differentiate that one in the rule';
        return unsupported(what, custom.request.source);
      }
      if (known !== undefined) return known;
      cache.rules.set(key, null);
      try {
        const rule = new RuleMaker(world, machine, custom, activity, tangentType).make();
        cache.rules.set(key, rule);
        return rule;
      } catch (fault) {
        cache.rules.delete(key);
        throw fault;
      }
    },
  };
}

/** The primal half while it is open, and what the linear half takes over from it. */
interface PrimalHalf {
  readonly c: Context;
  readonly params: readonly Binder[];
  readonly args: readonly Value[];
  readonly result: Type;
  readonly map: Skeleton;
  /** The types of the map's parameters. */
  readonly types: readonly StaticType<Frozen>[];
  /** What fills the holes of these. */
  readonly holes: readonly Variable[];
  readonly stored: readonly { readonly ref: GlobalRef; readonly atoms: readonly Atom[] }[];
  readonly sizes: readonly ComputedSize[];
  /** Positions of parameters that types mention. */
  readonly explicit: readonly number[];
  readonly carried: readonly Variable[];
  readonly plan: Plan;
  readonly packed: Type;
}

class RuleMaker {
  private readonly world: World;
  private readonly machine: Machine;
  private readonly custom: CustomRequest;
  private readonly activity: string;
  private readonly tangentType: TangentType;

  constructor(
    world: World,
    machine: Machine,
    custom: CustomRequest,
    activity: string,
    tangentType: TangentType,
  ) {
    this.world = world;
    this.machine = machine;
    this.custom = custom;
    this.activity = activity;
    this.tangentType = tangentType;
  }

  make(): Rule {
    const half = this.primalHalf();
    const primal = this.close('rule', half.c, half.params, half.answer);
    const linear = this.linearHalf(half);
    makeReached(this.world, this.machine, [primal.name, linear.name]);
    const { explicit } = half;
    return { primal: this.program(primal), explicit, linear: this.program(linear) };
  }

  private primalHalf(): PrimalHalf & { readonly answer: Atom } {
    const { request, linearization } = this.custom;
    const { source } = request;
    const { c, params, args } = openFunction(this.world, this.machine, request);
    const rule = this.machine.evaluate(c, linearization.rule, new Env<Value>(null, TOP));
    const both = this.machine.unfold(c, rule, args, source, TOP);
    const [value, map] = both.tag === 'product' ? both.items : [];
    if (value === undefined || map === undefined)
      return unsupported('a custom linearization that does not give a pair', source);
    const result = materialise(c, value, source);

    const splitter = new Splitter(() => true);
    const skeleton = splitter.split(map);
    const { params: own, tangents } = ruleType(linearization.type);
    const env = bindParams(new Env<Value>(null, TOP), own, args);
    const types = tangents.map((p) => splitter.splitType(this.machine.type(c, p.type, env)));
    if (splitter.heaps.length > 0) return unsupported('a custom linearization that uses references', source);
    const needs = needsOfParts(this.world, [], [skeleton]).values;
    const stored = [...needs.values()].map((ref) => ({ ref, atoms: c.globals(ref) }));
    const held = [...splitter.locals, ...stored.flatMap(({ atoms }) => atoms.filter((a) => a.tag === 'var'))];

    const open = [typeOf(result), ...params.filter((_, i) => this.isActive(i)).map((p) => p.type)];
    const { captured, sizes } = capture(c, held, open);
    const explicit = explicitParams(params, [...captured.map(typeOf), ...open]);
    const isExplicit = new Set(explicit.map((i) => params[i]!.name.id));
    const carried = captured.filter((atom) => !isExplicit.has(atom.name.id));
    const plan = planOf(carried);
    const packed = packTelescope(c, carried, plan, source);
    const answer = emit(c, make.tuple([result, packed], source));
    const rest = { map: skeleton, types, holes: splitter.locals, stored, sizes, explicit, carried, plan };
    return { c, params, args, result: typeOf(result), packed: typeOf(packed), answer, ...rest };
  }

  private isActive(param: number): boolean {
    return this.activity[param] === '1';
  }

  private linearHalf(half: PrimalHalf): Fn {
    const { request, linearization } = this.custom;
    const { source } = request;
    const stored = new Map<string, readonly Atom[]>();
    const c = newContext(this.world, this.machine, (_, ref) => stored.get(globalKey(ref)) ?? []);
    const images = new TypeSubstitution(c.code.names);
    const params: Binder[] = [];
    const bind = (hint: string, type: Type): Atom => {
      const binder = c.code.bind(hint, type);
      params.push(binder);
      return make.variable(binder);
    };
    for (const i of half.explicit) {
      const { name, type } = half.params[i]!;
      images.atoms.set(name, bind(name.hint, images.type(type)));
    }
    const packed = bind('held', images.type(half.packed));
    const tangents = new Map<number, Atom>();
    half.params.forEach(({ name, type }, i) => {
      if (!this.isActive(i)) return;
      const own = this.tangentType(type) ?? illFormedCore('an active parameter has tangents');
      tangents.set(name.id, bind(`d${name.hint}`, images.type(own)));
    });
    unpackTelescope(c, packed, half.plan, source).forEach((atom, i) => {
      images.atoms.set(half.carried[i]!.name, atom);
    });
    for (const { key, atoms, size } of half.sizes) {
      const known = atoms.map((atom) => images.atom(atom)).filter((atom) => atom.tag === 'var');
      c.code.learnSize({ key, atoms: known, size: images.size(size) });
    }
    for (const { ref, atoms } of half.stored)
      stored.set(
        globalKey(ref),
        atoms.map((atom) => images.atom(atom)),
      );

    const locals = half.holes.map((hole) => images.atom(hole));
    const thaw = filler({ locals, outer: [], heaps: [] });
    const explicit = half.args.filter((_, i) => ruleType(linearization.type).params[i]!.how === 'explicit');
    const args = explicit.map((arg, i): Value => {
      const isNamed = arg.tag === 'data' && arg.atom.tag === 'var';
      const tangent = isNamed ? tangents.get(arg.atom.name.id) : undefined;
      return this.tangentArgument(c, thaw.type(half.types[i]!), tangent ?? null);
    });
    const value = this.machine.unfold(c, thaw.value(half.map), args, source, TOP);
    const own = this.tangentType(half.result);
    const result = toTangent(
      c,
      materialise(c, value, source),
      own === null ? UNIT : images.type(own),
      source,
    );
    return this.close('linear', c, params, result);
  }

  /** What the rule's map takes for a tangent of Loops; for `null`, which is the zero tangent. */
  private tangentArgument(c: Context, type: TypeValue, tangent: Atom | null): Value {
    const { request, linearization } = this.custom;
    const { source } = request;
    if (!linearization.symbolic) {
      const own = loopsType(c, type);
      return data(tangent === null ? zero(c, own, source) : fromTangent(c, tangent, own, source));
    }
    const [inner] = type.tag === 'data' ? type.args : [];
    if (type.tag !== 'data' || inner?.tag !== 'type') return illFormedCore('a symbolic tangent is needed');
    const { constructors } = dataDefinition(c, type.data);
    const index = constructors.findIndex((con) => con.fields.length === (tangent === null ? 0 : 1));
    const args = tangent === null ? [] : [data(fromTangent(c, tangent, loopsType(c, inner.type), source))];
    return { tag: 'con', data: type.data, index, params: type.args, args };
  }

  private close(part: string, c: Context, params: readonly Binder[], result: Atom): Fn {
    const { title, source } = this.custom.request;
    const name = this.world.cache.freshName(`${title}.${part}`);
    const fn: Fn = { name, title, heaps: [], params, body: c.code.finish(result), noinline: false, source };
    this.world.cache.addMade(fn, [...c.calls]);
    return fn;
  }

  private program(fn: Fn): Program {
    const calls = this.world.cache.named(fn.name)?.calls ?? [];
    return { functions: exactEffects(assemble(this.world, fn, calls)) };
  }
}

/** A rule's parameters, and those of the map that it gives. */
function ruleType(type: Term): { readonly params: readonly Param[]; readonly tangents: readonly Param[] } {
  const { params, result } = type as TermOf<'pi'>;
  const map = result.tag === 'tupleType' ? result.items[1] : undefined;
  if (map?.tag !== 'pi') return illFormedCore('a custom linearization gives a function of tangents');
  return { params, tangents: map.params };
}

/** Positions of the parameters that these types mention, and that the types of those mention. */
function explicitParams(params: readonly Binder[], types: readonly Type[]): readonly number[] {
  const mentioned = new Set(types.flatMap((type) => [...typeNames(type).keys()]));
  const positions: number[] = [];
  for (let i = params.length - 1; i >= 0; i--) {
    const { name, type } = params[i]!;
    if (!mentioned.has(name.id)) continue;
    positions.unshift(i);
    for (const id of typeNames(type).keys()) mentioned.add(id);
  }
  return positions;
}
