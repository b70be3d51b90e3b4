/** Templates: what is known of a value, over the data in it that some code computes. */
import type { SourceId } from '../core/index.ts';
import type { Atom } from '../loops/index.ts';
import type { Context } from './context.ts';
import { closeTelescope, planOf, unpackTelescope } from './data.ts';
import { rebuild, Splitter } from './skeleton.ts';
import type { Running, Template, Value } from './value.ts';

/** A value as a template over the names that are local, and those names' atoms as a telescope. */
export function templateOf(
  c: Context,
  value: Value,
  isLocal: (id: number) => boolean,
): { readonly template: Template<Running>; readonly locals: readonly Atom[] } {
  const first = new Splitter(isLocal);
  first.split(value);
  const locals = closeTelescope(c, first.locals, isLocal);
  // Split again with the holes in the order of the telescope.
  const splitter = new Splitter(isLocal);
  for (const atom of locals) splitter.leaf(atom);
  const skeleton = splitter.split(value);
  return {
    template: { skeleton, plan: planOf(locals), outer: splitter.outer, heaps: splitter.heaps },
    locals,
  };
}

/** The value of a template from its own data. */
export function fromTemplate(c: Context, template: Template<Running>, packed: Atom, source: SourceId): Value {
  const locals = unpackTelescope(c, packed, template.plan, source);
  return rebuild(template.skeleton, { locals, outer: template.outer, heaps: template.heaps });
}
