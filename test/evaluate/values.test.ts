import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, showValue } from '../../src/evaluate/index.ts';
import { parseProgram } from '../../src/loops/index.ts';
import { elementAt, type Format, nested, type Value } from '../../src/values/index.ts';
import { answer, scalar, w32 } from './run.ts';

/** Types in text form, each with values of it, built one by one. */
interface Typed {
  readonly text: string;
  readonly values: fc.Arbitrary<Value>;
}

const leaf: fc.Arbitrary<Typed> = fc.constantFrom<Typed>(
  { text: 'f32', values: fc.float().map((x) => scalar('f32', x)) },
  { text: 'f64', values: fc.double().map((x) => scalar('f64', x)) },
  { text: 'i32', values: fc.integer().map((x) => scalar('i32', x)) },
  { text: 'w8', values: fc.integer({ min: 0, max: 255 }).map((x) => scalar('w8', x)) },
  { text: 'w32', values: fc.nat({ max: 2 ** 32 - 1 }).map((x) => scalar('w32', x)) },
  { text: 'i64', values: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((x) => scalar('i64', x)) },
  { text: 'w64', values: fc.bigInt(0n, 2n ** 64n - 1n).map((x) => scalar('w64', x)) },
);

/** A table of values given one by one, which the evaluator has to bring into columns. */
const tableOf = (items: readonly Value[]): Value => ({
  tag: 'table',
  size: items.length,
  elements: { tag: 'boxes', items },
});

const types: fc.Arbitrary<Typed> = fc.letrec<{ type: Typed }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('type'), { minLength: 2, maxLength: 3 }).map((items) => ({
      text: `(${items.map((item) => item.text).join(', ')})`,
      values: fc
        .tuple(...items.map((item) => item.values))
        .map((parts): Value => ({ tag: 'product', items: parts })),
    })),
    fc.array(tie('type'), { minLength: 2, maxLength: 3 }).map((items) => ({
      text: `(${items.map((item) => item.text).join(' | ')})`,
      values: fc.oneof(
        ...items.map((item, alternative) =>
          item.values.map((payload): Value => ({ tag: 'sum', alternative, payload })),
        ),
      ),
    })),
    fc.tuple(fc.nat({ max: 3 }), tie('type')).map(([n, item]) => ({
      text: `Fin ${n} => ${item.text}`,
      values: fc.array(item.values, { minLength: n, maxLength: n }).map(tableOf),
    })),
    tie('type').map((item) => ({
      text: `List (${item.text})`,
      values: fc
        .array(item.values, { maxLength: 3 })
        .map((items): Value => ({ tag: 'pair', first: w32(items.length), second: tableOf(items) })),
    })),
  ),
})).type;

const typed = types.chain(({ text, values }) => values.map((value) => ({ text, value })));

describe('values', () => {
  it('come out as they went in, also through tables and references', () => {
    fc.assert(
      fc.property(typed, ({ text, value }) => {
        const identity = `fn @main (x : ${text}) -> ${text} { x }`;
        expect(answer(identity, [value])).toEqual(nested(value));
        const through = `fn @main (x : ${text}) -> ${text} {
          let t = for i : Fin 2 { x }
          let s = runState t [h] r {
            let i = fromOrdinal(Fin 2, 1w32)
            let e = r ! i
            let y = get e
            do put e y
            y
          }
          let u = s.1
          let j = fromOrdinal(Fin 2, 1w32)
          let z = u[j]
          z
        }`;
        expect(answer(through, [value])).toEqual(nested(value));
      }),
      { numRuns: process.env.VERIFY ? 1000 : 100 },
    );
  });

  it('that the evaluator gave go in again, and are plain data', () => {
    fc.assert(
      fc.property(typed, ({ text, value }) => {
        const identity = compile(parseProgram(`fn @main (x : ${text}) -> ${text} { x }`));
        const once = identity.run([value]);
        const copy = structuredClone(once);
        expect(identity.run([copy])).toEqual(once);
      }),
      { numRuns: process.env.VERIFY ? 1000 : 100 },
    );
  });

  it('do not change when what they came from does', () => {
    const data = Float32Array.of(1, 2);
    const table: Value = { tag: 'table', size: 2, elements: { tag: 'scalars', scalar: 'f32', data } };
    const program = compile(parseProgram('fn @main (x : Fin 2 => f32) -> Fin 2 => f32 { x }'));
    const result = program.run([table]);
    data[0] = 9;
    expect(nested(result)).toEqual([1, 2]);
  });

  it('give their elements one by one', () => {
    const value: Value = {
      tag: 'table',
      size: 2,
      elements: {
        tag: 'tables',
        size: 2,
        elements: { tag: 'scalars', scalar: 'i32', data: Int32Array.of(1, 2, 3, 4) },
      },
    };
    expect(value.tag === 'table' && nested(elementAt(value.elements, 1))).toEqual([3, 4]);
  });
});

const bytes = (text: string): Value => ({
  tag: 'pair',
  first: w32(text.length),
  second: tableOf([...text].map((c) => scalar('w8', c.charCodeAt(0)))),
});

const product = (...items: Value[]): Value => ({ tag: 'product', items });
const sum = (alternative: number, payload: Value): Value => ({ tag: 'sum', alternative, payload });
const UNIT = product();
const decimal: Format = { tag: 'decimal' };
const float: Format = { tag: 'float' };
const maybe: Format = {
  tag: 'data',
  constructors: [
    { name: 'Just', fields: [decimal] },
    { name: 'Nothing', fields: [] },
  ],
};
const one = scalar('i32', 1);

/** language.md 8.1 and appendix A. */
const SHOWN: readonly (readonly [Format, Value, string])[] = [
  [{ tag: 'tuple', items: [] }, UNIT, '()'],
  [{ tag: 'tuple', items: [decimal, float] }, product(one, scalar('f32', 2)), '(1, 2.)'],
  [{ tag: 'table', element: decimal }, tableOf([]), '[]'],
  [maybe, sum(0, one), '(Just 1)'],
  [maybe, sum(1, UNIT), 'Nothing'],
  [{ tag: 'table', element: maybe }, tableOf([sum(0, one), sum(1, UNIT)]), '[(Just 1), Nothing]'],
  [
    { tag: 'struct', name: 'Vec2', fields: [float, float] },
    product(scalar('f32', 1), scalar('f32', 2)),
    'Vec2(1., 2.)',
  ],
  [{ tag: 'struct', name: 'RangeTo', fields: [{ tag: 'ordinal' }] }, w32(0), 'RangeTo(0)'],
  [{ tag: 'hex' }, scalar('w8', 97), '0x61'],
  [
    { tag: 'pair', first: decimal, second: { tag: 'table', element: float } },
    { tag: 'pair', first: w32(1), second: tableOf([scalar('f32', 1)]) },
    '(1 ,> [1.])',
  ],
  [
    {
      tag: 'data',
      constructors: [{ name: 'AsList', fields: [decimal, { tag: 'table', element: decimal }] }],
    },
    { tag: 'pair', first: w32(2), second: tableOf([one, one]) },
    '(AsList 2 [1, 1])',
  ],
  [{ tag: 'text', text: '<function of type (Nat)>' }, UNIT, '<function of type (Nat)>'],
];

describe('the printer', () => {
  it.each(SHOWN)('%j of %j', (format, value, text) => {
    expect(showValue(format, value)).toBe(text);
  });

  it('prints strings as they are, in quotes', () => {
    const utf8 = 'a"b\n\u00c3\u00a9';
    const program = compile(parseProgram('fn @main (s : String) -> String { s }'));
    expect(showValue({ tag: 'string' }, program.run([bytes(utf8)]))).toBe('"a"b\né"');
  });
});
