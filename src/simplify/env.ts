/** Environments: frames of what the binders of a term stand for. */
import type { SourceId, Term } from '../core/index.ts';
import type { Name } from '../names/index.ts';

/** Where an unfolded body was called from, and how many optional unfoldings it is inside. */
export interface Site {
  readonly caller: SourceId;
  readonly depth: number;
}

export const TOP: Site = { caller: 0, depth: 0 };

interface Binding<V> {
  readonly value: V;
  /** The type that was written for it, in this environment. */
  readonly type: Term | null;
}

/** Every binding construct opens a frame, so that a term that stands twice binds its names twice. */
export class Env<V> {
  readonly parent: Env<V> | null;
  readonly site: Site;
  private readonly frame = new Map<number, Binding<V>>();

  constructor(parent: Env<V> | null, site: Site) {
    this.parent = parent;
    this.site = site;
  }

  /** A frame inside this one. */
  open(): Env<V> {
    return new Env(this, this.site);
  }

  set(name: Name, value: V, type: Term | null = null): void {
    this.frame.set(name.id, { value, type });
  }

  get(name: Name): V | undefined {
    return this.find(name)?.value;
  }

  typeOf(name: Name): Term | null {
    return this.find(name)?.type ?? null;
  }

  private find(name: Name): Binding<V> | undefined {
    for (let env: Env<V> | null = this; env !== null; env = env.parent) {
      const found = env.frame.get(name.id);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
