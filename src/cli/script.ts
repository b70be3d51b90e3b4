import { basename } from 'node:path';
import { runProgram } from './program.ts';
import { type Action, EXIT } from './verb.ts';

/** As upstream's `script`: the status tells whether the file could be read, not whether its blocks failed. */
export const script: Action = async (invocation) => {
  const strict = { strict: true };
  const status =
    invocation.options.outfmt === 'html'
      ? (await import('./html.ts')).writePage(invocation, strict)
      : runProgram(invocation, basename, strict);
  return status === EXIT.failed ? EXIT.ok : status;
};
