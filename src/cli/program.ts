import { readFileSync, writeFileSync } from 'node:fs';
import { readSource } from '../session/index.node.ts';
import { type CellResult, type Output, Session, type SessionOptions } from '../session/index.ts';
import { type Diagnostic, diagnosticToJson, renderDiagnostic, type SourceFile } from '../source/index.ts';
import { parseSource } from '../syntax/index.ts';
import { FORMS } from './present.ts';
import { sessionOptions } from './session-options.ts';
import { reasonOf, type Terminal } from './terminal.ts';
import { EXIT, type Invocation } from './verb.ts';

/** The operand that means standard input. */
export const STANDARD_INPUT = '-';

/**
 * A file's source; null after reporting why it cannot be read, as JSON on standard output if that is asked for. `name`:
 * what diagnostics call it; recorded outputs use the bare file name, so that they do not depend on the folder that one
 * stands in.
 */
export function openProgram(
  path: string,
  terminal: Terminal,
  name = path,
  asJson = false,
): SourceFile | null {
  const source =
    path === STANDARD_INPUT
      ? readSource('standard input', '<stdin>', () => readFileSync(0))
      : readSource(path, name);
  if ('file' in source) return source.file;
  if (asJson) terminal.out(`${JSON.stringify(diagnosticToJson(source.problem))}\n`);
  else terminal.err(`${renderDiagnostic(source.problem)}\n`);
  return null;
}

/** Writes a file; false after reporting why it cannot be written. */
export function writeText(path: string, text: string, terminal: Terminal): boolean {
  try {
    writeFileSync(path, text);
    return true;
  } catch (error) {
    terminal.err(`dx: cannot write ${path}: ${reasonOf(error)}\n`);
    return false;
  }
}

/** Runs a program for the definitions in it; gives what is wrong with it. */
export function load(session: Session, file: SourceFile): Diagnostic[] {
  return [...session.run(file)].flatMap(({ outputs }) =>
    outputs.flatMap((output) => (output.tag === 'diagnostic' ? [output.diagnostic] : [])),
  );
}

/** The form that `--outfmt` names; null after reporting that there is none. */
export function formOf({ options, terminal }: Invocation): (typeof FORMS)[string] | null {
  const name = options.outfmt ?? 'literate';
  const form = typeof name === 'string' ? FORMS[name] : undefined;
  if (form === undefined)
    terminal.err(
      `dx: there is no output form \`${name}\`; there is ${[...Object.keys(FORMS), 'html'].join(', ')}\n`,
    );
  return form ?? null;
}

/** Runs a program, showing each output as it comes. Resolves to the exit status, `failed` if a block failed. */
export function runProgram(
  invocation: Invocation,
  nameOf: (path: string) => string = (path) => path,
  changes: Partial<SessionOptions> = {},
): number {
  const { operands, terminal } = invocation;
  const form = formOf(invocation);
  if (form === null) return EXIT.usage;
  const path = operands[0]!;
  const file = openProgram(path, terminal, nameOf(path));
  if (file === null) return EXIT.failed;
  const session = new Session({ ...sessionOptions(invocation, path, nameOf(path)), ...changes });
  const presentation = form(file, terminal);
  let status: number = EXIT.ok;
  for (const cell of parseSource(file)) {
    presentation.begin(cell);
    session.answerCell(cell, file, (output) => {
      presentation.answer(output);
      if (isInterruption(output)) status = EXIT.interrupted;
      else if (output.tag === 'diagnostic') status = EXIT.failed;
    });
    presentation.end(cell);
    if (status === EXIT.interrupted) break;
  }
  return status;
}

/** Whether the person at the terminal ended the block: then the rest of the program is not wanted either. */
export function wasInterrupted({ outputs }: CellResult): boolean {
  return outputs.some(isInterruption);
}

function isInterruption(output: Output): boolean {
  return output.tag === 'diagnostic' && output.diagnostic.code === 'DX0803';
}
