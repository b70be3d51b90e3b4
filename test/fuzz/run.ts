/** Runs one mutant and says how far it came, and what is wrong with Pointful's answer. */
import { DEFAULT_OPTIONS, type Output, outputText, Session } from '../../src/session/index.ts';
import { plainStyle, sourceFile } from '../../src/source/index.ts';
import { library } from '../library.ts';

export interface Outcome {
  readonly parsed: boolean;
  readonly checked: boolean;
  /** Null where all is as it should be. */
  readonly problem: string | null;
}

const limits = { seconds: 0.3, bytes: 2 ** 27 };
/** Compiling is not limited, so it is watched: seconds of processor time, which a busy machine does not lengthen. */
const SECONDS = 20;

/** Text that no message may show: names that the user did not write, and values of the implementation. */
const INTERNAL = /undefined|\[object |NaN is not|#\d|\?\d|TypeError|src\/|\.ts:\d/;

export function runMutant(text: string): Outcome {
  const start = process.cpuUsage();
  const session = new Session({ ...DEFAULT_OPTIONS, modules: library, limits, check: true });
  let parsed = true;
  let checked = true;
  try {
    for (const { outputs } of session.run(sourceFile('mutant', text))) {
      const seen = new Set<string>();
      for (const output of outputs) {
        const shown = outputText(output, plainStyle);
        if (output.tag !== 'diagnostic') continue;
        const { code } = output.diagnostic;
        if (code.startsWith('DX01')) parsed = false;
        if (!/^DX0[68]/.test(code)) checked = false;
        const problem = problemOf(output, shown, text, seen);
        if (problem !== null) return { parsed, checked, problem };
        seen.add(shown);
      }
    }
  } catch (error) {
    return {
      parsed,
      checked,
      problem: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  const problem = seconds > SECONDS ? `it took ${seconds.toFixed(1)} seconds` : null;
  return { parsed, checked: parsed && checked, problem };
}

function problemOf(
  output: Extract<Output, { tag: 'diagnostic' }>,
  shown: string,
  text: string,
  seen: ReadonlySet<string>,
): string | null {
  const { code, message, labels, facts } = output.diagnostic;
  if (code === 'DX0999') return shown;
  if (labels.length === 0) return `no place: ${shown}`;
  if (seen.has(shown)) return `reported twice: ${shown}`;
  const said = [message, ...facts, ...labels.map((label) => label.text)].join('\n');
  if (INTERNAL.test(said) && !INTERNAL.test(text)) return `an internal name: ${shown}`;
  return null;
}
