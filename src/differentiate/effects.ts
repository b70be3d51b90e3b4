/** Linearization of handlers and of what is done through references: the tangents live in heaps of their own. */
import {
  type Atom,
  type Block,
  type ExprOf,
  instantiate,
  make,
  monoidKind,
  productType,
  refType,
  type Type,
  typeOf,
} from '../loops/index.ts';
import type { Name } from '../names/index.ts';
import { fresh } from '../names/index.ts';
import type { Handler, LinearVar, Statement } from './linear/index.ts';
import { NotDifferentiable } from './not-differentiable.ts';
import { MonoidLinearizer, ownMonoid } from './own-monoids.ts';
import type { Tangent } from './rule-builder.ts';
import { isDynamic, tangentType } from './tangent-type.ts';

export abstract class EffectLinearizer extends MonoidLinearizer {
  /** Emits the declarations of a block, with their tangents. */
  protected abstract decls(body: Block): void;

  protected handler(name: Name, e: ExprOf<'runState'> | ExprOf<'runReader'> | ExprOf<'runAccum'>): void {
    const { source } = e;
    const isActive = this.activity.has(e.heap);
    const own = isActive && e.tag === 'runAccum' ? ownMonoid(e) : null;
    if (isActive && e.tag === 'runAccum' && own === null && monoidKind(e.monoid) !== 'add') {
      throw new NotDifferentiable('an accumulation', 'its operation is not addition', source);
    }
    const open = isActive ? this.open(e) : null;
    const owned = own !== null && e.tag === 'runAccum' ? this.enterOwned(e, own) : null;
    this.push({ tag: 'enter', handler: headerOf(e), source });
    this.decls(e.body);
    this.source = source;
    let t = this.tangentOf(e.body.result);
    // Only as a whole does a linear variable leave a state's region: no reference outlives one that it was opened in.
    const leaving = isActive && e.tag === 'runState' && t !== null ? this.wrap(t) : null;
    const bound = { name, type: e.type };
    const given = owned === null ? bound : { name: fresh(this.names, name.hint), type: e.type };
    this.push({ tag: 'leave', body: e.body.result, result: given, source });
    if (owned !== null) this.leaveOwned(owned, given, bound);
    if (e.tag === 'runReader') {
      if (open !== null) this.push({ ...open, tag: 'close', final: null });
      this.setTangent({ name, type: e.type }, t);
      return;
    }
    const tangent = tangentType(e.type);
    if (tangent === null) return;
    if (open === null && t === null) return;
    const result = make.variable({ name, type: e.type });
    const content = e.tag === 'runState' ? typeOf(e.init) : e.monoid.type;
    const contentTangent = tangentType(content);
    let final: Tangent = null;
    if (open !== null && contentTangent !== null) {
      final = this.linear(`d${e.ref.name.hint}`, contentTangent);
      this.push({ ...open, tag: 'close', final });
      if (leaving !== null && t !== null) t = this.unwrap(leaving, t.type);
    } else if (contentTangent !== null) {
      const value = isDynamic(contentTangent) ? this.emit(make.project(1, result, source), 'x') : null;
      final = this.zero(contentTangent, value);
    }
    const out = this.linear(`d${name.hint}`, tangent);
    this.push({ tag: 'tuple', items: [this.required(e.body.result, t), final], out, source });
    this.setTangent({ name, type: e.type }, out);
  }

  private wrap(t: LinearVar): LinearVar {
    const out = this.linear(t.name.hint, productType([t.type]));
    this.push({ tag: 'tuple', items: [t], out, source: this.source });
    return out;
  }

  private unwrap(arg: LinearVar, type: Type): LinearVar {
    const out = this.linear(arg.name.hint, type);
    this.push({ tag: 'untuple', arg, items: [out], source: this.source });
    return out;
  }

  private open(
    e: ExprOf<'runState'> | ExprOf<'runReader'> | ExprOf<'runAccum'>,
  ): Extract<Statement, { tag: 'open' }> {
    const content = e.tag === 'runAccum' ? e.monoid.type : typeOf(e.init);
    const type = tangentType(content);
    if (type === null) throw new Error('an active heap has content with tangents');
    const heap = this.tangentHeap(e.heap);
    const ref = { name: this.dotted(e.ref.name.hint), type: refType(heap, type) };
    this.refs.set(e.ref.name.id, make.variable(ref));
    const like = e.tag === 'runAccum' ? e.monoid.empty : e.init;
    const known = e.tag === 'runAccum' ? null : this.tangentOf(e.init);
    const init = e.tag === 'runReader' ? this.required(e.init, known) : known;
    const kind = e.tag === 'runAccum' ? 'accumulate' : e.tag === 'runReader' ? 'read' : 'state';
    const open = { tag: 'open', kind, ref, init, like: this.shapeOf(type, like), source: e.source } as const;
    this.push(open);
    return open;
  }

  protected read(name: Name, e: ExprOf<'get'> | ExprOf<'ask'>): void {
    const ref = this.refOf(e.ref);
    const type = tangentType(e.type);
    if (ref === null || type === null) return;
    const value = { name: this.dotted(name.hint), type };
    const like = this.shapeOf(type, make.variable({ name, type: e.type }));
    this.push({ tag: 'access', action: 'get', ref, value, like, source: this.source });
    this.setTangent({ name, type: e.type }, value);
  }

  protected write(name: Name, e: ExprOf<'put'> | ExprOf<'extend'>): void {
    const keep = (): void => this.primal(make.letDecl(name, e));
    const ref = this.refOf(e.ref);
    const type = tangentType(typeOf(e.value));
    if (ref === null || type === null) {
      keep();
      return;
    }
    const t = this.tangentOf(e.value);
    if (e.tag === 'extend') {
      keep();
      const own = this.ownedContribution(e, t);
      const added = own === null ? t : own.t;
      if (added === null) return;
      this.push({ tag: 'access', action: 'add', ref, value: added, like: null, source: this.source });
      return;
    }
    // What is overwritten gives its shape to the zero that the transposed program leaves.
    const like = isDynamic(type) ? this.emit(make.get(e.ref, e.source), 'old') : null;
    keep();
    const value = this.required(e.value, t);
    if (value !== null) this.push({ tag: 'access', action: 'put', ref, value, like, source: this.source });
  }

  protected view(name: Name, ref: Atom, step: Extract<Statement, { tag: 'view' }>['step']): void {
    const whole = this.refOf(ref);
    if (whole?.tag !== 'var' || whole.type.tag !== 'ref') return;
    const part = partOf(whole.type.content, step);
    if (part === null) return;
    const out = { name: this.dotted(name.hint), type: refType(whole.type.heap, part) };
    this.push({ tag: 'view', ref: whole, step, out, source: this.source });
    this.refs.set(name.id, make.variable(out));
    this.viewOwned(name, ref, step);
  }
}

function headerOf(e: ExprOf<'runState'> | ExprOf<'runReader'> | ExprOf<'runAccum'>): Handler {
  const { heap, ref } = e;
  return e.tag === 'runAccum'
    ? { tag: e.tag, monoid: e.monoid, heap, ref }
    : { tag: e.tag, init: e.init, heap, ref };
}

/** The type of a part of a tangent; `null` where it has no scalars. */
function partOf(content: Type, step: Extract<Statement, { tag: 'view' }>['step']): Type | null {
  const part = rawPart(content, step);
  return part === null ? null : tangentType(part);
}

function rawPart(content: Type, step: Extract<Statement, { tag: 'view' }>['step']): Type | null {
  if (step.tag === 'item') return content.tag === 'product' ? (content.items[step.index] ?? null) : null;
  if (step.tag === 'element') {
    return content.tag === 'table' ? instantiate(content.element, content.binder, step.at) : null;
  }
  return content.tag === 'pair' && content.second.tag === 'table' ? content.second.element : null;
}
