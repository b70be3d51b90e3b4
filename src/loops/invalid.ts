/** An ill-formed Loops term: always a mistake of a pass, never of a user. */
export class IllFormed extends Error {
  override readonly name = 'IllFormed';
}

/** Throws `IllFormed`. */
export function illFormed(message: string): never {
  throw new IllFormed(message);
}
