import { type CellResult, Session, type SessionOptions } from '../../src/session/index.ts';
import { type Diagnostic, plainStyle, renderDiagnostic, sourceFile } from '../../src/source/index.ts';
import { library } from '../library.ts';

/** What a program's cells come to in a session of its own. */
export function resultsOf(text: string, options: Partial<SessionOptions> = {}): readonly CellResult[] {
  return [...new Session({ modules: library, ...options }).run(sourceFile('input', text))];
}

/** The diagnostics of a program. */
export function diagnosticsOf(text: string, options: Partial<SessionOptions> = {}): readonly Diagnostic[] {
  return resultsOf(text, options).flatMap(({ outputs }) =>
    outputs.flatMap((output) => (output.tag === 'diagnostic' ? [output.diagnostic] : [])),
  );
}

/** The rendered text of diagnostics. Lines of the library are not counted: they move. */
export function rendered(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map((d) => `${renderDiagnostic(d, plainStyle)}\n`.replace(/(\w+\.dx):\d+/g, '$1:LINE'))
    .join('\n');
}
