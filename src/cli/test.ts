import { basename } from 'node:path';
import { literate, Session } from '../session/index.ts';
import { openProgram, STANDARD_INPUT, wasInterrupted, writeText } from './program.ts';
import { sessionOptions } from './session-options.ts';
import { styled, type Terminal } from './terminal.ts';
import { type Action, EXIT } from './verb.ts';

/** How many differing lines are shown of one file. */
const SHOWN = 20;

export const test: Action = (invocation) => {
  const { operands, options, terminal } = invocation;
  let passed = 0;
  for (const path of operands) {
    const file = openProgram(path, terminal, basename(path));
    if (file === null) continue;
    const session = new Session({ ...sessionOptions(invocation, path, basename(path)), strict: true });
    const results = [...session.run(file)];
    if (results.some(wasInterrupted)) return EXIT.interrupted;
    const now = literate(file, results);
    if (now === file.text) {
      passed += 1;
    } else if (options.update === true && path !== STANDARD_INPUT) {
      if (!writeText(path, now, terminal)) continue;
      terminal.out(`${path}: updated\n`);
      passed += 1;
    } else {
      terminal.out(`${path}: ${styled(terminal, 'red', 'differs')}\n`);
      showDifference(file.text.split('\n'), now.split('\n'), terminal);
    }
  }
  const failed = operands.length - passed;
  terminal.out(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? EXIT.ok : EXIT.failed;
};

/** The first stretch of lines that differ, from what the file holds (-) to what the program answers now (+). */
function showDifference(before: readonly string[], after: readonly string[], terminal: Terminal): void {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - from;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const show = (mark: string, lines: readonly string[], colour: 'red' | 'green'): void => {
    for (const line of lines.slice(0, SHOWN))
      terminal.out(`${styled(terminal, colour, `  ${mark} ${line}`)}\n`);
    if (lines.length > SHOWN) terminal.out(`    … ${lines.length - SHOWN} more\n`);
  };
  terminal.out(`  line ${from + 1}\n`);
  show('-', before.slice(from, before.length - end), 'red');
  show('+', after.slice(from, after.length - end), 'green');
}
