import { ansiStyle, plainStyle, renderDiagnostic } from '../source/index.ts';
import { formatSource, parseSource } from '../syntax/index.ts';
import { openProgram, STANDARD_INPUT, writeText } from './program.ts';
import { type Action, EXIT } from './verb.ts';

export const fmt: Action = ({ operands, options, terminal }) => {
  let status: number = EXIT.ok;
  for (const path of operands) {
    const file = openProgram(path, terminal);
    const problems =
      file === null ? [] : parseSource(file).flatMap((c) => (c.tag === 'code' ? c.diagnostics : []));
    for (const problem of problems) {
      terminal.err(`${renderDiagnostic(problem, terminal.colour ? ansiStyle : plainStyle)}\n`);
    }
    if (file === null || problems.length > 0) {
      status = EXIT.failed;
      continue;
    }
    const formatted = formatSource(file);
    if (options.stdout === true || (path === STANDARD_INPUT && options.check !== true)) {
      terminal.out(formatted);
    } else if (formatted !== file.text) {
      const kept = options.check === true || !writeText(path, formatted, terminal);
      if (kept) status = EXIT.failed;
      if (options.check === true) terminal.out(`${path}: would change\n`);
      else if (!kept) terminal.out(`${path}: formatted\n`);
    }
  }
  return status;
};
