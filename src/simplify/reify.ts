/** Functions made first-order on the spot, for passes that transform their bodies. */
import { globalKey, type SourceId } from '../core/index.ts';
import { type Atom, type Fn, make, type Program } from '../loops/index.ts';
import { exactEffects } from './calls.ts';
import type { Context } from './context.ts';
import { materialise } from './data.ts';
import { TOP } from './env.ts';
import { unsupported } from './fault.ts';
import { needsOfParts } from './needs.ts';
import { Splitter } from './skeleton.ts';
import { capture } from './specialise.ts';
import { loopsType } from './types.ts';
import { data, type TypeValue, type Value } from './value.ts';
import { assemble, capturedParams, makeReached, newContext, storedParams } from './worklist.ts';

/** A function of data as a program, whose entry takes `captured` and then the argument. */
export interface Reified {
  readonly program: Program;
  readonly captured: readonly Atom[];
}

/**
 * The function `fn`, from data of the type `from` to data, with everything that it calls. What it captures must be data:
 * a reference is refused.
 */
export function reify(c: Context, fn: Value, from: TypeValue, title: string, source: SourceId): Reified {
  const splitter = new Splitter(() => true);
  const skeleton = splitter.split(fn);
  const fromSkeleton = splitter.splitType(from);
  if (splitter.heaps.length > 0)
    unsupported('the derivative of a function that uses a reference from outside', source);
  const { captured, sizes } = capture(c, splitter.locals, [loopsType(c, from)]);
  const needs = needsOfParts(c.world, [], [skeleton]);
  const stored = new Map<string, readonly Atom[]>();
  const inner = newContext(c.world, c.machine, (_, ref) => stored.get(globalKey(ref)) ?? []);
  const { params, atoms } = storedParams(c.world, inner.code, needs);
  for (const [key, own] of atoms) stored.set(key, own);
  const { thaw } = capturedParams(
    inner.code,
    { heaps: [], captured, sizes, holes: splitter.locals },
    [],
    params,
  );
  const argument = inner.code.bind('x', loopsType(inner, thaw.type(fromSkeleton)));
  params.push(argument);
  const value = c.machine.unfold(inner, thaw.value(skeleton), [data(make.variable(argument))], source, TOP);
  const body = inner.code.finish(materialise(inner, value, source));
  const name = c.world.cache.freshName(title);
  const entry: Fn = { name, title, heaps: [], params, body, noinline: false, source };
  makeReached(c.world, c.machine, inner.calls);
  const functions = exactEffects(assemble(c.world, entry, inner.calls));
  const globals = [...needs.values.values()].flatMap((ref) => c.globals(ref));
  return { program: { functions }, captured: [...globals, ...captured] };
}
