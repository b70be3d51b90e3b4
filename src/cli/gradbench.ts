/**
 * A tool of GradBench: reads messages as lines of JSON, answers each with a line. What a message asks for that cannot be
 * done is answered with `success: false` and the reason; a line that is no message, with an `id` of null.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ArgumentError, EmbeddedSession, NdArray, PointfulError, VERSION } from '../api/index.node.ts';
import { readSource } from '../session/index.node.ts';
import type { SessionOptions } from '../session/index.ts';
import { EVALS, type Evaluation, InputError } from './gradbench-evals.ts';
import { sessionOptions } from './session-options.ts';
import { type Action, EXIT } from './verb.ts';

export const gradbench: Action = async (invocation) => {
  const tool = new Tool({ ...sessionOptions(invocation), values: 'demanded' });
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== '') invocation.terminal.out(`${JSON.stringify(tool.answer(line), plain)}\n`);
  }
  return EXIT.ok;
};

/** A message, or an input in it, that the protocol does not have. */
class ProtocolError extends Error {}

interface Timing {
  readonly name: string;
  readonly nanoseconds: number;
}

type Message = Readonly<Record<string, unknown>>;

class Tool {
  private readonly options: Partial<SessionOptions>;
  /** The programs that have been read, by name. */
  private readonly programs = new Map<string, EmbeddedSession>();

  constructor(options: Partial<SessionOptions>) {
    this.options = options;
  }

  /** The response to a line. Never throws. */
  answer(line: string): object {
    let id: unknown = null;
    try {
      const message = parsed(line);
      if (typeof message.id !== 'number') throw new ProtocolError('the message has no number as its `id`');
      id = message.id;
      return { id, ...this.response(message) };
    } catch (error) {
      return { id, success: false, error: reasonOf(error) };
    }
  }

  private response(message: Message): object {
    switch (message.kind) {
      case 'start':
        return { tool: 'pointful', config: { version: VERSION } };
      case 'define':
        return this.define(text(message, 'module'));
      case 'evaluate':
        return this.evaluate(text(message, 'module'), text(message, 'function'), message.input);
      default:
        return {};
    }
  }

  private define(module: string): object {
    const timings: Timing[] = [];
    timed(timings, 'define', () => this.program(module));
    return { success: true, timings };
  }

  private evaluate(module: string, name: string, input: unknown): object {
    const session = this.program(module);
    const { functions } = EVALS[module]!;
    if (!Object.hasOwn(functions, name))
      throw new ProtocolError(
        `\`${module}\` has no function \`${name}\`; it has ${Object.keys(functions).join(', ')}`,
      );
    const { runs, seconds } = repetitions(input);
    const evaluation: Evaluation = functions[name]!(input);
    const timings: Timing[] = [];
    const run = timed(timings, 'prepare', () =>
      session.function(evaluation.name).prepare(...evaluation.args),
    );
    let result: unknown;
    let elapsed = 0;
    for (let count = 0; count < runs || elapsed < seconds; count += 1) {
      result = timed(timings, 'evaluate', run);
      elapsed += timings.at(-1)!.nanoseconds / 1e9;
    }
    return { success: true, output: evaluation.output(result), timings };
  }

  /** The session with a module's program, which is read when it is first asked for. */
  private program(module: string): EmbeddedSession {
    if (!Object.hasOwn(EVALS, module))
      throw new ProtocolError(`there is no module \`${module}\`; there is ${Object.keys(EVALS).join(', ')}`);
    const { program } = EVALS[module]!;
    const known = this.programs.get(program);
    if (known !== undefined) return known;
    const source = readSource(join(objectives(), `${program}.dx`), `${program}.dx`);
    if (!('file' in source)) throw new ProtocolError(source.problem.message);
    const session = new EmbeddedSession(this.options, () => {});
    const { diagnostics } = session.run(source.file.text, source.file.name);
    if (diagnostics.length > 0) throw new ProtocolError(diagnostics[0]!.message);
    this.programs.set(program, session);
    return session;
  }
}

/** The folder of the programs: beside the bundle in the package, or in the project. */
function objectives(): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const candidates = ['objectives', '../objectives', '../../examples/objectives'].map((path) =>
    join(here, path),
  );
  return candidates.find((path) => existsSync(path)) ?? candidates[0]!;
}

function parsed(line: string): Message {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    throw new ProtocolError('the line is not JSON');
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw new ProtocolError('the message is not an object');
  return message as Message;
}

function text(message: Message, name: string): string {
  const value = message[name];
  if (typeof value !== 'string') throw new ProtocolError(`the message has no text as its \`${name}\``);
  return value;
}

/** How often an input wants the function run: once, unless it says more. */
function repetitions(input: unknown): { readonly runs: number; readonly seconds: number } {
  const known = typeof input === 'object' && input !== null ? (input as Message) : {};
  const atLeast = (name: string, least: number): number => {
    const value = known[name] ?? least;
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new InputError(`\`${name}\` is not a number`);
    return Math.max(value, least);
  };
  return { runs: atLeast('min_runs', 1), seconds: atLeast('min_seconds', 0) };
}

function timed<T>(timings: Timing[], name: string, run: () => T): T {
  const start = process.hrtime.bigint();
  const result = run();
  timings.push({ name, nanoseconds: Number(process.hrtime.bigint() - start) });
  return result;
}

function reasonOf(error: unknown): string {
  const isExpected =
    error instanceof ProtocolError ||
    error instanceof InputError ||
    error instanceof ArgumentError ||
    error instanceof PointfulError;
  if (isExpected) return error.message;
  return `Pointful went wrong here: ${error instanceof Error ? error.message : String(error)}`;
}

/** Tables as arrays, for JSON. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof NdArray) return value.toNested();
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}
