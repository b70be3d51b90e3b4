import type { Located, SourceFile } from './file.ts';

/** A place, and the call into which the code there was copied (0: none). */
export interface Origin {
  readonly located: Located;
  readonly caller: number;
}

/** A table of places with the calls they were inlined at. Programs carry its indices; 0 is "no place". */
export interface Origins {
  /** The number of a place as seen from a call; equal requests have equal answers. */
  intern(located: Located, caller?: number): number;
  /** The number of a place in code that was copied to a call: the outermost call of `inner` was made there. */
  inlinedAt(inner: number, call: number): number;
  /** What a number stands for; null for 0. */
  get(id: number): Origin | null;
  /**
   * Takes `count` numbers for places that are looked up when somebody asks; returns the number before the first. Place k
   * of them, from 1, gets the number `result + k`.
   */
  reserve(count: number, place: (k: number) => Located | null): number;
  readonly size: number;
}

interface Reserved {
  readonly base: number;
  readonly count: number;
  readonly place: (k: number) => Located | null;
}

/** An empty table. */
export function originTable(): Origins {
  const origins: (Origin | undefined)[] = [];
  const reserved: Reserved[] = [];
  // By file, by call, by span: a span is one number, since texts are shorter than 2^26.
  const files = new Map<SourceFile, Map<number, Map<number, number>>>();
  const places = (file: SourceFile, caller: number): Map<number, number> => {
    const calls = files.get(file) ?? new Map<number, Map<number, number>>();
    if (calls.size === 0) files.set(file, calls);
    const known = calls.get(caller) ?? new Map<number, number>();
    if (known.size === 0) calls.set(caller, known);
    return known;
  };
  const table: Origins = {
    intern(located, caller = 0) {
      const known = places(located.file, caller);
      const key = located.span.start * 2 ** 26 + located.span.end;
      const old = known.get(key);
      if (old !== undefined) return old;
      origins.push({ located, caller });
      known.set(key, origins.length);
      return origins.length;
    },
    inlinedAt(inner, call) {
      if (inner === call || call === 0) return inner;
      const chain: Located[] = [];
      for (let at = table.get(inner); at !== null; at = table.get(at.caller)) chain.push(at.located);
      return chain.reduceRight((caller, place) => table.intern(place, caller), call);
    },
    get: (id) => (id === 0 ? null : (origins[id - 1] ?? lookUp(id))),
    reserve(count, place) {
      const base = origins.length;
      reserved.push({ base, count, place });
      origins.length += count;
      return base;
    },
    get size() {
      return origins.length;
    },
  };
  return table;
  function lookUp(id: number): Origin | null {
    const range = reserved.find(({ base, count }) => id > base && id <= base + count);
    const located = range?.place(id - range.base) ?? null;
    if (located === null) return null;
    origins[id - 1] = { located, caller: 0 };
    return origins[id - 1]!;
  }
}
