import { runProgram } from './program.ts';
import type { Action } from './verb.ts';

export const run: Action = async (invocation) =>
  invocation.options.outfmt === 'html'
    ? (await import('./html.ts')).writePage(invocation)
    : runProgram(invocation);
