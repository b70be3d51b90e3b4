import { styleText } from 'node:util';
import { EXIT } from './exit.ts';

/** Where a verb writes, and whether colour is wanted there. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Draws a line on standard error in place of the one before, until something else is written; '' takes it away. */
  readonly status: (text: string) => void;
  readonly colour: boolean;
  /** Standard error is a terminal: a progress line may be drawn there. */
  readonly interactive: boolean;
}

const ERASE_LINE = '\r\u001b[K';

/** The process's own terminal. `NO_COLOR`, or output that is not a terminal, turns colours off. */
export function processTerminal(): Terminal {
  const wanted = (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb';
  let isDrawn = false;
  const status = (text: string): void => {
    if (isDrawn || text !== '') writeAll(process.stderr, ERASE_LINE + text);
    isDrawn = text !== '';
  };
  const after = (stream: NodeJS.WriteStream) => (text: string) => {
    status('');
    writeAll(stream, text);
  };
  return {
    out: after(process.stdout),
    err: after(process.stderr),
    status,
    colour: wanted && process.stdout.isTTY === true,
    interactive: process.stderr.isTTY === true,
  };
}

function writeAll(stream: NodeJS.WriteStream, text: string): void {
  try {
    stream.write(text);
  } catch (error) {
    giveUp(error);
  }
  if (stream.errored !== null) giveUp(stream.errored);
}

/**
 * Ends the command when what it writes goes nowhere. A reader that closes our output early (`dx … | head`) is no error,
 * and what it will not read is not computed.
 */
function giveUp(error: unknown): never {
  if (codeOf(error) === 'EPIPE') process.exit(EXIT.ok);
  try {
    process.stderr.write(`dx: cannot write: ${reasonOf(error)}\n`);
  } finally {
    process.exit(EXIT.failed);
  }
}

type Format = Parameters<typeof styleText>[0];

/** Why something could not be written or read, in words. */
export function reasonOf(error: unknown): string {
  const reason = REASONS[codeOf(error)];
  return reason ?? (error instanceof Error ? error.message : String(error));
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
  ENOENT: 'there is no such folder',
  ENOSPC: 'no space is left there',
  ENOTDIR: 'a part of the path is not a folder',
  EPERM: 'permission denied',
  EROFS: 'it can only be read',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** `text` in a style where the terminal wants colours. */
export function styled(terminal: Terminal, format: Format, text: string): string {
  return terminal.colour ? styleText(format, text, { validateStream: false }) : text;
}
