import type { Span } from '../../source/index.ts';
import type { Arg, BodyGroup, DefGroup, Group, Slot } from '../groups.ts';
import { complain, type Problems } from '../problems.ts';
import type { Token } from '../tokens.ts';
import type { Block, Def, Expr, Ident, InlineAnnotation } from '../tree.ts';

/** What the parts of the interpretation need of each other: expressions contain blocks, and blocks expressions. */
export interface Interpreting {
  readonly problems: Problems;
  readonly expr: (group: Group) => Expr;
  readonly block: (body: BodyGroup) => Block;
  readonly def: (def: DefGroup, annotation: InlineAnnotation | null) => Def;
}

/** A name with its place. */
export function ident(token: Token): Ident {
  return { name: token.image, span: { start: token.startOffset, end: token.end } };
}

/** What a bracket or block holds; nothing if it did not parse. */
export function contents<T>(slot: Slot<readonly T[]> | null): readonly T[] {
  return slot?.value ?? [];
}

/** The groups of an argument list in which `given` cannot stand. */
export function plainGroups(cx: Interpreting, items: Slot<readonly Arg[]>): Group[] {
  const groups: Group[] = [];
  for (const arg of contents(items)) {
    if (arg.tag === 'group') groups.push(arg.group);
    else complain(cx.problems, 'DX0159', {}, arg.span);
  }
  return groups;
}

/** Removes parentheses around a single group. */
export function stripParens(group: Group): Group {
  let inner = group;
  for (;;) {
    if (inner.tag !== 'paren') return inner;
    const [only, more] = contents(inner.items);
    if (only === undefined || more !== undefined || only.tag === 'given') return inner;
    inner = only.group;
  }
}

/** The node for text that means nothing; the caller reports it. */
export function errorNode(span: Span): { readonly tag: 'error'; readonly span: Span } {
  return { tag: 'error', span };
}
