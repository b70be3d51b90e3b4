/**
 * Substitution in terms, and copies with fresh names. Every binder of a result is above the mark that the supply had
 * when it was met, so that in what these functions return no two binders are equal, nor equal to a name in scope.
 */
import type { Name, Scope, Scoped, Substitution, Supply } from '../names/index.ts';
import { fresh, supply } from '../names/index.ts';
import * as make from './build.ts';
import type { BlockScope, Mapper } from './fold.ts';
import { mapChildren } from './fold.ts';
import type { Atom, Binder, Block, Decl, Expr, Fn } from './ir.ts';
import { TypeSubstitution } from './substitute-type.ts';

/** Images of names; a name without one stands for itself. */
export type Images = ReadonlyMap<number, Atom>;

/** A walk that renames and substitutes. One object serves many terms of one scope. */
export class Renamer implements Mapper {
  readonly types: TypeSubstitution;
  protected readonly names: Supply;

  constructor(names: Supply) {
    this.names = names;
    this.types = new TypeSubstitution(names);
  }

  atom(atom: Atom): Atom {
    return this.types.atom(atom);
  }
  type(type: Binder['type']): Binder['type'] {
    return this.types.type(type);
  }
  set(set: Parameters<TypeSubstitution['set']>[0]): ReturnType<TypeSubstitution['set']> {
    return this.types.set(set);
  }
  heap(heap: Name): Name {
    return this.types.heap(heap);
  }

  expr(e: Expr): Expr {
    return mapChildren(e, this);
  }

  scope(scope: BlockScope): BlockScope {
    const mark = this.enter();
    const heap = scope.heap === null ? null : this.bindHeap(scope.heap);
    const binders = scope.binders.map((b) => this.bind(b));
    const body = this.block(scope.body);
    this.leave(mark);
    return { heap, binders, body };
  }

  block(body: Block): Block {
    const mark = this.enter();
    const decls = body.decls.map((decl) => this.decl(decl));
    const result = this.atom(body.result);
    this.leave(mark);
    return make.block(decls, result);
  }

  /** A declaration with its names refreshed; they stay bound until the scope is left. */
  decl(decl: Decl): Decl {
    if (decl.tag === 'let') {
      const expr = this.expr(decl.expr);
      const { name } = this.bindAt(decl.name, expr.type);
      return make.letDecl(name, expr);
    }
    const unpacked = make.unpackDecl(
      this.rename(decl.first.name),
      this.rename(decl.second.name),
      this.atom(decl.arg),
      decl.source,
    );
    this.types.atoms.set(decl.first.name, make.variable(unpacked.first));
    this.types.atoms.set(decl.second.name, make.variable(unpacked.second));
    return unpacked;
  }

  /** Opens a scope; `leave` with the answer forgets what was bound in it. */
  enter(): readonly [number, number] {
    return [this.types.atoms.enter(), this.types.heaps.enter()];
  }

  leave([atoms, heaps]: readonly [number, number]): void {
    this.types.atoms.leave(atoms);
    this.types.heaps.leave(heaps);
  }

  bind(binder: Binder): Binder {
    return this.bindAt(binder.name, this.type(binder.type));
  }

  bindHeap(heap: Name): Name {
    const renamed = this.rename(heap);
    this.types.heaps.set(heap, renamed);
    return renamed;
  }

  protected bindAt(name: Name, type: Binder['type']): Binder {
    const binder = { name: this.rename(name), type };
    this.types.atoms.set(name, make.variable(binder));
    return binder;
  }

  /** The rapier's step, with a mark that only rises. */
  private rename(name: Name): Name {
    if (name.id < this.names.next) return fresh(this.names, name.hint);
    this.names.next = name.id + 1;
    return name;
  }
}

/**
 * The block with atoms for names and heaps for heaps. `names` must be above every name of the result's scope; every
 * binder of the result is new to it.
 */
export function substituteBlock(
  body: Block,
  images: Images,
  names: Supply,
  heaps: ReadonlyMap<number, Name> = new Map(),
): Block {
  return renamerWith(images, heaps, names).block(body);
}

/** A renamer that starts with these images. */
export function renamerWith(images: Images, heaps: ReadonlyMap<number, Name>, names: Supply): Renamer {
  const renamer = new Renamer(names);
  for (const [id, image] of images) renamer.types.atoms.set({ id, hint: '' }, image);
  for (const [id, image] of heaps) renamer.types.heaps.set({ id, hint: '' }, image);
  return renamer;
}

/** A copy of the block whose binders are all new to `names`. */
export function refresh(body: Block, names: Supply): Block {
  return new Renamer(names).block(body);
}

/** A copy of the function whose binders, parameters and heaps included, are all new to `names`, which the renamer has. */
export function refreshFn(fn: Fn, names: Supply, renamer: Renamer = new Renamer(names)): Fn {
  const heaps = fn.heaps.map((heap) => renamer.bindHeap(heap));
  const params = fn.params.map((param) => renamer.bind(param));
  return { ...fn, heaps, params, body: renamer.block(fn.body) };
}

// ------------------------------------------------------------------------------------------------- scoped (foil)

/** Substitution typed by scopes: a substitution into a smaller scope than the images' does not compile. */
export function substitute<I, O>(
  scope: Scope<O>,
  substitution: Substitution<I, O, Atom>,
  body: Scoped<Block, I>,
): Scoped<Block, O> {
  return scope.assume(substituteBlock(body.term, substitution.entries, supply(scope.mark)));
}

/** What a block declares, opened: the declarations and the result, in the scope of its names. */
export interface OpenedBlock {
  readonly decls: readonly Decl[];
  readonly result: Atom;
}

/** Opens a block in a scope: all of its names at once, none of which may leave the callback. */
export function openBlock<N, R>(
  scope: Scope<N>,
  body: Scoped<Block, N>,
  k: <F>(names: readonly Name<F>[], opened: Scoped<OpenedBlock, N | F>, scope: Scope<N | F>) => R,
): R {
  return scope.open((mark) => {
    const names = supply(mark);
    const { decls, result } = refresh(body.term, names);
    const bound = decls.flatMap((d) => (d.tag === 'let' ? [d.name] : [d.first.name, d.second.name]));
    return { names: bound, body: { decls, result }, mark: names.next };
  }, k);
}
