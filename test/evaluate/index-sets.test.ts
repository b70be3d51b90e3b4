import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answer, faultOf } from './run.ts';

/** The text of an index set and its size, computed here. */
interface Sized {
  readonly text: string;
  readonly size: number;
}

const LARGEST = 3000;
const numRuns = process.env.VERIFY ? 1000 : 100;

const fin = fc.integer({ min: 0, max: 6 }).map((n): Sized => ({ text: `Fin ${n}`, size: n }));

function list(tag: '|' | ',', items: readonly Sized[]): Sized {
  const size = items.reduce((s, item) => (tag === ',' ? s * item.size : s + item.size), tag === ',' ? 1 : 0);
  return { text: `(${items.map((item) => item.text).join(` ${tag} `)})`, size };
}

const sets: fc.Arbitrary<Sized> = fc
  .letrec<{ set: Sized }>((tie) => ({
    set: fc.oneof(
      { maxDepth: 3 },
      fin,
      fc.integer({ min: 0, max: 6 }).map((n): Sized => ({ text: `Named("K", ${n})`, size: n })),
      fc.array(tie('set'), { minLength: 2, maxLength: 3 }).map((items) => list(',', items)),
      fc.array(tie('set'), { minLength: 2, maxLength: 3 }).map((items) => list('|', items)),
      fc
        .tuple(fc.integer({ min: 0, max: 3 }), tie('set'))
        .map(
          ([n, codomain]): Sized => ({ text: `(Fin ${n} => ${codomain.text})`, size: codomain.size ** n }),
        ),
      fc
        .tuple(tie('set'), fc.nat(), fc.constantFrom('RangeFrom', 'RangeFromExc', 'RangeTo', 'RangeToExc'))
        .filter(([base]) => base.size > 0)
        .map(([base, seed, kind]): Sized => {
          const at = seed % base.size;
          const sizes = {
            RangeFrom: base.size - at,
            RangeFromExc: base.size - at - 1,
            RangeTo: at + 1,
            RangeToExc: at,
          };
          return { text: `${kind}(${base.text}, ${at}w32)`, size: sizes[kind as keyof typeof sizes] };
        }),
    ),
  }))
  .set.filter(({ size }) => size <= LARGEST);

describe('index sets', () => {
  it('sizes are what their structure says', () => {
    fc.assert(
      fc.property(sets, ({ text, size }) => {
        expect(answer(`fn @main () -> w32 { let n = sizeOf(${text}) n }`)).toBe(size);
      }),
      { numRuns },
    );
  });

  it('ordinal is inverse to fromOrdinal, both ways', () => {
    fc.assert(
      fc.property(sets, ({ text, size }) => {
        const program = `fn @main () -> Fin ${size} => w32 {
          let t = for k : Fin ${size} {
            let o = ordinal(Fin ${size}, k)
            let i = fromOrdinal(${text}, o)
            let back = ordinal(${text}, i)
            back
          }
          t
        }`;
        expect(answer(program)).toEqual(Array.from({ length: size }, (_, k) => k));
      }),
      { numRuns },
    );
  });

  it('a loop visits the indices in the order of their ordinals', () => {
    fc.assert(
      fc.property(sets, ({ text, size }) => {
        // Through a table, so that the ordinal is computed from the index and not known from the loop.
        const program = `fn @main () -> ${text} => w32 {
          let t = for i : ${text} { i }
          let u = for j : ${text} {
            let i = t[j]
            let o = ordinal(${text}, i)
            o
          }
          u
        }`;
        expect(answer(program)).toEqual(Array.from({ length: size }, (_, k) => k));
      }),
      { numRuns },
    );
  });

  it('an ordinal out of range is a fault where the index is used', () => {
    fc.assert(
      fc.property(sets, fc.integer({ min: 0, max: 5 }), ({ text, size }, beyond) => {
        const program = `fn @main (k : w32) -> w32 {
          let t = for i : ${text} { 0w32 }
          let i = fromOrdinal(${text}, k)
          let x = t[i]
          x
        }`;
        const k = { tag: 'scalar', scalar: 'w32', value: size + beyond } as const;
        expect(faultOf(program, [k]).kind).toBe('indexOutOfRange');
      }),
      { numRuns },
    );
  });
});
