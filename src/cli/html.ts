import { basename } from 'node:path';
import { renderPage } from '../html/index.ts';
import { type CellResult, Session, type SessionOptions } from '../session/index.ts';
import type { SourceFile } from '../source/index.ts';
import { openProgram, wasInterrupted, writeText } from './program.ts';
import { sessionOptions } from './session-options.ts';
import { type Action, EXIT, type Invocation } from './verb.ts';

export const html: Action = (invocation) => writePage(invocation);

/** Runs a program and writes one page with its prose, its code and its answers. */
export function writePage(invocation: Invocation, changes: Partial<SessionOptions> = {}): number {
  const { operands, options, terminal } = invocation;
  const path = operands[0]!;
  const name = basename(path);
  const file = openProgram(path, terminal, name);
  if (file === null) return EXIT.failed;
  const results = runAll(new Session({ ...sessionOptions(invocation, path, name), ...changes }), file);
  const page = renderPage(file, results);
  if (typeof options.output !== 'string') terminal.out(page);
  else if (!writeText(options.output, page, terminal)) return EXIT.failed;
  if (results.some(wasInterrupted)) return EXIT.interrupted;
  return results.some((result) => result.failed) ? EXIT.failed : EXIT.ok;
}

/** The results of all cells, up to where the person at the terminal ended the program. */
function runAll(session: Session, file: SourceFile): CellResult[] {
  const results: CellResult[] = [];
  for (const result of session.run(file)) {
    results.push(result);
    if (wasInterrupted(result)) break;
  }
  return results;
}
