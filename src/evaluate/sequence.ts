/** Sequences of instructions. */
import type { Op } from './frame.ts';

function nothing(): void {}

/** Runs instructions in order. Short sequences are spelt out: each call then has a place of its own. */
export function sequence(ops: readonly Op[]): Op {
  const [a, b, c, d, e, f, g] = ops as readonly [Op, Op, Op, Op, Op, Op, Op];
  switch (ops.length) {
    case 0:
      return nothing;
    case 1:
      return a;
    case 2:
      return (m) => {
        a(m);
        b(m);
      };
    case 3:
      return (m) => {
        a(m);
        b(m);
        c(m);
      };
    case 4:
      return (m) => {
        a(m);
        b(m);
        c(m);
        d(m);
      };
    case 5:
      return (m) => {
        a(m);
        b(m);
        c(m);
        d(m);
        e(m);
      };
    case 6:
      return (m) => {
        a(m);
        b(m);
        c(m);
        d(m);
        e(m);
        f(m);
      };
    case 7:
      return (m) => {
        a(m);
        b(m);
        c(m);
        d(m);
        e(m);
        f(m);
        g(m);
      };
    default:
      return (m) => {
        for (let k = 0; k < ops.length; k++) ops[k]!(m);
      };
  }
}
