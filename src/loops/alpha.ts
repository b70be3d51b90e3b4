/** Keys of terms: equal exactly when the terms are equal up to the names of what they bind, and up to sources. */
import type { BlockScope, Visitor } from './fold.ts';
import { declared, visitChildren } from './fold.ts';
import type { Block, Expr, Fn, Program } from './ir.ts';
import { atomKey, Naming, setKey, typeKey } from './key.ts';

/** The fields of an expression that are neither parts nor computed. */
function ownFields(e: Expr): string {
  switch (e.tag) {
    case 'scalar':
      return e.operator;
    case 'cast':
    case 'bitcast':
      return e.to;
    case 'project':
    case 'inject':
    case 'refProject':
      return String(e.index);
    case 'case':
      return e.alternatives.map((a) => (a === null ? '0' : '1')).join('');
    case 'for':
    case 'each':
      return e.direction;
    case 'host':
      return `${e.operation} ${e.name ?? ''}`;
    case 'show':
      return JSON.stringify(e.format);
    case 'call':
      return JSON.stringify(e.callee);
    case 'fail':
      return e.message === null ? '0' : '1';
    default:
      return '';
  }
}

class Writer {
  readonly parts: string[] = [];
  private readonly naming = new Naming();

  private readonly visitor: Visitor = {
    atom: (atom) => this.write(atomKey(atom, this.naming)),
    type: (type) => this.write(typeKey(type, this.naming)),
    set: (set) => this.write(setKey(set, this.naming)),
    heap: (heap) => this.write(this.naming.key(heap)),
    scope: (scope) => this.scope(scope),
  };

  private write(part: string): void {
    this.parts.push(part, ' ');
  }

  private scope({ heap, binders, body }: BlockScope): void {
    const mark = this.naming.levels.enter();
    if (heap !== null) this.naming.bind(heap);
    for (const binder of binders) {
      this.write(typeKey(binder.type, this.naming));
      this.naming.bind(binder.name);
    }
    this.block(body);
    this.naming.levels.leave(mark);
  }

  expr(e: Expr): void {
    this.parts.push('(', e.tag, ' ', ownFields(e), ' ');
    visitChildren(e, this.visitor);
    this.parts.push(')');
  }

  block(body: Block): void {
    const mark = this.naming.levels.enter();
    this.parts.push('{');
    for (const decl of body.decls) {
      if (decl.tag === 'let') this.expr(decl.expr);
      else this.parts.push('unpack ', atomKey(decl.arg, this.naming));
      this.parts.push(';');
      for (const name of declared(decl)) this.naming.bind(name);
    }
    this.visitor.atom(body.result);
    this.parts.push('}');
    this.naming.levels.leave(mark);
  }

  fn(fn: Fn): void {
    const mark = this.naming.levels.enter();
    this.parts.push(JSON.stringify([fn.name, fn.title, fn.noinline, fn.heaps.length, fn.params.length]));
    for (const heap of fn.heaps) this.naming.bind(heap);
    for (const param of fn.params) {
      this.write(typeKey(param.type, this.naming));
      this.naming.bind(param.name);
    }
    this.block(fn.body);
    this.naming.levels.leave(mark);
  }

  get text(): string {
    return this.parts.join('');
  }
}

/** The key of an expression; free names are written by id. */
export function exprKey(e: Expr): string {
  const writer = new Writer();
  writer.expr(e);
  return writer.text;
}

/** The key of a block. */
export function blockKey(body: Block): string {
  const writer = new Writer();
  writer.block(body);
  return writer.text;
}

/** The key of a function, its name included. */
export function fnKey(fn: Fn): string {
  const writer = new Writer();
  writer.fn(fn);
  return writer.text;
}

/** Whether two blocks are equal but for the names that they bind. */
export function sameBlock(a: Block, b: Block): boolean {
  return a === b || blockKey(a) === blockKey(b);
}

/** Whether two programs have the same functions in the same order, but for the names that these bind. */
export function sameProgram(a: Program, b: Program): boolean {
  return (
    a.functions.length === b.functions.length &&
    a.functions.every((f, i) => fnKey(f) === fnKey(b.functions[i]!))
  );
}
