/** What a session remembers of specialisation: which functions have been made, and which are still to be made. */
import type { Term } from '../core/index.ts';
import type { Fn } from '../loops/index.ts';
import type { TermNumbers } from './key.ts';
import type { Needs } from './needs.ts';
import type { Specialised, Storage } from './request.ts';
import type { Rule } from './rule.ts';

/** Belongs to one session. A program that fails leaves nothing in it that was not made. */
export class SpecialisationCache implements TermNumbers {
  private readonly byKey = new Map<string, Specialised>();
  private readonly byName = new Map<string, Specialised>();
  private readonly terms = new Map<Term, number>();
  private readonly titles = new Map<string, number>();
  /** What definitions need, by key (`needs.ts`). */
  readonly needs = new Map<string, Needs>();
  /** Custom linearizations as functions of Loops, by function and pattern; `null` while one is being made. */
  readonly rules = new Map<string, Rule | null>();

  numberOf(term: Term): number {
    const known = this.terms.get(term);
    if (known !== undefined) return known;
    this.terms.set(term, this.terms.size);
    return this.terms.size - 1;
  }

  find(key: string): Specialised | undefined {
    return this.byKey.get(key);
  }

  named(name: string): Specialised | undefined {
    return this.byName.get(name);
  }

  /** A name that no function of the session has. */
  freshName(title: string): string {
    const count = this.titles.get(title) ?? 0;
    this.titles.set(title, count + 1);
    return `${title}.${count}`;
  }

  add(key: string, title: string, storage: Storage): Specialised {
    const name = this.freshName(title);
    const made: Specialised = { name, fn: null, request: null, calls: [], custom: null, storage };
    this.byKey.set(key, made);
    this.byName.set(made.name, made);
    return made;
  }

  /** A function made elsewhere (a derivative). */
  addMade(fn: Fn, calls: readonly string[]): void {
    this.byName.set(fn.name, { name: fn.name, fn, request: null, calls, custom: null, storage: 'all' });
  }

  /** Makes later calls ask anew: a function has been given a custom linearization. What has been made stays. */
  forgetKeys(): void {
    this.byKey.clear();
    this.needs.clear();
  }

  /** Forgets what was asked for and not made. */
  forgetUnmade(): void {
    for (const [key, made] of this.byKey) {
      if (made.fn === null) {
        this.byKey.delete(key);
        this.byName.delete(made.name);
      }
    }
  }
}

/** An empty cache. */
export function specialisationCache(): SpecialisationCache {
  return new SpecialisationCache();
}
