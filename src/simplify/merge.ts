/**
 * Values of several pieces of code merged as one. Where all give data of one type, it flows. Where they give the same
 * code with other data in it, that data flows. Where they give different code, a sum of the data of each flows, and what
 * is known is the list of skeletons: a choice.
 *
 * Parts are merged one by one as long as no part's type depends on what another part turns out to be. A table and a
 * function that share a size which differs, or two functions that differ, go together: then the whole is a choice.
 */
import type { GlobalRef, Param, SourceId, Term } from '../core/index.ts';
import {
  type Atom,
  make,
  productType,
  sameType,
  sumType,
  type Type,
  typeNames,
  typeOf,
} from '../loops/index.ts';
import { type Context, emit } from './context.ts';
import { materialise, packTelescope, telescopeType, tupleOf } from './data.ts';
import { Env, TOP } from './env.ts';
import { illFormedCore } from './fault.ts';
import { freeNamesOf, namesInTypes } from './free.ts';
import { KeyWriter } from './key.ts';
import { Splitter } from './skeleton.ts';
import { templateOf } from './template.ts';
import { dataDefinition, dataLoopsType, isData, loopsType, scratch } from './types.ts';
import { BOTTOM, type Closure, data, type Running, type Template, type Value } from './value.ts';

/** A value that each branch computes in its own way; `null` where a branch does not return. */
interface Slot {
  readonly type: Type;
  readonly parts: readonly (((c: Context) => Atom) | null)[];
}

/** From the atoms of all slots, the merged value. */
type Merged = (slots: readonly Atom[]) => Value;

/** Merges one value for each branch, once. */
export class Merger {
  readonly slots: Slot[] = [];
  private readonly c: Context;
  private readonly mark: number;
  private readonly source: SourceId;
  /** How many parts are choices. */
  private choices = 0;
  /** Whether a part was met whose type depends on what other parts are. */
  private isEntangled = false;

  /** Names from `mark` on are those of the branches. */
  constructor(c: Context, mark: number, source: SourceId) {
    this.c = c;
    this.mark = mark;
    this.source = source;
  }

  get types(): readonly Type[] {
    return this.slots.map((slot) => slot.type);
  }

  /** What flows from branch `k`, written into the current block. */
  packed(k: number): Atom {
    const { c, source } = this;
    const atoms = this.slots.map(({ parts, type }) => parts[k]?.(c) ?? emit(c, make.garbage(type, source)));
    return tupleOf(c, atoms, source);
  }

  private isLocal = (id: number): boolean => id >= this.mark;

  /** One value for each branch. */
  merge(values: readonly Value[]): Merged {
    const merged = this.part(values);
    if (merged !== null && !this.isEntangled && this.choices <= 1) return merged;
    this.slots.length = 0;
    return this.choice(values);
  }

  /** Answers null where no choice can be made of the values: then one is made of the whole. */
  private part(values: readonly Value[]): Merged | null {
    const present = values.filter((v) => v.tag !== 'bottom');
    const [first] = present;
    if (first === undefined) return () => BOTTOM;
    const merged = this.same(first, present) ?? this.alike(first, values, present);
    if (merged !== null) return merged;
    if (isCode(first)) return this.choice(values);
    this.isEntangled = true;
    return null;
  }

  /** A part that the types of other parts mention: it must be the same everywhere. */
  private mentioned(values: readonly Value[]): Merged | null {
    const present = values.filter((v) => v.tag !== 'bottom');
    const [first] = present;
    if (first === undefined) return () => BOTTOM;
    const same = this.same(first, present);
    if (same === null) this.isEntangled = true;
    return same;
  }

  /** The values where nothing has to flow: all are the same, and of what is visible outside. */
  private same(first: Value, present: readonly Value[]): Merged | null {
    const keys = present.map((v) => {
      const splitter = new Splitter(this.isLocal);
      const key = new KeyWriter(this.c.world.cache).value(splitter.split(v));
      if (splitter.locals.length > 0) return null;
      return `${key} ${splitter.outer.map((a) => a.name.id).join()} ${splitter.heaps.map((h) => h.id).join()}`;
    });
    return keys[0] !== null && keys.every((key) => key === keys[0]) ? () => first : null;
  }

  /** Merges part by part, or answers null. */
  private alike(first: Value, values: readonly Value[], present: readonly Value[]): Merged | null {
    const flowing = present.every((v) => isData(this.c, v)) ? this.dataSlot(values, present) : null;
    if (flowing !== null) return flowing;
    switch (first.tag) {
      case 'product': {
        const make = (items: readonly Value[]): Value => ({ tag: 'product', items });
        return this.parts(values, 'product', (v) => v.items, make);
      }
      case 'con': {
        const isSame = present.every(
          (v) => v.tag === 'con' && v.index === first.index && this.haveSameParams(first, v),
        );
        if (!isSame) return null;
        const { fields } = dataDefinition(this.c, first.data).constructors[first.index]!;
        const make = (args: readonly Value[]): Value => ({ ...first, args });
        return this.parts(values, 'con', (v) => v.args, make, telescopeMentions(fields, []));
      }
      case 'instance': {
        const isSame = present.every((v) => v.tag === 'instance' && sameRef(v.ref, first.ref));
        if (!isSame) return null;
        const def = this.c.world.definitions.lookup(first.ref);
        if (def.tag !== 'instance') return illFormedCore(`${first.ref.name} is not an instance`);
        const make = (args: readonly Value[]): Value => ({ ...first, args });
        return this.parts(values, 'instance', (v) => v.args, make, telescopeMentions(def.params, def.args));
      }
      case 'closure':
        return present.every((v) => v.tag === 'closure' && v.lam === first.lam)
          ? this.closures(first, values)
          : null;
      default:
        return null;
    }
  }

  private haveSameParams(a: Con, b: Con): boolean {
    const [first, second] = [a, b].map((con): Value => ({ tag: 'product', items: con.params }));
    return this.same(first!, [first!, second!]) !== null;
  }

  /** `isMentioned`: the positions of the parts that the types of others mention. */
  private parts<T extends Value['tag']>(
    values: readonly Value[],
    tag: T,
    partsOf: (v: Extract<Value, { tag: T }>) => readonly Value[],
    make: (parts: readonly Value[]) => Value,
    isMentioned: ReadonlySet<number> = new Set(),
  ): Merged | null {
    const lists = values.map((v) => (v.tag === tag ? partsOf(v as Extract<Value, { tag: T }>) : null));
    const first = lists.find((list) => list !== null)!;
    if (values.some((v, k) => lists[k] === null && v.tag !== 'bottom')) return null;
    if (lists.some((list) => list !== null && list.length !== first.length)) return null;
    const merged = first.map((_, i) => {
      const part = lists.map((list) => list?.[i] ?? BOTTOM);
      return isMentioned.has(i) ? this.mentioned(part) : this.part(part);
    });
    if (merged.some((m) => m === null)) return null;
    return (slots) => make(merged.map((m) => m!(slots)));
  }

  private closures(first: Closure<Running>, values: readonly Value[]): Merged | null {
    const names = [...freeNamesOf(first.lam).values()];
    const inTypes = new Set(namesInTypes(first.lam));
    for (const name of names) {
      const type = first.env.typeOf(name);
      if (type !== null) for (const id of freeNamesOf(type).keys()) inTypes.add(id);
    }
    const merged = names.map((name) => {
      const part = values.map((v) => (v.tag === 'closure' ? (v.env.get(name) ?? BOTTOM) : BOTTOM));
      return inTypes.has(name.id) ? this.mentioned(part) : this.part(part);
    });
    if (merged.some((m) => m === null)) return null;
    return (slots) => {
      const env = new Env<Value>(null, TOP);
      names.forEach((name, i) => {
        env.set(name, merged[i]!(slots));
      });
      return { tag: 'closure', lam: first.lam, env, named: null };
    };
  }

  /** Data of one type flows as it is; known by its parts everywhere, by its parts. */
  private dataSlot(values: readonly Value[], present: readonly Value[]): Merged | null {
    if (present.every((v) => v.tag === 'product'))
      return this.parts(
        values,
        'product',
        (v) => v.items,
        (items) => ({ tag: 'product', items }),
      );
    const { c, source } = this;
    const types = scratch(c, () => present.map((v) => dataTypeOf(c, v)));
    const type = types[0]!;
    const isClosed = [...typeNames(type).keys()].every((id) => !this.isLocal(id));
    if (!isClosed || types.some((other) => !sameType(other, type))) {
      this.isEntangled = true;
      return null;
    }
    const parts = values.map((v) => (v.tag === 'bottom' ? null : (c: Context) => materialise(c, v, source)));
    const index = this.slots.push({ type, parts }) - 1;
    return (slots) => data(slots[index]!);
  }

  /** A sum with one alternative for each branch that returns. */
  private choice(values: readonly Value[]): Merged {
    this.choices++;
    const { source } = this;
    const branches = values.map((v) => (v.tag === 'bottom' ? null : this.alternative(v)));
    const present = branches.filter((b) => b !== null);
    const type = sumType(present.map((b) => telescopeType(b.locals, b.template.plan, source)));
    let next = 0;
    const parts = branches.map((b) => {
      if (b === null) return null;
      const index = next++;
      return (c: Context) =>
        emit(c, make.inject(type, index, packTelescope(c, b.locals, b.template.plan, source), source));
    });
    const slot = this.slots.push({ type, parts }) - 1;
    return (slots) => ({ tag: 'choice', atom: slots[slot]!, alternatives: present.map((b) => b.template) });
  }

  private alternative(value: Value): {
    readonly template: Template<Running>;
    readonly locals: readonly Atom[];
  } {
    return templateOf(this.c, value, this.isLocal);
  }
}

type Con = Extract<Value, { tag: 'con' }>;

/** The positions in a telescope of what later types in it, or these terms, mention. */
function telescopeMentions(params: readonly Param[], terms: readonly Term[]): ReadonlySet<number> {
  const inTypes = new Set(
    [...params.map((p) => p.type), ...terms].flatMap((t) => [...freeNamesOf(t).keys()]),
  );
  return new Set(params.flatMap((p, i) => (inTypes.has(p.name.id) ? [i] : [])));
}

/** The Loops type of a value that is data. */
function dataTypeOf(c: Context, value: Value): Type {
  switch (value.tag) {
    case 'data':
      return typeOf(value.atom);
    case 'product':
      return productType(value.items.map((item) => dataTypeOf(c, item)));
    case 'con':
      return dataLoopsType(c, value.data, value.params);
    case 'pack':
      return loopsType(c, value.type);
    default:
      return illFormedCore(`a ${value.tag} is not data`);
  }
}

/** Whether differing values of this form can be told apart at run time. */
function isCode(value: Value): boolean {
  return value.tag !== 'type' && value.tag !== 'row' && value.tag !== 'heap' && value.tag !== 'dataDict';
}

function sameRef(a: GlobalRef, b: GlobalRef): boolean {
  return a.module === b.module && a.index === b.index;
}
