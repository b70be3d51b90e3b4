/** Loops code while it is written: a stack of open blocks, and what is known of the names bound so far. */
import type { Atom, Binder, Block, Decl, Expr, Size, SourceId, Type } from '../loops/index.ts';
import { make, sizeNames, UNIT_ATOM } from '../loops/index.ts';
import { fresh, type Name, type Supply, supply } from '../names/index.ts';

/** A size that the code of an instance computes: it belongs to `key` at these atoms. */
export interface ComputedSize {
  readonly key: string;
  readonly atoms: readonly Extract<Atom, { tag: 'var' }>[];
  readonly size: Size;
}

/** An open block. It can be left and entered again until it is closed. */
export interface OpenBlock {
  readonly parent: OpenBlock | null;
  readonly decls: Decl[];
  /** What has been computed here and may be used again by whatever the block dominates. */
  readonly known: Map<string, Atom | readonly [Atom, Atom]>;
  readonly sizes: Map<string, Size>;
  /** Names from here on are bound in this block or in later ones. */
  readonly mark: number;
}

/** The forms whose bindings are remembered. */
const DEFINING: ReadonlySet<Expr['tag']> = new Set(['scalar', 'sizeOf', 'tagOf']);

/** The code of one function. */
export class Code {
  readonly names: Supply = supply();
  private readonly atoms = new Map<number, Atom>();
  private readonly definitions = new Map<number, Expr>();
  /** By the names in their sizes that their atoms do not have. */
  private readonly computed = new Map<number, ComputedSize>();
  private current: OpenBlock = this.makeBlock(null);

  /** The mark below which every name that exists now lies. */
  get mark(): number {
    return this.names.next;
  }

  bind(hint: string, type: Type): Binder {
    const binder = { name: fresh(this.names, hint), type };
    this.register(binder);
    return binder;
  }

  heap(hint: string): Name {
    return fresh(this.names, hint);
  }

  /** The atom that a bound name stands for. */
  atomOf(name: Name): Atom | undefined {
    return this.atoms.get(name.id);
  }

  /** The scalar operation, size or tag that a name is bound to, if it is. */
  definitionOf(name: Name): Expr | undefined {
    return this.definitions.get(name.id);
  }

  private register(binder: Binder): Atom {
    const atom = make.variable(binder);
    this.atoms.set(binder.name.id, atom);
    return atom;
  }

  /** Binds an expression; its value. A unit is not named. */
  emit(expr: Expr, hint = ''): Atom {
    const name = fresh(this.names, hint);
    this.current.decls.push(make.letDecl(name, expr));
    if (expr.type.tag === 'product' && expr.type.items.length === 0) return UNIT_ATOM;
    if (DEFINING.has(expr.tag)) this.definitions.set(name.id, expr);
    return this.register({ name, type: expr.type });
  }

  /** Takes a dependent pair apart; a second time where the first dominates gives the same names. */
  unpack(pair: Atom, source: SourceId): readonly [Atom, Atom] {
    const key = pair.tag === 'var' ? `unpack ${pair.name.id}` : '';
    const known = this.recall(key);
    if (known !== undefined && Array.isArray(known)) return known as unknown as readonly [Atom, Atom];
    const decl = make.unpackDecl(fresh(this.names, 'n'), fresh(this.names, 'xs'), pair, source);
    this.current.decls.push(decl);
    const parts = [this.register(decl.first), this.register(decl.second)] as const;
    this.current.known.set(key, parts);
    return parts;
  }

  /** The atom that `compute` gives: one for each key in the blocks that the first computation dominates. */
  once(key: string, compute: () => Atom): Atom {
    const known = this.recall(key);
    if (known !== undefined && !Array.isArray(known)) return known as Atom;
    const atom = compute();
    this.current.known.set(key, atom);
    return atom;
  }

  /** The size of `key` at these atoms: one computation for the blocks that the first one dominates. */
  sizeOnce(key: string, atoms: ComputedSize['atoms'], compute: () => Size): Size {
    const full = `${key} ${atoms.map((atom) => atom.name.id).join()}`;
    for (let b: OpenBlock | null = this.current; b !== null; b = b.parent) {
      const known = b.sizes.get(full);
      if (known !== undefined) return known;
    }
    const size = compute();
    this.learnSize({ key, atoms, size });
    return size;
  }

  /** What `sizeOnce` will answer, here and in the blocks inside. */
  learnSize(computed: ComputedSize): void {
    const { key, atoms, size } = computed;
    this.current.sizes.set(`${key} ${atoms.map((atom) => atom.name.id).join()}`, size);
    for (const id of sizeNames(size).keys()) {
      if (!atoms.some((atom) => atom.name.id === id)) this.computed.set(id, computed);
    }
  }

  /** The sizes that were computed as these names. */
  computedSizes(names: Iterable<number>): readonly ComputedSize[] {
    const found = new Set<ComputedSize>();
    for (const id of names) {
      const computed = this.computed.get(id);
      if (computed !== undefined) found.add(computed);
    }
    return [...found];
  }

  private recall(key: string): Atom | readonly [Atom, Atom] | undefined {
    for (let b: OpenBlock | null = this.current; b !== null; b = b.parent) {
      const known = b.known.get(key);
      if (known !== undefined) return known;
    }
    return undefined;
  }

  private makeBlock(parent: OpenBlock | null): OpenBlock {
    return { parent, decls: [], known: new Map(), sizes: new Map(), mark: this.names.next };
  }

  /** A new block inside the current one. */
  open(): OpenBlock {
    return this.makeBlock(this.current);
  }

  /** Code goes to `target` from now on; answers where it went before. */
  enter(target: OpenBlock): OpenBlock {
    const outer = this.current;
    this.current = target;
    return outer;
  }

  /** Runs `f` with its code going to `target`. */
  within<R>(target: OpenBlock, f: () => R): R {
    const outer = this.enter(target);
    try {
      return f();
    } finally {
      this.current = outer;
    }
  }

  /** The block that has been written. */
  close(target: OpenBlock, result: Atom): Block {
    return make.block(target.decls, result);
  }

  /** Writes a whole block. */
  block(f: () => Atom): Block {
    const target = this.open();
    return this.close(target, this.within(target, f));
  }

  /** The outermost block, closed. */
  finish(result: Atom): Block {
    return this.close(this.current, result);
  }
}
