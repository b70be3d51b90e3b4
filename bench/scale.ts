/** Seconds for programs that are long or deep in one way each, at a tenth of the size and at the full one. */
import { fileModules, nodeHost } from '../src/session/index.node.ts';
import { outputText, Session } from '../src/session/index.ts';
import { plainStyle, sourceFile } from '../src/source/index.ts';
import { scalePrograms } from '../test/scale/programs.ts';

const modules = fileModules('dist/stdlib');
const wanted = process.argv[2] ?? '';
console.log(`  ${'what'.padEnd(44)} ${'how many'.padStart(10)} ${'seconds'.padStart(8)}   a tenth`);
for (const { name, full, text, answer } of scalePrograms.filter((p) => p.name.includes(wanted))) {
  const [tenth, whole] = [Math.ceil(full / 10), full].map((count) => {
    const session = new Session({ host: nodeHost(), modules });
    session.runAll(':p 1\n');
    const file = sourceFile('input', text(count));
    const start = performance.now();
    let last = '';
    for (const { outputs } of session.run(file)) {
      for (const output of outputs) last = outputText(output, plainStyle);
    }
    const seconds = (performance.now() - start) / 1000;
    if (last !== answer(count)) console.log(`  ${name}, ${count}: ${last.slice(0, 300)}`);
    return seconds;
  });
  console.log(
    `  ${name.padEnd(44)} ${String(full).padStart(10)} ${whole!.toFixed(2).padStart(8)}  ${tenth!.toFixed(2).padStart(8)}`,
  );
}
