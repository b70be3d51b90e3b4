/**
 * Dead code: declarations whose value nobody mentions and whose effects nobody can see, and functions that nobody calls.
 * One walk from the end of each block to its beginning. A fault counts as pure, so a fault that is not needed vanishes;
 * Except, State and IO stay. So does a `while` of a live block, which without effects does not end; one inside of an
 * expression that is dropped goes with it, as a fault does.
 */
import {
  type Atom,
  type Block,
  type BlockScope,
  type Decl,
  type Expr,
  type Fn,
  type IndexSet,
  type Mapper,
  make,
  mapChildren,
  type Program,
  setNames,
  type Type,
  typeNames,
  UNIT_ATOM,
} from '../loops/index.ts';
import { Callees } from './callees.ts';
import { dropUncalled } from './calls.ts';

class Liveness implements Mapper {
  private readonly live = new Set<number>();
  private readonly seen = new Set<Type>();
  private readonly functions: Callees;

  constructor(functions: Callees) {
    this.functions = functions;
  }

  /** The function without what is dead in it. */
  fn(fn: Fn): Fn {
    return { ...fn, body: this.block(fn.body) };
  }

  // ------------------------------------------------------------------------- parts are kept, and so what they mention

  atom(atom: Atom): Atom {
    if (atom.tag === 'var') {
      this.live.add(atom.name.id);
      this.type(atom.type);
    }
    return atom;
  }

  type(type: Type): Type {
    if (this.seen.has(type)) return type;
    this.seen.add(type);
    for (const id of typeNames(type).keys()) this.live.add(id);
    return type;
  }

  set(set: IndexSet): IndexSet {
    for (const id of setNames(set).keys()) this.live.add(id);
    return set;
  }

  heap<H>(heap: H): H {
    return heap;
  }

  scope(scope: BlockScope): BlockScope {
    for (const binder of scope.binders) this.type(binder.type);
    return { ...scope, body: this.block(scope.body) };
  }

  // ------------------------------------------------------------------------------------------------------ blocks

  private block(body: Block): Block {
    this.atom(body.result);
    const kept: Decl[] = [];
    for (let i = body.decls.length - 1; i >= 0; i--) {
      const decl = this.decl(body.decls[i]!);
      if (decl !== null) kept.push(decl);
    }
    return make.block(kept.reverse(), body.result);
  }

  private decl(decl: Decl): Decl | null {
    if (decl.tag === 'unpack') {
      if (!this.live.has(decl.first.name.id) && !this.live.has(decl.second.name.id)) return null;
      this.atom(decl.arg);
      return decl;
    }
    const isLive = this.live.has(decl.name.id);
    if (!isLive && isDroppable(this.functions.updated(decl.expr))) return null;
    const kept = mapChildren(isLive ? decl.expr : forEffects(decl.expr), this);
    return make.letDecl(decl.name, this.functions.updated(kept));
  }
}

/** A loop whose table nobody mentions, without the table. */
function forEffects(e: Expr): Expr {
  if (e.tag !== 'for') return e;
  return make.eachLoop(e.direction, e.index, e.binder, make.block(e.body.decls, UNIT_ATOM), e.source);
}

function isDroppable(e: Expr): boolean {
  if (e.tag === 'get' || e.tag === 'listLength') return true;
  return e.tag !== 'while' && e.effects.every((effect) => effect.tag === 'read');
}

/** Drops dead declarations and functions. */
export function dropDead(program: Program): Program {
  const functions = new Callees();
  const kept = dropUncalled(program).functions.map((fn) => functions.note(new Liveness(functions).fn(fn)));
  return dropUncalled({ functions: kept });
}
