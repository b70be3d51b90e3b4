/** Calls: the telescope of a signature instantiated with arguments. */
import type { Name } from '../names/index.ts';
import { supply } from '../names/index.ts';
import { callNode, effectsOfCall, type FnSignature } from './build.ts';
import { illFormed } from './invalid.ts';
import type { Atom, ExprOf, SourceId, Type } from './ir.ts';
import { typeNames } from './names.ts';
import { TypeSubstitution } from './substitute-type.ts';
import { sameEffects, typeOf } from './types.ts';

/** A substitution that sends the parameters of `callee` to `args` and its heaps to `heaps`. */
export function bindArguments(
  callee: FnSignature,
  heaps: readonly Name[],
  args: readonly Atom[],
): TypeSubstitution {
  if (args.length !== callee.params.length)
    illFormed(`${callee.name} takes ${callee.params.length} arguments`);
  if (heaps.length !== callee.heaps.length) illFormed(`${callee.name} takes ${callee.heaps.length} heaps`);
  let mark = 0;
  const see = (name: Name): void => {
    mark = Math.max(mark, name.id + 1);
  };
  for (const heap of heaps) see(heap);
  for (const arg of args) {
    typeNames(typeOf(arg)).forEach(see);
    if (arg.tag === 'var') see(arg.name);
  }
  const substitution = new TypeSubstitution(supply(mark));
  callee.heaps.forEach((heap, i) => {
    substitution.heaps.set(heap, heaps[i]!);
  });
  callee.params.forEach((param, i) => {
    substitution.atoms.set(param.name, args[i]!);
  });
  return substitution;
}

/** The types that the parameters have in a call with these arguments. */
export function parameterTypes(
  callee: FnSignature,
  heaps: readonly Name[],
  args: readonly Atom[],
): readonly Type[] {
  const substitution = bindArguments(callee, heaps, args);
  return callee.params.map((param) => substitution.type(param.type));
}

/** A call of `callee`; its type is the result type at these arguments. */
export function call(
  callee: FnSignature,
  heaps: readonly Name[],
  args: readonly Atom[],
  source: SourceId,
): ExprOf<'call'> {
  const type = bindArguments(callee, heaps, args).type(callee.type);
  return callNode(callee.name, heaps, args, type, effectsOfCall(callee, heaps), source);
}

/** The call with the effects that its callee has now: the same node where these are the ones that it has. */
export function withEffectsOf(e: ExprOf<'call'>, callee: FnSignature): ExprOf<'call'> {
  const effects = effectsOfCall(callee, e.heaps);
  if (sameEffects(effects, e.effects)) return e;
  return callNode(e.callee, e.heaps, e.args, e.type, effects, e.source);
}
