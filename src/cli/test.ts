import { basename } from 'node:path';
import { literate, Session } from '../session/index.ts';
import { differences } from './difference.ts';
import { openProgram, STANDARD_INPUT, wasInterrupted, writeText } from './program.ts';
import { sessionOptions } from './session-options.ts';
import { styled, type Terminal } from './terminal.ts';
import { type Action, EXIT } from './verb.ts';

/** How many places that differ are shown of one file, and how many lines of each. */
const SHOWN_PLACES = 10;
const SHOWN_LINES = 20;

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
      showDifferences(file.text.split('\n'), now.split('\n'), terminal);
    }
  }
  const failed = operands.length - passed;
  terminal.out(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? EXIT.ok : EXIT.failed;
};

/** The lines that differ, from what the file holds (-) to what the program answers now (+). */
function showDifferences(before: readonly string[], after: readonly string[], terminal: Terminal): void {
  const show = (mark: string, lines: readonly string[], colour: 'red' | 'green'): void => {
    for (const line of lines.slice(0, SHOWN_LINES))
      terminal.out(`${styled(terminal, colour, `  ${mark} ${line}`)}\n`);
    if (lines.length > SHOWN_LINES) terminal.out(`    … ${lines.length - SHOWN_LINES} more\n`);
  };
  const hunks = differences(before, after);
  for (const hunk of hunks.slice(0, SHOWN_PLACES)) {
    terminal.out(`  line ${hunk.line}\n`);
    show('-', hunk.before, 'red');
    show('+', hunk.after, 'green');
  }
  const rest = hunks.length - SHOWN_PLACES;
  if (rest > 0) terminal.out(`  … and ${rest} more ${rest === 1 ? 'place' : 'places'}\n`);
}
