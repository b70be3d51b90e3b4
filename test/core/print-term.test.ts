import { describe, expect, it } from 'vitest';
import * as c from '../../src/core/index.ts';
import * as w from './world.ts';

const { n, v, definitions } = w;
const show = (t: c.Term): string => c.printTerm(t, definitions);

describe('printed terms', () => {
  it('writes declarations one a line and renumbers names', () => {
    const [x, y, z] = [n('x'), n('x'), n()];
    const body = c.block(
      [
        c.decl(y, c.natType, c.prim('iadd', [v(x), c.natLiteral(1)], c.natType)),
        c.decl(z, c.tupleType([c.natType, c.natType]), c.tuple([v(x), v(y)])),
      ],
      c.project(1, v(z)),
    );
    expect(show(c.lam([w.explicit(x, c.natType)], body))).toBe(
      ['\\(x:Nat).', '  x.1 : Nat = %iadd(x, 1)', '  v#0 : (Nat, Nat) = (x, x.1)', '  v#0.1'].join('\n'),
    );
  });

  it('names constructors, fields and effects', () => {
    const [l, h, a] = [n('l'), n('h'), n('a')];
    const none = c.con(w.Maybe.ref, 0, [c.natType], []);
    const some = c.con(w.Maybe.ref, 1, [c.natType], [c.field(w.List.ref, 0, v(l))]);
    const choice = c.caseOf(
      w.Maybe.ref,
      some,
      [c.alternative([], none), c.alternative([a], v(a))],
      c.natType,
    );
    const effects = c.row([{ tag: 'state', heap: v(h) }, { tag: 'io' }]);
    expect(show(c.lam([w.implicit(h, w.heap), w.explicit(l, w.listOf(c.natType))], choice, effects))).toBe(
      [
        '\\{h:Heap}(l:List Nat) {State h, IO}.',
        '  case Just(l.n) of',
        '    Nothing -> Nothing',
        '    Just a -> a',
      ].join('\n'),
    );
  });

  it('does not depend on how names were made', () => {
    const make = (): c.Term => {
      const [x, i] = [n('x'), n('i')];
      const size = c.natLiteral(3);
      const loop = c.forLoop({
        binder: i,
        index: c.finType(size),
        ix: c.finIx(size),
        element: c.natType,
        axis: 'data',
        body: c.app(v(x), [v(i)]),
      });
      return c.lam([w.explicit(x, c.natType)], loop);
    };
    expect(show(make())).toBe('\\(x:Nat). for @data i:(Fin 3). x(i)');
    expect(show(make())).toBe(show(make()));
  });

  it('writes definitions', () => {
    expect(c.printDefinition(w.List, definitions)).toBe(
      ['data List(a:Type)', '  AsList(n:Nat)(element:(Fin n) => a)'].join('\n'),
    );
    expect(c.printDefinition(w.Ix, definitions)).toBe(['interface Ix(n:Type)', '  given Data n'].join('\n'));
  });
});
