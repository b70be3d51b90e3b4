import {
  type Code,
  type Diagnostic,
  foreignForm,
  type Notes,
  type ParamsOf,
  report,
  type SourceFile,
  type Span,
} from '../source/index.ts';

/** What went wrong while one item was read. The one mutable thing that the stages of the parser share. */
export interface Problems {
  readonly file: SourceFile;
  readonly diagnostics: Diagnostic[];
  /** The offset of the first mistake after which the text is skipped to the next empty line, or null. */
  failedAt: number | null;
  /** Where the first string that has an empty line in it begins, or null. */
  stretched: number | null;
  /** Whether more text could mend the mistake: an item that ends too early. */
  atEnd: boolean;
}

/** No problems yet. */
export function noProblems(file: SourceFile): Problems {
  return { file, diagnostics: [], failedAt: null, stretched: null, atEnd: false };
}

/** Reports a parse error: the text from here, or from `from` on, to the next empty line is given up. */
export function fail<C extends Code>(
  problems: Problems,
  code: C,
  params: ParamsOf<C>,
  span: Span,
  notes: Notes & { readonly atEnd?: boolean; readonly from?: number } = {},
): void {
  const from = notes.from ?? span.start;
  problems.failedAt = Math.min(problems.failedAt ?? from, from);
  if (notes.atEnd) problems.atEnd = true;
  push(problems, code, params, span, notes);
}

/** Reports a syntax error: the text groups, but a group means nothing where it stands. */
export function complain<C extends Code>(problems: Problems, code: C, params: ParamsOf<C>, span: Span): void {
  push(problems, code, params, span, {});
}

/** The first mistake of an item also says what to write for a form of another language, if it comes from one. */
function push<C extends Code>(
  problems: Problems,
  code: C,
  params: ParamsOf<C>,
  span: Span,
  notes: Notes,
): void {
  const found = report(code, params, { file: problems.file, span }, [], notes);
  const foreign = problems.diagnostics.length > 0 ? [] : foreignForm(linesBefore(problems.file.text, span));
  // What fits the form is said instead of what fits the place.
  problems.diagnostics.push(foreign.length === 0 ? found : { ...found, help: foreign });
}

/** How many characters before a mistake are looked at. */
const FAR = 2000;

/** The lines from the beginning of an item to that of a mistake. */
function linesBefore(text: string, { start }: Span): readonly string[] {
  const end = text.indexOf('\n', start);
  const lines = text
    .slice(Math.max(0, start - FAR), end < 0 ? start + FAR : Math.min(end, start + FAR))
    .split('\n');
  let first = lines.length - 1;
  while (first > 0 && !/^\S/.test(lines[first]!)) first -= 1;
  return lines.slice(first);
}
