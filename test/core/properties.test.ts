import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as c from '../../src/core/index.ts';
import type { Format } from '../../src/values/index.ts';
import { anyTerm, random, randomType, runs, seeds } from './generate.ts';
import * as w from './world.ts';

const type = seeds.map((seed) => randomType(random(seed)));

describe('random types', () => {
  it('are well formed', () => {
    fc.assert(
      fc.property(type, (t) => {
        const cx = c.checking(w.definitions);
        c.checkType(cx, t);
        expect(cx.problems).toEqual([]);
      }),
      runs(3000),
    );
  });

  it('print alike when they differ in the names of binders alone', () => {
    fc.assert(
      fc.property(type, (t) => {
        const renamed = c.refresh(t, c.markAbove(t));
        expect(c.alphaEqual(renamed, t)).toBe(true);
        expect(c.printType(renamed, w.definitions)).toBe(c.printType(t, w.definitions));
      }),
      runs(3000),
    );
  });

  it('print the same text on one line and on many, but for blanks', () => {
    const squeezed = (text: string): string => text.replace(/\s+/g, '');
    fc.assert(
      fc.property(type, fc.integer({ min: 1, max: 120 }), (t, width) => {
        const flat = c.printType(t, w.definitions, { width: Number.POSITIVE_INFINITY });
        expect(flat).not.toContain('\n');
        expect(squeezed(c.printType(t, w.definitions, { width }))).toBe(squeezed(flat));
      }),
      runs(3000),
    );
  });

  it('have balanced brackets, whatever the context', () => {
    const closing: Readonly<Record<string, string>> = { ')': '(', '}': '{', ']': '[' };
    fc.assert(
      fc.property(type, fc.constantFrom<c.Context>('lowest', 'app', 'arg'), (t, context) => {
        const open: string[] = [];
        for (const character of c.printType(t, w.definitions, { context })) {
          if ('({['.includes(character)) open.push(character);
          if (character in closing) expect(open.pop()).toBe(closing[character]);
        }
        expect(open).toEqual([]);
      }),
      runs(3000),
    );
  });
});

describe('formats of random types', () => {
  it('have a part for each part of the type that holds values', () => {
    const leaves = (f: Format): number => {
      switch (f.tag) {
        case 'tuple':
          return f.items.reduce((sum, item) => sum + leaves(item), 0);
        case 'table':
          return leaves(f.element);
        case 'pair':
          return leaves(f.first) + leaves(f.second);
        case 'struct':
          return f.fields.reduce((sum, item) => sum + leaves(item), 0);
        case 'data':
          return f.constructors.reduce((sum, { fields }) => sum + leaves({ tag: 'tuple', items: fields }), 0);
        default:
          return 1;
      }
    };
    fc.assert(
      fc.property(type, (t) => {
        expect(leaves(c.formatOf(t, w.definitions))).toBe(valueParts(t));
      }),
      runs(3000),
    );
  });
});

/** How many parts of a random type's values print by themselves, counted from the definitions in `world.ts`. */
function valueParts(t: c.Term): number {
  switch (t.tag) {
    case 'tupleType':
      return t.items.reduce((sum, item) => sum + valueParts(item), 0);
    case 'tableType':
      return valueParts(t.element);
    case 'pairType':
      return valueParts(t.first) + valueParts(t.second);
    case 'dataType': {
      const args = t.args.map(valueParts);
      if (c.sameGlobal(t.data, w.List.ref)) return isByte(t.args[0]) ? 1 : 1 + args[0]!;
      if (c.sameGlobal(t.data, w.Maybe.ref)) return args[0]!;
      if (c.sameGlobal(t.data, w.Either.ref)) return args[0]! + args[1]!;
      if (c.sameGlobal(t.data, w.Vec2.ref)) return 2;
      return c.sameGlobal(t.data, w.Bool.ref) ? 0 : 1;
    }
    default:
      return 1;
  }
}

function isByte(t: c.Term | undefined): boolean {
  return t?.tag === 'scalarType' && t.scalar === 'w8';
}

describe('arbitrary terms', () => {
  it('lose a name when it is replaced', () => {
    fc.assert(
      fc.property(anyTerm, anyTerm, (t, replacement) => {
        for (const [id] of c.freeNames(t)) {
          const result = c.freeNames(c.substitute(t, new Map([[id, replacement]])));
          const expected = new Set([...c.freeNames(t).keys()].filter((other) => other !== id));
          for (const other of c.freeNames(replacement).keys()) expected.add(other);
          expect(new Set(result.keys())).toEqual(expected);
        }
      }),
      runs(2000),
    );
  });

  it('equal themselves with fresh binders, and share what does not change', () => {
    fc.assert(
      fc.property(anyTerm, (t) => {
        expect(c.alphaEqual(c.refresh(t, 5000), t)).toBe(true);
        expect(c.mapSubterms(t, (child) => child)).toBe(t);
        expect(c.children(t).length).toBe(countChildren(t));
      }),
      runs(2000),
    );
  });
});

/** The children that mapping meets: as many as visiting does. */
function countChildren(t: c.Term): number {
  let count = 0;
  c.mapSubterms(t, (child) => {
    count += 1;
    return child;
  });
  return count;
}
