import { EOF, type IRecognitionException } from 'chevrotain';
import type { Span } from '../source/index.ts';
import { Grammar } from './grammar.ts';
import { type GrammarHost, type SequenceName, type Sequences, TooDeep } from './grammar-expressions.ts';
import type { ItemGroup, Slot } from './groups.ts';
import { describe, tokenSpan } from './precedence.ts';
import { fail, type Problems } from './problems.ts';
import type { Token, Tree } from './tokens.ts';
import * as t from './tokens.ts';

/**
 * Built on first use and kept: its construction is most of the cost of a short program. Between two sequences it holds
 * no state, and parsing never re-enters it.
 */
let grammar: Grammar | null = null;

/** A sequence to be parsed, and the slot that waits for it. */
interface Job {
  readonly name: SequenceName;
  readonly tree: Tree;
  readonly sameLineThen: boolean;
  readonly fill: (value: Sequences[SequenceName]) => void;
}

/**
 * Groups the tokens of one item. Brackets and blocks are parsed one after another from a worklist, each on its own, so
 * a mistake in one does not hide mistakes in the next. Null if the item itself has no form.
 */
export function groupItem(tree: Tree, problems: Problems): ItemGroup | null {
  grammar ??= new Grammar();
  const first = tree.tokens[0]!;
  if (first.tokenType === t.Effect) {
    return { tag: 'effect', keyword: first, span: { start: first.startOffset, end: tree.end } };
  }
  const jobs: Job[] = [];
  const host: GrammarHost = {
    fail: (code, params, span, atEnd = false) => {
      const incomplete = atEnd && endsTheText(currentTree);
      fail(problems, code, params, span, { atEnd: incomplete });
    },
    later: (name, inner, sameLineThen = false) => {
      const slot: Slot<Sequences[typeof name]> = { value: null };
      jobs.push({
        name,
        tree: inner,
        sameLineThen,
        fill: (value) => {
          slot.value = value as Sequences[typeof name];
        },
      });
      return slot;
    },
  };
  let currentTree = tree;
  const result: Slot<ItemGroup> = { value: null };
  const root: Job = {
    name: 'item',
    tree,
    sameLineThen: false,
    fill: (value) => {
      result.value = value as ItemGroup;
    },
  };
  for (let job: Job | undefined = root; job !== undefined; job = jobs.pop()) {
    currentTree = job.tree;
    parseSequence(grammar, job, host, problems);
  }
  return result.value;
}

function parseSequence(parser: Grammar, job: Job, host: GrammarHost, problems: Problems): void {
  const before = problems.diagnostics.length;
  parser.begin(job.tree, host);
  try {
    const value = parser[job.name]();
    const error = parser.errors[0];
    if (error === undefined) job.fill(value);
    // What precedence found wrong inside this sequence is the better message.
    else if (problems.diagnostics.length === before) reportError(error, job, problems);
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    fail(problems, 'DX0801', { limit: error.limit }, error.span);
  }
}

function endsTheText(tree: Tree): boolean {
  return tree.closer === 'the end of the text';
}

const bracketNames: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Turns what chevrotain noticed into a diagnostic: what was found, what was expected, and the likely reason. */
function reportError(error: IRecognitionException, job: Job, problems: Problems): void {
  const { tree } = job;
  const atEof = error.token.tokenType === EOF;
  const token = error.token as Token;
  const previous = precedingToken(tree, atEof ? undefined : token);
  const span: Span = atEof ? { start: tree.end, end: tree.end } : tokenSpan(token);
  const innermost = error.context.ruleStack[error.context.ruleStack.length - 1];
  const bracket = bracketNames[tree.closer];
  const wantsThen = error.message === '`then`';
  if (token.tokenType === t.Else && !wantsThen && (job.name === 'statements' || job.name === 'item')) {
    const startsLine = previous === undefined || previous.tokenType === t.Newline;
    fail(problems, job.sameLineThen || startsLine ? 'DX0111' : 'DX0112', {}, span);
  } else if (token.tokenType === t.Newline && bracket !== undefined) {
    const end = previous?.end ?? tree.end;
    fail(problems, 'DX0110', { open: bracket, found: 'the end of the line' }, { start: end, end });
  } else if (token.tokenType === t.Indented) {
    const found = token.inner!.tokens[0]!;
    const first = previous === undefined ? 'DX0107' : 'DX0108';
    fail(problems, found.tokenType === t.Else ? 'DX0111' : first, {}, tokenSpan(found));
  } else if (token.tokenType === t.Paren && error.message === t.CallParen.LABEL) {
    fail(problems, 'DX0121', {}, span);
  } else if (error.message === t.Dot.LABEL && previous?.tokenType === t.Field) {
    fail(problems, 'DX0120', {}, tokenSpan(previous));
  } else if (innermost === 'body' && (atEof || token.tokenType === t.Newline)) {
    const after = previous === undefined ? 'the line' : describe(previous);
    const end = previous?.end ?? tree.end;
    fail(problems, 'DX0109', { after }, { start: end, end }, { atEnd: atEof && endsTheText(tree) });
  } else if (isWord(token) && (error.message === t.Name.LABEL || innermost === 'item')) {
    fail(problems, 'DX0118', { keyword: token.image }, span);
  } else if (token.tokenType === t.Reserved) {
    fail(problems, 'DX0118', { keyword: token.image }, span);
  } else if (token.tokenType === t.Dot) {
    const parenthesis = problems.file.text[token.end] === '(' && previous?.end === token.startOffset;
    if (parenthesis) fail(problems, 'DX0164', {}, { start: token.end, end: token.end + 1 });
    else fail(problems, 'DX0113', { operator: '.' }, span);
  } else {
    const found = atEof ? tree.closer : describe(token);
    fail(problems, 'DX0101', { found, expected: error.message }, span, { atEnd: atEof && endsTheText(tree) });
  }
}

function precedingToken(tree: Tree, token: Token | undefined): Token | undefined {
  if (token === undefined) return tree.tokens[tree.tokens.length - 1];
  return tree.tokens[tree.tokens.indexOf(token) - 1];
}

function isWord(token: Token): boolean {
  return t.keywords.has(token.image) && token.tokenType !== t.Name;
}
