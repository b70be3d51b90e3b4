/** Parsing of names, atoms, sizes, index sets and types. */
import type { Name, Supply } from '../names/index.ts';
import { fresh, ScopedMap } from '../names/index.ts';
import * as make from './build.ts';
import { namedSet, rangeSet, rangeSize, setOfType } from './index-set.ts';
import type { Atom, Binder, IndexSet, RangeKind, Size, Type } from './ir.ts';
import { Cursor } from './lexer.ts';
import { addSizes, constSize, mulSizes, nameSize } from './size.ts';
import { isScalarType, parseLiteral, RANGE_WORDS } from './text.ts';
import {
  BOOL,
  indexOf,
  listOf,
  pairType,
  productType,
  refType,
  STRING,
  scalarType,
  sumType,
  tableOf,
  tableType,
  UNIT_ATOM,
} from './types.ts';

const RANGE_KINDS = new Map(Object.entries(RANGE_WORDS).map(([kind, word]) => [word, kind as RangeKind]));

/** What a name in the text stands for. */
export type Entry = { readonly atom: Atom } | { readonly heap: Name };

export class TypeParser {
  readonly cursor: Cursor;
  readonly names: Supply;
  private readonly words = new Map<string, Name>();
  private readonly entries = new ScopedMap<Entry>();

  constructor(text: string, names: Supply) {
    this.cursor = new Cursor(text);
    this.names = names;
  }

  // -------------------------------------------------------------------------------------------------- scopes

  /** Words as keys of the environment. */
  private key(word: string): Name {
    const known = this.words.get(word);
    if (known !== undefined) return known;
    const key: Name = { id: this.words.size, hint: word };
    this.words.set(word, key);
    return key;
  }

  /** Runs `body` in a scope of its own. */
  scoped<R>(body: () => R): R {
    const mark = this.entries.enter();
    const result = body();
    this.entries.leave(mark);
    return result;
  }

  bindHeap(word: string): Name {
    const heap = fresh(this.names, word);
    this.entries.set(this.key(word), { heap });
    return heap;
  }

  bind(word: string, type: Type): Binder {
    const binder: Binder = { name: fresh(this.names, word), type };
    this.entries.set(this.key(word), { atom: make.variable(binder) });
    return binder;
  }

  bindAs(word: string, binder: Binder): void {
    this.entries.set(this.key(word), { atom: make.variable(binder) });
  }

  private entry(): Entry {
    const word = this.cursor.take('word');
    return this.entries.get(this.key(word)) ?? this.cursor.fail(`unknown name ${word}`);
  }

  heap(): Name {
    const entry = this.entry();
    return 'heap' in entry ? entry.heap : this.cursor.fail('a heap is needed here');
  }

  variable(): Atom {
    const entry = this.entry();
    return 'atom' in entry ? entry.atom : this.cursor.fail('a value is needed here');
  }

  atom(): Atom {
    const token = this.cursor.peek();
    if (token.tag === 'literal') {
      this.cursor.next();
      return make.literal(token.scalar, parseLiteral(token.digits, token.scalar));
    }
    if (this.cursor.accept('(')) {
      this.cursor.expect(')');
      return UNIT_ATOM;
    }
    return this.variable();
  }

  // --------------------------------------------------------------------------------------------------- sizes

  size(): Size {
    const terms = [this.term()];
    while (this.cursor.accept('+')) terms.push(this.term());
    return addSizes(...terms);
  }

  private term(): Size {
    const factors = [this.factor()];
    while (this.cursor.accept('*')) factors.push(this.factor());
    return mulSizes(...factors);
  }

  factor(): Size {
    if (this.cursor.accept('(')) {
      const size = this.size();
      this.cursor.expect(')');
      return size;
    }
    if (this.cursor.accept('|')) {
      const set = this.set();
      this.cursor.expect('|');
      return set.tag === 'range' ? rangeSize(set) : this.cursor.fail('a range is needed here');
    }
    if (this.cursor.peek().tag === 'int') return constSize(this.cursor.integer());
    const atom = this.variable();
    return atom.tag === 'var' ? nameSize(atom.name) : this.cursor.fail('a name is needed here');
  }

  // -------------------------------------------------------------------------------------------- sets and types

  /** An index set, written as the type of its indices. */
  set(): IndexSet {
    return this.asSet(this.operand());
  }

  private asSet(type: Type): IndexSet {
    return setOfType(type) ?? this.cursor.fail('an index set is needed here');
  }

  type(): Type {
    const domain = this.operand();
    return this.cursor.accept('=>') ? tableOf(this.asSet(domain), this.type()) : domain;
  }

  /** A type that is not a table, unless in parentheses. */
  private operand(): Type {
    if (this.cursor.accept('(')) return this.bracketed();
    const word = this.cursor.take('word');
    if (isScalarType(word)) return scalarType(word);
    const kind = RANGE_KINDS.get(word);
    if (kind !== undefined) return this.range(kind);
    switch (word) {
      case 'Bool':
        return BOOL;
      case 'String':
        return STRING;
      case 'List':
        return listOf(this.operand());
      case 'Ref':
        return refType(this.heap(), this.operand());
      case 'Fin':
        return indexOf({ tag: 'fin', size: this.factor() });
      case 'Named': {
        this.cursor.expect('(');
        const key = this.cursor.take('string');
        this.cursor.expect(',');
        const size = this.size();
        this.cursor.expect(')');
        return indexOf(namedSet(key, size));
      }
      default:
        return this.cursor.fail(`unknown type ${word}`);
    }
  }

  private range(kind: RangeKind): Type {
    this.cursor.expect('(');
    const base = this.set();
    this.cursor.expect(',');
    const bound = this.atom();
    this.cursor.expect(')');
    return indexOf(rangeSet(base, kind, bound));
  }

  /** After an opening parenthesis: a product, a sum, a dependent table or pair, or a type in parentheses. */
  private bracketed(): Type {
    if (this.cursor.accept(')')) return productType([]);
    if (this.cursor.accept('|')) {
      this.cursor.expect(')');
      return sumType([]);
    }
    if (this.cursor.peek().tag === 'word' && this.cursor.sees(':', 1)) return this.dependent();
    const first = this.type();
    if (this.cursor.accept(')')) return first;
    const items = [first];
    if (this.cursor.accept(',')) {
      if (!this.cursor.sees(')')) {
        do items.push(this.type());
        while (this.cursor.accept(','));
      }
      this.cursor.expect(')');
      return productType(items);
    }
    this.cursor.expect('|');
    if (!this.cursor.sees(')')) {
      do items.push(this.type());
      while (this.cursor.accept('|'));
    }
    this.cursor.expect(')');
    return sumType(items);
  }

  private dependent(): Type {
    const word = this.cursor.take('word');
    this.cursor.expect(':');
    const first = this.type();
    return this.scoped(() => {
      const { name } = this.bind(word, first);
      if (this.cursor.accept('&>')) {
        const second = this.type();
        this.cursor.expect(')');
        return pairType(name, first, second);
      }
      this.cursor.expect(')');
      this.cursor.expect('=>');
      return tableType(name, this.asSet(first), this.type());
    });
  }
}
