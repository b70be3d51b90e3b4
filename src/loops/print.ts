/**
 * The text form of Loops (grammar: docs/loops.md). Names are renumbered, so that output is deterministic; labels and
 * sources are not printed. `parse.ts` reads it back.
 */
import type { Name } from '../names/index.ts';
import { ScopedMap } from '../names/index.ts';
import type { Visitor } from './fold.ts';
import { visitChildren } from './fold.ts';
import type {
  Atom,
  Block,
  Decl,
  Effects,
  Expr,
  Fn,
  Format,
  IndexSet,
  Monoid,
  Program,
  Size,
  SourceId,
  Type,
} from './ir.ts';
import { setNames, typeNames } from './names.ts';
import { printSize } from './size.ts';
import { identifier, printFnName, printLiteral, RANGE_WORDS } from './text.ts';
import { BOOL, listElementType, sameType, W8 } from './types.ts';

/** Texts of names: each binder of a function gets one of its own. */
class Namer {
  private readonly texts = new ScopedMap<string>();
  private readonly taken = new Set<string>();
  private readonly counters = new Map<string, number>();

  /** The text of a name; a name that nothing has bound gets one where it is first seen. */
  text(name: Name): string {
    return this.texts.get(name) ?? this.bind(name);
  }

  bind(name: Name): string {
    const base = identifier(name.hint);
    let text = base;
    let count = this.counters.get(base) ?? 0;
    while (this.taken.has(text)) text = `${base}_${++count}`;
    this.counters.set(base, count);
    this.taken.add(text);
    this.texts.set(name, text);
    return text;
  }

  /** A binder inside a type: its text need only differ from those that `body` mentions. */
  bindLocally<R>(name: Name, body: Type, write: (text: string) => R): R {
    const used = new Set<string>();
    for (const mentioned of typeNames(body).values())
      if (mentioned.id !== name.id) used.add(this.text(mentioned));
    let text = identifier(name.hint);
    while (used.has(text)) text += "'";
    const mark = this.texts.enter();
    this.texts.set(name, text);
    const result = write(text);
    this.texts.leave(mark);
    return result;
  }
}

/** The ids that a function mentions: a declaration of any other is written without a name. */
function mentioned(body: Block): ReadonlySet<number> {
  const ids = new Set<number>();
  const type = (t: Type): void => {
    for (const id of typeNames(t).keys()) ids.add(id);
  };
  const visitor: Visitor = {
    atom: (a) => {
      if (a.tag === 'var') ids.add(a.name.id);
    },
    type,
    set: (s) => {
      for (const id of setNames(s).keys()) ids.add(id);
    },
    heap: (h) => ids.add(h.id),
    scope: (s) => {
      for (const b of s.binders) type(b.type);
      walk(s.body);
    },
  };
  const walk = (block: Block): void => {
    for (const decl of block.decls) {
      if (decl.tag === 'let') visitChildren(decl.expr, visitor);
      else visitor.atom(decl.arg);
    }
    visitor.atom(block.result);
  };
  walk(body);
  return ids;
}

const HANDLER_WORDS = { read: 'Read', accum: 'Accum', state: 'State' } as const;

/** Writes parts of programs in one naming: for languages that embed Loops (`differentiate/linear`). */
/** Where a statement comes from, for a comment behind it; `null` for none. */
export type PlaceText = (source: SourceId) => string | null;

export class Printer {
  readonly names = new Namer();
  readonly lines: string[] = [];
  private readonly place: PlaceText;
  private used: ReadonlySet<number> | null = null;

  constructor(place: PlaceText = () => null) {
    this.place = place;
  }

  /** Says behind the line at `at` where what it shows comes from. */
  note(at: number, source: SourceId): void {
    const text = this.place(source);
    if (text !== null && this.lines[at] !== undefined) this.lines[at] += `   -- ${text}`;
  }

  name(name: Name): string {
    return this.names.text(name);
  }

  size(size: Size): string {
    return printSize(
      size,
      (name) => this.name(name),
      (range) => this.set(range),
    );
  }

  private atomicSize(size: Size): string {
    const text = this.size(size);
    return size.tag === 'add' || size.tag === 'mul' ? `(${text})` : text;
  }

  /** An index set is written as the type of its indices. */
  set(set: IndexSet): string {
    switch (set.tag) {
      case 'fin':
        return `Fin ${this.atomicSize(set.size)}`;
      case 'prod':
        return group(set.items.map((item) => this.set(item)));
      case 'sum':
        return alternatives(set.items.map((item) => this.set(item)));
      case 'range':
        return `${RANGE_WORDS[set.kind]}(${this.set(set.base)}, ${this.atom(set.bound)})`;
      case 'power':
        return `(${this.set(set.domain)} => ${this.set(set.codomain)})`;
      case 'named':
        return `Named(${JSON.stringify(set.key)}, ${this.size(set.size)})`;
    }
  }

  type(type: Type): string {
    switch (type.tag) {
      case 'scalar':
        return type.scalar;
      case 'product':
        return group(type.items.map((item) => this.type(item)));
      case 'sum':
        return sameType(type, BOOL) ? 'Bool' : alternatives(type.items.map((item) => this.type(item)));
      case 'table':
        return this.table(type);
      case 'pair':
        return this.pair(type);
      case 'ref':
        return `Ref ${this.name(type.heap)} ${this.operand(type.content)}`;
      case 'index':
        return this.set(type.set);
    }
  }

  private table(type: Extract<Type, { tag: 'table' }>): string {
    const index = this.set(type.index);
    if (type.binder.id < 0) return `${index} => ${this.type(type.element)}`;
    const body = (text: string): string => `(${text} : ${index}) => ${this.type(type.element)}`;
    return this.names.bindLocally(type.binder, type.element, body);
  }

  private pair(type: Extract<Type, { tag: 'pair' }>): string {
    const element = listElementType(type);
    if (element !== null) return sameType(element, W8) ? 'String' : `List ${this.operand(element)}`;
    const first = this.type(type.first);
    if (type.binder.id < 0) return `(_ : ${first} &> ${this.type(type.second)})`;
    const body = (text: string): string => `(${text} : ${first} &> ${this.type(type.second)})`;
    return this.names.bindLocally(type.binder, type.second, body);
  }

  private operand(type: Type): string {
    const text = this.type(type);
    return type.tag === 'table' ? `(${text})` : text;
  }

  effects(effects: Effects): string {
    const written = effects.map((e) => {
      if (e.tag === 'except') return 'Except';
      return e.tag === 'io' ? 'IO' : `${HANDLER_WORDS[e.tag]} ${this.name(e.heap)}`;
    });
    return `{${written.sort().join(', ')}}`;
  }

  atom(atom: Atom): string {
    if (atom.tag === 'var') return this.name(atom.name);
    return atom.tag === 'unit' ? '()' : printLiteral(atom.scalar, atom.value);
  }

  private atoms(atoms: readonly Atom[]): string {
    return atoms.map((a) => this.atom(a)).join(', ');
  }

  /** Appends to the last line. */
  write(text: string): void {
    this.lines[this.lines.length - 1] += text;
  }

  block(body: Block, indent: string): void {
    if (body.decls.length === 0) {
      this.write(`{ ${this.atom(body.result)} }`);
      return;
    }
    this.write('{');
    const inner = `${indent}  `;
    for (const decl of body.decls) {
      const at = this.lines.length;
      this.decl(decl, inner);
      this.note(at, decl.tag === 'let' ? decl.expr.source : decl.source);
    }
    this.lines.push(`${inner}${this.atom(body.result)}`, `${indent}}`);
  }

  /** A declaration on a line of its own; its names are bound from here on. */
  decl(decl: Decl, indent: string): void {
    this.lines.push(indent);
    if (decl.tag === 'unpack') {
      const arg = this.atom(decl.arg);
      const names = [decl.first.name, decl.second.name].map((name) => this.names.bind(name));
      this.write(`unpack (${names.join(', ')}) = ${arg}`);
      return;
    }
    const isNamed = this.used === null || this.used.has(decl.name.id);
    this.write(isNamed ? `let ${this.names.bind(decl.name)} = ` : 'do ');
    this.expr(decl.expr, indent);
  }

  private monoid(m: Monoid): string | null {
    const [decl] = m.combine.decls;
    const result = m.combine.result;
    if (m.combine.decls.length !== 1 || decl?.tag !== 'let' || decl.expr.tag !== 'scalar') return null;
    if (result.tag !== 'var' || result.name.id !== decl.name.id) return null;
    const ids = decl.expr.args.map((a) => (a.tag === 'var' ? a.name.id : -1));
    const isPlainCall = ids.length === 2 && ids[0] === m.left.name.id && ids[1] === m.right.name.id;
    return isPlainCall ? `(${decl.expr.operator}, ${this.atom(m.empty)})` : null;
  }

  private writeMonoid(m: Monoid, indent: string): void {
    const short = this.monoid(m);
    if (short !== null) {
      this.write(short);
      return;
    }
    const empty = this.atom(m.empty);
    this.write(`monoid ${empty} (${this.names.bind(m.left.name)}, ${this.names.bind(m.right.name)}) `);
    this.block(m.combine, indent);
  }

  /** Writes an expression from where the last line ends. */
  expr(e: Expr, indent: string): void {
    const w = (text: string): void => this.write(text);
    const a = (atom: Atom): string => this.atom(atom);
    switch (e.tag) {
      case 'atom':
        w(a(e.atom));
        return;
      case 'scalar':
        w([e.operator, ...e.args.map(a)].join(' '));
        return;
      case 'cast':
      case 'bitcast':
        w(`${e.tag} ${e.to} ${a(e.arg)}`);
        return;
      case 'tuple':
        w(e.items.length === 0 ? 'tuple()' : group(e.items.map(a)));
        return;
      case 'project':
        w(`${a(e.arg)}.${e.index}`);
        return;
      case 'inject':
        w(`inject ${e.index} ${a(e.arg)} : ${this.type(e.type)}`);
        return;
      case 'fromTag':
        w(`fromTag ${a(e.arg)} : ${this.type(e.type)}`);
        return;
      case 'tagOf':
      case 'parseFloat':
        w(`${e.tag} ${a(e.arg)}`);
        return;
      case 'case':
        w(`case ${a(e.scrutinee)} : ${this.type(e.type)}`);
        for (const alternative of e.alternatives) {
          this.lines.push(`${indent}  | `);
          if (alternative === null) w('unreachable');
          else {
            w(`${this.names.bind(alternative.binder.name)} `);
            this.block(alternative.body, `${indent}  `);
          }
        }
        return;
      case 'for':
      case 'each': {
        const forward = e.direction === 'forward';
        const word = e.tag === 'for' ? (forward ? 'for' : 'rof') : forward ? 'each' : 'eachBackward';
        const set = this.set(e.index);
        w(`${word} ${this.names.bind(e.binder.name)} : ${set} `);
        this.block(e.body, indent);
        return;
      }
      case 'tableLiteral':
        w(`[${this.atoms(e.items)}] : ${this.type(e.type)}`);
        return;
      case 'index':
        w(`${a(e.table)}[${a(e.at)}]`);
        return;
      case 'argsort':
        w(`argsort ${a(e.table)}`);
        return;
      case 'reindex':
        w(`reindex ${a(e.table)} : ${this.type(e.type)}`);
        return;
      case 'pack':
        w(`pack (${a(e.first)}, ${a(e.second)}) : ${this.type(e.type)}`);
        return;
      case 'sizeOf':
        w(`sizeOf(${this.set(e.set)})`);
        return;
      case 'ordinal':
      case 'fromOrdinal':
        w(`${e.tag}(${this.set(e.set)}, ${a(e.arg)})`);
        return;
      case 'while':
      case 'catch':
        w(`${e.tag} `);
        this.block(e.body, indent);
        return;
      case 'runState':
      case 'runReader':
        w(`${e.tag} ${a(e.init)} [${this.names.bind(e.heap)}] ${this.names.bind(e.ref.name)} `);
        this.block(e.body, indent);
        return;
      case 'runAccum':
        w('runAccum ');
        this.writeMonoid(e.monoid, indent);
        w(` [${this.names.bind(e.heap)}] ${this.names.bind(e.ref.name)} `);
        this.block(e.body, indent);
        return;
      case 'get':
      case 'ask':
      case 'listLength':
        w(`${e.tag} ${a(e.ref)}`);
        return;
      case 'put':
        w(`put ${a(e.ref)} ${a(e.value)}`);
        return;
      case 'extend':
        w(`extend ${a(e.ref)} ${a(e.value)} `);
        this.writeMonoid(e.monoid, indent);
        return;
      case 'refIndex':
        w(`${a(e.ref)} ! ${a(e.at)}`);
        return;
      case 'refProject':
        w(`${a(e.ref)} ! .${e.index}`);
        return;
      case 'listElement':
        w(`listElement ${a(e.ref)} ${a(e.at)}`);
        return;
      case 'throw':
      case 'garbage':
        w(`${e.tag} : ${this.type(e.type)}`);
        return;
      case 'fail':
        w(`fail ${e.message === null ? '' : `${a(e.message)} `}: ${this.type(e.type)}`);
        return;
      case 'host': {
        const name = e.name === null ? '' : ` ${JSON.stringify(e.name)}`;
        w(`host ${e.operation}${name} (${this.atoms(e.args)}) : ${this.type(e.type)}`);
        return;
      }
      case 'show':
        w(`show(${printFormat(e.format)}, ${a(e.arg)})`);
        return;
      case 'call': {
        const heaps = e.heaps.length === 0 ? '' : `[${e.heaps.map((h) => this.name(h)).join(', ')}]`;
        w(`${printFnName(e.callee)}${heaps}(${this.atoms(e.args)})`);
        return;
      }
    }
  }

  fn(fn: Fn): void {
    this.used = mentioned(fn.body);
    const heaps = fn.heaps.map((h) => this.names.bind(h));
    const params = fn.params.map((p) => {
      const type = this.type(p.type);
      return `${this.names.bind(p.name)} : ${type}`;
    });
    const head = [
      `fn ${printFnName(fn.name)}`,
      fn.title === fn.name ? '' : ` as ${JSON.stringify(fn.title)}`,
      fn.noinline ? ' noinline' : '',
      heaps.length === 0 ? '' : ` [${heaps.join(', ')}]`,
      ` (${params.join(', ')}) -> ${this.type(fn.body.type)} `,
      fn.body.effects.length === 0 ? '' : `! ${this.effects(fn.body.effects)} `,
    ];
    this.lines.push(head.join(''));
    this.block(fn.body, '');
  }
}

function group(items: readonly string[]): string {
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}

function alternatives(items: readonly string[]): string {
  return items.length < 2 ? `(${items.join('')} |)` : `(${items.join(' | ')})`;
}

/** Text of a format. */
export function printFormat(format: Format): string {
  const list = (formats: readonly Format[]): string => formats.map(printFormat).join(', ');
  switch (format.tag) {
    case 'text':
      return `text(${JSON.stringify(format.text)})`;
    case 'tuple':
      return `tuple(${list(format.items)})`;
    case 'table':
      return `table(${printFormat(format.element)})`;
    case 'pair':
      return `pair(${list([format.first, format.second])})`;
    case 'struct':
      return `struct(${[JSON.stringify(format.name), ...format.fields.map(printFormat)].join(', ')})`;
    case 'data':
      return `data(${format.constructors.map((c) => `${JSON.stringify(c.name)}(${list(c.fields)})`).join(', ')})`;
    default:
      return format.tag;
  }
}

/** Text of a program; functions are separated by empty lines. */
export function printProgram(program: Program): string {
  return `${program.functions.map((fn) => printFn(fn)).join('\n\n')}\n`;
}

/** Text of one function, and where its statements come from. */
export function printFn(fn: Fn, place: PlaceText = () => null): string {
  const printer = new Printer(place);
  printer.fn(fn);
  return printer.lines.join('\n');
}

/** Text of a type; its free names are written by their hints. */
export function printType(type: Type): string {
  return new Printer().type(type);
}

/** Text of an index set. */
export function printSet(set: IndexSet): string {
  return new Printer().set(set);
}
