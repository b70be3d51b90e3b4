/** Splitting: a value becomes a skeleton, which is plain data, and the atoms in it; and back. */
import type { Term } from '../core/index.ts';
import type { Atom } from '../loops/index.ts';
import type { Name } from '../names/index.ts';
import { Env, TOP } from './env.ts';
import { illFormedCore } from './fault.ts';
import { freeNamesOf } from './free.ts';
import { type Images, StageMap } from './map.ts';
import type { Captured, Frozen, Hole, Running, Skeleton, StaticType, TypeValue, Value } from './value.ts';

type Variable = Extract<Atom, { tag: 'var' }>;

/** Splits values together: an atom that stands in several of them is one hole. */
export class Splitter implements Images<Running, Frozen> {
  readonly locals: Variable[] = [];
  readonly outer: Variable[] = [];
  readonly heaps: Name[] = [];
  private readonly holes = new Map<number, Hole>();
  private readonly heapHoles = new Map<number, number>();
  private readonly map = new StageMap<Running, Frozen>(this);
  private readonly isLocal: (id: number) => boolean;

  /** `isLocal`: whether a name has to be carried; the others are `outer`. */
  constructor(isLocal: (id: number) => boolean) {
    this.isLocal = isLocal;
  }

  split(value: Value): Skeleton {
    return this.map.value(value);
  }

  splitType(type: TypeValue): StaticType<Frozen> {
    return this.map.type(type);
  }

  leaf(atom: Atom): Frozen['leaf'] {
    if (atom.tag !== 'var') return atom;
    const known = this.holes.get(atom.name.id);
    if (known !== undefined) return known;
    const local = this.isLocal(atom.name.id);
    const list = local ? this.locals : this.outer;
    const hole: Hole = { tag: local ? 'local' : 'outer', index: list.length };
    list.push(atom);
    this.holes.set(atom.name.id, hole);
    return hole;
  }

  heap(heap: Name): number {
    const known = this.heapHoles.get(heap.id);
    if (known !== undefined) return known;
    this.heapHoles.set(heap.id, this.heaps.length);
    return this.heaps.push(heap) - 1;
  }

  env(term: Term, bound: Name | null, env: Env<Value>): readonly Captured[] {
    const captured: Captured[] = [];
    for (const name of freeNamesOf(term).values()) {
      if (name.id === bound?.id) continue;
      const value = env.get(name) ?? illFormedCore(`nothing is bound to ${name.hint}`);
      captured.push({ name, value: this.map.value(value) });
    }
    return captured;
  }
}

/** What fills the holes of a skeleton. */
export interface Filling {
  readonly locals: readonly Atom[];
  readonly outer: readonly Atom[];
  readonly heaps: readonly Name[];
}

/** The value that a skeleton and the data of its holes are. */
export function rebuild(skeleton: Skeleton, filling: Filling): Value {
  return filler(filling).value(skeleton);
}

/** As `rebuild`, for several that share their holes. */
export function filler(filling: Filling): StageMap<Frozen, Running> {
  const images: Images<Frozen, Running> = {
    leaf(leaf) {
      if (leaf.tag === 'lit' || leaf.tag === 'unit') return leaf;
      const atoms = leaf.tag === 'local' ? filling.locals : filling.outer;
      return atoms[leaf.index] ?? illFormedCore(`a skeleton has no ${leaf.tag} data ${leaf.index}`);
    },
    heap: (heap) => filling.heaps[heap] ?? illFormedCore(`a skeleton has no heap ${heap}`),
    env(_term, _bound, captured) {
      const env = new Env<Value>(null, TOP);
      for (const { name, value } of captured) env.set(name, map.value(value));
      return env;
    },
  };
  const map = new StageMap<Frozen, Running>(images);
  return map;
}
