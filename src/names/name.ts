/**
 * Names are integers with a printing hint (after *The Foil*, arXiv 2210.04729, section 2). Two names are the same
 * name exactly when their ids are equal; the hint is for people. The phantom parameter says which scope a name
 * lives in; it is `unknown` wherever a pass does not move code across binders.
 */
declare const SCOPE: unique symbol;

export interface Name<out S = unknown> {
  readonly id: number;
  readonly hint: string;
  readonly [SCOPE]?: S;
}

/** A source of fresh names: ids below `next` are taken (a high-water mark, never a set). */
export interface Supply {
  next: number;
}

/** A supply whose names start at `next`. */
export function supply(next = 0): Supply {
  return { next };
}

/** A name that no name made from this supply equals. */
export function fresh(names: Supply, hint: string): Name {
  return { id: names.next++, hint };
}
