import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as c from '../../src/core/index.ts';
import { random, randomType, runs, seeds } from './generate.ts';
import * as w from './world.ts';

const { n, v, definitions } = w;
const normal = (t: c.Term): c.Term => c.normalise(t, definitions);
const f32 = c.scalarType('f32');

const value = (name: string, type: c.Term, definition: c.Term): c.Term =>
  c.global(w.define(name, (ref) => ({ tag: 'value', ref, source: 0, type, definition })).ref);

/** Language.md 5.9 names what types compute. */
describe('reduction of types', () => {
  it('unfolds aliases and functions to types', () => {
    const [a, b] = [n('a'), n('b')];
    const params = [w.explicit(a, c.typeKind), w.explicit(b, c.typeKind)];
    const pair = w.define('Both', (ref) => ({
      tag: 'function',
      ref,
      source: 0,
      type: c.pi(params, c.typeKind),
      body: c.lam(params, c.tupleType([v(a), v(b)])),
      noinline: false,
      owner: null,
      linearization: null,
    }));
    const float = value('Float', c.typeKind, f32);
    expect(normal(c.app(c.global(pair.ref), [float, c.natType]))).toEqual(c.tupleType([f32, c.natType]));
  });

  it('projects from what is known', () => {
    const [x, l] = [n('x'), n('l')];
    const known = c.tuple([c.natType, f32]);
    expect(normal(c.project(1, known))).toEqual(f32);
    const list = c.con(w.List.ref, 0, [f32], [c.natLiteral(3), v(x)]);
    expect(normal(c.finType(c.field(w.List.ref, 0, list)))).toEqual(c.finType(c.natLiteral(3)));
    const stuck = c.finType(c.field(w.List.ref, 0, v(l)));
    expect(normal(stuck)).toEqual(stuck);
    expect(normal(c.pairFirst(c.pack(c.natType, c.natLiteral(4), v(x))))).toEqual(c.natLiteral(4));
  });

  it('selects methods of known instances, and casts literals', () => {
    const x = n('x');
    const wide = c.scalarType('w64');
    const convert = c.lam(
      [w.explicit(x, wide)],
      c.prim(
        'NatCon',
        [c.prim('cast', [c.prim('Word32', [], c.typeKind), v(x)], c.scalarType('w32'))],
        c.natType,
      ),
    );
    const cls = w.define('FromUnsigned', (ref) => ({
      tag: 'class',
      ref,
      source: 0,
      params: [w.explicit(n('a'), c.typeKind)],
      self: n('d'),
      superclasses: [],
      methods: [],
    }));
    const inst = w.define('from_nat', (ref) => ({
      tag: 'instance',
      ref,
      source: 0,
      cls: cls.ref,
      params: [],
      args: [c.natType],
      superclasses: [],
      methods: [convert],
      named: false,
    }));
    const call = c.app(c.method(cls.ref, 0, c.instance(inst.ref)), [c.literal('w64', 5n)]);
    expect(normal(c.finType(call))).toEqual(c.finType(c.natLiteral(5)));
    const casts = [
      ['w8', 300n, 44],
      ['i32', 4294967295n, -1],
      ['i64', 2n ** 63n, -(2n ** 63n)],
      ['w64', 7n, 7n],
    ] as const;
    for (const [target, from, to] of casts) {
      const cast = c.prim('cast', [c.scalarType(target), c.literal('w64', from)], c.scalarType(target));
      expect(normal(cast)).toEqual(c.literal(target, to));
    }
  });

  it('does no arithmetic, and keeps a call that does not reduce', () => {
    const [x, y] = [n('x'), n('y')];
    const sum = c.prim('iadd', [v(x), v(x)], c.natType);
    const double = w.define('double', (ref) => ({
      tag: 'function',
      ref,
      source: 0,
      type: c.pi([w.explicit(x, c.natType)], c.natType),
      body: c.lam([w.explicit(x, c.natType)], sum),
      noinline: false,
      owner: null,
      linearization: null,
    }));
    const call = c.finType(c.app(c.global(double.ref), [v(y)]));
    expect(normal(call)).toEqual(call);
  });

  it('puts in what a block declares', () => {
    const [x, y, z] = [n('x'), n('y'), n('z')];
    const decls = [
      c.decl(x, c.typeKind, c.natType),
      c.decl(y, c.typeKind, c.tupleType([v(x), v(x)])),
      c.decl(z, c.natType, c.natLiteral(1)),
    ];
    expect(normal(c.block(decls, c.tupleType([v(y), v(x)])))).toEqual(
      c.tupleType([c.tupleType([c.natType, c.natType]), c.natType]),
    );
  });

  it('lets a binder hide a defined name', () => {
    const x = n('x');
    const local = c.reduction(definitions, (id) => (id === x.id ? f32 : null));
    const type = c.tupleType([v(x), c.pi([w.explicit(x, c.typeKind)], v(x)), v(x)]);
    expect(c.normaliseWith(type, local)).toEqual(
      c.tupleType([f32, c.pi([w.explicit(x, c.typeKind)], v(x)), f32]),
    );
  });

  it('reduces a type that doubles at 60 aliases in 60 steps', () => {
    let type: c.Term = c.natType;
    for (let i = 0; i < 60; i++) type = value(`Twice${i}`, c.typeKind, c.tupleType([type, type]));
    const reduced = normal(type);
    expect(reduced.tag === 'tupleType' && reduced.items[0] === reduced.items[1]).toBe(true);
  });

  it('follows a chain of 2,000 aliases', () => {
    let alias: c.Term = f32;
    for (let i = 0; i < 2000; i++) alias = value(`Alias${i}`, c.typeKind, alias);
    expect(normal(alias)).toEqual(f32);
    const decls = Array.from({ length: 2000 }, (_, i) => ({ name: n('a'), id: i }));
    const block = c.block(
      decls.map(({ name }, i) => c.decl(name, c.typeKind, i === 0 ? f32 : v(decls[i - 1]!.name))),
      v(decls.at(-1)!.name),
    );
    expect(normal(block)).toEqual(f32);
  });

  it('ends on a type that never stops reducing', () => {
    const x = n('x');
    const omega = c.lam([w.explicit(x, c.typeKind)], c.app(v(x), [v(x)]));
    expect(normal(c.app(omega, [omega])).tag).toBe('app');
  });

  it('is idempotent, and finds a type again behind an identity', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const type = randomType(random(seed));
        const once = normal(type);
        expect(c.alphaEqual(once, type)).toBe(true);
        const a = n('a');
        const behind = c.app(c.lam([w.explicit(a, c.typeKind)], v(a)), [type]);
        expect(c.equalTypes(behind, type, c.reduction(definitions))).toBe(true);
      }),
      runs(3000),
    );
  });
});
