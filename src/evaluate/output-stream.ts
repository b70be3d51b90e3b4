/** Text on its way to the output of a block, which takes whole lines: `print` ends a line, `write` need not. */
const NEWLINE = 10;

export class OutputStream {
  readonly #line: (text: Uint8Array) => void;
  /** Pieces of a line that is not ended yet. */
  #begun: Uint8Array[] = [];

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
    this.#line(joined(pieces));
  }

  /** Writes a text. What follows its last newline waits for more. */
  write(text: Uint8Array): void {
    const end = text.lastIndexOf(NEWLINE);
    if (end >= 0) this.print(text.subarray(0, end));
    if (end + 1 < text.length) this.#begun.push(text.slice(end + 1));
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
