/** The literate form: a program that holds its own outputs (language.md 1.7). */
import {
  type LineNumber,
  plainStyle,
  positionAt,
  renderDiagnostic,
  type SourceFile,
  type Style,
} from '../source/index.ts';
import type { Cell } from '../syntax/index.ts';
import type { CellResult, Output } from './output.ts';

/** What stands for HTML where only text can be shown. */
const HTML_PLACEHOLDER = '<html output>';

/** The text of an output, without a final newline. */
export function outputText(output: Output, style: Style = plainStyle, lineNumber?: LineNumber): string {
  switch (output.tag) {
    case 'text':
      return output.text;
    case 'html':
      return HTML_PLACEHOLDER;
    case 'diagnostic':
      return renderDiagnostic(output.diagnostic, style, lineNumber);
  }
}

/**
 * Writes the literate form cell by cell. Diagnostics name the lines of what is written, not of what was read, so that
 * a program whose outputs are current is its own literate form.
 */
export class LiterateWriter {
  /** Where cells begin: the line read, and the line written. */
  private readonly starts: { readonly read: number; readonly written: number }[] = [];
  private written = 1;
  private readonly file: SourceFile;

  constructor(file: SourceFile) {
    this.file = file;
  }

  /** A cell's text as written, with a final newline, then its outputs. Outputs that the source recorded are left out. */
  write({ cell, outputs }: CellResult): string {
    return this.begin(cell) + outputs.map((o) => this.answer(o)).join('');
  }

  /** The text of the next cell as written. */
  begin(cell: Cell): string {
    if (cell.tag === 'output') return '';
    this.starts.push({ read: positionAt(this.file, cell.span.start).line, written: this.written });
    return this.counted(withFinalNewline(cell.text));
  }

  /** One output of the cell that was begun last. */
  answer(output: Output): string {
    return this.counted(quoted(outputText(output, plainStyle, (file, line) => this.lineNumber(file, line))));
  }

  private counted(text: string): string {
    this.written += text.split('\n').length - 1;
    return text;
  }

  private lineNumber(file: SourceFile, line: number): number {
    if (file !== this.file) return line;
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]!.read <= line) low = middle;
      else high = middle - 1;
    }
    const start = this.starts[low]!;
    return line - start.read + start.written;
  }
}

/** The literate form of a whole program. */
export function literate(file: SourceFile, results: Iterable<CellResult>): string {
  const writer = new LiterateWriter(file);
  let text = '';
  for (const result of results) text += writer.write(result);
  return text;
}

/** The text of a cell, with a newline at its end. */
export function withFinalNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** Every line behind `> `; an empty line becomes a bare `>`. */
export function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '>\n' : `> ${line}\n`))
    .join('');
}
