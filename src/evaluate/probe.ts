/** Counting what a program does: chosen when it is compiled, so that programs that are not counted pay nothing. */
import type { ScalarOperator } from '../primitives/index.ts';
import type { Frame, Op } from './frame.ts';

/** `read` and `write` are scalars moved from and to tables and references; `turn` is an iteration of a loop. */
export type Count = ScalarOperator | 'cast' | 'read' | 'write' | 'turn' | 'call';

export class Probe {
  readonly #numbers = new Map<Count, number>();
  #totals: number[] = [];

  /** How often each has happened; what has not happened is absent. */
  get counts(): Readonly<Partial<Record<Count, number>>> {
    const entries = [...this.#numbers].map(([count, number]) => [count, this.#totals[number]!] as const);
    return Object.fromEntries(entries.filter(([, total]) => total > 0));
  }

  /** All scalar operations together. */
  get operations(): number {
    const memory: ReadonlySet<string> = new Set(['read', 'write', 'turn', 'call']);
    return Object.entries(this.counts).reduce(
      (sum, [key, total]) => (memory.has(key) ? sum : sum + total),
      0,
    );
  }

  reset(): void {
    this.#totals = this.#totals.map(() => 0);
  }

  /** The instruction, counted. */
  counting(op: Op, counts: readonly Count[]): Op {
    const numbers = counts.map((count) => this.#number(count));
    return (m) => {
      for (const number of numbers) this.#totals[number]! += 1;
      op(m);
    };
  }

  /** An instruction that counts as many as `amount` says. */
  adding(count: Count, amount: (m: Frame) => number): Op {
    const number = this.#number(count);
    return (m) => {
      this.#totals[number]! += amount(m);
    };
  }

  #number(count: Count): number {
    let number = this.#numbers.get(count);
    if (number === undefined) {
      number = this.#totals.length;
      this.#totals.push(0);
      this.#numbers.set(count, number);
    }
    return number;
  }
}
