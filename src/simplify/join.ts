/**
 * Joins: what several pieces of code that meet have in common. Where all give data, data flows. Where they give the same
 * code with other data in it, that data flows. Where they give different code, a sum of the data of each flows, and
 * what is known is the list of skeletons: a conditional function.
 */
import type { SourceId } from '../core/index.ts';
import { type Atom, type Block, make, sumType, type Type, typeNames, typeOf } from '../loops/index.ts';
import type { OpenBlock } from './code.ts';
import { type Context, emit } from './context.ts';
import {
  closeTelescope,
  materialise,
  packTelescope,
  planOf,
  productOf,
  projectAtom,
  telescopeType,
  tupleOf,
  unpackTelescope,
} from './data.ts';
import { Env, TOP } from './env.ts';
import { freeNamesOf } from './free.ts';
import { KeyWriter } from './key.ts';
import { rebuild, Splitter } from './skeleton.ts';
import { isData, loopsType } from './types.ts';
import {
  BOTTOM,
  type Closure,
  data,
  type Running,
  type Template,
  type TypeValue,
  type Value,
} from './value.ts';

/** A piece of code that has been run up to its value. */
export interface Branch {
  readonly block: OpenBlock;
  readonly value: Value;
}

/** Blocks that all have one type, and the value that their result stands for. */
export interface Joined {
  readonly blocks: readonly Block[];
  readonly type: Type;
  value(result: Atom): Value;
}

/** A value that each branch computes in its own way. */
interface Slot {
  readonly type: Type;
  readonly parts: readonly (((c: Context) => Atom) | null)[];
}

/** Joins branches that were run after `mark`. `type`: that of the whole, where it is known to be data. */
export function join(
  c: Context,
  branches: readonly Branch[],
  type: Type | null,
  mark: number,
  source: SourceId,
): Joined {
  if (type !== null) return joinData(c, branches, type, source);
  const merger = new Merger(c, mark, source);
  const merged = merger.merge(branches.map((b) => b.value));
  const blocks = branches.map(({ block }, k) =>
    c.code.close(
      block,
      c.code.within(block, () => merger.packed(k)),
    ),
  );
  const value = (atom: Atom): Value =>
    merged(merger.slots.length === 1 ? [atom] : merger.slots.map((_, i) => projectAtom(c, atom, i, source)));
  return { blocks, type: productOf(merger.types), value };
}

function joinData(c: Context, branches: readonly Branch[], type: Type, source: SourceId): Joined {
  const blocks = branches.map(({ block, value }) => {
    const result = c.code.within(block, () =>
      value.tag === 'bottom' ? emit(c, make.garbage(type, source)) : materialise(c, value, source),
    );
    return c.code.close(block, result);
  });
  return { blocks, type, value: data };
}

/** Values of one block joined: for each an atom of the same product of slots, and the value of given slots. */
export interface JoinedHere {
  readonly atoms: readonly Atom[];
  readonly types: readonly Type[];
  value(slots: readonly Atom[]): Value;
}

/** Joins values of the current block: the items of a table literal. */
export function joinHere(c: Context, values: readonly Value[], mark: number, source: SourceId): JoinedHere {
  const merger = new Merger(c, mark, source);
  const value = merger.merge(values);
  return { atoms: values.map((_, k) => merger.packed(k)), types: merger.types, value };
}

/** From the atoms of all slots, the joined value. */
type Merged = (slots: readonly Atom[]) => Value;

class Merger {
  readonly slots: Slot[] = [];
  private readonly c: Context;
  private readonly mark: number;
  private readonly source: SourceId;

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
    const present = values.filter((v) => v.tag !== 'bottom');
    const [first] = present;
    if (first === undefined) return () => BOTTOM;
    const start = this.slots.length;
    const merged = this.same(first, present) ?? this.alike(first, values, present);
    if (merged !== null) return merged;
    this.slots.length = start;
    return this.choice(values);
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
    const flowing = present.every((v) => isData(this.c, v)) ? this.dataSlot(values) : null;
    if (flowing !== null) return flowing;
    switch (first.tag) {
      case 'product':
        return this.parts(
          values,
          'product',
          (v) => v.items,
          (items) => ({ tag: 'product', items }),
        );
      case 'con': {
        const isSame = present.every(
          (v) =>
            v.tag === 'con' &&
            v.index === first.index &&
            this.same(types(v), [types(first), types(v)]) !== null,
        );
        return isSame
          ? this.parts(
              values,
              'con',
              (v) => v.args,
              (args) => ({ ...first, args }),
            )
          : null;
      }
      case 'instance': {
        const isSame = present.every((v) => v.tag === 'instance' && sameRef(v.ref, first.ref));
        return isSame
          ? this.parts(
              values,
              'instance',
              (v) => v.args,
              (args) => ({ ...first, args }),
            )
          : null;
      }
      case 'closure':
        return present.every((v) => v.tag === 'closure' && v.lam === first.lam)
          ? this.closures(first, values)
          : null;
      default:
        return null;
    }
  }

  private parts<T extends Value['tag']>(
    values: readonly Value[],
    tag: T,
    partsOf: (v: Extract<Value, { tag: T }>) => readonly Value[],
    make: (parts: readonly Value[]) => Value,
  ): Merged | null {
    const lists = values.map((v) => (v.tag === tag ? partsOf(v as Extract<Value, { tag: T }>) : null));
    const first = lists.find((list) => list !== null)!;
    if (values.some((v, k) => lists[k] === null && v.tag !== 'bottom')) return null;
    if (lists.some((list) => list !== null && list.length !== first.length)) return null;
    const merged = first.map((_, i) => this.part(lists.map((list) => list?.[i] ?? BOTTOM)));
    if (merged.some((m) => m === null)) return null;
    return (slots) => make(merged.map((m) => m!(slots)));
  }

  /** A part that cannot be merged (types that differ, say) makes the whole a choice. */
  private part(values: readonly Value[]): Merged | null {
    const present = values.filter((v) => v.tag !== 'bottom');
    const [first] = present;
    if (first === undefined) return () => BOTTOM;
    return (
      this.same(first, present) ??
      this.alike(first, values, present) ??
      (isCode(first) ? this.choice(values) : null)
    );
  }

  private closures(first: Closure<Running>, values: readonly Value[]): Merged | null {
    const names = [...freeNamesOf(first.lam).values()];
    const merged = names.map((name) =>
      this.part(values.map((v) => (v.tag === 'closure' ? (v.env.get(name) ?? BOTTOM) : BOTTOM))),
    );
    if (merged.some((m) => m === null)) return null;
    return (slots) => {
      const env = new Env<Value>(null, TOP);
      names.forEach((name, i) => {
        env.set(name, merged[i]!(slots));
      });
      return { tag: 'closure', lam: first.lam, env, named: null };
    };
  }

  private dataSlot(values: readonly Value[]): Merged | null {
    const { source } = this;
    const known = values.map((v) => (v.tag === 'data' ? v.atom : null));
    const type = known.find((atom) => atom !== null);
    const parts = values.map((v) => (v.tag === 'bottom' ? null : (c: Context) => materialise(c, v, source)));
    if (type === undefined || type === null) return this.builtSlot(values);
    return this.slot(typeOf(type), parts);
  }

  /** Data that is known by its parts everywhere: its parts flow. */
  private builtSlot(values: readonly Value[]): Merged | null {
    const first = values.find((v) => v.tag !== 'bottom')!;
    if (first.tag === 'product') {
      return this.parts(
        values,
        'product',
        (v) => v.items,
        (items) => ({ tag: 'product', items }),
      );
    }
    const type: TypeValue | null =
      first.tag === 'con'
        ? { tag: 'data', data: first.data, args: first.params }
        : first.tag === 'pack'
          ? first.type
          : null;
    if (type === null) return null;
    const { source } = this;
    return this.slot(
      loopsType(this.c, type),
      values.map((v) => (v.tag === 'bottom' ? null : (c: Context) => materialise(c, v, source))),
    );
  }

  private slot(type: Type, parts: Slot['parts']): Merged | null {
    for (const id of typeNames(type).keys()) if (this.isLocal(id)) return null;
    const index = this.slots.push({ type, parts }) - 1;
    return (slots) => data(slots[index]!);
  }

  /** A sum with one alternative for each branch that returns. */
  private choice(values: readonly Value[]): Merged {
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

/** Whether differing values of this form can be told apart at run time. */
function isCode(value: Value): boolean {
  return value.tag !== 'type' && value.tag !== 'row' && value.tag !== 'heap' && value.tag !== 'dataDict';
}

function types(v: Value): Value {
  return v.tag === 'con' ? { tag: 'product', items: v.params } : v;
}

function sameRef(a: { module: string; index: number }, b: { module: string; index: number }): boolean {
  return a.module === b.module && a.index === b.index;
}

/** A value as a template over the names that are local, and those names' atoms as a telescope. */
export function templateOf(
  c: Context,
  value: Value,
  isLocal: (id: number) => boolean,
): { readonly template: Template<Running>; readonly locals: readonly Atom[] } {
  const first = new Splitter(isLocal);
  first.split(value);
  const locals = closeTelescope(c, first.locals, isLocal);
  // Split again with the holes in the order of the telescope.
  const splitter = new Splitter(isLocal);
  for (const atom of locals) splitter.leaf(atom);
  const skeleton = splitter.split(value);
  return {
    template: { skeleton, plan: planOf(locals), outer: splitter.outer, heaps: splitter.heaps },
    locals,
  };
}

/** The value of a template from its own data. */
export function fromTemplate(c: Context, template: Template<Running>, packed: Atom, source: SourceId): Value {
  const locals = unpackTelescope(c, packed, template.plan, source);
  return rebuild(template.skeleton, { locals, outer: template.outer, heaps: template.heaps });
}

/** Does something with a value that may be a choice: in each alternative, with a join after it. */
export function distribute(
  c: Context,
  value: Value,
  source: SourceId,
  type: Type | null,
  f: (value: Value) => Value,
): Value {
  if (value.tag !== 'choice') return f(value);
  const sum = typeOf(value.atom);
  const items = sum.tag === 'sum' ? sum.items : [];
  const { mark } = c.code;
  const binders = items.map((item) => c.code.bind('x', item));
  const branches = value.alternatives.map((template, i): Branch => {
    const block = c.code.open();
    const result = c.code.within(block, () => {
      const chosen = fromTemplate(c, template, make.variable(binders[i]!), source);
      return distribute(c, chosen, source, type, f);
    });
    return { block, value: result };
  });
  const joined = join(c, branches, type, mark, source);
  const alternatives = joined.blocks.map((body, i) => ({ binder: binders[i]!, body }));
  return joined.value(emit(c, make.caseOf(value.atom, alternatives, joined.type, source)));
}
