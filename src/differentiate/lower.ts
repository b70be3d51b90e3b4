/**
 * From a linear half back to Loops: linearity is forgotten. `dup` is sharing, `drop` is nothing, a known zero is not
 * added, a reader is the value itself, and the other linear references become handlers.
 *
 * The brackets of linear references may overlap; handlers nest. A region is therefore begun earlier where it must be:
 * only accumulators begin inside another region and end after it, and they begin at zero, anywhere.
 */

import {
  type Atom,
  Builder,
  type Fn,
  type FnSignature,
  make,
  productType,
  refreshFn,
  UNIT,
  UNIT_ATOM,
} from '../loops/index.ts';
import type { Name, Supply } from '../names/index.ts';
import { supply } from '../names/index.ts';
import { Arithmetic, isKnownZero, type Value } from './arithmetic.ts';
import {
  blocksOf,
  consumed,
  type LinearBlock,
  type LinearFn,
  type LinearVar,
  produced,
  type RefKind,
  type Statement,
  type StatementOf,
} from './linear/index.ts';

/** A linear reference, or a part of one: where it begins, and the steps from there. */
interface Place {
  readonly root: number;
  readonly steps: readonly StatementOf<'view'>['step'][];
}

/** What the root of a place is in the lowered program. */
type Root =
  | { readonly tag: 'value'; value: Value }
  | { readonly tag: 'ref'; readonly kind: RefKind; readonly ref: Atom };

/** The region of a linear reference that becomes a handler, by the positions of its brackets. */
interface Region {
  readonly open: StatementOf<'open'>;
  readonly close: StatementOf<'close'>;
  readonly begin: number;
  readonly end: number;
}

class Lowerer {
  private readonly values = new Map<number, Value>();
  private readonly places = new Map<number, Place>();
  private readonly roots = new Map<number, Root>();
  private readonly signature: (callee: string) => FnSignature;

  constructor(signature: (callee: string) => FnSignature) {
    this.signature = signature;
  }

  fn(fn: LinearFn, names: Supply): Fn {
    const b = new Builder(names, fn.source);
    for (const v of fn.linear) this.values.set(v.name.id, { tag: 'atom', atom: make.variable(v) });
    for (const ref of fn.refs) {
      this.roots.set(ref.name.id, { tag: 'ref', kind: ref.kind, ref: make.variable(ref) });
      this.places.set(ref.name.id, { root: ref.name.id, steps: [] });
    }
    const outs = this.block(fn.body, b);
    const a = new Arithmetic(b);
    const result = pack(
      b,
      outs.map((out) => a.atom(out)),
    );
    return {
      name: fn.name,
      title: fn.title,
      heaps: fn.refHeaps,
      params: [...fn.params, ...fn.refs.map(({ name, type }) => ({ name, type })), ...fn.linear],
      body: b.finish(result),
      noinline: false,
      source: fn.source,
    };
  }

  /** Emits a block; answers its linear results. */
  private block(block: LinearBlock, b: Builder): readonly Value[] {
    for (const s of block.statements) if (s.tag === 'primal') b.declare(s.decl);
    const statements = block.statements.filter((s) => s.tag !== 'primal');
    new Regions(this, statements, block.outs).emit(b);
    return block.outs.map((v) => this.take(v));
  }

  // ---------------------------------------------------------------------------------------------------------- values

  take(v: LinearVar): Value {
    const value = this.values.get(v.name.id);
    if (value === undefined) throw new Error(`${v.name.hint} has no value`);
    return value;
  }

  bind(v: LinearVar, value: Value): void {
    this.values.set(v.name.id, value);
  }

  bindRoot(open: StatementOf<'open'>, root: Root): void {
    const id = open.ref.name.id;
    this.places.set(id, { root: id, steps: [] });
    this.roots.set(id, root);
  }

  root(id: number): Root | undefined {
    return this.roots.get(id);
  }

  private place(ref: Atom): Place {
    const place = ref.tag === 'var' ? this.places.get(ref.name.id) : undefined;
    if (place === undefined) throw new Error('not a linear reference');
    return place;
  }

  /** The reference of a place, its views declared. */
  private reference(b: Builder, { root, steps }: Place): { readonly kind: RefKind; readonly ref: Atom } {
    const known = this.roots.get(root);
    if (known?.tag !== 'ref') throw new Error('a value stands where a reference is needed');
    const ref = steps.reduce((whole, step): Atom => {
      if (step.tag === 'item') return b.refProject(whole, step.index);
      if (step.tag === 'element') return b.refIndex(whole, step.at);
      return b.emit(make.listElement(whole, step.at, b.source), 'r');
    }, known.ref);
    return { kind: known.kind, ref };
  }

  // ------------------------------------------------------------------------------------------------------ statements

  statement(s: Statement, b: Builder): void {
    b.source = s.source;
    const a = new Arithmetic(b);
    switch (s.tag) {
      case 'zero':
        this.bind(s.out, { tag: 'zero', type: s.out.type, like: s.like });
        return;
      case 'drop':
        return;
      case 'dup': {
        const value = a.shared(this.take(s.arg));
        this.bind(s.left, value);
        this.bind(s.right, s.negate ? a.negate(value, s.arg.type) : value);
        return;
      }
      case 'add': {
        const left = this.take(s.left);
        const right = this.take(s.right);
        this.bind(s.out, s.negate ? a.subtract(left, right, s.out.type) : a.add(left, right, s.out.type));
        return;
      }
      case 'map':
        this.bind(s.out, a.map(s.map, this.take(s.arg), s.out.type));
        return;
      case 'choose': {
        const chosen = a.select(s.condition, this.take(s.yes), this.take(s.no));
        this.bind(s.out, chosen);
        return;
      }
      case 'route': {
        const value = this.take(s.arg);
        const zero: Value = { tag: 'zero', type: s.arg.type, like: null };
        this.bind(s.yes, a.select(s.condition, value, zero));
        this.bind(s.no, a.select(s.condition, zero, value));
        return;
      }
      case 'tuple':
        this.bind(
          s.out,
          a.tuple(
            s.out.type,
            s.items.map((item) => (item === null ? null : this.take(item))),
          ),
        );
        return;
      case 'untuple': {
        const whole = this.take(s.arg);
        s.items.forEach((item, i) => {
          if (item !== null) this.bind(item, a.item(whole, s.arg.type, i));
        });
        return;
      }
      case 'pair':
        this.bind(s.out, a.pair(s.out.type, s.first, this.take(s.arg)));
        return;
      case 'unpair':
        this.bind(s.out, a.unpair(this.take(s.arg), s.out.type));
        return;
      case 'reindex':
        this.bind(s.out, a.reindex(this.take(s.arg), s.out.type));
        return;
      case 'view': {
        const whole = this.place(s.ref);
        this.places.set(s.out.name.id, { root: whole.root, steps: [...whole.steps, s.step] });
        return;
      }
      case 'access':
        this.access(s, b, a);
        return;
      case 'for':
        this.loop(s, b, a);
        return;
      case 'case':
        this.caseOf(s, b);
        return;
      case 'call':
        this.call(s, b, a);
        return;
      case 'open':
        this.bindRoot(s, { tag: 'value', value: this.take(s.init!) });
        return;
      case 'close':
      case 'primal':
        return;
      case 'part':
      case 'late':
      case 'enter':
      case 'leave':
      case 'while':
        throw new Error(`${s.tag} stands in a linear half`);
    }
  }

  private access(s: StatementOf<'access'>, b: Builder, a: Arithmetic): void {
    const place = this.place(s.ref);
    const root = this.roots.get(place.root);
    if (root?.tag === 'value') {
      this.bind(s.value, a.part(root.value, place.steps, s.value.type));
      return;
    }
    const { kind, ref } = this.reference(b, place);
    const { type } = s.value;
    switch (s.action) {
      case 'get':
        this.bind(s.value, { tag: 'atom', atom: kind === 'state' ? b.get(ref) : b.ask(ref) });
        return;
      case 'put':
        b.put(ref, a.atom(this.take(s.value)));
        return;
      case 'add':
        kind === 'state'
          ? a.increase(ref, this.take(s.value), type)
          : a.extend(ref, this.take(s.value), type);
        return;
      case 'take':
        this.bind(s.value, { tag: 'atom', atom: b.get(ref) });
        b.put(ref, a.atom({ tag: 'zero', type, like: s.like }));
        return;
    }
  }

  private loop(s: StatementOf<'for'>, b: Builder, outer: Arithmetic): void {
    const tables = s.elements.map((e) => outer.shared(this.take(e.table)));
    const body = new Builder(b.names, s.source);
    const a = new Arithmetic(body);
    s.elements.forEach((e, i) => {
      this.bind(e.element, a.element(tables[i]!, make.variable(s.binder), e.element.type));
    });
    const results = this.block(s.body, body);
    // A zero whose shape only the primal tells has one primal for each turn.
    const live = s.outs.flatMap((out, i) => (isKnownZero(results[i]!) ? [] : [{ out, result: results[i]! }]));
    s.outs.forEach((out, i) => {
      if (isKnownZero(results[i]!)) this.bind(out, { tag: 'zero', type: out.type, like: null });
    });
    const atoms = live.map(({ result }) => a.atom(result));
    const inner = body.finish(pack(body, atoms));
    if (live.length === 0) {
      if (inner.effects.length > 0)
        b.emit(make.eachLoop(s.direction, s.index, s.binder, inner, s.source), 'u');
      return;
    }
    const table = b.emit(
      make.forLoop(s.direction, s.index, s.binder, inner, s.source),
      live[0]!.out.name.hint,
    );
    live.forEach(({ out }, k) => {
      this.bind(
        out,
        live.length === 1 ? { tag: 'atom', atom: table } : { tag: 'column', table, item: k, type: out.type },
      );
    });
  }

  private caseOf(s: StatementOf<'case'>, b: Builder): void {
    const ins = s.ins.map((v) => this.take(v));
    const lowered = s.alternatives.map((alternative) => {
      if (alternative === null) return null;
      alternative.params.forEach((p, i) => {
        this.bind(p, ins[i]!);
      });
      const body = new Builder(b.names, s.source);
      return { binder: alternative.binder, body, outs: this.block(alternative.body, body) };
    });
    const isZero = s.outs.map((_, i) => lowered.every((l) => l === null || isKnownZero(l.outs[i]!)));
    const live = s.outs.filter((_, i) => !isZero[i]);
    const alternatives = lowered.map((l) => {
      if (l === null) return null;
      const a = new Arithmetic(l.body);
      const atoms = l.outs.filter((_, i) => !isZero[i]).map((out) => a.atom(out));
      return { binder: l.binder, body: l.body.finish(pack(l.body, atoms)) };
    });
    const type = live.length === 1 ? live[0]!.type : productType(live.map((v) => v.type));
    const expr = make.caseOf(s.scrutinee, alternatives, type, s.source);
    s.outs.forEach((out, i) => {
      if (isZero[i]) this.bind(out, { tag: 'zero', type: out.type, like: null });
    });
    if (live.length === 0 && expr.effects.length === 0) return;
    const result = b.emit(expr, live[0]?.name.hint ?? 'u');
    live.forEach((out, k) => {
      this.bind(out, { tag: 'atom', atom: live.length === 1 ? result : b.project(k, result) });
    });
  }

  private call(s: StatementOf<'call'>, b: Builder, a: Arithmetic): void {
    const callee = this.signature(s.callee);
    const refs = s.refs.map((ref) => this.reference(b, this.place(ref)).ref);
    const args = [...s.args, ...refs, ...s.ins.map((v) => a.atom(this.take(v)))];
    const result = b.call(callee, heapsOf(callee, args), args);
    s.outs.forEach((out, k) => {
      this.bind(out, { tag: 'atom', atom: s.outs.length === 1 ? result : b.project(k, result) });
    });
  }
}

/** The heaps that the references among the arguments have, for the callee's heaps. */
function heapsOf(callee: FnSignature, args: readonly Atom[]): readonly Name[] {
  return callee.heaps.map((heap) => {
    const at = callee.params.findIndex(({ type }) => type.tag === 'ref' && type.heap.id === heap.id);
    const type = at < 0 ? UNIT : args[at]?.tag === 'var' ? args[at].type : UNIT;
    if (type.tag !== 'ref') throw new Error(`${callee.name} is given no reference to one of its heaps`);
    return type.heap;
  });
}

function pack(b: Builder, atoms: readonly Atom[]): Atom {
  if (atoms.length === 0) return UNIT_ATOM;
  return atoms.length === 1 ? atoms[0]! : b.tuple(atoms);
}

/** A reader, with where it begins and ends. */
interface Reader {
  readonly open: StatementOf<'open'>;
  readonly begin: number;
  readonly end: number;
}

/** The statements of one block, with the regions of those references that become handlers. */
class Regions {
  private readonly lowerer: Lowerer;
  private readonly statements: readonly Statement[];
  private readonly regions = new Map<number, Region>();
  private readonly begun = new Set<Region>();
  /** Where each linear variable is defined and used. */
  private readonly definitions = new Map<number, { readonly variable: LinearVar; readonly at: number }>();
  private readonly uses = new Map<number, number>();
  /** Readers are values, and become handlers where they are passed to functions. */
  private readonly readers: Reader[] = [];
  /** For each statement, the references of which it passes a part, or all, to a function. */
  private readonly passed: readonly ReadonlySet<number>[];

  constructor(lowerer: Lowerer, statements: readonly Statement[], outs: readonly LinearVar[]) {
    this.lowerer = lowerer;
    this.statements = statements;
    this.passed = referencesPassed(statements);
    const open = new Map<number, { readonly open: StatementOf<'open'>; readonly begin: number }>();
    statements.forEach((s, i) => {
      for (const v of consumed(s)) this.uses.set(v.name.id, i);
      for (const v of produced(s)) this.definitions.set(v.name.id, { variable: v, at: i });
      if (s.tag === 'open') open.set(s.ref.name.id, { open: s, begin: i });
      if (s.tag !== 'close') return;
      const start = open.get(s.ref.name.id);
      if (start === undefined) throw new Error('a reference is closed that is not open');
      if (s.kind === 'read') this.readers.push({ open: start.open, begin: start.begin, end: i });
      else this.regions.set(start.begin, { ...start, close: s, end: i });
    });
    for (const v of outs) this.uses.set(v.name.id, statements.length);
  }

  emit(b: Builder): void {
    this.run(b, 0, this.statements.length);
  }

  private run(b: Builder, from: number, to: number): void {
    let i = from;
    while (i < to) {
      const region = this.regions.get(i);
      if (region !== undefined)
        i = this.begun.has(region) ? i + 1 : this.begin(b, this.overlapping(region), 0, i);
      else {
        const at = i;
        const readers = this.readers.filter((r) => this.passed[at]!.has(r.open.ref.name.id));
        this.statement(b, this.statements[i]!, readers);
        i += 1;
      }
    }
  }

  /** Emits a statement in handlers for the readers that it passes to functions. */
  private statement(b: Builder, s: Statement, [reader, ...others]: readonly Reader[]): void {
    if (reader === undefined) {
      this.lowerer.statement(s, b);
      return;
    }
    const { open } = reader;
    const root = this.lowerer.root(open.ref.name.id);
    if (root?.tag !== 'value') throw new Error('a reader is a value');
    const outs = produced(s);
    const result = b.runReader(new Arithmetic(b).atom(root.value), (inner, ref) => {
      this.lowerer.bindRoot(open, { tag: 'ref', kind: 'read', ref });
      this.statement(inner, s, others);
      const a = new Arithmetic(inner);
      return pack(
        inner,
        outs.map((v) => a.atom(this.lowerer.take(v))),
      );
    });
    this.lowerer.bindRoot(open, root);
    outs.forEach((v, i) => {
      this.lowerer.bind(v, { tag: 'atom', atom: outs.length === 1 ? result : b.project(i, result) });
    });
  }

  /** The region, and those that begin inside one of the answer and end after it; the last to end comes first. */
  private overlapping(region: Region): readonly Region[] {
    const found = [region];
    let end = region.end;
    for (let i = region.begin + 1; i < end; i++) {
      const other = this.regions.get(i);
      if (other === undefined || this.begun.has(other)) continue;
      if (found.some((f) => other.begin < f.end && f.end < other.end)) {
        found.push(other);
        end = Math.max(end, other.end);
      }
    }
    return found.sort((x, y) => y.end - x.end);
  }

  /** Emits the handlers from the k-th on, around the statements after `at`; answers the position behind the k-th. */
  private begin(b: Builder, regions: readonly Region[], k: number, at: number): number {
    const region = regions[k]!;
    this.begun.add(region);
    const { open, close, end } = region;
    if (open.ref.type.tag !== 'ref') throw new Error('a reference is needed');
    const { content } = open.ref.type;
    const a = new Arithmetic(b);
    const escaping = (): readonly LinearVar[] => this.escaping(at, end);
    let live: readonly LinearVar[] = [];
    let readers: readonly Reader[] = [];
    const body = (inner: Builder, ref: Atom): Atom => {
      this.lowerer.bindRoot(open, { tag: 'ref', kind: open.kind, ref });
      const next = k + 1 < regions.length ? this.begin(inner, regions, k + 1, at) : at + 1;
      this.run(inner, next, end);
      live = escaping();
      readers = this.readers.filter((r) => r.begin > at && r.begin < end && r.end > end);
      const arithmetic = new Arithmetic(inner);
      const values = live.map((v) => arithmetic.atom(this.lowerer.take(v)));
      const read = readers.map((reader) => {
        const root = this.lowerer.root(reader.open.ref.name.id);
        return root?.tag === 'value' ? arithmetic.atom(root.value) : UNIT_ATOM;
      });
      return pack(inner, [...values, ...read]);
    };
    const init = (): Atom => {
      const value: Value =
        open.init === null ? { tag: 'zero', type: content, like: open.like } : this.lowerer.take(open.init);
      return a.atom(value);
    };
    const both =
      open.kind === 'state' ? b.runState(init(), body) : b.runAccum(a.sums(content, open.like), body);
    const result = b.project(0, both);
    if (close.final !== null)
      this.lowerer.bind(close.final, { tag: 'atom', atom: b.project(1, both, close.final.name.hint) });
    const count = live.length + readers.length;
    const part = (i: number): Value => ({ tag: 'atom', atom: count === 1 ? result : b.project(i, result) });
    live.forEach((v, i) => {
      this.lowerer.bind(v, part(i));
    });
    readers.forEach((reader, i) => {
      const root = this.lowerer.root(reader.open.ref.name.id);
      if (root?.tag === 'value') root.value = part(live.length + i);
    });
    return end + 1;
  }

  /** The linear variables that are defined between two positions and used after them. */
  private escaping(begin: number, end: number): readonly LinearVar[] {
    const found: LinearVar[] = [];
    for (let i = begin + 1; i < end; i++) {
      for (const v of produced(this.statements[i]!))
        if ((this.uses.get(v.name.id) ?? -1) > end) found.push(v);
    }
    return found;
  }
}

/** For each statement, the references of which it passes a part, or all, to a function. */
function referencesPassed(statements: readonly Statement[]): readonly ReadonlySet<number>[] {
  const whole = new Map<number, number>();
  const rootOf = (id: number): number => whole.get(id) ?? id;
  const visit = (s: Statement, passed: Set<number>): void => {
    if (s.tag === 'view' && s.ref.tag === 'var') whole.set(s.out.name.id, rootOf(s.ref.name.id));
    if (s.tag === 'call') for (const r of s.refs) if (r.tag === 'var') passed.add(rootOf(r.name.id));
    for (const block of blocksOf(s)) for (const inner of block.statements) visit(inner, passed);
  };
  return statements.map((s) => {
    const passed = new Set<number>();
    visit(s, passed);
    return passed;
  });
}

/**
 * A linear half as a function of Loops: its parameters, then its references, then its linear parameters; its result is
 * its linear result, or the product of several. `names` must be above every name of the function.
 */
export function lowerLinear(fn: LinearFn, names: Supply, signature: (callee: string) => FnSignature): Fn {
  return refreshFn(new Lowerer(signature).fn(fn, names), supply(0));
}
