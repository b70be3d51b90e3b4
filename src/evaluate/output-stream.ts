/** Text on its way to the output of a block, which takes whole lines: `print` ends a line, `write` need not. */
const NEWLINE = 10;
/** The longest line, in bytes; keeping a piece of it takes some more. */
const LONGEST = 2 ** 28;
const EACH = 256;

export class OutputStream {
  readonly #line: (text: Uint8Array) => void;
  /** Pieces of a line that is not ended yet. */
  #begun: Uint8Array[] = [];
  #length = 0;

  constructor(line: (text: Uint8Array) => void) {
    this.#line = line;
  }

  /** Writes a text, and ends its line. */
  print(text: Uint8Array): void {
    if (this.#begun.length === 0) {
      this.#line(text);
      return;
    }
    const pieces = [...this.#begun, text];
    this.#begun = [];
    this.#length = 0;
    this.#line(joined(pieces));
  }

  /** Writes a text. What follows its last newline waits for more. */
  write(text: Uint8Array): void {
    const end = text.lastIndexOf(NEWLINE);
    if (end >= 0) this.print(text.subarray(0, end));
    if (end + 1 < text.length) this.#begin(text.slice(end + 1));
  }

  /** Throws a RangeError where the line will not end. */
  #begin(piece: Uint8Array): void {
    this.#length += piece.length + EACH;
    if (this.#length > LONGEST)
      throw new RangeError(`a line of more than ${LONGEST / 2 ** 20} MiB is printed`);
    this.#begun.push(piece);
  }

  /** Ends a line that has been begun. */
  end(): void {
    if (this.#begun.length > 0) this.print(new Uint8Array(0));
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
