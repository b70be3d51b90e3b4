import { type Diagnostic, diagnosticToJson, type JsonDiagnostic, renderDiagnostic } from '../source/index.ts';

/** A program, or a call of a function of one, that failed. `message` is the text that the command would show. */
export class PointfulError extends Error {
  /** The bundle is minified, and Node shows the name of the class too. */
  static override readonly name = 'PointfulError';
  override readonly name = 'PointfulError';
  readonly diagnostics: readonly JsonDiagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => renderDiagnostic(d)).join('\n'));
    this.diagnostics = diagnostics.map(diagnosticToJson);
  }
}

/** An argument that does not fit the function's type. `path` says where in the argument: `xs[2].re`. */
export class ArgumentError extends TypeError {
  static override readonly name = 'ArgumentError';
  override readonly name = 'ArgumentError';
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}

/** A JavaScript value as messages name it: scalars themselves, of others the kind. */
export function inWords(js: unknown): string {
  if (js === null || js === undefined || typeof js === 'boolean' || typeof js === 'number') return String(js);
  if (typeof js === 'bigint') return `${js}n`;
  if (typeof js === 'string') return js.length > 40 ? 'a string' : JSON.stringify(js);
  if (Array.isArray(js)) return `an array of ${js.length}`;
  if (typeof js === 'function') return 'a function';
  const name = typeof js === 'object' ? Object.getPrototypeOf(js)?.constructor?.name : undefined;
  return name === undefined || name === 'Object'
    ? typeof js === 'symbol'
      ? 'a symbol'
      : 'an object'
    : `a value of the class ${name}`;
}

/** An argument that is something else than its type asks for. */
export function wrong(path: string, expected: string, found: unknown): ArgumentError {
  return new ArgumentError(path, `expected ${expected}, found ${inWords(found)}`);
}

/** A number of things. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
