/**
 * What the evaluator may ask of the world. Every capability is optional: without it the operation that needs it is a
 * runtime fault that says so. Texts are bytes, as in the language; paths and names are decoded as UTF-8.
 */
import type { ScalarValue } from '../primitives/index.ts';

export interface Files {
  /** The contents, or `null` where the file cannot be read. */
  read(path: string): Uint8Array | null;
  /** Creates or overwrites. Like the others, throws an Error whose message names the path when it cannot. */
  write(path: string, text: Uint8Array): void;
  append(path: string, text: Uint8Array): void;
  exists(path: string): boolean;
  remove(path: string): void;
  /** A fresh path in the system's folder for temporary files. */
  temporary(): string;
  /** A handle, not negative, or -1 where the file cannot be opened. */
  open(path: string, mode: 'read' | 'write'): number;
  /** All that is left to read. */
  readHandle(handle: number): Uint8Array;
  writeHandle(handle: number, text: Uint8Array): void;
  close(handle: number): void;
}

/** A picture: rows from the top, three bytes (red, green, blue) for each pixel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Picture files. Each function throws an Error with the reason where it cannot do its work. */
export interface Pictures {
  encodePng(picture: Picture): Uint8Array;
  decodePng(file: Uint8Array): Picture;
  /** An animation that repeats for ever, from PNG files of one size; `delay` in hundredths of a second. */
  encodeGif(frames: readonly Uint8Array[], delay: number): Uint8Array;
}

export type ForeignFunction = (...args: ScalarValue[]) => ScalarValue | undefined;

export interface Host {
  /** A line of a block's output, without its newline. */
  readonly print?: (line: Uint8Array) => void;
  readonly files?: Files;
  /** The value of an environment variable, or `null`. */
  readonly environment?: (name: string) => string | null;
  /** Runs a command and gives its standard output. */
  readonly shell?: (command: string) => Uint8Array;
  readonly randomBytes?: (count: number) => Uint8Array;
  readonly pictures?: Pictures;
  /** What `foreign` declarations bind to, by name. */
  readonly foreign?: Readonly<Record<string, ForeignFunction>>;
}

/** A host that grants nothing. */
export const NO_HOST: Host = {};
