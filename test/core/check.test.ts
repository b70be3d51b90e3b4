import { describe, expect, it } from 'vitest';
import * as c from '../../src/core/index.ts';
import { HOST_OPERATIONS } from '../../src/primitives/index.ts';
import * as w from './world.ts';

const { n, v, definitions } = w;
const f32 = c.scalarType('f32');
const fin = (k: number): c.Term => c.finType(c.natLiteral(k));
const finIx = (k: number): c.Term => c.finIx(c.natLiteral(k));
const one = c.literal('f32', 1);
const NO_ROW = c.pureRow;

const messages = (problems: readonly c.Problem[]): readonly string[] =>
  problems.map((p) => (p.expected === null ? p.message : `${p.message}: ${p.expected} / ${p.actual}`));

/** What is wrong with a closed term at a type. */
function problems(term: c.Term, type: c.Term, allowed = NO_ROW): readonly string[] {
  const cx = c.checking(definitions);
  c.checkType(cx, type);
  c.checkTerm(cx, term, type, allowed);
  return messages(cx.problems);
}

const [a, x, y, h, r, l] = [n('a'), n('x'), n('y'), n('h'), n('r'), n('l')];
const io = c.row([{ tag: 'io' }]);
const state = c.row([{ tag: 'state', heap: v(h) }]);
const identity = c.lam([w.implicit(a, c.typeKind), w.explicit(x, v(a))], v(x));
const identityType = c.pi([w.implicit(a, c.typeKind), w.explicit(x, v(a))], v(a));
const withReference = (body: c.Term, row: c.Row): c.Term =>
  c.lam([w.implicit(h, w.heap), w.explicit(r, c.refType(v(h), f32))], body, row);
const referenceType = (result: c.Term, row: c.Row): c.Term =>
  c.pi([w.implicit(h, w.heap), w.explicit(r, c.refType(v(h), f32))], result, row);
const get = c.prim('get', [v(r)], f32);

describe('effects of primitives', () => {
  it('are IO for all that the host does', () => {
    for (const name of HOST_OPERATIONS) expect([name, c.primitiveRow(name, [])]).toEqual([name, io]);
  });
});

describe('terms that are right', () => {
  const cases: readonly (readonly [string, c.Term, c.Term])[] = [
    ['a polymorphic function', identity, identityType],
    ['its application', c.app(identity, [f32, one]), f32],
    ['a tuple and a projection', c.project(1, c.tuple([one, c.natLiteral(2)])), c.natType],
    ['a type', w.listOf(f32), c.typeKind],
    [
      'a loop',
      c.forLoop({ binder: x, index: fin(3), ix: finIx(3), element: f32, body: one }),
      c.tableType(y, fin(3), finIx(3), f32),
    ],
    [
      'a loop for effects alone',
      c.forLoop({
        binder: x,
        index: fin(3),
        ix: finIx(3),
        element: c.unitType,
        body: c.unit,
        effectOnly: true,
      }),
      c.unitType,
    ],
    [
      'a table and an access',
      c.lam([w.explicit(x, fin(2))], c.index(c.tableLiteral([one, one], f32), v(x), fin(2), finIx(2))),
      c.pi([w.explicit(y, fin(2))], f32),
    ],
    [
      'a dependent pair',
      c.pack(
        c.pairType(x, c.natType, c.tableType(y, c.finType(v(x)), c.finIx(v(x)), f32)),
        c.natLiteral(1),
        c.tableLiteral([one], f32),
      ),
      c.pairType(l, c.natType, c.tableType(y, c.finType(v(l)), c.finIx(v(l)), f32)),
    ],
    [
      'fields that depend on fields',
      c.lam([w.explicit(l, w.listOf(f32))], c.field(w.List.ref, 1, v(l))),
      c.pi(
        [w.explicit(l, w.listOf(f32))],
        c.tableType(y, c.finType(c.field(w.List.ref, 0, v(l))), c.finIx(c.field(w.List.ref, 0, v(l))), f32),
      ),
    ],
    [
      'a case',
      c.caseOf(
        w.Maybe.ref,
        c.con(w.Maybe.ref, 1, [f32], [one]),
        [c.alternative([], one), c.alternative([x], v(x))],
        f32,
      ),
      f32,
    ],
    ['an effect that is allowed', withReference(get, state), referenceType(f32, state)],
    [
      'a handler, which takes its effect away',
      c.prim('runState', [one, withReference(get, state)], c.tupleType([f32, f32])),
      c.tupleType([f32, f32]),
    ],
    [
      'a local alias',
      c.block(
        [c.decl(a, c.typeKind, c.tupleType([f32, f32]))],
        c.lam([w.explicit(x, v(a))], c.project(0, v(x))),
      ),
      c.pi([w.explicit(x, c.tupleType([f32, f32]))], f32),
    ],
    ['a dictionary of an instance', c.instance(w.unitIx.ref), w.ixOf(c.unitType)],
    [
      'a superclass',
      c.superclass(w.Ix.ref, 0, c.instance(w.unitIx.ref)),
      c.classType(w.Data.ref, [c.unitType]),
    ],
    ['scalar arithmetic', c.prim('flt', [one, one], c.scalarType('w8')), c.scalarType('w8')],
  ];
  it.each(cases)('%s', (_, term, type) => {
    expect(problems(term, type)).toEqual([]);
  });
});

describe('terms that are wrong', () => {
  const cases: readonly (readonly [string, c.Term, c.Term, readonly string[]])[] = [
    ['a name out of scope', v(x), f32, ['name not in scope: x']],
    ['a metavariable', c.meta(7), f32, ['an unsolved metavariable: 7']],
    ['another type', one, c.natType, ['types differ: Nat / Float32']],
    ['too few arguments', c.app(identity, [f32]), f32, ['a function takes 2 arguments, not 1']],
    [
      'an argument of another type',
      c.app(identity, [c.natType, one]),
      c.natType,
      ['types differ: Nat / Float32'],
    ],
    ['what is no function', c.app(one, []), f32, ['applied, but not a function: Float32']],
    [
      'an effect that is not allowed',
      withReference(get, NO_ROW),
      referenceType(f32, NO_ROW),
      ['effects are not allowed: {} / {State h}'],
    ],
    [
      'a function of another row',
      c.lam([], one, io),
      c.pi([], f32),
      ['types differ: (() -> Float32) / (() -> {IO} Float32)'],
    ],
    [
      'a table of another size',
      c.tableLiteral([one], f32),
      c.tableType(x, fin(2), finIx(2), f32),
      ['types differ: ((Fin 2) => Float32) / ((Fin 1) => Float32)'],
    ],
    [
      'a dictionary of another type',
      c.forLoop({ binder: x, index: fin(3), ix: finIx(4), element: f32, body: one }),
      c.tableType(y, fin(3), finIx(3), f32),
      ['dictionary of another type: (Fin 3) / (Fin 4)'],
    ],
    [
      'too few alternatives',
      c.caseOf(w.Bool.ref, c.con(w.Bool.ref, 0, [], []), [c.alternative([], one)], f32),
      f32,
      ['1 alternatives for 2 constructors'],
    ],
    [
      'a component that is not there',
      c.project(2, c.tuple([one, one])),
      f32,
      ['no component 2 in (Float32, Float32)'],
    ],
    [
      'operands that differ',
      c.prim('fadd', [one, c.literal('f64', 1)], f32),
      f32,
      ['operands differ: Float32 / Float64'],
    ],
    [
      'integers added as floats',
      c.prim('fadd', [c.literal('i32', 1), c.literal('i32', 1)], c.scalarType('i32')),
      c.scalarType('i32'),
      ['fadd applied to Int32'],
    ],
    [
      'a value where a type stands',
      c.lam([w.explicit(x, one)], c.unit),
      c.pi([w.explicit(x, f32)], c.unitType),
      ['types differ: Type / Float32', 'types differ: ((x:Float32) -> ()) / ((x:1) -> ())'],
    ],
  ];
  it.each(cases)('%s', (_, term, type, expected) => {
    expect(problems(term, type)).toEqual(expected);
  });

  it('reports a mistake once', () => {
    const unknown = c.app(v(x), [one]);
    expect(problems(c.project(0, unknown), f32)).toEqual(['name not in scope: x']);
  });
});

describe('definitions', () => {
  it('compares an instance with its class', () => {
    const element = n('a');
    const cls = w.define('Zero', (ref) => ({
      tag: 'class',
      ref,
      source: 0,
      params: [w.explicit(element, c.typeKind)],
      self: n('d'),
      superclasses: [],
      methods: [{ name: 'zero', ref, type: v(element) }],
    }));
    const at = (method: c.Term): c.InstanceDef =>
      w.define('zero_float', (ref) => ({
        tag: 'instance',
        ref,
        source: 0,
        cls: cls.ref,
        params: [],
        args: [f32],
        superclasses: [],
        methods: [method],
        named: false,
      }));
    expect(c.checkDefinition(cls, definitions)).toEqual([]);
    expect(c.checkDefinition(at(one), definitions)).toEqual([]);
    expect(messages(c.checkDefinition(at(c.natLiteral(0)), definitions))).toEqual([
      'types differ: Float32 / Nat',
    ]);
  });

  it('lets outputs mention the declarations of their block', () => {
    const computation: c.Computation = {
      decls: [c.decl(x, f32, one)],
      outputs: [{ ref: c.globalRef('', 0, 'x'), term: v(x), type: f32 }],
      source: 0,
    };
    expect(c.checkComputation(computation, definitions)).toEqual([]);
    const effectful = { ...computation, decls: [c.decl(x, c.unitType, c.prim('free', [one], c.unitType))] };
    expect(messages(c.checkComputation(effectful, definitions))).toEqual([
      'effects are not allowed: {} / {IO}',
      'types differ: Float32 / ()',
    ]);
    expect(messages(c.checkComputation(effectful, definitions, io))).toEqual(['types differ: Float32 / ()']);
  });

  it('goes along 100,000 declarations', () => {
    let last = x;
    const decls = Array.from({ length: 100_000 }, (_, i) => {
      const name = n('s');
      const made = c.decl(name, f32, i === 0 ? one : c.prim('fadd', [v(last), one], f32));
      last = name;
      return made;
    });
    expect(problems(c.block(decls, v(last)), f32)).toEqual([]);
  });
});
