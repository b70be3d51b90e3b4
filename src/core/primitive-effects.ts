/** The effects of primitive applications (docs/primitives.md), read off the types of their arguments. */
import { HOST_OPERATIONS } from '../primitives/index.ts';
import { row } from './build.ts';
import { alphaEqual } from './equal.ts';
import type { CoreEffect, Row, Term } from './ir.ts';
import { freeNames } from './walk.ts';

const IO: Row = row([{ tag: 'io' }]);

type HeapEffect = 'read' | 'accum' | 'state';

const ON_REFERENCE: Readonly<Record<string, HeapEffect>> = {
  get: 'state',
  put: 'state',
  ask: 'read',
  mextend: 'accum',
  listSize: 'state',
};

/** Primitives that run their last argument, and the effect that they handle. */
const HANDLERS: Readonly<Record<string, CoreEffect['tag'] | null>> = {
  runState: 'state',
  runReader: 'read',
  runWriter: 'accum',
  catchException: 'except',
  runIO: 'io',
  while: null,
};

const PERFORMING_IO: ReadonlySet<string> = new Set(HOST_OPERATIONS);

/** The row of primitive `name`, given the reduced types of its arguments (null where unknown). */
export function primitiveRow(name: string, argTypes: readonly (Term | null)[]): Row {
  if (Object.hasOwn(ON_REFERENCE, name)) {
    const ref = argTypes[0];
    return ref?.tag === 'refType' ? row([{ tag: ON_REFERENCE[name]!, heap: ref.heap }]) : row([]);
  }
  if (PERFORMING_IO.has(name)) return IO;
  if (name === 'throwException') return row([{ tag: 'except' }]);
  if (!Object.hasOwn(HANDLERS, name)) return row([]);
  const action = argTypes.at(-1);
  return action?.tag === 'pi'
    ? withoutHandled(action.row, HANDLERS[name]!, action.params[0]?.name.id)
    : row([]);
}

/** The row of running an action: without the handled effect, whose heap is the action's own first parameter. */
function withoutHandled(of: Row, handled: CoreEffect['tag'] | null, heap: number | undefined): Row {
  const escaping = of.effects.filter((effect) => {
    if (effect.tag !== handled) return true;
    return 'heap' in effect && !(heap !== undefined && freeNames(effect.heap).has(heap));
  });
  return row(escaping, of.tail);
}

/** The effects of `requested` that `allowed` does not have; null where there is none. */
export function missingEffects(requested: Row, allowed: Row): Row | null {
  const missing = requested.effects.filter(
    (effect) => !allowed.effects.some((other) => sameEffect(effect, other)),
  );
  const tail = requested.tail;
  const tailAllowed = tail === null || (allowed.tail !== null && alphaEqual(tail, allowed.tail));
  return missing.length === 0 && tailAllowed ? null : row(missing, tailAllowed ? null : tail);
}

function sameEffect(a: CoreEffect, b: CoreEffect): boolean {
  return alphaEqual(row([a]), row([b]));
}
