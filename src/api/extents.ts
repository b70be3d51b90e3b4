/** Sizes of index sets that the language computes: of enums, products, ranges and the like. */
import { type Definitions, printType, substitute, substitution, type Term, variable } from '../core/index.ts';
import { elementAt, type Value } from '../values/index.ts';
import type { Computed } from './shape.ts';

/** An expression for the size, as a table over the indices that it depends on. */
export function extentText({ index, within }: Computed, definitions: Definitions): string {
  // Names of their own: binders of a type may be called alike.
  const fresh = within.map((_, k) => ({ id: -1 - k, hint: `b${k}` }));
  const renamed = substitution(
    within.map((b) => b.name),
    fresh.map((name) => variable(name)),
  );
  const text = (term: Term): string =>
    printType(substitute(term, renamed), definitions, { width: Number.POSITIVE_INFINITY });
  const loops = within.map((b, k) => `for ${fresh[k]!.hint}:(${text(b.index)}). `);
  return `${loops.join('')}size (${text(index)})`;
}

/** What such an expression gave, at these ordinals. */
export function extentAt(extent: Value, ordinals: readonly number[]): number {
  let at = extent;
  for (const k of ordinals) {
    if (at.tag !== 'table') break;
    at = elementAt(at.elements, k);
  }
  return at.tag === 'scalar' ? Number(at.value) : 0;
}
