/**
 * Walks over whole terms with a stack of their own, because bind arrows nest terms deeper than a host's stack may be:
 * free names, and the rebuilding from which substitution and reduction are made.
 */
import type { Name } from '../names/index.ts';
import { mapChildren, visitChildren } from './fold.ts';
import type { Term } from './ir.ts';

/** What stands in a node, in order: a subterm, a binder whose scope begins, a number of scopes that end. */
type Step = Term | Name | number;

function stepsOf(term: Term): readonly Step[] {
  const steps: Step[] = [];
  const add = (step: Step): void => {
    steps.push(step);
  };
  visitChildren(term, { term: add, bind: add, leave: add });
  return steps;
}

function isTerm(step: Term | Name): step is Term {
  return 'tag' in step;
}

export interface Walker {
  /** Meets a term. Answers whether to go into it. */
  term(term: Term): boolean;
  bind(name: Name): void;
  leave(count: number): void;
}

/** Goes through terms in the order of `visitChildren`. */
export function walk(terms: readonly Term[], w: Walker): void {
  const pending: Step[] = [...terms].reverse();
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    if (typeof step === 'number') w.leave(step);
    else if (!isTerm(step)) w.bind(step);
    else if (w.term(step)) {
      const steps = stepsOf(step);
      for (let i = steps.length - 1; i >= 0; i--) pending.push(steps[i]!);
    }
  }
}

export interface Rebuilder {
  /** What stands for a term, and whether its subterms are still to be rebuilt. */
  term(term: Term): { readonly term: Term; readonly into: boolean };
  /** Enters the scope of a binder. Answers what the binder is called from here on. */
  bind(name: Name): Name;
  leave(count: number): void;
  /** Learns what a term that was gone into became. */
  done?(from: Term, to: Term): void;
}

/** A node that is being rebuilt: what was found of it so far, and where to go on. */
interface Frame {
  readonly from: Term;
  readonly term: Term;
  readonly steps: readonly Step[];
  readonly terms: Term[];
  readonly names: Name[];
  next: number;
}

/** The term with its subterms rebuilt, the outermost first; shares what does not change. */
export function rebuild(term: Term, b: Rebuilder): Term {
  const frames: Frame[] = [];
  const start = (from: Term): Term | null => {
    const { term: t, into } = b.term(from);
    if (!into) return t;
    frames.push({ from, term: t, steps: stepsOf(t), terms: [], names: [], next: 0 });
    return null;
  };
  let result = start(term);
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const step = frame.steps[frame.next++];
    if (step === undefined) {
      frames.pop();
      result = assemble(frame);
      b.done?.(frame.from, result);
      frames.at(-1)?.terms.push(result);
    } else if (typeof step === 'number') b.leave(step);
    else if (!isTerm(step)) frame.names.push(b.bind(step));
    else {
      const known = start(step);
      if (known !== null) frame.terms.push(known);
    }
  }
  return result!;
}

function assemble({ term, terms, names }: Frame): Term {
  let nextTerm = 0;
  let nextName = 0;
  return mapChildren(term, {
    term: () => terms[nextTerm++]!,
    bind: () => names[nextName++]!,
    leave: () => {},
  });
}

/** The names that occur free in the terms, by id. Linear in their size. */
export function freeNames(...terms: readonly Term[]): ReadonlyMap<number, Name> {
  const free = new Map<number, Name>();
  const bound = new Map<number, number>();
  const binders: number[] = [];
  walk(terms, {
    term(t) {
      if (t.tag !== 'var') return true;
      if (!bound.get(t.name.id) && !free.has(t.name.id)) free.set(t.name.id, t.name);
      return false;
    },
    bind(name) {
      binders.push(name.id);
      bound.set(name.id, (bound.get(name.id) ?? 0) + 1);
    },
    leave(count) {
      for (const id of binders.splice(binders.length - count)) bound.set(id, bound.get(id)! - 1);
    },
  });
  return free;
}

/** Whether `name` occurs free in the term. Binders with the same id shadow it. */
export function mentions(term: Term, name: Name): boolean {
  return freeNames(term).has(name.id);
}

/** The least mark above every name of the terms, free or bound: a scope that is always large enough. */
export function markAbove(...terms: readonly Term[]): number {
  let mark = 0;
  const see = (name: Name): void => {
    if (name.id >= mark) mark = name.id + 1;
  };
  walk(terms, {
    term(t) {
      if (t.tag === 'var') see(t.name);
      return t.tag !== 'var';
    },
    bind: see,
    leave() {},
  });
  return mark;
}
