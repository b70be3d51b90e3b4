/** Names that a misspelt one may have meant. */

/** The longest name that is looked for. */
export const LONGEST = 60;

/**
 * At most three of `candidates`, those closest to a name: one or two edits away, depending on its length. One edit of
 * three letters leaves little, so names as short as that also have the first letter in common.
 */
export function nearest(name: string, candidates: Iterable<string>): readonly string[] {
  const limit = name.length <= 5 ? 1 : 2;
  if (name.length < 2 || name.length > LONGEST) return [];
  const close: { readonly name: string; readonly distance: number }[] = [];
  for (const c of new Set(candidates)) {
    if (c === name || isWord(c) !== isWord(name) || Math.abs(c.length - name.length) > limit) continue;
    const distance = editDistance(name, c, limit);
    if (distance > limit || (name.length <= 3 && isWord(name) && !sameBeginning(name, c))) continue;
    close.push({ name: c, distance });
  }
  close.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return close
    .filter((c) => c.distance === close[0]!.distance)
    .slice(0, 3)
    .map((c) => c.name);
}

function sameBeginning(a: string, b: string): boolean {
  return a[0]!.toLowerCase() === b[0]!.toLowerCase();
}

/**
 * Insertions, deletions, replacements and swaps of neighbours (Damerau's distance, restricted), or something above
 * `limit`.
 */
function editDistance(one: string, other: string, limit: number): number {
  // Where both begin and end alike no edit is needed, and a single one leaves at most two letters between.
  let start = 0;
  const shorter = Math.min(one.length, other.length);
  while (start < shorter && one.charCodeAt(start) === other.charCodeAt(start)) start++;
  let end = 0;
  const last = (s: string): number => s.charCodeAt(s.length - 1 - end);
  while (end < shorter - start && last(one) === last(other)) end++;
  const rest = Math.max(one.length, other.length) - start - end;
  if (rest <= 1 || (limit === 1 && rest > 2)) return rest;
  const a = one.slice(start, one.length - end);
  const b = other.slice(start, other.length - end);
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, before[j - 2]! + 1);
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length]!;
}

/** Whether a name is made of letters, and not an operator. */
function isWord(name: string): boolean {
  return /^\p{L}/u.test(name);
}
