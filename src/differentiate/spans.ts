/**
 * How often each part of a handler's body can extend its accumulator, at most: a size. From these every extension gets a
 * number of its own that grows in index order, without anything being carried from one iteration to the next.
 */
import {
  addSizes,
  type Block,
  declared,
  type Expr,
  type ExprOf,
  type IndexSet,
  mulSizes,
  ONE,
  type Size,
  setNames,
  sizeOf,
  typeOf,
  visitChildren,
  ZERO,
} from '../loops/index.ts';
import type { Name } from '../names/index.ts';

/** The blocks directly under an expression, with what they bind. */
function scopesOf(e: Expr): readonly { readonly binders: readonly Name[]; readonly body: Block }[] {
  const scopes: { readonly binders: readonly Name[]; readonly body: Block }[] = [];
  const none = (): void => {};
  const scope = (s: { readonly binders: readonly { readonly name: Name }[]; readonly body: Block }): void => {
    scopes.push({ binders: s.binders.map((b) => b.name), body: s.body });
  };
  visitChildren(e, { atom: none, type: none, set: none, heap: none, scope });
  return scopes;
}

export class Spans {
  private readonly heap: Name;
  private readonly local = new Set<number>();
  private readonly known = new Map<Block, Size | null>();

  constructor(handler: ExprOf<'runAccum'>) {
    this.heap = handler.heap;
    this.bind(handler.body);
  }

  private bind(body: Block): void {
    for (const decl of body.decls) {
      for (const name of declared(decl)) this.local.add(name.id);
      if (decl.tag === 'unpack') continue;
      for (const scope of scopesOf(decl.expr)) {
        for (const name of scope.binders) this.local.add(name.id);
        this.bind(scope.body);
      }
    }
  }

  /** The extensions in one run of a block; `null` where no bound is known outside of the handler. */
  of(body: Block): Size | null {
    const known = this.known.get(body);
    if (known !== undefined) return known;
    const sizes = body.decls.map((decl) => (decl.tag === 'let' ? this.ofExpr(decl.expr) : ZERO));
    const size = sizes.every((s) => s !== null) ? addSizes(ZERO, ...sizes) : null;
    this.known.set(body, size);
    return size;
  }

  ofExpr(e: Expr): Size | null {
    switch (e.tag) {
      case 'extend': {
        const type = typeOf(e.ref);
        const isOwn = type.tag === 'ref' && type.heap.id === this.heap.id;
        return !isOwn ? ZERO : typeOf(e.value).tag === 'scalar' ? ONE : null;
      }
      case 'call':
        return e.heaps.some((heap) => heap.id === this.heap.id) ? null : ZERO;
      case 'for':
      case 'each': {
        const inner = this.of(e.body);
        const turns = this.turns(e.index);
        if (inner?.tag === 'const' && inner.value === 0) return ZERO;
        return inner === null || turns === null ? null : mulSizes(turns, inner);
      }
      case 'while': {
        const inner = this.of(e.body);
        return inner?.tag === 'const' && inner.value === 0 ? ZERO : null;
      }
      default: {
        const inner = scopesOf(e).map((scope) => this.of(scope.body));
        return inner.every((s) => s !== null) ? addSizes(ZERO, ...inner) : null;
      }
    }
  }

  /** The size of an index set, or of the set that a range is taken from, if that is known outside of the handler. */
  private turns(set: IndexSet): Size | null {
    const isLocal = [...setNames(set).keys()].some((id) => this.local.has(id));
    if (!isLocal) return sizeOf(set);
    return set.tag === 'range' ? this.turns(set.base) : null;
  }
}
