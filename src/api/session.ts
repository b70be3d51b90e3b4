import {
  type Callable,
  type CellResult,
  type Output,
  outputText,
  Session,
  type SessionOptions,
  signatureOf,
} from '../session/index.ts';
import { diagnosticToJson, type JsonDiagnostic, sourceFile } from '../source/index.ts';
import { decodeUtf8 } from '../values/index.ts';
import { ArgumentError, inWords, PointfulError } from './errors.ts';
import { fromValue } from './from-value.ts';
import { type Caller, type DexFunction, dexFunction } from './function.ts';
import { formless, shapeOf } from './shape.ts';

/** One piece of what a block answered. */
export type BlockOutput =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'html'; readonly html: string }
  | { readonly kind: 'error'; readonly text: string; readonly diagnostic: JsonDiagnostic };

/** One top-level block and what it answered. */
export interface BlockResult {
  readonly source: string;
  readonly outputs: readonly BlockOutput[];
  readonly ok: boolean;
}

export interface RunResult {
  readonly blocks: readonly BlockResult[];
  readonly diagnostics: readonly JsonDiagnostic[];
  /** No block failed. */
  readonly ok: boolean;
}

/** Top-level definitions that programs are run against, and their values and functions for JavaScript. */
export class EmbeddedSession {
  private readonly session: Session;
  private readonly onPrint: (line: string) => void;
  private readonly compiled = new Map<string, Callable>();

  constructor(options: Partial<SessionOptions>, onPrint: (line: string) => void) {
    this.session = new Session(options);
    this.onPrint = onPrint;
  }

  /** Runs a program's blocks in order. A block that fails does not stop the others; nothing is thrown for it. */
  run(source: string, name = 'program'): RunResult {
    if (typeof source !== 'string')
      throw new ArgumentError('source', `expected the text of a program, found ${inWords(source)}`);
    const blocks: BlockResult[] = [];
    for (const result of this.session.run(sourceFile(name, source))) {
      if (result.cell.tag === 'code') blocks.push(blockResult(result));
    }
    const diagnostics = blocks.flatMap((b) =>
      b.outputs.flatMap((o) => (o.kind === 'error' ? [o.diagnostic] : [])),
    );
    return { blocks, diagnostics, ok: diagnostics.length === 0 };
  }

  /** Every name in scope. */
  names(): readonly string[] {
    return this.session.names();
  }

  /** The value of a top-level name. Throws `PointfulError` or a TypeError for a name without one. */
  value(name: string): unknown {
    const found = this.session.typeOf(name);
    if (found === null) throw new TypeError(`there is no \`${name}\` in scope`);
    const shape = shapeOf(found.type, found.definitions);
    const why = formless(shape);
    if (why !== null) {
      const is = shape.tag === 'opaque' ? 'is' : 'holds';
      throw new TypeError(`\`${name}\` ${is} ${why}, which has no form outside of the language`);
    }
    const value = this.session.value(found.ref);
    if (value === null)
      throw new TypeError(`\`${name}\` holds a function, which has no form outside of the language`);
    return fromValue(shape, value);
  }

  /**
   * A top-level function as a JavaScript function. Arguments are numbers (bigints for 64-bit integers), booleans,
   * strings, typed arrays, `NdArray`s, nested arrays, arrays for tuples, objects for structs; results likewise (see
   * `fromValue`). Index sets and sizes are found out from the arguments; so are number types, from typed arrays, where
   * the function leaves them open (plain numbers are `Float32`). The function throws `ArgumentError` for an argument
   * that does not fit and `PointfulError` for a fault of the program. Throws a TypeError for a name that is no function.
   */
  function(name: string): DexFunction {
    const found = this.session.typeOf(name);
    if (found === null) throw new TypeError(`there is no \`${name}\` in scope`);
    const signature = signatureOf(name, found.type, found.definitions);
    if (signature === null) throw new TypeError(`\`${name}\` is not a function`);
    return dexFunction(signature, () => this.caller(name));
  }

  private caller(name: string): Caller {
    const found = this.session.typeOf(name);
    if (found === null) throw new TypeError(`there is no \`${name}\` in scope`);
    return {
      definitions: found.definitions,
      compile: (lambda) => {
        const compiled = this.compile(lambda);
        const { params, result } = compiled.type;
        return {
          params: params.map((p) => ({ id: p.name.id, type: p.type })),
          result,
          run: (args) => {
            const options = this.session.runOptions((line) => this.onPrint(decodeUtf8(line)));
            return this.explained(() => compiled.call(args, options));
          },
        };
      },
    };
  }

  private compile(lambda: string): Callable {
    const known = this.compiled.get(lambda);
    if (known !== undefined) return known;
    const made = this.explained(() => this.session.callable(lambda));
    if (!('call' in made)) throw new PointfulError(made);
    this.compiled.set(lambda, made);
    return made;
  }

  /** What the session throws, as an error with diagnostics. */
  private explained<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw new PointfulError([this.session.explain(error)]);
    }
  }
}

function blockResult({ cell, outputs, failed }: CellResult): BlockResult {
  return { source: cell.text, outputs: outputs.map(blockOutput), ok: !failed };
}

function blockOutput(output: Output): BlockOutput {
  switch (output.tag) {
    case 'text':
      return { kind: 'text', text: output.text };
    case 'html':
      return { kind: 'html', html: output.html };
    case 'diagnostic':
      return { kind: 'error', text: outputText(output), diagnostic: diagnosticToJson(output.diagnostic) };
  }
}
