/** Values mapped from one stage to another: what stands for data, heaps and environments replaced, all else kept. */
import type { Term } from '../core/index.ts';
import type { Name } from '../names/index.ts';
import {
  type Closure,
  type Delayed,
  isHeapEffect,
  type OfIndex,
  type Stage,
  type Static,
  type StaticEffect,
  type StaticRow,
  type StaticType,
  type Template,
} from './value.ts';

export interface Images<A extends Stage, B extends Stage> {
  leaf(leaf: A['leaf']): B['leaf'];
  heap(heap: A['heap']): B['heap'];
  /** The environment of a term, of which `bound` is bound by what stands around it. */
  env(term: Term, bound: Name | null, env: A['env']): B['env'];
}

/** What is shared stays shared: each object is mapped once. */
export class StageMap<A extends Stage, B extends Stage> {
  private readonly values = new Map<Static<A>, Static<B>>();
  private readonly images: Images<A, B>;

  constructor(images: Images<A, B>) {
    this.images = images;
  }

  value(value: Static<A>): Static<B> {
    const known = this.values.get(value);
    if (known !== undefined) return known;
    const mapped = this.map(value);
    this.values.set(value, mapped);
    return mapped;
  }

  private list(values: readonly Static<A>[]): readonly Static<B>[] {
    return values.map((value) => this.value(value));
  }

  private map(v: Static<A>): Static<B> {
    switch (v.tag) {
      case 'data':
        return { tag: 'data', atom: this.images.leaf(v.atom), ...this.madeFrom(v) };
      case 'ref':
        return { tag: 'ref', atom: this.images.leaf(v.atom), content: this.type(v.content) };
      case 'heap':
        return { tag: 'heap', heap: this.images.heap(v.heap) };
      case 'row':
        return this.row(v);
      case 'product':
        return { tag: 'product', items: this.list(v.items), ...this.madeFrom(v) };
      case 'con':
        return {
          tag: 'con',
          data: v.data,
          index: v.index,
          params: this.list(v.params),
          args: this.list(v.args),
          ...this.madeFrom(v),
        };
      case 'pack':
        return {
          tag: 'pack',
          type: this.type(v.type),
          first: this.value(v.first),
          second: this.value(v.second),
        };
      case 'closure':
        return this.closure(v);
      case 'function':
      case 'dataDict':
      case 'bottom':
        return v;
      case 'instance':
        return { ...v, args: this.list(v.args) };
      case 'finIx':
        return { tag: 'finIx', size: this.value(v.size) };
      case 'ixMethod':
        return { ...v, type: this.type(v.type), dict: this.value(v.dict) };
      case 'type':
        return { tag: 'type', type: this.type(v.type) };
      case 'choice':
        return {
          tag: 'choice',
          atom: this.images.leaf(v.atom),
          alternatives: v.alternatives.map((t) => this.template(t)),
        };
      case 'tables':
        return { tag: 'tables', atom: this.images.leaf(v.atom), element: this.template(v.element) };
      case 'tangent':
        return {
          ...v,
          operands: this.list(v.operands),
          from: this.type(v.from),
          to: this.type(v.to),
          fromLike: this.list(v.fromLike),
          toLike: this.list(v.toLike),
        };
    }
  }

  private madeFrom({ madeFrom }: OfIndex<A>): OfIndex<B> {
    return madeFrom === undefined ? {} : { madeFrom: this.images.leaf(madeFrom) };
  }

  private closure(v: Closure<A>): Closure<B> {
    const named =
      v.named === null ? null : { ...v.named, env: this.images.env(v.named.type, null, v.named.env) };
    return { tag: 'closure', lam: v.lam, env: this.images.env(v.lam, null, v.env), named };
  }

  private template(t: Template<A>): Template<B> {
    return {
      skeleton: t.skeleton,
      plan: t.plan,
      outer: t.outer.map((leaf) => this.images.leaf(leaf)),
      heaps: t.heaps.map((heap) => this.images.heap(heap)),
    };
  }

  private row(v: StaticRow<A>): StaticRow<B> {
    const effects = v.effects.map(
      (effect): StaticEffect<B> =>
        isHeapEffect(effect) ? { tag: effect.tag, heap: this.images.heap(effect.heap) } : { tag: effect.tag },
    );
    return { tag: 'row', effects };
  }

  type(t: StaticType<A>): StaticType<B> {
    switch (t.tag) {
      case 'kind':
      case 'scalar':
      case 'nat':
      case 'ptr':
        return t;
      case 'fin':
        return { tag: 'fin', size: this.value(t.size) };
      case 'tuple':
        return { tag: 'tuple', items: t.items.map((item) => this.type(item)) };
      case 'table':
        return {
          tag: 'table',
          index: this.type(t.index),
          ix: this.value(t.ix),
          element: this.delayed(t.element),
        };
      case 'pair':
        return { ...t, first: this.type(t.first), second: this.delayed(t.second) };
      case 'ref':
        return { tag: 'ref', heap: this.images.heap(t.heap), content: this.type(t.content) };
      case 'pi':
        return { tag: 'pi', pi: t.pi, env: this.images.env(t.pi, null, t.env) };
      case 'data':
      case 'class':
        return { ...t, args: this.list(t.args) };
    }
  }

  private delayed(d: Delayed<A>): Delayed<B> {
    if (d.tag === 'constant') return { tag: 'constant', type: this.type(d.type) };
    return { ...d, env: this.images.env(d.body, d.binder, d.env) };
  }
}
