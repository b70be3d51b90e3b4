/** Arithmetic of numbers of elements, which may be infinite: no product of them is not a number. */

/** The size of a product: nothing times whatever is nothing. */
export function timesCount(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

/** The size of a power: there is one function to a single element, from however many. */
export function powerCount(base: number, exponent: number): number {
  return base === 1 ? 1 : base ** exponent;
}
