/** The rules of the linear type checker: for each, a program that breaks it and nothing else. */
import { describe, expect, test } from 'vitest';
import {
  checkLinear,
  checkLinearHalf,
  type LinearBlock,
  type LinearFn,
  type LinearVar,
  type Statement,
} from '../../src/differentiate/index.ts';
import {
  type Atom,
  BOOL,
  F32,
  F64,
  finSet,
  indexOf,
  make,
  productType,
  refType,
  type Type,
  tableOf,
} from '../../src/loops/index.ts';
import type { Name } from '../../src/names/index.ts';

let next = 0;
const name = (hint: string): Name => ({ id: next++, hint });
const v = (hint: string, type: Type = F64): LinearVar => ({ name: name(hint), type });
const UNIT: Atom = { tag: 'unit' };
const SET = finSet(3);
const TABLE = tableOf(SET, F64);

const block = (statements: readonly Statement[], outs: readonly LinearVar[]): LinearBlock => ({
  statements,
  result: UNIT,
  outs,
});

function fn(linear: readonly LinearVar[], body: LinearBlock, more: Partial<LinearFn> = {}): LinearFn {
  return {
    name: 'f',
    title: 'f',
    heaps: [],
    params: [],
    refHeaps: [],
    refs: [],
    linear,
    body,
    source: 0,
    ...more,
  };
}

const source = 0;
const drop = (arg: LinearVar): Statement => ({ tag: 'drop', arg, like: null, source });
const zero = (out: LinearVar): Statement => ({ tag: 'zero', out, like: null, source });
const dup = (arg: LinearVar, left: LinearVar, right: LinearVar): Statement => ({
  tag: 'dup',
  arg,
  left,
  right,
  negate: false,
  source,
});
const add = (left: LinearVar, right: LinearVar, out: LinearVar): Statement => ({
  tag: 'add',
  left,
  right,
  out,
  negate: false,
  source,
});
const scale = (by: Atom, arg: LinearVar, out: LinearVar): Statement => ({
  tag: 'map',
  map: { tag: 'scale', by },
  arg,
  out,
  source,
});

const x = v('x');
const y = v('y');
const z = v('z');
const n = v('n', F32);
const two = make.literal('f64', 2);

describe('variables are used exactly once', () => {
  test('implicit duplication', () => {
    expect(() => checkLinear(fn([x], block([], [x, x])))).toThrow('is used twice');
    expect(() => checkLinear(fn([x], block([add(x, x, y)], [y])))).toThrow('is used twice');
  });
  test('implicit dropping', () => {
    expect(() => checkLinear(fn([x, y], block([], [x])))).toThrow('is never used');
  });
  test('out of scope', () => {
    expect(() => checkLinear(fn([x], block([drop(y)], [x])))).toThrow('is not in scope');
  });
  test('defined twice', () => {
    expect(() => checkLinear(fn([x], block([zero(x)], [x])))).toThrow('is defined twice');
  });
  test('another type at the use', () => {
    expect(() => checkLinear(fn([x], block([], [{ ...x, type: F32 }])))).toThrow('at another type');
  });
  test('the same variable twice to a call', () => {
    const call: Statement = {
      tag: 'call',
      callee: 'g',
      activity: '',
      heaps: [],
      args: [],
      refs: [],
      ins: [x, x],
      result: null,
      outs: [y],
      source,
    };
    expect(() => checkLinear(fn([x], block([call], [y])))).toThrow('is used twice');
    const known: Statement = { ...call, ins: [x] };
    const signatures = { has: () => false };
    expect(() => checkLinear(fn([x], block([known], [y])), signatures)).toThrow(
      'there is no linear function',
    );
  });
});

describe('types', () => {
  test('of a sum', () => {
    expect(() => checkLinear(fn([x, n], block([add(x, n, y)], [y])))).toThrow('a sum: the types differ');
    expect(() => checkLinear(fn([x, y], block([add(x, y, n)], [n])))).toThrow('a sum: the types differ');
  });
  test('of a dup', () => {
    expect(() => checkLinear(fn([x], block([dup(x, y, n)], [y, n])))).toThrow('dup: the types differ');
    expect(() => checkLinear(fn([x], block([dup(x, n, y)], [y, n])))).toThrow('dup: the types differ');
  });
  test('of a scaling', () => {
    expect(() => checkLinear(fn([x], block([scale(make.literal('f32', 2), x, y)], [y])))).toThrow(
      'a scaling: the types differ',
    );
    expect(() => checkLinear(fn([x], block([scale(two, x, n)], [n])))).toThrow(
      'a scalar map: the types differ',
    );
    const t = v('t', TABLE);
    expect(() => checkLinear(fn([t], block([scale(two, t, y)], [y])))).toThrow('is not a float');
  });
  test('of a cast', () => {
    const cast = (from: 'f32' | 'f64', to: 'f32' | 'f64'): Statement => ({
      tag: 'map',
      map: { tag: 'cast', from, to },
      arg: x,
      out: n,
      source,
    });
    expect(() => checkLinear(fn([x], block([cast('f32', 'f32')], [n])))).toThrow('a cast: the types differ');
    expect(() => checkLinear(fn([x], block([cast('f64', 'f64')], [n])))).toThrow('a cast: the types differ');
    expect(() => checkLinear(fn([x], block([cast('f64', 'f32')], [n])))).not.toThrow();
  });
  test('of choose and route', () => {
    const condition = make.literal('w8', 1);
    expect(() =>
      checkLinear(fn([x, n], block([{ tag: 'choose', condition, yes: x, no: n, out: y, source }], [y]))),
    ).toThrow('choose');
    expect(() =>
      checkLinear(fn([n, x], block([{ tag: 'choose', condition, yes: n, no: x, out: y, source }], [y]))),
    ).toThrow('choose');
    expect(() =>
      checkLinear(fn([x], block([{ tag: 'route', condition, arg: x, yes: y, no: n, source }], [y, n]))),
    ).toThrow('route');
    expect(() =>
      checkLinear(fn([x], block([{ tag: 'route', condition, arg: x, yes: n, no: y, source }], [y, n]))),
    ).toThrow('route');
  });
  test('of a tuple', () => {
    const p = v('p', productType([F64, F32]));
    expect(() =>
      checkLinear(fn([x, y], block([{ tag: 'tuple', items: [x, y], out: p, source }], [p]))),
    ).toThrow('an item: the types differ');
    expect(() => checkLinear(fn([x], block([{ tag: 'tuple', items: [x], out: p, source }], [p])))).toThrow(
      'the number of items differs',
    );
    expect(() =>
      checkLinear(fn([p], block([{ tag: 'untuple', arg: p, items: [x, y], source }], [x, y]))),
    ).toThrow('an item: the types differ');
    expect(() => checkLinear(fn([x], block([{ tag: 'tuple', items: [x], out: y, source }], [y])))).toThrow(
      'a product or a table',
    );
  });
  test('of a pair', () => {
    expect(() =>
      checkLinear(fn([x], block([{ tag: 'pair', first: two, arg: x, out: y, source }], [y]))),
    ).toThrow('a dependent pair');
    const p = v('p', { tag: 'pair', binder: { id: -1, hint: '_' }, first: F64, second: F32 });
    expect(() =>
      checkLinear(fn([x], block([{ tag: 'pair', first: two, arg: x, out: p, source }], [p]))),
    ).toThrow('a dependent pair: the types differ');
  });
  test('of a reindexing', () => {
    expect(() => checkLinear(fn([x], block([{ tag: 'reindex', arg: x, out: y, source }], [y])))).toThrow(
      'only tables are reindexed',
    );
  });
  test('open form', () => {
    const t = v('t', TABLE);
    expect(() =>
      checkLinear(
        fn([t], block([{ tag: 'part', arg: t, step: { tag: 'item', index: 0 }, out: y, source }], [y])),
      ),
    ).toThrow('open form');
  });
  test('names', () => {
    const w = make.variable(v('w'));
    expect(() => checkLinear(fn([x], block([scale(w, x, y)], [y])))).toThrow('is not bound');
    const decl = make.letDecl(name('a'), make.scalar('sin', [w], 0));
    expect(() => checkLinear(fn([x], block([{ tag: 'primal', decl, source }], [x])))).toThrow('is not bound');
    const sized = v('t', tableOf(finSet({ tag: 'name', name: name('n') }), F64));
    expect(() => checkLinear(fn([sized], block([], [sized])))).toThrow('a type mentions');
  });
});

describe('loops', () => {
  const binder = { name: name('i'), type: indexOf(SET) };
  const loop = (
    body: LinearBlock,
    elements: readonly { table: LinearVar; element: LinearVar }[],
    outs: readonly LinearVar[],
  ): Statement => ({
    tag: 'for',
    direction: 'forward',
    index: SET,
    binder,
    elements,
    body,
    result: null,
    outs,
    source,
  });
  const t = v('t', TABLE);
  const u = v('u', TABLE);
  const e = v('e');
  test('capture no linear variable', () => {
    expect(() => checkLinear(fn([x], block([loop(block([drop(x)], []), [], [])], [])))).toThrow(
      'is not in scope',
    );
  });
  test('consume tables element by element', () => {
    expect(() =>
      checkLinear(fn([t], block([loop(block([], [e]), [{ table: t, element: e }], [u])], [u]))),
    ).not.toThrow();
    expect(() =>
      checkLinear(fn([t], block([loop(block([], []), [{ table: t, element: e }], [])], []))),
    ).toThrow('is never used');
    expect(() =>
      checkLinear(fn([x], block([loop(block([], [e]), [{ table: x, element: e }], [u])], [u]))),
    ).toThrow('only tables enter');
    const wrong = v('e', F32);
    expect(() =>
      checkLinear(fn([t], block([loop(block([], [wrong]), [{ table: t, element: wrong }], [u])], [u]))),
    ).toThrow('an element: the types differ');
    const other = v('t', tableOf(finSet(4), F64));
    expect(() =>
      checkLinear(fn([other], block([loop(block([], [e]), [{ table: other, element: e }], [u])], [u]))),
    ).toThrow('another index set');
  });
  test('give tables of their results', () => {
    expect(() => checkLinear(fn([], block([loop(block([zero(e)], [e]), [], [n])], [n])))).toThrow(
      'a table: the types differ',
    );
    expect(() => checkLinear(fn([], block([loop(block([zero(e)], [e]), [], [])], [])))).toThrow(
      'as many linear results',
    );
  });
});

describe('case', () => {
  const scrutinee: Atom = make.variable({ name: name('s'), type: BOOL });
  const given = { params: [{ name: scrutinee.tag === 'var' ? scrutinee.name : name('s'), type: BOOL }] };
  const binder = { name: name('b'), type: productType([]) };
  const p = v('p');
  const q = v('q');
  const choose = (
    left: LinearBlock,
    right: LinearBlock,
    rightParams: readonly LinearVar[] = [q],
    outs: readonly LinearVar[] = [y],
  ): Statement => ({
    tag: 'case',
    scrutinee,
    ins: [x],
    alternatives: [
      { binder, params: [p], body: left },
      { binder, params: rightParams, body: right },
    ],
    result: null,
    outs,
    source,
  });
  test('all alternatives consume the same variables', () => {
    expect(() =>
      checkLinear(fn([x], block([choose(block([], [p]), block([], [q]))], [y]), given)),
    ).not.toThrow();
    expect(() =>
      checkLinear(fn([x], block([choose(block([], [p]), block([zero(q)], [q]), [])], [y]), given)),
    ).toThrow('consumes other variables');
    expect(() =>
      checkLinear(fn([x], block([choose(block([], [p]), block([zero(z)], [z]))], [y]), given)),
    ).toThrow('is never used');
    expect(() =>
      checkLinear(fn([x], block([choose(block([], [p]), block([drop(n), zero(z)], [z]), [n])], [y]), given)),
    ).toThrow('a parameter of an alternative');
  });
  test('and give the same results', () => {
    expect(() =>
      checkLinear(fn([x], block([choose(block([], [p]), block([drop(q)], []))], [y]), given)),
    ).toThrow('other linear results');
    expect(() =>
      checkLinear(fn([x], block([choose(block([], [p]), block([drop(q), zero(n)], [n]))], [y]), given)),
    ).toThrow('a result of an alternative');
  });
});

describe('references', () => {
  const heap = name('h');
  const ref = { name: name('r'), type: refType(heap, F64) };
  const at = make.variable(ref);
  type Kind = 'read' | 'accumulate' | 'state';
  const open = (kind: Kind, init: LinearVar | null): Statement => ({
    tag: 'open',
    kind,
    ref,
    init,
    like: null,
    source,
  });
  const close = (kind: Kind, final: LinearVar | null): Statement => ({
    tag: 'close',
    kind,
    ref,
    final,
    like: null,
    source,
  });
  const access = (action: 'get' | 'add' | 'put' | 'take', value: LinearVar): Statement => ({
    tag: 'access',
    action,
    ref: at,
    value,
    like: null,
    source,
  });

  test('kinds', () => {
    expect(() =>
      checkLinear(fn([x], block([open('read', x), access('get', y), close('read', null)], [y]))),
    ).not.toThrow();
    expect(() =>
      checkLinear(fn([x], block([open('accumulate', null), access('add', x), close('accumulate', y)], [y]))),
    ).not.toThrow();
    expect(() =>
      checkLinear(fn([x, y], block([open('read', x), access('add', y), close('read', null)], []))),
    ).toThrow('add through');
    expect(() =>
      checkLinear(fn([x, y], block([open('read', x), access('put', y), close('read', null)], []))),
    ).toThrow('put through');
    expect(() =>
      checkLinear(
        fn([], block([open('accumulate', null), access('get', x), close('accumulate', y)], [x, y])),
      ),
    ).toThrow('get through');
    expect(() =>
      checkLinear(
        fn([], block([open('accumulate', null), access('take', x), close('accumulate', y)], [x, y])),
      ),
    ).toThrow('take through');
  });
  test('beginnings and ends', () => {
    expect(() => checkLinear(fn([], block([open('read', null), close('read', null)], [])))).toThrow(
      'begins without content',
    );
    expect(() => checkLinear(fn([x], block([open('accumulate', x), close('accumulate', y)], [y])))).toThrow(
      'does not begin at zero',
    );
    expect(() => checkLinear(fn([x], block([open('read', x), close('read', y)], [y])))).toThrow(
      'ends with a value',
    );
    expect(() =>
      checkLinear(fn([], block([open('accumulate', null), close('accumulate', null)], []))),
    ).toThrow('total of an accumulator is lost');
    expect(() => checkLinear(fn([x], block([open('state', x), close('read', null)], [])))).toThrow(
      'another kind',
    );
    expect(() => checkLinear(fn([x], block([open('read', x)], [])))).toThrow('never closed');
    expect(() =>
      checkLinear(fn([x], block([open('read', x), close('read', null), access('get', y)], [y]))),
    ).toThrow('is not bound');
    expect(() => checkLinear(fn([], block([close('read', null)], [])))).toThrow('was not opened');
  });
  test('types', () => {
    expect(() => checkLinear(fn([n], block([open('state', n), close('state', null)], [])))).toThrow(
      'a reference begins: the types differ',
    );
    expect(() => checkLinear(fn([x], block([open('state', x), close('state', n)], [n])))).toThrow(
      'a reference ends: the types differ',
    );
    expect(() =>
      checkLinear(fn([x], block([open('read', x), access('get', n), close('read', null)], [n]))),
    ).toThrow('get: the types differ');
  });
});

describe('linear halves', () => {
  test('have no non-linear result', () => {
    const result = make.literal('f64', 1);
    expect(() => checkLinearHalf(fn([x], { statements: [], result, outs: [x] }))).toThrow(
      'a non-linear value is returned',
    );
  });
  test('have no effects of their own', () => {
    const heap = name('h');
    const ref = { name: name('r'), type: refType(heap, F64) };
    const read: Statement = {
      tag: 'primal',
      decl: make.letDecl(name('a'), make.get(make.variable(ref), 0)),
      source,
    };
    expect(() => checkLinearHalf(fn([x], block([read], [x]), { heaps: [heap], params: [ref] }))).toThrow(
      'a non-linear effect',
    );
  });
  test('have no loops of unknown length', () => {
    const loop: Statement = {
      tag: 'while',
      body: { statements: [], result: make.literal('w8', 0), outs: [] },
      source,
    };
    expect(() => checkLinearHalf(fn([x], block([loop], [x])))).toThrow('while stands in a linear half');
  });
});
