/**
 * Transposition of a linear half: every statement turned round, in reverse order, after the non-linear declarations
 * (section 1.6 and 2.3 of the reference on differentiation). A linear variable has one definition and one use, so in
 * the transposed program the same variable, defined where it was used and used where it was defined, is its cotangent:
 * no cotangent is ever summed but by the `+` that a `dup` becomes.
 */

import type { Atom } from '../loops/index.ts';
import { ScopedMap } from '../names/index.ts';
import type { LinearBlock, LinearFn, LinearVar, RefKind, Statement, StatementOf } from './linear/index.ts';

const TURNED: Readonly<Record<RefKind, RefKind>> = { read: 'accumulate', accumulate: 'read', state: 'state' };

const TURNED_ACTION = { get: 'add', add: 'get', put: 'take', take: 'put' } as const;

class Transposer {
  /** The declarations of views, by the names of the references that they make. */
  private readonly views = new Map<number, StatementOf<'view'>>();
  /** Views that are declared already where the traversal stands. */
  private readonly declared = new ScopedMap<true>();
  private out: Statement[] = [];

  /** The transposed block takes the cotangents of `block.outs`, and gives those of `params`. */
  block(block: LinearBlock, params: readonly LinearVar[]): LinearBlock {
    const outer = this.out;
    const mark = this.declared.enter();
    this.out = [];
    const linear: Statement[] = [];
    for (const s of block.statements) {
      if (s.tag === 'primal') this.out.push(s);
      else if (s.tag === 'view') this.views.set(s.out.name.id, s);
      else linear.push(s);
    }
    for (const s of linear.reverse()) this.statement(s);
    const statements = this.out;
    this.out = outer;
    this.declared.leave(mark);
    return { statements, result: block.result, outs: params };
  }

  /**
   * A view is declared before its first use. Which element of a list it is depends on the list now, so that such a view
   * is declared before every use.
   */
  private view(ref: Atom): void {
    const view = ref.tag === 'var' ? this.views.get(ref.name.id) : undefined;
    if (view === undefined || this.declared.has(view.out.name)) return;
    this.view(view.ref);
    this.out.push(view);
    if (view.step.tag !== 'listElement') this.declared.set(view.out.name, true);
  }

  private statement(s: Statement): void {
    const push = (turned: Statement): void => {
      this.out.push(turned);
    };
    const { source } = s;
    switch (s.tag) {
      case 'zero':
        push({ tag: 'drop', arg: s.out, like: s.like, source });
        return;
      case 'drop':
        push({ tag: 'zero', out: s.arg, like: s.like, source });
        return;
      case 'dup':
        push({ tag: 'add', left: s.left, right: s.right, out: s.arg, negate: s.negate, source });
        return;
      case 'add':
        push({ tag: 'dup', arg: s.out, left: s.left, right: s.right, negate: s.negate, source });
        return;
      case 'map': {
        const map = s.map.tag === 'cast' ? { ...s.map, from: s.map.to, to: s.map.from } : s.map;
        push({ tag: 'map', map, arg: s.out, out: s.arg, source });
        return;
      }
      case 'choose':
        push({ tag: 'route', condition: s.condition, arg: s.out, yes: s.yes, no: s.no, source });
        return;
      case 'route':
        push({ tag: 'choose', condition: s.condition, yes: s.yes, no: s.no, out: s.arg, source });
        return;
      case 'tuple':
        push({ tag: 'untuple', arg: s.out, items: s.items, source });
        return;
      case 'untuple':
        push({ tag: 'tuple', items: s.items, out: s.arg, source });
        return;
      case 'pair':
        push({ tag: 'unpair', first: s.first, arg: s.out, out: s.arg, source });
        return;
      case 'unpair':
        push({ tag: 'pair', first: s.first, arg: s.out, out: s.arg, source });
        return;
      case 'reindex':
        push({ tag: 'reindex', arg: s.out, out: s.arg, source });
        return;
      case 'open':
        push({ tag: 'close', kind: TURNED[s.kind], ref: s.ref, final: s.init, like: s.like, source });
        return;
      case 'close':
        push({ tag: 'open', kind: TURNED[s.kind], ref: s.ref, init: s.final, like: s.like, source });
        return;
      case 'access':
        this.view(s.ref);
        push({ ...s, action: TURNED_ACTION[s.action] });
        return;
      case 'for':
        push(this.loop(s));
        return;
      case 'case':
        push({
          ...s,
          ins: s.outs,
          alternatives: s.alternatives.map((a) =>
            a === null ? null : { binder: a.binder, params: a.body.outs, body: this.block(a.body, a.params) },
          ),
          outs: s.ins,
        });
        return;
      case 'call':
        for (const ref of s.refs) this.view(ref);
        push({ ...s, callee: transposedName(s.callee), ins: s.outs, outs: s.ins });
        return;
      case 'primal':
      case 'view':
        return;
      case 'part':
      case 'late':
      case 'enter':
      case 'leave':
      case 'while':
        throw new Error(`${s.tag} stands in a linear half`);
    }
  }

  private loop(s: StatementOf<'for'>): Statement {
    return {
      ...s,
      direction: s.direction === 'forward' ? 'backward' : 'forward',
      elements: s.outs.map((table, i) => ({ table, element: s.body.outs[i]! })),
      body: this.block(
        s.body,
        s.elements.map((e) => e.element),
      ),
      outs: s.elements.map((e) => e.table),
    };
  }
}

/** The name of the transpose of a function; the transpose of a transpose is the function itself. */
export function transposedName(name: string): string {
  const suffix = '.transposed';
  return name.endsWith(suffix) ? name.slice(0, -suffix.length) : name + suffix;
}

/** The transpose of a linear half in strict form. Its calls are of the transposes of what the function calls. */
export function transposeLinear(fn: LinearFn): LinearFn {
  const body = new Transposer().block(fn.body, fn.linear);
  const refs = fn.refs.map((ref) => ({ ...ref, kind: TURNED[ref.kind] }));
  return { ...fn, name: transposedName(fn.name), refs, linear: fn.body.outs, body };
}
