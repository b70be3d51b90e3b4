/** Expressions at top level and commands that show one (language.md 1.4). */
import type { Term } from '../../core/index.ts';
import type { Block, Expr, ShowCommand } from '../../syntax/index.ts';
import { isTypeLike } from '../aliases.ts';
import { preludeData } from '../builtin.ts';
import { type Context, src, type Typed } from '../context.ts';
import { finish } from '../finish.ts';
import { evaluate, force, quote } from '../normalise.ts';
import { constructorCallee, globalCallee, resolve } from '../reference.ts';
import { scalar, type Value } from '../value.ts';
import { type Declared, numbering, topLevelSizes } from './result.ts';

/** Shows the value of an expression. */
export function showValue(cx: Context, command: Exclude<ShowCommand, 't'>, body: Block): Declared {
  const { st } = cx;
  const typed = command === 'html' ? stringOf(cx, body) : cx.rules.inferBlock(cx, body);
  const zonkLater = quote(st, typed.type);
  const zonk = finish(cx);
  const type = zonk(zonkLater);
  if (st.diagnostics.length === 0 && isShownAsText(cx, typed.type)) {
    const value = zonk(quote(st, evaluate(st, typed.term, null)));
    return showStatic(cx, value, body);
  }
  const ref = numbering(st.env).ref('');
  const source = src(cx, body.span);
  return {
    definitions: [{ tag: 'value', ref, source, type, definition: null }],
    names: [],
    computation: { decls: [], outputs: [{ ref, term: zonk(typed.term), type }], source },
    show:
      command === 'html'
        ? { tag: 'html', type }
        : { tag: 'value', command: command === 'export' ? 'p' : command, type },
  };
}

/** Shows a type, or a dictionary, whose sizes may have to be computed. */
function showStatic(cx: Context, value: Term, body: Block): Declared {
  const source = src(cx, body.span);
  const { type, definitions, outputs } = topLevelSizes(value, numbering(cx.st.env), source);
  const computation = outputs.length === 0 ? null : { decls: [], outputs, source };
  return { definitions, names: [], computation, show: { tag: 'type', type } };
}

/** What has no value at run time prints as types do. */
function isShownAsText(cx: Context, type: Value): boolean {
  const t = force(cx.st, type);
  if (t.tag === 'kind' || t.tag === 'classType') return true;
  return t.tag === 'tupleType' && isTypeLike(cx, t);
}

function stringOf(cx: Context, body: Block): Typed {
  const list = preludeData(cx.st.env, 'List');
  if (list === null) return cx.rules.inferBlock(cx, body);
  const type: Value = { tag: 'dataType', data: list, args: [scalar('w8')] };
  return { term: cx.rules.checkBlock(cx, body, type), type };
}

/** Shows the type of an expression; of a name, its declared type. Nothing is evaluated. */
export function showType(cx: Context, body: Block): Declared {
  const name = body.statements.length === 0 ? declaredType(cx, body.result) : null;
  const type = quote(cx.st, name ?? cx.rules.inferBlock(cx, body).type);
  const zonk = finish(cx);
  return {
    definitions: [],
    names: [],
    computation: null,
    show: { tag: 'type', type: zonk(type) },
  };
}

function declaredType(cx: Context, e: Expr): Value | null {
  if (e.tag !== 'var') return null;
  const meaning = resolve(cx, e.name, e.span);
  if (meaning === null) return { tag: 'poison' };
  if (meaning.tag === 'local') return meaning.callee.type;
  const d = meaning.definition;
  // A name of an implicit dependent pair means its payload, but is declared as the pair.
  if (d.tag === 'value') return evaluate(cx.st, d.type, null);
  if (d.tag === 'data' && d.fieldNames !== null) return constructorCallee(cx.st, d, 0, 0).type;
  return globalCallee(cx, d, e.span).type;
}
