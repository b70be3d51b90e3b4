/** How verbs show the cells of a program and what they answered. */
import {
  type CellResult,
  LiterateWriter,
  type Output,
  outputText,
  withFinalNewline,
} from '../session/index.ts';
import { ansiStyle, diagnosticToJson, plainStyle, type SourceFile } from '../source/index.ts';
import { styled, type Terminal } from './terminal.ts';

/** Shows one cell's result. */
export type Present = (result: CellResult) => void;

/** The forms of `--outfmt`: each begins a presentation of a file. */
export const FORMS: Readonly<Record<string, (file: SourceFile, terminal: Terminal) => Present>> = {
  literate: (file, terminal) => {
    if (terminal.colour) return (result) => terminal.out(colourful(result, terminal));
    const writer = new LiterateWriter(file);
    return (result) => terminal.out(writer.write(result));
  },
  'result-only': (_, terminal) => (result) => {
    for (const output of result.outputs) terminal.out(`${outputText(output, style(terminal))}\n`);
  },
  json: (_, terminal) => (result) => {
    const { cell, outputs } = result;
    if (cell.tag !== 'code') return;
    terminal.out(`${JSON.stringify({ source: cell.text, outputs: outputs.map(jsonOutput) })}\n`);
  },
};

function style(terminal: Terminal): typeof plainStyle {
  return terminal.colour ? ansiStyle : plainStyle;
}

function jsonOutput(output: Output): unknown {
  return output.tag === 'diagnostic' ? { tag: 'diagnostic', ...diagnosticToJson(output.diagnostic) } : output;
}

/** The literate form for eyes: prose dimmed, results behind a coloured mark. */
function colourful({ cell, outputs }: CellResult, terminal: Terminal): string {
  if (cell.tag === 'output') return '';
  const source = withFinalNewline(cell.text);
  const shown = cell.tag === 'prose' ? styled(terminal, 'dim', source) : source;
  const answers = outputs.flatMap((output) =>
    outputText(output, style(terminal))
      .split('\n')
      .map((line) => `${styled(terminal, output.tag === 'diagnostic' ? 'red' : 'cyan', '>')} ${line}\n`),
  );
  return shown + answers.join('');
}
