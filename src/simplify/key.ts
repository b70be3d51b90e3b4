/** Keys of skeletons: texts that are equal only if the skeletons are. What is shared is written once. */
import { globalKey, type Term } from '../core/index.ts';
import { literalKey } from '../loops/index.ts';
import {
  type Captured,
  type Closure,
  type Delayed,
  type Frozen,
  isHeapEffect,
  type OfIndex,
  type Skeleton,
  type StaticEffect,
  type StaticType,
  type Template,
} from './value.ts';

/** Numbers terms by identity. */
export interface TermNumbers {
  numberOf(term: Term): number;
}

export class KeyWriter {
  private readonly seen = new Map<object, number>();
  private readonly numbers: TermNumbers;

  constructor(numbers: TermNumbers) {
    this.numbers = numbers;
  }

  /** The key of one more skeleton, in terms of those written before. */
  value(value: Skeleton): string {
    const known = this.seen.get(value);
    if (known !== undefined) return `^${known}`;
    const text = this.write(value);
    if (value.tag !== 'data') this.seen.set(value, this.seen.size);
    return text;
  }

  private list(values: readonly Skeleton[]): string {
    return values.map((value) => this.value(value)).join(',');
  }

  private write(v: Skeleton): string {
    switch (v.tag) {
      case 'data':
        return leafKey(v.atom) + indexKey(v);
      case 'ref':
        return `ref ${leafKey(v.atom)}:${this.type(v.content)}`;
      case 'heap':
        return `h${v.heap}`;
      case 'row':
        return `{${v.effects.map(effectKey).join(',')}}`;
      case 'product':
        return `(${this.list(v.items)})${indexKey(v)}`;
      case 'con':
        return `${globalKey(v.data)}/${v.index}<${this.list(v.params)}>(${this.list(v.args)})${indexKey(v)}`;
      case 'pack':
        return `pack(${this.type(v.type)},${this.value(v.first)},${this.value(v.second)})`;
      case 'closure':
        return this.closure(v);
      case 'function':
        return `@${globalKey(v.ref)}`;
      case 'instance':
        return `!${globalKey(v.ref)}(${this.list(v.args)})`;
      case 'finIx':
        return `finIx(${this.value(v.size)})`;
      case 'dataDict':
        return 'data';
      case 'ixMethod':
        return `${v.method}(${this.type(v.type)},${this.value(v.dict)})`;
      case 'type':
        return this.type(v.type);
      case 'choice':
        return `choice(${leafKey(v.atom)},${v.alternatives.map((t) => this.template(t)).join('|')})`;
      case 'tables':
        return `tables(${leafKey(v.atom)},${this.template(v.element)})`;
      case 'tangent':
        return `tangent(${v.linear},${this.list([...v.operands, ...v.fromLike, ...v.toLike])})`;
      case 'bottom':
        return 'bottom';
    }
  }

  private closure(v: Closure<Frozen>): string {
    return `\\${this.numbers.numberOf(v.lam)}[${this.env(v.env)}]${v.named === null ? '' : '!'}`;
  }

  private env(env: readonly Captured[]): string {
    return env.map(({ name, value }) => `${name.id}=${this.value(value)}`).join(',');
  }

  private template(t: Template<Frozen>): string {
    const outer = t.outer.map(leafKey).join(',');
    return `${new KeyWriter(this.numbers).value(t.skeleton)}/${t.plan.join()}/${outer}/${t.heaps.join()}`;
  }

  type(t: StaticType<Frozen>): string {
    switch (t.tag) {
      case 'kind':
        return 'Type';
      case 'scalar':
        return t.scalar;
      case 'nat':
        return 'Nat';
      case 'ptr':
        return `Ptr ${t.target}`;
      case 'fin':
        return `Fin ${this.value(t.size)}`;
      case 'tuple':
        return `(${t.items.map((item) => this.type(item)).join(',')})`;
      case 'table':
        return `[${this.type(t.index)};${this.value(t.ix)}]${this.delayed(t.element)}`;
      case 'pair':
        return `(${this.type(t.first)}&>${this.delayed(t.second)})`;
      case 'ref':
        return `Ref h${t.heap} ${this.type(t.content)}`;
      case 'pi':
        return `pi${this.numbers.numberOf(t.pi)}[${this.env(t.env)}]`;
      case 'data':
        return `${globalKey(t.data)}<${this.list(t.args)}>`;
      case 'class':
        return `${globalKey(t.cls)}?<${this.list(t.args)}>`;
    }
  }

  private delayed(d: Delayed<Frozen>): string {
    if (d.tag === 'constant') return this.type(d.type);
    return `.${d.binder.id}.${this.numbers.numberOf(d.body)}[${this.env(d.env)}]`;
  }
}

function indexKey({ madeFrom }: OfIndex<Frozen>): string {
  return madeFrom === undefined ? '' : `#${leafKey(madeFrom)}`;
}

function leafKey(leaf: Frozen['leaf']): string {
  switch (leaf.tag) {
    case 'lit':
      return `${literalKey(leaf.value)}:${leaf.scalar}`;
    case 'unit':
      return 'u';
    case 'local':
      return `$${leaf.index}`;
    case 'outer':
      return `~${leaf.index}`;
  }
}

function effectKey(effect: StaticEffect<Frozen>): string {
  return isHeapEffect(effect) ? `${effect.tag} h${effect.heap}` : effect.tag;
}
