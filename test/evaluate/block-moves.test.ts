import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../../src/values/index.ts';
import { answer, faultOf, w32 } from './run.ts';

/** Slices and joined tables, computed here element by element: that blocks are moved at once must not show. */
const numRuns = process.env.VERIFY ? 2000 : 200;

const list = (items: readonly number[]): Value => ({
  tag: 'pair',
  first: w32(items.length),
  second: {
    tag: 'table',
    size: items.length,
    elements: { tag: 'scalars', scalar: 'f32', data: Float32Array.from(items) },
  },
});

/** An element of a table `xs : Fin n => f32`, `shift` from `o`. */
const piece = (xs: string, n: string, shift: string): string =>
  shift === ''
    ? `let at = fromOrdinal(Fin ${n}, o) let x = ${xs}[at] x`
    : `let d = ${shift} let at = fromOrdinal(Fin ${n}, d) let x = ${xs}[at] x`;

const program = (
  body: string,
): string => `fn @main (l : List f32, r : List f32, size : w32, end : w32, by : w32) -> List f32 {
  unpack (n, ls) = l
  unpack (m, rs) = r
  let t = for i : Fin size {
    let o = ordinal(Fin size, i)
    ${body}
  }
  let out = pack (size, t) : List f32
  out
}`;

const joined = (left: string, right: string): string =>
  program(`let c = ilt o end
    let b = fromTag c : Bool
    let y = case b : f32
      | u { ${piece('rs', 'm', right)} }
      | v { ${piece('ls', 'n', left)} }
    y`);

/** The shifts that are recognised, and one that is not: what the loop does itself. */
const SHIFTS: readonly (readonly [text: string, of: (o: number, by: number) => number])[] = [
  ['', (o) => o],
  ['iadd o by', (o, by) => (o + by) >>> 0],
  ['iadd by o', (o, by) => (o + by) >>> 0],
  ['isub o by', (o, by) => (o - by) >>> 0],
  ['isub by o', (o, by) => (by - o) >>> 0],
  ['imul o by', (o, by) => Math.imul(o, by) >>> 0],
];

const small = fc.nat({ max: 6 });
const items = fc.array(fc.float({ noNaN: true, min: -8, max: 8 }), { maxLength: 6 });
const shift = fc.nat({ max: SHIFTS.length - 1 });

/** Checks a program against the elements that it should give; an element that is not there is a fault. */
function check(text: string, args: readonly Value[], elements: readonly (number | undefined)[]): void {
  if (elements.includes(undefined)) expect(faultOf(text, args).kind).toBe('indexOutOfRange');
  else expect(answer(text, args)).toEqual({ first: elements.length, second: elements });
}

describe('tables end to end', () => {
  it('are what their elements are', () => {
    fc.assert(
      fc.property(items, items, small, small, small, shift, shift, (ls, rs, size, end, by, a, b) => {
        const [left, ofLeft] = SHIFTS[a]!;
        const [right, ofRight] = SHIFTS[b]!;
        const elements = Array.from({ length: size }, (_, o) =>
          o < end ? ls[ofLeft(o, by)] : rs[ofRight(o, by)],
        );
        check(joined(left, right), [list(ls), list(rs), w32(size), w32(end), w32(by)], elements);
      }),
      { numRuns },
    );
  });

  it('are joined', () => {
    const args = [list([1, 2, 3]), list([4, 5]), w32(5), w32(3), w32(3)];
    expect(answer(joined('', 'isub o by'), args)).toEqual({ first: 5, second: [1, 2, 3, 4, 5] });
  });
});

describe('a slice', () => {
  it('is what its elements are', () => {
    fc.assert(
      fc.property(items, small, fc.oneof(small, fc.constant(2 ** 32 - 1)), shift, (ls, size, by, k) => {
        const [text, of] = SHIFTS[k]!;
        const elements = Array.from({ length: size }, (_, o) => ls[of(o, by)]);
        check(program(piece('ls', 'n', text)), [list(ls), list([]), w32(size), w32(0), w32(by)], elements);
      }),
      { numRuns },
    );
  });
});
