import type { Span } from './span.ts';

/** A named text. Its line table is computed on first use: most files never report anything. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
  /** Offsets at which lines begin; the first is 0. Lines end at `\n`; a `\r` before it belongs to the line. */
  readonly lineStarts: readonly number[];
  /** Of the standard library, or made up for a call: a fault there is shown in the program's own text. */
  readonly library: boolean;
}

/** A place in a source file. */
export interface Located {
  readonly file: SourceFile;
  readonly span: Span;
}

/** A place as people count: lines and columns from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A source file with the given display name. */
export function sourceFile(name: string, text: string, library = false): SourceFile {
  let starts: number[] | null = null;
  return {
    name,
    text,
    library,
    get lineStarts() {
      starts ??= computeLineStarts(text);
      return starts;
    },
  };
}

/** A place in a file. */
export function located(file: SourceFile, span: Span): Located {
  return { file, span };
}

/** Line and column of an offset, by binary search in the line table. */
export function positionAt(file: SourceFile, offset: number): Position {
  const starts = file.lineStarts;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}

/** The offsets of a line (from 1) without its line end. */
export function lineSpan(file: SourceFile, line: number): Span {
  const start = file.lineStarts[line - 1] ?? file.text.length;
  let end = file.lineStarts[line] ?? file.text.length;
  if (end > start && file.text[end - 1] === '\n') end -= 1;
  if (end > start && file.text[end - 1] === '\r') end -= 1;
  return { start, end };
}

function computeLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
