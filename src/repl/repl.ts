/** The prompt: reads blocks, as many lines as the parser needs for one, and answers them. */
import { createInterface, type Interface } from 'node:readline';
import { readSource } from '../session/index.node.ts';
import { type Output, outputText, Session, type SessionOptions } from '../session/index.ts';
import { renderDiagnostic, type SourceFile, type Style, sourceFile } from '../source/index.ts';
import { type Cell, commandWords, parseEntry, parseSource } from '../syntax/index.ts';
import { complete, PROMPT_COMMANDS } from './complete.ts';
import { HISTORY_SIZE, historyFile, readHistory, remember } from './history.ts';

const PROMPT = '>=> ';
const CONTINUATION = '... ';
/** Asks the terminal to say where a paste begins and ends, and to stop saying so. */
const BRACKET_PASTES = '\u001b[?2004h';
const ERASE_LINE = '\r\u001b[K';
const LEAVE_PASTES = '\u001b[?2004l';

export interface ReplOptions {
  readonly session: Partial<SessionOptions>;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** Writes an answer to `output`. */
  readonly write: (text: string) => void;
  readonly style: Style;
  readonly version: string;
}

/** Runs the prompt until its input ends or the user leaves; resolves to the exit status. */
export function runRepl(options: ReplOptions): Promise<number> {
  return new Promise((resolve) => new Repl(options, resolve).start());
}

class Repl {
  private readonly options: ReplOptions;
  private readonly done: (status: number) => void;
  private readonly terminal: Interface;
  private readonly history = historyFile();
  private readonly interactive: boolean;
  private session: Session;
  /** Lines of the entry so far. */
  private pending = '';
  /** Lines of a paste that has not come to its end; null outside of one. */
  private pasted: string | null = null;
  private left = false;
  private entries = 0;
  private readonly loaded: string[] = [];

  constructor(options: ReplOptions, done: (status: number) => void) {
    this.options = options;
    this.done = done;
    this.interactive = options.input.isTTY === true;
    this.session = new Session(options.session);
    this.terminal = createInterface({
      input: options.input,
      output: options.output,
      terminal: this.interactive,
      prompt: PROMPT,
      history: this.interactive ? readHistory(this.history) : [],
      historySize: HISTORY_SIZE,
      completer: (line: string) => complete(line, this.session.names()),
    });
  }

  start(): void {
    if (this.interactive) {
      this.print(`Pointful ${this.options.version}. :help lists the commands, Ctrl-D leaves.`);
      this.options.output.write(BRACKET_PASTES);
      this.options.input.on('keypress', (_, key: { readonly name?: string } | undefined) => {
        if (key?.name === 'paste-start') this.pasted = '';
        else if (key?.name === 'paste-end') this.endPaste();
      });
    }
    this.terminal.on('line', (line) => this.read(line));
    this.terminal.on('SIGINT', () => this.abandon());
    this.terminal.on('close', () => this.leave());
    this.ask();
  }

  private ask(): void {
    if (!this.interactive || this.left) return;
    this.terminal.setPrompt(this.pending === '' && !this.pasted ? PROMPT : CONTINUATION);
    this.terminal.prompt();
  }

  private read(line: string): void {
    if (this.interactive) remember(this.history, line);
    const command = this.pending === '' && !this.pasted ? promptCommand(line) : null;
    if (command !== null) this.obey(command.word, command.argument);
    else if (this.pasted !== null) this.pasted += `${line}\n`;
    else this.extend(line);
    this.ask();
  }

  /**
   * The lines of a paste are read as those of a file are, empty ones within a block too. What its last line leaves
   * unfinished goes on to be entered.
   */
  private endPaste(): void {
    const pasted = this.pasted ?? '';
    this.pasted = null;
    if (pasted === '') return;
    this.pending += pasted;
    // A last line without its end stays in the line that is being edited.
    if (this.terminal.line !== '') return;
    const last = pasted.trimEnd().split('\n').at(-1)!;
    if ((!isIndented(last) || pasted.endsWith('\n\n')) && this.parsed() !== null) {
      this.options.output.write(ERASE_LINE);
      this.run();
    }
    this.ask();
  }

  /**
   * Adds a line to the entry, and runs the entry when it is complete. The parser decides, but for one thing: where a
   * line is indented, the next may belong to the same block, so such an entry ends at an empty line or at the next line
   * that is not indented.
   */
  private extend(line: string): void {
    if (this.pending !== '' && line !== '' && !isIndented(line) && this.parsed() !== null) this.run();
    this.pending += `${line}\n`;
    if (!isIndented(line) && this.parsed() !== null) this.run();
  }

  /** The cells of the entry so far; null while it is incomplete. */
  private parsed(): { readonly file: SourceFile; readonly cells: readonly Cell[] } | null {
    const file = sourceFile(`entry ${this.entries + 1}`, this.pending);
    const entry = parseEntry(file);
    return entry.status === 'complete' ? { file, cells: entry.cells } : null;
  }

  private run(): void {
    const entry = this.parsed();
    this.pending = '';
    this.entries += 1;
    this.cooked(() => {
      this.session.revise(true);
      for (const cell of entry?.cells ?? []) this.session.answerCell(cell, entry!.file, this.show);
    });
  }

  /** Runs with the terminal out of raw mode, in which Ctrl-C would be a character that nobody reads, not a signal. */
  private cooked(run: () => void): void {
    const { input } = this.options;
    if (this.interactive) input.setRawMode(false);
    // An evaluation is interrupted by its guard; between evaluations the signal must not end the prompt.
    const ignore = (): void => {};
    process.on('SIGINT', ignore);
    try {
      run();
    } finally {
      process.off('SIGINT', ignore);
      if (this.interactive) input.setRawMode(true);
    }
  }

  private readonly show = (output: Output): void => {
    this.print(outputText(output, this.options.style));
  };

  private obey(word: string, argument: string): void {
    switch (word) {
      case 'quit':
        this.terminal.close();
        return;
      case 'load':
        if (argument === '') this.print('`:load` needs the name of a file');
        else this.load(argument);
        return;
      case 'reload':
        this.session = new Session(this.options.session);
        if (this.loaded.length === 0) this.print('nothing was loaded; all definitions are forgotten');
        for (const path of this.loaded.splice(0)) this.load(path);
        return;
      case 'help':
        this.print(helpText());
        return;
      default:
        this.print(`there is no command :${word}; :help lists them`);
    }
  }

  private load(path: string): void {
    const source = readSource(path);
    if ('problem' in source) {
      this.print(renderDiagnostic(source.problem, this.options.style));
      return;
    }
    if (!this.loaded.includes(path)) this.loaded.push(path);
    this.runFile(source.file);
  }

  private runFile(file: SourceFile): void {
    this.cooked(() => {
      this.session.revise(false);
      for (const cell of parseSource(file)) this.session.answerCell(cell, file, this.show);
    });
  }

  /** Ctrl-C at the prompt drops the entry; what is defined stays. */
  private abandon(): void {
    this.pending = '';
    this.pasted = null;
    // The line being edited goes too, on both sides of the cursor.
    this.terminal.write(null, { ctrl: true, name: 'e' });
    this.terminal.write(null, { ctrl: true, name: 'u' });
    this.options.output.write('\n');
    this.ask();
  }

  /** The end of input completes what was being entered. */
  private leave(): void {
    this.left = true;
    this.endPaste();
    if (this.pending !== '') this.extend('');
    if (this.interactive) this.options.output.write(`${LEAVE_PASTES}\n`);
    this.done(0);
  }

  private print(text: string): void {
    this.options.write(`${text}\n`);
  }
}

function isIndented(line: string): boolean {
  return /^[ \t]/.test(line);
}

/** A command of the prompt itself, or none at all; null if it is the language's. A path may stand in quotes. */
function promptCommand(line: string): { readonly word: string; readonly argument: string } | null {
  const [, word = '', argument = ''] = /^:(\w+)\s*(.*?)\s*$/.exec(line) ?? [];
  const own = Object.hasOwn(PROMPT_COMMANDS, word);
  if (word === '' || (!own && (commandWords as readonly string[]).includes(word))) return null;
  return { word, argument: /^"(.*)"$/.exec(argument)?.[1] ?? argument };
}

function helpText(): string {
  const rows: readonly (readonly [string, string])[] = [
    ['EXPRESSION', 'evaluate it and print the value'],
    [':p EXPRESSION', 'the same'],
    [':t EXPRESSION', 'print its type; of a name, the declared type'],
    [':html STRING', 'show a string as HTML, where that can be shown'],
    ...Object.entries(PROMPT_COMMANDS).map(([word, what]) => [`:${word}`, what] as const),
  ];
  const lines = rows.map(([form, what]) => `  ${form.padEnd(16)} ${what}`);
  return [
    'A block is evaluated as soon as it is complete; indented lines belong to the block above them.',
    'An empty line ends an entry that the parser takes to be unfinished.',
    ...lines,
  ].join('\n');
}
