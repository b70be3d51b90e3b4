/** The programs that staged evaluation is for, by hand in Core. Expected values are computed by hand. */
import { describe, expect, test } from 'vitest';
import { app, block, field, refType, row, type Term, variable } from '../../src/core/index.ts';
import * as t from './core.ts';

const { n, v, num, real, nat, float } = t;

describe('data', () => {
  test('arithmetic', () => {
    expect(t.run(t.add(num(2), t.mul(num(3), num(4))), nat)).toBe(14);
  });

  test('a loop over a loop', () => {
    const term = t.loop(num(2), t.arrow(num(3), nat), (i) =>
      t.loop(num(3), nat, (j) =>
        t.add(t.mul(t.ordinal(i, t.finIx(num(2))), num(10)), t.ordinal(j, t.finIx(num(3)))),
      ),
    );
    expect(t.run(term, t.arrow(num(2), t.arrow(num(3), nat)))).toEqual([
      [0, 1, 2],
      [10, 11, 12],
    ]);
  });

  test('constructors, known and at run time', () => {
    const pick = (k: number) =>
      t.choose(t.less(num(k), num(3)), t.just(nat, num(k)), t.nothing(nat), t.maybe(nat));
    expect(t.run(pick(1), t.maybe(nat))).toEqual([1, 1]);
    expect(t.run(pick(5), t.maybe(nat))).toEqual([0, []]);
    const x = n();
    const term = t.caseOf(
      t.Maybe,
      pick(2),
      [
        { binders: [], body: num(100) },
        { binders: [x], body: t.add(v(x), num(1)) },
      ],
      nat,
    );
    expect(t.run(term, nat)).toBe(3);
  });
});

describe('functions', () => {
  test('a conditional function that is chosen at run time', () => {
    const f = t.funType(nat, nat);
    const term = t.loop(num(4), nat, (i) =>
      t.letIn(nat, t.ordinal(i, t.finIx(num(4))), (k) =>
        t.letIn(
          f,
          t.choose(
            t.less(k, num(2)),
            t.fn(nat, (x) => t.add(x, k)),
            t.fn(nat, (x) => t.mul(x, num(7))),
            f,
          ),
          (g) => app(g, [num(10)]),
        ),
      ),
    );
    expect(t.run(term, t.arrow(num(4), nat))).toEqual([10, 11, 70, 70]);
  });

  test('a table of functions, from a loop and from a literal', () => {
    const f = t.funType(nat, nat);
    const byLoop = t.letIn(
      t.arrow(num(3), f),
      t.loop(num(3), f, (i) => t.fn(nat, (x) => t.add(x, t.ordinal(i, t.finIx(num(3)))))),
      (fs) => t.loop(num(3), nat, (i) => app(t.at(fs, i, num(3)), [num(10)])),
    );
    expect(t.run(byLoop, t.arrow(num(3), nat))).toEqual([10, 11, 12]);
    const items = [t.fn(nat, (x) => t.add(x, num(1))), t.fn(nat, (x) => t.mul(x, num(5)))];
    const byLiteral = t.letIn(t.arrow(num(2), f), { tag: 'tableLit', items, element: f, source: 0 }, (fs) =>
      t.loop(num(2), nat, (i) => app(t.at(fs, i, num(2)), [num(4)])),
    );
    expect(t.run(byLiteral, t.arrow(num(2), nat))).toEqual([5, 20]);
  });

  test('a top-level closure over a computed table', () => {
    const xs = n('xs');
    const f = t.funType(t.fin(num(3)), nat);
    const [g] = t.top([
      'g',
      block(
        [
          t.decl(
            xs,
            t.arrow(num(3), nat),
            t.loop(num(3), nat, (i) => t.mul(t.ordinal(i, t.finIx(num(3))), num(4))),
          ),
        ],
        t.fn(t.fin(num(3)), (i) => t.at(v(xs), i, num(3))),
      ),
      f,
    ]);
    const term = t.loop(num(3), nat, (i) => app(t.use(g!), [i]));
    expect(t.run(term, t.arrow(num(3), nat))).toEqual([0, 4, 8]);
  });

  test('a top-level struct of functions', () => {
    const f = t.funType(nat, nat);
    const Pair = t.dataOf(
      'Ops',
      [],
      {
        Ops: [
          ['up', f],
          ['down', f],
          ['base', nat],
        ],
      },
      true,
      'test',
    ).ref;
    const k = n('k');
    const made = block(
      [t.decl(k, nat, t.add(num(20), num(1)))],
      t.con(Pair, 0, [], [t.fn(nat, (x) => t.add(x, v(k))), t.fn(nat, (x) => t.mul(x, v(k))), num(2)]),
    );
    const [ops] = t.top(['ops', made, t.dataType(Pair)]);
    const get = (i: number) => field(Pair, i, t.use(ops!));
    expect(t.run(app(get(0), [get(2)]), nat)).toBe(23);
    expect(t.run(app(get(1), [get(2)]), nat)).toBe(42);
  });
});

describe('references and sizes', () => {
  test('lists inside sums inside a table in a State reference', () => {
    const element = t.maybe(t.list(nat));
    const content = t.arrow(num(2), element);
    const listOf = (...items: number[]) =>
      t.con(
        t.List,
        0,
        [nat],
        [num(items.length), { tag: 'tableLit', items: items.map(num), element: nat, source: 0 }],
      );
    const term = t.withState(
      t.loop(num(2), element, () => t.nothing(t.list(nat))),
      content,
      t.tupleType([]),
      (ref, heap) => {
        const set = (k: number, value: ReturnType<typeof num>) =>
          t.prim(
            'put',
            [
              t.prim('indexRef', [ref, t.fromOrdinal(num(k), t.finIx(num(2)))], refType(heap, element)),
              value,
            ],
            t.tupleType([]),
          );
        return block(
          [
            t.decl(n(), t.tupleType([]), set(0, t.just(t.list(nat), listOf(1, 2, 3)))),
            t.decl(n(), t.tupleType([]), set(1, t.just(t.list(nat), listOf(9)))),
          ],
          set(0, t.just(t.list(nat), listOf(5, 6))),
        );
      },
    );
    const result = t.tupleType([t.tupleType([]), content]);
    expect(t.run(term, result)).toEqual([
      [],
      [
        [1, [2, [5, 6]]],
        [1, [1, [9]]],
      ],
    ]);
  });

  test('a table of lists of different lengths', () => {
    const term = t.loop(num(3), t.list(nat), (i) =>
      t.letIn(nat, t.ordinal(i, t.finIx(num(3))), (k) =>
        t.con(t.List, 0, [nat], [k, t.loop(k, nat, (j) => t.add(t.ordinal(j, t.finIx(k)), k))]),
      ),
    );
    expect(t.run(term, t.arrow(num(3), t.list(nat)))).toEqual([
      [0, []],
      [1, [1]],
      [2, [2, 3]],
    ]);
  });

  test('a triangle', () => {
    const i = n('i');
    const base = t.fin(num(3));
    const [range, dict] = t.rangeTo(base, t.finIx(num(3)), v(i));
    const j = n('j');
    const body = t.forLoop({ binder: j, index: range, ix: dict, element: nat, body: t.ordinal(v(j), dict) });
    const element = t.tableType(n('j'), range, dict, nat);
    const term = t.forLoop({ binder: i, index: base, ix: t.finIx(num(3)), element, body });
    expect(t.run(term, t.tableType(i, base, t.finIx(num(3)), element))).toEqual([[0], [0, 1], [0, 1, 2]]);
  });

  test('a top-level list is unpacked and its size is known afterwards', () => {
    const made = t.con(
      t.List,
      0,
      [nat],
      [t.add(num(1), num(2)), t.loop(t.add(num(1), num(2)), nat, () => num(7))],
    );
    void made;
    const k = n('k');
    const built = block(
      [t.decl(k, nat, t.add(num(1), num(2)))],
      t.con(t.List, 0, [nat], [v(k), t.loop(v(k), nat, (i) => t.ordinal(i, t.finIx(v(k))))]),
    );
    const [xs] = t.top(['xs', built, t.list(nat)]);
    const size = field(t.List, 0, t.use(xs!));
    const items = field(t.List, 1, t.use(xs!));
    const term = t.con(
      t.List,
      0,
      [nat],
      [size, t.loop(size, nat, (i) => t.add(t.at(items, i, size), num(1)))],
    );
    expect(t.run(term, t.list(nat))).toEqual([3, [1, 2, 3]]);
  });
});

describe('specialisation', () => {
  test('a chain of forty doublings is linear', () => {
    const sizes = [20, 40].map((depth) => {
      const x0 = n('x');
      let f = t.def(
        `double0_${depth}`,
        [t.param(x0, t.arrow(num(1), float))],
        t.arrow(num(1), float),
        t.loop(num(1), float, (i) => t.fadd(t.at(v(x0), i, num(1)), t.at(v(x0), i, num(1)))),
      );
      const type = t.arrow(num(1), float);
      for (let k = 1; k < depth; k++) {
        const x = n('x');
        const y = n('y');
        const previous = f;
        f = t.def(
          `double${k}_${depth}`,
          [t.param(x, type)],
          type,
          block(
            [t.decl(y, type, t.call(previous, v(x)))],
            t.loop(num(1), float, (i) =>
              t.fadd(t.at(v(y), i, num(1)), t.at(t.call(previous, v(x)), i, num(1))),
            ),
          ),
        );
      }
      const term = t.call(
        f,
        t.loop(num(1), float, () => real(1)),
      );
      return t.simplifyTerm(term, type).program.functions.length;
    });
    expect(sizes).toEqual([21, 41]);
  });

  test('a long chain of definitions, each calling the one before', () => {
    const length = process.env.VERIFY ? 10_000 : 1_000;
    const x0 = n('x');
    let f = t.def('f0', [t.param(x0, nat)], nat, v(x0));
    const one = num(1);
    for (let k = 1; k < length; k++) {
      const x = n('x');
      // Large enough not to be unfolded.
      let body = t.call(f, v(x));
      for (let j = 0; j < 20; j++) body = t.add(body, one);
      f = t.def(`f${k}`, [t.param(x, nat)], nat, body);
    }
    expect(t.simplifyTerm(t.call(f, num(1)), nat).program.functions.length).toBe(length);
  });

  test('a thousand binds in one block', () => {
    const k = n('k');
    const bind = t.def('bind', [t.param(k, t.funType(nat, nat))], nat, app(variable(k), [num(1)]));
    let term: ReturnType<typeof num> = num(0);
    for (let i = 0; i < 1000; i++) {
      const rest = term;
      term = t.call(
        bind,
        t.fn(nat, (x) => t.letIn(nat, t.add(x, num(i)), () => rest)),
      );
    }
    expect(t.run(term, nat)).toBe(0);
  });

  test('effects that a type overstates are made exact', () => {
    const h = n('h');
    const ref = n('ref');
    const x = n('x');
    const effects = row([{ tag: 'state', heap: v(h) }, { tag: 'io' }]);
    let body: Term = t.prim('get', [v(ref)], nat);
    for (let j = 0; j < 20; j++) body = t.add(body, v(x));
    const f = t.def(
      'peek',
      [t.param(h, { tag: 'kind', kind: 'Heap' }), t.param(ref, refType(v(h), nat)), t.param(x, nat)],
      nat,
      body,
      effects,
    );
    const term = t.withState(num(5), nat, nat, (r, heap) => t.call(f, heap, r, num(2)));
    expect(t.run(term, t.tupleType([nat, nat]))).toEqual([45, 5]);
  });
});
