/** Names that a misspelt one may have meant. */

/** The longest name that is looked for. */
const LONGEST = 60;

/**
 * Names filed so that those unlike a given one are passed over quickly: by length, and beside each name the set of its
 * characters, as bits. One edit changes at most two of them.
 */
export type Vocabulary = ReadonlyMap<number, Shelf>;

interface Shelf {
  readonly names: string[];
  readonly characters: number[];
}

/** A vocabulary of names. */
export function vocabularyOf(names: Iterable<string>): Vocabulary {
  const shelves = new Map<number, Shelf>();
  for (const name of names) {
    const shelf = shelves.get(name.length) ?? { names: [], characters: [] };
    shelves.set(name.length, shelf);
    shelf.names.push(name);
    shelf.characters.push(charactersOf(name));
  }
  return shelves;
}

/** At most three of `candidates`, those closest to a name. */
export function nearest(name: string, candidates: Iterable<string>): readonly string[] {
  return nearestIn(name, [vocabularyOf(candidates)]);
}

/**
 * How much a search may cost, in names passed over: enough for every name of the library, and a bound where a program
 * defines thousands of names that are alike and misspells as many. To compare two names letter by letter costs as much
 * as to pass over `COMPARISON`.
 */
const BUDGET = 10_000;
const COMPARISON = 30;

/**
 * At most three of the names in some vocabularies, those closest to a name: one or two edits away, depending on its length.
 * One edit of three letters leaves little, so names as short as that also have the first letter in common.
 */
export function nearestIn(name: string, vocabularies: Iterable<Vocabulary>): readonly string[] {
  const limit = name.length <= 5 ? 1 : 2;
  if (name.length < 2 || name.length > LONGEST) return [];
  const close = new Map<string, number>();
  const characters = charactersOf(name);
  let left = BUDGET;
  for (const vocabulary of vocabularies) {
    for (let length = name.length - limit; length <= name.length + limit; length++) {
      const shelf = vocabulary.get(length);
      if (shelf === undefined) continue;
      for (let k = 0; k < shelf.names.length && left > 0; k++) {
        left--;
        if (countBits(shelf.characters[k]! ^ characters) > 2 * limit) continue;
        left -= COMPARISON;
        const distance = distanceTo(name, shelf.names[k]!, limit);
        if (distance !== null) close.set(shelf.names[k]!, distance);
      }
    }
  }
  const least = Math.min(...close.values());
  return [...close.keys()]
    .filter((c) => close.get(c) === least)
    .sort()
    .slice(0, 3);
}

/** The number of edits between a name and another that it may have been meant for; null where that is not likely. */
function distanceTo(name: string, other: string, limit: number): number | null {
  if (other === name || isWord(other) !== isWord(name)) return null;
  if (name.length <= 3 && isWord(name) && !sameBeginning(name, other)) return null;
  const distance = editDistance(name, other, limit);
  return distance > limit ? null : distance;
}

/** The set of a name's characters, as bits; some share one. */
function charactersOf(name: string): number {
  let set = 0;
  for (let k = 0; k < name.length; k++) set |= 1 << (name.charCodeAt(k) & 31);
  return set;
}

function countBits(set: number): number {
  const pairs = set - ((set >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
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
