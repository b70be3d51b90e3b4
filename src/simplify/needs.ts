/**
 * What a definition needs beyond its arguments, through everything that it mentions: stored top-level values, and the
 * right to IO (`%runIO` hides the effect from types). A specialised function takes its stored values as parameters, so
 * they must be known where it is called, before its body has been looked at.
 */
import { type Definitions, forEachChild, type GlobalRef, globalKey, type Term } from '../core/index.ts';
import { illFormedCore } from './fault.ts';
import type { Captured, Delayed, Frozen, Skeleton, StaticType } from './value.ts';

export interface Needs {
  /** By key. */
  readonly values: ReadonlyMap<string, GlobalRef>;
  readonly io: boolean;
}

const NOTHING: Needs = { values: new Map(), io: false };

/** What is looked up while needs are found. */
export interface NeedsWorld {
  readonly definitions: Definitions;
  readonly cache: { readonly needs: Map<string, Needs> };
  stored(ref: GlobalRef): { readonly skeleton: Skeleton };
}

/** What is mentioned directly. */
interface Mentions {
  readonly refs: Map<string, GlobalRef>;
  io: boolean;
}

function mentionsOfTerm(term: Term, found: Mentions): void {
  switch (term.tag) {
    case 'global':
      found.refs.set(globalKey(term.ref), term.ref);
      return;
    case 'instance':
      found.refs.set(globalKey(term.instance), term.instance);
      break;
    case 'prim':
      if (term.name === 'runIO') found.io = true;
      break;
    default:
  }
  forEachChild(term, (child) => mentionsOfTerm(child, found));
}

class SkeletonWalk {
  private readonly seen = new Set<Skeleton>();
  private readonly found: Mentions;

  constructor(found: Mentions) {
    this.found = found;
  }

  value(value: Skeleton): void {
    if (this.seen.has(value)) return;
    this.seen.add(value);
    switch (value.tag) {
      case 'product':
        this.values(value.items);
        break;
      case 'con':
        this.values([...value.params, ...value.args]);
        break;
      case 'instance':
        this.found.refs.set(globalKey(value.ref), value.ref);
        this.values(value.args);
        break;
      case 'function':
        this.found.refs.set(globalKey(value.ref), value.ref);
        break;
      case 'closure':
        mentionsOfTerm(value.lam, this.found);
        this.env(value.env);
        break;
      case 'pack':
        this.type(value.type);
        this.values([value.first, value.second]);
        break;
      case 'type':
        this.type(value.type);
        break;
      case 'ref':
        this.type(value.content);
        break;
      case 'ixMethod':
        this.type(value.type);
        this.value(value.dict);
        break;
      case 'choice':
        this.values(value.alternatives.map((t) => t.skeleton));
        break;
      case 'tables':
        this.value(value.element.skeleton);
        break;
      case 'finIx':
        this.value(value.size);
        break;
      case 'tangent':
        for (const part of [value.operands, value.fromLike, value.toLike]) this.values(part);
        break;
      default:
    }
  }

  private values(values: readonly Skeleton[]): void {
    for (const value of values) this.value(value);
  }

  private env(captured: readonly Captured[]): void {
    for (const { value } of captured) this.value(value);
  }

  private type(t: StaticType<Frozen>): void {
    switch (t.tag) {
      case 'fin':
        this.value(t.size);
        break;
      case 'tuple':
        for (const item of t.items) this.type(item);
        break;
      case 'table':
        this.type(t.index);
        this.value(t.ix);
        this.delayed(t.element);
        break;
      case 'pair':
        this.type(t.first);
        this.delayed(t.second);
        break;
      case 'ref':
        this.type(t.content);
        break;
      case 'pi':
        mentionsOfTerm(t.pi, this.found);
        this.env(t.env);
        break;
      case 'data':
      case 'class':
        this.values(t.args);
        break;
      default:
    }
  }

  private delayed(d: Delayed<Frozen>): void {
    if (d.tag === 'constant') {
      this.type(d.type);
      return;
    }
    mentionsOfTerm(d.body, this.found);
    this.env(d.env);
  }
}

/** What a definition mentions directly. */
function mentionsOfDefinition(world: NeedsWorld, ref: GlobalRef): Mentions {
  const found: Mentions = { refs: new Map(), io: false };
  const def = world.definitions.lookup(ref);
  switch (def.tag) {
    case 'function':
      mentionsOfTerm(def.type, found);
      mentionsOfTerm(def.body, found);
      if (def.linearization !== null) mentionsOfTerm(def.linearization.rule, found);
      break;
    case 'value':
      if (def.definition !== null) mentionsOfTerm(def.definition, found);
      else new SkeletonWalk(found).value(world.stored(ref).skeleton);
      break;
    case 'instance':
      for (const term of [...def.methods, ...def.superclasses]) mentionsOfTerm(term, found);
      break;
    case 'data':
      for (const { fields } of def.constructors)
        for (const field of fields) mentionsOfTerm(field.type, found);
      break;
    default:
  }
  return found;
}

/**
 * What a definition needs, remembered. Iterative. Only a custom linearization mentions a later definition, which may
 * mention its function: what is found inside of such a cycle lacks what the function needs, and is forgotten.
 */
function needsOf(world: NeedsWorld, root: GlobalRef): Needs {
  const { needs } = world.cache;
  const open: { readonly ref: GlobalRef; readonly mentions: Mentions }[] = [];
  const entered = new Map<string, number>();
  const partial: string[] = [];
  let cycle = Number.POSITIVE_INFINITY;
  const enter = (ref: GlobalRef): void => {
    const key = globalKey(ref);
    if (needs.has(key)) return;
    const depth = entered.get(key);
    if (depth !== undefined) {
      cycle = Math.min(cycle, depth);
      return;
    }
    entered.set(key, open.length);
    open.push({ ref, mentions: mentionsOfDefinition(world, ref) });
  };
  enter(root);
  while (open.length > 0) {
    const { ref, mentions } = open.at(-1)!;
    const before = open.length;
    for (const mentioned of mentions.refs.values()) {
      enter(mentioned);
      if (open.length > before) break;
    }
    if (open.length > before) continue;
    open.pop();
    const key = globalKey(ref);
    needs.set(key, withOwn(world, ref, unite(world, mentions)));
    if (open.length > cycle) partial.push(key);
    else cycle = Number.POSITIVE_INFINITY;
  }
  const found = needs.get(globalKey(root)) ?? illFormedCore(`${root.name} mentions itself`);
  for (const key of partial) needs.delete(key);
  return found;
}

function withOwn(world: NeedsWorld, ref: GlobalRef, needs: Needs): Needs {
  const def = world.definitions.lookup(ref);
  if (def.tag !== 'value' || def.definition !== null) return needs;
  return { ...needs, values: new Map(needs.values).set(globalKey(ref), ref) };
}

/** Shares what is equal, so that a long chain of definitions does not copy a set at each. */
function unite(world: NeedsWorld, mentions: Mentions): Needs {
  let all: Needs = mentions.io ? { ...NOTHING, io: true } : NOTHING;
  for (const key of mentions.refs.keys()) {
    const part = world.cache.needs.get(key) ?? NOTHING;
    const isCovered = (part.values.size === 0 || part.values === all.values) && (!part.io || all.io);
    if (isCovered) continue;
    if (all.values.size === 0) {
      all = { values: part.values, io: part.io || all.io };
      continue;
    }
    all = { values: new Map([...all.values, ...part.values]), io: all.io || part.io };
  }
  return all;
}

/** What terms and skeletons need. */
export function needsOfParts(
  world: NeedsWorld,
  terms: readonly Term[],
  skeletons: readonly Skeleton[],
): Needs {
  const found: Mentions = { refs: new Map(), io: false };
  for (const term of terms) mentionsOfTerm(term, found);
  const walk = new SkeletonWalk(found);
  for (const skeleton of skeletons) walk.value(skeleton);
  for (const ref of found.refs.values()) needsOf(world, ref);
  return unite(world, found);
}

/** What a top-level definition needs. */
export function needsOfDefinition(world: NeedsWorld, ref: GlobalRef): Needs {
  return needsOf(world, ref);
}
