/** What a person waits for: the command from a cold process, as multiples of `node -e 0` measured in the same run. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROUNDS = 15;
const folder = mkdtempSync(join(tmpdir(), 'pointful-bench-'));
const program = join(folder, 'three.dx');
writeFileSync(program, 'xs = for i:(Fin 10). n_to_f (ordinal i)\n\nsum xs\n\n:t xs\n');

const commands: readonly (readonly [string, readonly string[]])[] = [
  ['node -e 0', ['-e', '0']],
  ['dx --version', ['dist/dx.js', '--version']],
  ['dx three-line program', ['dist/dx.js', program]],
];

// Interleaved, so that a busy moment of the machine falls on all of them.
const times = commands.map(() => [] as number[]);
for (let round = 0; round < ROUNDS; round += 1) {
  commands.forEach(([name, args], k) => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${name}: status ${status}\n${stderr}`);
    times[k]!.push(performance.now() - start);
  });
}
rmSync(folder, { recursive: true });

const medians = times.map((all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)]!);
commands.forEach(([name], k) => {
  const ratio = medians[k]! / medians[0]!;
  console.log(`  ${name.padEnd(24)} ${medians[k]!.toFixed(1).padStart(8)} ms   ${ratio.toFixed(2)} x`);
});
