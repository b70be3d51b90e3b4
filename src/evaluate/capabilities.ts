/** The capability. Throws, with what is missing, where the host does not grant it. */
export function granted<T>(capability: T | undefined, what: string): T {
  if (capability === undefined) throw new Error(`the host grants no ${what}`);
  return capability;
}
