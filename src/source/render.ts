import { columnsOf } from '../util/index.ts';
import type { DiagnosticClass } from './catalogue/entry.ts';
import type { Diagnostic, Label } from './diagnostic.ts';
import { lineSpan, positionAt, type SourceFile } from './file.ts';

/** How the parts of a diagnostic are decorated; each function may wrap its argument in colour. */
export interface Style {
  readonly heading: (text: string) => string;
  readonly primary: (text: string) => string;
  readonly secondary: (text: string) => string;
  readonly gutter: (text: string) => string;
  readonly help: (text: string) => string;
}

const asIs = (text: string): string => text;

/** No decoration. */
export const plainStyle: Style = { heading: asIs, primary: asIs, secondary: asIs, gutter: asIs, help: asIs };

const ansi =
  (code: string) =>
  (text: string): string =>
    text === '' ? '' : `\u001b[${code}m${text}\u001b[0m`;

/** Colours of an ANSI terminal. */
export const ansiStyle: Style = {
  heading: ansi('1;31'),
  primary: ansi('31'),
  secondary: ansi('36'),
  gutter: ansi('2'),
  help: ansi('32'),
};

/** The number that is shown for a line of a file. */
export type LineNumber = (file: SourceFile, line: number) => number;

const asCounted: LineNumber = (_, line) => line;

/** The widest piece of a source line that is shown. */
const WINDOW = 100;
/** Classes whose name alone would not read as an error. */
const headings: Partial<Record<DiagnosticClass, string>> = {
  'Import error': 'Module import error',
  'Not supported': 'Error (not supported)',
  Limit: 'Error (limit)',
};

/** The words a diagnostic's text begins with. */
export function headingOf(kind: DiagnosticClass): string {
  return headings[kind] ?? kind;
}

/**
 * The text of a diagnostic, without a final newline: a line with class, code and message; the source lines of every
 * label with carets (`^` for the primary label, `-` for the others); the facts; advice.
 */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  style: Style = plainStyle,
  lineNumber: LineNumber = asCounted,
): string {
  const lines: string[] = [];
  const [first = '', ...more] = diagnostic.message.split('\n');
  lines.push(`${style.heading(`${headingOf(diagnostic.class)} [${diagnostic.code}]`)}: ${first}`);
  for (const line of more) lines.push(`  ${line}`);
  lines.push(...renderLabels(diagnostic.labels, style, lineNumber));
  for (const fact of diagnostic.facts) lines.push(...indentMore('  ', fact));
  for (const advice of diagnostic.help)
    lines.push(...indentMore(`${style.help('help:')} `, advice, '      '));
  return lines.join('\n');
}

function indentMore(lead: string, text: string, later = `${lead}  `): string[] {
  return text.split('\n').map((line, k) => (k === 0 ? lead : later) + line);
}

interface Mark {
  readonly label: Label;
  readonly line: number;
  /** Columns from 0 within the line, the end exclusive. */
  readonly from: number;
  readonly to: number;
}

function renderLabels(labels: readonly Label[], style: Style, lineNumber: LineNumber): string[] {
  if (labels.length === 0) return [];
  const files = [...new Set(labels.map((l) => l.located.file))];
  const width = Math.max(
    ...labels.map(({ located: { file, span } }) => {
      const { line } = positionAt(file, span.start);
      return String(lineNumber(file, line)).length;
    }),
  );
  const lines: string[] = [];
  const blank = ' '.repeat(width);
  for (const file of files) {
    const marks = labels.filter((l) => l.located.file === file).map((label) => markOf(file, label));
    const head = marks[0]!;
    lines.push(style.gutter(`${blank}--> ${file.name}:${lineNumber(file, head.line)}:${head.from + 1}`));
    const byLine = new Map<number, Mark[]>();
    for (const mark of [...marks].sort((a, b) => a.line - b.line || a.from - b.from)) {
      const there = byLine.get(mark.line);
      if (there) there.push(mark);
      else byLine.set(mark.line, [mark]);
    }
    lines.push(style.gutter(`${blank} |`));
    let before: number | null = null;
    for (const [line, here] of byLine) {
      if (before !== null && line > before + 1) lines.push(style.gutter(`${blank} :`));
      before = line;
      const number = String(lineNumber(file, line)).padStart(width);
      lines.push(...renderLine(file, line, here, number, style));
    }
  }
  return lines;
}

/** Only the first line of a label is marked: what a node begins with says which node it is. */
function markOf(file: SourceFile, label: Label): Mark {
  const { start, end } = label.located.span;
  const { line, column } = positionAt(file, start);
  const whole = lineSpan(file, line);
  const last = Math.max(start + 1, Math.min(end, whole.end));
  return { label, line, from: column - 1, to: column - 1 + (last - start) };
}

function renderLine(
  file: SourceFile,
  line: number,
  marks: readonly Mark[],
  number: string,
  style: Style,
): string[] {
  const whole = lineSpan(file, line);
  const length = whole.end - whole.start;
  const primary = marks.find((m) => m.label.primary) ?? marks[0]!;
  const from = length <= WINDOW ? 0 : Math.max(0, Math.min(primary.from - 30, length - WINDOW));
  const to = Math.min(length, from + WINDOW);
  const cutLeft = from > 0 ? '…' : '';
  const text =
    cutLeft + visible(file.text.slice(whole.start + from, whole.start + to)) + (to < length ? '…' : '');
  const out = [`${style.gutter(`${number} |`)} ${text}`.trimEnd()];
  const gutter = style.gutter(`${' '.repeat(number.length)} |`);
  for (const mark of marks) {
    const start = Math.max(mark.from, from);
    const stop = Math.min(Math.max(mark.to, start + 1), to + 1);
    if (start > to || stop <= start) {
      if (mark.label.text !== '') out.push(`${gutter} (column ${mark.from + 1}) ${mark.label.text}`);
      continue;
    }
    const shown = (first: number, last: number): number =>
      columnsOf(visible(file.text.slice(whole.start + first, whole.start + Math.min(last, length))));
    // A mark at the end of a line has no character under it.
    const sign = (mark.label.primary ? '^' : '-').repeat(Math.max(1, shown(start, stop)));
    const decorate = mark.label.primary ? style.primary : style.secondary;
    const note = mark.label.text === '' ? '' : ` ${mark.label.text}`;
    out.push(`${gutter} ${' '.repeat(cutLeft.length + shown(from, start))}${decorate(sign + note)}`);
  }
  return out;
}

/** Control characters would move the cursor or vanish; each is shown as one visible character, so carets stay true. */
function visible(text: string): string {
  let out = '';
  for (let k = 0; k < text.length; k += 1) {
    const code = text.charCodeAt(k);
    if (code === 9) out += ' ';
    else if (code < 32) out += String.fromCharCode(0x2400 + code);
    else if (code === 127) out += '\u2421';
    else if (code === 0xfeff) out += '\u00b7';
    else out += text[k];
  }
  return out;
}
