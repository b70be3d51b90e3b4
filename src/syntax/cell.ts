import type { Diagnostic, Span } from '../source/index.ts';
import type { Item } from './tree.ts';

/** A request on a line of its own before a block: `%time`, `%bench "label"`, `%passes p q`. */
export type Prefix =
  | { readonly tag: 'time'; readonly span: Span }
  | { readonly tag: 'bench'; readonly label: string; readonly span: Span }
  | { readonly tag: 'passes'; readonly passes: readonly string[]; readonly span: Span };

/**
 * A piece of a source text. The texts of all cells, in order, are the whole text.
 *
 * - `code`: one top-level item. If `diagnostics` is not empty the item failed to parse in part or as a whole; a cell
 *   without an item (null) was not understood and reaches to the next empty line.
 * - `prose`: a `'` paragraph, through the empty line after it.
 * - `output`: recorded output lines, each beginning with `>`, line ends included.
 * - `blank`: empty lines, lines of blanks, comments.
 */
export type Cell = CodeCell | ProseCell | OutputCell | BlankCell;

export interface CodeCell {
  readonly tag: 'code';
  readonly span: Span;
  readonly text: string;
  readonly prefixes: readonly Prefix[];
  readonly item: Item | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The names that a cell without an item seems to define, so that their uses can be called skipped. */
  readonly intended: readonly string[];
}

export interface ProseCell {
  readonly tag: 'prose';
  readonly span: Span;
  readonly text: string;
  /** The text after the quote, without the empty line that ends it. */
  readonly prose: string;
}

export interface OutputCell {
  readonly tag: 'output';
  readonly span: Span;
  readonly text: string;
}

export interface BlankCell {
  readonly tag: 'blank';
  readonly span: Span;
  readonly text: string;
}
