/** Dictionaries: their methods and superclasses, evaluated where they are asked for. */
import type { ClassDef, InstanceDef } from '../core/index.ts';
import type { Context } from './context.ts';
import { Env, TOP } from './env.ts';
import { illFormedCore } from './fault.ts';
import { dictionaryIndex, isStructural } from './index-sets.ts';
import { distribute } from './join.ts';
import { bindParams } from './types.ts';
import type { IxMethod, Value } from './value.ts';

const IX_METHODS: Readonly<Record<string, IxMethod>> = {
  "size'": 'size',
  ordinal: 'ordinal',
  unsafe_from_ordinal: 'fromOrdinal',
};

function instanceOf(c: Context, dict: Extract<Value, { tag: 'instance' }>): InstanceDef {
  const def = c.world.definitions.lookup(dict.ref);
  return def.tag === 'instance' ? def : illFormedCore(`${dict.ref.name} is not an instance`);
}

function classOf(c: Context, instance: InstanceDef): ClassDef {
  const cls = c.world.definitions.lookup(instance.cls);
  return cls.tag === 'class' ? cls : illFormedCore(`${instance.cls.name} is not an interface`);
}

/** Method number `index` of a dictionary: a function that knows its name, or the value of a constant method. */
export function method(c: Context, dict: Value, index: number): Value {
  if (dict.tag === 'finIx') return ixMethod(c, dict, FIN_METHODS[index]!);
  if (dict.tag === 'choice') return distribute(c, dict, 0, null, (chosen) => method(c, chosen, index));
  if (dict.tag !== 'instance') return illFormedCore(`a dictionary is needed, not a ${dict.tag}`);
  const instance = instanceOf(c, dict);
  const cls = classOf(c, instance);
  const declared = cls.methods[index] ?? illFormedCore(`${cls.ref.name} has no method ${index}`);
  const known = cls.ref.name === 'Ix' ? IX_METHODS[declared.name] : undefined;
  if (known !== undefined && isStructural(c, dict)) return ixMethod(c, dict, known);
  const env = bindParams(new Env<Value>(null, TOP), instance.params, dict.args);
  const value = c.machine.evaluate(c, instance.methods[index]!, env);
  if (value.tag !== 'closure' || value.named !== null || declared.type.tag !== 'pi') return value;
  const typeEnv = new Env<Value>(null, TOP);
  typeEnv.set(cls.self, dict);
  cls.params.forEach((p, i) => {
    typeEnv.set(p.name, c.machine.evaluate(c, instance.args[i]!, env));
  });
  return { ...value, named: { title: declared.name, type: declared.type, env: typeEnv } };
}

/** The order of `Ix`'s methods. */
const FIN_METHODS: readonly IxMethod[] = ['size', 'ordinal', 'fromOrdinal'];

function ixMethod(c: Context, dict: Value, name: IxMethod): Value {
  return { tag: 'ixMethod', method: name, type: dictionaryIndex(c, dict), dict };
}

/** Superclass number `index` of a dictionary. */
export function superclass(c: Context, dict: Value, index: number): Value {
  if (dict.tag === 'finIx') return { tag: 'dataDict' };
  if (dict.tag === 'choice') return distribute(c, dict, 0, null, (chosen) => superclass(c, chosen, index));
  if (dict.tag !== 'instance') return illFormedCore(`a dictionary is needed, not a ${dict.tag}`);
  const instance = instanceOf(c, dict);
  const env = bindParams(new Env<Value>(null, TOP), instance.params, dict.args);
  return c.machine.evaluate(c, instance.superclasses[index]!, env);
}
