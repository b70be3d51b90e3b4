/** One more top-level block in a running session: the time from its text to its answer, for one-line expressions. */

import { fileModules, nodeHost } from '../src/session/index.node.ts';
import { Session } from '../src/session/index.ts';

const LINES: readonly ((k: number) => string)[] = [
  (k) => `${k} + 2`,
  (k) => `sqrt ${k}.5`,
  (k) => `sum (for i:(Fin ${k + 1}). n_to_f (ordinal i))`,
  (k) => `x${k} = [${k}, 2, 3]`,
  (k) => `for i. x${k - 1}[i] * 2`,
  (k) => `:t \\x:Float. x + ${k}.0`,
  (k) => `yield_state ${k} \\r. for i:(Fin 3). r := get r + ordinal i`,
  (k) => `def f${k}(x:Float) -> Float = x * ${k}.0`,
  (k) => `f${k - 1} 2.0`,
  (k) => `(randn (new_key ${k})) > 0.0`,
];

const session = new Session({ host: nodeHost(), modules: fileModules('dist/stdlib') });
const times: number[] = [];
for (let round = 0; round < 30; round += 1) {
  LINES.forEach((line, k) => {
    const number = round * LINES.length + k;
    const start = performance.now();
    const [result] = session.runAll(`${line(number)}\n`);
    const elapsed = performance.now() - start;
    if (result?.failed !== false) throw new Error(`failed: ${line(number)}`);
    // The first round meets cold code, as the first lines of a session do; they are reported apart.
    times.push(elapsed);
  });
}
const median = (of: readonly number[]): string =>
  [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)]!.toFixed(2);
console.log(`  first ${LINES.length} blocks   median ${median(times.slice(0, LINES.length))} ms`);
console.log(`  all ${times.length} blocks    median ${median(times)} ms`);
console.log(`  last ${LINES.length} blocks    median ${median(times.slice(-LINES.length))} ms`);
