/**
 * The top level of one module: its state, and running blocks against it. A block that fails leaves the state as it was
 * but for the names it would have defined, which become broken.
 */
import {
  type Computation,
  type Definition,
  formatOf,
  type GlobalRef,
  globalKey,
  printType,
  type ValueDef,
} from '../core/index.ts';
import { NotDifferentiable } from '../differentiate/index.ts';
import {
  define,
  definedNames,
  definitionsOf,
  type Elaborated,
  type Environment,
  elaborateBlock,
  emptyEnvironment,
  importModule,
  markBroken,
  markMissing,
  PRELUDE,
  withLiteral,
} from '../elaborate/index.ts';
import { type RunOptions, RuntimeFault, showValue } from '../evaluate/index.ts';
import { SimplifyFault, type Stored, shownValue, store, storedData, type World } from '../simplify/index.ts';
import { type Diagnostic, type Located, located, report, type SourceFile } from '../source/index.ts';
import type { Cell, CodeCell, Item } from '../syntax/index.ts';
import { bytesOf, decodeUtf8, type Value } from '../values/index.ts';
import {
  internalError,
  type LimitTexts,
  reportFault,
  reportNoDerivative,
  reportRefusal,
} from './fault-report.ts';
import { literalTerm, withSizes } from './literals.ts';
import { importDiagnostic } from './loaded.ts';
import { Stopped } from './options.ts';
import {
  type CellResult,
  diagnostic,
  keeping,
  type Output,
  type Tell,
  TooMuchOutput,
  text,
} from './output.ts';
import { type Lowered, lower, observeElaborated, type PipelineOptions, simplifyPasses } from './pipelines.ts';
import type { Shared } from './shared.ts';
import { Stopwatch } from './stopwatch.ts';

export class TopLevel {
  readonly shared: Shared;
  readonly module: string;
  /** Replaced as a whole when a block has finished. */
  env: Environment;
  private readonly stored = new Map<string, Stored>();
  /** Computations that nobody has needed yet (`values: 'demanded'`). */
  private readonly pending = new Map<
    string,
    { readonly computation: Computation; readonly env: Environment }
  >();

  constructor(shared: Shared, module: string) {
    this.shared = shared;
    this.module = module;
    this.env = emptyEnvironment(module);
    if (module === PRELUDE) return;
    const prelude = shared.load(PRELUDE);
    if ('interface' in prelude) this.env = importModule(this.env, prelude.interface);
  }

  /** Runs one cell. `quiet`: as in an imported module, expressions and commands are not run. */
  runCell(cell: Cell, file: SourceFile, quiet = false): CellResult {
    const outputs: Output[] = [];
    this.answerCell(cell, file, keeping(outputs), quiet);
    return { cell, outputs, failed: outputs.some((o) => o.tag === 'diagnostic') };
  }

  /** As `runCell`, telling of each output as it comes instead of keeping it. */
  answerCell(cell: Cell, file: SourceFile, tell: Tell, quiet = false): void {
    if (cell.tag !== 'code') return;
    try {
      this.runCode(cell, file, quiet, tell);
    } catch (error) {
      if (cell.item !== null) this.breakNames(cell.item, file);
      tell(diagnostic(this.explain(error, located(file, cell.item?.span ?? cell.span))));
    }
  }

  /** The stored value of a top-level name in reach, computed first if nobody has needed it yet. */
  storedValue(ref: GlobalRef): Stored {
    if (ref.module !== this.module) {
      const loaded = this.shared.loaded.get(ref.module);
      if (loaded === undefined || !('interface' in loaded))
        throw new Error(`module ${ref.module} is not loaded`);
      return loaded.stored(ref);
    }
    const key = globalKey(ref);
    const waiting = this.pending.get(key);
    if (waiting !== undefined)
      this.compute(waiting.computation, waiting.env, new Stopwatch(this.shared.options.now), nobody);
    const found = this.stored.get(key);
    if (found === undefined) throw new Error(`${ref.name} has no value`);
    return found;
  }

  /** The stored value of one of this module's names; null for one that is computed by types alone. */
  valueIfAny(ref: GlobalRef): Stored | null {
    const key = globalKey(ref);
    return this.stored.has(key) || this.pending.has(key) ? this.storedValue(ref) : null;
  }

  private runCode(cell: CodeCell, file: SourceFile, quiet: boolean, tell: Tell): void {
    const { item } = cell;
    if (cell.diagnostics.length > 0 || item === null) {
      for (const d of cell.diagnostics) tell(diagnostic(d));
      if (item !== null) this.breakNames(item, file);
      return;
    }
    if (quiet && (item.tag === 'expression' || item.tag === 'command' || item.tag === 'meta')) return;
    if (item.tag === 'import') {
      this.import(item, file, tell);
      return;
    }
    const watch = new Stopwatch(this.shared.options.now);
    const elaborated = elaborateBlock(item, this.env, this.shared.origins, file);
    observeElaborated(elaborated, this.pipelineOptions());
    if (elaborated.definitions.some((d) => d.tag === 'function' && d.linearization !== null))
      this.shared.cache.forgetKeys();
    for (const d of elaborated.diagnostics) tell(diagnostic(d));
    if (elaborated.diagnostics.length > 0) this.env = elaborated.env;
    else this.finish(elaborated, watch, tell);
    for (const prefix of cell.prefixes) {
      const label = prefix.tag === 'bench' ? prefix.label : '';
      if (prefix.tag === 'time' || prefix.tag === 'bench')
        for (const line of watch.report(label)) tell(text(line));
    }
  }

  /** Computes what a well-typed block computes, shows it, and makes its names visible. */
  private finish(elaborated: Elaborated, watch: Stopwatch, tell: Tell): void {
    const { computation, definitions } = elaborated;
    let { env } = elaborated;
    if (computation !== null && this.shared.options.values === 'demanded') {
      env = this.postpone(computation, definitions, env);
    } else {
      if (computation !== null) env = this.compute(computation, env, watch, tell);
      this.show(elaborated, env, tell);
    }
    this.env = env;
  }

  /** Lowers and runs a computation, stores its outputs, and tells types the scalars among them. */
  private compute(computation: Computation, env: Environment, watch: Stopwatch, tell: Tell): Environment {
    for (const { ref } of computation.outputs) this.pending.delete(globalKey(ref));
    const lowered = lower(computation, this.world(env), this.pipelineOptions());
    watch.compiled();
    const value = this.evaluate(lowered, tell);
    watch.ran();
    let known = env;
    for (const { ref, stored } of store(lowered.simplified.results, value)) {
      this.stored.set(globalKey(ref), stored);
      const data = storedData(stored);
      const definition = definitionsOf(env).lookup(ref);
      const literal = data === null || definition.tag !== 'value' ? null : literalTerm(data, definition.type);
      if (literal !== null) known = withLiteral(known, ref, literal);
    }
    return known;
  }

  private evaluate({ simplified, compiled }: Lowered, tell: Tell): Value {
    const args = simplified.inputs.map(({ ref, atom }) => this.storedValue(ref).atoms[atom]!.value);
    const options = this.runOptions((line) => tell(text(decodeUtf8(line))));
    return this.shared.options.guard(() => compiled.run(args, options));
  }

  /** What an evaluation may do and how long it may take, from now on. */
  runOptions(onPrint: (line: Uint8Array) => void): RunOptions {
    const { host, limits, strict, now, tick } = this.shared.options;
    return {
      host,
      strict,
      memory: this.shared.memory,
      onPrint,
      ...(tick === null ? {} : { interrupt: () => neverAfter(tick) }),
      ...(limits.seconds === null ? {} : { deadline: now() + 1000 * limits.seconds }),
      ...(limits.bytes === null ? {} : { memoryLimit: limits.bytes }),
    };
  }

  /** Leaves a computation until a type, or another computation, needs what it gives. */
  private postpone(
    computation: Computation,
    definitions: readonly Definition[],
    env: Environment,
  ): Environment {
    const top = this;
    for (const { ref } of computation.outputs) this.pending.set(globalKey(ref), { computation, env });
    const lazy = definitions
      .filter((d): d is ValueDef => d.tag === 'value' && d.definition === null)
      .map((d) => ({
        ...d,
        get definition() {
          return top.literalOf(d);
        },
      }));
    return define(env, lazy, []);
  }

  /** The literal that a postponed value turns out to be; null for one that is none, or that fails. */
  private literalOf(d: ValueDef): ReturnType<typeof literalTerm> {
    try {
      const data = storedData(this.storedValue(d.ref));
      return data === null ? null : literalTerm(data, d.type);
    } catch (error) {
      if (error instanceof RuntimeFault || error instanceof SimplifyFault) return null;
      throw error;
    }
  }

  private show({ show, computation }: Elaborated, env: Environment, tell: Tell): void {
    if (show.tag === 'nothing') return;
    const definitions = definitionsOf(env);
    if (show.tag === 'type') {
      const width = this.shared.options.typeWidth;
      tell(text(printType(withSizes(show.type, definitions), definitions, { width })));
      return;
    }
    const stored = this.storedValue(computation!.outputs[0]!.ref);
    if (show.tag === 'value') {
      tell(text(showValue(formatOf(show.type, definitions), shownValue(stored, definitions))));
    } else {
      const bytes = bytesOf(storedData(stored)!);
      tell({ tag: 'html', html: bytes === null ? '' : decodeUtf8(bytes) });
    }
  }

  private import(item: Extract<Item, { tag: 'import' }>, file: SourceFile, tell: Tell): void {
    const loaded = this.shared.load(item.module.name);
    if ('interface' in loaded) {
      this.env = importModule(this.env, loaded.interface);
      return;
    }
    const at = located(file, item.module.span);
    if (loaded.tag === 'errors') this.env = markMissing(this.env, loaded.names, loaded.module, at);
    for (const d of importDiagnostic(loaded, at)) tell(diagnostic(d));
  }

  private breakNames(item: Item, file: SourceFile): void {
    const names = definedNames(item).map(({ name, span }) => ({ name, located: located(file, span) }));
    this.env = markBroken(this.env, names);
  }

  /** The diagnostic of what running a block threw; `at` is the block. */
  explain(error: unknown, at: Located | null): Diagnostic {
    const { origins, options } = this.shared;
    if (error instanceof RuntimeFault) return reportFault(error, origins, limitTexts(options.limits), at);
    if (error instanceof SimplifyFault) return reportRefusal(error, origins);
    if (error instanceof NotDifferentiable) return reportNoDerivative(error, origins);
    if (error instanceof Stopped) return report('DX0803', {}, at);
    if (isTooDeep(error)) return report('DX0806', {}, at);
    if (error instanceof TooMuchOutput) return report('DX0804', { reason: error.message }, at);
    if (isTooLong(error)) return report('DX0804', { reason: 'the text of the result is too long' }, at);
    return internalError(error, at);
  }

  world(env: Environment): World {
    const { origins, cache } = this.shared;
    return {
      definitions: definitionsOf(env),
      stored: (ref) => this.storedValue(ref),
      origins,
      cache,
      passes: simplifyPasses(origins),
    };
  }

  pipelineOptions(): PipelineOptions {
    const { origins, options } = this.shared;
    const { check, observe, now } = options;
    return { origins, check, observe, now };
  }
}

function limitTexts(limits: { readonly seconds: number | null; readonly bytes: number | null }): LimitTexts {
  return {
    time: `${limits.seconds ?? 0} s`,
    memory: limits.bytes === null ? null : `the limit is ${Math.round(limits.bytes / 2 ** 20)} MiB`,
  };
}

/** Whether the engine's stack was too small. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && /call stack/i.test(error.message);
}

/** Whether a text became longer than the engine's strings can be. */
function isTooLong(error: unknown): boolean {
  return error instanceof RangeError && /string length/i.test(error.message);
}

/** Runs `tick`; answers that the run may go on. */
function neverAfter(tick: () => void): boolean {
  tick();
  return false;
}

/** For a computation that shows nothing. */
function nobody(): void {}
