/**
 * A session: top-level state that blocks are run against, one after the other. Nothing here is global: two sessions in
 * one process do not see each other.
 */
import { type Definitions, type GlobalRef, type Term, typeOfGlobal } from '../core/index.ts';
import { definitionsOf, entriesOf, revisable, visibleNames } from '../elaborate/index.ts';
import { RawMemory, type RunOptions } from '../evaluate/index.ts';
import { specialisationCache, storedData } from '../simplify/index.ts';
import { type Diagnostic, type Located, originTable, type SourceFile, sourceFile } from '../source/index.ts';
import { type Cell, parseSource } from '../syntax/index.ts';
import type { Value } from '../values/index.ts';
import { type Callable, callable, type LoweredFunction, lowerFunction } from './callable.ts';
import { placeOf } from './fault-report.ts';
import type { Failure } from './loaded.ts';
import { compileModule, loadModule } from './modules.ts';
import { DEFAULT_OPTIONS, type SessionOptions } from './options.ts';
import type { CellResult, Tell } from './output.ts';
import type { Shared } from './shared.ts';
import { TopLevel } from './top-level.ts';

/** The module name of the program that a session runs. */
const MAIN = '';

function newShared(options: Partial<SessionOptions>): Shared {
  const shared: Shared = {
    options: { ...DEFAULT_OPTIONS, ...options },
    origins: originTable(),
    cache: specialisationCache(),
    memory: new RawMemory(),
    loaded: new Map(),
    load: (name) => loadModule(shared, name),
    loading: [],
  };
  return shared;
}

/**
 * The stored form of a module of the library path; null for one that cannot be stored, and why for one that fails.
 */
export function storedForm(
  name: string,
  file: SourceFile,
  options: Partial<SessionOptions>,
): Uint8Array | Failure | null {
  return compileModule(newShared(options), name, file);
}

export class Session {
  private readonly top: TopLevel;

  constructor(options: Partial<SessionOptions> = {}) {
    this.top = new TopLevel(newShared(options), MAIN);
  }

  /** Runs the cells of a source text in order; each result comes when its cell has run. */
  *run(file: SourceFile): Generator<CellResult> {
    for (const cell of parseSource(file)) yield this.runCell(cell, file);
  }

  /** As `run`, all at once. */
  runAll(text: string, name = 'input'): CellResult[] {
    return [...this.run(sourceFile(name, text))];
  }

  /** Runs one cell of a file. */
  runCell(cell: Cell, file: SourceFile): CellResult {
    return this.top.runCell(cell, file);
  }

  /** As `runCell`, telling of each output as it comes; none is kept, so a program may print without end. */
  answerCell(cell: Cell, file: SourceFile, tell: Tell): void {
    this.top.answerCell(cell, file, tell);
  }

  /**
   * What runs from here on may define again what was defined before; what uses the old definition keeps it. `keepsOld`:
   * a name whose new definition fails means what it meant.
   */
  revise(keepsOld: boolean): void {
    this.top.env = revisable(this.top.env, keepsOld);
  }

  /** Every name in scope, for completion. */
  names(): readonly string[] {
    return visibleNames(this.top.env);
  }

  /** The type of a top-level name in scope and the definitions that it mentions; null for a name that has no type. */
  typeOf(
    name: string,
  ): { readonly type: Term; readonly ref: GlobalRef; readonly definitions: Definitions } | null {
    const [entry] = entriesOf(this.top.env, name);
    if (entry?.tag !== 'global') return null;
    const definitions = definitionsOf(this.top.env);
    const type = typeOfGlobal(entry.ref, definitions);
    return type === null ? null : { type, ref: entry.ref, definitions };
  }

  /** The stored value of a top-level name; null for a function, or a value with functions in it. */
  value(ref: GlobalRef): Value | null {
    return storedData(this.top.storedValue(ref));
  }

  /** A function of data, for callers outside of the language; see `callable`. */
  callable(lambda: string): Callable | readonly Diagnostic[] {
    return callable(this.top, lambda);
  }

  /** As `callable`, the program itself. */
  lowerFunction(lambda: string): LoweredFunction | readonly Diagnostic[] {
    return lowerFunction(this.top, lambda);
  }

  /** Where code with this source id was written, or called from if it is the library's; null where no person wrote it. */
  placeOf(source: number): Located | null {
    return placeOf(source, this.top.shared.origins);
  }

  /** Runs an evaluation of a callable under the session's limits; `print` takes what it prints. */
  runOptions(print: (line: Uint8Array) => void): RunOptions {
    return this.top.runOptions(print);
  }

  /** The diagnostic of what an evaluation threw. */
  explain(error: unknown): Diagnostic {
    return this.top.explain(error, null);
  }
}
