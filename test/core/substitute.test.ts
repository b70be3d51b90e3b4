import { describe, expect, it } from 'vitest';
import {
  alphaEqual,
  app,
  block,
  decl,
  finType,
  freeNames,
  lam,
  markAbove,
  natLiteral,
  natType,
  param,
  pi,
  refresh,
  row,
  sameType,
  substitute,
  substitution,
  type Term,
  tableType,
  tuple,
  typeKind,
  variable,
} from '../../src/core/index.ts';
import { fresh, type Name, supply } from '../../src/names/index.ts';
import { definitions } from './world.ts';

const names = supply();
const n = (hint: string): Name => fresh(names, hint);
const v = (name: Name): Term => variable(name);

describe('substitution', () => {
  it('avoids capture by renaming the binder', () => {
    const [x, y, z] = [n('x'), n('y'), n('z')];
    // (λy. (x, y))[x := y] is λz. (y, z)
    const result = substitute(lam([param(y, natType)], tuple([v(x), v(y)])), substitution([x], [v(y)]));
    expect(alphaEqual(result, lam([param(z, natType)], tuple([v(y), v(z)])))).toBe(true);
  });

  it('stops at a binder of the same name', () => {
    const x = n('x');
    const term = lam([param(x, natType)], v(x));
    expect(substitute(term, substitution([x], [natLiteral(1)]))).toBe(term);
  });

  it('replaces all at once', () => {
    const [x, y] = [n('x'), n('y')];
    const swapped = substitute(tuple([v(x), v(y)]), substitution([x, y], [v(y), v(x)]));
    expect(alphaEqual(swapped, tuple([v(y), v(x)]))).toBe(true);
  });

  it('reaches the later types of a telescope, and renames a parameter that would capture', () => {
    const [x, y, k, u] = [n('x'), n('y'), n('k'), n('u')];
    // (x:Fin k, y:Fin x) -> Fin x, k := x, is (u:Fin x, y:Fin u) -> Fin u
    const over = (first: Name, size: Name): Term =>
      pi([param(first, finType(v(size))), param(y, finType(v(first)))], finType(v(first)));
    expect(alphaEqual(substitute(over(x, k), substitution([k], [v(x)])), over(u, x))).toBe(true);
  });

  it('merges a row that replaces a tail', () => {
    const [e, f] = [n('e'), n('f')];
    const merged = substitute(
      row([{ tag: 'io' }], v(e)),
      substitution([e], [row([{ tag: 'io' }, { tag: 'except' }], v(f))]),
    );
    expect(merged).toEqual(row([{ tag: 'io' }, { tag: 'except' }], v(f)));
  });

  it('refreshes every binder', () => {
    const [x, y] = [n('x'), n('y')];
    const term = lam([param(x, natType)], block([decl(y, natType, v(x))], tuple([v(x), v(y)])));
    const mark = markAbove(term);
    const fresher = refresh(term, mark);
    expect(alphaEqual(fresher, term)).toBe(true);
    expect(fresher.tag === 'lam' && fresher.params[0]!.name.id).toBe(mark);
  });

  it('goes along a block of 100,000 declarations without recursion', () => {
    const first = n('x');
    let last = first;
    const decls = Array.from({ length: 100_000 }, () => {
      const name = n('x');
      const made = decl(name, natType, app(v(last), [v(first)]));
      last = name;
      return made;
    });
    const result = substitute(block(decls, v(last)), substitution([first], [natLiteral(1)]));
    expect(freeNames(result).size).toBe(0);
  });
});

describe('equality', () => {
  it('ignores names of binders, hints and the order of effects', () => {
    const [x, y, h] = [n('x'), n('y'), n('h')];
    const one = pi([param(x, natType)], finType(v(x)), row([{ tag: 'state', heap: v(h) }, { tag: 'io' }]));
    const other = pi([param(y, natType)], finType(v(y)), row([{ tag: 'io' }, { tag: 'state', heap: v(h) }]));
    expect(alphaEqual(one, other)).toBe(true);
    expect(alphaEqual(one, pi([param(y, natType)], finType(v(x)), one.row))).toBe(false);
  });

  it('compares rows in the scope of the parameters', () => {
    const [g, h, k] = [n('g'), n('h'), n('k')];
    const heap: Term = { tag: 'kind', kind: 'Heap' };
    const over = (a: Name, b: Name, used: Name): Term =>
      pi([param(a, heap), param(b, heap)], natType, row([{ tag: 'state', heap: v(used) }]));
    expect(alphaEqual(over(g, h, g), over(h, k, h))).toBe(true);
    expect(alphaEqual(over(g, h, g), over(h, k, k))).toBe(false);
  });

  it('distinguishes explicitness', () => {
    const x = n('x');
    const explicitly = pi([param(x, typeKind)], natType);
    expect(alphaEqual(explicitly, pi([param(x, typeKind, 'implicit')], natType))).toBe(false);
  });

  it('ignores dictionaries in types alone', () => {
    const [i, d, e] = [n('i'), n('d'), n('e')];
    const left = tableType(i, natType, v(d), natType);
    const right = tableType(i, natType, v(e), natType);
    expect(alphaEqual(left, right)).toBe(false);
    expect(sameType(left, right, definitions)).toBe(true);
  });
});
