/** Cost on arrays (section 7.6): the gradient grows as the program does, and its text does not grow at all. */
import { describe, expect, test } from 'vitest';
import { compile, Probe } from '../../src/evaluate/index.ts';
import { blockSize, type Fn, type Program } from '../../src/loops/index.ts';
import type { Value } from '../../src/values/index.ts';
import { type Data, fromData, toData } from './data.ts';
import { type Differentiated, differentiated } from './harness.ts';

const SUM = '(fadd, 0f64)';
const total = (index: string, body: string, result: string): string => `
  let s = runAccum ${SUM} [h] r {
    do each i : ${index} { ${body} do extend r ${result} ${SUM} () }
    ()
  }
  let z = s.1
  z`;

interface Scaled {
  readonly title: string;
  readonly text: string;
  readonly args: (n: number) => readonly Data[];
  /** How the work grows. */
  readonly degree: number;
}

const vector = (n: number): Data => Array.from({ length: n }, (_, i) => Math.cos(i + 1) / 2);
const matrix = (n: number): Data => Array.from({ length: n }, () => vector(n));
const ordinals = (n: number, m: number): Data => Array.from({ length: n }, (_, i) => i % m);

const MATMUL = `
fn @f (n : w32, a : Fin n => Fin n => f64, b : Fin n => Fin n => f64) -> f64 {
  let c = for i : Fin n {
    let row = for k : Fin n {
      let s = runAccum ${SUM} [h] r {
        do each j : Fin n {
          let ai = a[i]
          let aij = ai[j]
          let bj = b[j]
          let bjk = bj[k]
          let p = fmul aij bjk
          do extend r p ${SUM}
          ()
        }
        ()
      }
      let t = s.1
      t
    }
    row
  }
  let s = runAccum ${SUM} [h] r {
    do each i : Fin n {
      do each k : Fin n { let ci = c[i] let cik = ci[k] do extend r cik ${SUM} () }
      ()
    }
    ()
  }
  let z = s.1
  z
}`;

const PROGRAMS: readonly Scaled[] = [
  {
    title: 'dot',
    text: `fn @f (n : w32, x : Fin n => f64, y : Fin n => f64) -> f64 {
      ${total('Fin n', 'let a = x[i] let b = y[i] let p = fmul a b', 'p')} }`,
    args: (n) => [n, vector(n), vector(n)],
    degree: 1,
  },
  {
    title: 'matrix times vector',
    text: `fn @f (n : w32, m : Fin n => Fin n => f64, x : Fin n => f64) -> f64 {
      ${total(
        'Fin n',
        `let row = m[i] let t = runAccum ${SUM} [g] q {
        do each j : Fin n { let a = row[j] let b = x[j] let p = fmul a b do extend q p ${SUM} () }
        ()
      }
      let u = t.1 let v = fmul u u`,
        'v',
      )} }`,
    args: (n) => [n, matrix(n), vector(n)],
    degree: 2,
  },
  { title: 'matrix times matrix', text: MATMUL, args: (n) => [n, matrix(n), matrix(n)], degree: 3 },
  {
    title: 'a polynomial, by Horner',
    text: `fn @f (n : w32, c : Fin n => f64, x : f64) -> f64 {
      let s = runState 0f64 [h] r {
        do eachBackward i : Fin n {
          let a = get r
          let ax = fmul a x
          let ci = c[i]
          let b = fadd ax ci
          do put r b
          ()
        }
        ()
      }
      let z = s.1
      z }`,
    args: (n) => [n, vector(n), 0.9],
    degree: 1,
  },
  {
    title: 'a triangular solve',
    text: `fn @f (n : w32, l : Fin n => Fin n => f64, b : Fin n => f64) -> f64 {
      let zs = for i : Fin n { 0f64 }
      let s = runState zs [h] r {
        do each i : Fin n {
          let row = l[i]
          let t = runAccum ${SUM} [g] q {
            do each j : RangeToExc(Fin n, i) {
              let o = ordinal(RangeToExc(Fin n, i), j)
              let jj = fromOrdinal(Fin n, o)
              let a = row[jj]
              let xj = r ! jj
              let x = get xj
              let p = fmul a x
              do extend q p ${SUM}
              ()
            }
            ()
          }
          let u = t.1
          let bi = b[i]
          let v = fsub bi u
          let w = fdiv v 2f64
          let ri = r ! i
          do put ri w
          ()
        }
        ()
      }
      let x = s.1
      ${total('Fin n', 'let a = x[i] let p = fmul a a', 'p')} }`,
    args: (n) => [n, matrix(n), vector(n)],
    degree: 2,
  },
  {
    title: 'twice each',
    text: `fn @f (n : w32, x : Fin n => f64) -> f64 {
      let y = for i : Fin n { let a = x[i] let b = fmul a 2f64 b }
      ${total('Fin n', 'let a = y[i] let p = fmul a a', 'p')} }`,
    args: (n) => [n, vector(n)],
    degree: 1,
  },
  {
    title: 'elements at few places',
    text: `fn @f (n : w32, x : Fin n => f64, at : Fin n => Fin n) -> f64 {
      ${total('Fin n', 'let j = at[i] let a = x[j] let p = fmul a a', 'p')} }`,
    args: (n) => [n, vector(n), ordinals(n, 3)],
    degree: 1,
  },
  {
    title: 'a cumulative sum',
    text: `fn @f (n : w32, x : Fin n => f64) -> f64 {
      let s = runState 0f64 [h] r {
        let ys = for i : Fin n {
          let a = get r
          let xi = x[i]
          let b = fadd a xi
          do put r b
          b
        }
        ys
      }
      let y = s.0
      ${total('Fin n', 'let a = y[i] let p = fmul a a', 'p')} }`,
    args: (n) => [n, vector(n)],
    degree: 1,
  },
  {
    title: 'a convolution with three weights',
    text: `fn @f (n : w32, x : Fin n => f64, k : Fin 3 => f64) -> f64 {
      let m = isub n 2w32
      let y = for i : Fin m {
        let s = runAccum ${SUM} [g] q {
          do each j : Fin 3 {
            let oi = ordinal(Fin m, i)
            let oj = ordinal(Fin 3, j)
            let o = iadd oi oj
            let at = fromOrdinal(Fin n, o)
            let a = x[at]
            let b = k[j]
            let p = fmul a b
            do extend q p ${SUM}
            ()
          }
          ()
        }
        let z = s.1
        z
      }
      ${total('Fin m', 'let a = y[i] let p = fmul a a', 'p')} }`,
    args: (n) => [n, vector(n), [1, 0, -1]],
    degree: 1,
  },
  {
    title: 'a histogram',
    text: `fn @f (n : w32, x : Fin n => f64, at : Fin n => Fin n) -> f64 {
      let zs = for i : Fin n { 0f64 }
      let t = runAccum monoid zs (a, b) {
        let ab = for i : Fin n { let p = a[i] let q = b[i] let c = fadd p q c }
        ab
      } [g] q {
        do each i : Fin n { let j = at[i] let a = x[i] let p = fmul a a let qj = q ! j do extend qj p ${SUM} () }
        ()
      }
      let y = t.1
      ${total('Fin n', 'let a = y[i] let p = fmul a a', 'p')} }`,
    args: (n) => [n, vector(n), ordinals(n, 5)],
    degree: 1,
  },
  {
    title: 'a loop that reads a table of parameters',
    text: `fn @f (n : w32, p : Fin n => f64, x : f64) -> f64 {
      let s = runState x [h] r {
        do each i : Fin n {
          let a = get r
          let pi = p[i]
          let b = fsub 1f64 a
          let ab = fmul a b
          let c = fmul pi ab
          do put r c
          ()
        }
        ()
      }
      let z = s.1
      z }`,
    args: (n) => [n, vector(n), 0.3],
    degree: 1,
  },
];

const FLOPS = new Set(['fadd', 'fsub', 'fmul', 'fdiv', 'fneg']);

/** Counts the arithmetic of a function; answers its result too. */
function counted(
  program: Program,
  fn: Fn,
  args: readonly Value[],
): { readonly flops: number; readonly value: Value } {
  const probe = new Probe();
  const at = program.functions.indexOf(fn);
  const value = compile({ functions: program.functions.slice(0, at + 1) }, { probe }).run(args);
  const counts = Object.entries(probe.counts).filter(([name]) => FLOPS.has(name));
  return { flops: counts.reduce((sum, [, count]) => sum + count, 0), value };
}

/** The arithmetic of a program, and of its value and gradient. */
function flops(
  d: Differentiated,
  data: readonly Data[],
): { readonly primal: number; readonly gradient: number } {
  const args = d.entry.params.map((p, i) => fromData(p.type, data[i]!));
  const { primal, transposed, explicit } = d.derivative;
  const both = counted(d.program, primal, args);
  if (both.value.tag !== 'product') throw new Error('a primal half gives its result and a tape');
  const back = counted(d.program, transposed, [
    ...explicit.map((i) => args[i]!),
    both.value.items[1]!,
    fromData({ tag: 'scalar', scalar: 'f64' }, 1),
  ]);
  return { primal: counted(d.program, d.entry, args).flops, gradient: both.flops + back.flops };
}

/** The slope of the line through the logarithms of these, by least squares. */
function slope(sizes: readonly number[], counts: readonly number[]): number {
  const xs = sizes.map(Math.log);
  const ys = counts.map(Math.log);
  const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b, 0) / v.length;
  const [mx, my] = [mean(xs), mean(ys)];
  const sum = (f: (i: number) => number): number => xs.reduce((total, _, i) => total + f(i), 0);
  return sum((i) => (xs[i]! - mx) * (ys[i]! - my)) / sum((i) => (xs[i]! - mx) ** 2);
}

const SIZES = [8, 16, 32, 64];

describe('P8s: the gradient costs as the program does', () => {
  test.each(PROGRAMS)('$title', ({ text, args, degree }) => {
    const d = differentiated(text);
    const found = SIZES.map((n) => flops(d, args(n)));
    const primals = found.map((f) => f.primal);
    const gradients = found.map((f) => f.gradient);
    expect(Math.abs(slope(SIZES, gradients) - slope(SIZES, primals))).toBeLessThanOrEqual(0.05);
    expect(Math.abs(slope(SIZES.slice(2), primals.slice(2)) - degree)).toBeLessThanOrEqual(0.1);
    // Unoptimised, with the additions of accumulators counted.
    expect(gradients.at(-1)! / primals.at(-1)!).toBeLessThanOrEqual(5);
  });

  test('of a polynomial of degree 10,000 it is no more than six times the polynomial', () => {
    const { text, args } = PROGRAMS.find((p) => p.title.startsWith('a polynomial'))!;
    const { primal, gradient } = flops(differentiated(text), args(10_000));
    expect(gradient / primal).toBeLessThanOrEqual(6);
  });

  test('of a matrix product it is three times the multiply-adds', () => {
    const d = differentiated(MATMUL);
    const n = 64;
    const { primal, gradient } = flops(d, PROGRAMS[2]!.args(n));
    expect(Math.abs(gradient / primal - 3)).toBeLessThanOrEqual(0.1);
    // Nothing on the tape but the two matrices.
    const { type } = d.derivative.primal.body;
    expect(type.tag === 'product' ? type.items[1]! : type).toMatchObject({
      tag: 'product',
      items: { length: 2 },
    });
  });
});

describe('the text does not depend on sizes', () => {
  const text = (n: number): string => `fn @f (x : Fin ${n} => f64, m : Fin ${n} => Fin ${n} => f64) -> f64 {
    let y = for i : Fin ${n} { let r = m[i] let a = r[i] let b = x[i] let c = fmul a b c }
    ${total(`Fin ${n}`, 'let a = y[i] let p = sin a', 'p')} }`;

  test('at 4 and at 4,000', () => {
    const sizes = [4, 4000].map((n) => {
      const { primal, linear, transposed } = differentiated(text(n)).derivative;
      return [primal, linear, transposed].map((fn) => blockSize(fn.body));
    });
    expect(sizes[0]).toEqual(sizes[1]);
  });

  test.each([0, 1])('P15: at %i', (n) => {
    const d = differentiated(
      `fn @f (n : w32, x : Fin n => f64) -> f64 { ${total('Fin n', 'let a = x[i] let p = fmul a a', 'p')} }`,
    );
    const args = [n, vector(n)].map((a, i) => fromData(d.entry.params[i]!.type, a));
    const both = d.run(d.derivative.primal, args);
    if (both.tag !== 'product') throw new Error('a primal half gives its result and a tape');
    const lead = [...d.derivative.explicit.map((i) => args[i]!), both.items[1]!];
    const back = d.run(d.derivative.transposed, [...lead, fromData({ tag: 'scalar', scalar: 'f64' }, 1)]);
    expect(toData(back)).toEqual((vector(n) as readonly number[]).map((x) => 2 * x));
  });
});
