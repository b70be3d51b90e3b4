import type { SourceId } from '../loops/index.ts';

/**
 * A program that has no derivative, or none here: what of it, why, and where. The session reports it as a diagnostic at
 * the place of `source`.
 */
export class NotDifferentiable extends Error {
  override readonly name = 'NotDifferentiable';
  readonly what: string;
  readonly because: string;
  readonly source: SourceId;
  /** What to do about it. */
  readonly help: string | null;

  constructor(what: string, because: string, source: SourceId, help: string | null = null) {
    super(`the derivative of ${what} is not supported: ${because}`);
    this.what = what;
    this.because = because;
    this.source = source;
    this.help = help;
  }
}
