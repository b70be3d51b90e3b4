/** Input, output and memory: operations of the host. */
import { make } from '../../loops/index.ts';
import { HOST_OPERATIONS, type HostOperation } from '../../primitives/index.ts';
import { emit } from '../context.ts';
import { materialise } from '../data.ts';
import { loopsType } from '../types.ts';
import { UNIT_VALUE, type Value } from '../value.ts';
import type { PrimCall, Primitives } from './call.ts';

/** The result's type says what the host's answer is made into; type arguments have been used for it. */
function host(operation: HostOperation): (p: PrimCall) => Value {
  return (p) => {
    const { c, source } = p;
    const args = p.args.filter((arg) => arg.tag !== 'type').map((arg) => materialise(c, arg, source));
    const atom = emit(c, make.host(operation, null, args, loopsType(c, p.result), source));
    return atom.tag === 'unit' ? UNIT_VALUE : { tag: 'data', atom };
  };
}

export const HOST_PRIMITIVES: Primitives = Object.fromEntries(
  HOST_OPERATIONS.filter((operation) => operation !== 'foreign').map((operation) => [
    operation,
    host(operation),
  ]),
);
