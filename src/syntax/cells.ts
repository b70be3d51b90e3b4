import type { SourceFile } from '../source/index.ts';
import type { Cell, CodeCell, Prefix } from './cell.ts';
import { nameEnd } from './characters.ts';
import { groupItem } from './group-item.ts';
import { interpretItem } from './interpret/items.ts';
import { isComment, lineEnd, skipBlanks } from './lexer.ts';
import { fail, noProblems, type Problems } from './problems.ts';
import { readItem } from './reader.ts';
import type { Tree } from './tokens.ts';
import * as t from './tokens.ts';
import type { Item } from './tree.ts';

/*
  A source text as a list of cells (section 1 of the language reference). Cells are cut at line ends and their texts add
  up to the whole text, so a program can be echoed byte for byte.
*/

/** The words that may follow the colon of a command. */
export const commandWords = ['p', 'pp', 'pcodegen', 't', 'html', 'export', 'debug', 'help'] as const;

/** All cells of a file, in order. Never throws; takes time linear in the text. */
export function parseSource(file: SourceFile): Cell[] {
  const cells: Cell[] = [];
  for (let at = 0; at < file.text.length; ) {
    const cell = parseCell(file, at).cell;
    cells.push(cell);
    at = cell.span.end;
  }
  return cells;
}

/** What a prompt needs to know about a text: more must follow, or these are its cells. */
export type Entry =
  | { readonly status: 'incomplete' }
  | { readonly status: 'complete'; readonly cells: Cell[] };

/**
 * The cells of what was entered at a prompt so far, lines ended by newlines. The entry is incomplete while its last
 * item ends too early; an empty line at its end completes it in any case.
 */
export function parseEntry(file: SourceFile): Entry {
  const cells: Cell[] = [];
  const forced = /\n\r?\n$/.test(file.text);
  for (let at = 0; at < file.text.length; ) {
    const { cell, incomplete } = parseCell(file, at);
    if (incomplete && !forced) return { status: 'incomplete' };
    cells.push(cell);
    at = cell.span.end;
  }
  return { status: 'complete', cells };
}

interface ParsedCell {
  readonly cell: Cell;
  /** More text could complete the cell. */
  readonly incomplete: boolean;
}

function parseCell(file: SourceFile, start: number): ParsedCell {
  const { text } = file;
  if (text[start] === "'") return proseCell(text, start);
  if (text[start] === '>')
    return { cell: plain('output', text, start, outputEnd(text, start)), incomplete: false };
  const blankEnd = blanksEnd(text, start);
  if (blankEnd > start) return { cell: plain('blank', text, start, blankEnd), incomplete: false };
  return codeCell(file, start);
}

function plain(tag: 'output' | 'blank', text: string, start: number, end: number): Cell {
  return { tag, span: { start, end }, text: text.slice(start, end) };
}

/** The offset after the next completely empty line at or after `at`, or the end of the text. */
export function afterEmptyLine(text: string, at: number): number {
  const pattern = /\n\r?\n/g;
  pattern.lastIndex = at;
  return pattern.exec(text) === null ? text.length : pattern.lastIndex;
}

function proseCell(text: string, start: number): ParsedCell {
  const end = afterEmptyLine(text, start);
  const whole = text.slice(start, end);
  const prose = whole.slice(1).replace(/\r?\n(\r?\n)?$/, '');
  const cell: Cell = { tag: 'prose', span: { start, end }, text: whole, prose };
  return { cell, incomplete: !/\n\r?\n$/.test(whole) };
}

function nextLine(text: string, at: number): number {
  return Math.min(lineEnd(text, at) + 1, text.length);
}

function outputEnd(text: string, start: number): number {
  let end = start;
  while (text[end] === '>') end = nextLine(text, end);
  return end;
}

/**
 * The end of the lines at `start` that hold nothing but blanks and comments. A byte order mark at the beginning of the
 * text is a blank. A comment without a line end does not count (it is an error, reported with the code).
 */
function blanksEnd(text: string, start: number): number {
  let end = start === 0 && text.startsWith('\ufeff') ? 1 : start;
  for (;;) {
    let at = end;
    while (text[at] === ' ' || text[at] === '\t' || text[at] === '\r') at += 1;
    if (at >= text.length) return at;
    if (text[at] !== '\n' && !isComment(text, at)) return end;
    const newline = text.indexOf('\n', at);
    if (newline < 0) return end;
    end = newline + 1;
  }
}

function codeCell(file: SourceFile, start: number): ParsedCell {
  const { text } = file;
  const problems = noProblems(file);
  const prefixes: Prefix[] = [];
  let at = start;
  for (let prefix = prefixAt(text, at); prefix !== null; prefix = prefixAt(text, at)) {
    prefixes.push(prefix);
    at = nextLine(text, at);
  }
  if (at >= text.length) {
    const params = { found: 'the end of the text', expected: 'a block after the prefix' };
    fail(problems, 'DX0101', params, { start: text.length, end: text.length }, { atEnd: true });
  }
  const parsed = at < text.length ? itemAt(text, at, problems) : { item: null, end: at };
  // After a parse error the rest of the paragraph is given up, recorded outputs in it too.
  const failed = problems.failedAt !== null;
  const end = failed ? afterEmptyLine(text, Math.max(problems.failedAt!, start)) : parsed.end;
  const cellText = text.slice(start, end);
  const cell: CodeCell = {
    tag: 'code',
    span: { start, end },
    text: cellText,
    prefixes,
    item: failed ? null : parsed.item,
    diagnostics: [...problems.diagnostics].sort((a, b) => labelStart(a) - labelStart(b)),
    intended: failed || parsed.item === null ? intendedNames(cellText) : [],
  };
  const last = problems.diagnostics[problems.diagnostics.length - 1];
  const unfinished = last?.code === 'DX0150' && last.labels[0]!.located.span.end >= text.trimEnd().length;
  return { cell, incomplete: problems.atEnd || unfinished };
}

function labelStart(diagnostic: CodeCell['diagnostics'][number]): number {
  return diagnostic.labels[0]?.located.span.start ?? 0;
}

interface ParsedItem {
  readonly item: Item | null;
  readonly end: number;
}

function itemAt(text: string, start: number, problems: Problems): ParsedItem {
  const gap = skipBlanks(text, start);
  if (gap.end >= text.length) {
    fail(problems, 'DX0119', {}, { start, end: text.length }, { atEnd: false });
    return { item: null, end: text.length };
  }
  if (gap.end > start) {
    const tab = text.slice(start, gap.end).indexOf('\t');
    if (tab >= 0) fail(problems, 'DX0106', {}, { start: start + tab, end: start + tab + 1 });
    else fail(problems, 'DX0107', {}, { start: gap.end, end: nameEnd(text, gap.end) });
    return { item: null, end: gap.end };
  }
  const meta = metaAt(text, start);
  if (meta !== null) return { item: meta, end: nextLine(text, start) };
  const { tree, end } = readItem(text, start, problems);
  if (tree === null) return { item: null, end };
  const first = tree.tokens[0];
  if (first?.tokenType === t.Command && !(commandWords as readonly string[]).includes(first.image)) {
    fail(problems, 'DX0115', { command: `:${first.image}` }, { start, end: first.end });
    return { item: null, end };
  }
  return { item: grouped(tree, problems), end };
}

/** The item that token trees stand for. What nests deeper than the stack of this process bears is refused. */
function grouped(tree: Tree, problems: Problems): Item | null {
  try {
    const group = groupItem(tree, problems);
    return group === null || problems.failedAt !== null ? null : interpretItem(group, problems);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    fail(problems, 'DX0806', {}, { start: tree.tokens[0]!.startOffset, end: tree.end });
    return null;
  }
}

/** `:debug …` and `:help …`, whose rest is not an expression. */
function metaAt(text: string, start: number): Item | null {
  const found = /^:(debug|help)(?![\p{L}\p{N}_'])/u.exec(text.slice(start, start + 8));
  if (found === null) return null;
  const end = lineEnd(text, start);
  const argument = text.slice(start + found[0].length, end).trim();
  return { tag: 'meta', command: found[1] as 'debug' | 'help', argument, span: { start, end } };
}

const prefixPattern = /^%(?:(time)|bench[ \t]+"([^"\\\n]*)"|passes((?:[ \t]+[\w-]+)*))[ \t]*\r?\n?$/;

/** The prefix on the line at `at`, or null. */
function prefixAt(text: string, at: number): Prefix | null {
  if (text[at] !== '%') return null;
  const end = lineEnd(text, at);
  const found = prefixPattern.exec(text.slice(at, Math.min(end, at + 1000)).replace(/(--(?!o)|#).*$/, ''));
  if (found === null) return null;
  const span = { start: at, end };
  if (found[1] !== undefined) return { tag: 'time', span };
  if (found[2] !== undefined) return { tag: 'bench', label: found[2], span };
  return { tag: 'passes', passes: (found[3] ?? '').split(/[ \t]+/).filter((word) => word !== ''), span };
}

const intendedPattern =
  /^(?:def|data|enum|struct|interface|named-instance)[ \t]+(?:([\p{Lu}\p{Ll}][\p{L}\p{N}_']*)|\(([^\s()]+)\))|^([\p{Lu}\p{Ll}][\p{L}\p{N}_']*)[ \t]*[:=]/gmu;

/** Names that stand where a definition binds them, in text that did not parse. */
function intendedNames(text: string): string[] {
  const names = new Set<string>();
  for (const [, declared, operator, bound] of text.matchAll(intendedPattern)) {
    names.add((declared ?? operator ?? bound)!);
  }
  return [...names];
}
