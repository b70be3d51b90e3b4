/**
 * Whether two surface trees (or parts of them) are the same, spans aside. Works on the plain data that trees are, so a
 * new kind of node needs nothing here.
 */
export function equalSyntax(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let k = 0; k < a.length; k += 1) if (!equalSyntax(a[k], b[k])) return false;
    return true;
  }
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys) {
    if (key !== 'span' && !(key in right && equalSyntax(left[key], right[key]))) return false;
  }
  return true;
}
