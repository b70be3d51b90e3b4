/** Functions of the language as functions of JavaScript, with their derivatives. */
import type { Definitions, Term } from '../core/index.ts';
import { lambdaText, type Signature, type Slot, type Specialised, specialise } from '../session/index.ts';
import type { Value } from '../values/index.ts';
import { ArgumentError } from './errors.ts';
import { extentAt, extentText } from './extents.ts';
import { fromValue } from './from-value.ts';
import { inferTypes } from './infer-types.ts';
import { Learnt } from './learnt.ts';
import { argument } from './places.ts';
import { type Computed, formless, type Shape, shapeOf } from './shape.ts';
import { toValue } from './to-value.ts';

/**
 * A function of the language. Its derivatives are taken in the arguments that are made of floats (tables, tuples and
 * structs of them included); the others are held fixed, and their place in a gradient is undefined.
 */
export interface DexFunction {
  (...args: unknown[]): unknown;
  /** Compiles the function for these arguments and takes them over: what it gives computes the result, once a call. */
  prepare(...args: unknown[]): () => unknown;
  /** The gradient of a function to `Float` or `Float64`: one entry for each argument, the entry itself if there is one argument. */
  grad(...args: unknown[]): unknown;
  /** The function's value, and the derivative along a tangent for each argument made of floats. */
  jvp(args: readonly unknown[], tangents: readonly unknown[]): unknown;
  /** The function's value, and as `grad` the product of a cotangent of the result with the Jacobian. */
  vjp(args: readonly unknown[], cotangent: unknown): unknown;
}

/** A lambda, compiled once for each text. */
export interface CompiledLambda {
  readonly params: readonly { readonly id: number; readonly type: Term }[];
  readonly result: Term;
  run(args: readonly Value[]): Value;
}

/** The session's part of a call. */
export interface Caller {
  readonly definitions: Definitions;
  compile(lambda: string): CompiledLambda;
}

/** `signature` as a function of JavaScript. `caller` is asked for at every call: definitions may have come. */
export function dexFunction(signature: Signature, caller: () => Caller): DexFunction {
  const call = (...args: unknown[]): unknown => prepare(...args)();
  const prepare = (...args: unknown[]): (() => unknown) => {
    const { at, slots } = specialised(args);
    const run = applied(at.sizes, slots, at.call(slots.map((s) => s.name)), args);
    return () => {
      const result = run();
      return signature.mayThrow ? caught(signature, result) : result.js;
    };
  };
  const specialised = (
    args: readonly unknown[],
  ): { readonly at: Specialised; readonly slots: readonly Slot[] } => {
    const { title, params } = signature;
    if (args.length !== params.length)
      throw new ArgumentError(
        title,
        `takes ${params.length === 1 ? 'one argument' : `${params.length} arguments`}, not ${args.length}`,
      );
    const functional = params.find((p) => p.type.tag === 'pi');
    if (functional !== undefined)
      throw new ArgumentError(
        functional.name.hint,
        'a function cannot be given from outside of the language: define one that calls it',
      );
    const { definitions } = caller();
    const at = specialise(signature, inferTypes(signature, args), definitions);
    const why = formless(shapeOf(at.resultTerm, definitions));
    if (why !== null)
      throw new TypeError(
        `the result of \`${title}\` holds ${why}, which has no form outside of the language`,
      );
    return { at, slots: at.args };
  };
  const applied = (
    sizes: readonly string[],
    slots: readonly Pick<Slot, 'name' | 'type'>[],
    body: string,
    args: readonly unknown[],
  ): (() => Result) => {
    const { definitions, compile } = caller();
    const { params, result, run } = compile(lambdaText(sizes, slots, body));
    const learnt = new Learnt();
    const values = args.map((arg, k) => {
      const { id, type } = params[sizes.length + k]!;
      const shape = shapeOf(type, definitions);
      const name = signature.params[k]?.name.hint ?? 'tangent';
      const value = toValue(shape, arg, argument(name), learnt);
      if (shape.tag === 'nat' && value.tag === 'scalar') learnt.number(id, Number(value.value), name);
      return value;
    });
    const open = signature.variables.filter((v) => v.kind !== 'type');
    const sizeValues = params.slice(0, sizes.length).map(({ id }, k): Value => {
      const size = learnt.of(id);
      if (size === null)
        throw new ArgumentError(
          signature.title,
          `the size of \`${open[k]!.name.hint}\` cannot be found out from the arguments`,
        );
      return { tag: 'scalar', scalar: 'w32', value: size };
    });
    const all = [...sizeValues, ...values];
    const extents = new Map<Computed, Value>();
    learnt.settle((size, ordinals) => {
      let extent = extents.get(size);
      if (extent === undefined) {
        extent = compile(lambdaText(sizes, slots, extentText(size, definitions))).run(all);
        extents.set(size, extent);
      }
      return extentAt(extent, ordinals);
    });
    const shape = shapeOf(result, definitions);
    return () => {
      const value = run(all);
      return { shape, value, js: fromValue(shape, value) };
    };
  };
  /** The function of its active arguments, as one tuple. */
  const active = (args: readonly unknown[]) => {
    const { at, slots } = specialised(args);
    if (signature.hasIo || signature.mayThrow)
      throw new TypeError(`\`${signature.title}\` has effects, so it has no derivative here`);
    const { definitions } = caller();
    const isActive = slots.map((s) => isFloats(shapeOf(s.term, definitions)));
    const moving = slots.filter((_, k) => isActive[k]);
    if (moving.length === 0) throw new TypeError(`\`${signature.title}\` has no argument made of floats`);
    const type = tuple(moving.map((s) => s.type));
    let count = 0;
    const passed = slots.map((s, k) => (isActive[k] ? (moving.length === 1 ? 'p' : `p.${count++}`) : s.name));
    const lambda = `(\\p:${type}. ${at.call(passed)})`;
    const point = tuple(moving.map((s) => s.name));
    const spread = (gradient: unknown): unknown => {
      const parts = moving.length === 1 ? [gradient] : (gradient as unknown[]);
      let next = 0;
      const all = isActive.map((is) => (is ? parts[next++] : undefined));
      return all.length === 1 ? all[0] : all;
    };
    return { at, slots, moving, lambda, point, spread };
  };
  return Object.assign(call, {
    prepare,
    grad: (...args: unknown[]) => {
      const { at, slots, lambda, point, spread } = active(args);
      if (at.result !== 'Float32' && at.result !== 'Float64')
        throw new TypeError(
          `\`${signature.title}\` gives ${at.result}, and only floats have a gradient: use vjp`,
        );
      const body = `(vjp(${lambda}, ${point}) | \\r. (snd r)(1))`;
      return spread(applied(at.sizes, slots, body, args)().js);
    },
    jvp: (args: readonly unknown[], tangents: readonly unknown[]) => {
      const { at, slots, moving, lambda, point } = active(args);
      if (tangents.length !== moving.length) {
        throw new ArgumentError(signature.title, `takes ${moving.length} tangents, not ${tangents.length}`);
      }
      const directions = moving.map((s) => ({ name: `d${s.name}`, type: s.type }));
      const body = `(linearize(${lambda}, ${point}) | \\r. (fst r, (snd r)(${tuple(directions.map((d) => d.name))})))`;
      return applied(at.sizes, [...slots, ...directions], body, [...args, ...tangents])().js;
    },
    vjp: (args: readonly unknown[], cotangent: unknown) => {
      const { at, slots, lambda, point, spread } = active(args);
      const body = `(vjp(${lambda}, ${point}) | \\r. (fst r, (snd r)(ct)))`;
      const { js } = applied(at.sizes, [...slots, { name: 'ct', type: at.result }], body, [
        ...args,
        cotangent,
      ])();
      const [value, gradient] = js as [unknown, unknown];
      return [value, spread(gradient)];
    },
  });
}

/** What a program answered, and what it is in JavaScript. */
interface Result {
  readonly shape: Shape;
  readonly value: Value;
  readonly js: unknown;
}

function tuple(items: readonly string[]): string {
  return items.length === 1 ? items[0]! : `(${items.join(', ')})`;
}

/** What `catch` gave: the value, or an Error if the function threw. */
function caught({ title }: Signature, { shape, value, js }: Result): unknown {
  if (shape.tag !== 'enum' || value.tag !== 'sum') return js;
  if (shape.constructors[value.alternative]!.name === 'Nothing')
    throw new Error(`${title} threw an exception`);
  return (js as { readonly values: readonly unknown[] }).values[0];
}

/** Whether everything in a value of this shape has a tangent of its own type. */
function isFloats(shape: Shape): boolean {
  switch (shape.tag) {
    case 'scalar':
      return shape.scalar === 'f32' || shape.scalar === 'f64';
    case 'table':
      return isFloats(shape.element);
    case 'tuple':
      return shape.items.length > 0 && shape.items.every(isFloats);
    case 'struct':
      return shape.fields.every((f) => isFloats(f.shape));
    default:
      return false;
  }
}
