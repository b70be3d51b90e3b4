/** A half-open range of offsets (UTF-16 code units) in the text of a source file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The span from `start` (inclusive) to `end` (exclusive). */
export function span(start: number, end: number): Span {
  return { start, end };
}

/** The smallest span that covers both arguments. */
export function joinSpans(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}
