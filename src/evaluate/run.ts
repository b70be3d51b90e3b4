/** Compiling a program once and running it. */
import type { Fn, Program, Type } from '../loops/index.ts';
import { type Host, NO_HOST, type Value } from '../values/index.ts';
import { assembler } from './assemble.ts';
import type { CompiledFn, Leaves } from './assembler.ts';
import { execute } from './control.ts';
import { compileBlock } from './expr.ts';
import { RuntimeFault, Thrown } from './fault.ts';
import { type Frame, type Limits, type Op, startTicks } from './frame.ts';
import type { Layouts } from './layout.ts';
import { RawMemory } from './memory.ts';
import { OutputStream } from './output-stream.ts';
import { type FramePlan, frameArrays } from './plan.ts';
import type { Probe } from './probe.ts';
import { type ValueReader, valueReader } from './read-value.ts';
import { sequence } from './sequence.ts';
import { writeValue } from './write-value.ts';

export interface CompileOptions {
  /** Counts what the program does, in every run. */
  readonly probe?: Probe;
}

export interface RunOptions {
  readonly host?: Host;
  /** Takes the place of the host's `print`. */
  readonly onPrint?: (line: Uint8Array) => void;
  /** The number of loop iterations and calls after which the run is a fault. */
  readonly fuel?: number;
  /** On the clock of `Date.now`. */
  readonly deadline?: number;
  /** Looked at every few thousand iterations: true, or a first element that is not 0, stops the run. */
  readonly interrupt?: (() => boolean) | SharedArrayBuffer;
  /** In bytes, of tables alive at one time, as far as known. */
  readonly memoryLimit?: number;
  /** Accumulation in index order. It is in this evaluator in any case. */
  readonly strict?: boolean;
  /** What raw pointers point into, to be shared by runs that exchange them. */
  readonly memory?: RawMemory;
}

/** A program as closures. Runs do not see each other. */
export interface Compiled {
  readonly params: readonly Type[];
  readonly result: Type;
  /** Applies the entry. Throws `RuntimeFault`. */
  run(args: readonly Value[], options?: RunOptions): Value;
}

/** Compiles a program. Throws an Error where the program is not well-formed. */
export function compile(program: Program, options: CompileOptions = {}): Compiled {
  const functions = new Map<string, CompiledFn>();
  const { cx, plan } = assembler(options.probe ?? null, functions, compileBlock);
  let entry: CompiledFn | null = null;
  for (const fn of program.functions) {
    const params = fn.params.map((param) => cx.fresh(param.type));
    const { made: body, isAllocating } = cx.hasGarbage(() => cx.collectFunction(() => compileFn(fn, params)));
    const { made: result, code, depth } = body;
    entry = { fn, params, result, op: execute(code), code, isAllocating, depth };
    functions.set(fn.name, entry);
  }
  if (entry === null) throw new Error('a program has an entry');
  const { made: read, op: exit } = cx.collect(() => exitOf(entry));
  return new CompiledProgram(entry, read, sequence([entry.op, exit]), plan(), cx.layouts);

  function compileFn(fn: Fn, params: readonly Leaves[]): Leaves {
    fn.params.forEach((param, k) => {
      cx.bind(param.name.id, params[k]!, param.type);
    });
    cx.startFunction(fn.body);
    return cx.block(fn.body);
  }

  function exitOf({ fn, params, result }: CompiledFn): ValueReader {
    fn.params.forEach((param, k) => {
      cx.bind(param.name.id, params[k]!, param.type);
    });
    return valueReader(cx, fn.body.type, result, fn.source);
  }
}

class CompiledProgram implements Compiled {
  readonly params: readonly Type[];
  readonly result: Type;
  readonly #entry: CompiledFn;
  readonly #read: ValueReader;
  readonly #op: Op;
  readonly #plan: FramePlan;
  readonly #layouts: Layouts;

  constructor(entry: CompiledFn, read: ValueReader, op: Op, plan: FramePlan, layouts: Layouts) {
    this.params = entry.fn.params.map((param) => param.type);
    this.result = entry.fn.body.type;
    this.#entry = entry;
    this.#read = read;
    this.#op = op;
    this.#plan = plan;
    this.#layouts = layouts;
  }

  run(args: readonly Value[], options: RunOptions = {}): Value {
    const host = options.host ?? NO_HOST;
    const m: Frame = {
      ...frameArrays(this.#plan),
      limits: limitsOf(options),
      host,
      output: new OutputStream(options.onPrint ?? host.print ?? noOutput(this.#entry.fn.source)),
      memory: options.memory ?? new RawMemory(),
      bytes: 0,
      kept: 0,
    };
    this.params.forEach((type, k) => {
      writeValue(m, this.#layouts, type, args[k]!, this.#entry.params[k]!);
    });
    startTicks(m);
    try {
      this.#op(m);
      return this.#read(m);
    } catch (error) {
      throw asFault(error, this.#entry.fn.source);
    } finally {
      m.output.end();
    }
  }
}

function noOutput(source: number): (line: Uint8Array) => void {
  return () => {
    throw new RuntimeFault('host', 'the host grants no output', source, []);
  };
}

function limitsOf({ fuel, deadline, interrupt, memoryLimit }: RunOptions): Limits {
  return {
    fuel: fuel ?? Number.POSITIVE_INFINITY,
    deadline: deadline ?? Number.POSITIVE_INFINITY,
    interrupted: interruptOf(interrupt),
    memory: memoryLimit ?? Number.POSITIVE_INFINITY,
  };
}

function interruptOf(interrupt: RunOptions['interrupt']): () => boolean {
  if (interrupt === undefined) return () => false;
  if (typeof interrupt === 'function') return interrupt;
  const flag = new Int32Array(interrupt);
  return () => Atomics.load(flag, 0) !== 0;
}

/** An exception that nothing catches is a fault; so is memory or stack that the engine does not have. */
function asFault(error: unknown, source: number): unknown {
  if (error instanceof Thrown) return new RuntimeFault('uncaught', error.message, source, []);
  if (error instanceof RangeError) {
    const isStack = /call stack/i.test(error.message);
    const what = isStack ? 'calls are nested too deep inside loops and branches' : 'there is no memory left';
    return new RuntimeFault('memoryLimit', what, source, []);
  }
  return error;
}

/** Compiles and runs. Throws `RuntimeFault`. */
export function evaluate(
  program: Program,
  args: readonly Value[] = [],
  options: RunOptions & CompileOptions = {},
): Value {
  return compile(program, options).run(args, options);
}
