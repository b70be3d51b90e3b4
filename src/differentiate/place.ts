/**
 * From open form to strict form: every use of a linear variable becomes the only one. A variable that is used n times
 * is duplicated n − 1 times, one that is not used is dropped, and blocks are closed:
 *
 *  - a `case` is given what its alternatives use;
 *  - a table of which each iteration of a loop uses only its own element enters the loop element by element;
 *  - what else a loop uses, and a table of which single elements are read, becomes a linear reference from its
 *    definition to its last use. Reading through it costs what is read, and transposes to adding into a reference:
 *    no table of zeros with one entry is ever made.
 *
 * Linear in the size of the block, times the nesting of loops.
 */

import {
  type Atom,
  type Binder,
  type Decl,
  type Expr,
  instantiate,
  make,
  refType,
  type SourceId,
  type Type,
  typeOf,
} from '../loops/index.ts';
import type { Name, Supply } from '../names/index.ts';
import { fresh } from '../names/index.ts';
import {
  blocksOf,
  consumed,
  type LinearBlock,
  type LinearFn,
  type LinearVar,
  mapConsumed,
  produced,
  type Statement,
  type StatementOf,
  type Step,
} from './linear/index.ts';
import { containsTable, isDynamic } from './tangent-type.ts';

/** Primal values that have the shapes of linear variables, by the variables' names. */
export type Shapes = ReadonlyMap<number, Atom>;

type Location =
  /** The variable that holds the value now, and how many uses of it are still to come. */
  | { readonly tag: 'variable'; variable: LinearVar; remaining: number }
  | { readonly tag: 'reference'; readonly ref: Extract<Atom, { tag: 'var' }> };

/** A linear value of one block: a variable, an item or an element of one. */
class Node {
  readonly name: Name;
  readonly type: Type;
  readonly parent: Node | null;
  /** Items that are used, by number. */
  readonly items = new Map<number, Node>();
  /** Uses of the whole. */
  uses = 0;
  hasElements = false;
  /** A loop uses it in another way than element by element. */
  isLooped = false;
  isInCase = false;
  /** The position of the last statement that uses it, or a part of it. */
  last = -1;
  location: Location | null = null;
  /** A primal value that has its shape, where the type does not fix that. */
  like: Atom | null;

  constructor(name: Name, type: Type, parent: Node | null, like: Atom | null = null) {
    this.name = name;
    this.type = type;
    this.parent = parent;
    this.like = like;
  }

  touch(position: number): void {
    for (let node: Node | null = this; node !== null; node = node.parent)
      node.last = Math.max(node.last, position);
  }

  get total(): number {
    return this.uses + (this.items.size > 0 ? 1 : 0);
  }

  /** Whether it is only named: what has its shape may be named later than it is dropped. */
  get isUnused(): boolean {
    return this.total === 0 && !this.needsReference;
  }

  get needsReference(): boolean {
    return this.isLooped || this.hasElements || (this.isInCase && this.total > 1 && containsTable(this.type));
  }
}

/** What a name of the open program stands for: the node that is reached by taking elements at these loop indices. */
interface Entry {
  readonly node: Node;
  readonly path: readonly number[];
}

/** How the blocks under a statement use a variable that they capture. */
interface Use {
  isWhole: boolean;
  readonly parts: { readonly step: Step; readonly use: Use }[];
}

/** A captured node, with the names by which the blocks know it. */
interface Capture {
  readonly node: Node;
  readonly names: { readonly id: number; readonly path: readonly number[]; readonly use: Use }[];
}

function isElementAt(step: Step, binder: number): boolean {
  return step.tag === 'element' && step.at.tag === 'var' && step.at.name.id === binder;
}

/** Whether parts are only named: nothing of what they are parts of enters. */
function isIdle(use: Use): boolean {
  return !use.isWhole && use.parts.every((part) => isIdle(part.use));
}

/** Whether all that is used are elements at the loop's own index. */
function isElementwise(use: Use, binder: number): boolean {
  return !use.isWhole && use.parts.every((part) => isElementAt(part.step, binder));
}

/** The use of what stands at the end of a path of loop indices, if every use goes that way. */
function follow(use: Use, path: readonly number[]): Use {
  let uses = [use];
  for (const binder of path) {
    uses = uses.flatMap((u) => u.parts.filter((p) => isElementAt(p.step, binder)).map((p) => p.use));
  }
  return { isWhole: uses.some((u) => u.isWhole), parts: uses.flatMap((u) => u.parts) };
}

/** How the blocks under a statement use the variables that are not their own. */
function captures(s: Statement): ReadonlyMap<number, Use> {
  const uses = new Map<number, Use>();
  const own = new Set<number>();
  const use = ({ name }: LinearVar): Use => {
    let known = uses.get(name.id);
    if (known === undefined) {
      known = { isWhole: false, parts: [] };
      uses.set(name.id, known);
    }
    return known;
  };
  const block = (b: LinearBlock): void => {
    for (const inner of b.statements) {
      if (inner.tag === 'part') use(inner.arg).parts.push({ step: inner.step, use: use(inner.out) });
      else for (const v of consumed(inner)) use(v).isWhole = true;
      for (const v of produced(inner)) own.add(v.name.id);
      blocksOf(inner).forEach(block);
    }
    for (const v of b.outs) use(v).isWhole = true;
  };
  blocksOf(s).forEach(block);
  for (const id of own) uses.delete(id);
  return uses;
}

class Placer {
  private readonly names: Supply;
  private readonly shapes: Shapes;
  private readonly entries = new Map<number, Entry>();
  private out: Statement[] = [];
  private source: SourceId = 0;

  constructor(names: Supply, shapes: Shapes) {
    this.names = names;
    this.shapes = shapes;
  }

  /** The block begins with the declarations of `prelude`. */
  block(block: LinearBlock, params: readonly Node[], prelude: readonly Decl[] = []): LinearBlock {
    const outer = this.out;
    const plan = new Plan(this.entries, block, params, this.shapes);
    this.out = prelude.map((decl): Statement => ({ tag: 'primal', decl, source: this.source }));
    const closing = new Map<number, Node[]>();
    const introduce = (node: Node): void => this.introduce(node, closing);
    for (const node of params) introduce(node);
    block.statements.forEach((s, i) => {
      this.source = s.source;
      this.statement(s, plan.captured.get(i) ?? []);
      for (const v of produced(s)) {
        const entry = this.entries.get(v.name.id);
        if (s.tag !== 'part' && entry !== undefined) introduce(entry.node);
      }
      this.close(closing, i);
    });
    const outs = block.outs.map((v) => this.use(v));
    this.close(closing, block.statements.length);
    const statements = this.out;
    this.out = outer;
    return { statements, result: block.result, outs };
  }

  private push(statement: Statement): void {
    this.out.push(statement);
  }

  private variable(hint: string, type: Type): LinearVar {
    return { name: fresh(this.names, hint), type };
  }

  // --------------------------------------------------------------------------------------- where values are placed

  /** Decides where a value lives, when it has just come into being as a variable. */
  private introduce(node: Node, closing: Map<number, Node[]>): void {
    const variable: LinearVar = { name: node.name, type: node.type };
    const { source } = this;
    if (node.needsReference) {
      const heap = fresh(this.names, 'h');
      const ref = { name: fresh(this.names, `${node.name.hint}Ref`), type: refType(heap, node.type) };
      this.push({ tag: 'open', kind: 'read', ref, init: variable, like: null, source });
      node.location = { tag: 'reference', ref: make.variable(ref) };
      const others = closing.get(node.last);
      if (others === undefined) closing.set(node.last, [node]);
      else others.push(node);
      return;
    }
    if (node.total === 0) {
      this.push({ tag: 'drop', arg: variable, like: this.shapeOf(node), source });
      return;
    }
    node.location = { tag: 'variable', variable, remaining: node.total };
    if (node.items.size === 0 || node.type.tag !== 'product') return;
    const arg = this.take(node);
    const parts = node.type.items.map((type, k) => {
      if (type.tag === 'product' && type.items.length === 0) return null;
      const item = node.items.get(k);
      if (item === undefined || item.isUnused) {
        const name = fresh(this.names, `${node.name.hint}${k}`);
        return new Node(name, type, node, this.itemShape(node, type, k));
      }
      if (item.items.size > 0) item.like = this.itemShape(node, type, k);
      return item;
    });
    const items = parts.map((part) => (part === null ? null : { name: part.name, type: part.type }));
    this.push({ tag: 'untuple', arg, items, source });
    for (const part of parts) if (part !== null) this.introduce(part, closing);
  }

  /**
   * A primal with the shape of an item, where the whole is taken apart: the source may name the item's own later. Of a sum
   * it is the payload, which is named where the alternative begins; all other items are empty there.
   */
  private itemShape({ like, items }: Node, type: Type, k: number): Atom | null {
    if (!isDynamic(type)) return null;
    if (like === null || typeOf(like).tag !== 'product') return items.get(k)?.like ?? null;
    return this.emit(make.project(k, like, this.source));
  }

  private emit(expr: Expr): Atom {
    const name = fresh(this.names, 'shape');
    this.push({ tag: 'primal', decl: make.letDecl(name, expr), source: this.source });
    return make.variable({ name, type: expr.type });
  }

  private shapeOf(node: Node): Atom | null {
    return isDynamic(node.type) ? node.like : null;
  }

  private close(closing: ReadonlyMap<number, readonly Node[]>, position: number): void {
    for (const node of closing.get(position) ?? []) {
      const { location } = node;
      if (location?.tag !== 'reference') continue;
      const ref = { name: location.ref.name, type: location.ref.type };
      const like = this.shapeOf(node);
      this.push({ tag: 'close', kind: 'read', ref, final: null, like, source: this.source });
    }
  }

  /** One use of a node. */
  private take(node: Node): LinearVar {
    const { location } = node;
    if (location === null) throw new Error(`${node.name.hint} is used before it is defined`);
    const { source } = this;
    if (location.tag === 'reference') {
      const value = this.variable(node.name.hint, node.type);
      this.push({ tag: 'access', action: 'get', ref: location.ref, value, like: null, source });
      return value;
    }
    location.remaining -= 1;
    if (location.remaining === 0) return location.variable;
    const left = this.variable(node.name.hint, node.type);
    const right = this.variable(node.name.hint, node.type);
    this.push({ tag: 'dup', arg: location.variable, left, right, negate: false, source });
    location.variable = right;
    return left;
  }

  private use(v: LinearVar): LinearVar {
    const entry = this.entries.get(v.name.id);
    if (entry === undefined) throw new Error(`${v.name.hint} is not bound`);
    return this.take(entry.node);
  }

  // ----------------------------------------------------------------------------------------------------- statements

  private statement(s: Statement, captured: readonly Capture[]): void {
    switch (s.tag) {
      case 'part':
        this.part(s);
        return;
      case 'for':
        this.loop(s, captured);
        return;
      case 'while':
        this.push({ ...s, body: this.block(s.body, []) });
        return;
      case 'case':
        this.caseOf(s, captured);
        return;
      default:
        this.push(mapConsumed(s, (v) => this.use(v)));
        return;
    }
  }

  /** A part of a reference is a reference; parts of variables have been taken apart already. */
  private part(s: StatementOf<'part'>): void {
    const entry = this.entries.get(s.out.name.id);
    const node = entry?.path.length === 0 ? entry.node : null;
    const whole = node?.parent?.location;
    if (!node || node.location !== null || whole?.tag !== 'reference' || whole.ref.type.tag !== 'ref') return;
    const out = {
      name: fresh(this.names, `${node.name.hint}Ref`),
      type: refType(whole.ref.type.heap, node.type),
    };
    this.push({ tag: 'view', ref: whole.ref, step: s.step, out, source: s.source });
    node.location = { tag: 'reference', ref: make.variable(out) };
  }

  private loop(s: StatementOf<'for'>, captured: readonly Capture[]): void {
    const elementwise = captured.filter(({ node }) => node.location?.tag === 'variable');
    const inner = elementwise.map(({ node, names }) => {
      if (node.type.tag !== 'table') throw new Error('only tables enter loops by their elements');
      const type = instantiate(node.type.element, node.type.binder, make.variable(s.binder));
      const shape = this.elementShape(node, type, s.binder);
      const like = shape === null ? null : make.variable({ name: shape.name, type: shape.expr.type });
      const element = new Node(fresh(this.names, node.name.hint), type, null, like);
      const entries = names.map(
        ({ id, path }) => [id, { node: element, path: [...path, s.binder.name.id] }] as const,
      );
      return { table: this.take(node), element, entries, prelude: shape === null ? [] : [shape] };
    });
    const entries = inner.flatMap((e) => e.entries);
    const body = this.under(entries, () =>
      this.block(
        s.body,
        inner.map((e) => e.element),
        inner.flatMap((e) => e.prelude),
      ),
    );
    const elements = inner.map(({ table, element: { name, type } }) => ({ table, element: { name, type } }));
    this.push({ ...s, elements, body });
  }

  /** The primal element, as a declaration that the body begins with. */
  private elementShape(table: Node, type: Type, binder: Binder): Extract<Decl, { tag: 'let' }> | null {
    const { like } = table;
    if (!isDynamic(type) || like === null || typeOf(like).tag !== 'table') return null;
    const expr = make.index(like, make.variable(binder), this.source);
    return { tag: 'let', name: fresh(this.names, 'shape'), expr };
  }

  private caseOf(s: StatementOf<'case'>, captured: readonly Capture[]): void {
    const given = captured.filter(({ node }) => node.location?.tag === 'variable');
    const ins = given.map(({ node }) => this.take(node));
    const alternatives = s.alternatives.map((a) => {
      if (a === null) return null;
      const params = given.map(
        ({ node: { name, type, like } }) => new Node(fresh(this.names, name.hint), type, null, like),
      );
      const entries = given.flatMap(({ names }, k) =>
        names.map(({ id, path }) => [id, { node: params[k]!, path }] as const),
      );
      const body = this.under(entries, () => this.block(a.body, params));
      return { binder: a.binder, params: params.map(({ name, type }) => ({ name, type })), body };
    });
    this.push({ ...s, ins, alternatives });
  }

  private under<T>(entries: readonly (readonly [number, Entry])[], body: () => T): T {
    const hidden = entries.map(([id]) => [id, this.entries.get(id)] as const);
    for (const [id, entry] of entries) this.entries.set(id, entry);
    const result = body();
    for (const [id, entry] of hidden) if (entry !== undefined) this.entries.set(id, entry);
    return result;
  }
}

/** How one block uses its linear variables: nodes with their uses counted, found before anything is emitted. */
class Plan {
  /** What the blocks under a statement, by its position, capture of this block's nodes. */
  readonly captured = new Map<number, readonly Capture[]>();
  private readonly entries: Map<number, Entry>;
  private readonly shapes: Shapes;
  private readonly own = new Set<Node>();
  /** Items of nodes of enclosing blocks, which are references there. */
  private readonly outerItems = new Map<Node, Map<number, Node>>();

  constructor(entries: Map<number, Entry>, block: LinearBlock, params: readonly Node[], shapes: Shapes) {
    this.entries = entries;
    this.shapes = shapes;
    for (const node of params) this.define(node);
    block.statements.forEach((s, i) => {
      if (s.tag === 'part') this.part(s, i);
      else for (const v of consumed(s)) this.use(v, i);
      if (s.tag === 'for' || s.tag === 'while' || s.tag === 'case') this.captured.set(i, this.capture(s, i));
      if (s.tag !== 'part') for (const v of produced(s)) this.define(this.node(v));
    });
    for (const v of block.outs) this.use(v, block.statements.length);
  }

  private node({ name, type }: LinearVar, parent: Node | null = null): Node {
    return new Node(name, type, parent, this.shapes.get(name.id) ?? null);
  }

  private define(node: Node): void {
    this.own.add(node);
    this.entries.set(node.name.id, { node, path: [] });
  }

  private use(v: LinearVar, position: number): void {
    const node = this.entries.get(v.name.id)?.node;
    if (node === undefined) throw new Error(`${v.name.hint} is not bound`);
    node.uses += 1;
    node.touch(position);
  }

  private part(s: StatementOf<'part'>, position: number): void {
    const entry = this.entries.get(s.arg.name.id);
    if (entry === undefined) throw new Error(`${s.arg.name.hint} is not bound`);
    const [expected, ...path] = entry.path;
    if (expected !== undefined) {
      this.entries.set(s.out.name.id, { node: entry.node, path });
      return;
    }
    const node = this.child(entry.node, s);
    node.touch(position);
    this.entries.set(s.out.name.id, { node, path: [] });
  }

  private child(whole: Node, { step, out }: StatementOf<'part'>): Node {
    if (step.tag === 'element') {
      whole.hasElements = true;
      const node = this.node(out, whole);
      this.own.add(node);
      return node;
    }
    const items = this.own.has(whole) ? whole.items : this.itemsOf(whole);
    let node = items.get(step.index);
    if (node === undefined) {
      node = this.node(out, whole);
      items.set(step.index, node);
      this.own.add(node);
    }
    return node;
  }

  private itemsOf(outer: Node): Map<number, Node> {
    let items = this.outerItems.get(outer);
    if (items === undefined) {
      items = new Map();
      this.outerItems.set(outer, items);
    }
    return items;
  }

  private capture(
    s: StatementOf<'for'> | StatementOf<'while'> | StatementOf<'case'>,
    position: number,
  ): readonly Capture[] {
    const found = new Map<Node, Capture>();
    for (const [id, use] of captures(s)) {
      const entry = this.entries.get(id);
      if (entry === undefined) continue;
      const { node, path } = entry;
      const name = { id, path, use: follow(use, path) };
      if (isIdle(name.use)) {
        // Of a reference, what is named is a view, for which it must still be open.
        node.touch(position);
        continue;
      }
      const known = found.get(node);
      if (known === undefined) found.set(node, { node, names: [name] });
      else known.names.push(name);
    }
    for (const { node, names } of found.values()) {
      node.touch(position);
      if (!this.own.has(node)) continue;
      if (s.tag === 'case') {
        node.isInCase = true;
        node.uses += 1;
      } else if (s.tag === 'for' && names.every(({ use }) => isElementwise(use, s.binder.name.id)))
        node.uses += 1;
      else node.isLooped = true;
    }
    return [...found.values()];
  }
}

/**
 * The strict form of a function in open form. `shapes` are the primals of variables whose types do not fix their shapes;
 * `names` must be above every name of the function.
 */
export function place(fn: LinearFn, shapes: Shapes, names: Supply): LinearFn {
  const params = fn.linear.map(({ name, type }) => new Node(name, type, null, shapes.get(name.id) ?? null));
  return { ...fn, body: new Placer(names, shapes).block(fn.body, params) };
}
