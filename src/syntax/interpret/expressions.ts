import { joinSpans, type Span } from '../../source/index.ts';
import type { Arg, Group, Slot } from '../groups.ts';
import { MAX_NESTING } from '../nesting.ts';
import { tokenSpan } from '../precedence.ts';
import { complain } from '../problems.ts';
import * as t from '../tokens.ts';
import type { CallExpr, ChainLink, Expr, NamedArg } from '../tree.ts';
import { binder, effectRow, isBinary, lambdaParam, loopBinder, typeParams } from './binders.ts';
import { contents, errorNode, type Interpreting, ident, plainGroups, stripParens } from './context.ts';
import { alternativePattern } from './patterns.ts';

/*
  Groups as expressions (section 3.2 of the language reference). The functions here recurse on nesting, which is bounded;
  each form has a function of its own, so that the frame of the dispatcher stays small.
*/

type Of<T extends Group['tag']> = Group & { readonly tag: T };

/** The expression that a group means. What means nothing is reported and becomes an `error` node. */
export function expression(cx: Interpreting, group: Group): Expr {
  switch (group.tag) {
    case 'leaf':
      return leaf(group);
    case 'paren':
      return parenthesized(cx, group);
    case 'square':
      return { tag: 'table', elements: exprs(cx, plainGroups(cx, group.items)), span: group.span };
    case 'call':
      return call(cx, group);
    case 'index':
      return index(cx, group);
    case 'field':
      return field(cx, group);
    case 'primitive':
      return primitive(cx, group);
    case 'juxtaposition':
      return juxtaposition(cx, group);
    case 'prefix':
      return prefix(cx, group);
    case 'postfix': {
      const kind = group.op.image === '..' ? 'from' : 'after';
      return { tag: 'range', kind, limit: cx.expr(group.operand), span: group.span };
    }
    case 'chain':
      return chain(cx, group);
    case 'binary':
      return binary(cx, group);
    case 'with':
      return withType(cx, group);
    case 'lambda':
      return lambda(cx, group);
    case 'loop':
      return loop(cx, group);
    case 'do':
      return { tag: 'do', body: cx.block(group.body), span: group.span };
    case 'case':
      return caseOf(cx, group);
    case 'if':
      return conditional(cx, group);
    case 'missing':
      return errorNode(group.span);
  }
}

function exprs(cx: Interpreting, groups: readonly Group[]): Expr[] {
  const out: Expr[] = [];
  for (const group of groups) out.push(expression(cx, group));
  return out;
}

function leaf({ token, span }: Of<'leaf'>): Expr {
  switch (token.tokenType) {
    case t.Hole:
      return { tag: 'hole', span };
    case t.Nat:
      return { tag: 'nat', value: token.value as bigint, span };
    case t.Float:
      return { tag: 'float', value: token.value as number, span };
    case t.Char:
      return { tag: 'char', value: token.value as number, span };
    case t.Text:
      return { tag: 'string', value: token.value as string, span };
    default:
      return { tag: 'var', name: token.image, span };
  }
}

function parenthesized(cx: Interpreting, group: Of<'paren'>): Expr {
  const inner = stripParens(group);
  if (inner !== group) return expression(cx, inner);
  return { tag: 'tuple', elements: exprs(cx, plainGroups(cx, group.items)), span: group.span };
}

/** Appends arguments: to the call that `target` is, or to a new call of `target`. */
function apply(target: Expr, args: readonly Expr[], span: Span): CallExpr {
  if (target.tag === 'call') return { ...target, args: [...target.args, ...args], span };
  return { tag: 'call', function: target, args, named: [], span };
}

function call(cx: Interpreting, group: Of<'call'>): Expr {
  const target = expression(cx, group.target);
  const { args, named } = callArguments(cx, group.items);
  return { tag: 'call', function: target, args, named, span: group.span };
}

function callArguments(cx: Interpreting, items: Slot<readonly Arg[]>): { args: Expr[]; named: NamedArg[] } {
  const args: Expr[] = [];
  const named: NamedArg[] = [];
  for (const group of plainGroups(cx, items)) {
    const link = group.tag === 'chain' && group.rest.length === 1 ? group.rest[0]! : null;
    if (group.tag === 'chain' && link?.op.tokenType === t.Equals) {
      const name = group.first;
      if (name.tag !== 'leaf' || name.token.tokenType !== t.Name)
        complain(cx.problems, 'DX0167', {}, name.span);
      else named.push({ name: ident(name.token), value: expression(cx, link.operand) });
    } else {
      args.push(expression(cx, group));
    }
  }
  return { args, named };
}

function index(cx: Interpreting, group: Of<'index'>): Expr {
  const table = expression(cx, group.target);
  const indices = exprs(cx, plainGroups(cx, group.items));
  if (indices.length > 0) return { tag: 'index', table, indices, span: group.span };
  const at = { start: group.span.end - 1, end: group.span.end };
  complain(cx.problems, 'DX0101', { found: ']', expected: 'an index' }, at);
  return errorNode(group.span);
}

function field(cx: Interpreting, group: Of<'field'>): Expr {
  const target = expression(cx, group.target);
  const { field: token } = group;
  const name = token.value as string | number;
  return {
    tag: 'field',
    target,
    field: { name, span: { start: token.startOffset + 1, end: token.end } },
    span: group.span,
  };
}

function primitive(cx: Interpreting, group: Of<'primitive'>): Expr {
  return {
    tag: 'primitive',
    name: ident(group.name),
    args: exprs(cx, plainGroups(cx, group.items)),
    span: group.span,
  };
}

function juxtaposition(cx: Interpreting, group: Of<'juxtaposition'>): Expr {
  const target = expression(cx, group.first);
  return apply(target, exprs(cx, group.rest), group.span);
}

function prefix(cx: Interpreting, { op, operand, span }: Of<'prefix'>): Expr {
  if (op.image === '..' || op.image === '..<') {
    return { tag: 'range', kind: op.image === '..' ? 'upTo' : 'below', limit: expression(cx, operand), span };
  }
  const negative = op.image === '-';
  if (operand.tag === 'leaf' && operand.token.tokenType === t.Nat) {
    const value = operand.token.value as bigint;
    return { tag: 'int', value: negative ? -value : value, span };
  }
  if (operand.tag === 'leaf' && operand.token.tokenType === t.Float) {
    // A literal has no negative zero: upstream reads `-0.0` as zero (language.md 8.1).
    const value = operand.token.value as number;
    return { tag: 'float', value: negative && value !== 0 ? -value : value, span };
  }
  const inner = expression(cx, operand);
  return negative ? { tag: 'negate', operand: inner, span } : inner;
}

function chain(cx: Interpreting, group: Of<'chain'>): Expr {
  const first = expression(cx, group.first);
  const op = group.rest[0]!.op;
  if (op.tokenType === t.Bar) return pipe(cx, first, group);
  if (op.tokenType === t.Equals) {
    complain(cx.problems, 'DX0161', {}, tokenSpan(op));
    return errorNode(group.span);
  }
  const rest: ChainLink[] = [];
  for (const link of group.rest) rest.push({ op: ident(link.op), operand: expression(cx, link.operand) });
  return { tag: 'chain', first, rest, span: group.span };
}

/** `x | f(a)` is `f(x, a)`. */
function pipe(cx: Interpreting, first: Expr, group: Of<'chain'>): Expr {
  if (group.rest.length > MAX_NESTING) {
    complain(cx.problems, 'DX0801', { limit: MAX_NESTING }, group.span);
    return errorNode(group.span);
  }
  let value = first;
  for (const { operand } of group.rest) {
    const stage = expression(cx, operand);
    const span = joinSpans(first.span, operand.span);
    value =
      stage.tag === 'call'
        ? { ...stage, args: [value, ...stage.args], span }
        : { tag: 'call', function: stage, args: [value], named: [], span };
  }
  return value;
}

function binary(cx: Interpreting, group: Of<'binary'>): Expr {
  const { op, left, right, span } = group;
  switch (op.image) {
    case '->':
    case '->>':
      return functionType(cx, group, op.image);
    case '=>':
      return tableType(cx, left, right, span);
    case '&>':
      return pairType(cx, left, right, span);
    case ',>':
      return { tag: 'pair', first: expression(cx, left), second: expression(cx, right), span };
    case '::':
      return { tag: 'ascribe', expr: expression(cx, left), type: expression(cx, right), span };
    case '$': {
      const target = expression(cx, left);
      return apply(target, [expression(cx, right)], span);
    }
    case ':':
      complain(cx.problems, 'DX0162', {}, tokenSpan(op));
      return errorNode(span);
    default: {
      const rest = [{ op: ident(op), operand: expression(cx, right) }];
      return { tag: 'chain', first: expression(cx, left), rest, span };
    }
  }
}

function functionType(cx: Interpreting, group: Of<'binary'>, arrow: '->' | '->>'): Expr {
  const { left, right, span } = group;
  if (left.tag !== 'paren') {
    // A line break before the arrow: the pattern of the next alternative of a `case` has run into this one.
    const text = cx.problems.file.text.slice(left.span.start, left.span.end);
    complain(cx.problems, 'DX0160', { caseNearby: text.includes('\n') }, left.span);
    return errorNode(span);
  }
  const params = typeParams(cx, left.items);
  const rowSpan = { start: group.op.end, end: right.span.start };
  const effects = group.effects === null ? null : effectRow(cx, group.effects, rowSpan);
  return { tag: 'functionType', params, arrow, effects, result: expression(cx, right), span };
}

function tableType(cx: Interpreting, left: Group, right: Group, span: Span): Expr {
  const inner = left.tag === 'paren' ? stripParens(left) : left;
  if (isBinary(inner, ':')) {
    const { name, type } = binder(cx, inner);
    return { tag: 'tableType', binder: name, index: type!, element: expression(cx, right), span };
  }
  return {
    tag: 'tableType',
    binder: null,
    index: expression(cx, left),
    element: expression(cx, right),
    span,
  };
}

function pairType(cx: Interpreting, left: Group, right: Group, span: Span): Expr {
  const inner = stripParens(left);
  if (!isBinary(inner, ':')) {
    complain(cx.problems, 'DX0163', {}, left.span);
    return errorNode(span);
  }
  const { name, type } = binder(cx, inner);
  return { tag: 'pairType', binder: name, first: type!, second: expression(cx, right), span };
}

function withType(cx: Interpreting, group: Of<'with'>): Expr {
  const type = expression(cx, group.type);
  const binders = plainGroups(cx, group.items).map((g) => binder(cx, g));
  if (binders.length === 0 || binders.some((b) => b.type === null)) {
    complain(cx.problems, 'DX0163', {}, group.span);
    return errorNode(group.span);
  }
  return { tag: 'withType', type, binders, span: group.span };
}

function lambda(cx: Interpreting, group: Of<'lambda'>): Expr {
  const params = group.binders.map((b) => lambdaParam(cx, b));
  return { tag: 'lambda', params, body: cx.block(group.body), span: group.span };
}

function loop(cx: Interpreting, group: Of<'loop'>): Expr {
  const binders = group.binders.map((b) => loopBinder(cx, b.axis, b.group));
  const kind = group.keyword.image as 'for' | 'for_' | 'rof' | 'rof_';
  return { tag: 'for', kind, binders, body: cx.block(group.body), span: group.span };
}

function caseOf(cx: Interpreting, group: Of<'case'>): Expr {
  const scrutinee = expression(cx, group.scrutinee);
  const alternatives = contents(group.alternatives).map(({ pattern, body, span }) => ({
    pattern: alternativePattern(cx, pattern),
    body: cx.block(body),
    span,
  }));
  return { tag: 'case', scrutinee, alternatives, span: group.span };
}

function conditional(cx: Interpreting, group: Of<'if'>): Expr {
  const condition = expression(cx, group.condition);
  const branches = group.branches.value;
  if (branches === null) return errorNode(group.span);
  const consequent = cx.block(branches.consequent);
  const otherwise = branches.alternative?.body.value ?? null;
  const alternative = otherwise === null ? null : cx.block(otherwise);
  return { tag: 'if', condition, consequent, alternative, span: group.span };
}
