import { describe, expect, it } from 'vitest';
import {
  type Atom,
  type Block,
  checkProgram,
  type Expr,
  F32,
  type Fn,
  finSet,
  I32,
  make,
  nameSize,
  type Program,
  PURE,
  parseProgram,
  productType,
  refType,
  STRING,
  type Type,
  tableOf,
  UNIT,
  UNIT_ATOM,
  W32,
} from '../../src/loops/index.ts';

const name = (id: number, hint = 'x'): { id: number; hint: string } => ({ id, hint });
const variable = (id: number, type: Type): Atom => ({ tag: 'var', name: name(id), type });
const x = variable(0, F32);
const k = variable(1, I32);
const n = variable(2, W32);
const xs = variable(3, tableOf(finSet(nameSize(name(2))), F32));

/** A function of `x : f32, k : i32, n : w32, xs : Fin n => f32` with this body. */
function program(body: Block): Program {
  const params = [x, k, n, xs].flatMap((a) => (a.tag === 'var' ? [{ name: a.name, type: a.type }] : []));
  const fn: Fn = { name: 'f', title: 'f', heaps: [], params, body, noinline: false, source: 0 };
  return { functions: [fn] };
}

function messages(body: Block): readonly string[] {
  return checkProgram(program(body)).map((problem) => problem.message);
}

/** A body that declares one expression and returns the unit. */
const only = (e: Expr): Block => make.block([make.letDecl(name(10), e)], UNIT_ATOM);

describe('the checker finds', () => {
  it.each<[string, Block, RegExp]>([
    ['a name out of scope', make.block([], variable(99, F32)), /not in scope/],
    ['an occurrence with another type', make.block([], variable(0, I32)), /occurrence/],
    ['operands of two types', only(make.scalar('fadd', [x, k], 0)), /operand of fadd/],
    ['an operator on the wrong class', only(make.scalar('iadd', [x, x], 0)), /not an operation on f32/],
    ['a bitcast to another width', only(make.bitcast('f64', x, 0)), /bitcast/],
    [
      'an injection beyond its sum',
      only(make.inject({ tag: 'sum', items: [F32] }, 1, x, 0)),
      /no alternative/,
    ],
    ['an index of another set', only(make.index(xs, k, 0)), /an index/],
    ['a literal of the wrong length', only(make.tableLiteral(tableOf(finSet(3), F32), [x], 0)), /1 elements/],
    ['a message that is no string', only(make.fail(F32, x, 0)), /message of fail/],
    ['a call of no function', only(make.callNode('g', [], [], UNIT, PURE, 0)), /no function g/],
    ['a foreign operation without a name', only(make.host('foreign', null, [], UNIT, 0)), /foreign/],
    [
      'a wide literal that is a number',
      make.block([], { tag: 'lit', scalar: 'i64', value: 1 }),
      /representation/,
    ],
    [
      'a wrong type on a node',
      only({ ...make.scalar('fadd', [x, x], 0), type: I32 } as Expr),
      /type of scalar/,
    ],
    [
      'effects that nothing has',
      only({ ...make.scalar('fadd', [x, x], 0), effects: [{ tag: 'io' }] } as Expr),
      /other effects/,
    ],
    [
      'a block that hides effects',
      { ...only(make.throwExcept(F32, 0)), effects: PURE },
      /other effects than its declarations/,
    ],
    ['shadowing', make.block([make.letDecl(name(0), make.scalar('fadd', [x, x], 0))], UNIT_ATOM), /shadows/],
    [
      'a result that mentions a local size',
      make.block(
        [
          make.letDecl(name(10), make.scalar('iadd', [n, n], 0)),
          make.letDecl(name(11), make.garbage(tableOf(finSet(nameSize(name(10))), F32), 0)),
        ],
        variable(11, tableOf(finSet(nameSize(name(10))), F32)),
      ),
      /mentions/,
    ],
    [
      'a reference that leaves its handler',
      only(make.runState(x, name(20), name(21), make.block([], variable(21, refType(name(20), F32))), 0)),
      /mentions|no heap/,
    ],
    [
      'a size that is a float',
      only(make.garbage(tableOf(finSet(nameSize(name(0))), F32), 0)),
      /stands in a size/,
    ],
    [
      'an unpack of no pair',
      make.block(
        [
          {
            tag: 'unpack',
            first: { name: name(30), type: W32 },
            second: { name: name(31), type: F32 },
            arg: x,
            source: 0,
          },
        ],
        UNIT_ATOM,
      ),
      /unpack takes/,
    ],
    ['a pack of another size', only(make.pack(STRING, n, xs, 0)), /second of a pair/],
  ])('%s', (_what, body, message) => {
    expect(messages(body).join('\n')).toMatch(message);
  });

  it('alternatives of other types than the case', () => {
    const alternative = { binder: { name: name(40), type: UNIT }, body: make.block([], k) };
    const bool = make.inject({ tag: 'sum', items: [UNIT, UNIT] }, 0, UNIT_ATOM, 0);
    const flag = variable(10, bool.type);
    const body = make.block(
      [make.letDecl(name(10), bool), make.letDecl(name(11), make.caseOf(flag, [alternative, null], F32, 0))],
      UNIT_ATOM,
    );
    expect(messages(body)).toEqual(['the result of an alternative: i32 stands where f32 is needed']);
  });

  it('arguments that do not fit the telescope', () => {
    const { functions } = parseProgram(`
      fn @g (n : w32, xs : Fin n => f32) -> f32 { 0f32 }
      fn @f (n : w32, m : w32, xs : Fin n => f32) -> f32 { let y = @g(m, xs) y }`);
    const [problem] = checkProgram({ functions });
    expect(problem).toEqual({
      function: 'f',
      path: [],
      message: 'argument 1 of g: Fin n => f32 stands where Fin m => f32 is needed',
    });
  });

  it('two functions of one name, and callees after their callers', () => {
    const { functions } = parseProgram('fn @g () -> () { () } fn @f () -> () { let u = @g() u }');
    expect(checkProgram({ functions: [...functions].reverse() }).map((p) => p.message)).toEqual([
      'no function g stands before its caller',
    ]);
    expect(checkProgram({ functions: [functions[0]!, functions[0]!] }).map((p) => p.message)).toEqual([
      'two functions have this name',
    ]);
  });

  it('nothing in a product of what is right', () => {
    expect(
      messages(
        make.block([make.letDecl(name(10), make.tuple([x, k], 0))], variable(10, productType([F32, I32]))),
      ),
    ).toEqual([]);
  });
});
