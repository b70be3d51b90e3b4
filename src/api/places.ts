/** Where in an argument a value stands. */

export interface Place {
  /** As messages write it: `xs[2].re`. */
  readonly path: string;
  /** The ordinals of the tables around the value, outermost first: what sizes in its type may depend on. */
  readonly ordinals: readonly number[];
}

/** The argument itself. */
export function argument(name: string): Place {
  return { path: name, ordinals: [] };
}

/** Element `k` of the table at `place`. */
export function elementOf({ path, ordinals }: Place, k: number): Place {
  return { path: `${path}[${k}]`, ordinals: [...ordinals, k] };
}

/** A part that is not chosen by an index: `step` is `[0]` or `.name`. */
export function partOf({ path, ordinals }: Place, step: string): Place {
  return { path: path + step, ordinals };
}
