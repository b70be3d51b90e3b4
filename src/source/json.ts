import type { Diagnostic } from './diagnostic.ts';
import { positionAt } from './file.ts';

/** A label as plain JSON: lines and columns from 1, the end exclusive. */
export interface JsonLabel {
  readonly file: string;
  readonly start: { readonly line: number; readonly column: number; readonly offset: number };
  readonly end: { readonly line: number; readonly column: number; readonly offset: number };
  readonly text: string;
  readonly primary: boolean;
}

/** A diagnostic as plain JSON, without the texts of its files. */
export interface JsonDiagnostic {
  readonly code: string;
  readonly class: string;
  readonly message: string;
  readonly labels: readonly JsonLabel[];
  readonly facts: readonly string[];
  readonly help: readonly string[];
}

/** The JSON form of a diagnostic. */
export function diagnosticToJson(diagnostic: Diagnostic): JsonDiagnostic {
  return {
    code: diagnostic.code,
    class: diagnostic.class,
    message: diagnostic.message,
    labels: diagnostic.labels.map(({ located: { file, span }, text, primary }) => ({
      file: file.name,
      start: { ...positionAt(file, span.start), offset: span.start },
      end: { ...positionAt(file, span.end), offset: span.end },
      text,
      primary,
    })),
    facts: diagnostic.facts,
    help: diagnostic.help,
  };
}
