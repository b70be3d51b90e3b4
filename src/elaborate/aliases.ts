/** Names for types: bindings whose value is a type, a function to types, or a tuple of these. */
import { mapSubterms, type Term } from '../core/index.ts';
import type { Context, Typed } from './context.ts';
import { evaluate, force, quote } from './normalise.ts';
import type { Value } from './value.ts';

/** Whether the values of a type are types, functions to types, or tuples of these. */
export function isTypeLike(cx: Context, type: Value): boolean {
  const t = force(cx.st, type);
  if (t.tag === 'kind') return true;
  if (t.tag === 'tupleType') return t.items.length > 0 && t.items.every((item) => isTypeLike(cx, item));
  return t.tag === 'pi' && t.result.tag === 'kind';
}

/** What an alias stands for, reduced. */
export function aliasTerm(cx: Context, alias: Typed): Term {
  return quote(cx.st, evaluate(cx.st, alias.term, null));
}

/**
 * A type in which each size that has to be computed (`Fin (n * m)`) is replaced by a name, which `name` makes for it:
 * types see names, never computations.
 */
export function nameSizes(t: Term, name: (size: Term) => Term): Term {
  if (t.tag !== 'finType') return mapSubterms(t, (child) => nameSizes(child, name));
  return isKnownSize(t.size) ? t : { tag: 'finType', size: name(t.size) };
}

function isKnownSize(t: Term): boolean {
  switch (t.tag) {
    case 'natLit':
    case 'var':
    case 'global':
    case 'meta':
      return true;
    case 'project':
    case 'field':
    case 'pairFirst':
    case 'pairSecond':
      return isKnownSize(t.of);
    default:
      return false;
  }
}
