/** Truth values, which the language knows by the names of their constructors (language.md 10.6). */
import type { DataDef, Term } from '../core/index.ts';
import type { Span } from '../source/index.ts';
import { type Context, src } from './context.ts';
import { resolveGlobal } from './reference.ts';
import { definitionOf } from './state.ts';

export interface Booleans {
  readonly data: DataDef;
  /** The numbers of the constructors `True` and `False`. */
  readonly yes: number;
  readonly no: number;
}

/** The type of `True` and `False` in scope; null, and a report, where there is none. */
export function booleans(cx: Context, span: Span): Booleans | null {
  const yes = resolveGlobal(cx, 'True', span);
  const no = resolveGlobal(cx, 'False', span);
  if (yes?.tag !== 'constructor' || no?.tag !== 'constructor') return null;
  return { data: definitionOf(cx.st, yes.data) as DataDef, yes: yes.index, no: no.index };
}

/** `if condition then yes else no`, of type `type`. */
export function conditional(
  cx: Context,
  bool: Booleans,
  condition: Term,
  branches: { readonly yes: Term; readonly no: Term },
  type: Term,
  span: Span,
): Term {
  const alternatives = bool.data.constructors.map((_, k) =>
    k === bool.yes
      ? { binders: [], body: branches.yes }
      : k === bool.no
        ? { binders: [], body: branches.no }
        : null,
  );
  return {
    tag: 'case',
    data: bool.data.ref,
    scrutinee: condition,
    alternatives,
    type,
    source: src(cx, span),
  };
}
