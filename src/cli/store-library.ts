import { readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileModules, nodeHost } from '../session/index.node.ts';
import { importDiagnostic, storedForm } from '../session/index.ts';
import { renderDiagnostic } from '../source/index.ts';
import { openProgram } from './program.ts';
import { type Action, EXIT } from './verb.ts';

/** Part of the build: writes `NAME.stored` beside every module of a folder. */
export const storeLibrary: Action = ({ operands: [folder], terminal }) => {
  const names = readdirSync(folder!)
    .filter((file) => file.endsWith('.dx'))
    .map((file) => basename(file, '.dx'));
  let failed = false;
  for (const name of [...names].sort((a, b) => Number(b === 'prelude') - Number(a === 'prelude'))) {
    const file = openProgram(join(folder!, `${name}.dx`), terminal);
    if (file === null) return EXIT.failed;
    const made = storedForm(name, file, { host: nodeHost(), modules: fileModules(folder) });
    if (made instanceof Uint8Array) {
      writeFileSync(join(folder!, `${name}.stored`), made);
    } else if (made !== null) {
      failed = true;
      const at = { file, span: { start: 0, end: 0 } };
      for (const diagnostic of importDiagnostic(made, at)) terminal.err(`${renderDiagnostic(diagnostic)}\n`);
    }
  }
  return failed ? EXIT.failed : EXIT.ok;
};
