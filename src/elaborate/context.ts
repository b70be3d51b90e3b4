/**
 * What a rule is handed: the state of the block, the effects allowed where it stands, the dictionaries in scope, and
 * the other rules. The rules for expressions need one another; they meet in this record, not by importing.
 */
import type { Term } from '../core/index.ts';
import type { Name } from '../names/index.ts';
import type { Code, Label, Notes, ParamsOf, Span } from '../source/index.ts';
import { primary, report, secondary } from '../source/index.ts';
import type { Block, Expr } from '../syntax/index.ts';
import { metaTerm } from './meta.ts';
import { freshName, type Givens, type Local, place, type State, sourceOf } from './state.ts';
import { POISON, type RowValue, type Value } from './value.ts';

/** A term and its type. */
export interface Typed {
  readonly term: Term;
  readonly type: Value;
}

export interface Rules {
  /** The term and the type of an expression; names are instantiated. */
  infer(cx: Context, e: Expr): Typed;
  /** The term of an expression of a given type. */
  check(cx: Context, e: Expr, type: Value): Term;
  /** The value of an expression of kind `Type`. */
  type(cx: Context, e: Expr): Value;
  inferBlock(cx: Context, b: Block): Typed;
  checkBlock(cx: Context, b: Block, type: Value): Term;
}

export interface Context {
  readonly st: State;
  readonly rules: Rules;
  /** The effects that an expression here may have. */
  readonly allowed: RowValue;
  readonly givens: Givens;
}

/** `cx` with other allowed effects. */
export function allowing(cx: Context, allowed: RowValue): Context {
  return { ...cx, allowed };
}

/** `cx` with one more dictionary in scope. */
export function withGiven(cx: Context, term: Term, type: Value): Context {
  return { ...cx, givens: { id: freshName(cx.st, 'd').id + 1, term, type, next: cx.givens } };
}

/** The source id of a span. */
export function src(cx: Context, span: Span): number {
  return sourceOf(cx.st, span);
}

// ----------------------------------------------------------------------------------------------------- diagnostics

/** The term and type of what has been reported. */
export const poisoned: Typed = { term: metaTerm(0), type: POISON };

/** Reports a mistake at a span of this block. */
export function complain<C extends Code>(
  cx: Context,
  code: C,
  params: ParamsOf<C>,
  span: Span,
  others: readonly Label[] = [],
  notes: Notes = {},
): void {
  cx.st.diagnostics.push(report(code, params, place(cx.st, span), others, notes));
}

/** Reports a mistake and answers what stands for the erroneous expression. */
export function refuse<C extends Code>(
  cx: Context,
  code: C,
  params: ParamsOf<C>,
  span: Span,
  others: readonly Label[] = [],
  notes: Notes = {},
): Typed {
  complain(cx, code, params, span, others, notes);
  return poisoned;
}

/**
 * Whether a mistake was found inside `span`, or a name stands there that was reported before: then what else seems wrong
 * there may follow from it.
 */
export function hasMistake(cx: Context, span: Span): boolean {
  const text = textOf(cx, span);
  if ([...cx.st.skipped].some((name) => text.includes(name))) return true;
  return cx.st.diagnostics.some(({ labels }) =>
    labels.some(
      ({ primary, located }) => primary && span.start <= located.span.start && located.span.end <= span.end,
    ),
  );
}

/** Adds advice to diagnostic number `k`, unless it says so already. */
export function advise(cx: Context, k: number, help: readonly string[]): void {
  const d = cx.st.diagnostics[k];
  if (d === undefined) return;
  cx.st.diagnostics[k] = { ...d, help: [...new Set([...d.help, ...help])] };
}

/** The text of a span on one line. */
export function textOf(cx: Context, span: Span): string {
  return cx.st.file.text.slice(span.start, span.end).trim().replace(/\s+/g, ' ');
}

/** A label at a span of this block. */
export function labelAt(cx: Context, span: Span, text: string): Label {
  return secondary(place(cx.st, span), text);
}

/** The main label at a span of this block. */
export function mainLabel(cx: Context, span: Span, text: string): Label {
  return primary(place(cx.st, span), text);
}

// ---------------------------------------------------------------------------------------------------- local names

/** Runs `f` and forgets the local names that it bound. */
export function scoped<T>(cx: Context, f: () => T): T {
  const mark = cx.st.bound.length;
  const result = f();
  leaveTo(cx, mark);
  return result;
}

/** Forgets the local names bound since `mark` names were bound. */
export function leaveTo(cx: Context, mark: number): void {
  const { bound, locals } = cx.st;
  while (bound.length > mark) locals.get(bound.pop()!)!.pop();
}

/** Binds a local name that stands for itself. A name that the user did not write (`''`) is not visible. */
export function bindLocal(cx: Context, hint: string, type: Value, span: Span): Name {
  const name = freshName(cx.st, hint);
  declareLocal(cx, hint, { name, type, span });
  return name;
}

/** Makes a name mean a local. */
export function declareLocal(cx: Context, text: string, local: Local): void {
  if (text === '') return;
  const { locals, bound } = cx.st;
  const stack = locals.get(text);
  if (stack === undefined) locals.set(text, [local]);
  else stack.push(local);
  bound.push(text);
}

/** Binds a name to a term, which types may unfold. */
export function bindDefined(cx: Context, hint: string, typed: Typed, span: Span): Name {
  const name = bindLocal(cx, hint, typed.type, span);
  defineName(cx, name, typed.term);
  return name;
}

/** Lets types unfold a local name. */
export function defineName(cx: Context, name: Name, term: Term): void {
  cx.st.definitions.set(name.id, { tag: 'thunk', term, env: null, value: null });
}

/** What a name means here, if it is local. */
export function findLocal(cx: Context, text: string): Local | null {
  return cx.st.locals.get(text)?.at(-1) ?? null;
}
