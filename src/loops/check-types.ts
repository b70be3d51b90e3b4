/** The checker's state, and its rules for names, types, index sets and sizes. */
import type { Name } from '../names/index.ts';
import { ScopedMap } from '../names/index.ts';
import { indexType, isPlain, setOfType } from './index-set.ts';
import type { Atom, Binder, IndexSet, Size, Type } from './ir.ts';
import { typeNames } from './names.ts';
import { printType } from './print.ts';
import { containsRef, sameType } from './types.ts';

/** Something that is wrong with a program. */
export interface LoopsProblem {
  readonly function: string;
  /** The forms around it, outermost first: `for`, `case`, … */
  readonly path: readonly string[];
  readonly message: string;
}

type Entry = { readonly tag: 'value'; readonly type: Type } | { readonly tag: 'heap' };

/** What a `w32` or an ordinal can stand for: only such names may be mentioned in sizes. */
function isSizeType(type: Type): boolean {
  return type.tag === 'index' || (type.tag === 'scalar' && type.scalar === 'w32');
}

/** The state of a check: what is in scope, where it stands, what it has found; and the rules of types and atoms. */
export class TypeChecker {
  readonly problems: LoopsProblem[] = [];
  protected readonly scope = new ScopedMap<Entry>();
  protected readonly path: string[] = [];
  protected fn = '';

  report(message: string): void {
    this.problems.push({ function: this.fn, path: [...this.path], message });
  }

  /** Reports where two types differ. */
  expectSame(what: string, found: Type, expected: Type): void {
    if (sameType(found, expected)) return;
    this.report(`${what}: ${printType(found)} stands where ${printType(expected)} is needed`);
  }

  // --------------------------------------------------------------------------------------------------- scopes

  protected bind(name: Name, entry: Entry): void {
    if (this.scope.has(name)) this.report(`${name.hint}#${name.id} shadows a name in scope`);
    this.scope.set(name, entry);
  }

  bindValue(binder: Binder): void {
    this.type(binder.type);
    this.bind(binder.name, { tag: 'value', type: binder.type });
  }

  heap(heap: Name): void {
    if (this.scope.get(heap)?.tag !== 'heap') this.report(`no heap ${heap.hint}#${heap.id} in scope`);
  }

  atom(atom: Atom): void {
    if (atom.tag === 'lit') this.literal(atom);
    if (atom.tag !== 'var') return;
    const entry = this.scope.get(atom.name);
    if (entry?.tag !== 'value') this.report(`${atom.name.hint}#${atom.name.id} is not in scope`);
    else this.expectSame(`the occurrence of ${atom.name.hint}`, atom.type, entry.type);
  }

  private literal({ scalar, value }: Extract<Atom, { tag: 'lit' }>): void {
    const isWide = scalar === 'i64' || scalar === 'w64';
    if (isWide !== (typeof value === 'bigint'))
      this.report(`a literal of ${scalar} has the wrong representation`);
  }

  // --------------------------------------------------------------------------------------------------- types

  size(size: Size): void {
    switch (size.tag) {
      case 'const':
        if (!(size.value >= 0)) this.report(`the size ${size.value} is negative`);
        return;
      case 'name':
        this.sizeName(size.name);
        return;
      case 'add':
      case 'mul':
        for (const item of size.items) this.size(item);
        return;
      case 'rangeSize':
        this.set(size.range);
        return;
    }
  }

  private sizeName(name: Name): void {
    const entry = this.scope.get(name);
    if (entry?.tag !== 'value') this.report(`the size ${name.hint}#${name.id} is not in scope`);
    else if (!isSizeType(entry.type))
      this.report(`${name.hint} stands in a size, but is ${printType(entry.type)}`);
  }

  set(set: IndexSet): void {
    switch (set.tag) {
      case 'fin':
      case 'named':
        this.size(set.size);
        return;
      case 'prod':
      case 'sum':
        for (const item of set.items) this.set(item);
        return;
      case 'range':
        this.set(set.base);
        this.bound(set.base, set.bound);
        return;
      case 'power':
        this.set(set.domain);
        this.set(set.codomain);
        return;
    }
  }

  /** The bound of a range: a `w32` literal (an ordinal) or an index of the base. */
  private bound(base: IndexSet, bound: Atom): void {
    if (bound.tag === 'lit') {
      if (bound.scalar !== 'w32') this.report('a constant bound of a range is a w32');
      return;
    }
    if (bound.tag === 'unit') return;
    const entry = this.scope.get(bound.name);
    if (entry?.tag !== 'value') this.report(`the bound ${bound.name.hint}#${bound.name.id} is not in scope`);
    else this.expectIndex(entry.type, base);
  }

  /** Reports a type that is not the one of the indices of `set`. */
  expectIndex(type: Type, set: IndexSet): void {
    const found = setOfType(type);
    if (found === null) this.report(`${printType(type)} is not a type of indices`);
    else this.expectSame('an index', type, indexType(set));
  }

  type(type: Type): void {
    switch (type.tag) {
      case 'scalar':
        return;
      case 'product':
      case 'sum':
        for (const item of type.items) this.type(item);
        return;
      case 'table':
        this.set(type.index);
        this.inType(type.binder, indexType(type.index), type.element);
        return;
      case 'pair':
        this.type(type.first);
        if (type.first.tag !== 'scalar' && setOfType(type.first) === null) {
          this.report('the first of a dependent pair is a scalar or an index');
        }
        this.inType(type.binder, type.first, type.second);
        return;
      case 'ref':
        this.heap(type.heap);
        this.type(type.content);
        if (containsRef(type.content)) this.report('a reference holds references');
        return;
      case 'index':
        if (!isPlain(type.set)) this.report('the index of a structured set is structured');
        this.set(type.set);
        return;
    }
  }

  private inType(binder: Name, type: Type, body: Type): void {
    const mark = this.scope.enter();
    if (binder.id >= 0) this.scope.set(binder, { tag: 'value', type });
    this.type(body);
    this.scope.leave(mark);
  }

  /** Reports each of these names that a type mentions. */
  expectClosed(what: string, type: Type, names: readonly Name[]): void {
    const inside = typeNames(type);
    for (const name of names)
      if (inside.has(name.id)) this.report(`${what} mentions ${name.hint}#${name.id}`);
  }
}
