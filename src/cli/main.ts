import { parseArgs } from 'node:util';
import { findVerb, suggestVerb } from './find-verb.ts';
import { helpFor, overview, synopsis } from './help-text.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { EXIT, type Verb } from './verb.ts';
import { VERBS } from './verbs.ts';

/**
 * Runs the command with its arguments (without `node dx.js`) and resolves to the exit status. `dx FILE` is
 * `dx run FILE`.
 */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  // A failed write has been answered where it was tried; the event would only end the process with a stack trace.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const [first, ...rest] = args;
  if (first === undefined || first === '--help' || first === '-h') {
    terminal.out(overview(VERBS, terminal));
    return first === undefined ? EXIT.usage : EXIT.ok;
  }
  const verb = findVerb(VERBS, first);
  if (verb !== undefined) return runVerb(verb, rest, terminal);
  const run = findVerb(VERBS, 'run')!;
  if (looksLikeFile(first) || first.startsWith('-')) return runVerb(run, args, terminal);
  const near = suggestVerb(VERBS, first);
  terminal.err(`dx: there is no verb \`${first}\`${near === null ? '' : `; did you mean \`${near}\`?`}\n`);
  terminal.err('`dx help` lists the verbs; to run a program, name its file: `dx program.dx`\n');
  return EXIT.usage;
}

function looksLikeFile(text: string): boolean {
  return text.includes('.') || text.includes('/') || text.includes('\\');
}

async function runVerb(verb: Verb, args: readonly string[], terminal: Terminal): Promise<number> {
  let parsed: { values: Record<string, string | boolean | undefined>; positionals: string[] };
  try {
    const options = Object.fromEntries(
      Object.entries(verb.options).map(([name, o]) => [
        name,
        { type: o.type, ...(o.short === undefined ? {} : { short: o.short }) },
      ]),
    );
    const all = { ...options, help: { type: 'boolean' as const, short: 'h' } };
    parsed = parseArgs({ args: [...args], options: all, allowPositionals: true }) as typeof parsed;
  } catch (error) {
    // What Node adds behind the first sentence is about operands that begin with a dash.
    const [problem] = (error instanceof Error ? error.message : String(error)).split(/\.?\s*(?:\. |\n)/);
    return misused(verb, problem!, terminal);
  }
  if (parsed.values.help === true) {
    terminal.out(helpFor(verb, terminal));
    return EXIT.ok;
  }
  for (const [name, { number }] of Object.entries(verb.options)) {
    const value = parsed.values[name];
    if (number === undefined || typeof value !== 'string' || isNumber(value, number)) continue;
    return misused(verb, `--${name} takes a positive ${number}, and not \`${value}\``, terminal);
  }
  const [least, most] = verb.arity;
  if (parsed.positionals.length < least || parsed.positionals.length > most) {
    terminal.err(`usage: dx ${synopsis(verb)}\n`);
    return EXIT.usage;
  }
  const action = await verb.load();
  return action({ operands: parsed.positionals, options: parsed.values, terminal, verbs: VERBS });
}

function misused(verb: Verb, problem: string, terminal: Terminal): number {
  terminal.err(`dx ${verb.name}: ${problem}\n\`dx help ${verb.name}\` lists its options\n`);
  return EXIT.usage;
}

function isNumber(text: string, kind: 'number' | 'whole number'): boolean {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return value > 0 && (kind === 'number' ? Number.isFinite(value) : Number.isSafeInteger(value));
}
