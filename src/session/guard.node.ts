/** Ending an evaluation from outside: `vm` can stop code that never gives control back. */
import { createContext, Script } from 'node:vm';
import { Stopped } from './options.ts';

const script = new Script('evaluation()');

/**
 * Runs an evaluation so that Ctrl-C ends it. Throws `Stopped` if it did; the session is then as it was before the
 * block. Errors of the evaluation itself pass through.
 */
export function guarded<T>(evaluation: () => T): T {
  let result: { readonly value: T } | { readonly error: unknown } | null = null;
  const context = createContext({
    evaluation: () => {
      try {
        result = { value: evaluation() };
      } catch (error) {
        result = { error };
      }
    },
  });
  try {
    script.runInContext(context, { breakOnSigint: true });
  } catch (error) {
    throw isInterruption(error) ? new Stopped('interrupted') : error;
  }
  return outcome(result);
}

function outcome<T>(result: { readonly value: T } | { readonly error: unknown } | null): T {
  if (result === null) throw new Stopped('interrupted');
  if ('error' in result) throw result.error;
  return result.value;
}

/** The error may come from another realm, so its class says nothing. */
function isInterruption(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED'
  );
}
