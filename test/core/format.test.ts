import { describe, expect, it } from 'vitest';
import * as c from '../../src/core/index.ts';
import type { Format } from '../../src/values/index.ts';
import * as w from './world.ts';

const f = (t: c.Term): Format => c.formatOf(t, w.definitions);
const f32 = c.scalarType('f32');
const fin = (k: number): c.Term => c.finType(c.natLiteral(k));
const decimal: Format = { tag: 'decimal' };
const float: Format = { tag: 'float' };

/** Expected descriptions: the table of language.md 8.1. */
describe('how values print', () => {
  it('knows scalars', () => {
    expect([c.scalarType('i32'), c.scalarType('i64'), c.natType].map(f)).toEqual([decimal, decimal, decimal]);
    expect((['w8', 'w32', 'w64'] as const).map((s) => f(c.scalarType(s)).tag)).toEqual(['hex', 'hex', 'hex']);
    expect([f32, c.scalarType('f64')].map(f)).toEqual([float, float]);
    expect(f(fin(3))).toEqual({ tag: 'ordinal' });
  });

  it('knows tuples, tables and pairs', () => {
    expect(f(c.tupleType([c.natType, f32]))).toEqual({ tag: 'tuple', items: [decimal, float] });
    expect(f(w.arrow(fin(2), w.arrow(fin(3), f32)))).toEqual({
      tag: 'table',
      element: { tag: 'table', element: float },
    });
    const m = w.n('m');
    expect(f(c.pairType(m, c.natType, w.arrow(c.finType(w.v(m)), f32)))).toEqual({
      tag: 'pair',
      first: decimal,
      second: { tag: 'table', element: float },
    });
  });

  it('knows data, structs, lists and strings', () => {
    expect(f(w.boolType)).toEqual({
      tag: 'data',
      constructors: [
        { name: 'False', fields: [] },
        { name: 'True', fields: [] },
      ],
    });
    expect(f(c.dataType(w.Vec2.ref))).toEqual({ tag: 'struct', name: 'Vec2', fields: [float, float] });
    expect(f(w.listOf(c.natType))).toEqual({
      tag: 'data',
      constructors: [{ name: 'AsList', fields: [decimal, { tag: 'table', element: decimal }] }],
    });
    expect(f(w.listOf(c.scalarType('w8')))).toEqual({ tag: 'string' });
    expect(f(c.dataType(w.Maybe.ref, [w.listOf(c.scalarType('w8'))]))).toMatchObject({
      constructors: [{ fields: [] }, { fields: [{ tag: 'string' }] }],
    });
  });

  it('describes what has no text of its own', () => {
    const fn = c.pi([w.explicit(w.n('x'), c.natType)], c.natType);
    expect(f(fn)).toEqual({ tag: 'text', text: '<function of type ((x:Nat) -> Nat)>' });
    const h = w.n('h');
    expect(f(c.refType(w.v(h), c.natType))).toEqual({ tag: 'text', text: '<reference of type (Ref h Nat)>' });
    expect(f(c.typeKind)).toEqual({ tag: 'text', text: 'Type' });
  });

  it('reduces aliases first', () => {
    const alias = w.define('Alias', (ref) => ({
      tag: 'value',
      ref,
      source: 0,
      type: c.typeKind,
      definition: w.listOf(c.scalarType('w8')),
    }));
    expect(f(c.global(alias.ref))).toEqual({ tag: 'string' });
  });
});

describe('the layout of fields', () => {
  const field = (name: string, type: c.Term): c.Param => w.explicit(w.n(name), type);

  it('is a product of independent fields', () => {
    expect(c.layoutFields([])).toEqual({ tag: 'unit' });
    expect(c.layoutFields([field('x', f32)])).toEqual({ tag: 'field', index: 0 });
    expect(c.layoutFields([field('x', f32), field('y', f32)])).toEqual({
      tag: 'product',
      items: [
        { tag: 'field', index: 0 },
        { tag: 'field', index: 1 },
      ],
    });
  });

  it('pairs a field with what depends on it', () => {
    const size = field('n', c.natType);
    const fields = [field('x', f32), size, field('y', f32), field('xs', c.finType(w.v(size.name)))];
    const layout = c.layoutFields(fields);
    expect(layout).toEqual({
      tag: 'product',
      items: [
        { tag: 'field', index: 0 },
        {
          tag: 'pair',
          first: 1,
          second: {
            tag: 'product',
            items: [
              { tag: 'field', index: 2 },
              { tag: 'field', index: 3 },
            ],
          },
        },
      ],
    });
    expect(c.pathToField(layout, 3)).toEqual([
      { tag: 'component', index: 1 },
      { tag: 'side', index: 1 },
      { tag: 'component', index: 1 },
    ]);
  });
});
