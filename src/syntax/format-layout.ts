import { sourceFile } from '../source/index.ts';
import { noProblems } from './problems.ts';
import { readItem } from './reader.ts';
import type { Tree } from './tokens.ts';
import * as t from './tokens.ts';

/** Where lines begin in the formatted text. */
export interface LineLayout {
  /** The indentation of the line whose first token begins at an offset. */
  readonly indentOf: (offset: number) => number;
}

interface BlockRange {
  readonly start: number;
  readonly end: number;
  /** How far the lines of this block move to the right. */
  readonly shift: number;
  /** The position in the list of the range around this one, -1 for none. */
  parent: number;
}

const STEP = 2;

/**
 * The layout of an item that has no errors: each indented block stands two columns right of the lines around it. Lines
 * that continue a line keep their distance from it.
 */
export function layoutOf(text: string): LineLayout {
  const columnOf = (offset: number): number => offset - text.lastIndexOf('\n', offset - 1) - 1;
  const start = itemStart(text);
  const { tree } = readItem(text, start, noProblems(sourceFile('', text)));
  const ranges = tree === null ? [] : blockRanges(tree, columnOf);
  return {
    indentOf: (offset) => {
      const column = columnOf(offset);
      const shift = innermost(ranges, offset)?.shift ?? 0;
      return Math.max(0, column + shift);
    },
  };
}

/** The item begins after the lines of its prefixes. */
function itemStart(text: string): number {
  let at = 0;
  while (text[at] === '%' && /^%(time|bench|passes)\b[^(]/.test(text.slice(at, at + 9)))
    at = text.indexOf('\n', at) + 1;
  return at;
}

/** All indented blocks, sorted by where they begin; each is made of whole lines. */
function blockRanges(tree: Tree, columnOf: (offset: number) => number): BlockRange[] {
  const ranges: BlockRange[] = [];
  const work: { readonly tree: Tree; readonly column: number }[] = [{ tree, column: 0 }];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    for (const token of next.tree.tokens) {
      if (token.inner === null) continue;
      let { column } = next;
      if (token.tokenType === t.Indented) {
        const old = columnOf(token.startOffset);
        column += STEP;
        ranges.push({ start: token.startOffset, end: token.end, shift: column - old, parent: -1 });
      }
      work.push({ tree: token.inner, column });
    }
  }
  ranges.sort((a, b) => a.start - b.start);
  const open: number[] = [];
  ranges.forEach((range, k) => {
    while (open.length > 0 && ranges[open[open.length - 1]!]!.end <= range.start) open.pop();
    range.parent = open[open.length - 1] ?? -1;
    open.push(k);
  });
  return ranges;
}

/** The innermost range that holds an offset: the last that begins before it, or one around that. */
function innermost(ranges: readonly BlockRange[], offset: number): BlockRange | null {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  let k = low - 1;
  while (k >= 0 && ranges[k]!.end <= offset) k = ranges[k]!.parent;
  return ranges[k] ?? null;
}
