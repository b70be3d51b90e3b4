import { type SourceFile, sourceFile } from '../source/index.ts';
import type { Cell, CodeCell } from './cell.ts';
import { parseSource } from './cells.ts';
import { equalSyntax } from './equal.ts';
import { type LineLayout, layoutOf } from './format-layout.ts';
import { isComment, lex, skipBlanks } from './lexer.ts';
import { noProblems } from './problems.ts';
import * as t from './tokens.ts';

/*
  The formatter rewrites nothing but the blanks between tokens: it keeps comments, recorded outputs, line breaks, and
  what looks like deliberate alignment. Every block it changed is parsed again; where the tree would differ, the block
  stays as it was.
*/

/**
 * The formatted text of a file: spaces around operators, blocks indented by two, no blanks at line ends, at most one
 * empty line in a row, lines ended by `\n`. Blocks with errors and prose are left alone. Idempotent.
 */
export function formatSource(file: SourceFile): string {
  // A last line without its end is not a whole line, which matters for comments.
  const complete =
    file.text === '' || file.text.endsWith('\n') ? file : sourceFile(file.name, `${file.text}\n`);
  const text = parseSource(complete).map(formatCell).join('');
  return text.replace(/^\n+/, '').replace(/\n{2,}$/, '\n');
}

function formatCell(cell: Cell): string {
  const text = cell.text.replace(/\r\n/g, '\n');
  switch (cell.tag) {
    case 'prose':
      return text;
    case 'output':
      return text.replace(/[ \t]+$/gm, '');
    case 'blank':
      return text
        .replace(/^\ufeff/, '')
        .replace(/[ \t]+$/gm, '')
        .replace(/\n{3,}/g, '\n\n')
        .replace(/^\n{2,}/, '\n');
    case 'code':
      return cell.diagnostics.length > 0 ? text : formatCode(cell);
  }
}

function formatCode(cell: CodeCell): string {
  const formatted = rewrite(cell.text);
  const [again, more] = parseSource(sourceFile('formatted', formatted));
  const same =
    again?.tag === 'code' &&
    more === undefined &&
    again.diagnostics.length === 0 &&
    equalSyntax(again.item, cell.item) &&
    equalSyntax(again.prefixes, cell.prefixes);
  return same ? formatted : cell.text;
}

/** A token with its kind, as the rules for blanks see it. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly kind: 'open' | 'close' | 'comma' | 'operand' | 'word' | 'infix' | 'other';
  readonly image: string;
}

function rewrite(text: string): string {
  const layout = layoutOf(text);
  const out: string[] = [];
  let previous: Piece | null = null;
  for (const piece of pieces(text)) {
    const gap = text.slice(previous?.end ?? 0, piece.start);
    out.push(gap.includes('\n') ? lineGap(gap, piece, layout) : inlineGap(gap, previous, piece));
    out.push(text.slice(piece.start, piece.end));
    previous = piece;
  }
  const rest = text.slice(previous?.end ?? 0);
  out.push(trailing(rest.split('\n')[0]!), '\n');
  return out.join('');
}

/** Operators that stand close to their operands, or as the author likes. */
const asWritten = new Set(['!', '@', '..', '<..', '..<', '=>', '.', '\\', '\\.']);

/** The tokens of a text whose item has no errors. */
function* pieces(text: string): Generator<Piece> {
  const problems = noProblems(sourceFile('', text));
  let at = 0;
  let operand = false;
  const last: Piece[] = [];
  for (;;) {
    const gap = skipBlanks(text, at);
    const lexeme = lex(text, gap.end, operand && !gap.blank, problems);
    if (lexeme === null || lexeme === 'error') return;
    if ('bracket' in lexeme) {
      const open = '([{'.includes(lexeme.bracket);
      const bracket: Piece = {
        start: gap.end,
        end: lexeme.end,
        kind: open ? 'open' : 'close',
        image: lexeme.bracket,
      };
      yield bracket;
      last.push(bracket);
      operand = !open;
      at = lexeme.end;
      continue;
    }
    const { token } = lexeme;
    const kind: Piece['kind'] = isCommand(last) ? 'word' : kindAfter(last, token, operand);
    const piece: Piece = { start: token.startOffset, end: token.end, kind, image: token.image };
    yield piece;
    last.push(piece);
    operand = kind === 'operand';
    at = token.end;
  }
}

/** Whether the token after these is the word of a command: `:p -1`. */
function isCommand(before: readonly Piece[]): boolean {
  return before.length === 1 && before[0]!.image === ':';
}

function kindAfter(before: readonly Piece[], token: t.Token, afterOperand: boolean): Piece['kind'] {
  return token.tokenType === t.Equals && !namesArgument(before) ? 'infix' : kindOf(token, afterOperand);
}

/** Whether an equal sign after these tokens names an argument: `f(n=Fin 3, …)`. Any other one is a binding's. */
function namesArgument(before: readonly Piece[]): boolean {
  const opening = before.at(-2);
  return opening !== undefined && (opening.image === '(' || opening.image === ',');
}

function kindOf(token: t.Token, afterOperand: boolean): Piece['kind'] {
  switch (token.tokenType) {
    case t.Name:
    case t.Hole:
    case t.Nat:
    case t.Float:
    case t.Char:
    case t.Text:
    case t.Field:
    case t.Primitive:
      return 'operand';
    case t.Comma:
    case t.Semicolon:
      return 'comma';
    case t.Arrow:
    case t.LeftArrow:
      return 'infix';
    case t.Operator:
      return afterOperand && !asWritten.has(token.image) ? 'infix' : 'other';
    case t.Colon:
    case t.Bar:
    case t.Equals:
    case t.Dot:
    case t.Lambda:
    case t.Thunk:
      return 'other';
    default:
      return 'word';
  }
}

/** Blanks between two tokens on one line. Several in a row before what is often aligned are kept. */
function inlineGap(gap: string, previous: Piece | null, next: Piece): string {
  if (previous === null) return gap;
  if (next.kind === 'comma' || next.kind === 'close' || previous.kind === 'open') return '';
  if (previous.kind === 'comma') return ' ';
  const aligned = gap.length > 1 && (next.kind === 'infix' || next.image === ':');
  if (aligned) return gap;
  if (next.kind === 'infix' || previous.kind === 'infix') return ' ';
  return gap === '' ? '' : ' ';
}

/** Line breaks between two tokens, with the comments among them. */
function lineGap(gap: string, next: Piece, layout: LineLayout): string {
  const [first, ...later] = gap.split('\n').map((line) => line.replace(/\r$/, ''));
  const indent = layout.indentOf(next.start);
  const shift = indent - later[later.length - 1]!.length;
  const lines = [trailing(first!)];
  let empty = false;
  for (const line of later.slice(0, -1)) {
    const comment = line.trim();
    if (comment === '' && empty) continue;
    empty = comment === '';
    lines.push(empty ? '' : ' '.repeat(Math.max(0, line.length - line.trimStart().length + shift)) + comment);
  }
  return `${lines.join('\n')}\n${' '.repeat(indent)}`;
}

/** What follows the last token of a line: a comment, set off by the blanks that the author gave it. */
function trailing(text: string): string {
  const comment = text.trim();
  if (comment === '' || !isComment(comment, 0)) return '';
  const blanks = text.length - text.trimStart().length;
  return ' '.repeat(Math.max(1, blanks)) + comment;
}
