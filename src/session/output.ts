import type { Diagnostic } from '../source/index.ts';
import type { Cell } from '../syntax/index.ts';

/** One piece of what a block answers, in the order in which it came. */
export type Output =
  /** A printed line, a value, a type: text without a final newline. */
  | { readonly tag: 'text'; readonly text: string }
  /** What `:html` showed. */
  | { readonly tag: 'html'; readonly html: string }
  | { readonly tag: 'diagnostic'; readonly diagnostic: Diagnostic };

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
