/**
 * Linearization of one function: forward mode, in one sweep. Beside every declaration that carries tangents come the
 * non-linear scalars that its derivative needs, and its tangent in open form (after *You Only Linearize Once*, section
 * 5.2; effects after section 2.2 of *Decomposing reverse-mode AD*: the tangents live in heaps of their own).
 *
 * Vocabulary: `t` is a tangent, `null` where it is known to be zero.
 */

import {
  type Atom,
  type Binder,
  type Block,
  type Decl,
  type Effects,
  type Expr,
  type ExprOf,
  type Fn,
  make,
  refType,
  type Type,
  tableType,
  typeOf,
} from '../loops/index.ts';
import type { Name, Supply } from '../names/index.ts';
import { Activity, type ActivityPattern } from './activity.ts';
import { EffectLinearizer } from './effects.ts';
import {
  hasLinearHalf,
  type LinearBlock,
  type LinearFn,
  type LinearRef,
  type LinearVar,
  type RefKind,
  type Statement,
} from './linear/index.ts';
import { NotDifferentiable } from './not-differentiable.ts';
import type { Shapes } from './place.ts';
import type { Tangent } from './rule-builder.ts';
import { LINEARIZATIONS } from './rules.ts';
import { tangentType } from './tangent-type.ts';

/**
 * Whether what does not depend on an active parameter has a zero that is known, and costs nothing, or one that is
 * written out, as in the calculus of the paper: there every float is active.
 */
export type Zeros = 'known' | 'written';

interface Translated {
  readonly statements: readonly Statement[];
  readonly result: Atom;
  readonly tangent: Tangent;
}

class Linearizer extends EffectLinearizer {
  // ------------------------------------------------------------------------------------------------- whole functions

  /** The function with both halves. Its linear result is that of the result's type, zero if need be. */
  fn(fn: Fn, name: string, pattern: ActivityPattern): LinearFn {
    this.source = fn.source;
    const linear: LinearVar[] = [];
    const refs: LinearRef[] = [];
    const refHeaps: Name[] = [];
    fn.params.forEach((param, i) => {
      if (pattern[i] !== '1') return;
      if (param.type.tag === 'ref') {
        const kind = kindOf(fn.body.effects, param.type.heap);
        refs.push({ ...this.tangentRefParam(param.name, param.type, refHeaps), kind });
        return;
      }
      linear.push(this.bindTangent(param.name, param.type));
    });
    const body = this.sub(fn.body);
    const outs = this.within(body, () => this.required(body.result, body.tangent));
    return {
      name,
      title: fn.title,
      heaps: fn.heaps,
      params: fn.params,
      refHeaps,
      refs,
      linear,
      body: {
        statements: outs.statements,
        result: body.result,
        outs: outs.value === null ? [] : [outs.value],
      },
      source: fn.source,
    };
  }

  private tangentRefParam(name: Name, type: Extract<Type, { tag: 'ref' }>, heaps: Name[]): Binder {
    let heap = this.heaps.get(type.heap.id);
    if (heap === undefined) {
      heap = this.tangentHeap(type.heap);
      heaps.push(heap);
    }
    const content = tangentType(type.content);
    if (content === null) throw new Error('an active reference has content with tangents');
    const ref: Binder = { name: this.dotted(name.hint), type: refType(heap, content) };
    this.refs.set(name.id, make.variable(ref));
    return ref;
  }

  // ---------------------------------------------------------------------------------------------------------- blocks

  /** Runs `body` with the statements of a translated block still open for more. */
  private within<T>(
    block: Translated,
    body: () => T,
  ): { readonly statements: readonly Statement[]; readonly value: T } {
    const outer = this.statements;
    this.statements = [...block.statements];
    const value = body();
    const statements = this.statements;
    this.statements = outer;
    return { statements, value };
  }

  /** A block of its own, with its result and the tangent of its result. */
  private sub(body: Block, prelude: () => void = () => {}): Translated {
    const outer = this.statements;
    this.statements = [];
    prelude();
    this.decls(body);
    const tangent = this.tangentOf(body.result);
    const statements = this.statements;
    this.statements = outer;
    return { statements, result: body.result, tangent };
  }

  protected decls(body: Block): void {
    for (const decl of body.decls) this.decl(decl);
  }

  private decl(decl: Decl): void {
    this.source = decl.tag === 'let' ? decl.expr.source : decl.source;
    if (decl.tag === 'unpack') {
      this.primal(decl);
      const t = this.tangentOf(decl.arg);
      const type = tangentType(decl.second.type);
      if (t === null || type === null) return;
      const out = { name: this.dotted(decl.second.name.hint), type };
      this.push({ tag: 'unpair', first: make.variable(decl.first), arg: t, out, source: this.source });
      this.setTangent(decl.second, out);
      return;
    }
    if (this.activity.touches(decl.expr)) this.expr(decl.name, decl.expr);
    else this.primal(decl);
  }

  // ----------------------------------------------------------------------------------------------------- expressions

  private expr(name: Name, e: Expr): void {
    const bound: Binder = { name, type: e.type };
    const keep = (): void => this.primal(make.letDecl(name, e));
    switch (e.tag) {
      case 'atom':
        keep();
        if (e.atom.tag === 'var' && e.type.tag === 'ref') {
          const ref = this.refOf(e.atom);
          if (ref !== null) this.refs.set(name.id, ref);
        }
        this.setTangent(bound, this.tangentOf(e.atom));
        return;
      case 'scalar':
        keep();
        this.setTangent(bound, this.operator(name, e));
        return;
      case 'cast':
        keep();
        this.setTangent(bound, this.cast(e));
        return;
      case 'bitcast':
        throw new NotDifferentiable(
          'a bit cast',
          'the bits of a float have no tangents',
          e.source,
          'give the function that needs the bits a custom-linearization',
        );
      case 'tuple':
      case 'tableLiteral':
        keep();
        this.setTangent(bound, this.tuple(e.type, e.items));
        return;
      case 'project': {
        keep();
        const t = this.tangentOf(e.arg);
        const type = tangentType(e.type);
        if (t !== null && type !== null) this.part(bound, t, { tag: 'item', index: e.index }, type);
        return;
      }
      case 'index': {
        keep();
        const t = this.tangentOf(e.table);
        const type = tangentType(e.type);
        if (t !== null && type !== null) this.part(bound, t, { tag: 'element', at: e.at }, type);
        return;
      }
      case 'inject':
        keep();
        this.setTangent(bound, this.inject(e));
        return;
      case 'reindex': {
        keep();
        const t = this.tangentOf(e.table);
        const type = tangentType(e.type);
        if (t === null || type === null) return;
        const out = this.linear(`d${name.hint}`, type);
        this.push({ tag: 'reindex', arg: t, out, source: this.source });
        this.setTangent(bound, out);
        return;
      }
      case 'pack': {
        keep();
        const t = this.tangentOf(e.second);
        const type = tangentType(e.type);
        if (t === null || type === null) return;
        const out = this.linear(`d${name.hint}`, type);
        this.push({ tag: 'pair', first: e.first, arg: t, out, source: this.source });
        this.setTangent(bound, out);
        return;
      }
      case 'case':
        this.caseOf(name, e);
        return;
      case 'for':
      case 'each':
        this.loop(name, e);
        return;
      case 'while':
        this.whileLoop(name, e);
        return;
      case 'runState':
      case 'runReader':
      case 'runAccum':
        this.handler(name, e);
        return;
      case 'get':
      case 'ask':
        keep();
        this.read(name, e);
        return;
      case 'put':
      case 'extend':
        this.write(name, e);
        return;
      case 'refIndex':
        keep();
        this.view(name, e.ref, { tag: 'element', at: e.at });
        return;
      case 'refProject':
        keep();
        this.view(name, e.ref, { tag: 'item', index: e.index });
        return;
      case 'listElement':
        keep();
        this.view(name, e.ref, { tag: 'listElement', at: e.at });
        return;
      case 'call':
        this.call(name, e);
        return;
      case 'throw':
      case 'catch':
        throw new NotDifferentiable('an exception', 'exceptions are to be removed before', e.source);
      // The results of these have no tangents, whatever their operands are.
      case 'tagOf':
      case 'fromTag':
      case 'argsort':
      case 'sizeOf':
      case 'ordinal':
      case 'fromOrdinal':
      case 'listLength':
      case 'fail':
      case 'garbage':
      case 'host':
      case 'show':
      case 'parseFloat':
        keep();
        return;
    }
  }

  private operator(name: Name, e: ExprOf<'scalar'>): Tangent {
    const linearization = LINEARIZATIONS[e.operator];
    const tangents = e.args.map((arg) => this.tangentOf(arg));
    if (linearization.tag === 'constant' || tangents.every((t) => t === null)) return null;
    const [x, y, z] = e.args;
    const [tx, ty, tz] = tangents;
    this.operand = e.type;
    const args = [x!, y ?? x!, z ?? x!] as const;
    const result = make.variable({ name, type: e.type });
    return linearization.apply(this, result, args, [tx ?? null, ty ?? null, tz ?? null]);
  }

  private cast(e: ExprOf<'cast'>): Tangent {
    const from = typeOf(e.arg);
    const type = tangentType(e.type);
    if (type === null || from.tag !== 'scalar') return null;
    return this.map({ tag: 'cast', from: from.scalar, to: e.to }, this.tangentOf(e.arg), type);
  }

  private tuple(type: Type, items: readonly Atom[]): Tangent {
    const tangent = tangentType(type);
    const known = items.map((item) => this.tangentOf(item));
    if (tangent === null || known.every((t) => t === null)) return null;
    const out = this.linear('t', tangent);
    const filled = items.map((item, i) => this.required(item, known[i]!));
    this.push({ tag: 'tuple', items: filled, out, source: this.source });
    return out;
  }

  /** The tangent of one alternative, zeros for the others. */
  private inject(e: ExprOf<'inject'>): Tangent {
    const t = this.tangentOf(e.arg);
    const type = tangentType(e.type);
    if (t === null || type?.tag !== 'product' || e.type.tag !== 'sum') return null;
    const items = e.type.items.map((item, i) => {
      const tangent = tangentType(item);
      return i === e.index || tangent === null ? (tangent === null ? null : t) : this.zero(tangent, null);
    });
    const out = this.linear('t', type);
    this.push({ tag: 'tuple', items, out, source: this.source });
    return out;
  }

  private part(
    bound: Binder,
    arg: LinearVar,
    step: Extract<Statement, { tag: 'part' }>['step'],
    type: Type,
  ): void {
    const out = { name: this.dotted(bound.name.hint), type };
    this.push({ tag: 'part', arg, step, out, source: this.source });
    this.setTangent(bound, out);
  }

  // --------------------------------------------------------------------------------------------------------- control

  private block(translated: Translated, outs: readonly LinearVar[]): LinearBlock {
    return { statements: translated.statements, result: translated.result, outs };
  }

  private loop(name: Name, e: ExprOf<'for'> | ExprOf<'each'>): void {
    const { source } = e;
    const { helped } = this;
    let counted = (): void => {};
    const inner = this.sub(e.body, () => {
      counted = this.countLoop(e);
    });
    counted();
    this.source = source;
    if (!hasLinearHalf(inner.statements) && inner.tangent === null && this.helped === helped) {
      this.primal(make.letDecl(name, e));
      return;
    }
    const outs: LinearVar[] = [];
    if (e.tag === 'for' && inner.tangent !== null) {
      const type = tableType(e.binder.name, e.index, inner.tangent.type);
      const out = { name: this.dotted(name.hint), type };
      outs.push(out);
      this.setTangent({ name, type: e.type }, out);
    }
    const body = this.block(inner, outs.length === 0 || inner.tangent === null ? [] : [inner.tangent]);
    this.push({
      tag: 'for',
      direction: e.direction,
      index: e.index,
      binder: e.binder,
      elements: [],
      body,
      result: e.tag === 'for' ? { name, type: e.type } : null,
      outs,
      source,
    });
  }

  private whileLoop(name: Name, e: ExprOf<'while'>): void {
    const inner = this.sub(e.body);
    this.source = e.source;
    if (!hasLinearHalf(inner.statements)) {
      this.primal(make.letDecl(name, e));
      return;
    }
    this.push({ tag: 'while', body: this.block(inner, []), source: e.source });
  }

  private caseOf(name: Name, e: ExprOf<'case'>): void {
    const { source } = e;
    const { helped } = this;
    const scrutinee = this.tangentOf(e.scrutinee);
    const translated = e.alternatives.map((a, k) => {
      if (a === null) return null;
      const type = tangentType(a.binder.type);
      const outer = this.statements;
      this.statements = [];
      this.source = source;
      if (scrutinee !== null && type !== null)
        this.part(a.binder, scrutinee, { tag: 'item', index: k }, type);
      this.decls(a.body);
      const tangent = this.tangentOf(a.body.result);
      const { statements } = this;
      this.statements = outer;
      return { binder: a.binder, statements, result: a.body.result, tangent };
    });
    this.source = source;
    const tangent = tangentType(e.type);
    const live = tangent !== null && translated.some((a) => a !== null && a.tangent !== null);
    const isChanged =
      this.helped > helped || translated.some((a) => a !== null && hasLinearHalf(a.statements));
    if (!live && !isChanged) {
      this.primal(make.letDecl(name, e));
      return;
    }
    const alternatives = translated.map((a) => {
      if (a === null) return null;
      if (!live) return { binder: a.binder, params: [], body: this.block(a, []) };
      const { statements, value } = this.within(a, () => this.required(a.result, a.tangent));
      const body = { statements, result: a.result, outs: value === null ? [] : [value] };
      return { binder: a.binder, params: [], body };
    });
    const outs = live ? [{ name: this.dotted(name.hint), type: tangent }] : [];
    if (outs[0] !== undefined) this.setTangent({ name, type: e.type }, outs[0]);
    const result = { name, type: e.type };
    this.push({ tag: 'case', scrutinee: e.scrutinee, ins: [], alternatives, result, outs, source });
  }

  private call(name: Name, e: ExprOf<'call'>): void {
    const pattern = this.activity.pattern(e.args);
    const active = e.args.filter((_, i) => pattern[i] === '1');
    const refs = active.flatMap((arg) => (typeOf(arg).tag === 'ref' ? [this.refOf(arg)!] : []));
    const ins = active.flatMap((arg) => {
      const t = typeOf(arg).tag === 'ref' ? null : this.required(arg, this.tangentOf(arg));
      return t === null ? [] : [t];
    });
    const type = tangentType(e.type);
    const outs = type === null ? [] : [{ name: this.dotted(name.hint), type }];
    if (outs[0] !== undefined) this.setTangent({ name, type: e.type }, outs[0]);
    const result = { name, type: e.type };
    const { callee, heaps, args, source } = e;
    this.push({ tag: 'call', callee, activity: pattern, heaps, args, refs, ins, result, outs, source });
  }
}

/** What a function does with a heap that it is given. */
function kindOf(effects: Effects, heap: Name): RefKind {
  const tags = effects.flatMap((e) => ('heap' in e && e.heap.id === heap.id ? [e.tag] : []));
  if (tags.includes('state')) return 'state';
  return tags.includes('accum') ? 'accumulate' : 'read';
}

/**
 * The function with both halves, in open form, for tangents of the parameters that `pattern` marks. The binders of `fn`
 * must be distinct, and below the mark of `names`. Throws `NotDifferentiable` where a form on the way has no derivative.
 */
export function linearizeOpen(
  fn: Fn,
  name: string,
  pattern: ActivityPattern,
  names: Supply,
  zeros: Zeros = 'known',
): { readonly fn: LinearFn; readonly shapes: Shapes } {
  const isWritten = zeros === 'written';
  const linearizer = new Linearizer(names, new Activity(fn, pattern, isWritten), isWritten);
  return { fn: linearizer.fn(fn, name, pattern), shapes: linearizer.shapes };
}
