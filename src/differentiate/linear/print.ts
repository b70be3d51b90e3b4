/**
 * The text of linear programs, for people (`dx ad`) and for tests. What belongs to the linear half is marked by a dot:
 * a linear declaration is `lin x = …`. Every other line is Loops.
 */
import { type Binder, type PlaceText, Printer } from '../../loops/index.ts';
import type {
  Handler,
  LinearBlock,
  LinearFn,
  LinearVar,
  RefKind,
  ScalarMap,
  Statement,
  StatementOf,
  Step,
} from './ir.ts';

const REF_WORDS: Readonly<Record<RefKind, string>> = {
  read: 'reader',
  accumulate: 'accumulator',
  state: 'state',
};

class LinearPrinter {
  readonly loops: Printer;

  constructor(place: PlaceText) {
    this.loops = new Printer(place);
  }

  private name(binder: Binder): string {
    return this.loops.name(binder.name);
  }
  private bind(binder: Binder): string {
    return this.loops.names.bind(binder.name);
  }
  private typed(binder: Binder): string {
    const type = this.loops.type(binder.type);
    return `${this.bind(binder)} : ${type}`;
  }
  private line(indent: string, text: string): void {
    this.loops.lines.push(indent + text);
  }
  private list(vars: readonly (LinearVar | null)[], text: (v: LinearVar) => string): string {
    return vars.map((v) => (v === null ? '()' : text(v))).join(', ');
  }
  private used(vars: readonly (LinearVar | null)[]): string {
    return this.list(vars, (v) => this.name(v));
  }
  private bound(vars: readonly (LinearVar | null)[]): string {
    return this.list(vars, (v) => this.bind(v));
  }

  private block(block: LinearBlock, indent: string): void {
    this.loops.write('{');
    for (const s of block.statements) {
      const at = this.loops.lines.length;
      this.statement(s, `${indent}  `);
      this.loops.note(at, s.source);
    }
    const result = block.result.tag === 'unit' ? '' : this.loops.atom(block.result);
    this.line(`${indent}  `, `(${[result, this.used(block.outs)].join('; ').trim()})`);
    this.line(indent, '}');
  }

  private scalarMap(map: ScalarMap, arg: string): string {
    switch (map.tag) {
      case 'scale':
        return `${this.loops.atom(map.by)} *. ${arg}`;
      case 'divide':
        return `${arg} /. ${this.loops.atom(map.by)}`;
      case 'negate':
        return `-. ${arg}`;
      case 'cast':
        return `cast ${map.to} ${arg}`;
    }
  }

  private step(
    step: Step | { readonly tag: 'listElement'; readonly at: Extract<Step, { tag: 'element' }>['at'] },
  ): string {
    if (step.tag === 'item') return `.${step.index}`;
    return `${this.loops.atom(step.at)}${step.tag === 'listElement' ? ' of list' : ''}`;
  }

  private handler(handler: Handler): string {
    const init = handler.tag === 'runAccum' ? handler.monoid.empty : handler.init;
    const text = this.loops.atom(init);
    const heap = this.loops.names.bind(handler.heap);
    return `${handler.tag} ${text} [${heap}] ${this.bind(handler.ref)} {`;
  }

  private statement(s: Statement, indent: string): void {
    const line = (text: string): void => this.line(indent, text);
    const lin = (outs: readonly (LinearVar | null)[], text: string): void =>
      line(`lin ${this.bound(outs)} = ${text}`);
    switch (s.tag) {
      case 'primal':
        this.loops.decl(s.decl, indent);
        return;
      case 'late':
        this.loops.decl(s.decl, indent);
        this.loops.write('   -- of the linear half');
        return;
      case 'enter':
        line(this.handler(s.handler));
        return;
      case 'leave':
        line(`} ${this.loops.atom(s.body)} as ${this.bind(s.result)}`);
        return;
      case 'zero':
        lin([s.out], `zero : ${this.loops.type(s.out.type)}`);
        return;
      case 'drop':
        line(`drop ${this.name(s.arg)}`);
        return;
      case 'dup': {
        const text = `${s.negate ? 'dupNegate' : 'dup'} ${this.name(s.arg)}`;
        lin([s.left, s.right], text);
        return;
      }
      case 'add':
        lin([s.out], `${this.name(s.left)} ${s.negate ? '-.' : '+.'} ${this.name(s.right)}`);
        return;
      case 'map':
        lin([s.out], this.scalarMap(s.map, this.name(s.arg)));
        return;
      case 'choose':
        lin([s.out], `choose ${this.loops.atom(s.condition)} ${this.used([s.yes, s.no])}`);
        return;
      case 'route':
        lin([s.yes, s.no], `route ${this.loops.atom(s.condition)} ${this.name(s.arg)}`);
        return;
      case 'tuple':
        lin([s.out], s.out.type.tag === 'table' ? `[${this.used(s.items)}]` : `(${this.used(s.items)})`);
        return;
      case 'untuple':
        line(this.untupled(s));
        return;
      case 'pair':
        lin([s.out], `pair (${this.loops.atom(s.first)}, ${this.name(s.arg)})`);
        return;
      case 'unpair':
        lin([s.out], `unpair ${this.loops.atom(s.first)} ${this.name(s.arg)}`);
        return;
      case 'reindex':
        lin([s.out], `reindex ${this.name(s.arg)} : ${this.loops.type(s.out.type)}`);
        return;
      case 'part': {
        const arg = this.name(s.arg);
        lin([s.out], s.step.tag === 'item' ? `${arg}.${s.step.index}` : `${arg}[${this.step(s.step)}]`);
        return;
      }
      case 'open': {
        const init = s.init === null ? 'zero' : this.name(s.init);
        if (s.ref.type.tag === 'ref') this.loops.names.bind(s.ref.type.heap);
        line(`open ${REF_WORDS[s.kind]} ${this.bind(s.ref)} = ${init}`);
        return;
      }
      case 'close': {
        const ref = this.name(s.ref);
        s.final === null ? line(`close ${ref}`) : lin([s.final], `close ${ref}`);
        return;
      }
      case 'view': {
        const text = `${this.loops.atom(s.ref)} ! ${this.step(s.step)}`;
        line(`view ${this.bind(s.out)} = ${text}`);
        return;
      }
      case 'access':
        this.access(s, indent);
        return;
      case 'for':
        this.loop(s, indent);
        return;
      case 'case':
        this.caseOf(s, indent);
        return;
      case 'while':
        line('while ');
        this.block(s.body, indent);
        return;
      case 'call': {
        const args = [...s.args, ...s.refs].map((a) => this.loops.atom(a)).join(', ');
        const callee = s.activity === '' ? s.callee : `${s.callee}'${s.activity}`;
        const text = `${callee}(${args}; ${this.used(s.ins)})`;
        line(`${this.results(s.result, s.outs)}${text}`);
        return;
      }
    }
  }

  private untupled(s: StatementOf<'untuple'>): string {
    const arg = this.name(s.arg);
    return `lin (${this.bound(s.items)}) = ${arg}`;
  }

  private results(result: Binder | null, outs: readonly LinearVar[]): string {
    if (result === null && outs.length === 0) return '';
    const value = result === null ? '' : `${this.bind(result)}; `;
    return `lin ${value}${this.bound(outs)} = `;
  }

  private access(s: StatementOf<'access'>, indent: string): void {
    const ref = this.loops.atom(s.ref);
    if (s.action === 'add') {
      this.line(indent, `${ref} += ${this.name(s.value)}`);
      return;
    }
    if (s.action === 'put') {
      this.line(indent, `${ref} := ${this.name(s.value)}`);
      return;
    }
    this.line(indent, `lin ${this.bind(s.value)} = ${s.action} ${ref}`);
  }

  private loop(s: StatementOf<'for'>, indent: string): void {
    const word = s.direction === 'forward' ? 'for' : 'rof';
    const set = this.loops.set(s.index);
    const tables = s.elements.map((e) => this.name(e.table));
    const binder = this.bind(s.binder);
    const elements = s.elements.map((e, i) => `, ${this.bind(e.element)} in ${tables[i]}`).join('');
    this.line(indent, `${word} ${binder} : ${set}${elements} `);
    const at = this.loops.lines.length - 1;
    this.block(s.body, indent);
    this.prefix(at, indent, s);
  }

  /** Results are in scope after their statement, so that they are named when its blocks have been written. */
  private prefix(at: number, indent: string, s: StatementOf<'for'> | StatementOf<'case'>): void {
    const text = this.loops.lines[at]!.slice(indent.length);
    this.loops.lines[at] = indent + this.results(s.result, s.outs) + text;
  }

  private caseOf(s: StatementOf<'case'>, indent: string): void {
    this.line(indent, `case ${this.loops.atom(s.scrutinee)} (${this.used(s.ins)})`);
    const at = this.loops.lines.length - 1;
    for (const a of s.alternatives) {
      if (a === null) {
        this.line(indent, '  | unreachable');
        continue;
      }
      this.line(indent, `  | ${this.bind(a.binder)} (${this.bound(a.params)}) `);
      this.block(a.body, `${indent}  `);
    }
    this.prefix(at, indent, s);
  }

  fn(fn: LinearFn): void {
    const heaps = [...fn.heaps, ...fn.refHeaps].map((h) => this.loops.names.bind(h));
    const params = [...fn.params, ...fn.refs].map((p) => this.typed(p)).join(', ');
    const linear = fn.linear.map((p) => this.typed(p)).join(', ');
    const at = heaps.length === 0 ? '' : ` [${heaps.join(', ')}]`;
    this.line('', `fn ${fn.name}${at} (${params}; ${linear}) `);
    this.block(fn.body, '');
  }
}

/** The text of a function, in strict or in open form; `place` says where each statement comes from. */
export function printLinear(fn: LinearFn, place: PlaceText = () => null): string {
  const printer = new LinearPrinter(place);
  printer.fn(fn);
  return `${printer.loops.lines.join('\n')}\n`;
}
