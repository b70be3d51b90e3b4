/**
 * How fast the reference evaluator is: scalar operations a second on one core, and the ratio to the same loop written
 * in JavaScript, both in one run. The operations are those that the evaluator's own counters see.
 */
import { compile, Probe } from '../src/evaluate/index.ts';
import { parseProgram } from '../src/loops/index.ts';

interface Workload {
  readonly name: string;
  readonly program: string;
  readonly plain: () => number;
}

const MATMUL = 128;
const WIDTH = 128;
const TURNS = 50;

const workloads: readonly Workload[] = [
  {
    name: 'matrix product, Float32',
    program: `
fn @main () -> f32 {
  let a = for i : Fin ${MATMUL} { let r = for j : Fin ${MATMUL} { let k = ordinal(Fin ${MATMUL}, j) let x = cast f32 k x } r }
  let c = for i : Fin ${MATMUL} {
    let row = for j : Fin ${MATMUL} {
      let s = runAccum (fadd, 0f32) [h] r {
        do each k : Fin ${MATMUL} {
          let ai = a[i]
          let x = ai[k]
          let ak = a[k]
          let y = ak[j]
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
  let i = fromOrdinal(Fin ${MATMUL}, 3w32)
  let r = c[i]
  let x = r[i]
  x
}`,
    plain: () => {
      const n = MATMUL;
      const a = new Float32Array(n * n);
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) a[i * n + j] = j;
      const c = new Float32Array(n * n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let k = 0; k < n; k++) sum = Math.fround(sum + Math.fround(a[i * n + k]! * a[k * n + j]!));
          c[i * n + j] = sum;
        }
      }
      return c[3 * n + 3]!;
    },
  },
  {
    name: 'Mandelbrot set, Float32',
    program: `
fn @main () -> w32 {
  let t = runAccum (iadd, 0w32) [h] total {
    do each i : Fin ${WIDTH} {
      do each j : Fin ${WIDTH} {
        let oi = ordinal(Fin ${WIDTH}, i)
        let fi = cast f32 oi
        let ci0 = fmul fi ${3 / WIDTH}f32
        let ci = fsub ci0 1.5f32
        let oj = ordinal(Fin ${WIDTH}, j)
        let fj = cast f32 oj
        let cr0 = fmul fj ${3 / WIDTH}f32
        let cr = fsub cr0 2f32
        let init = (0f32, 0f32, 0w32)
        let s = runState init [g] z {
          let zr = z ! .0
          let zi = z ! .1
          let zn = z ! .2
          do while {
            let x = get zr
            let y = get zi
            let n = get zn
            let xx = fmul x x
            let yy = fmul y y
            let xy = fmul x y
            let d = fsub xx yy
            let x1 = fadd d cr
            let xy2 = fmul xy 2f32
            let y1 = fadd xy2 ci
            let n1 = iadd n 1w32
            do put zr x1
            do put zi y1
            do put zn n1
            let size = fadd xx yy
            let inside = flt size 4f32
            let more = ilt n1 ${TURNS}w32
            let go = and inside more
            go
          }
          ()
        }
        let final = s.1
        let count = final.2
        do extend total count (iadd, 0w32)
        ()
      }
      ()
    }
    ()
  }
  let r = t.1
  r
}`,
    plain: () => {
      const f = Math.fround;
      const step = f(3 / WIDTH);
      let total = 0;
      for (let i = 0; i < WIDTH; i++) {
        for (let j = 0; j < WIDTH; j++) {
          const ci = f(f(i * step) - 1.5);
          const cr = f(f(j * step) - 2);
          let x = 0;
          let y = 0;
          let n = 0;
          for (;;) {
            const xx = f(x * x);
            const yy = f(y * y);
            const xy = f(x * y);
            x = f(f(xx - yy) + cr);
            y = f(f(xy * 2) + ci);
            n++;
            if (!(f(xx + yy) < 4 && n < TURNS)) break;
          }
          total += n;
        }
      }
      return total;
    },
  },
  {
    name: 'counting with while',
    program: `
fn @main () -> i32 {
  let s = runState 0i32 [h] r {
    do while {
      let x = get r
      let y = iadd x 1i32
      do put r y
      let z = ilt y 10000000i32
      z
    }
    ()
  }
  let t = s.1
  t
}`,
    plain: () => {
      const cell = new Int32Array(1);
      do cell[0]! += 1;
      while (cell[0]! < 10000000);
      return cell[0]!;
    },
  },
];

/** The least of several processor times, in seconds: what else the machine does should not show. */
function seconds(run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < 7; k++) {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

for (const { name, program, plain } of workloads) {
  const parsed = parseProgram(program);
  const probe = new Probe();
  const counted = compile(parsed, { probe }).run([]);
  const compiled = compile(parsed);
  if (counted.tag !== 'scalar' || counted.value !== plain()) {
    throw new Error(`${name}: the evaluator gives another answer than JavaScript`);
  }
  const evaluator = seconds(() => compiled.run([]));
  const javascript = seconds(plain);
  const rate = probe.operations / evaluator;
  const { read = 0, write = 0 } = probe.counts;
  console.log(
    `${name}: ${probe.operations} operations, ${read + write} reads and writes; ` +
      `${(rate / 1e6).toFixed(1)}e6 operations/s (${((probe.operations + read + write) / evaluator / 1e6).toFixed(1)}e6 with memory); ` +
      `${(evaluator * 1000).toFixed(0)} ms, ${(evaluator / javascript).toFixed(1)} × plain JavaScript`,
  );
}
