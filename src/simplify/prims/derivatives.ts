/** Differentiation: functions are made first-order and handed to the pass that the session provides. */
import type { SourceId, TermOf } from '../../core/index.ts';
import { type Atom, call, make, typeOf } from '../../loops/index.ts';
import { renameFunctions } from '../calls.ts';
import { type Derived, emit } from '../context.ts';
import { customRules } from '../custom.ts';
import { projectAtom } from '../data.ts';
import { illFormedCore, unsupported } from '../fault.ts';
import { reify } from '../reify.ts';
import type { Storage, Target } from '../request.ts';
import { callSpecialised } from '../specialise.ts';
import { applyTransposed, hasForms, zero } from '../tangent.ts';
import { typeOfTerm } from '../type-of.ts';
import { isDataType, loopsType } from '../types.ts';
import { data, type Running, type Tangent, type TypeValue, type Value } from '../value.ts';
import type { PrimCall, Primitives } from './call.ts';

/** `%linearize(f, x)`: the value of `f` at `x`, and its tangent map there. */
function linearize(p: PrimCall): Value {
  const result = p.result;
  if (result.tag !== 'tuple') return illFormedCore('a pair is needed');
  const fn = p.args[0]!;
  const from = parameterType(p, fn);
  const { value, tangent } = linearized(p, fn, from, p.atom(1), result.items[0]!);
  return { tag: 'product', items: [data(value), tangent] };
}

/** `%linearTranspose(f, ct)`: the transpose of the linear function `f`, applied to `ct`. */
function linearTranspose(p: PrimCall): Value {
  const [fn, cotangent] = p.args as [Value, Value];
  const known = etaReduced(fn);
  if (known.tag === 'tangent') return applyTransposed(p.c, known, cotangent, p.source);
  // A linear function is its own derivative wherever it is taken: here, at zero.
  const from = parameterType(p, fn);
  const to = typeOfTerm(p.c, p.term.args[1]!, p.env) ?? from;
  const origin = zero(p.c, loopsType(p.c, from), p.source);
  const { tangent, nonlinearAt } = linearized(p, fn, from, origin, to);
  if (nonlinearAt !== null) return unsupported(NONLINEAR, nonlinearAt);
  return applyTransposed(p.c, tangent, cotangent, p.source);
}

const NONLINEAR =
  'the transpose of a function that is not linear: what is computed here does not grow in proportion to its argument; ' +
  'vjp gives the transpose of the derivative at a point';

const OF_FUNCTION =
  'a derivative with respect to a function, which has no tangents: take it with respect to what the function captures, as ' +
  'in \\a. f (\\y. a * y)';
const TO_FUNCTION =
  'the derivative of a function that gives a function, which has no tangents: give that its arguments before, as in ' +
  '\\x. f(x)(y)';

/** `%checkpoint(f, x)`: `f` at `x` by a call that stays a call, which derivatives make again. */
const checkpoint = (p: PrimCall): Value => storedCall(p, p.args[0]!, p.args[1]!, 'checkpoint', 'argument');

/** `%checkpointLoops(f, x)`: `f` at `x` by a call that stays a call, whose loops derivatives make again in blocks. */
const checkpointLoops = (p: PrimCall): Value =>
  storedCall(p, p.args[0]!, p.args[1]!, 'checkpoint_loops', 'blocks');

/** Each snapshot is a loop of its own in the derivative. */
const MOST_SNAPSHOTS = 32;

/**
 * `%checkpointBinomial(s, f, x)`: `f` at `x` by a call that stays a call, whose loops derivatives make again from `s`
 * snapshots. `s` must be known here.
 */
function checkpointBinomial(p: PrimCall): Value {
  const snapshots = p.atom(0);
  const count = snapshots.tag === 'lit' ? Number(snapshots.value) : 0;
  if (count < 1 || count > MOST_SNAPSHOTS)
    return unsupported(`a number of snapshots that is not a literal from 1 to ${MOST_SNAPSHOTS}`, p.source);
  return storedCall(p, p.args[1]!, p.args[2]!, 'checkpoint_binomial', count);
}

function storedCall(p: PrimCall, fn: Value, arg: Value, title: string, storage: Storage): Value {
  const result = p.resultData;
  if (fn.tag !== 'closure' || result === null)
    return unsupported('a checkpoint of a function that is not a lambda between data', p.source);
  const type: TermOf<'pi'> = {
    tag: 'pi',
    params: fn.lam.params,
    row: { tag: 'row', effects: [], tail: null },
    result: p.term.type,
    mode: 'call',
  };
  const named = { title, type, env: p.env };
  const closure = { ...fn, named };
  const target: Target = {
    tag: 'closure',
    closure,
    title: named.title,
    noinline: true,
    storage,
    lam: fn.lam,
    type,
    typeEnv: p.env,
  };
  return callSpecialised(p.c, target, [arg], result, p.source);
}

/** `f` for a lambda `\z. f z`. */
function etaReduced(fn: Value): Value {
  if (fn.tag !== 'closure' || fn.lam.body.tag !== 'app') return fn;
  const { fn: inner, args } = fn.lam.body;
  const [param] = fn.lam.params;
  const [arg] = args;
  const isEta =
    args.length === 1 && arg?.tag === 'var' && arg.name.id === param?.name.id && inner.tag === 'var';
  return (isEta ? fn.env.get(inner.name) : undefined) ?? fn;
}

/** The type of what a function is differentiated in. */
function parameterType(p: PrimCall, fn: Value): TypeValue {
  if (fn.tag !== 'closure')
    return unsupported('the derivative of a function that is not written as a lambda', p.source);
  const type = p.c.machine.type(p.c, fn.lam.params[0]!.type, fn.env);
  return isDataType(p.c, type) ? type : unsupported(OF_FUNCTION, p.source);
}

/** The value of a function at a point, and its tangent map there. */
function linearized(
  p: PrimCall,
  fn: Value,
  from: TypeValue,
  at: Atom,
  to: TypeValue,
): { readonly value: Atom; readonly tangent: Tangent<Running>; readonly nonlinearAt: SourceId | null } {
  const { c, source } = p;
  const { derive } = c.world.passes;
  if (derive === null) return unsupported('differentiation', source);
  if (!isDataType(c, to)) return unsupported(TO_FUNCTION, source);
  const { program, captured } = reify(c, fn, from, 'derivative', source);
  const derived = adopt(p, derive(program, customRules(c.world, c.machine)));
  const args = [...captured, at];
  const primal = c.world.cache.named(derived.primal)?.fn ?? illFormedCore('a derivative has a primal');
  c.calls.add(primal.name);
  const both = emit(c, call(make.signatureOf(primal), [], args, source));
  const operands = [...derived.explicit.map((i) => args[i]!), projectAtom(c, both, 1, source)];
  const { linear, transposed } = derived;
  const value = projectAtom(c, both, 0, source);
  const tangent: Tangent<Running> = {
    tag: 'tangent',
    linear,
    transposed,
    operands: operands.map(data),
    from,
    to,
    fromLike: hasForms(typeOf(at)) ? [data(at)] : [],
    toLike: hasForms(typeOf(value)) ? [data(value)] : [],
  };
  return { value, tangent, nonlinearAt: derived.nonlinearAt };
}

/** Takes functions that differentiation made into the session, under names that no other function has. */
function adopt(p: PrimCall, derived: Derived): Derived {
  const { cache } = p.c.world;
  const names = new Map(derived.functions.map((fn) => [fn.name, cache.freshName(fn.name)]));
  for (const { fn, calls } of renameFunctions(derived.functions, names)) cache.addMade(fn, calls);
  const renamed = (name: string): string => names.get(name) ?? name;
  return {
    ...derived,
    primal: renamed(derived.primal),
    linear: renamed(derived.linear),
    transposed: renamed(derived.transposed),
  };
}

export const DERIVATIVE_PRIMITIVES: Primitives = {
  linearize,
  linearTranspose,
  checkpoint,
  checkpointLoops,
  checkpointBinomial,
};
