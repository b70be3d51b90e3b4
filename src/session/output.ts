import type { Diagnostic } from '../source/index.ts';
import type { Cell } from '../syntax/index.ts';

/** One piece of what a block answers, in the order in which it came. */
export type Output =
  /** A printed line, a value, a type: text without a final newline. */
  | { readonly tag: 'text'; readonly text: string }
  /** What `:html` showed. */
  | { readonly tag: 'html'; readonly html: string }
  | { readonly tag: 'diagnostic'; readonly diagnostic: Diagnostic };

/** Takes the outputs of a block one by one, each as soon as it is there. */
export type Tell = (output: Output) => void;

/** A cell and what came of it. `failed` exactly when a diagnostic is among the outputs. */
export interface CellResult {
  readonly cell: Cell;
  readonly outputs: readonly Output[];
  readonly failed: boolean;
}

/** An output of plain text. */
export function text(value: string): Output {
  return { tag: 'text', text: value };
}

/** An output that reports a problem. */
export function diagnostic(value: Diagnostic): Output {
  return { tag: 'diagnostic', diagnostic: value };
}

/** How much text the outputs of a block may hold together where they are kept until the block has ended, in bytes. */
const MOST_KEPT = 2 ** 28;
/** What keeping a line takes beside its text. */
const EACH = 64;

/** More output than can be kept. */
export class TooMuchOutput extends RangeError {
  constructor(most: number) {
    super(`the block has printed more than ${most / 2 ** 20} MiB`);
  }
}

/** Keeps outputs in a list. Throws `TooMuchOutput` where a program prints without end. */
export function keeping(outputs: Output[], most = MOST_KEPT): Tell {
  let size = 0;
  return (output) => {
    if (output.tag === 'text') size += output.text.length + EACH;
    if (size > most && output.tag !== 'diagnostic') throw new TooMuchOutput(most);
    outputs.push(output);
  };
}
