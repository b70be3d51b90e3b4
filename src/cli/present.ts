/** How verbs show the cells of a program and what they answer. */
import { LiterateWriter, type Output, outputText, type Tell, withFinalNewline } from '../session/index.ts';
import { ansiStyle, diagnosticToJson, plainStyle, type SourceFile } from '../source/index.ts';
import type { Cell } from '../syntax/index.ts';
import { styled, type Terminal } from './terminal.ts';

/** Shows a program cell by cell, each output as soon as it is there. */
export interface Presentation {
  readonly begin: (cell: Cell) => void;
  /** An output of the cell that was begun last. */
  readonly answer: Tell;
  readonly end: (cell: Cell) => void;
}

/** The forms of `--outfmt`: each begins a presentation of a file. */
export const FORMS: Readonly<Record<string, (file: SourceFile, terminal: Terminal) => Presentation>> = {
  literate: (file, terminal) => {
    if (terminal.colour) return colourful(terminal);
    const writer = new LiterateWriter(file);
    return {
      begin: (cell) => terminal.out(writer.begin(cell)),
      answer: (output) => terminal.out(writer.answer(output)),
      end: nothing,
    };
  },
  'result-only': (_, terminal) => ({
    begin: nothing,
    answer: (output) => terminal.out(`${outputText(output, style(terminal))}\n`),
    end: nothing,
  }),
  json: (_, terminal) => {
    let before = '';
    return {
      begin: ({ tag, text }) => {
        if (tag === 'code') terminal.out(`{"source":${JSON.stringify(text)},"outputs":[`);
        before = '';
      },
      answer: (output) => {
        terminal.out(before + JSON.stringify(jsonOutput(output)));
        before = ',';
      },
      end: ({ tag }) => {
        if (tag === 'code') terminal.out(']}\n');
      },
    };
  },
};

function nothing(): void {}

function style(terminal: Terminal): typeof plainStyle {
  return terminal.colour ? ansiStyle : plainStyle;
}

function jsonOutput(output: Output): unknown {
  return output.tag === 'diagnostic' ? { tag: 'diagnostic', ...diagnosticToJson(output.diagnostic) } : output;
}

/** The literate form for eyes: prose dimmed, results behind a coloured mark. */
function colourful(terminal: Terminal): Presentation {
  return {
    begin: ({ tag, text }) => {
      const source = tag === 'output' ? '' : withFinalNewline(text);
      terminal.out(tag === 'prose' ? styled(terminal, 'dim', source) : source);
    },
    answer: (output) => {
      const mark = styled(terminal, output.tag === 'diagnostic' ? 'red' : 'cyan', '>');
      const lines = outputText(output, style(terminal)).split('\n');
      terminal.out(lines.map((line) => `${mark} ${line}\n`).join(''));
    },
    end: nothing,
  };
}
