/**
 * How the fields of a constructor are laid out as data: a field that a later field's type mentions is the first
 * component of a dependent pair with the rest. The simplifier builds values in this shape, the printer of values
 * reads them.
 */

import type { Param } from './ir.ts';
import { freeNames } from './walk.ts';

export type FieldLayout =
  /** No fields: unit. */
  | { readonly tag: 'unit' }
  /** One field is itself. `index` is its number in the constructor. */
  | { readonly tag: 'field'; readonly index: number }
  | { readonly tag: 'product'; readonly items: readonly FieldLayout[] }
  | { readonly tag: 'pair'; readonly first: number; readonly second: FieldLayout };

/** The layout of a telescope of fields. Quadratic in the number of fields that others depend on. */
export function layoutFields(fields: readonly Param[]): FieldLayout {
  const mentioned = new Set<number>();
  fields.forEach((f) => {
    for (const id of freeNames(f.type).keys()) mentioned.add(id);
  });
  const from = (start: number): FieldLayout => {
    const items: FieldLayout[] = [];
    for (let i = start; i < fields.length; i++) {
      if (mentioned.has(fields[i]!.name.id)) {
        items.push({ tag: 'pair', first: i, second: from(i + 1) });
        break;
      }
      items.push({ tag: 'field', index: i });
    }
    if (items.length === 0) return { tag: 'unit' };
    return items.length === 1 ? items[0]! : { tag: 'product', items };
  };
  return from(0);
}

/** A step from a layout to a part of it: a component of a product, or a side of a pair (0 or 1). */
export type FieldStep = { readonly tag: 'component' | 'side'; readonly index: number };

/** The way from the whole to field `index`, outermost step first. The field must exist. */
export function pathToField(layout: FieldLayout, index: number): readonly FieldStep[] {
  switch (layout.tag) {
    case 'unit':
    case 'field':
      return [];
    case 'product': {
      const at = layout.items.findIndex((item) => holdsField(item, index));
      return [{ tag: 'component', index: at }, ...pathToField(layout.items[at]!, index)];
    }
    case 'pair':
      return layout.first === index
        ? [{ tag: 'side', index: 0 }]
        : [{ tag: 'side', index: 1 }, ...pathToField(layout.second, index)];
  }
}

function holdsField(layout: FieldLayout, index: number): boolean {
  switch (layout.tag) {
    case 'unit':
      return false;
    case 'field':
      return layout.index === index;
    case 'product':
      return layout.items.some((item) => holdsField(item, index));
    case 'pair':
      return layout.first === index || holdsField(layout.second, index);
  }
}
