/** Times a block in two parts, as `%time` reports them. */
export class Stopwatch {
  private readonly now: () => number;
  private readonly start: number;
  private compiledAt: number | null = null;
  private ranAt: number | null = null;

  constructor(now: () => number) {
    this.now = now;
    this.start = now();
  }

  compiled(): void {
    this.compiledAt = this.now();
  }

  ran(): void {
    this.ranAt = this.now();
  }

  /** The lines of `%time`, or of `%bench "label"`. */
  report(label: string): string[] {
    const compiled = this.compiledAt ?? this.now();
    const ran = this.ranAt ?? compiled;
    return [
      label,
      `Compile time: ${seconds(compiled - this.start)}`,
      `Run time:     ${seconds(ran - compiled)}${label === '' ? '' : '\t(based on 1 run)'}`,
    ];
  }
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds.toFixed(3)} ms` : `${(milliseconds / 1000).toFixed(3)} s`;
}
