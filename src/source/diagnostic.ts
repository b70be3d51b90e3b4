import type { DiagnosticClass, Entry } from './catalogue/entry.ts';
import { type Code, catalogue, type ParamsOf } from './catalogue/index.ts';
import type { Located } from './file.ts';

/** A place that has to do with a mistake, and what it has to do with it (may be empty). */
export interface Label {
  readonly located: Located;
  readonly text: string;
  readonly primary: boolean;
}

/** A mistake with all that is known about it: plain data, rendered late. */
export interface Diagnostic {
  readonly code: Code;
  readonly class: DiagnosticClass;
  readonly message: string;
  /** The primary label comes first; a fault without a place has none. */
  readonly labels: readonly Label[];
  /** The facts in conflict, one a line: `expected: Int32`. */
  readonly facts: readonly string[];
  /** What to do about it, one piece of advice a line. */
  readonly help: readonly string[];
}

/** What a report adds to its catalogue entry. */
export interface Notes {
  readonly facts?: readonly string[];
  readonly help?: readonly string[];
}

/** The label on the place where the mistake shows. */
export function primary(located: Located, text = ''): Label {
  return { located, text, primary: true };
}

/** A label on a place that contributed to the mistake. */
export function secondary(located: Located, text: string): Label {
  return { located, text, primary: false };
}

/**
 * The diagnostic `code` of the catalogue, filled in. Facts and help of the entry precede those of `notes`.
 * A primary label given as a bare place has no text of its own.
 */
export function report<C extends Code>(
  code: C,
  params: ParamsOf<C>,
  at: Located | Label | null,
  others: readonly Label[] = [],
  notes: Notes = {},
): Diagnostic {
  // The mapped type ParamsOf ties `params` to this very entry, which the union type of the table forgets.
  const entry = catalogue[code] as unknown as Entry<ParamsOf<C>>;
  const first = at === null ? [] : ['located' in at ? at : primary(at, entry.label?.(params) ?? '')];
  return {
    code,
    class: entry.class,
    message: clipped(entry.message(params)),
    labels: [...first, ...others],
    facts: [...(entry.facts?.(params) ?? []), ...(notes.facts ?? [])].map(clipped),
    help: [...(entry.help?.(params) ?? []), ...(notes.help ?? [])].map(clipped),
  };
}

/** The longest text of a part of a message. Names and types of programs may be of any length. */
const LONGEST = 2000;

function clipped(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
