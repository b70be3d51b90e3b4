import { describe, expect, it } from 'vitest';
import * as c from '../../src/core/index.ts';
import * as w from './world.ts';

const { n, v, definitions } = w;

/** The deepest nesting that the parser lets through. */
const DEPTH = 1000;

/** What 1,000 bind arrows elaborate to: each a call with a lambda that holds the rest. */
function binds(): c.Term {
  const [f, x] = [n('f'), n('x')];
  const action = c.pi([w.explicit(n(), c.natType)], c.natType);
  let rest: c.Term = v(x);
  for (let i = 0; i < DEPTH; i++) {
    const [y, z] = [n('y'), n('z')];
    const body = c.block([c.decl(z, c.natType, v(y))], rest);
    rest = c.app(v(f), [c.lam([w.explicit(y, c.natType)], body)]);
  }
  return c.lam([w.explicit(f, c.pi([w.explicit(n(), action)], c.natType)), w.explicit(x, c.natType)], rest);
}

describe('terms as deep as the parser allows', () => {
  const term = binds();

  it('are walked by every function of Core', () => {
    const cx = c.checking(definitions);
    expect(c.inferTerm(cx, term, c.pureRow)).not.toBeNull();
    expect(cx.problems).toEqual([]);
    const renamed = c.refresh(term, c.markAbove(term));
    expect(c.alphaEqual(renamed, term)).toBe(true);
    expect(c.freeNames(term).size).toBe(0);
    expect(c.printTerm(renamed, definitions)).toBe(c.printTerm(term, definitions));
    const value: c.Definition = {
      tag: 'value',
      ref: c.globalRef('test', 0, 'deep'),
      source: 0,
      type: c.natType,
      definition: term,
    };
    const data = c.writeModule({ definitions: [value], placeOf: () => null, notes: '' });
    expect(c.openModule(data)!.lookup(0)).toMatchObject({ tag: 'value', ref: value.ref });
  });

  it('and so are types', () => {
    let type: c.Term = c.natType;
    for (let i = 0; i < DEPTH; i++) type = c.tupleType([type, c.natType]);
    expect(c.alphaEqual(c.normalise(type, definitions), type)).toBe(true);
    expect(c.printType(type, definitions).startsWith('(((('.repeat(4))).toBe(true);
    expect(c.formatOf(type, definitions).tag).toBe('tuple');
  });
});
