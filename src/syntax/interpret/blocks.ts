import type { BodyGroup, DefGroup, Group, StatementGroup } from '../groups.ts';
import { complain } from '../problems.ts';
import type { Block, Def, Expr, InlineAnnotation, Pattern, Statement } from '../tree.ts';
import { binder, effectRow, givenClause, isBinary, params } from './binders.ts';
import { contents, errorNode, type Interpreting, ident } from './context.ts';
import { pattern } from './patterns.ts';

/** A body as a block: its last statement, which must be an expression, is the result. */
export function block(cx: Interpreting, body: BodyGroup): Block {
  if (body.tag === 'inline') return { statements: [], result: cx.expr(body.group), span: body.span };
  const groups = contents(body.statements);
  const statements: Statement[] = [];
  let result: Expr | null = null;
  for (let k = 0; k < groups.length; k += 1) {
    const group = groups[k]!;
    if (k === groups.length - 1 && group.tag === 'expression') result = cx.expr(group.group);
    else statements.push(statement(cx, group));
  }
  if (result === null) {
    const last = groups[groups.length - 1]?.span ?? body.span;
    complain(cx.problems, 'DX0150', {}, last);
    result = errorNode(last);
  }
  return { statements, result, span: body.span };
}

function statement(cx: Interpreting, group: StatementGroup): Statement {
  const { span } = group;
  switch (group.tag) {
    case 'def':
      return { tag: 'def', def: cx.def(group.def, null), span };
    case 'let':
      return { tag: 'let', ...letPattern(cx, group.left), value: cx.block(group.body), span };
    case 'bind':
      return { tag: 'bind', binder: binder(cx, group.left), call: cx.block(group.body), span };
    case 'expression':
      return { tag: 'expression', expr: cx.expr(group.group), span };
    case 'pass':
      return { tag: 'pass', span };
  }
}

/** `pattern` or `pattern : type`. */
export function letPattern(cx: Interpreting, left: Group): { pattern: Pattern; type: Expr | null } {
  if (isBinary(left, ':')) return { pattern: pattern(cx, left.left), type: cx.expr(left.right) };
  return { pattern: pattern(cx, left), type: null };
}

/** A function definition. */
export function definition(cx: Interpreting, def: DefGroup, annotation: InlineAnnotation | null): Def {
  const { result } = def;
  return {
    annotation,
    name: ident(def.name),
    params: params(cx, def.params),
    result:
      result === null
        ? null
        : {
            arrow: result.arrow.image as '->' | '->>',
            effects: result.effects === null ? null : effectRow(cx, result.effects.row, result.effects.span),
            type: cx.expr(result.type),
          },
    given: def.given === null ? null : givenClause(cx, def.given),
    body: cx.block(def.body),
    span: def.span,
  };
}
