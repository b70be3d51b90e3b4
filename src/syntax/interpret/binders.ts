import type { Span } from '../../source/index.ts';
import type { Arg, GivenGroup, Group, RowGroup, Slot } from '../groups.ts';
import { complain } from '../problems.ts';
import * as t from '../tokens.ts';
import type { Binder, Effect, EffectRow, ExplicitParam, GivenClause, LoopBinder, Param } from '../tree.ts';
import { contents, type Interpreting, ident, stripParens } from './context.ts';

type Chain = Group & { readonly tag: 'chain' };
type Binary = Group & { readonly tag: 'binary' };

export const isBinary = (group: Group, op: string): group is Binary =>
  group.tag === 'binary' && group.op.image === op;

const isConstrained = (group: Group): group is Chain =>
  group.tag === 'chain' && group.rest[0]?.op.image === '|';

/** `x`, `_`, `x:T`, `x|C1|C2`: a binder, with or without constraints. */
export function explicitParam(cx: Interpreting, group: Group): ExplicitParam {
  if (isConstrained(group)) {
    const { name } = binder(cx, group.first);
    if (name === null) complain(cx.problems, 'DX0152', {}, group.span);
    const constraints = group.rest.map((link) => cx.expr(link.operand));
    return { tag: 'explicit', name, type: null, constraints, span: group.span };
  }
  return { tag: 'explicit', ...binder(cx, group), constraints: [] };
}

/** `x`, `_`, `x:T`: a binder that cannot be constrained. */
export function binder(cx: Interpreting, group: Group): Binder {
  if (isBinary(group, ':')) {
    const { name } = binder(cx, group.left);
    return { name, type: cx.expr(group.right), span: group.span };
  }
  if (group.tag === 'leaf' && group.token.tokenType === t.Name) {
    return { name: ident(group.token), type: null, span: group.span };
  }
  if (group.tag === 'leaf' && group.token.tokenType === t.Hole) {
    return { name: null, type: null, span: group.span };
  }
  const constrained = isConstrained(group);
  complain(cx.problems, constrained ? 'DX0155' : 'DX0151', {}, group.span);
  return { name: null, type: null, span: group.span };
}

/** A binder of a lambda: in parentheses it may be a whole `given` clause. */
export function lambdaParam(cx: Interpreting, group: Group): Param {
  if (group.tag === 'paren') {
    const [only, more] = contents(group.items);
    if (only?.tag === 'given' && more === undefined) return givenClause(cx, only);
  }
  return { ...explicitParam(cx, stripParens(group)), span: group.span };
}

/** A binder of a loop, with its mesh axis. */
export function loopBinder(cx: Interpreting, axis: t.Token | null, group: Group): LoopBinder {
  return {
    axis: axis === null ? null : ident(axis),
    binder: { ...binder(cx, stripParens(group)), span: group.span },
  };
}

/** The parameters of a definition, a type or an interface. */
export function params(cx: Interpreting, items: Slot<readonly Arg[]> | null): Param[] {
  return contents(items).map((arg) =>
    arg.tag === 'given' ? givenClause(cx, arg) : explicitParam(cx, arg.group),
  );
}

/** The parameters of a function type: what is no binder is a type. */
export function typeParams(cx: Interpreting, items: Slot<readonly Arg[]>): Param[] {
  return contents(items).map((arg): Param => {
    if (arg.tag === 'given') return givenClause(cx, arg);
    const { group } = arg;
    if (isConstrained(group) || isBinary(group, ':')) return explicitParam(cx, group);
    return { tag: 'explicit', name: null, type: cx.expr(group), constraints: [], span: group.span };
  });
}

/** `name:T`, or a type alone: arguments of constructors, and constraints. */
export function namedOrType(cx: Interpreting, items: Slot<readonly Arg[]> | null): Binder[] {
  return contents(items).map((arg): Binder => {
    if (arg.tag === 'given') {
      complain(cx.problems, 'DX0159', {}, arg.span);
      return { name: null, type: null, span: arg.span };
    }
    const { group } = arg;
    if (isBinary(group, ':') || isConstrained(group)) return binder(cx, group);
    return { name: null, type: cx.expr(group), span: group.span };
  });
}

/** `given (…) (…)` */
export function givenClause(cx: Interpreting, given: GivenGroup): GivenClause {
  const implicits: ExplicitParam[] = [];
  for (const arg of contents(given.implicits)) {
    if (arg.tag === 'given') complain(cx.problems, 'DX0159', {}, arg.span);
    else implicits.push(explicitParam(cx, arg.group));
  }
  return { tag: 'given', implicits, constraints: namedOrType(cx, given.constraints), span: given.span };
}

/** `{State h, IO | eff}` */
export function effectRow(cx: Interpreting, slot: Slot<RowGroup>, span: Span): EffectRow {
  const row = slot.value ?? { effects: [], tail: null };
  const tail = row.tail === null ? null : binder(cx, row.tail).name;
  const effects: Effect[] = [];
  for (const group of row.effects) {
    const found = effect(cx, group);
    if (found === null)
      complain(
        cx.problems,
        'DX0157',
        { text: cx.problems.file.text.slice(group.span.start, group.span.end) },
        group.span,
      );
    else effects.push(found);
  }
  return { effects, tail, span };
}

function effect(cx: Interpreting, group: Group): Effect | null {
  if (group.tag === 'leaf' && group.token.tokenType === t.Name) {
    return { name: ident(group.token), argument: null, span: group.span };
  }
  const [head, args] =
    group.tag === 'juxtaposition'
      ? [group.first, group.rest]
      : group.tag === 'call'
        ? [group.target, contents(group.items).flatMap((arg) => (arg.tag === 'group' ? [arg.group] : []))]
        : [group, []];
  if (head.tag !== 'leaf' || head.token.tokenType !== t.Name || args.length !== 1) return null;
  return { name: ident(head.token), argument: cx.expr(args[0]!), span: group.span };
}
