/**
 * A pretty printer: documents with groups that stand on one line where they fit (Wadler, "A prettier printer"; with
 * Leijen's `align`). A group is flattened exactly when its flat text, and what follows it up to the next possible
 * break, fits into the rest of the line. The ribbon is as wide as the page.
 */
export type Doc =
  | { readonly tag: 'text'; readonly text: string }
  /** A line break; flattened, the text `flat`; null: a group that holds it is never flat. */
  | { readonly tag: 'line'; readonly flat: string | null }
  /** One text in a broken group, another in a flat one. */
  | { readonly tag: 'flatAlt'; readonly broken: string; readonly flat: string }
  | { readonly tag: 'cat'; readonly items: readonly Doc[] }
  | { readonly tag: 'nest'; readonly indent: number; readonly doc: Doc }
  /** Lines begin at the column where the document begins. */
  | { readonly tag: 'align'; readonly doc: Doc }
  | { readonly tag: 'group'; readonly doc: Doc };

/** Text without line breaks. */
export function text(s: string): Doc {
  return { tag: 'text', text: s };
}

/** A line break that flattens to a blank. */
export const line: Doc = { tag: 'line', flat: ' ' };
/** A line break that flattens to nothing. */
export const softBreak: Doc = { tag: 'line', flat: '' };
/** A line break wherever it stands. */
export const hardLine: Doc = { tag: 'line', flat: null };

/** `broken` in a group that is broken, `flat` in one that is not. */
export function flatAlt(broken: string, flat: string): Doc {
  return { tag: 'flatAlt', broken, flat };
}

/** Documents side by side. */
export function cat(...items: readonly (Doc | string)[]): Doc {
  return { tag: 'cat', items: items.map((item) => (typeof item === 'string' ? text(item) : item)) };
}

/** Indents the lines that begin inside the document. */
export function nest(indent: number, doc: Doc): Doc {
  return { tag: 'nest', indent, doc };
}

/** Lets the lines of the document begin at its first column. */
export function align(doc: Doc): Doc {
  return { tag: 'align', doc };
}

/** On one line if it fits. */
export function group(doc: Doc): Doc {
  return { tag: 'group', doc };
}

/** The documents with `between` between them. */
export function separate(items: readonly Doc[], between: Doc | string): Doc {
  return cat(...items.flatMap((item, i) => (i === 0 ? [item] : [between, item])));
}

/** `open` item `separator` item … `close`, one item a line if it does not fit on one. */
export function enclose(open: string, close: string, separator: Doc, items: readonly Doc[]): Doc {
  const rows = items.map((item, i) => cat(i === 0 ? open : separator, item));
  return rows.length === 0 ? text(open + close) : cat(group(separate(rows, softBreak)), close);
}

/** What is still to be laid out, the nearest first. */
interface Rest {
  readonly doc: Doc;
  readonly indent: number;
  readonly flat: boolean;
  readonly next: Rest | null;
}

/** The document's text at a page width (infinite: never broken). Linear in its length times the width. */
export function layout(doc: Doc, width = 80): string {
  const parts: string[] = [];
  let column = 0;
  let rest: Rest | null = { doc, indent: 0, flat: false, next: null };
  while (rest !== null) {
    const { doc: d, indent, flat, next }: Rest = rest;
    switch (d.tag) {
      case 'text':
        parts.push(d.text);
        column += d.text.length;
        rest = next;
        break;
      case 'line':
        if (flat && d.flat !== null) {
          parts.push(d.flat);
          column += d.flat.length;
        } else {
          parts.push(`\n${' '.repeat(indent)}`);
          column = indent;
        }
        rest = next;
        break;
      case 'flatAlt':
        rest = { doc: text(flat ? d.flat : d.broken), indent, flat, next };
        break;
      case 'cat':
        rest = push(d.items, indent, flat, next);
        break;
      case 'nest':
        rest = { doc: d.doc, indent: indent + d.indent, flat, next };
        break;
      case 'align':
        rest = { doc: d.doc, indent: column, flat, next };
        break;
      case 'group': {
        const flattened: Rest = { doc: d.doc, indent, flat: true, next };
        rest = flat || fits(flattened, width - column) ? flattened : { ...flattened, flat: false };
      }
    }
  }
  return parts.join('');
}

function push(items: readonly Doc[], indent: number, flat: boolean, next: Rest | null): Rest | null {
  let rest = next;
  for (let i = items.length - 1; i >= 0; i--) rest = { doc: items[i]!, indent, flat, next: rest };
  return rest;
}

/** Whether the text up to the first break that may be taken is at most `space` wide. */
function fits(from: Rest, space: number): boolean {
  let left = space;
  let rest: Rest | null = from;
  while (rest !== null) {
    const { doc: d, indent, flat, next }: Rest = rest;
    switch (d.tag) {
      case 'text':
        left -= d.text.length;
        rest = next;
        break;
      case 'line':
        if (!flat) return left >= 0;
        if (d.flat === null) return false;
        left -= d.flat.length;
        rest = next;
        break;
      case 'flatAlt':
        left -= (flat ? d.flat : d.broken).length;
        rest = next;
        break;
      case 'cat':
        rest = push(d.items, indent, flat, next);
        break;
      case 'nest':
      case 'align':
      case 'group':
        rest = { doc: d.doc, indent, flat, next };
    }
    if (left < 0) return false;
  }
  return true;
}
