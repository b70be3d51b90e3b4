/** A top-level computation as a program: its inputs are stored values, its result the data of all its outputs. */
import {
  type Computation,
  type GlobalRef,
  globalKey,
  type SourceId,
  type Term,
  type TermOf,
} from '../core/index.ts';
import { type Atom, type Binder, type Block, type Fn, make, type Program } from '../loops/index.ts';
import { exactEffects } from './calls.ts';
import type { Context, World } from './context.ts';
import { customRules } from './custom.ts';
import { closeTelescope, materialise, packTelescope, planOf } from './data.ts';
import { Env, TOP } from './env.ts';
import { MACHINE, named } from './evaluate.ts';
import type { Rules } from './rule.ts';
import { Splitter } from './skeleton.ts';
import { isDataType, loopsType } from './types.ts';
import { data, type Plan, type Skeleton, type Value } from './value.ts';
import { assemble, makeReached, newContext } from './worklist.ts';

/** What an output is made of: its skeleton, and the numbers of the atoms that fill its holes. */
export interface Output {
  readonly ref: GlobalRef;
  readonly skeleton: Skeleton;
  readonly atoms: readonly number[];
}

/** The atoms in a program's result. */
export interface Results {
  readonly outputs: readonly Output[];
  /** How the atoms are one value. */
  readonly plan: Plan;
  /** A telescope: a type may mention the names of earlier atoms. */
  readonly atoms: readonly Binder[];
}

/** An input of the entry: atom number `atom` of a stored value. */
export interface Input {
  readonly ref: GlobalRef;
  readonly atom: number;
}

export interface Simplified {
  /** Callees first, the entry last. */
  readonly program: Program;
  /** The entry's parameters, in order. */
  readonly inputs: readonly Input[];
  readonly results: Results;
}

/** The entry's parameters as they are asked for. */
class Inputs {
  readonly inputs: Input[] = [];
  readonly params: Binder[] = [];
  private readonly atoms = new Map<string, readonly Atom[]>();

  of(c: Context, ref: GlobalRef): readonly Atom[] {
    const key = globalKey(ref);
    const known = this.atoms.get(key);
    if (known !== undefined) return known;
    const binders = c.world.stored(ref).atoms.map(({ type }) => c.code.bind(ref.name, type));
    binders.forEach((binder, atom) => {
      this.inputs.push({ ref, atom });
      this.params.push(binder);
    });
    const atoms = binders.map(make.variable);
    this.atoms.set(key, atoms);
    return atoms;
  }
}

/**
 * Simplifies what a top-level block computes. Throws `SimplifyFault` where the program asks for what Loops cannot say;
 * then the cache is as it was before.
 */
export function simplify(computation: Computation, world: World): Simplified {
  const inputs = new Inputs();
  const c = newContext(world, MACHINE, (context, ref) => inputs.of(context, ref));
  try {
    const env = new Env<Value>(null, TOP);
    for (const decl of computation.decls)
      env.set(decl.name, named(MACHINE.evaluate(c, decl.value, env), decl, env), decl.type);
    const values = computation.outputs.map(({ ref, term, type }) => {
      const value = outputValue(c, term, type, env, computation.source);
      c.defined.set(globalKey(ref), value);
      return value;
    });
    const { results, atom } = collect(c, computation, values);
    const body = c.code.finish(atom);
    const program = finish(c, inputs.params, body, computation.source);
    return { program, inputs: inputs.inputs, results };
  } catch (fault) {
    world.cache.forgetUnmade();
    throw fault;
  }
}

/** A function as a program: stored values first, then the function's own parameters. */
export interface SimplifiedFunction {
  readonly program: Program;
  readonly inputs: readonly Input[];
  /** A telescope: sizes may come first, as numbers, and types of later parameters mention them. */
  readonly params: readonly Binder[];
}

/**
 * Simplifies a function of data to data, for callers outside of the language: `type` is a function type whose parameters
 * are all data. Throws `SimplifyFault` where its result is not data; then the cache is as it was before.
 */
export function simplifyFunction(
  term: Term,
  type: TermOf<'pi'>,
  source: SourceId,
  world: World,
): SimplifiedFunction {
  const inputs = new Inputs();
  const c = newContext(world, MACHINE, (context, ref) => inputs.of(context, ref));
  try {
    const env = new Env<Value>(null, TOP);
    const fn = MACHINE.evaluate(c, term, env);
    const params: Binder[] = [];
    const args = type.params.map((p) => {
      const binder = c.code.bind(p.name.hint, loopsType(c, MACHINE.type(c, p.type, env)));
      params.push(binder);
      const arg = data(make.variable(binder));
      env.set(p.name, arg, p.type);
      return arg;
    });
    const value = MACHINE.unfold(c, fn, args, source, TOP);
    const body = c.code.finish(materialise(c, value, source));
    const program = finish(c, [...inputs.params, ...params], body, source);
    return { program, inputs: inputs.inputs, params };
  } catch (fault) {
    world.cache.forgetUnmade();
    throw fault;
  }
}

/** The custom linearizations of the functions of programs that simplification made. */
export function rulesOf(world: World): Rules {
  return customRules(world, MACHINE);
}

/** The entry with everything that it calls. */
function finish(c: Context, params: readonly Binder[], body: Block, source: SourceId): Program {
  const entry: Fn = { name: 'main', title: 'main', heaps: [], params, body, noinline: true, source };
  makeReached(c.world, MACHINE, c.calls);
  return { functions: exactEffects(assemble(c.world, entry, c.calls)) };
}

/** Data is one atom; anything else is known by its parts. */
function outputValue(c: Context, term: Term, type: Term, env: Env<Value>, source: SourceId): Value {
  const value = MACHINE.evaluate(c, term, env);
  const typeValue = MACHINE.type(c, type, env);
  if (!isDataType(c, typeValue)) return value;
  if (value.tag === 'bottom') return data(c.code.emit(make.garbage(loopsType(c, typeValue), source)));
  return data(materialise(c, value, source));
}

/** Splits the outputs and packs their atoms as one. */
function collect(
  c: Context,
  computation: Computation,
  values: readonly Value[],
): { results: Results; atom: Atom } {
  const splits = values.map((value) => {
    const splitter = new Splitter(() => true);
    return { skeleton: splitter.split(value), locals: splitter.locals };
  });
  const all = closeTelescope(
    c,
    splits.flatMap((s) => s.locals),
    () => true,
  );
  const numbers = new Map(all.map((atom, i) => [atom.name.id, i]));
  const outputs = splits.map(({ skeleton, locals }, i): Output => {
    const atoms = locals.map((atom) => numbers.get(atom.name.id)!);
    return { ref: computation.outputs[i]!.ref, skeleton, atoms };
  });
  const plan = planOf(all);
  const atoms = all.map(({ name, type }): Binder => ({ name, type }));
  return { results: { outputs, plan, atoms }, atom: packTelescope(c, all, plan, computation.source) };
}
