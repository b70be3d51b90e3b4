/** Random Core terms: well-formed closed types, and arbitrary terms of every form for what does not care. */
import fc from 'fast-check';
import {
  type CoreEffect,
  dataType,
  effectKind,
  finIx,
  finType,
  globalRef,
  natLiteral,
  natType,
  type Param,
  pairType,
  pi,
  ptrType,
  refType,
  row,
  scalarType,
  type Term,
  tableType,
  tupleType,
  typeKind,
  variable,
} from '../../src/core/index.ts';
import { fresh, type Name, supply } from '../../src/names/index.ts';
import { SCALARS } from '../../src/primitives/index.ts';
import { Bool, Either, explicit, implicit, ixOf, List, Maybe, RangeTo, synth, Vec2 } from './world.ts';

/** How many random cases a property runs: `full` under VERIFY, a tenth of it otherwise. */
export function runs(full: number): { readonly numRuns: number } {
  return { numRuns: process.env.VERIFY ? full : Math.ceil(full / 10) };
}

/** A source of random choices (mulberry32). */
export interface Random {
  below(limit: number): number;
  pick<T>(items: readonly T[]): T;
}

export function random(seed: number): Random {
  let state = seed | 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
  return { below, pick: (items) => items[below(items.length)]! };
}

/** What stands in scope of a type that is being made, by kind. */
interface Scope {
  readonly types: readonly Name[];
  /** Types with a dictionary `Ix`. */
  readonly sets: readonly { readonly type: Name; readonly ix: Name }[];
  readonly sizes: readonly Name[];
  readonly heaps: readonly Name[];
  readonly rows: readonly Name[];
}

const EMPTY: Scope = { types: [], sets: [], sizes: [], heaps: [], rows: [] };

const HINTS = ['a', 'x', 'n', 'tile_size', "x'", '', 'h', 'a'];

interface IndexSet {
  readonly type: Term;
  readonly ix: Term;
}

/** A closed type that `check` accepts and that is in normal form. */
export function randomType(r: Random, size = 12): Term {
  const names = supply(1_000_000);
  const name = (): Name => fresh(names, r.pick(HINTS));

  const natural = (s: Scope): Term =>
    s.sizes.length > 0 && r.below(2) === 0 ? variable(r.pick(s.sizes)) : natLiteral(r.below(9));
  const indexSet = (s: Scope): IndexSet => {
    if (s.sets.length > 0 && r.below(2) === 0) {
      const { type, ix } = r.pick(s.sets);
      return { type: variable(type), ix: variable(ix) };
    }
    const bound = natural(s);
    return { type: finType(bound), ix: finIx(bound) };
  };
  const atom = (s: Scope): Term => {
    switch (r.below(9)) {
      case 0:
        return natType;
      case 1:
        return finType(natural(s));
      case 2:
        return dataType(Bool.ref);
      case 3:
        return dataType(Vec2.ref);
      case 4:
        return ptrType('w8');
      case 5:
        return s.types.length > 0 ? variable(r.pick(s.types)) : typeKind;
      default:
        return scalarType(r.pick(SCALARS));
    }
  };
  const effects = (s: Scope): readonly CoreEffect[] => {
    const made: CoreEffect[] = [];
    if (s.heaps.length > 0)
      made.push({ tag: r.pick(['read', 'accum', 'state'] as const), heap: variable(r.pick(s.heaps)) });
    if (r.below(4) === 0) made.push({ tag: 'io' });
    if (r.below(4) === 0) made.push({ tag: 'except' });
    return made;
  };
  const fn = (fuel: number, s: Scope): Term => {
    let scope = s;
    const params: Param[] = [];
    for (let k = r.below(4); k > 0; k--) {
      const x = name();
      switch (r.below(6)) {
        case 0:
          params.push(implicit(x, typeKind));
          scope = { ...scope, types: [...scope.types, x] };
          break;
        case 1: {
          const d = name();
          params.push(implicit(x, typeKind), synth(d, ixOf(variable(x))));
          scope = { ...scope, types: [...scope.types, x], sets: [...scope.sets, { type: x, ix: d }] };
          break;
        }
        case 2:
          params.push(implicit(x, { tag: 'kind', kind: 'Heap' }));
          scope = { ...scope, heaps: [...scope.heaps, x] };
          break;
        case 3:
          params.push(implicit(x, effectKind));
          scope = { ...scope, rows: [...scope.rows, x] };
          break;
        case 4:
          params.push(explicit(x, natType));
          scope = { ...scope, sizes: [...scope.sizes, x] };
          break;
        default:
          params.push(explicit(x, type(fuel / 3, scope)));
      }
    }
    const tail = scope.rows.length > 0 && r.below(2) === 0 ? variable(r.pick(scope.rows)) : null;
    return pi(params, type(fuel / 2, scope), row(effects(scope), tail));
  };
  const type = (fuel: number, s: Scope): Term => {
    if (fuel < 1) return atom(s);
    switch (r.below(9)) {
      case 0:
        return tupleType(Array.from({ length: r.pick([0, 2, 3]) }, () => type(fuel / 3, s)));
      case 1:
      case 2: {
        const set = indexSet(s);
        return tableType(name(), set.type, set.ix, type(fuel - 1, s));
      }
      case 3: {
        const x = name();
        return pairType(x, natType, type(fuel - 1, { ...s, sizes: [...s.sizes, x] }), r.below(3) === 0);
      }
      case 4:
        return s.heaps.length > 0 ? refType(variable(r.pick(s.heaps)), type(fuel - 1, s)) : atom(s);
      case 5:
        return fn(fuel - 1, s);
      case 6:
        return dataType(r.pick([List, Maybe]).ref, [type(fuel - 1, s)]);
      case 7:
        return dataType(Either.ref, [type(fuel / 2, s), type(fuel / 2, s)]);
      default: {
        // A table whose element type mentions the index.
        const set = indexSet(s);
        const i = name();
        const range = dataType(RangeTo.ref, [set.type, set.ix, variable(i)]);
        return tableType(i, set.type, set.ix, tupleType([range, type(fuel / 2, s)]));
      }
    }
  };
  return type(size, EMPTY);
}

/** Well-formed closed types, as an arbitrary: a failing case shows its seed. */
export const seeds = fc.integer();

/** As `fc.record`, with the prototype of ordinary objects alone. */
function record<T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record(fields, { noNullPrototype: true }) as fc.Arbitrary<T>;
}

const name = record({
  id: fc.nat(1000),
  hint: fc.constantFrom('', 'x', 'y', 'long_name', 'λ', '\ud800'),
}).map(({ id, hint }): Name => ({ id, hint }));
const ref = record({ module: fc.constantFrom('', 'prelude'), index: fc.nat(900), name: fc.string() }).map(
  (r) => globalRef(r.module, r.index, r.name),
);
const source = fc.nat(100_000);
const how = fc.constantFrom('explicit' as const, 'implicit' as const, 'synth' as const);
const mode = fc.constantFrom('call' as const, 'mention' as const);
const tagged = <T extends Term['tag']>(
  tag: T,
  fields: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<Term> => record(fields).map((made) => ({ tag, ...made }) as unknown as Term);

const literal = fc.oneof(
  record({
    scalar: fc.constantFrom('i64' as const),
    value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  }),
  record({ scalar: fc.constantFrom('w64' as const), value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) }),
  record({ scalar: fc.constantFrom('f64' as const, 'f32' as const), value: fc.double() }),
  record({ scalar: fc.constantFrom('i32' as const), value: fc.integer() }),
);

/** Terms of every form, without regard to types and scopes. */
export const anyTerm: fc.Arbitrary<Term> = fc.letrec<{ term: Term }>((tie) => {
  const term = tie('term');
  const terms = fc.array(term, { maxLength: 3 });
  const params = fc.array(record({ name, type: term, how, named: fc.boolean() }), { maxLength: 3 });
  const effect = fc.oneof(
    record({ tag: fc.constantFrom('read', 'accum', 'state'), heap: term }),
    record({ tag: fc.constantFrom('io', 'except') }),
    record({ tag: fc.constant('user'), effect: ref, args: terms }),
  );
  const effects = { effects: fc.array(effect, { maxLength: 2 }), tail: fc.option(term) };
  const rowTerm = record(effects).map(({ effects, tail }): Term => row(effects, tail));
  const alternative = fc.option(record({ binders: fc.array(name, { maxLength: 3 }), body: term }));
  const decls = fc.array(record({ name, type: term, value: term }), { maxLength: 3 });
  const leaves = [
    tagged('var', { name, source }),
    tagged('global', { ref, source }),
    tagged('natLit', { value: fc.nat(), source }),
    fc.tuple(literal, source).map(([made, at]): Term => ({ tag: 'lit', ...made, source: at })),
    tagged('string', { bytes: fc.string(), list: ref, source }),
    tagged('scalarType', { scalar: fc.constantFrom(...SCALARS) }),
    fc.constantFrom<Term>(natType, typeKind, effectKind, ptrType('ptr')),
  ];
  const nodes = [
    tagged('finType', { size: term }),
    tagged('tupleType', { items: terms }),
    tagged('tableType', { binder: name, index: term, ix: term, element: term }),
    tagged('pairType', { binder: name, first: term, second: term, implicit: fc.boolean() }),
    tagged('refType', { heap: term, content: term }),
    tagged('pi', { params, row: rowTerm, result: term, mode }),
    tagged('dataType', { data: ref, args: terms }),
    tagged('classType', { cls: ref, args: terms }),
    rowTerm,
    tagged('instance', { instance: ref, args: terms }),
    tagged('superclass', { cls: ref, index: fc.nat(3), dict: term }),
    tagged('finIx', { size: term }),
    tagged('dataDict', { type: term }),
    tagged('lam', { params, row: rowTerm, mode, body: term, source }),
    tagged('app', { fn: term, args: terms, source }),
    tagged('block', { decls, result: term, source }),
    tagged('tuple', { items: terms, source }),
    tagged('project', { index: fc.nat(3), of: term, source }),
    tagged('con', { data: ref, index: fc.nat(3), params: terms, args: terms, source }),
    tagged('field', { data: ref, index: fc.nat(3), of: term, source }),
    tagged('case', {
      data: ref,
      scrutinee: term,
      alternatives: fc.array(alternative, { maxLength: 3 }),
      type: term,
      source,
    }),
    tagged('for', {
      direction: fc.constantFrom('forward', 'backward'),
      effectOnly: fc.boolean(),
      binder: name,
      index: term,
      ix: term,
      element: term,
      axis: fc.option(fc.string()),
      body: term,
      source,
    }),
    tagged('index', { table: term, at: term, index: term, ix: term, source }),
    tagged('tableLit', { items: terms, element: term, source }),
    tagged('pack', { type: term, first: term, second: term, source }),
    tagged('pairFirst', { of: term, source }),
    tagged('pairSecond', { of: term, source }),
    tagged('refField', { ref: term, index: fc.nat(3), type: term, source }),
    tagged('method', { cls: ref, index: fc.nat(3), dict: term, source }),
    tagged('prim', { name: fc.constantFrom('fadd', 'get'), args: terms, type: term, source }),
  ];
  return { term: fc.oneof({ maxDepth: 4, depthSize: 'small' }, fc.oneof(...leaves), fc.oneof(...nodes)) };
}).term;
