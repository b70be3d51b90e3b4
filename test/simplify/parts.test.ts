/** Splitting, keys, telescopes and sizes, each alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { app, lam, natLiteral, natType, param, type Term, tuple, variable } from '../../src/core/index.ts';
import { make, nameSize, type Type, tableOf } from '../../src/loops/index.ts';
import type { Name } from '../../src/names/index.ts';
import { SpecialisationCache } from '../../src/simplify/cache.ts';
import { costOf } from '../../src/simplify/cost.ts';
import { Env, TOP } from '../../src/simplify/env.ts';
import { decompose, store, storedData } from '../../src/simplify/index.ts';
import { KeyWriter } from '../../src/simplify/key.ts';
import { rebuild, Splitter } from '../../src/simplify/skeleton.ts';
import { data, type Value } from '../../src/simplify/value.ts';
import type { Value as Data } from '../../src/values/index.ts';
import * as t from './core.ts';

const W32: Type = { tag: 'scalar', scalar: 'w32' };
const number = (value: number): Data => ({ tag: 'scalar', scalar: 'w32', value });

describe('telescopes', () => {
  /** The layout as the documentation states it, by recursion from the front. */
  function packed(plan: readonly boolean[], values: readonly Data[]): Data {
    const at = plan.indexOf(true);
    const before = at < 0 ? [...values] : values.slice(0, at);
    if (at >= 0) {
      before.push({
        tag: 'pair',
        first: values[at]!,
        second: packed(plan.slice(at + 1), values.slice(at + 1)),
      });
    }
    return before.length === 1 ? before[0]! : { tag: 'product', items: before };
  }

  test('decompose is the inverse of packing', () => {
    const plans = fc.array(fc.boolean(), { maxLength: 8 }).map((plan) => [...plan, false]);
    fc.assert(
      fc.property(plans, (plan) => {
        const values = plan.map((_, i) => number(i));
        expect(decompose(plan, packed(plan, values))).toEqual(values);
      }),
      { numRuns: process.env.VERIFY ? 1000 : 100 },
    );
  });

  test('a size that was computed is a literal in what is stored', () => {
    const n: Name = { id: 7, hint: 'n' };
    const table: Name = { id: 8, hint: 'xs' };
    const ref = { module: '', index: 0, name: 'xs' };
    const results = {
      outputs: [{ ref, skeleton: { tag: 'data', atom: { tag: 'local', index: 0 } }, atoms: [1] }],
      plan: [true, false],
      atoms: [
        { name: n, type: W32 },
        { name: table, type: tableOf({ tag: 'fin', size: nameSize(n) }, W32) },
      ],
    } as const;
    const elements = { tag: 'scalars', scalar: 'w32', data: new Uint32Array([4, 5]) } as const;
    const second: Data = { tag: 'table', size: 2, elements };
    const [result] = store(results, { tag: 'pair', first: number(2), second });
    expect(result!.stored.atoms.map((atom) => atom.type)).toEqual([
      tableOf({ tag: 'fin', size: { tag: 'const', value: 2 } }, W32),
    ]);
    expect(storedData(result!.stored)).toEqual(second);
  });
});

describe('skeletons', () => {
  const cache = new SpecialisationCache();
  const atom = (id: number, type: Type = W32): Value =>
    data(make.variable({ name: { id, hint: 'x' }, type }));
  const key = (value: Value): string => new KeyWriter(cache).value(new Splitter(() => true).split(value));
  const x: Name = { id: 1, hint: 'x' };
  const y: Name = { id: 2, hint: 'y' };
  const body = lam([param(y, natType)], tuple([variable(x), variable(y)]));
  const closure = (captured: Value): Value => {
    const env = new Env<Value>(null, TOP);
    env.set(x, captured);
    env.set({ id: 99, hint: 'unused' }, atom(50));
    return { tag: 'closure', lam: body, env, named: null };
  };

  test('a closure splits into its code and the data that it mentions', () => {
    const splitter = new Splitter(() => true);
    splitter.split(closure(atom(10)));
    expect(splitter.locals.map((a) => a.name.id)).toEqual([10]);
  });

  test('keys know how data is shared, and not what it is', () => {
    expect(key(closure(atom(10)))).toBe(key(closure(atom(11))));
    const pair = (a: number, b: number): Value => ({ tag: 'product', items: [atom(a), atom(b)] });
    expect(key(closure(pair(1, 2)))).toBe(key(closure(pair(5, 3))));
    expect(key(closure(pair(1, 1)))).not.toBe(key(closure(pair(1, 2))));
    expect(key(closure(data(make.literal('w32', 3))))).not.toBe(key(closure(data(make.literal('w32', 4)))));
  });

  test('rebuilding undoes splitting', () => {
    const value = closure({
      tag: 'product',
      items: [closure(atom(4)), atom(5), data(make.literal('f32', 2))],
    });
    const splitter = new Splitter((id) => id > 4);
    const skeleton = splitter.split(value);
    expect(splitter.outer.map((a) => a.name.id)).toEqual([4]);
    const again = rebuild(skeleton, { locals: splitter.locals, outer: splitter.outer, heaps: [] });
    expect(key(again)).toBe(key(value));
    const once = new Splitter(() => true);
    once.split(again);
    expect(once.locals.map((a) => a.name.id)).toEqual([4, 5]);
  });

  test('what is shared is written once', () => {
    let value = atom(3);
    for (let i = 0; i < 60; i++) value = { tag: 'product', items: [value, value] };
    expect(key(value).length).toBeLessThan(1000);
  });
});

describe('what is small', () => {
  const one = natLiteral(1);
  test('by its nodes, without types', () => {
    const sum = (count: number): Term => (count === 0 ? one : t.add(sum(count - 1), one));
    expect(costOf(sum(4), 20)).toBe('leaf');
    expect(costOf(app(one, [sum(4)]), 20)).toBe('small');
    expect(costOf(sum(20), 20)).toBe('large');
    expect(
      costOf(
        t.loop(one, natType, () => one),
        20,
      ),
    ).toBe('large');
  });
});
