import type { Terminal } from './terminal.ts';

/** A block that takes longer than this, in milliseconds, gets a line. */
const PATIENCE = 1000;
const BETWEEN = 250;

/** A line on the terminal that says how long a block has been running. */
export class Progress {
  private readonly terminal: Terminal;
  private start = 0;
  private next = 0;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
  }

  /** Runs an evaluation; the line is gone when it is done. */
  during<T>(evaluation: () => T): T {
    this.start = performance.now();
    this.next = this.start + PATIENCE;
    try {
      return evaluation();
    } finally {
      this.terminal.status('');
    }
  }

  /** Called now and then by a running program. */
  tick(): void {
    const now = performance.now();
    if (now < this.next) return;
    this.next = now + BETWEEN;
    const seconds = ((now - this.start) / 1000).toFixed(1);
    this.terminal.status(`running, ${seconds} s (Ctrl-C stops)`);
  }
}
