/** Makes the functions that calls have asked for, one after the other, until none that is reached is left. */
import { type GlobalRef, globalKey } from '../core/index.ts';
import { type Atom, type Binder, type Block, type Fn, make, TypeSubstitution } from '../loops/index.ts';
import type { Name } from '../names/index.ts';
import { Code } from './code.ts';
import type { Context, Machine, World } from './context.ts';
import { materialise } from './data.ts';
import { Env, TOP } from './env.ts';
import type { Needs } from './needs.ts';
import type { Request } from './request.ts';
import { filler } from './skeleton.ts';
import { bindParams, isDataType, loopsType } from './types.ts';
import { BOTTOM, data, type Value } from './value.ts';

/** A context for one function; `globals` gives its own copy of stored values. */
export function newContext(
  world: World,
  machine: Machine,
  globals: (c: Context, ref: GlobalRef) => readonly Atom[],
): Context {
  const context: Context = {
    world,
    machine,
    code: new Code(),
    defined: new Map(),
    globals: (ref) => globals(context, ref),
    calls: new Set(),
  };
  return context;
}

/**
 * Makes all functions that these calls reach and that have been asked for, by these calls or by work that still goes on
 * around this.
 */
export function makeReached(world: World, machine: Machine, calls: Iterable<string>): void {
  const open = [...calls];
  const seen = new Set<string>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const callee = world.cache.named(name);
    if (callee === undefined) continue;
    const { request } = callee;
    if (request !== null) {
      callee.request = null;
      const { fn, calls } = makeFunction(world, machine, request);
      callee.fn = fn;
      callee.calls = calls;
    }
    open.push(...callee.calls);
  }
}

/** The stored values that a function needs, as its first parameters. */
export function storedParams(
  world: World,
  code: Code,
  needs: Needs,
): { params: Binder[]; atoms: Map<string, readonly Atom[]> } {
  const params: Binder[] = [];
  const atoms = new Map<string, readonly Atom[]>();
  for (const [key, ref] of needs.values) {
    const binders = world.stored(ref).atoms.map(({ type }) => code.bind(ref.name, type));
    params.push(...binders);
    atoms.set(key, binders.map(make.variable));
  }
  return { params, atoms };
}

/** What a call captured, as parameters, and skeletons filled with it. */
export function capturedParams(
  code: Code,
  request: Pick<Request, 'heaps' | 'captured' | 'sizes' | 'holes'>,
  heaps: readonly Name[],
  params: Binder[],
): { readonly captured: readonly Atom[]; readonly thaw: ReturnType<typeof filler> } {
  const types = new TypeSubstitution(code.names);
  request.heaps.forEach((heap, i) => {
    types.heaps.set(heap, heaps[i]!);
  });
  const captured = request.captured.map((atom) => {
    const binder = code.bind(atom.name.hint, types.type(atom.type));
    params.push(binder);
    const image = make.variable(binder);
    types.atoms.set(atom.name, image);
    return image;
  });
  for (const { key, atoms, size } of request.sizes) {
    const known = atoms.map((atom) => types.atom(atom)).filter((atom) => atom.tag === 'var');
    code.learnSize({ key, atoms: known, size: types.size(size) });
  }
  const thaw = filler({ locals: request.holes.map((hole) => types.atom(hole)), outer: [], heaps });
  return { captured, thaw };
}

/** A function whose parameters are bound and whose body is still to be written. */
export interface OpenFunction {
  readonly c: Context;
  readonly heaps: readonly Name[];
  readonly params: readonly Binder[];
  /** What the parameters of the lambda are. */
  readonly args: readonly Value[];
  readonly env: Env<Value>;
  readonly typeEnv: Env<Value>;
}

/** Binds the parameters of the function that a request asks for. */
export function openFunction(world: World, machine: Machine, request: Request): OpenFunction {
  let stored = new Map<string, readonly Atom[]>();
  const c = newContext(world, machine, (_, ref) => stored.get(globalKey(ref)) ?? []);
  const { code } = c;
  const heaps = request.heaps.map((heap) => code.heap(heap.hint));
  const own = storedParams(world, code, request.needs);
  stored = own.atoms;
  const params = own.params;
  const { captured, thaw } = capturedParams(code, request, heaps, params);
  const closure = request.closure === null ? null : thaw.value(request.closure);
  const outer = closure?.tag === 'closure' ? closure.env : new Env<Value>(null, TOP);
  const env = new Env<Value>(outer, TOP);
  const args = request.args.map((arg, i): Value => {
    const param = request.lam.params[i]!;
    const value = argument();
    env.set(param.name, value, param.type);
    return value;

    function argument(): Value {
      if (arg.tag === 'static') return thaw.value(arg.skeleton);
      if (arg.tag === 'captured') return data(captured[arg.index]!);
      const binder = code.bind(param.name.hint, loopsType(c, machine.type(c, param.type, env)));
      params.push(binder);
      return data(make.variable(binder));
    }
  });
  const typeEnv =
    closure?.tag === 'closure' && closure.named !== null ? closure.named.env : new Env<Value>(null, TOP);
  return { c, heaps, params, args, env, typeEnv };
}

function makeFunction(
  world: World,
  machine: Machine,
  request: Request,
): { readonly fn: Fn; readonly calls: readonly string[] } {
  const { c, heaps, params, args, env, typeEnv } = openFunction(world, machine, request);
  const resultEnv = bindParams(typeEnv.open(), request.type.params, args);
  const body = functionBody(c, request, env, resultEnv);
  const { name, title, noinline, source } = request;
  return { fn: { name, title, heaps, params, body, noinline, source }, calls: [...c.calls] };
}

function functionBody(c: Context, request: Request, env: Env<Value>, resultEnv: Env<Value>): Block {
  const { source } = request;
  const type = c.machine.type(c, request.type.result, resultEnv);
  const result = isDataType(c, type) ? loopsType(c, type) : null;
  const value = c.machine.evaluate(c, request.lam.body, env);
  const atom =
    value === BOTTOM && result !== null
      ? c.code.emit(make.garbage(result, source))
      : materialise(c, value, source);
  return c.code.finish(atom);
}

/** The functions that the entry reaches, callees before callers, and the entry. */
export function assemble(world: World, entry: Fn, calls: Iterable<string>): readonly Fn[] {
  const functions: Fn[] = [];
  const seen = new Set<string>();
  type Visit = { readonly fn: Fn; readonly rest: string[] };
  const open: Visit[] = [{ fn: entry, rest: [...calls] }];
  while (open.length > 0) {
    const visit = open.at(-1)!;
    const next = visit.rest.pop();
    if (next === undefined) {
      functions.push(visit.fn);
      open.pop();
      continue;
    }
    if (seen.has(next)) continue;
    seen.add(next);
    const callee = world.cache.named(next);
    if (callee?.fn) open.push({ fn: callee.fn, rest: [...callee.calls] });
  }
  return functions;
}
