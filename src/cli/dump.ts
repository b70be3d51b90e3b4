import { PASS_NAMES, Session } from '../session/index.ts';
import { renderDiagnostic } from '../source/index.ts';
import { openProgram, wasInterrupted } from './program.ts';
import { sessionOptions } from './session-options.ts';
import { type Action, EXIT } from './verb.ts';

export const dump: Action = (invocation) => {
  const { operands, options, terminal } = invocation;
  if (options.list === true) {
    terminal.out(`${PASS_NAMES.join('\n')}\n`);
    return EXIT.ok;
  }
  const after = options.after ?? PASS_NAMES.at(-1)!;
  if (typeof after !== 'string' || !PASS_NAMES.includes(after)) {
    terminal.err(`dx dump: there is no pass \`${after}\`; there is ${PASS_NAMES.join(', ')}\n`);
    return EXIT.usage;
  }
  const [path] = operands;
  if (path === undefined) {
    terminal.err('usage: dx dump FILE\n');
    return EXIT.usage;
  }
  const file = openProgram(path, terminal);
  if (file === null) return EXIT.failed;
  const session = new Session({
    ...sessionOptions(invocation),
    observe: ({ pass, print }) => {
      if (pass === after) terminal.out(`${print()}\n`);
    },
  });
  let failed = false;
  for (const result of session.run(file)) {
    if (wasInterrupted(result)) return EXIT.interrupted;
    for (const output of result.outputs) {
      if (output.tag === 'diagnostic') terminal.err(`${renderDiagnostic(output.diagnostic)}\n`);
    }
    if (result.cell.tag === 'code' && !result.failed) terminal.out('\n');
    failed ||= result.failed;
  }
  return failed ? EXIT.failed : EXIT.ok;
};
