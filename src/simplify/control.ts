/** `case`, `for`, indexing and table literals on data that is known only at run time. */
import type { SourceId, Term, TermOf } from '../core/index.ts';
import {
  type Atom,
  finSet,
  indexType,
  make,
  type Type,
  tableOf,
  typeNames,
  typeOf,
  UNIT,
  UNIT_ATOM,
} from '../loops/index.ts';
import type { Name } from '../names/index.ts';
import { type Context, emit, place } from './context.ts';
import { fieldsOfAtom, materialise, packTelescope, productOf } from './data.ts';
import type { Env } from './env.ts';
import { illFormedCore, unsupported } from './fault.ts';
import { freeNamesOf } from './free.ts';
import { fromIndex, indexing, toIndex } from './index-sets.ts';
import { type Branch, distribute, join, joinHere } from './join.ts';
import { Splitter } from './skeleton.ts';
import { fromTemplate, templateOf } from './template.ts';
import { dataDefinition, isData, isDataType, loopsType } from './types.ts';
import { BOTTOM, data, UNIT_VALUE, type Value } from './value.ts';

/**
 * The Loops type of the data of a type term; null where it is not data. Computed before the code that gives such data,
 * so that the sizes in it are named where they can be seen afterwards.
 */
export function resultType(c: Context, type: Term, env: Env<Value>): Type | null {
  const value = c.machine.type(c, type, env);
  return isDataType(c, value) ? loopsType(c, value) : null;
}

/** A `case` whose scrutinee is known at run time. */
export function branch(c: Context, t: TermOf<'case'>, scrutinee: Value, env: Env<Value>): Value {
  const source = place(c, t.source, env.site);
  const type = resultType(c, t.type, env);
  return distribute(c, scrutinee, source, type, (value) => branchOn(c, t, value, env, type, source));
}

function branchOn(
  c: Context,
  t: TermOf<'case'>,
  scrutinee: Value,
  env: Env<Value>,
  type: Type | null,
  source: SourceId,
): Value {
  if (scrutinee.tag === 'bottom') return BOTTOM;
  if (scrutinee.tag === 'con') return arm(c, t, scrutinee.index, scrutinee.args, env, type, source);
  const atom = materialise(c, scrutinee, source);
  if (dataDefinition(c, t.data).constructors.length === 1) {
    return arm(c, t, 0, fieldsOfAtom(c, t.data, 0, atom, source), env, type, source);
  }
  const sum = typeOf(atom);
  if (sum.tag !== 'sum') return illFormedCore('a sum is needed');
  const { mark } = c.code;
  const arms = sum.items.map((item, i) => {
    if (t.alternatives[i] === null) return null;
    const binder = c.code.bind('x', item);
    const block = c.code.open();
    const value = c.code.within(block, () => {
      const fields = fieldsOfAtom(c, t.data, i, make.variable(binder), source);
      return arm(c, t, i, fields, env, type, source);
    });
    return { binder, branch: { block, value } };
  });
  const present = arms.filter((a) => a !== null);
  const joined = join(
    c,
    present.map((a): Branch => a.branch),
    type,
    mark,
    source,
  );
  let next = 0;
  const alternatives = arms.map((a) =>
    a === null ? null : { binder: a.binder, body: joined.blocks[next++]! },
  );
  return joined.value(emit(c, make.caseOf(atom, alternatives, joined.type, source)));
}

function arm(
  c: Context,
  t: TermOf<'case'>,
  index: number,
  fields: readonly Value[],
  env: Env<Value>,
  type: Type | null,
  source: SourceId,
): Value {
  const alternative = t.alternatives[index];
  if (alternative === null || alternative === undefined) return unmatched(c, t, index, type, source);
  const inner = env.open();
  alternative.binders.forEach((name, i) => {
    inner.set(name, fields[i]!);
  });
  return c.machine.evaluate(c, alternative.body, inner);
}

/** What a `case` comes to on a known constructor that it does not list: a case of Loops that lists it neither. */
function unmatched(c: Context, t: TermOf<'case'>, index: number, type: Type | null, source: SourceId): Value {
  const tags: Type = { tag: 'sum', items: dataDefinition(c, t.data).constructors.map(() => UNIT) };
  const tag = emit(c, make.inject(tags, index, UNIT_ATOM, source));
  const none = tags.items.map(() => null);
  const atom = emit(c, make.caseOf(tag, none, type ?? UNIT, source));
  return type === null ? BOTTOM : data(atom);
}

/** A runtime fault where data of a type is needed; `null`: where it is not data. */
export function failure(c: Context, type: Type | null, message: Atom | null, source: SourceId): Value {
  const atom = emit(c, make.fail(type ?? UNIT, message, source));
  return type === null ? BOTTOM : data(atom);
}

/** A loop. Its body is run once, on a symbolic index. */
export function loop(c: Context, t: TermOf<'for'>, env: Env<Value>): Value {
  const source = place(c, t.source, env.site);
  const type = c.machine.type(c, t.index, env);
  const ix = indexing(c, type, c.machine.evaluate(c, t.ix, env), source);
  nameSizes(c, t.element, t.binder, env);
  const { mark } = c.code;
  const binder = c.code.bind(t.binder.hint, indexType(ix.set));
  const body = c.code.open();
  const run = (): Value => {
    const inner = env.open();
    inner.set(t.binder, fromIndex(c, ix, make.variable(binder), source), t.index);
    return c.machine.evaluate(c, t.body, inner);
  };
  const value = c.code.within(body, run);
  if (t.effectOnly) {
    emit(c, make.eachLoop(t.direction, ix.set, binder, c.code.close(body, UNIT_ATOM), source));
    return UNIT_VALUE;
  }
  if (value.tag === 'bottom') {
    emit(c, make.eachLoop(t.direction, ix.set, binder, c.code.close(body, UNIT_ATOM), source));
    return BOTTOM;
  }
  const table = (result: Atom): Atom => {
    checkElement(typeOf(result), binder.name, mark, source);
    return emit(c, make.forLoop(t.direction, ix.set, binder, c.code.close(body, result), source), 'xs');
  };
  if (isData(c, value)) return data(table(c.code.within(body, () => materialise(c, value, source))));
  const { template, locals } = templateOf(c, value, (id) => id >= mark);
  const packed = c.code.within(body, () => packTelescope(c, locals, template.plan, source));
  return { tag: 'tables', atom: table(packed), element: template };
}

function checkElement(type: Type, binder: Name, mark: number, source: SourceId): void {
  for (const id of typeNames(type).keys()) {
    if (id >= mark && id !== binder.id) {
      unsupported(
        'a table of tables whose sizes are computed in the loop (only sums and products of indices are)',
        source,
      );
    }
  }
}

/** Names the sizes in the parts of a type that do not depend on `binder`. */
function nameSizes(c: Context, type: Term, binder: Name, env: Env<Value>): void {
  if (!freeNamesOf(type).has(binder.id)) {
    const value = c.machine.type(c, type, env);
    if (isDataType(c, value)) loopsType(c, value);
    return;
  }
  if (type.tag === 'tableType') {
    nameSizes(c, type.index, binder, env);
    if (!freeNamesOf(type.element).has(type.binder.id)) nameSizes(c, type.element, binder, env);
  } else if (type.tag === 'tupleType') {
    for (const item of type.items) nameSizes(c, item, binder, env);
  }
}

/** An element of a table. */
export function indexTable(c: Context, t: TermOf<'index'>, env: Env<Value>): Value {
  const source = place(c, t.source, env.site);
  const table = c.machine.evaluate(c, t.table, env);
  const at = c.machine.evaluate(c, t.at, env);
  const ix = indexing(c, c.machine.type(c, t.index, env), c.machine.evaluate(c, t.ix, env), source);
  const index = materialise(c, toIndex(c, ix, at, source), source);
  return distribute(c, table, source, null, (value) => elementOf(c, value, index, source));
}

function elementOf(c: Context, table: Value, at: Atom, source: SourceId): Value {
  if (table.tag === 'bottom') return BOTTOM;
  if (table.tag !== 'tables') return data(emit(c, make.index(materialise(c, table, source), at, source)));
  return fromTemplate(c, table.element, emit(c, make.index(table.atom, at, source)), source);
}

/** A table literal; of functions, a table of the data of each. */
export function tableLiteral(c: Context, t: TermOf<'tableLit'>, env: Env<Value>): Value {
  const source = place(c, t.source, env.site);
  const element = c.machine.type(c, t.element, env);
  const { mark } = c.code;
  const items = t.items.map((item) => c.machine.evaluate(c, item, env));
  const set = finSet(items.length);
  if (isDataType(c, element)) {
    const atoms = items.map((item) => materialise(c, item, source));
    return data(emit(c, make.tableLiteral(tableOf(set, loopsType(c, element)), atoms, source), 'xs'));
  }
  return tableOfCode(c, items, mark, source);
}

function tableOfCode(c: Context, items: readonly Value[], mark: number, source: SourceId): Value {
  const joined = joinHere(c, items, mark, source);
  const type = productOf(joined.types);
  const atom = emit(c, make.tableLiteral(tableOf(finSet(items.length), type), joined.atoms, source), 'xs');
  const slots = joined.types.map((slot) => make.variable(c.code.bind('x', slot)));
  const first = slots[0]?.name.id ?? c.code.mark;
  const splitter = new Splitter((id) => id >= first);
  for (const slot of slots) splitter.leaf(slot);
  const skeleton = splitter.split(joined.value(slots));
  const plan = slots.map(() => false);
  return { tag: 'tables', atom, element: { skeleton, plan, outer: splitter.outer, heaps: splitter.heaps } };
}
