/**
 * What local names are called in printed types and terms (language.md 8.2): the name in the source, cut to seven
 * characters, with `.1`, `.2`, … where that is taken in scope; a name without a source is `v#0`, `v#1`, …
 */
import type { Name } from '../names/index.ts';

export interface Naming {
  /** Enters the scope of a binder and answers its printed name. */
  bind(name: Name): string;
  /** Leaves the scope of the last binder. */
  leave(): void;
  /** The printed name of a name in scope, or of a free one, which is reserved from then on. */
  of(name: Name): string;
}

const LONGEST = 7;

/** The printed form of a source name, before clashes. */
export function printedHint(hint: string): string {
  return Array.from(hint.replace(/[^\p{L}\p{N}]/gu, '_'))
    .slice(0, LONGEST)
    .join('');
}

/**
 * `free` may give the printed names of names that are free in what is printed. Mention the free names first (`of`),
 * before any binder: the numbers in use for a hint are then always those below a counter. `anonymous` is the hint of
 * names without one; without it they are `v#0`, `v#1`, …
 */
export function naming(free: (name: Name) => string | null = () => null, anonymous = ''): Naming {
  const counters = new Map<string, number>();
  const printed = new Map<number, string>();
  const entered: { readonly id: number; readonly base: string; readonly was: string | undefined }[] = [];

  const choose = (hint: string): string => {
    const base = printedHint(hint === '' ? anonymous : hint);
    const number = counters.get(base) ?? 0;
    counters.set(base, number + 1);
    return base === '' ? `v#${number}` : number === 0 ? base : `${base}.${number}`;
  };

  return {
    bind(name) {
      const text = choose(name.hint);
      entered.push({
        id: name.id,
        base: printedHint(name.hint === '' ? anonymous : name.hint),
        was: printed.get(name.id),
      });
      printed.set(name.id, text);
      return text;
    },
    leave() {
      const { id, base, was } = entered.pop()!;
      counters.set(base, counters.get(base)! - 1);
      if (was === undefined) printed.delete(id);
      else printed.set(id, was);
    },
    of(name) {
      const known = printed.get(name.id);
      if (known !== undefined) return known;
      const given = free(name);
      if (given !== null) counters.set(given, Math.max(counters.get(given) ?? 0, 1));
      const text = given ?? choose(name.hint);
      printed.set(name.id, text);
      return text;
    },
  };
}
