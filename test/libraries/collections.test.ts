import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asking, float, numbers, RUNS, table } from './run.ts';

const ask = asking('set');
const short = { numRuns: RUNS };

const small = fc.array(fc.nat({ max: 30 }), { maxLength: 40 });
const nats = (xs: readonly number[]): string => table(xs.map(String), 'Nat');
const ascending = (xs: Iterable<number>): number[] => [...xs].sort((x, y) => x - y);
/** The members in the printed form `(UnsafeAsSet n [...])`. */
const members = (text: string): number[] => numbers(text).slice(1);

const FLOATS = ['nan', '(0.0 * (-1.0))', '0.0', 'infinity', '(-infinity)', '1.5', '(-1.5)', '2.0'];
const INTS = ['0', '1', '2', '7', '(-1)', '(-2)', '2147483647', '(-2147483648)'];
/** Elements of each scalar type, few, so that many are equal; those of `INTS` wrap around in unsigned types. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  Float32: FLOATS,
  Float64: FLOATS.map((x) => `(f_to_f64 ${x})`),
  Int32: INTS,
  Int64: INTS.map((x) => `(i_to_i64 ${x})`),
  Word8: INTS.map((x) => `(i_to_w8 ${x})`),
  Word32: INTS.map((x) => `(i_to_w32 ${x})`),
  Word64: INTS.map((x) => `(i_to_w64 ${x})`),
  Nat: INTS.map((x) => `(w32_to_n (i_to_w32 ${x}))`),
};

describe('sort', () => {
  test('puts numbers in ascending order', () => {
    fc.assert(
      fc.property(small, (xs) => {
        expect(numbers(ask(`import sort\n:p sort ${nats(xs)}`))).toEqual(ascending(xs));
      }),
      short,
    );
  });

  test('puts floats in ascending order', () => {
    // Eighths below 500 have at most seven digits, which is what is printed.
    const floats = fc.array(
      fc.integer({ min: -4000, max: 4000 }).map((x) => x / 8),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(floats, (xs) => {
        expect(numbers(ask(`import sort\n:p sort ${table(xs.map(float), 'Float')}`))).toEqual(ascending(xs));
      }),
      short,
    );
  });

  test('is stable', () => {
    ask(`import sort
struct Tagged =
  key : Nat
  tag : Nat
instance Eq(Tagged)
  def (==)(x, y) = x.key == y.key
instance Ord(Tagged)
  def (<)(x, y) = x.key < y.key
  def (>)(x, y) = x.key > y.key`);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 40 }), (keys) => {
        const tagged = keys.map((key, tag) => ({ key, tag }));
        const written = table(
          tagged.map(({ key, tag }) => `Tagged(${key}, ${tag})`),
          'Tagged',
        );
        const expected = [...tagged].sort((x, y) => x.key - y.key).map(({ tag }) => tag);
        expect(numbers(ask(`:p\n  sorted = sort ${written}\n  for i. sorted[i].tag`))).toEqual(expected);
      }),
      short,
    );
  });

  test.each(Object.entries(KEYS))('orders %s as the merge sort in Dex does', (type, keys) => {
    const name = `Wrapped${type}`;
    // A struct's order is not a scalar's own, so that the library merges in Dex.
    const ask = asking('sort');
    ask(`struct ${name} =
  key : ${type}
instance Eq(${name})
  def (==)(x, y) = x.key == y.key
instance Ord(${name})
  def (<)(x, y) = x.key < y.key
  def (>)(x, y) = x.key > y.key`);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...keys), { maxLength: 40 }), (xs) => {
        const merged = ask(`:p
  merged = sort (for i. ${name}(${table(xs, type)}[i]))
  for i. merged[i].key`);
        expect(ask(`:p sort ${table(xs, type)}`)).toBe(merged);
      }),
      short,
    );
  });

  test('merges tables, and tells whether they are sorted', () => {
    fc.assert(
      fc.property(small, small, (xs, ys) => {
        const [left, right] = [ascending(xs), ascending(ys)];
        const merged = ask(`:p merge_sorted_tables(${nats(left)}, ${nats(right)})`);
        expect(numbers(merged)).toEqual(ascending([...xs, ...ys]));
        expect(ask(`:p is_sorted ${nats(xs)}`)).toBe(xs.join() === left.join() ? 'True' : 'False');
      }),
      short,
    );
  });
});

describe('set', () => {
  test('holds each element once, in order', () => {
    fc.assert(
      fc.property(small, (xs) => {
        const text = ask(`:p to_set ${nats(xs)}`);
        expect(members(text)).toEqual(ascending(new Set(xs)));
        expect(numbers(text)[0]).toBe(new Set(xs).size);
      }),
      short,
    );
  });

  test('has the unions and intersections of sets', () => {
    fc.assert(
      fc.property(small, small, (xs, ys) => {
        const both = `(to_set ${nats(xs)}, to_set ${nats(ys)})`;
        expect(members(ask(`:p set_union${both}`))).toEqual(ascending(new Set([...xs, ...ys])));
        const common = ascending(new Set(xs)).filter((x) => ys.includes(x));
        expect(members(ask(`:p set_intersect${both}`))).toEqual(common);
        const equal = common.length === new Set([...xs, ...ys]).size;
        expect(ask(`:p to_set ${nats(xs)} == to_set ${nats(ys)}`)).toBe(equal ? 'True' : 'False');
      }),
      short,
    );
  });

  test('knows its members and their places', () => {
    let count = 0;
    fc.assert(
      fc.property(small, fc.nat({ max: 30 }), (xs, x) => {
        const name = `members_${count++}`;
        ask(`${name} = to_set ${nats(xs)}`);
        const found = ask(`:p case member(${x}, ${name}) of
  Nothing -> -1
  Just e -> if value e == ${x} then n_to_i (ordinal e) else -2`);
        expect(numbers(found)).toEqual([ascending(new Set(xs)).indexOf(x)]);
      }),
      short,
    );
  });
});
