/** What to do about a name that is not in scope. */
import { foreignWord, positionAt, type SourceFile, type Span } from '../source/index.ts';
import type { Context } from './context.ts';
import { visibleNames } from './environment.ts';
import { LONGEST, nearest } from './suggest.ts';

export interface Advice {
  /** Names in scope that look alike. */
  readonly suggestions: readonly string[];
  readonly help: readonly string[];
}

/** What explains the unknown name at a span, or else the visible names that look alike. */
export function unknownNameAdvice(cx: Context, name: string, span: Span): Advice {
  const foreign = foreignWord(name);
  const help = foreign.length > 0 ? foreign : explained(cx, name, span);
  if (help.length > 0) return { suggestions: [], help };
  const suggestions = nearest(name, [...cx.st.locals.keys(), ...visibleNames(cx.st.env)]);
  const isIntroduced = suggestions.length > 0 || cx.st.defining === null || !/^[a-z]$/.test(name);
  return {
    suggestions,
    help: isIntroduced
      ? []
      : [`a type or an index set is introduced by given (${name}) or given (${name}|Ix)`],
  };
}

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
  const above = definedIn(file, name, Math.max(0, span.start - FAR), span.start);
  if (above !== null)
    return [
      `line ${above} stands in prose, which runs to the next empty line: put one before the definition`,
    ];
  const below = definedIn(file, name, span.end, span.end + FAR);
  return below === null
    ? []
    : [`${name} is defined only in line ${below}: a definition comes before its uses`];
}

/** Whether a name in a method of a struct is that of one of its fields. */
function isField(text: string, name: string, at: number): boolean {
  const near = text.slice(Math.max(0, at - FAR), at);
  const lines = near
    .slice(Math.max(0, near.lastIndexOf('\nstruct ')))
    .trimStart()
    .split('\n');
  return (
    lines[0]!.startsWith('struct ') &&
    lines.slice(1).every((line) => /^(?:\s|$)/.test(line)) &&
    lines.some((line) => /^\s+(.*?)\s*:/.exec(line)?.[1] === name)
  );
}

/** How far from a name its definition is looked for, in characters. */
const FAR = 65_536;

/** The first line of a part of the text that reads as a top-level definition of a name; null where there is none. */
function definedIn(file: SourceFile, name: string, from: number, to: number): number | null {
  if (name.length > LONGEST || !/^\p{L}[\p{L}\p{N}_']*$/u.test(name)) return null;
  const end = "(?![\\p{L}\\p{N}_'])";
  const form = `^(?:(?:def|data|enum|struct|interface) ${name}${end}|${name} *(?::[^=\\n]*)?=(?![=>]))`;
  const found = new RegExp(form, 'mu').exec(file.text.slice(from, to));
  return found === null ? null : positionAt(file, from + found.index).line;
}
