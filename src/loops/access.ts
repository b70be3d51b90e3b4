/**
 * Access: how a block's loops use tables and references. For each access to a table or into a reference, which loop each
 * of its indices is; for each accumulation, the loops that it sums over; for each State operation, the loops that carry
 * it. The analysis stands beside the language: it reads programs and changes nothing.
 */
import type { Name } from '../names/index.ts';
import { ScopedMap } from '../names/index.ts';
import type { BlockScope, Visitor } from './fold.ts';
import { visitChildren } from './fold.ts';
import type { Atom, Block, Decl, Expr, Type } from './ir.ts';
import { type MonoidKind, monoidKind } from './monoid.ts';

/** What an index is, as seen from the loops around it. */
export type IndexForm =
  /** The index of a loop, or (with a path of projections) a component of it. */
  | { readonly tag: 'loop'; readonly loop: Name; readonly path: readonly number[] }
  | { readonly tag: 'tuple'; readonly items: readonly IndexForm[] }
  /** Computed from data; it varies with these loops alone (none: it is the same in every iteration). */
  | { readonly tag: 'computed'; readonly loops: readonly Name[] };

interface Place {
  /** The loops around it, outermost first. */
  readonly loops: readonly Name[];
}

/** `table[at]`. */
export interface TableRead extends Place {
  readonly table: Atom;
  readonly at: IndexForm;
}

/** An accumulation into the element of a reference that `path` selects. */
export interface Accumulation extends Place {
  readonly heap: Name;
  readonly path: readonly IndexForm[];
  /** The loops inside the handler that no index of the path is: their iterations are combined. */
  readonly summed: readonly Name[];
  readonly kind: MonoidKind | null;
}

/** A `get`, `put` or step into a list: the loops inside the handler run in order. */
export interface Carried extends Place {
  readonly heap: Name;
  readonly path: readonly IndexForm[];
  readonly carriers: readonly Name[];
}

export interface Access {
  readonly reads: readonly TableRead[];
  readonly accumulations: readonly Accumulation[];
  readonly carried: readonly Carried[];
}

const INVARIANT: IndexForm = { tag: 'computed', loops: [] };

/** The loops with which an index varies. */
export function loopsOf(form: IndexForm): readonly Name[] {
  if (form.tag === 'loop') return [form.loop];
  return form.tag === 'computed' ? form.loops : unite(form.items.map(loopsOf));
}

function unite(lists: readonly (readonly Name[])[]): readonly Name[] {
  const all = new Map(lists.flat().map((name) => [name.id, name]));
  return [...all.values()];
}

/** The loops that an index runs through, one element for each iteration. */
function covered(form: IndexForm): readonly Name[] {
  if (form.tag === 'loop') return form.path.length === 0 ? [form.loop] : [];
  return form.tag === 'tuple' ? unite(form.items.map(covered)) : [];
}

interface Reference {
  readonly heap: Name;
  readonly path: readonly IndexForm[];
}

class Analysis {
  readonly reads: TableRead[] = [];
  readonly accumulations: Accumulation[] = [];
  readonly carried: Carried[] = [];
  private readonly forms = new ScopedMap<IndexForm>();
  private readonly references = new ScopedMap<Reference>();
  /** How many loops stand around a handler. */
  private readonly depths = new ScopedMap<number>();
  private loops: readonly Name[] = [];

  private form(atom: Atom): IndexForm {
    return atom.tag === 'var' ? (this.forms.get(atom.name) ?? INVARIANT) : INVARIANT;
  }

  private reference(atom: Atom): Reference | null {
    if (atom.tag !== 'var') return null;
    const known = this.references.get(atom.name);
    if (known !== undefined) return known;
    return atom.type.tag === 'ref' ? { heap: atom.type.heap, path: [] } : null;
  }

  private inside(heap: Name): readonly Name[] {
    return this.loops.slice(this.depths.get(heap) ?? 0);
  }

  private readonly visitor: Visitor = {
    atom: () => {},
    type: () => {},
    set: () => {},
    heap: () => {},
    scope: (scope) => this.scope(scope),
  };

  private scope({ heap, body }: BlockScope): void {
    const marks = [this.forms, this.references, this.depths].map((map) => map.enter());
    if (heap !== null) this.depths.set(heap, this.loops.length);
    this.block(body);
    [this.forms, this.references, this.depths].forEach((map, i) => {
      map.leave(marks[i]!);
    });
  }

  block(body: Block): void {
    for (const decl of body.decls) this.decl(decl);
  }

  private decl(decl: Decl): void {
    if (decl.tag === 'unpack') {
      const form: IndexForm = { tag: 'computed', loops: loopsOf(this.form(decl.arg)) };
      this.forms.set(decl.first.name, form);
      this.forms.set(decl.second.name, form);
      return;
    }
    const { expr, name } = decl;
    this.record(expr);
    this.forms.set(name, this.formOf(expr));
    const step = this.step(expr);
    if (step !== null) this.references.set(name, step);
    if (expr.tag !== 'for' && expr.tag !== 'each') {
      visitChildren(expr, this.visitor);
      return;
    }
    const outer = this.loops;
    const mark = this.forms.enter();
    this.loops = [...outer, expr.binder.name];
    this.forms.set(expr.binder.name, { tag: 'loop', loop: expr.binder.name, path: [] });
    this.block(expr.body);
    this.forms.leave(mark);
    this.loops = outer;
  }

  private record(e: Expr): void {
    const { loops } = this;
    if (e.tag === 'index') this.reads.push({ loops, table: e.table, at: this.form(e.at) });
    if (e.tag === 'extend') this.accumulate(e.ref, monoidKind(e.monoid));
    if (e.tag === 'get' || e.tag === 'put' || e.tag === 'listLength' || e.tag === 'listElement') {
      const reference = this.reference(e.ref);
      if (reference !== null)
        this.carried.push({ loops, ...reference, carriers: this.inside(reference.heap) });
    }
  }

  private accumulate(ref: Atom, kind: MonoidKind | null): void {
    const reference = this.reference(ref);
    if (reference === null) return;
    const kept = new Set(reference.path.flatMap(covered).map((loop) => loop.id));
    const summed = this.inside(reference.heap).filter((loop) => !kept.has(loop.id));
    this.accumulations.push({ loops: this.loops, ...reference, summed, kind });
  }

  /** A reference made from another by an index or a projection. */
  private step(e: Expr): Reference | null {
    if (e.tag === 'atom') return this.reference(e.atom);
    if (e.tag !== 'refIndex' && e.tag !== 'refProject' && e.tag !== 'listElement') return null;
    const from = this.reference(e.ref);
    if (from === null || e.tag === 'refProject') return from;
    return { heap: from.heap, path: [...from.path, this.form(e.at)] };
  }

  private formOf(e: Expr): IndexForm {
    if (e.tag === 'atom') return this.form(e.atom);
    if (e.tag === 'tuple' && isIndexLike(e.type))
      return { tag: 'tuple', items: e.items.map((i) => this.form(i)) };
    if (e.tag === 'project') {
      const whole = this.form(e.arg);
      if (whole.tag === 'loop') return { ...whole, path: [...whole.path, e.index] };
      if (whole.tag === 'tuple') return whole.items[e.index] ?? INVARIANT;
    }
    return { tag: 'computed', loops: e.effects.length > 0 ? this.loops : this.dependencies(e) };
  }

  private dependencies(e: Expr): readonly Name[] {
    const found: (readonly Name[])[] = [];
    const atom = (a: Atom): void => {
      found.push(loopsOf(this.form(a)));
    };
    const none = (): void => {};
    const visitor: Visitor = { atom, type: none, set: none, heap: none, scope: ({ body }) => walk(body) };
    const walk = (body: Block): void => {
      for (const decl of body.decls) {
        if (decl.tag === 'let') visitChildren(decl.expr, visitor);
        else atom(decl.arg);
      }
      atom(body.result);
    };
    visitChildren(e, visitor);
    const around = new Set(this.loops.map((loop) => loop.id));
    return unite(found).filter((loop) => around.has(loop.id));
  }
}

function isIndexLike(type: Type): boolean {
  return type.tag === 'index' || (type.tag === 'product' && type.items.every(isIndexLike));
}

/** What the loops of a block do to tables and references, in program order. */
export function accessOf(body: Block): Access {
  const analysis = new Analysis();
  analysis.block(body);
  return { reads: analysis.reads, accumulations: analysis.accumulations, carried: analysis.carried };
}
