/** What simplification refuses: a program that type-checks, but asks for something that Loops cannot say. */
import type { SourceId } from '../core/index.ts';

/** Located; the session reports it as "not supported". */
export class SimplifyFault extends Error {
  override readonly name = 'SimplifyFault';
  readonly source: SourceId;

  constructor(message: string, source: SourceId) {
    super(message);
    this.source = source;
  }
}

/** Throws `SimplifyFault`. */
export function unsupported(what: string, source: SourceId): never {
  throw new SimplifyFault(what, source);
}

/** A Core term that no elaborator makes: always a mistake of a pass, never of a user. */
export class IllFormedCore extends Error {
  override readonly name = 'IllFormedCore';
}

/** Throws `IllFormedCore`. */
export function illFormedCore(message: string): never {
  throw new IllFormedCore(message);
}
