/**
 * The 20 programs of section 1.8 of the reference on differentiation, in the text form of Loops, with their work: of
 * the program, of the program with both halves, of the non-linear half, and of the linear half (and so its transpose).
 */
import type { Data } from './data.ts';

export interface Priced {
  readonly title: string;
  readonly text: string;
  /** W, W_J, W_nl, W_lin. */
  readonly work: readonly [number, number, number, number];
  /** The scalars on the tape. */
  readonly tape: number;
  readonly point: readonly Data[];
  readonly cotangent?: Data;
  readonly gradient: readonly Data[];
  /** Functions whose calls are made again in the linear half. */
  readonly recompute?: readonly string[];
}

const scalar = (body: string, params = 'x : f64'): string => `fn @f (${params}) -> f64 { ${body} }`;

function sines(count: number, from = 'x'): { readonly text: string; readonly last: string } {
  const lines = Array.from({ length: count }, (_, i) => `let s${i} = sin ${i === 0 ? from : `s${i - 1}`}`);
  return { text: lines.join('\n  '), last: `s${count - 1}` };
}

function sumOfSquares(count: number): string {
  const names = Array.from({ length: count }, (_, i) => `x${i}`);
  const squares = names.map((x, i) => `let q${i} = fmul ${x} ${x}`);
  const sums = names.slice(1).map((_, i) => `let t${i + 1} = fadd ${i === 0 ? 'q0' : `t${i}`} q${i + 1}`);
  return scalar(
    [...squares, ...sums, `t${count - 1}`].join('\n  '),
    names.map((x) => `${x} : f64`).join(', '),
  );
}

const MATVEC = `
fn @matvec (m : ((f64, f64), (f64, f64)), v : (f64, f64)) -> (f64, f64) {
  let r0 = m.0
  let r1 = m.1
  let a = r0.0
  let b = r0.1
  let c = r1.0
  let d = r1.1
  let x = v.0
  let y = v.1
  let ax = fmul a x
  let by = fmul b y
  let top = fadd ax by
  let cx = fmul c x
  let dy = fmul d y
  let bottom = fadd cx dy
  let out = (top, bottom)
  out
}`;

const SQUARE = 'fn @square (x : f64) -> f64 { let y = fmul x x y }';
const TEN_SINES = sines(10);
const BLOCK = `
fn @block (x : f64) -> f64 {
  ${TEN_SINES.text}
  ${TEN_SINES.last}
}
fn @f (x : f64) -> f64 {
  let y = @block(x)
  let z = exp y
  z
}`;

const tenths = Array.from({ length: 10 }, (_, i) => (i + 1) / 10);
const hundredths = Array.from({ length: 100 }, (_, i) => (i + 1) / 100);

export const PROGRAMS: readonly Priced[] = [
  { title: 'id x', text: scalar('x'), work: [0, 0, 0, 0], tape: 0, point: [3], gradient: [1] },
  {
    title: 'x + y',
    text: scalar('let z = fadd x y z', 'x : f64, y : f64'),
    work: [1, 2, 1, 1],
    tape: 0,
    point: [3, 4],
    gradient: [1, 1],
  },
  {
    title: 'x + x',
    text: scalar('let z = fadd x x z'),
    work: [1, 3, 1, 2],
    tape: 0,
    point: [4],
    gradient: [2],
  },
  {
    title: 'x * x',
    text: scalar('let z = fmul x x z'),
    work: [1, 5, 1, 4],
    tape: 1,
    point: [3],
    gradient: [6],
  },
  {
    title: 'x * y',
    text: scalar('let z = fmul x y z', 'x : f64, y : f64'),
    work: [1, 4, 1, 3],
    tape: 2,
    point: [2, 3],
    gradient: [3, 2],
  },
  {
    title: 'sin x',
    text: scalar('let z = sin x z'),
    work: [1, 3, 2, 1],
    tape: 1,
    point: [2],
    gradient: [-0.4161468365471424],
  },
  {
    title: 'sin² x + cos² x',
    text: scalar('let s = sin x let c = cos x let p = fmul s s let q = fmul c c let z = fadd p q z'),
    work: [5, 20, 8, 12],
    tape: 4,
    point: [2],
    gradient: [0],
  },
  {
    title: 'y = (x, x); (a, b) = y; a * b',
    text: scalar('let y = (x, x) let a = y.0 let b = y.1 let z = fmul a b z'),
    work: [1, 5, 1, 4],
    tape: 2,
    point: [3],
    gradient: [6],
  },
  {
    title: 'x + 1',
    text: scalar('let z = fadd x 1f64 z'),
    work: [1, 3, 1, 2],
    tape: 0,
    point: [3],
    gradient: [1],
  },
  {
    title: 'drop (x * x); x + 1',
    text: scalar('let y = fmul x x let z = fadd x 1f64 z'),
    work: [2, 10, 2, 8],
    tape: 1,
    point: [3],
    gradient: [1],
  },
  { title: 'drop x; 3', text: scalar('3f64'), work: [0, 2, 0, 2], tape: 0, point: [7], gradient: [0] },
  {
    title: 'square (square x), by two calls',
    text: `${SQUARE}\nfn @f (x : f64) -> f64 { let y = @square(x) let z = @square(y) z }`,
    work: [2, 10, 2, 8],
    tape: 2,
    point: [2],
    gradient: [32],
  },
  {
    title: '((x²)²)²',
    text: scalar('let a = fmul x x let b = fmul a a let c = fmul b b c'),
    work: [3, 15, 3, 12],
    tape: 3,
    point: [1.1],
    gradient: [15.589736800000008],
  },
  {
    title: 'a 2 × 2 matrix times a vector',
    text: MATVEC,
    work: [6, 22, 6, 16],
    tape: 6,
    point: [
      [
        [1, 2],
        [3, 4],
      ],
      [5, 6],
    ],
    cotangent: [1, 1],
    gradient: [
      [
        [5, 6],
        [5, 6],
      ],
      [4, 6],
    ],
  },
  {
    title: 'the product of the two entries of [[2, 7], [1, 8]] v',
    text: `${MATVEC}
fn @f (v : (f64, f64)) -> f64 {
  let r0 = (2f64, 7f64)
  let r1 = (1f64, 8f64)
  let m = (r0, r1)
  let w = @matvec(m, v)
  let a = w.0
  let b = w.1
  let z = fmul a b
  z
}`,
    work: [7, 30, 7, 23],
    tape: 3,
    point: [[2, 3]],
    gradient: [[77, 382]],
  },
  {
    title: 'sin of sin, 10 times',
    text: scalar(`${TEN_SINES.text}\n  ${TEN_SINES.last}`),
    work: [10, 30, 20, 10],
    tape: 10,
    point: [0.7],
    gradient: [0.20525219333760952],
  },
  {
    title: 'a sum of 10 squares',
    text: sumOfSquares(10),
    work: [19, 68, 19, 49],
    tape: 10,
    point: tenths,
    gradient: tenths.map((x) => 2 * x),
  },
  {
    title: 'a sum of 100 squares',
    text: sumOfSquares(100),
    work: [199, 698, 199, 499],
    tape: 100,
    point: hundredths,
    gradient: hundredths.map((x) => 2 * x),
  },
  {
    title: 'exp of a block of 10 sines, stored',
    text: BLOCK,
    work: [11, 32, 21, 11],
    tape: 11,
    point: [0.7],
    gradient: [0.3133799490377284],
  },
  {
    title: 'exp of a block of 10 sines, computed again',
    text: BLOCK,
    recompute: ['block'],
    work: [11, 32, 11, 31],
    tape: 2,
    point: [0.7],
    gradient: [0.3133799490377284],
  },
];
