import type { ItemGroup, Lines, MemberGroup, StatementGroup } from '../groups.ts';
import { tokenSpan } from '../precedence.ts';
import { complain, fail, type Problems } from '../problems.ts';
import * as t from '../tokens.ts';
import type { Def, InlineAnnotation, InstanceMember, Item, ShowCommand, Signature } from '../tree.ts';
import { givenClause, namedOrType, params } from './binders.ts';
import { block, definition, letPattern } from './blocks.ts';
import { contents, type Interpreting, ident, plainGroups } from './context.ts';
import { expression } from './expressions.ts';

type Of<T extends ItemGroup['tag']> = ItemGroup & { readonly tag: T };

/** The item that a group means; null where it cannot be an item at all. Problems are reported. */
export function interpretItem(group: ItemGroup, problems: Problems): Item | null {
  const cx: Interpreting = {
    problems,
    expr: (g) => expression(cx, g),
    block: (body) => block(cx, body),
    def: (def, annotation) => definition(cx, def, annotation),
  };
  const { span } = group;
  switch (group.tag) {
    case 'statement':
      return statementItem(cx, group);
    case 'command':
      return {
        tag: 'command',
        command: group.command.image as ShowCommand,
        name: group.name === null ? null : ident(group.name),
        body: cx.block(group.body),
        span,
      };
    case 'data':
      return {
        tag: 'data',
        ...head(cx, group),
        constructors: contents(group.constructors).map((con) => ({
          name: ident(con.name),
          args: namedOrType(cx, con.args),
          span: con.span,
        })),
        span,
      };
    case 'struct':
      return { tag: 'struct', ...head(cx, group), ...members(cx, group.members), span };
    case 'interface':
      return interfaceItem(cx, group);
    case 'instance':
      return {
        tag: 'instance',
        name: group.name === null ? null : ident(group.name),
        params: group.params === null ? null : params(cx, group.params),
        class: ident(group.class),
        args: plainGroups(cx, group.args).map(cx.expr),
        given: group.given === null ? null : givenClause(cx, group.given),
        members: instanceMembers(cx, group.members),
        span,
      };
    case 'import':
      return { tag: 'import', module: ident(group.module), span };
    case 'foreign':
      return {
        tag: 'foreign',
        symbol: group.symbol.value as string,
        name: ident(group.name),
        type: cx.expr(group.type),
        span,
      };
    case 'customLinearization':
      return {
        tag: 'customLinearization',
        symbolic: group.keyword.image.endsWith('-symbolic'),
        name: ident(group.name),
        value: cx.expr(group.value),
        span,
      };
    case 'effect':
      complain(
        problems,
        'DX0901',
        { construct: `\`${group.keyword.image}\` declarations` },
        tokenSpan(group.keyword),
      );
      return null;
  }
}

function statementItem(cx: Interpreting, { annotation, statement, span }: Of<'statement'>): Item | null {
  const word = annotation === null ? null : (annotation.image as InlineAnnotation);
  switch (statement.tag) {
    case 'def':
      return { tag: 'def', def: cx.def(statement.def, word), span };
    case 'let':
      return {
        tag: 'let',
        annotation: word,
        ...letPattern(cx, statement.left),
        value: cx.block(statement.body),
        span,
      };
    case 'bind':
      complain(cx.problems, 'DX0166', {}, span);
      return null;
    case 'expression':
      if (annotation !== null) fail(cx.problems, 'DX0117', {}, tokenSpan(annotation));
      return { tag: 'expression', expr: cx.expr(statement.group), span };
    case 'pass':
      return { tag: 'pass', span };
  }
}

function head(cx: Interpreting, { head: { name, params: list, given } }: Of<'data'> | Of<'struct'>) {
  return {
    name: ident(name),
    params: params(cx, list),
    given: given === null ? null : givenClause(cx, given),
  };
}

/** The fields and methods of a struct. */
function members(cx: Interpreting, lines: Lines<MemberGroup>): { fields: Signature[]; methods: Def[] } {
  const fields: Signature[] = [];
  const methods: Def[] = [];
  for (const member of contents(lines)) {
    if (member.tag === 'signature') {
      fields.push({ name: ident(member.name), type: cx.expr(member.type), span: member.span });
    } else if (member.tag === 'def') {
      const annotation = member.annotation === null ? null : (member.annotation.image as InlineAnnotation);
      methods.push(cx.def(member.def, annotation));
    }
  }
  return { fields, methods };
}

function interfaceItem(cx: Interpreting, group: Of<'interface'>): Item {
  const methods: Signature[] = [];
  for (const member of contents(group.members)) {
    if (member.tag === 'signature') {
      methods.push({ name: ident(member.name), type: cx.expr(member.type), span: member.span });
    } else if (member.tag === 'def') {
      const params = { found: '`def`', expected: 'a method signature `name : type`' };
      fail(cx.problems, 'DX0101', params, { start: member.span.start, end: member.span.start + 3 });
    }
  }
  const { name, params: list } = group.head;
  return { tag: 'interface', name: ident(name), params: params(cx, list), methods, span: group.span };
}

function instanceMembers(cx: Interpreting, lines: Lines<StatementGroup>): InstanceMember[] {
  const found: InstanceMember[] = [];
  for (const statement of contents(lines)) {
    const { span } = statement;
    if (statement.tag === 'pass') continue;
    if (statement.tag === 'def') {
      found.push({ tag: 'def', def: cx.def(statement.def, null), span });
    } else if (
      statement.tag === 'let' &&
      statement.left.tag === 'leaf' &&
      statement.left.token.tokenType === t.Name
    ) {
      found.push({ tag: 'let', name: ident(statement.left.token), value: cx.block(statement.body), span });
    } else {
      complain(cx.problems, 'DX0158', {}, span);
    }
  }
  return found;
}
