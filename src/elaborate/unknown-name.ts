/** What to do about a name that is not in scope. */
import { foreignWord, type Label, type SourceFile, type Span } from '../source/index.ts';
import { type Context, labelAt } from './context.ts';
import { vocabularies } from './environment.ts';
import { nearestIn, type Vocabulary, vocabularyOf } from './suggest.ts';

export interface Advice {
  /** Names in scope that look alike. */
  readonly suggestions: readonly string[];
  readonly help: readonly string[];
  /** Where the name is defined all the same. */
  readonly labels: readonly Label[];
}

/** What explains the unknown name at a span, or else the visible names that look alike. */
export function unknownNameAdvice(cx: Context, name: string, span: Span): Advice {
  const foreign = foreignWord(name);
  const help = foreign.length > 0 ? foreign : explained(cx, name, span);
  if (help.length > 0) return { suggestions: [], help, labels: [] };
  const elsewhere = definedElsewhere(cx, name, span);
  if (elsewhere !== null) return elsewhere;
  const suggestions = nearestIn(name, vocabulariesHere(cx));
  const isIntroduced = suggestions.length > 0 || cx.st.defining === null || !/^[a-z]$/.test(name);
  return {
    suggestions,
    labels: [],
    help: isIntroduced
      ? []
      : [`a type or an index set is introduced by given (${name}) or given (${name}|Ix)`],
  };
}

function* vocabulariesHere(cx: Context): Iterable<Vocabulary> {
  yield vocabularyOf(newestLocals(cx));
  yield* vocabularies(cx.st.env);
}

/** Names bound here, the newest first, as many as are worth a look. */
function newestLocals({ st }: Context): readonly string[] {
  return st.bound.slice(-MANY).reverse();
}

/** How many local names a misspelt one is compared with. */
const MANY = 200;

/** What the text around the name says. */
function explained(cx: Context, name: string, span: Span): readonly string[] {
  const { file, defining } = cx.st;
  const { text } = file;
  const after = text.slice(span.end, span.end + 200);
  if (defining === null && /^[a-z]/.test(name) && /^\)? => /.test(after))
    return [`a function is written \\${name}. …; the arrow => makes types of tables`];
  const before = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  if (/^ *$/.test(before) && /^(?: +[\w']+)+ *=(?!=)|^\([^)\n]*\) *=(?!=)/.test(after))
    return [`a function is defined by def ${name}(x:Nat) -> Nat = ...`];
  if (name === defining?.name) return ['there is no recursion: write a loop with for, fold, iter or while'];
  if (isField(text, name, span.start)) return [`a field of the struct itself is self.${name}`];
  return [];
}

/** A definition of the name that does not count: one in prose, one that could not be read, or one further below. */
function definedElsewhere(cx: Context, name: string, span: Span): Advice | null {
  const { file } = cx.st;
  const found = (at: Span, text: string, help: readonly string[]): Advice => ({
    suggestions: [],
    help,
    labels: [labelAt(cx, at, text)],
  });
  const above = definedIn(file, name, span.start - FAR, span.start);
  if (above !== null)
    return isProse(file.text, above.start)
      ? found(above, 'this stands in prose', [
          'prose runs to the next empty line: put one before the definition',
        ])
      : found(above, 'this definition failed', []);
  const below = definedIn(file, name, span.end, span.end + FAR);
  if (below === null) return null;
  // No label: where the lines below will stand is not known while a program is written with its outputs.
  const help = [`${name} is defined only below: a definition comes before its uses`];
  return { suggestions: [], help, labels: [] };
}

/** Whether a line belongs to a paragraph that begins as prose. */
function isProse(text: string, at: number): boolean {
  const begin = Math.max(0, at - FAR);
  const empty = [...text.slice(begin, at).matchAll(/\n[ \t\r]*\n/g)].at(-1);
  const from = empty === undefined ? begin : begin + empty.index + empty[0].length;
  return text[from] === "'";
}

/** Whether a name in a method of a struct is that of one of its fields. */
function isField(text: string, name: string, at: number): boolean {
  const lines: string[] = [];
  let end = text.indexOf('\n', at);
  if (end < 0) end = text.length;
  // Up to the line that is not indented, where the declaration begins.
  while (end >= 0 && end > at - NEAR) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    if (line !== '' && !/^\s/.test(line))
      return line.startsWith('struct ') && lines.some((l) => /^\s+(.*?)\s*:/.exec(l)?.[1] === name);
    lines.push(line);
    end = start - 1;
  }
  return false;
}

/** How far from a name its definition is looked for, and the beginning of a struct that it stands in, in characters. */
const FAR = 65_536;
const NEAR = 4_096;

/** What reads first in a part of the text as a top-level definition of a name; null where nothing does. */
function definedIn(file: SourceFile, name: string, from: number, to: number): Span | null {
  const known = definitions.get(file) ?? definitionsIn(file.text);
  definitions.set(file, known);
  return known.get(name)?.find(({ start }) => start >= from && start < to) ?? null;
}

const definitions = new WeakMap<SourceFile, ReadonlyMap<string, readonly Span[]>>();

/** What reads as top-level definitions, up to the sign of equality, by the names that they define. */
function definitionsIn(text: string): ReadonlyMap<string, readonly Span[]> {
  const found = new Map<string, Span[]>();
  for (const match of text.matchAll(DEFINITION)) {
    const name = (match[1] ?? match[2])!;
    const start = match.index;
    const span = { start, end: start + match[0].replace(/\s*=$/, '').length };
    const before = found.get(name);
    if (before === undefined) found.set(name, [span]);
    else before.push(span);
  }
  return found;
}

const DEFINITION =
  /^(?:(?:def|data|enum|struct|interface) (\p{L}[\p{L}\p{N}_']*)|(\p{L}[\p{L}\p{N}_']*) *(?::[^=\n]*)?=(?![=>]))/gmu;
