import type { Terminal } from './terminal.ts';

export { EXIT } from './exit.ts';

/** An option of a verb, as `node:util`'s parseArgs reads it, with what help says about it. */
export interface Option {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  /** What stands for the value in help: `FILE`. */
  readonly value?: string;
  /** The value is such a number, greater than 0. */
  readonly number?: 'number' | 'whole number';
  readonly help: string;
}

/** What the command line gave to a verb. */
export interface Invocation {
  readonly operands: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly terminal: Terminal;
  /** The table of all verbs. */
  readonly verbs: readonly Verb[];
}

/** Does the verb's work; resolves to the exit status. */
export type Action = (invocation: Invocation) => number | Promise<number>;

/** One verb of the command: dispatch, help, completion and README's table are all made from this. */
export interface Verb {
  readonly name: string;
  /** What follows the verb: `FILE…`. */
  readonly operands: string;
  readonly summary: string;
  /** Long help, in prose. */
  readonly description: string;
  readonly options: Readonly<Record<string, Option>>;
  /** How many operands it takes, at least and at most. */
  readonly arity: readonly [number, number];
  readonly hidden?: boolean;
  readonly load: () => Promise<Action>;
}
