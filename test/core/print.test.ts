import { describe, expect, it } from 'vitest';
import {
  type CoreEffect,
  classType,
  dataType,
  effectKind,
  field,
  finIx,
  finType,
  natLiteral,
  natType,
  pairType,
  param,
  pi,
  printType,
  ptrType,
  refType,
  row,
  scalarType,
  type Term,
  tableType,
  tupleType,
  typeKind,
  unitType,
} from '../../src/core/index.ts';
import * as w from './world.ts';

const { n, v, explicit, implicit, synth, arrow } = w;
const show = (t: Term): string => printType(t, w.definitions);
const f32 = scalarType('f32');
const i32 = scalarType('i32');
const fin = (k: number): Term => finType(natLiteral(k));
const pure = (tail: Term) => row([], tail);

/** Expected texts: language.md 8.2 to 8.4 and the recorded outputs of upstream's programs. */
describe('printed types', () => {
  it('prints atoms', () => {
    expect([natType, f32, i32, typeKind, unitType, w.boolType].map(show)).toEqual([
      'Nat',
      'Float32',
      'Int32',
      'Type',
      '()',
      'Bool',
    ]);
    expect(show(ptrType('w8'))).toBe('(Ptr (CPU, Word8))');
  });

  it('parenthesises by context', () => {
    expect(show(fin(3))).toBe('(Fin 3)');
    expect(show(w.listOf(scalarType('w8')))).toBe('(List Word8)');
    expect(show(arrow(fin(2), arrow(fin(3), f32)))).toBe('((Fin 2) => (Fin 3) => Float32)');
    const maybes = arrow(fin(1), dataType(w.Maybe.ref, [natType]));
    expect(show(arrow(fin(2), tupleType([fin(2), maybes])))).toBe(
      '((Fin 2) => (Fin 2, ((Fin 1) => Maybe Nat)))',
    );
    expect(show(arrow(fin(2), pi([explicit(n('x'), f32)], f32)))).toBe('((Fin 2) => (x:Float32) -> Float32)');
    expect(show(arrow(arrow(fin(2), fin(20)), fin(500)))).toBe('(((Fin 2) => Fin 20) => Fin 500)');
    expect(show(arrow(tupleType([fin(3), fin(8)]), f32))).toBe('((Fin 3, Fin 8) => Float32)');
    expect(show(classType(w.Monoid.ref, [natType]))).toBe('(Monoid Nat)');
  });

  it('prints dependent tables and pairs, without dictionaries', () => {
    const i = n('i');
    const range = dataType(w.RangeTo.ref, [fin(3), finIx(natLiteral(3)), v(i)]);
    expect(show(tableType(i, fin(3), finIx(natLiteral(3)), arrow(range, f32)))).toBe(
      '((i:(Fin 3)) => (RangeTo (Fin 3) i) => Float32)',
    );
    const m = n('m');
    expect(show(pairType(m, natType, arrow(finType(v(m)), natType)))).toBe('(m:Nat &> ((Fin m) => Nat))');
  });

  it('groups binders', () => {
    const [a, b, eff] = [n('a'), n('b'), n('eff')];
    expect(
      show(
        pi(
          [implicit(a, typeKind), implicit(b, typeKind), explicit(n('pair'), tupleType([v(a), v(b)]))],
          v(a),
        ),
      ),
    ).toBe('({a:Type}{b:Type}(pair:(a, b)) -> a)');
    const just = pi(
      [param(a, typeKind, 'implicit', false), explicit(n(), v(a))],
      dataType(w.Maybe.ref, [v(a)]),
    );
    expect(show(just)).toBe('({a:Type}(v#0:a) -> (Maybe a))');
    const unnamed = [param(a, typeKind, 'implicit', false), param(b, typeKind, 'implicit', false)];
    expect(show(pi([...unnamed, explicit(n(), v(a))], dataType(w.Either.ref, [v(a), v(b)])))).toBe(
      '({a:Type,b:Type}(v#0:a) -> (Either a b))',
    );
    expect(show(pi([explicit(n('s'), w.listOf(scalarType('w8')))], unitType, row([{ tag: 'io' }])))).toBe(
      '((s:(List Word8)) -> {IO} ())',
    );
    const loop = pi([], w.boolType, pure(v(eff)));
    expect(show(pi([implicit(eff, effectKind), explicit(n('body'), loop)], unitType, pure(v(eff))))).toBe(
      '({eff:EffKind}(body:(() -> {|eff} Bool)) -> {|eff} ())',
    );
    expect(show(pi([explicit(n('a'), typeKind)], typeKind))).toBe('((a:Type) -> Type)');
    expect(show(pi([], v(a)))).toBe('(() -> a)');
  });

  it('numbers anonymous binders by scope, and cuts names', () => {
    const [eff, index, m] = [n('eff'), n('n'), n('m')];
    const given = [
      explicit(m, typeKind),
      synth(n(), w.ixOf(v(m))),
      synth(n(), classType(w.Subset.ref, [v(m), v(index)])),
    ];
    const tile = pi(
      [
        implicit(eff, effectKind),
        explicit(index, typeKind),
        synth(n(), w.ixOf(v(index))),
        explicit(n('tile_size'), natType),
        explicit(n('body'), pi(given, unitType, pure(v(eff)))),
      ],
      unitType,
      pure(v(eff)),
    );
    expect(printType(tile, w.definitions, { width: Number.POSITIVE_INFINITY })).toBe(
      '({eff:EffKind}(n:Type)[v#0:(Ix n)](tile_si:Nat,body:((m:Type)[v#1:(Ix m),v#2:(Subset m n)] -> {|eff} ())) -> {|eff} ())',
    );
    const a = n('a');
    const inner = () => pi([explicit(n(), v(a))], i32);
    expect(show(pi([implicit(a, typeKind), explicit(n('x'), inner())], inner()))).toBe(
      '({a:Type}(x:((v#0:a) -> Int32)) -> ((v#0:a) -> Int32))',
    );
    expect(show(pi([explicit(n("x'"), natType), explicit(n('x_'), natType)], natType))).toBe(
      '((x_:Nat,x_.1:Nat) -> Nat)',
    );
  });

  it('prints what upstream recorded', () => {
    const [a, b, index, x] = [n('a'), n('b'), n('n'), n('x')];
    const fn = (from: Term, to: Term): Term => pi([explicit(n(), from)], to);
    const both = [implicit(a, typeKind), implicit(b, typeKind)];
    expect(show(pi([...both, explicit(x, fn(v(a), v(b)))], fn(v(a), v(b))))).toBe(
      '({a:Type}{b:Type}(x:((v#0:a) -> b)) -> ((v#0:a) -> b))',
    );
    expect(show(pi([explicit(n('aa'), typeKind), explicit(n('bb'), typeKind)], typeKind))).toBe(
      '((aa:Type,bb:Type) -> Type)',
    );
    const set = [implicit(index, typeKind), synth(n('d'), w.ixOf(v(index)))];
    const graph = dataType(w.Either.ref, [v(index), v(a)]);
    const matrix = arrow(v(index), arrow(v(index), w.boolType));
    expect(show(pi([...set, implicit(a, typeKind), explicit(n('g'), graph)], matrix))).toBe(
      '({n:Type}[d:(Ix n)]{a:Type}(g:(Either n a)) -> (n => n => Bool))',
    );
    const anonymous = [implicit(index, typeKind), synth(n(), w.ixOf(v(index)))];
    expect(show(pi([...anonymous, explicit(n(), v(index))], natType))).toBe(
      '({n:Type}[v#0:(Ix n)](v#1:n) -> Nat)',
    );
    const toList = [...anonymous, implicit(a, typeKind), explicit(n('xs'), arrow(v(index), v(a)))];
    expect(show(pi(toList, w.listOf(v(a))))).toBe('({n:Type}[v#0:(Ix n)]{a:Type}(xs:(n => a)) -> (List a))');
    const bounded = dataType(w.Either.ref, [fin(10), fin(500)]);
    expect(show(arrow(arrow(fin(2), fin(20)), bounded))).toBe(
      '(((Fin 2) => Fin 20) => Either (Fin 10) (Fin 500))',
    );
  });

  it('projects from data in types', () => {
    const [a, l] = [n('a'), n('l')];
    const result = arrow(finType(field(w.List.ref, 0, v(l))), v(a));
    expect(show(pi([implicit(a, typeKind), explicit(l, w.listOf(v(a)))], result))).toBe(
      '({a:Type}(l:(List a)) -> ((Fin (ProjectElt 0 (ProjectElt u l))) => a))',
    );
  });

  it('orders effects', () => {
    const h = n('h');
    const effects: readonly CoreEffect[] = [{ tag: 'io' }, { tag: 'except' }, { tag: 'state', heap: v(h) }];
    expect(show(pi([explicit(h, w.heap)], unitType, row(effects)))).toBe(
      '((h:Heap) -> {State h, Except, IO} ())',
    );
    expect(show(row([{ tag: 'accum', heap: v(h) }], v(n('eff'))))).toBe('{Accum h|eff}');
  });

  it('breaks lines as the reference does', () => {
    const [a, s, eff, h] = [n('a'), n('s'), n('eff'), n('h')];
    const action = pi(
      [implicit(h, w.heap), explicit(n(), refType(v(h), v(s)))],
      v(a),
      row([{ tag: 'state', heap: v(h) }], v(eff)),
    );
    const runState = pi(
      [
        implicit(a, typeKind),
        implicit(s, typeKind),
        synth(n(), classType(w.Data.ref, [v(s)])),
        implicit(eff, effectKind),
        explicit(n('init'), v(s)),
        explicit(n('action'), action),
      ],
      tupleType([v(a), v(s)]),
      pure(v(eff)),
    );
    expect(show(runState)).toBe(
      [
        '({a:Type}{s:Type}[v#0:(Data s)]{eff:EffKind}(init:s,action:({h:Heap}(v#1:(Ref',
        '                                                                            h s)) -> {State h|eff} a)) -> {|eff} (a',
        '                                                                                                                 , s))',
      ].join('\n'),
    );
  });

  it('breaks a table that is an argument', () => {
    const [a, b] = [n('a'), n('b')];
    const type = pi(
      [
        implicit(a, typeKind),
        synth(n('d'), w.ixOf(v(a))),
        implicit(b, typeKind),
        synth(n('d'), w.ixOf(v(b))),
        synth(n(), classType(w.Subset.ref, [v(a), v(b)])),
        explicit(n('xs'), arrow(v(a), f32)),
      ],
      f32,
    );
    expect(show(type)).toBe(
      [
        '({a:Type}[d:(Ix a)]{b:Type}[d.1:(Ix b),v#0:(Subset a b)](xs:(a',
        '                                                             => Float32)) -> Float32)',
      ].join('\n'),
    );
  });
});
