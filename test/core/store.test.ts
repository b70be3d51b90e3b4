import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  app,
  type Definition,
  globalRef,
  lam,
  natLiteral,
  natType,
  openModule,
  param,
  pi,
  type Term,
  tuple,
  variable,
  writeModule,
} from '../../src/core/index.ts';
import { anyTerm, runs } from './generate.ts';

const value = (index: number, definition: Term): Definition => ({
  tag: 'value',
  ref: globalRef('test', index, `x${index}`),
  source: index,
  type: natType,
  definition,
});

/** Places by which a source id can be known again: id k begins at 10 k. */
const placeOf = (source: number) => (source === 0 ? null : { start: 10 * source, end: 10 * source + 3 });

function stored(definitions: readonly Definition[]) {
  const module = openModule(writeModule({ definitions, placeOf, notes: 'ñ🙂' }), 1000);
  if (module === null) throw new Error('not opened');
  return module;
}

/** A definition as read, under the source ids it was written with. */
function asWritten(module: ReturnType<typeof stored>, index: number): unknown {
  const rename = (x: unknown): unknown => {
    if (Array.isArray(x)) return x.map(rename);
    if (typeof x !== 'object' || x === null) return x;
    return Object.fromEntries(
      Object.entries(x).map(([key, v]) => [
        key,
        key === 'source' && typeof v === 'number' && v > 0 ? module.span(v - 1000)!.start / 10 : rename(v),
      ]),
    );
  };
  return rename(module.lookup(index));
}

describe('the store', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(fc.array(anyTerm, { minLength: 1, maxLength: 4 }), (terms) => {
        const module = stored(terms.map((t, i) => value(i, t)));
        // Any order, each read once.
        for (let i = terms.length - 1; i >= 0; i--)
          expect(asWritten(module, i)).toStrictEqual(value(i, terms[i]!));
      }),
      runs(2000),
    );
  });

  it('keeps every kind of definition', () => {
    const ref = globalRef('test', 0, 'f');
    const x = { id: 0, hint: 'x' };
    const params = [param(x, natType)];
    const definitions: readonly Definition[] = [
      {
        tag: 'function',
        ref,
        source: 1,
        type: pi(params, natType),
        body: lam(params, variable(x)),
        noinline: true,
        owner: ref,
        linearization: { symbolic: true, rule: natLiteral(1), type: pi(params, natType) },
      },
      value(1, natLiteral(2)),
      {
        tag: 'data',
        ref,
        source: 2,
        params,
        constructors: [{ name: 'A', ref, fields: params }],
        fieldNames: ['x'],
        methods: { m: ref, toString: ref },
      },
      { tag: 'constructor', ref, source: 3, data: ref, index: 1 },
      {
        tag: 'class',
        ref,
        source: 4,
        params,
        self: x,
        superclasses: [natType],
        methods: [{ name: 'm', ref, type: natType }],
      },
      { tag: 'method', ref, source: 5, cls: ref, index: 0 },
      {
        tag: 'instance',
        ref,
        source: 6,
        cls: ref,
        params,
        args: [natType],
        superclasses: [],
        methods: [natLiteral(3)],
        named: false,
      },
      { tag: 'foreign', ref, source: 7, type: natType, symbol: 'sin' },
    ];
    const module = stored(definitions);
    definitions.forEach((d, i) => {
      expect(asWritten(module, i)).toStrictEqual(d);
    });
    expect(module.lookup(0)).toBe(module.lookup(0));
    expect([module.size, module.notes(), module.span(0), module.span(module.spanCount + 1)]).toEqual([
      definitions.length,
      'ñ🙂',
      null,
      null,
    ]);
  });

  it('keeps what is shared shared: 60 doublings take room for 60', () => {
    let term: Term = natLiteral(1);
    for (let i = 0; i < 60; i++) term = app(term, [term]);
    const data = writeModule({ definitions: [value(0, term)], placeOf, notes: '' });
    expect(data.length).toBeLessThan(1000);
    const read = openModule(data)!.lookup(0);
    const definition = read.tag === 'value' ? read.definition : null;
    expect(definition?.tag === 'app' && definition.fn === definition.args[0]).toBe(true);
  });

  it('reads only what is asked for', () => {
    const definitions = Array.from({ length: 900 }, (_, i) =>
      value(i, tuple(Array.from({ length: 100 }, (_, k) => app(natLiteral(k), [natLiteral(i)])))),
    );
    const data = writeModule({ definitions, placeOf, notes: '' });
    // Spoiled bytes in the middle: opening the module and reading its last definition must not notice.
    data.fill(255, data.length / 2, data.length / 2 + 1000);
    const module = openModule(data)!;
    expect(module.lookup(899)).toStrictEqual(definitions[899]);
    expect(() => module.lookup(900)).toThrow('no definition 900');
  });

  it('refuses bytes of another format', () => {
    expect(openModule(new Uint8Array(100))).toBeNull();
    expect(openModule(new Uint8Array(2))).toBeNull();
  });
});
