/** The kind of mistake a diagnostic reports: the first words of its text. */
export type DiagnosticClass =
  | 'Parse error'
  | 'Syntax error'
  | 'Name error'
  | 'Type error'
  | 'Effect error'
  | 'Runtime error'
  | 'Import error'
  | 'IO error'
  | 'Not supported'
  | 'Limit';

/** What is known about one kind of mistake before it happens; `P` is what a report must supply. */
export interface Entry<P> {
  readonly class: DiagnosticClass;
  /** A few words, for lists. */
  readonly title: string;
  readonly message: (params: P) => string;
  /** The text of the primary label where the report gives none. */
  readonly label?: (params: P) => string;
  readonly facts?: (params: P) => readonly string[];
  readonly help?: (params: P) => readonly string[];
  /** Prose (Markdown) for `dx explain`. */
  readonly explain: string;
  /** A program that earns this diagnostic, and its corrected twin; both empty where no program can. */
  readonly bad: string;
  readonly good: string;
  readonly setting?: Setting;
  /** Where there is no program: how to meet the diagnostic, or why nobody should. Prose (Markdown). */
  readonly reproduce?: string;
}

/** What the two programs need beside them. */
export interface Setting {
  /** Modules that both import, by name: the one with the mistake, and the one without. */
  readonly modules?: Readonly<Record<string, { readonly bad: string; readonly good: string }>>;
  readonly seconds?: number;
  readonly megabytes?: number;
}

/** A table of entries by code. `never` admits entries of every parameter type. */
export type Catalogue = Readonly<Record<`DX${number}`, Entry<never>>>;

/** An entry whose parameters are `P`. */
export function entry<P>(record: Entry<P>): Entry<P> {
  return record;
}
