import { runRepl } from '../repl/index.ts';
import { VERSION } from '../session/index.ts';
import { ansiStyle, plainStyle } from '../source/index.ts';
import { sessionOptions } from './session-options.ts';
import type { Action } from './verb.ts';

export const repl: Action = (invocation) =>
  runRepl({
    session: sessionOptions(invocation),
    input: process.stdin,
    output: process.stdout,
    write: invocation.terminal.out,
    style: invocation.terminal.colour ? ansiStyle : plainStyle,
    version: VERSION,
  });
