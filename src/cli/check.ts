import { Session } from '../session/index.ts';
import { ansiStyle, diagnosticToJson, plainStyle, renderDiagnostic } from '../source/index.ts';
import { openProgram, wasInterrupted } from './program.ts';
import { sessionOptions } from './session-options.ts';
import { type Action, EXIT } from './verb.ts';

export const check: Action = (invocation) => {
  const { operands, options, terminal } = invocation;
  let errors = 0;
  for (const path of operands) {
    const file = openProgram(path, terminal, path, options.json === true);
    if (file === null) {
      errors += 1;
      continue;
    }
    const session = new Session({ ...sessionOptions(invocation, path), values: 'demanded' });
    for (const result of session.run(file)) {
      if (wasInterrupted(result)) return EXIT.interrupted;
      for (const output of result.outputs) {
        if (output.tag !== 'diagnostic') continue;
        errors += 1;
        const { diagnostic } = output;
        if (options.json === true) terminal.out(`${JSON.stringify(diagnosticToJson(diagnostic))}\n`);
        else terminal.out(`${renderDiagnostic(diagnostic, terminal.colour ? ansiStyle : plainStyle)}\n\n`);
      }
    }
  }
  if (options.json !== true)
    terminal.out(errors === 0 ? 'no errors\n' : `${errors} error${errors === 1 ? '' : 's'}\n`);
  return errors === 0 ? EXIT.ok : EXIT.failed;
};
