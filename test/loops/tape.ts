import fc from 'fast-check';

/**
 * A tape of choices. A generator that reads its choices from a tape shrinks for free: fast-check shortens the tape and
 * lowers its numbers, and where the tape is at its end every choice is 0, the simplest.
 */
export class Tape {
  private readonly choices: readonly number[];
  private position = 0;

  constructor(choices: readonly number[]) {
    this.choices = choices;
  }

  /** A number from 0 to `n - 1`. */
  below(n: number): number {
    const choice = this.choices[this.position++] ?? 0;
    return n <= 1 ? 0 : choice % n;
  }

  /** True once in `n`; false at the end of the tape. */
  onceIn(n: number): boolean {
    return this.below(n) === n - 1;
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

export const tapes = fc
  .noBias(fc.array(fc.nat(2 ** 20), { minLength: 100, maxLength: 1000, size: 'max' }))
  .map((choices) => new Tape(choices));

/** Counts for a closing run, and a tenth of them otherwise. */
export function runs(count: number): number {
  return process.env.VERIFY ? count : Math.ceil(count / 10);
}
