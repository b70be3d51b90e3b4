import type { Verb } from './verb.ts';

/** The verb of this name. */
export function findVerb(verbs: readonly Verb[], name: string): Verb | undefined {
  return verbs.find((v) => v.name === name);
}

/** The verb whose name is nearest to what was typed, if any is within two edits. */
export function suggestVerb(verbs: readonly Verb[], typed: string): string | null {
  let best: string | null = null;
  let least = 3;
  for (const { name, hidden } of verbs) {
    const distance = hidden === true ? least : editDistance(typed, name);
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
