import { type Code, joinSpans, type ParamsOf, type Span } from '../source/index.ts';
import { nameStart } from './characters.ts';
import type { Arg, Group, RowGroup, Slot } from './groups.ts';
import { MAX_NESTING } from './nesting.ts';
import type { Token, Tree } from './tokens.ts';
import * as t from './tokens.ts';

/*
  Operator precedence: a flat sequence of operands and operators becomes a group. The levels are those that upstream's
  parser really has (section 3.3 of the language reference), 1 the tightest; all operators that are not listed share
  level 5, so `x + 1 < y` is `x + (1 < y)`.
*/

/** A token, or a construct that the grammar has already grouped. */
export type Part = Token | Group;

/** Where the resolver reports to, and what it leaves for later. */
export interface Resolving {
  readonly fail: <C extends Code>(code: C, params: ParamsOf<C>, span: Span, atEnd?: boolean) => void;
  readonly arguments: (tree: Tree) => Slot<readonly Arg[]>;
  /** What stands behind the sequence, on the same line, in words; null where nothing does. */
  readonly next: () => string | null;
  readonly effectRow: (tree: Tree) => Slot<RowGroup>;
}

type Associativity = 'left' | 'right' | 'none' | 'postfix';

interface Level {
  readonly level: number;
  readonly associativity: Associativity;
}

const JUXTAPOSITION = 2;
const SIGN = 3;
const RANGE = 9;
const LOOSEST = 40;

const levels: ReadonlyMap<string, Level> = new Map(
  (
    [
      [1, 'left', '!'],
      [6, 'left', '+ -'],
      [7, 'left', '&&'],
      [8, 'left', '||'],
      [RANGE, 'postfix', '.. <..'],
      [10, 'right', '=>'],
      [11, 'right', '-> ->>'],
      [12, 'left', '>>>'],
      [13, 'left', '<<<'],
      [14, 'left', '@'],
      [15, 'none', '::'],
      [16, 'right', '$'],
      [17, 'left', '|'],
      [18, 'none', '+= :='],
      [19, 'right', ':'],
      [20, 'right', ',>'],
      [21, 'right', '&>'],
      [23, 'left', '='],
    ] as const
  ).flatMap(([level, associativity, ops]) =>
    ops.split(' ').map((op) => [op, { level, associativity }] as const),
  ),
);

const WITH: Level = { level: 22, associativity: 'postfix' };
const BACKQUOTED: Level = { level: 4, associativity: 'left' };
const ORDINARY: Level = { level: 5, associativity: 'left' };

/** Operators that are reserved and have no place in an expression. */
const meaningless = new Set(['..<', '<..<', '?', '?->', '?=>', '--', '--o', '.', '\\', '\\.', ',']);

function levelOf(token: Token): Level {
  if (token.tokenType === t.With) return WITH;
  if (token.value === 'backquoted') return BACKQUOTED;
  return levels.get(token.image) ?? ORDINARY;
}

/** The level of an operator that stands in a chain, by name. Names that are words stand in backquotes. */
export function levelOfOperator(name: string): number {
  return nameStart(name, 0) > 0 ? BACKQUOTED.level : (levels.get(name) ?? ORDINARY).level;
}

const isToken = (part: Part): part is Token => 'tokenType' in part;

/** The place of a token. */
export function tokenSpan(token: Token): Span {
  return { start: token.startOffset, end: token.end };
}

const partSpan = (part: Part): Span => (isToken(part) ? tokenSpan(part) : part.span);

/** Whether a part begins an operand, or continues one without being an operator. */
function startsOperand(part: Part | undefined): boolean {
  if (part === undefined) return false;
  if (!isToken(part)) return true;
  switch (part.tokenType) {
    case t.Name:
    case t.Hole:
    case t.Nat:
    case t.Float:
    case t.Char:
    case t.Text:
    case t.Primitive:
    case t.Paren:
    case t.Square:
      return true;
    default:
      return false;
  }
}

/** Groups a whole sequence. An empty sequence is the caller's mistake to report. */
export function resolve(parts: readonly Part[], end: number, cx: Resolving): Group {
  const resolver = new Resolver(parts, end, cx);
  const group = resolver.expression(LOOSEST);
  resolver.expectEnd();
  return group;
}

/** Groups a sequence of binders: what juxtaposition would join is kept apart. */
export function resolveBinders(parts: readonly Part[], end: number, cx: Resolving): Group[] {
  const resolver = new Resolver(parts, end, cx, false);
  const groups: Group[] = [];
  while (!resolver.atEnd && !resolver.failed) groups.push(resolver.expression(LOOSEST));
  return groups;
}

class Resolver {
  failed = false;
  private at = 0;
  private readonly parts: readonly Part[];
  private readonly end: number;
  private readonly cx: Resolving;
  private readonly juxtapose: boolean;

  constructor(parts: readonly Part[], end: number, cx: Resolving, juxtapose = true) {
    this.parts = parts;
    this.end = end;
    this.cx = cx;
    this.juxtapose = juxtapose;
  }

  get atEnd(): boolean {
    return this.at >= this.parts.length;
  }

  expectEnd(): void {
    const part = this.parts[this.at];
    if (part === undefined || this.failed) return;
    const span = partSpan(part);
    if (isToken(part) && part.tokenType === t.Dot) this.fail('DX0113', { operator: '.' }, span);
    else
      this.fail(
        'DX0101',
        { found: describe(part), expected: 'an operator or the end of the expression' },
        span,
      );
  }

  /** An expression of operators of at most the given level. Recurses once per level, never once per term. */
  expression(limit: number): Group {
    let left = this.operandAt(limit);
    let reached = left.tag === 'prefix' ? prefixLevel(left.op) : 0;
    for (;;) {
      const part = this.parts[this.at];
      if (part === undefined || this.failed) return left;
      if (startsOperand(part)) {
        if (!this.juxtapose || reached > JUXTAPOSITION || limit < JUXTAPOSITION) return left;
        left = this.juxtaposed(left);
        reached = JUXTAPOSITION;
        continue;
      }
      if (!isToken(part) || !this.isInfix(part)) return left;
      const { level, associativity } = levelOf(part);
      if (level > limit) return left;
      if (level < reached || (level === reached && associativity !== 'left')) {
        this.fail('DX0114', { operator: part.image }, tokenSpan(part));
        return left;
      }
      reached = level;
      switch (associativity) {
        case 'left':
          left = this.chain(left, level);
          break;
        case 'right':
          left = this.rightNested(left, level);
          break;
        case 'none':
          this.at += 1;
          left = binary(part, null, left, this.expression(level - 1));
          break;
        case 'postfix':
          left = this.postfixed(left, part);
          break;
      }
    }
  }

  private isInfix(token: Token): boolean {
    switch (token.tokenType) {
      case t.Operator:
      case t.Colon:
      case t.Bar:
      case t.Arrow:
      case t.Equals:
      case t.With:
        break;
      default:
        return false;
    }
    if (!meaningless.has(token.image) && !(token.image.length > 1 && glues(token.image))) return true;
    this.fail('DX0113', { operator: token.image }, tokenSpan(token));
    return false;
  }

  private fail<C extends Code>(code: C, params: ParamsOf<C>, span: Span, atEnd = false): void {
    if (!this.failed) this.cx.fail(code, params, span, atEnd);
    this.failed = true;
  }

  private juxtaposed(first: Group): Group {
    const rest: Group[] = [];
    while (startsOperand(this.parts[this.at]) && !this.failed) rest.push(this.expression(JUXTAPOSITION - 1));
    return { tag: 'juxtaposition', first, rest, span: joinSpans(first.span, last(rest)?.span ?? first.span) };
  }

  private chain(first: Group, level: number): Group {
    const rest: { op: Token; operand: Group }[] = [];
    for (;;) {
      const op = this.parts[this.at];
      if (op === undefined || !isToken(op) || this.failed || !this.isInfix(op) || levelOf(op).level !== level)
        break;
      this.at += 1;
      rest.push({ op, operand: this.expression(level - 1) });
    }
    return { tag: 'chain', first, rest, span: joinSpans(first.span, last(rest)?.operand.span ?? first.span) };
  }

  private rightNested(first: Group, level: number): Group {
    const operands: Group[] = [first];
    const ops: { op: Token; effects: Slot<RowGroup> | null }[] = [];
    for (;;) {
      const op = this.parts[this.at];
      if (op === undefined || !isToken(op) || this.failed || !this.isInfix(op) || levelOf(op).level !== level)
        break;
      this.at += 1;
      const row = this.parts[this.at];
      const hasRow =
        op.tokenType === t.Arrow && row !== undefined && isToken(row) && row.tokenType === t.Brace;
      if (hasRow) this.at += 1;
      ops.push({ op, effects: hasRow ? this.cx.effectRow(row.inner!) : null });
      if (ops.length > MAX_NESTING) {
        this.fail('DX0801', { limit: MAX_NESTING }, tokenSpan(op));
        break;
      }
      operands.push(this.expression(level - 1));
    }
    let group = operands.pop()!;
    while (operands.length > 0) {
      const { op, effects } = ops[operands.length - 1]!;
      group = binary(op, effects, operands.pop()!, group);
    }
    return group;
  }

  private postfixed(operand: Group, op: Token): Group {
    this.at += 1;
    if (op.tokenType !== t.With) {
      return { tag: 'postfix', op, operand, span: joinSpans(operand.span, tokenSpan(op)) };
    }
    const binders = this.parts[this.at];
    if (binders === undefined || !isToken(binders) || binders.tokenType !== t.Paren) {
      this.missing('parentheses with binders after `with`');
      return operand;
    }
    this.at += 1;
    const span = joinSpans(operand.span, tokenSpan(binders));
    return { tag: 'with', type: operand, items: this.cx.arguments(binders.inner!), span };
  }

  /** An operand with its prefix operator, where operators of the prefix's level may stand. */
  private operandAt(limit: number): Group {
    const part = this.parts[this.at];
    if (part !== undefined && isToken(part) && part.tokenType === t.Operator && part.value === null) {
      const level = prefixLevel(part);
      if (level > 0 && level <= limit) {
        this.at += 1;
        const operand = this.expression(level - 1);
        return { tag: 'prefix', op: part, operand, span: joinSpans(tokenSpan(part), operand.span) };
      }
    }
    return this.operand();
  }

  private operand(): Group {
    const part = this.parts[this.at];
    if (!startsOperand(part)) return this.missing('an expression');
    this.at += 1;
    let group = isToken(part!) ? this.leaf(part) : part!;
    let postfixes = 0;
    for (;;) {
      const next = this.parts[this.at];
      if (next === undefined || !isToken(next)) return group;
      const span = joinSpans(group.span, tokenSpan(next));
      if (next.tokenType === t.CallParen) {
        group = { tag: 'call', target: group, items: this.cx.arguments(next.inner!), span };
      } else if (next.tokenType === t.CallSquare) {
        group = { tag: 'index', target: group, items: this.cx.arguments(next.inner!), span };
      } else if (next.tokenType === t.Field) {
        group = { tag: 'field', target: group, field: next, span };
      } else {
        return group;
      }
      this.at += 1;
      postfixes += 1;
      if (postfixes > MAX_NESTING) {
        this.fail('DX0801', { limit: MAX_NESTING }, tokenSpan(next));
        return group;
      }
    }
  }

  private leaf(token: Token): Group {
    const span = tokenSpan(token);
    switch (token.tokenType) {
      case t.Paren:
        return { tag: 'paren', items: this.cx.arguments(token.inner!), span };
      case t.Square:
        return { tag: 'square', items: this.cx.arguments(token.inner!), span };
      case t.Primitive: {
        const list = this.parts[this.at];
        // An operator in parentheses is a name, not a list of arguments.
        if (list === undefined || !isToken(list) || list.tokenType !== t.CallParen)
          return this.missing('arguments in parentheses');
        this.at += 1;
        const items = this.cx.arguments(list.inner!);
        return { tag: 'primitive', name: token, items, span: joinSpans(span, tokenSpan(list)) };
      }
      default:
        return { tag: 'leaf', token, span };
    }
  }

  private missing(expected: string): Group {
    const part = this.parts[this.at];
    const before = this.parts[this.at - 1];
    const span = part === undefined ? { start: this.end, end: this.end } : partSpan(part);
    if (part !== undefined && isToken(part) && meaningless.has(part.image) && part.tokenType === t.Operator) {
      this.fail('DX0113', { operator: part.image }, span);
    } else {
      const found = part === undefined ? (this.cx.next() ?? 'the end of the expression') : describe(part);
      const after = before === undefined ? '' : ` after ${describe(before)}`;
      this.fail('DX0101', { found, expected: expected + after }, span, part === undefined);
    }
    this.at += 1;
    return { tag: 'missing', span };
  }
}

/** The level of a prefix operator; 0 for a token that is none. */
function prefixLevel(op: Token): number {
  switch (op.image) {
    case '-':
    case '+':
      return SIGN;
    case '..':
    case '..<':
      return RANGE;
    default:
      return 0;
  }
}

/** Operators that arise only where a blank is missing: `,-`, `.\`. */
function glues(image: string): boolean {
  return image.includes('\\') || (image.startsWith(',') && image !== ',>');
}

function binary(op: Token, effects: Slot<RowGroup> | null, left: Group, right: Group): Group {
  return { tag: 'binary', op, effects, left, right, span: joinSpans(left.span, right.span) };
}

function last<T>(list: readonly T[]): T | undefined {
  return list[list.length - 1];
}

/** A part as messages name it. */
export function describe(part: Part): string {
  if (!isToken(part)) return part.tag === 'loop' ? `\`${part.keyword.image}\`` : `a \`${part.tag}\``;
  switch (part.tokenType) {
    case t.Name:
    case t.Operator:
    case t.Nat:
    case t.Float:
    case t.Char:
    case t.Field:
      return part.image.length > 40 ? part.tokenType.LABEL! : part.image;
    default:
      return part.tokenType.LABEL ?? part.image;
  }
}
