/** Runtime faults: what stops an evaluation, as plain data. */
import type { SourceId } from '../loops/index.ts';

export type FaultKind =
  | 'error'
  | 'divisionByZero'
  | 'indexOutOfRange'
  | 'missingAlternative'
  | 'sizeMismatch'
  | 'sizeOverflow'
  | 'memoryLimit'
  | 'fuel'
  | 'deadline'
  | 'interrupted'
  | 'uncaught'
  | 'host';

/** A call that was open when the fault happened, with the ordinals of the loops around the call. */
export interface OpenCall {
  readonly source: SourceId;
  /** The function called. */
  readonly callee: string;
  readonly indices: readonly number[];
}

export class RuntimeFault extends Error {
  readonly kind: FaultKind;
  readonly source: SourceId;
  /** Ordinals of the enclosing loops of the function at fault, outermost first. */
  readonly indices: readonly number[];
  /** Innermost call first. */
  readonly calls: OpenCall[] = [];

  constructor(kind: FaultKind, message: string, source: SourceId, indices: readonly number[]) {
    super(message);
    this.name = 'RuntimeFault';
    this.kind = kind;
    this.source = source;
    this.indices = indices;
  }
}

/** What `throw` throws; has no payload and is made once. */
export class Thrown extends Error {}
export const THROWN: Thrown = new Thrown('an exception that nothing catches');
