import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bigint,
  bytes,
  type Codec,
  dictionary,
  list,
  natural,
  nullable,
  numeric,
  reader,
  record,
  recursive,
  shared,
  string,
  union,
} from '../../src/util/index.ts';

function roundTrip<T>(codec: Codec<T>, value: T): T {
  const strings = new Map<string, number>();
  const out = bytes(strings);
  codec.write(out, value);
  const table = [...strings.keys()];
  return codec.read(reader(out.finish(), 0, (i) => table[i]!));
}

type Tree =
  | { readonly tag: 'leaf'; readonly value: number }
  | { readonly tag: 'fork'; readonly arms: readonly Tree[] };
const tree: Codec<Tree> = recursive((self) =>
  shared(union<Tree>({ leaf: { value: natural }, fork: { arms: list(self) } })),
);

describe('codecs', () => {
  it('give numbers back exactly', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer(), fc.maxSafeNat(), fc.bigInt()), (value) => {
        expect(roundTrip(numeric, value)).toBe(value);
      }),
    );
    expect(roundTrip(numeric, -0)).toBe(-0);
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        expect(roundTrip(bigint, value)).toBe(value);
      }),
    );
    expect(() => roundTrip(natural, -1)).toThrow('not a natural number');
  });

  it('give records, lists and dictionaries back', () => {
    const codec = record<{ readonly a: string; readonly b: number | null }>({
      a: string(),
      b: nullable(natural),
    });
    expect(
      roundTrip(list(codec), [
        { a: 'x', b: 1 },
        { a: '', b: null },
      ]),
    ).toStrictEqual([
      { a: 'x', b: 1 },
      { a: '', b: null },
    ]);
    expect(roundTrip(dictionary(natural), { one: 1, toString: 2 })).toStrictEqual({ one: 1, toString: 2 });
  });

  it('keep what is shared shared', () => {
    let whole: Tree = { tag: 'leaf', value: 1 };
    for (let i = 0; i < 100; i++) whole = { tag: 'fork', arms: [whole, whole] };
    const read = roundTrip(tree, whole);
    expect(read.tag === 'fork' && read.arms[0] === read.arms[1]).toBe(true);
  });
});
