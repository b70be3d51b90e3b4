import {
  type Cost,
  type Derivative,
  derivativesOf,
  linearWork,
  printLinear,
  tangentType,
  total,
  type Work,
  workOf,
} from '../differentiate/index.ts';
import { type Fn, type PlaceText, type Program, printFn, printType, refreshFn } from '../loops/index.ts';
import { supply } from '../names/index.ts';
import { replaceExceptions } from '../optimize/index.ts';
import {
  CALL,
  type LoweredFunction,
  lambdaText,
  Session,
  type Signature,
  signatureOf,
  specialise,
} from '../session/index.ts';
import { type Diagnostic, positionAt, renderDiagnostic } from '../source/index.ts';
import { load, openProgram } from './program.ts';
import { sessionOptions } from './session-options.ts';
import type { Terminal } from './terminal.ts';
import { underivable } from './underivable.ts';
import { type Action, EXIT } from './verb.ts';

const MODES = ['primal', 'forward', 'linear', 'transposed'] as const;
type Mode = (typeof MODES)[number];

const DEFAULT_SIZE = 8;

export const ad: Action = (invocation) => {
  const { operands, options, terminal } = invocation;
  const { of: name, mode, size } = options;
  if (typeof name !== 'string') {
    terminal.err('dx ad: `--of NAME` says which function\n');
    return EXIT.usage;
  }
  if (mode !== undefined && !MODES.includes(mode as Mode)) {
    terminal.err(`dx ad: there is no mode \`${mode}\`; there is ${MODES.join(', ')}\n`);
    return EXIT.usage;
  }
  const file = openProgram(operands[0]!, terminal);
  if (file === null) return EXIT.failed;
  const session = new Session({ ...sessionOptions(invocation), values: 'demanded' });
  const problems = load(session, file);
  const lowered = loweredFunction(session, name, problems, terminal);
  if (lowered === null) return EXIT.failed;
  try {
    const { program } = replaceExceptions(lowered.program);
    const derivatives = derivativesOf(program, lowered.derivatives);
    const entry = program.functions.at(-1)!;
    const pattern = entry.params.map((p) => (tangentType(p.type) === null ? '0' : '1')).join('');
    const derivative = derivatives.of(entry.name, pattern);
    if (options.cost === true) {
      const n = Number(size ?? DEFAULT_SIZE);
      const assumptions = { size: () => n, trips: n, alternative: () => 0 };
      showCost(workOf(program, entry, derivative, derivatives, assumptions), n, terminal);
    } else {
      const place = placesIn(session);
      showPrograms(derivative, mode as Mode | undefined, place, terminal);
      for (const source of derivatives.accumulatedInOrder) {
        const where = place(source);
        terminal.out(
          `-- the accumulation${where === null ? '' : ` at ${where}`} has no derivative rule: it is done in index order, as State\n`,
        );
      }
    }
    return EXIT.ok;
  } catch (error) {
    terminal.err(`${renderDiagnostic(session.explain(error))}\n`);
    return EXIT.failed;
  }
};

/** The function as a program over sizes and arguments; null after reporting why there is none. */
function loweredFunction(
  session: Session,
  name: string,
  problems: readonly Diagnostic[],
  terminal: Terminal,
): LoweredFunction | null {
  const found = session.typeOf(name);
  const signature = found === null ? null : signatureOf(name, found.type, found.definitions);
  if (found === null || signature === null) {
    for (const problem of problems) terminal.err(`${renderDiagnostic(problem)}\n`);
    terminal.err(`dx ad: the program has no function \`${name}\`\n`);
    return null;
  }
  const refusal = underivable(signature);
  if (refusal !== null) {
    terminal.err(`dx ad: ${refusal}\n`);
    return null;
  }
  const { sizes, args, call } = specialise(signature, new Map(), found.definitions);
  const lambda = lambdaText(sizes, args, call(args.map((a) => a.name)));
  try {
    const lowered = session.lowerFunction(lambda);
    if ('program' in lowered) return { ...lowered, program: named(lowered.program, signature) };
    for (const diagnostic of lowered) terminal.err(`${renderDiagnostic(diagnostic)}\n`);
  } catch (error) {
    terminal.err(`${renderDiagnostic(session.explain(error))}\n`);
  }
  return null;
}

/** The program with its entry under the function's own name, and the names of its sizes and parameters. */
function named(program: Program, { title, variables, params }: Signature): Program {
  const entry = program.functions.at(-1)!;
  const hints = [...variables.filter(({ kind }) => kind !== 'type'), ...params].map(({ name }) => name.hint);
  if (hints.length !== entry.params.length) return program;
  const renamed = entry.params.map((p, i) => ({ ...p, name: { ...p.name, hint: hints[i]! } }));
  const fn = refreshFn({ ...entry, name: title, title, noinline: false, params: renamed }, supply(0));
  return { functions: [...program.functions.slice(0, -1), fn] };
}

/** The line of the program that a statement comes from. */
function placesIn(session: Session): PlaceText {
  return (source) => {
    const located = session.placeOf(source);
    // What the lambda of `loweredFunction` says itself stands in no file.
    if (located === null || located.file.name === CALL) return null;
    const base = located.file.name.split('/').at(-1);
    return `${base}:${positionAt(located.file, located.span.start).line}`;
  };
}

function showPrograms(d: Derivative, mode: Mode | undefined, place: PlaceText, terminal: Terminal): void {
  const show = (title: string, text: string): void => terminal.out(`-- ${title}\n${text.trimEnd()}\n\n`);
  if (mode === 'forward') {
    if (d.both !== null) show('both halves, in one sweep', printLinear(d.both, place));
    return;
  }
  if (mode === undefined || mode === 'primal') {
    show('primal: the result, and the tape of what the linear half needs', printFn(d.primal, place));
    terminal.out(`-- tape: ${tapeText(d.primal)}\n\n`);
  }
  if (mode === undefined || mode === 'linear')
    show('linear: from tangents to the tangent of the result', printLinear(d.half, place));
  if (mode === undefined || mode === 'transposed') {
    show('transposed: from a cotangent of the result to cotangents', printLinear(d.turned, place));
  }
}

/** The type of the tape, which says how large each residual is. */
function tapeText(primal: Fn): string {
  const { type } = primal.body;
  const tape = type.tag === 'product' ? type.items[1] : undefined;
  return tape === undefined ? 'nothing' : printType(tape);
}

function showCost(work: Work, size: number, terminal: Terminal): void {
  const row = (title: string, cost: Cost): string => {
    const parts = Object.entries(cost).filter(([, count]) => count > 0);
    const detail = parts.map(([kind, count]) => `${kind} ${count}`).join(', ');
    return `${title.padEnd(12)} ${String(total(cost)).padStart(10)}   ${detail}\n`;
  };
  terminal.out(`operations on floats, index sets of size ${size}\n`);
  terminal.out(row('function', work.program));
  if (work.both !== null) terminal.out(row('forward', work.both));
  terminal.out(row('linear', work.half));
  terminal.out(row('transposed', work.turned));
  const both = total(work.primal) + linearWork(work.turned);
  const ratio = both / Math.max(1, total(work.program));
  terminal.out(`value and gradient cost ${ratio.toFixed(2)} times the function\n`);
}
