import type { Span } from '../../source/index.ts';
import type { Group } from '../groups.ts';
import { complain } from '../problems.ts';
import * as t from '../tokens.ts';
import type { Pattern } from '../tree.ts';
import { isBinary } from './binders.ts';
import { errorNode, type Interpreting, ident, plainGroups, stripParens } from './context.ts';

/** The pattern of an alternative: a bare name is a constructor without arguments. */
export function alternativePattern(cx: Interpreting, group: Group): Pattern {
  if (group.tag === 'leaf' && group.token.tokenType === t.Name) {
    return { tag: 'con', name: ident(group.token), args: [], span: group.span };
  }
  return pattern(cx, group);
}

/** A pattern: a bare name is a variable; a name in parentheses is a constructor without arguments. */
export function pattern(cx: Interpreting, group: Group): Pattern {
  const { span } = group;
  switch (group.tag) {
    case 'leaf':
      if (group.token.tokenType === t.Name) return { tag: 'var', name: group.token.image, span };
      if (group.token.tokenType === t.Hole) return { tag: 'hole', span };
      break;
    case 'paren': {
      const inner = stripParens(group);
      if (inner !== group) return { ...alternativePattern(cx, inner), span };
      return { tag: 'tuple', elements: plainGroups(cx, group.items).map((g) => pattern(cx, g)), span };
    }
    case 'square':
      return { tag: 'table', elements: plainGroups(cx, group.items).map((g) => pattern(cx, g)), span };
    case 'call':
      return constructorPattern(cx, group, group.target, plainGroups(cx, group.items));
    case 'juxtaposition':
      if (group.rest.length === 1 && group.first.tag === 'leaf') {
        return constructorPattern(cx, group, group.first, group.rest);
      }
      complain(cx.problems, 'DX0154', {}, span);
      return errorNode(span);
    case 'binary':
      if (!isBinary(group, ',>')) break;
      return { tag: 'pair', first: pattern(cx, group.left), second: pattern(cx, group.right), span };
    case 'missing':
      return errorNode(span);
    default:
      break;
  }
  complain(cx.problems, 'DX0153', { text: textAt(cx, span) }, span);
  return errorNode(span);
}

function constructorPattern(cx: Interpreting, whole: Group, head: Group, args: readonly Group[]): Pattern {
  if (head.tag !== 'leaf' || head.token.tokenType !== t.Name) {
    complain(cx.problems, 'DX0153', { text: textAt(cx, whole.span) }, whole.span);
    return errorNode(whole.span);
  }
  return { tag: 'con', name: ident(head.token), args: args.map((g) => pattern(cx, g)), span: whole.span };
}

function textAt(cx: Interpreting, { start, end }: Span): string {
  return cx.problems.file.text.slice(start, end);
}
