import { describe, expect, it } from 'vitest';
import {
  accessOf,
  type Block,
  type IndexForm,
  type Monoid,
  monoidKind,
  parseProgram,
} from '../../src/loops/index.ts';

const write = (form: IndexForm): string => {
  if (form.tag === 'loop') return [form.loop.hint, ...form.path].join('.');
  if (form.tag === 'tuple') return `(${form.items.map(write).join(', ')})`;
  return `?${form.loops.map((l) => l.hint).join(',')}`;
};

const bodyOf = (text: string): Block => parseProgram(text).functions.at(-1)!.body;

describe('access', () => {
  it('of a matrix product: what is indexed by which loop, and what is summed', () => {
    const body = bodyOf(`
      fn @matmul (n : w32, a : Fin n => Fin n => f32, b : Fin n => Fin n => f32) -> Fin n => Fin n => f32 {
        let c = for i : Fin n {
          let row = for j : Fin n {
            let s = runAccum (fadd, 0f32) [h] r {
              do each k : Fin n {
                let ai = a[i]
                let x = ai[k]
                let bk = b[k]
                let y = bk[j]
                let z = fmul x y
                do extend r z (fadd, 0f32)
                ()
              }
              ()
            }
            let t = s.1
            t
          }
          row
        }
        c
      }`);
    const access = accessOf(body);
    expect(access.reads.map((r) => write(r.at))).toEqual(['i', 'k', 'k', 'j']);
    expect(access.reads[0]!.loops.map((l) => l.hint)).toEqual(['i', 'j', 'k']);
    expect(access.accumulations.map((a) => [a.kind, a.summed.map((l) => l.hint)])).toEqual([['add', ['k']]]);
    expect(access.carried).toEqual([]);
  });

  it('of a histogram: a computed index sums over its loop, a loop index does not', () => {
    const body = bodyOf(`
      fn @hist (n : w32, m : w32, bins : Fin n => Fin m) -> (Fin m => i32, Fin n => i32) {
        let zeros = for j : Fin m { 0i32 }
        let zeros2 = for j : Fin n { 0i32 }
        let s = runAccum monoid zeros (x, y) { let z = for j : Fin m { let a = x[j] let b = y[j] let c = iadd a b c } z } [h] r {
          let t = runAccum monoid zeros2 (x, y) { let z = for j : Fin n { let a = x[j] let b = y[j] let c = iadd a b c } z } [g] q {
            do each i : Fin n {
              let bin = bins[i]
              let e = r ! bin
              do extend e 1i32 (iadd, 0i32)
              let d = q ! i
              do extend d 1i32 (iadd, 0i32)
              ()
            }
            ()
          }
          let u = t.1
          u
        }
        let v = s.1
        let w = s.0
        let p = (v, w)
        p
      }`);
    const access = accessOf(body);
    expect(access.accumulations.map((a) => [a.path.map(write), a.summed.map((l) => l.hint)])).toEqual([
      [['?i'], ['i']],
      [['i'], []],
    ]);
  });

  it('of a scan: the loops that carry a state', () => {
    const body = bodyOf(`
      fn @scan (n : w32, xs : Fin n => f32) -> (Fin n => f32, f32) {
        let s = runState 0f32 [h] r {
          let t = for i : Fin n {
            let x = get r
            let y = xs[i]
            let z = fadd x y
            do put r z
            z
          }
          t
        }
        s
      }`);
    const access = accessOf(body);
    expect(access.carried.map((c) => c.carriers.map((l) => l.hint))).toEqual([['i'], ['i']]);
  });

  it('of structured indices: components of one loop', () => {
    const body = bodyOf(`
      fn @t (a : (Fin 2, Fin 3) => f32) -> (Fin 3, Fin 2) => f32 {
        let b = for p : (Fin 3, Fin 2) {
          let i = p.0
          let j = p.1
          let q = (j, i)
          let x = a[q]
          x
        }
        b
      }`);
    expect(accessOf(body).reads.map((r) => write(r.at))).toEqual(['(p.1, p.0)']);
  });
});

/** The monoid of the first accumulator of a program. */
function monoidOf(type: string, empty: string, combine: string): Monoid {
  const text = `fn @f (e : ${type}) -> ((), ${type}) { let s = runAccum monoid ${empty} (x, y) { ${combine} } [h] r { () } s }`;
  const decl = bodyOf(text).decls[0]!;
  if (decl.tag !== 'let' || decl.expr.tag !== 'runAccum') throw new Error('an accumulator was expected');
  return decl.expr.monoid;
}

describe('kinds of monoids', () => {
  it.each([
    ['f32', 'let z = fadd x y z', 'add'],
    ['f32', 'let z = fadd y x z', 'add'],
    ['i32', 'let z = imul x y z', 'mul'],
    ['w8', 'let z = and x y z', 'and'],
    ['w8', 'let z = or x y z', 'or'],
    ['f32', 'let c = fgt x y let z = select c x y z', 'max'],
    ['f32', 'let c = flt y x let z = select c x y z', 'max'],
    ['f32', 'let c = fgt x y let z = select c y x z', 'min'],
    ['i32', 'let c = ilt x y let z = select c x y z', 'min'],
    ['f32', 'let c = fgt x y let b = fromTag c : Bool let z = case b : f32 | u { y } | u { x } z', 'max'],
    ['f32', 'let c = fgt x y let b = fromTag c : Bool let z = case b : f32 | u { x } | u { y } z', 'min'],
    ['f32', 'let c = fgt x y let b = fromTag c : Bool let z = case b : f32 | unreachable | u { y } z', null],
    ['Fin 3 => f32', 'let z = for i : Fin 3 { let a = x[i] let b = y[i] let c = fadd a b c } z', 'add'],
    [
      '(f32, i32)',
      'let a = x.0 let b = y.0 let c = fmul a b let d = x.1 let e = y.1 let f = imul d e let z = (c, f) z',
      'mul',
    ],
    [
      '(f32, f32)',
      'let a = x.0 let b = y.0 let c = fadd a b let d = x.1 let e = y.1 let f = fmul d e let z = (c, f) z',
      null,
    ],
    [
      '(f32, f32)',
      'let a = x.0 let b = y.1 let c = fadd a b let d = x.1 let e = y.0 let f = fadd d e let z = (c, f) z',
      null,
    ],
    ['f32', 'let z = fsub x y z', null],
    ['f32', 'let z = fadd x x z', null],
    ['f32', 'x', null],
  ])('of %s, %s: %s', (type, combine, kind) => {
    expect(monoidKind(monoidOf(type, 'e', combine))).toBe(kind);
  });
});
