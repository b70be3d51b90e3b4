/** The text form of Loops, read by recursive descent (grammar: docs/loops.md). Inverse to `print.ts` up to alpha. */
import { fresh, supply } from '../names/index.ts';
import { HOST_OPERATIONS, isScalarOperator, SCALAR_OPERATORS, type Scalar } from '../primitives/index.ts';
import type { FnSignature } from './build.ts';
import * as make from './build.ts';
import { call } from './call.ts';
import { indexType } from './index-set.ts';
import type {
  Alternative,
  Atom,
  Block,
  Decl,
  Effects,
  Expr,
  Fn,
  Format,
  Monoid,
  Program,
  Type,
} from './ir.ts';
import { TypeParser } from './parse-types.ts';
import { isScalarType } from './text.ts';
import { sameEffects, sameType, typeOf } from './types.ts';

const PLAIN_FORMATS = ['decimal', 'hex', 'float', 'exactFloat', 'ordinal', 'string'] as const;

class Parser extends TypeParser {
  private readonly functions = new Map<string, FnSignature>();

  // ------------------------------------------------------------------------------------------------- programs

  program(): Program {
    const functions: Fn[] = [];
    while (this.cursor.peek().tag !== 'end') {
      const fn = this.fn();
      this.functions.set(fn.name, make.signatureOf(fn));
      functions.push(fn);
    }
    return { functions };
  }

  private fn(): Fn {
    this.cursor.expect('fn');
    const name = this.cursor.take('fn');
    const title = this.cursor.accept('as') ? this.cursor.take('string') : name;
    const noinline = this.cursor.accept('noinline');
    return this.scoped(() => {
      const heaps = this.cursor.accept('[') ? this.cursor.list(']', () => this.bindHeap(this.word())) : [];
      this.cursor.expect('(');
      const params = this.cursor.list(')', () => {
        const word = this.word();
        this.cursor.expect(':');
        return this.bind(word, this.type());
      });
      this.cursor.expect('->');
      const type = this.type();
      const effects = this.cursor.accept('!') ? this.effects() : [];
      const body = this.block();
      if (!sameType(body.type, type))
        this.cursor.fail(`@${name}: the body has another type than the header says`);
      if (!sameEffects(body.effects, effects)) this.cursor.fail(`@${name}: the body has other effects`);
      return { name, title, heaps, params, body, noinline, source: 0 };
    });
  }

  private word(): string {
    return this.cursor.take('word');
  }

  private effects(): Effects {
    this.cursor.expect('{');
    return this.cursor.list('}', () => {
      switch (this.word()) {
        case 'Read':
          return { tag: 'read', heap: this.heap() };
        case 'Accum':
          return { tag: 'accum', heap: this.heap() };
        case 'State':
          return { tag: 'state', heap: this.heap() };
        case 'Except':
          return { tag: 'except' };
        case 'IO':
          return { tag: 'io' };
        default:
          return this.cursor.fail('an effect is needed here');
      }
    });
  }

  // --------------------------------------------------------------------------------------------------- blocks

  private block(): Block {
    return this.scoped(() => {
      this.cursor.expect('{');
      const decls: Decl[] = [];
      for (let decl = this.decl(); decl !== null; decl = this.decl()) decls.push(decl);
      const result = this.atom();
      this.cursor.expect('}');
      return make.block(decls, result);
    });
  }

  private decl(): Decl | null {
    if (this.cursor.accept('do')) return make.letDecl(fresh(this.names, 'u'), this.expr());
    if (this.cursor.accept('let')) {
      const word = this.word();
      this.cursor.expect('=');
      const expr = this.expr();
      return make.letDecl(this.bind(word, expr.type).name, expr);
    }
    if (!this.cursor.accept('unpack')) return null;
    this.cursor.expect('(');
    const first = this.word();
    this.cursor.expect(',');
    const second = this.word();
    this.cursor.expect(')');
    this.cursor.expect('=');
    const arg = this.atom();
    const decl = make.unpackDecl(fresh(this.names, first), fresh(this.names, second), arg, 0);
    this.bindAs(first, decl.first);
    this.bindAs(second, decl.second);
    return decl;
  }

  // ---------------------------------------------------------------------------------------------- expressions

  private expr(): Expr {
    const token = this.cursor.peek();
    if (token.tag === 'fn') return this.call();
    if (token.tag === 'symbol' && token.text === '[') return this.tableLiteral();
    if (token.tag === 'symbol' && token.text === '(' && !this.cursor.sees(')', 1)) return this.tuple();
    if (token.tag === 'word') {
      const form = this.form(token.text);
      if (form !== null) return form;
    }
    return this.access(this.atom());
  }

  /** What may follow an atom: an index, a projection, a step into a reference. */
  private access(atom: Atom): Expr {
    if (this.cursor.accept('[')) {
      const at = this.atom();
      this.cursor.expect(']');
      return make.index(atom, at, 0);
    }
    if (this.cursor.accept('.')) return make.project(this.cursor.integer(), atom, 0);
    if (!this.cursor.accept('!')) return make.atom(atom, 0);
    if (this.cursor.accept('.')) return make.refProject(atom, this.cursor.integer(), 0);
    return make.refIndex(atom, this.atom(), 0);
  }

  private tuple(): Expr {
    this.cursor.expect('(');
    return make.tuple(
      this.cursor.list(')', () => this.atom()),
      0,
    );
  }

  private tableLiteral(): Expr {
    this.cursor.expect('[');
    const items = this.cursor.list(']', () => this.atom());
    return make.tableLiteral(this.ascription(), items, 0);
  }

  private call(): Expr {
    const name = this.cursor.take('fn');
    const callee = this.functions.get(name) ?? this.cursor.fail(`unknown function @${name}`);
    const heaps = this.cursor.accept('[') ? this.cursor.list(']', () => this.heap()) : [];
    this.cursor.expect('(');
    return call(
      callee,
      heaps,
      this.cursor.list(')', () => this.atom()),
      0,
    );
  }

  private ascription(): Type {
    this.cursor.expect(':');
    return this.type();
  }

  /** A form that begins with a word; `null` (and nothing taken) where the word is a name. */
  private form(word: string): Expr | null {
    if (isScalarOperator(word)) {
      this.cursor.next();
      return make.scalar(
        word,
        Array.from({ length: SCALAR_OPERATORS[word].operands }, () => this.atom()),
        0,
      );
    }
    const parse = this.forms[word];
    if (parse === undefined) return null;
    this.cursor.next();
    return parse();
  }

  private readonly forms: Readonly<Record<string, (() => Expr) | undefined>> = {
    cast: () => make.cast(this.scalar(), this.atom(), 0),
    bitcast: () => make.bitcast(this.scalar(), this.atom(), 0),
    tuple: () => {
      this.cursor.expect('(');
      return make.tuple(
        this.cursor.list(')', () => this.atom()),
        0,
      );
    },
    inject: () => {
      const index = this.cursor.integer();
      const arg = this.atom();
      return make.inject(this.ascription(), index, arg, 0);
    },
    tagOf: () => make.tagOf(this.atom(), 0),
    fromTag: () => {
      const arg = this.atom();
      return make.fromTag(this.ascription(), arg, 0);
    },
    case: () => this.caseOf(),
    for: () => this.loop(make.forLoop, 'forward'),
    rof: () => this.loop(make.forLoop, 'backward'),
    each: () => this.loop(make.eachLoop, 'forward'),
    eachBackward: () => this.loop(make.eachLoop, 'backward'),
    reindex: () => {
      const table = this.atom();
      const type = this.ascription();
      return type.tag === 'table'
        ? make.reindex(type.index, table, 0)
        : this.cursor.fail('a table type is needed');
    },
    argsort: () => make.argsort(this.atom(), 0),
    pack: () => {
      this.cursor.expect('(');
      const [first, second] = this.cursor.list(')', () => this.atom());
      if (first === undefined || second === undefined) return this.cursor.fail('two atoms are needed');
      return make.pack(this.ascription(), first, second, 0);
    },
    sizeOf: () => {
      this.cursor.expect('(');
      const set = this.set();
      this.cursor.expect(')');
      return make.sizeOfSet(set, 0);
    },
    ordinal: () => this.ofSet(make.ordinal),
    fromOrdinal: () => this.ofSet(make.fromOrdinal),
    while: () => make.whileLoop(this.block(), 0),
    catch: () => make.catchExcept(this.block(), 0),
    runState: () => this.handler(make.runState),
    runReader: () => this.handler(make.runReader),
    runAccum: () => {
      const monoid = this.monoid();
      const { heap, ref, body } = this.handled(monoid.type);
      return make.runAccum(monoid, heap, ref, body, 0);
    },
    get: () => make.get(this.atom(), 0),
    ask: () => make.ask(this.atom(), 0),
    put: () => make.put(this.atom(), this.atom(), 0),
    extend: () => {
      const ref = this.atom();
      const value = this.atom();
      return make.extend(ref, this.monoid(), value, 0);
    },
    listLength: () => make.listLength(this.atom(), 0),
    listElement: () => make.listElement(this.atom(), this.atom(), 0),
    throw: () => make.throwExcept(this.ascription(), 0),
    garbage: () => make.garbage(this.ascription(), 0),
    fail: () => {
      const message = this.cursor.sees(':') ? null : this.atom();
      return make.fail(this.ascription(), message, 0);
    },
    host: () => this.host(),
    show: () => {
      this.cursor.expect('(');
      const format = this.format();
      this.cursor.expect(',');
      const arg = this.atom();
      this.cursor.expect(')');
      return make.show(format, arg, 0);
    },
    parseFloat: () => make.parseFloat(this.atom(), 0),
  };

  private scalar(): Scalar {
    const word = this.word();
    return isScalarType(word) ? word : this.cursor.fail('a scalar type is needed here');
  }

  private ofSet(build: typeof make.ordinal | typeof make.fromOrdinal): Expr {
    this.cursor.expect('(');
    const set = this.set();
    this.cursor.expect(',');
    const arg = this.atom();
    this.cursor.expect(')');
    return build(set, arg, 0);
  }

  private loop(build: typeof make.forLoop | typeof make.eachLoop, direction: 'forward' | 'backward'): Expr {
    const word = this.word();
    this.cursor.expect(':');
    const set = this.set();
    return this.scoped(() => {
      const binder = this.bind(word, indexType(set));
      return build(direction, set, binder, this.block(), 0);
    });
  }

  private caseOf(): Expr {
    const scrutinee = this.atom();
    const sum = typeOf(scrutinee);
    const items = sum.tag === 'sum' ? sum.items : this.cursor.fail('a sum is needed');
    const type = this.ascription();
    const alternatives: (Alternative | null)[] = [];
    while (this.cursor.accept('|')) {
      const item = items[alternatives.length] ?? this.cursor.fail('more alternatives than the sum has');
      alternatives.push(this.cursor.accept('unreachable') ? null : this.alternative(item));
    }
    return make.caseOf(scrutinee, alternatives, type, 0);
  }

  private alternative(type: Type): Alternative {
    return this.scoped(() => ({ binder: this.bind(this.word(), type), body: this.block() }));
  }

  private handler(build: typeof make.runState | typeof make.runReader): Expr {
    const init = this.atom();
    const { heap, ref, body } = this.handled(typeOf(init));
    return build(init, heap, ref, body, 0);
  }

  private handled(content: Type): { heap: Fn['heaps'][number]; ref: Fn['heaps'][number]; body: Block } {
    return this.scoped(() => {
      this.cursor.expect('[');
      const heap = this.bindHeap(this.word());
      this.cursor.expect(']');
      const ref = this.bind(this.word(), { tag: 'ref', heap, content }).name;
      return { heap, ref, body: this.block() };
    });
  }

  /** `(operator, identity)`, or `monoid identity (x, y) { … }`. */
  private monoid(): Monoid {
    if (this.cursor.accept('(')) {
      const operator = this.word();
      if (!isScalarOperator(operator)) return this.cursor.fail('an operator is needed here');
      this.cursor.expect(',');
      const empty = this.atom();
      this.cursor.expect(')');
      const [x, y] = ['x', 'y'].map((hint) => ({ name: fresh(this.names, hint), type: typeOf(empty) }));
      const sum = make.scalar(operator, [make.variable(x!), make.variable(y!)], 0);
      const name = fresh(this.names, 'z');
      const combine = make.block([make.letDecl(name, sum)], make.variable({ name, type: sum.type }));
      return make.monoid(empty, x!.name, y!.name, combine);
    }
    this.cursor.expect('monoid');
    const empty = this.atom();
    return this.scoped(() => {
      this.cursor.expect('(');
      const [left, right] = this.cursor.list(')', () => this.bind(this.word(), typeOf(empty)).name);
      if (left === undefined || right === undefined) return this.cursor.fail('two names are needed');
      return make.monoid(empty, left, right, this.block());
    });
  }

  private host(): Expr {
    const word = this.word();
    const operation =
      HOST_OPERATIONS.find((o) => o === word) ?? this.cursor.fail(`unknown host operation ${word}`);
    const name = this.cursor.peek().tag === 'string' ? this.cursor.take('string') : null;
    this.cursor.expect('(');
    const args = this.cursor.list(')', () => this.atom());
    return make.host(operation, name, args, this.ascription(), 0);
  }

  private format(): Format {
    const word = this.word();
    const plain = PLAIN_FORMATS.find((tag) => tag === word);
    if (plain !== undefined) return { tag: plain };
    this.cursor.expect('(');
    const many = (): Format[] => this.cursor.list(')', () => this.format());
    const missing = (): never => this.cursor.fail('a format is needed here');
    switch (word) {
      case 'text': {
        const text = this.cursor.take('string');
        this.cursor.expect(')');
        return { tag: 'text', text };
      }
      case 'tuple':
        return { tag: 'tuple', items: many() };
      case 'table':
        return { tag: 'table', element: many()[0] ?? missing() };
      case 'pair': {
        const [first, second] = many();
        return { tag: 'pair', first: first ?? missing(), second: second ?? missing() };
      }
      case 'struct': {
        const name = this.cursor.take('string');
        const fields = this.cursor.accept(',') ? many() : this.cursor.list(')', () => this.format());
        return { tag: 'struct', name, fields };
      }
      case 'data':
        return {
          tag: 'data',
          constructors: this.cursor.list(')', () => {
            const name = this.cursor.take('string');
            this.cursor.expect('(');
            return { name, fields: many() };
          }),
        };
      default:
        return missing();
    }
  }
}

/** The program that a text describes. Throws `LoopsSyntaxError`, or `IllFormed` where an operand has no fitting type. */
export function parseProgram(text: string): Program {
  return new Parser(text, supply()).program();
}
