/**
 * Whether a function is linear in a parameter, by what its derivative depends on: a function is linear exactly when its
 * derivative is the same everywhere, up to a constant that is added, which differentiation forgets.
 */
import { type Atom, declared, exprNames, type Fn, setNames } from '../loops/index.ts';
import {
  blocksOf,
  consumed,
  type LinearBlock,
  type LinearFn,
  produced,
  type Statement,
} from './linear/index.ts';

/** What makes a function that is called nonlinear, if something does. */
export type CalleeNonlinearity = (callee: string, activity: string) => Statement | null;

/**
 * What makes a function nonlinear: a coefficient, a condition or an index that depends on a parameter that is moved;
 * `null` for a function that is linear. `both` is its linearization, with the same names as `source`.
 */
export function nonlinearity(
  both: LinearFn,
  source: Fn,
  pattern: string,
  callees: CalleeNonlinearity,
): Statement | null {
  const moving = new Set<number>();
  source.params.forEach((param, i) => {
    if (pattern[i] === '1') moving.add(param.type.tag === 'ref' ? param.type.heap.id : param.name.id);
  });
  return new Search(moving, callees).run(both.body);
}

class Search {
  private readonly moving: Set<number>;
  private readonly callees: CalleeNonlinearity;
  private readonly handlers: number[] = [];
  private found: Statement | null = null;

  constructor(moving: Set<number>, callees: CalleeNonlinearity) {
    this.moving = moving;
    this.callees = callees;
  }

  /** State may carry what moves from one turn of a loop to the next: names are collected to a fixed point. */
  run(block: LinearBlock): Statement | null {
    let before = -1;
    while (before !== this.moving.size) {
      before = this.moving.size;
      this.found = null;
      this.block(block);
    }
    return this.found;
  }

  private isMoving(atom: Atom | null): boolean {
    if (atom?.tag !== 'var') return false;
    const { type, name } = atom;
    return this.moving.has(name.id) || (type.tag === 'ref' && this.moving.has(type.heap.id));
  }

  private block(block: LinearBlock): boolean {
    for (const s of block.statements) this.statement(s);
    return this.isMoving(block.result);
  }

  private note(s: Statement, ...atoms: readonly (Atom | null)[]): void {
    if (this.found === null && atoms.some((a) => this.isMoving(a))) this.found = s;
  }

  private statement(s: Statement): void {
    switch (s.tag) {
      case 'primal':
      case 'late':
        if (s.decl.tag === 'let') {
          const { expr } = s.decl;
          const depends = [...exprNames(expr).keys()].some((id) => this.moving.has(id));
          if (!depends) return;
          for (const effect of expr.effects)
            if ('heap' in effect && effect.tag !== 'read') this.moving.add(effect.heap.id);
        } else if (!this.isMoving(s.decl.arg)) return;
        for (const name of declared(s.decl)) this.moving.add(name.id);
        return;
      case 'enter':
        if (s.handler.tag !== 'runAccum' && this.isMoving(s.handler.init)) this.moving.add(s.handler.heap.id);
        this.handlers.push(s.handler.heap.id);
        return;
      case 'leave':
        if (this.moving.has(this.handlers.pop() ?? -1) || this.isMoving(s.body))
          this.moving.add(s.result.name.id);
        return;
      case 'map':
        if (s.map.tag === 'scale' || s.map.tag === 'divide') this.note(s, s.map.by);
        return;
      case 'choose':
      case 'route':
        this.note(s, s.condition);
        return;
      case 'view':
        if (s.step.tag !== 'item') this.note(s, s.step.at);
        return;
      case 'for':
        if ([...setNames(s.index).keys()].some((id) => this.moving.has(id))) this.found ??= s;
        if (this.block(s.body) && s.result !== null) this.moving.add(s.result.name.id);
        return;
      case 'case':
        this.caseOf(s);
        return;
      case 'while':
        if (this.block(s.body)) this.found ??= s;
        return;
      case 'call': {
        const isFixed = s.args.every((a, i) => s.activity[i] === '1' || !this.isMoving(a));
        if (!isFixed || this.callees(s.callee, s.activity) !== null) this.found ??= s;
        if (!s.args.some((a) => this.isMoving(a))) return;
        if (s.result !== null) this.moving.add(s.result.name.id);
        for (const heap of s.heaps) this.moving.add(heap.id);
        return;
      }
      default:
        return;
    }
  }

  private caseOf(s: Extract<Statement, { tag: 'case' }>): void {
    const isMoving = this.isMoving(s.scrutinee);
    const isActive = s.outs.length > 0 || blocksOf(s).some((b) => b.statements.some(isLinear));
    if (isMoving && isActive) this.note(s, s.scrutinee);
    for (const a of s.alternatives) {
      if (a === null) continue;
      if (isMoving) this.moving.add(a.binder.name.id);
      if ((this.block(a.body) || isMoving) && s.result !== null) this.moving.add(s.result.name.id);
    }
  }
}

function isLinear(s: Statement): boolean {
  return consumed(s).length + produced(s).length > 0;
}
