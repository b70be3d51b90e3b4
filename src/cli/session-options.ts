import { dirname } from 'node:path';
import { fileModules, guarded, nodeHost } from '../session/index.node.ts';
import type { SessionOptions } from '../session/index.ts';
import { Progress } from './progress.ts';
import type { Invocation } from './verb.ts';

/**
 * The session that a verb's options ask for, on this machine. `program`: the path of what it runs; `name`: what messages
 * call that.
 */
export function sessionOptions(
  { operands, options, terminal }: Invocation,
  program = operands[0] ?? '',
  name = program,
): Partial<SessionOptions> {
  const progress = terminal.interactive ? new Progress(terminal) : null;
  const path = options['lib-path'];
  return {
    host: nodeHost(),
    modules: fileModules(typeof path === 'string' ? path : undefined, {
      path: dirname(program),
      shown: dirname(name),
    }),
    guard: progress === null ? guarded : (evaluation) => progress.during(() => guarded(evaluation)),
    tick: progress === null ? null : () => progress.tick(),
    ...(process.env.DEX_PPRINT_UNBOUNDED === '1' ? { typeWidth: Number.POSITIVE_INFINITY } : {}),
    check: process.env.POINTFUL_CHECK === '1',
    now: () => performance.timeOrigin + performance.now(),
    limits: { seconds: given(options['time-limit']), bytes: scaled(given(options['memory-limit'])) },
  };
}

function given(value: string | boolean | undefined): number | null {
  return typeof value === 'string' ? Number(value) : null;
}

function scaled(mebibytes: number | null): number | null {
  return mebibytes === null ? null : mebibytes * 2 ** 20;
}
