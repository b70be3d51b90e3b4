/**
 * Unzipping: from a program with both halves to two programs, of which the first computes the primal results and a
 * tape, and the second is linear (*You Only Linearize Once*, section 6). What stands on the tape are the residuals:
 * the non-linear values that the linear half mentions. Of a loop they are a table, of a `case` a sum, of a `while` a
 * list, of a handler what its body gives beside its result.
 *
 * A residual that costs nothing is derived anew in the linear half, from what is there anyway: an element of a table
 * is not saved in each iteration of a loop if the table stands outside of it.
 *
 * Whether a loop or a call is stored or computed again is the choice of a policy.
 */

import {
  type Atom,
  type Binder,
  type Block,
  Builder,
  blockNames,
  type Decl,
  declared,
  type Expr,
  exprNames,
  type Fn,
  type FnSignature,
  finSet,
  make,
  nameSize,
  productType,
  type SourceId,
  sumType,
  type Type,
  typeNames,
  typeOf,
  UNIT,
  UNIT_ATOM,
} from '../loops/index.ts';
import type { Name, Supply } from '../names/index.ts';
import { fresh } from '../names/index.ts';
import { isFloat } from '../primitives/index.ts';
import { binomialLoop } from './binomial-loop.ts';
import { blockedLoop } from './blocked-loop.ts';
import {
  type Handler,
  type LinearBlock,
  type LinearFn,
  type LinearVar,
  mentioned,
  type Statement,
  type StatementOf,
} from './linear/index.ts';
import { type CheckpointPolicy, STORE_ALL } from './policy.ts';
import { Residuals } from './residual.ts';
import { isDynamic } from './tangent-type.ts';
import { recordSteps, stepAt } from './tape.ts';
import { elementsByReference, type Turn } from './turns.ts';

/** A function taken apart. */
export interface Unzipped {
  /** The parameters of the source to (its result, the tape). */
  readonly primal: Fn;
  /** Its parameters are those of the source that types mention, then the tape. */
  readonly linear: LinearFn;
  /** The positions, among the source's parameters, of those that stand before the tape. */
  readonly explicit: readonly number[];
}

/** What is known of the functions that are called. */
export interface Callees {
  /** The halves of a function, linearized for a pattern. */
  unzipped(callee: string, activity: string): Unzipped;
  /** The function itself. */
  signature(callee: string): FnSignature;
}

/** What the linear half of a block needs, and the non-linear half as declarations. */
interface Halves {
  readonly decls: readonly Decl[];
  readonly result: Atom;
  /** What is to be stored, in the order of the definitions. */
  readonly stored: readonly Binder[];
  /** The beginning of the linear half: what is derived from what is in scope there and from what is stored. */
  readonly derived: readonly Statement[];
  readonly linear: readonly Statement[];
  readonly outs: readonly LinearVar[];
}

type Item =
  | { readonly tag: 'decl'; readonly decl: Decl }
  | { readonly tag: 'enter'; readonly statement: StatementOf<'enter'> }
  | { readonly tag: 'leave'; readonly statement: StatementOf<'leave'> };

/** Whether an expression costs nothing in the cost model, and gives the same wherever its operands are in scope. */
function isFree(e: Expr): boolean {
  switch (e.tag) {
    case 'atom':
    case 'tuple':
    case 'project':
    case 'inject':
    case 'tagOf':
    case 'fromTag':
    case 'index':
    case 'sizeOf':
    case 'ordinal':
    case 'fromOrdinal':
      return true;
    case 'scalar':
      return ![e.type, ...e.args.map(typeOf)].some((t) => t.tag === 'scalar' && isFloat(t.scalar));
    default:
      return false;
  }
}

class Unzipper {
  private readonly names: Supply;
  private readonly callees: Callees;
  private readonly policy: CheckpointPolicy;
  /** The references of handlers, by their heaps, and the names of references to parts. */
  private readonly roots = new Map<number, Binder>();
  private readonly views = new Set<number>();
  /** The function that is taken apart. */
  private callee = '';

  constructor(names: Supply, callees: Callees, policy: CheckpointPolicy) {
    this.names = names;
    this.callees = callees;
    this.policy = policy;
  }

  // ---------------------------------------------------------------------------------------------------------- blocks

  /** `own` are binders of the block that only the non-linear half has. */
  halves(block: LinearBlock, own: readonly Binder[]): Halves {
    const items: Item[] = [];
    const linear: Statement[] = [];
    for (const s of block.statements) this.statement(s, items, linear);
    const { stored, derived } = chooseResiduals(items, own, mentioned(linear, block.outs));
    const decls = this.rebuild(items, stored);
    return { decls, result: block.result, stored, derived, linear, outs: block.outs };
  }

  private statement(s: Statement, items: Item[], linear: Statement[]): void {
    switch (s.tag) {
      case 'primal':
        items.push({ tag: 'decl', decl: s.decl });
        if (s.decl.tag === 'let' && s.decl.expr.type.tag === 'ref') this.views.add(s.decl.name.id);
        return;
      case 'late':
        linear.push({ ...s, tag: 'primal' });
        return;
      case 'enter':
        items.push({ tag: 'enter', statement: s });
        this.roots.set(s.handler.heap.id, s.handler.ref);
        return;
      case 'leave':
        items.push({ tag: 'leave', statement: s });
        return;
      case 'for':
        this.loop(s, items, linear);
        return;
      case 'case':
        this.caseOf(s, items, linear);
        return;
      case 'while':
        this.whileLoop(s, items, linear);
        return;
      case 'call':
        this.call(s, items, linear);
        return;
      default:
        linear.push(s);
    }
  }

  /** Emits declarations into the non-linear half. */
  private emit(items: Item[], source: number, body: (b: Builder) => void): void {
    const b = new Builder(this.names, source);
    body(b);
    for (const decl of b.finish(UNIT_ATOM).decls) items.push({ tag: 'decl', decl });
  }

  /** The declarations of the non-linear half; handlers give what is stored in them beside their results. */
  private rebuild(items: readonly Item[], stored: readonly Binder[]): readonly Decl[] {
    const ids = new Set(stored.map((b) => b.name.id));
    const frames: {
      readonly decls: Decl[];
      readonly stored: Binder[];
      readonly enter: StatementOf<'enter'> | null;
    }[] = [{ decls: [], stored: [], enter: null }];
    for (const item of items) {
      const frame = frames[frames.length - 1]!;
      if (item.tag === 'enter') {
        frames.push({ decls: [], stored: [], enter: item.statement });
        continue;
      }
      if (item.tag === 'decl') {
        frame.decls.push(item.decl);
        frame.stored.push(...bindersOf(item).filter((b) => ids.has(b.name.id)));
        continue;
      }
      frames.pop();
      const outer = frames[frames.length - 1]!;
      const { body, result, source } = item.statement;
      const handler = frame.enter!.handler;
      const residuals = new Residuals(frame.stored, this.names);
      outer.stored.push(...frame.stored);
      if (ids.has(result.name.id)) outer.stored.push(result);
      if (residuals.isEmpty) {
        outer.decls.push(make.letDecl(result.name, handled(handler, make.block(frame.decls, body), source)));
        continue;
      }
      const inner = new Builder(this.names, source);
      for (const decl of frame.decls) inner.declare(decl);
      const both = inner.tuple([body, residuals.pack(inner)], 'both');
      const b = new Builder(this.names, source);
      const whole = b.emit(handled(handler, inner.finish(both), source), 'both');
      const pair = handler.tag === 'runReader' ? whole : b.project(0, whole, 'both');
      const value = b.project(0, pair, result.name.hint);
      if (handler.tag === 'runReader') b.declare(make.letDecl(result.name, make.atom(value, source)));
      else b.declare(make.letDecl(result.name, make.tuple([value, b.project(1, whole)], source)));
      for (const decl of residuals.unpack(b.project(1, pair, 'tape'), source)) b.declare(decl);
      outer.decls.push(...b.finish(UNIT_ATOM).decls);
    }
    return frames[0]!.decls;
  }

  // --------------------------------------------------------------------------------------------------------- control

  private loop(s: StatementOf<'for'>, items: Item[], linear: Statement[]): void {
    const { source, index, direction, binder, result } = s;
    const halves = this.halves(s.body, []);
    const body = make.block(halves.decls, halves.result);
    const schedule = this.policy.schedule(s, this.callee);
    const carried = schedule === 'store' ? null : this.carried(s, body);
    if (schedule !== 'store' && carried !== null) {
      // In a block the loop's own index is a value like others: one that types of residuals mention is stored with them.
      const isKey = halves.stored.some(({ type }) => typeNames(type).has(binder.name.id));
      const residuals = new Residuals(isKey ? [binder, ...halves.stored] : halves.stored, this.names);
      const elements = elementsByReference(s, this.names);
      const turn: Turn = { ...halves, linear: [...elements.read, ...halves.linear], residuals, isKey };
      let blocked: readonly Statement[] = [];
      this.emit(items, source, (b) => {
        blocked =
          schedule === 'blocks'
            ? blockedLoop(b, s, carried, turn)
            : binomialLoop(b, s, carried, turn, schedule.snapshots);
      });
      linear.push(...elements.open, ...blocked, ...elements.close);
      return;
    }
    const at = make.variable(binder);
    const hasLinear = halves.linear.length > 0 || halves.outs.length > 0;
    const store = !(this.policy.recomputesLoop(s) && body.effects.length === 0);
    const prelude: Statement[] = [];
    const keep = (decl: Decl): void => {
      prelude.push({ tag: 'primal', decl, source });
    };
    if (!store) halves.decls.forEach(keep);
    // The loop's own result is a residual that is there already.
    const isResult = (b: Binder): boolean =>
      result !== null && halves.result.tag === 'var' && halves.result.name.id === b.name.id;
    const again = store ? halves.stored.find(isResult) : undefined;
    const residuals = new Residuals(store ? halves.stored.filter((b) => b !== again) : [], this.names);
    this.emit(items, source, (b) => {
      const loop = (inner: Block): Expr => make.forLoop(direction, index, binder, inner, source);
      if (residuals.isEmpty) {
        if (result !== null) b.declare(make.letDecl(result.name, loop(body)));
        else if (body.effects.length > 0) b.emit(make.eachLoop(direction, index, binder, body, source), 'u');
        return;
      }
      const inner = new Builder(this.names, source);
      for (const decl of halves.decls) inner.declare(decl);
      const packed = residuals.pack(inner);
      let tapes: Atom;
      if (result === null) tapes = b.emit(loop(inner.finish(packed)), 'tape');
      else {
        const both = b.emit(loop(inner.finish(inner.tuple([halves.result, packed], 'both'))), 'both');
        const half = (k: number): Expr => {
          const i: Binder = { name: fresh(this.names, binder.name.hint), type: binder.type };
          const pick = new Builder(this.names, source);
          const item = pick.project(k, pick.index(both, make.variable(i)));
          return make.forLoop('forward', index, i, pick.finish(item), source);
        };
        b.declare(make.letDecl(result.name, half(0)));
        tapes = b.emit(half(1), 'tape');
      }
      const read = make.index(tapes, at, source);
      const tape: Binder = { name: fresh(this.names, 'tape'), type: read.type };
      keep(make.letDecl(tape.name, read));
      residuals.unpack(make.variable(tape), source).forEach(keep);
    });
    if (again !== undefined && result !== null)
      keep(make.letDecl(again.name, make.index(make.variable(result), at, source)));
    if (!hasLinear) return;
    const made = new Set(store ? [] : halves.decls.flatMap(declared).map((name) => name.id));
    const derived = halves.derived.filter(
      (d) => d.tag !== 'primal' || !declared(d.decl).some((name) => made.has(name.id)),
    );
    const statements = [...prelude, ...derived, ...halves.linear];
    linear.push({ ...s, body: { statements, result: UNIT_ATOM, outs: halves.outs }, result: null });
  }

  /** The references that carry what a loop for its effects changes; `null` if it is not known where they come from. */
  private carried(s: StatementOf<'for'>, body: Block): readonly Binder[] | null {
    if (s.result !== null || s.outs.length > 0 || body.effects.length === 0) return null;
    if (s.elements.some(({ table }) => isDynamic(table.type))) return null;
    const roots = body.effects.map((effect) =>
      effect.tag === 'state' ? this.roots.get(effect.heap.id) : undefined,
    );
    const known = roots.filter((root) => root !== undefined);
    if (known.length < roots.length) return null;
    return [...blockNames(body).keys()].some((id) => this.views.has(id)) ? null : known;
  }

  private caseOf(s: StatementOf<'case'>, items: Item[], linear: Statement[]): void {
    const { source, scrutinee, result } = s;
    const parts = s.alternatives.map((a) => {
      if (a === null) return null;
      const halves = this.halves(a.body, [a.binder]);
      return { alternative: a, halves, residuals: new Residuals(halves.stored, this.names) };
    });
    const tapeType = sumType(parts.map((part) => part?.residuals.type ?? UNIT));
    const resultType = result?.type ?? UNIT;
    let tape: Atom = UNIT_ATOM;
    this.emit(items, source, (b) => {
      const choose = (
        body: (part: NonNullable<(typeof parts)[number]>, k: number) => Block,
        type: Type,
      ): Expr => {
        const alternatives = parts.map((part, k) =>
          part === null ? null : { binder: part.alternative.binder, body: body(part, k) },
        );
        return make.caseOf(scrutinee, alternatives, type, source);
      };
      if (parts.every((part) => part === null || part.residuals.isEmpty)) {
        const plain = choose(({ halves }) => make.block(halves.decls, halves.result), resultType);
        if (result !== null) b.declare(make.letDecl(result.name, plain));
        const tag = b.emit(make.tagOf(scrutinee, source), 'tag');
        tape = b.emit(make.fromTag(tapeType, tag, source), 'branch');
        return;
      }
      const both = choose(
        ({ halves, residuals }, k) => {
          const inner = new Builder(this.names, source);
          for (const decl of halves.decls) inner.declare(decl);
          const saved = inner.inject(tapeType, k, residuals.pack(inner));
          return inner.finish(inner.tuple([halves.result, saved], 'both'));
        },
        productType([resultType, tapeType]),
      );
      const whole = b.emit(both, 'both');
      if (result !== null) b.declare(make.letDecl(result.name, make.project(0, whole, source)));
      tape = b.project(1, whole, 'branch');
    });
    const isIdle = parts.every((part) => part === null || part.halves.linear.length === 0);
    if (isIdle && s.ins.length === 0 && s.outs.length === 0) return;
    const alternatives = parts.map((part) => {
      if (part === null) return null;
      const { halves, residuals, alternative } = part;
      const binder: Binder = { name: fresh(this.names, 'tape'), type: residuals.type };
      const unpacked = residuals.unpack(make.variable(binder), source);
      const prelude = unpacked.map((decl): Statement => ({ tag: 'primal', decl, source }));
      const statements = [...prelude, ...halves.derived, ...halves.linear];
      return {
        binder,
        params: alternative.params,
        body: { statements, result: UNIT_ATOM, outs: halves.outs },
      };
    });
    linear.push({ ...s, scrutinee: tape, alternatives, result: null });
  }

  private whileLoop(s: StatementOf<'while'>, items: Item[], linear: Statement[]): void {
    const { source } = s;
    const halves = this.halves(s.body, []);
    const residuals = new Residuals(halves.stored, this.names);
    this.emit(items, source, (b) => {
      const tape = recordSteps(b, residuals.type, (inner) => {
        for (const decl of halves.decls) inner.declare(decl);
        return { again: halves.result, residuals: residuals.pack(inner) };
      });
      if (tape.count.tag !== 'var') return;
      const index = finSet(nameSize(tape.count.name));
      const binder: Binder = { name: fresh(this.names, 'step'), type: { tag: 'index', set: index } };
      const read = new Builder(this.names, source);
      const packed = stepAt(read, tape, make.variable(binder));
      const decls = [...read.finish(UNIT_ATOM).decls, ...residuals.unpack(packed, source)];
      const prelude = decls.map((decl): Statement => ({ tag: 'primal', decl, source }));
      const statements = [...prelude, ...halves.derived, ...halves.linear];
      const body = { statements, result: UNIT_ATOM, outs: [] };
      linear.push({
        tag: 'for',
        direction: 'forward',
        index,
        binder,
        elements: [],
        body,
        result: null,
        outs: [],
        source,
      });
    });
  }

  private call(s: StatementOf<'call'>, items: Item[], linear: Statement[]): void {
    const { source, heaps, args, refs, result } = s;
    const { primal, linear: half, explicit } = this.callees.unzipped(s.callee, s.activity);
    const signature = make.signatureOf(primal);
    const plain = this.callees.signature(s.callee);
    const again = this.policy.recomputesCall(s.callee) && plain.effects.length === 0;
    let tape: Atom = UNIT_ATOM;
    this.emit(items, source, (b) => {
      if (again) {
        const value = b.call(plain, heaps, args);
        if (result !== null) b.declare(make.letDecl(result.name, make.atom(value, source)));
        return;
      }
      const both = b.call(signature, heaps, args);
      if (result !== null) b.declare(make.letDecl(result.name, make.project(0, both, source)));
      tape = b.project(1, both, 'tape');
    });
    if (again) {
      const b = new Builder(this.names, source);
      tape = b.project(1, b.call(signature, heaps, args), 'tape');
      for (const decl of b.finish(UNIT_ATOM).decls) linear.push({ tag: 'primal', decl, source });
    }
    const lead = explicit.map((i) => args[i]!);
    linear.push({
      ...s,
      callee: half.name,
      activity: '',
      heaps: [],
      args: [...lead, tape],
      refs,
      result: null,
    });
  }

  // ------------------------------------------------------------------------------------------------------- functions

  fn(fn: LinearFn, source: Fn): Unzipped {
    this.callee = source.name;
    const halves = this.halves(fn.body, fn.params);
    const shapes = new Set<number>();
    for (const { type } of [...fn.linear, ...fn.refs, ...halves.outs, ...halves.stored])
      addNames(type, shapes);
    // A later parameter's type may mention an earlier one, never the other way round.
    for (const { name, type } of [...fn.params].reverse()) if (shapes.has(name.id)) addNames(type, shapes);
    const explicit = fn.params.flatMap(({ name }, i) => (shapes.has(name.id) ? [i] : []));
    const given = new Set(explicit.map((i) => fn.params[i]!.name.id));
    const residuals = new Residuals(
      halves.stored.filter((b) => !given.has(b.name.id)),
      this.names,
    );
    const b = new Builder(this.names, fn.source);
    for (const decl of halves.decls) b.declare(decl);
    const both = b.tuple([halves.result, residuals.pack(b)], 'both');
    const primal: Fn = { ...source, name: `${fn.name}.primal`, body: b.finish(both) };
    const tape: Binder = { name: fresh(this.names, 'tape'), type: residuals.type };
    const prelude = residuals
      .unpack(make.variable(tape), fn.source)
      .map((decl): Statement => ({ tag: 'primal', decl, source: fn.source }));
    const linear: LinearFn = {
      ...fn,
      name: `${fn.name}.linear`,
      heaps: [],
      params: [...explicit.map((i) => fn.params[i]!), tape],
      body: {
        statements: [...prelude, ...halves.derived, ...halves.linear],
        result: UNIT_ATOM,
        outs: halves.outs,
      },
    };
    return { primal, linear, explicit };
  }
}

function addNames(type: Type, names: Set<number>): void {
  for (const id of typeNames(type).keys()) names.add(id);
}

function handled(handler: Handler, body: Block, source: SourceId): Expr {
  switch (handler.tag) {
    case 'runState':
      return make.runState(handler.init, handler.heap, handler.ref.name, body, source);
    case 'runReader':
      return make.runReader(handler.init, handler.heap, handler.ref.name, body, source);
    case 'runAccum':
      return make.runAccum(handler.monoid, handler.heap, handler.ref.name, body, source);
  }
}

function bindersOf(item: Item): readonly Binder[] {
  switch (item.tag) {
    case 'decl':
      if (item.decl.tag === 'unpack') return [item.decl.first, item.decl.second];
      return [{ name: item.decl.name, type: item.decl.expr.type }];
    case 'enter':
      return [item.statement.handler.ref];
    case 'leave':
      return [item.statement.result];
  }
}

/** What a free declaration depends on; `null` for one that is not free. */
function operandsOf(item: Item): Iterable<number> | null {
  if (item.tag !== 'decl') return null;
  const { decl } = item;
  if (decl.tag === 'let') return isFree(decl.expr) ? exprNames(decl.expr).keys() : null;
  return decl.arg.tag === 'var' ? [decl.arg.name.id] : [];
}

/**
 * What of the needed names is stored, and what is derived from that and from names that the block does not bind. A
 * free declaration is derived if all it depends on is there; a part of a table that is not there is stored itself.
 */
function chooseResiduals(
  items: readonly Item[],
  own: readonly Binder[],
  needed: ReadonlyMap<number, Name>,
): Pick<Halves, 'stored' | 'derived'> {
  const bound = new Map<number, Binder>();
  for (const b of own) bound.set(b.name.id, b);
  for (const item of items) for (const b of bindersOf(item)) bound.set(b.name.id, b);
  const stored = new Set<number>();
  const available = (): ReadonlySet<number> => {
    const there = new Set(stored);
    for (const item of items) {
      const operands = operandsOf(item);
      if (
        operands === null ||
        isHalfStored(item, stored) ||
        ![...operands].every((id) => !bound.has(id) || there.has(id))
      )
        continue;
      for (const b of bindersOf(item)) there.add(b.name.id);
    }
    return there;
  };
  const free = new Set(
    items.flatMap((item) => (operandsOf(item) === null ? [] : bindersOf(item).map((b) => b.name.id))),
  );
  const outside = available();
  for (const id of needed.keys()) if (bound.has(id) && !outside.has(id) && !free.has(id)) stored.add(id);
  closeUnderTypes(stored, bound);
  for (let size = -1; size < stored.size; ) {
    size = stored.size;
    const there = available();
    for (const id of needed.keys()) if (bound.has(id) && !there.has(id)) stored.add(id);
    closeUnderTypes(stored, bound);
  }
  const wanted = new Set([...needed.keys()].filter((id) => bound.has(id) && !stored.has(id)));
  const derived: Statement[] = [];
  for (const item of [...items].reverse()) {
    if (item.tag !== 'decl' || !bindersOf(item).some((b) => wanted.has(b.name.id))) continue;
    for (const id of operandsOf(item) ?? []) if (bound.has(id) && !stored.has(id)) wanted.add(id);
    const source = item.decl.tag === 'let' ? item.decl.expr.source : item.decl.source;
    derived.push({ tag: 'primal', decl: item.decl, source });
  }
  return { stored: [...bound.values()].filter((b) => stored.has(b.name.id)), derived: derived.reverse() };
}

/**
 * Whether the first part of a pair is stored, as types of what is stored mention it. To derive the second then would
 * bring the first along under another name.
 */
function isHalfStored(item: Item, stored: ReadonlySet<number>): boolean {
  return item.tag === 'decl' && item.decl.tag === 'unpack' && stored.has(item.decl.first.name.id);
}

/** Adds the names of the block that the types of what is stored mention. */
function closeUnderTypes(stored: Set<number>, bound: ReadonlyMap<number, Binder>): void {
  const work = [...stored];
  while (work.length > 0) {
    const b = bound.get(work.pop()!);
    if (b === undefined) continue;
    for (const id of typeNames(b.type).keys()) {
      if (!bound.has(id) || stored.has(id)) continue;
      stored.add(id);
      work.push(id);
    }
  }
}

/**
 * Takes a function with both halves, in strict form, apart. `source` is the function that it was made from, with the
 * same parameters; `names` must be above every name of both.
 */
export function unzip(
  fn: LinearFn,
  source: Fn,
  names: Supply,
  callees: Callees,
  policy: CheckpointPolicy = STORE_ALL,
): Unzipped {
  return new Unzipper(names, callees, policy).fn(fn, source);
}
