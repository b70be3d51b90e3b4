/** The work of programs as a formula in the sizes of their loops, for people. */
import { type Block, type Expr, type IndexSet, Printer, type Type, typeOf } from '../../loops/index.ts';
import { isFloat } from '../../primitives/index.ts';
import type { LinearBlock, LinearFn, Statement } from './ir.ts';

/** A number, and products with sizes; equal products are gathered. */
class Sum {
  private constant = 0;
  private readonly terms = new Map<string, number>();

  add(count: number): void {
    this.constant += count;
  }

  times(factor: string, inner: Sum): void {
    const text = inner.text;
    if (text === '0') return;
    if (/^\d+$/.test(factor) && inner.terms.size === 0) this.constant += Number(factor) * inner.constant;
    else {
      const term = /[ ]/.test(text) ? `${factor} (${text})` : text === '1' ? factor : `${text} ${factor}`;
      this.terms.set(term, (this.terms.get(term) ?? 0) + 1);
    }
  }

  get text(): string {
    const parts = [...this.terms].map(([term, count]) => (count === 1 ? term : `${count} ${term}`));
    if (this.constant > 0 || parts.length === 0) parts.push(String(this.constant));
    return parts.join(' + ');
  }
}

class Formulas {
  private readonly printer = new Printer();

  private size(set: IndexSet): string {
    const text = this.printer.set(set);
    const plain = /^Fin (\S+)$/.exec(text);
    return plain === null ? `|${text}|` : plain[1]!;
  }

  private scalars(type: Type, into: Sum): void {
    if (type.tag === 'scalar' && isFloat(type.scalar)) into.add(1);
    if (type.tag === 'product') for (const item of type.items) this.scalars(item, into);
    if (type.tag === 'table')
      into.times(
        this.size(type.index),
        this.of((inner) => this.scalars(type.element, inner)),
      );
    if (type.tag === 'pair')
      into.times(
        'length',
        this.of((inner) => inner.add(1)),
      );
  }

  private of(body: (sum: Sum) => void): Sum {
    const sum = new Sum();
    body(sum);
    return sum;
  }

  /** Of alternatives, each; which one is taken is not known. */
  private oneOf(alternatives: readonly Sum[], into: Sum): void {
    const texts = [...new Set(alternatives.map((a) => a.text))];
    if (texts.length === 1) into.times('1', alternatives[0]!);
    else
      into.times(
        `one of (${texts.join(' | ')})`,
        this.of((one) => one.add(1)),
      );
  }

  loops(body: Block, into: Sum): void {
    for (const decl of body.decls) if (decl.tag === 'let') this.expr(decl.expr, into);
  }

  private expr(e: Expr, into: Sum): void {
    const inner = (body: Block): Sum => this.of((sum) => this.loops(body, sum));
    switch (e.tag) {
      case 'scalar':
        if ([e.type, ...e.args.map(typeOf)].some((t) => t.tag === 'scalar' && isFloat(t.scalar))) into.add(1);
        return;
      case 'cast':
        if ([e.type, typeOf(e.arg)].some((t) => t.tag === 'scalar' && isFloat(t.scalar))) into.add(1);
        return;
      case 'extend':
        this.scalars(typeOf(e.value), into);
        return;
      case 'for':
      case 'each':
        into.times(this.size(e.index), inner(e.body));
        return;
      case 'case':
        this.oneOf(
          e.alternatives.flatMap((a) => (a === null ? [] : [inner(a.body)])),
          into,
        );
        return;
      case 'while':
        into.times('turns', inner(e.body));
        return;
      case 'runState':
      case 'runReader':
      case 'runAccum':
      case 'catch':
        this.loops(e.body, into);
        return;
      case 'call':
        into.times(
          `W(${e.callee})`,
          this.of((one) => one.add(1)),
        );
        return;
      default:
        return;
    }
  }

  block(block: LinearBlock, into: Sum): void {
    for (const s of block.statements) this.statement(s, into);
  }

  private statement(s: Statement, into: Sum): void {
    const inner = (body: LinearBlock): Sum => this.of((sum) => this.block(body, sum));
    switch (s.tag) {
      case 'primal':
      case 'late':
        if (s.decl.tag === 'let') this.expr(s.decl.expr, into);
        return;
      case 'zero':
      case 'add':
        this.scalars(s.out.type, into);
        return;
      case 'drop':
      case 'dup':
        this.scalars(s.arg.type, into);
        return;
      case 'map':
      case 'choose':
      case 'route':
        into.add(1);
        return;
      case 'open':
        if (s.init === null && s.ref.type.tag === 'ref') this.scalars(s.ref.type.content, into);
        return;
      case 'close':
        if (s.final === null && s.ref.type.tag === 'ref') this.scalars(s.ref.type.content, into);
        return;
      case 'access':
        this.scalars(s.value.type, into);
        return;
      case 'for':
        into.times(this.size(s.index), inner(s.body));
        return;
      case 'case':
        this.oneOf(
          s.alternatives.flatMap((a) => (a === null ? [] : [inner(a.body)])),
          into,
        );
        return;
      case 'while':
        into.times('turns', inner(s.body));
        return;
      case 'call':
        into.times(
          `W(${s.callee})`,
          this.of((one) => one.add(1)),
        );
        return;
      default:
        return;
    }
  }

  text(body: (sum: Sum) => void): string {
    return this.of(body).text;
  }
}

/** The work of a block of Loops, in the cost model of `cost.ts`. */
export function formulaOfBlock(body: Block): string {
  const formulas = new Formulas();
  return formulas.text((sum) => formulas.loops(body, sum));
}

/** The work of a linear function, or of one with both halves. */
export function formulaOfLinear(fn: LinearFn): string {
  const formulas = new Formulas();
  return formulas.text((sum) => formulas.block(fn.body, sum));
}
