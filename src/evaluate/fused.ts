/**
 * Instructions that do the work of several: arithmetic whose operands are elements of tables or products, and
 * accumulation of a product. Which operands come so is decided in `pending.ts`.
 */
import type { Op } from './frame.ts';

export type Float = 'f32' | 'f64';

/** A cell, as an index into `f`, or an element of a column. */
export type Operand =
  | { readonly tag: 'cell'; readonly at: number }
  | { readonly tag: 'element'; readonly slot: number; readonly at: number; readonly plus: number };

/** `f[d]` from an operator on two operands of which at least one is an element. */
export function fusedBinary(
  operator: 'fadd' | 'fsub' | 'fmul',
  scalar: Float,
  d: number,
  left: Operand,
  right: Operand,
): Op {
  const make = scalar === 'f32' ? FUSED_32[operator] : FUSED_64[operator];
  if (left.tag === 'element') {
    const { slot: s, at, plus } = left;
    return right.tag === 'element'
      ? make.both(d, s, at, plus, right.slot, right.at, right.plus)
      : make.left(d, s, at, plus, right.at);
  }
  if (right.tag === 'cell') throw new Error('two cells need no fused instruction');
  return make.right(d, left.at, right.slot, right.at, right.plus);
}

/** A cell, or the product of two cells. */
export type Term =
  | { readonly tag: 'cell'; readonly at: number }
  | { readonly tag: 'product'; readonly left: number; readonly right: number };

/** `f[d]` from the sum or difference of two terms of which at least one is a product. Each operation rounds. */
export function fusedSum(operator: 'fadd' | 'fsub', scalar: Float, d: number, left: Term, right: Term): Op {
  const make = scalar === 'f32' ? SUMS_32[operator] : SUMS_64[operator];
  if (left.tag === 'product') {
    return right.tag === 'product'
      ? make.both(d, left.left, left.right, right.left, right.right)
      : make.left(d, left.left, left.right, right.at);
  }
  if (right.tag === 'cell') throw new Error('two cells need no fused instruction');
  return make.right(d, left.at, right.left, right.right);
}

interface Sums {
  both(d: number, a: number, b: number, x: number, y: number): Op;
  left(d: number, a: number, b: number, y: number): Op;
  right(d: number, x: number, a: number, b: number): Op;
}

const SUMS_32: Readonly<Record<'fadd' | 'fsub', Sums>> = {
  fadd: {
    both:
      (d, a, b, x, y) =>
      ({ f }) => {
        f[d] = Math.fround(Math.fround(f[a]! * f[b]!) + Math.fround(f[x]! * f[y]!));
      },
    left:
      (d, a, b, y) =>
      ({ f }) => {
        f[d] = Math.fround(Math.fround(f[a]! * f[b]!) + f[y]!);
      },
    right:
      (d, x, a, b) =>
      ({ f }) => {
        f[d] = Math.fround(f[x]! + Math.fround(f[a]! * f[b]!));
      },
  },
  fsub: {
    both:
      (d, a, b, x, y) =>
      ({ f }) => {
        f[d] = Math.fround(Math.fround(f[a]! * f[b]!) - Math.fround(f[x]! * f[y]!));
      },
    left:
      (d, a, b, y) =>
      ({ f }) => {
        f[d] = Math.fround(Math.fround(f[a]! * f[b]!) - f[y]!);
      },
    right:
      (d, x, a, b) =>
      ({ f }) => {
        f[d] = Math.fround(f[x]! - Math.fround(f[a]! * f[b]!));
      },
  },
};

const SUMS_64: Readonly<Record<'fadd' | 'fsub', Sums>> = {
  fadd: {
    both:
      (d, a, b, x, y) =>
      ({ f }) => {
        f[d] = f[a]! * f[b]! + f[x]! * f[y]!;
      },
    left:
      (d, a, b, y) =>
      ({ f }) => {
        f[d] = f[a]! * f[b]! + f[y]!;
      },
    right:
      (d, x, a, b) =>
      ({ f }) => {
        f[d] = f[x]! + f[a]! * f[b]!;
      },
  },
  fsub: {
    both:
      (d, a, b, x, y) =>
      ({ f }) => {
        f[d] = f[a]! * f[b]! - f[x]! * f[y]!;
      },
    left:
      (d, a, b, y) =>
      ({ f }) => {
        f[d] = f[a]! * f[b]! - f[y]!;
      },
    right:
      (d, x, a, b) =>
      ({ f }) => {
        f[d] = f[x]! - f[a]! * f[b]!;
      },
  },
};

interface Fusions {
  both(d: number, s: number, at: number, plus: number, t: number, bt: number, plusT: number): Op;
  left(d: number, s: number, at: number, plus: number, y: number): Op;
  right(d: number, x: number, s: number, at: number, plus: number): Op;
}

const FUSED_32: Readonly<Record<'fadd' | 'fsub' | 'fmul', Fusions>> = {
  fadd: {
    both: (d, s, a, p, t, b, q) => (m) => {
      const { i, o } = m;
      m.f[d] = Math.fround((o[s] as Float32Array)[i[a]! + i[p]!]! + (o[t] as Float32Array)[i[b]! + i[q]!]!);
    },
    left: (d, s, a, p, y) => (m) => {
      m.f[d] = Math.fround((m.o[s] as Float32Array)[m.i[a]! + m.i[p]!]! + m.f[y]!);
    },
    right: (d, x, s, a, p) => (m) => {
      m.f[d] = Math.fround(m.f[x]! + (m.o[s] as Float32Array)[m.i[a]! + m.i[p]!]!);
    },
  },
  fsub: {
    both: (d, s, a, p, t, b, q) => (m) => {
      const { i, o } = m;
      m.f[d] = Math.fround((o[s] as Float32Array)[i[a]! + i[p]!]! - (o[t] as Float32Array)[i[b]! + i[q]!]!);
    },
    left: (d, s, a, p, y) => (m) => {
      m.f[d] = Math.fround((m.o[s] as Float32Array)[m.i[a]! + m.i[p]!]! - m.f[y]!);
    },
    right: (d, x, s, a, p) => (m) => {
      m.f[d] = Math.fround(m.f[x]! - (m.o[s] as Float32Array)[m.i[a]! + m.i[p]!]!);
    },
  },
  fmul: {
    both: (d, s, a, p, t, b, q) => (m) => {
      const { i, o } = m;
      m.f[d] = Math.fround((o[s] as Float32Array)[i[a]! + i[p]!]! * (o[t] as Float32Array)[i[b]! + i[q]!]!);
    },
    left: (d, s, a, p, y) => (m) => {
      m.f[d] = Math.fround((m.o[s] as Float32Array)[m.i[a]! + m.i[p]!]! * m.f[y]!);
    },
    right: (d, x, s, a, p) => (m) => {
      m.f[d] = Math.fround(m.f[x]! * (m.o[s] as Float32Array)[m.i[a]! + m.i[p]!]!);
    },
  },
};

const FUSED_64: Readonly<Record<'fadd' | 'fsub' | 'fmul', Fusions>> = {
  fadd: {
    both: (d, s, a, p, t, b, q) => (m) => {
      const { i, o } = m;
      m.f[d] = (o[s] as Float64Array)[i[a]! + i[p]!]! + (o[t] as Float64Array)[i[b]! + i[q]!]!;
    },
    left: (d, s, a, p, y) => (m) => {
      m.f[d] = (m.o[s] as Float64Array)[m.i[a]! + m.i[p]!]! + m.f[y]!;
    },
    right: (d, x, s, a, p) => (m) => {
      m.f[d] = m.f[x]! + (m.o[s] as Float64Array)[m.i[a]! + m.i[p]!]!;
    },
  },
  fsub: {
    both: (d, s, a, p, t, b, q) => (m) => {
      const { i, o } = m;
      m.f[d] = (o[s] as Float64Array)[i[a]! + i[p]!]! - (o[t] as Float64Array)[i[b]! + i[q]!]!;
    },
    left: (d, s, a, p, y) => (m) => {
      m.f[d] = (m.o[s] as Float64Array)[m.i[a]! + m.i[p]!]! - m.f[y]!;
    },
    right: (d, x, s, a, p) => (m) => {
      m.f[d] = m.f[x]! - (m.o[s] as Float64Array)[m.i[a]! + m.i[p]!]!;
    },
  },
  fmul: {
    both: (d, s, a, p, t, b, q) => (m) => {
      const { i, o } = m;
      m.f[d] = (o[s] as Float64Array)[i[a]! + i[p]!]! * (o[t] as Float64Array)[i[b]! + i[q]!]!;
    },
    left: (d, s, a, p, y) => (m) => {
      m.f[d] = (m.o[s] as Float64Array)[m.i[a]! + m.i[p]!]! * m.f[y]!;
    },
    right: (d, x, s, a, p) => (m) => {
      m.f[d] = m.f[x]! * (m.o[s] as Float64Array)[m.i[a]! + m.i[p]!]!;
    },
  },
};

/** Adds a product to the accumulator `o[r][i[at]]`; storing a Float32 rounds the sum. */
export function accumulateProduct(scalar: Float, r: number, at: number, left: Operand, right: Operand): Op {
  const make = scalar === 'f32' ? ACCUMULATE_32 : ACCUMULATE_64;
  if (left.tag === 'element' && right.tag === 'element') {
    return make.both(r, at, left.slot, left.at, left.plus, right.slot, right.at, right.plus);
  }
  // A product of two numbers is the same in either order.
  const [element, cell] = left.tag === 'element' ? [left, right] : [right, left];
  if (element.tag === 'element') return make.one(r, at, element.slot, element.at, element.plus, cell.at);
  return make.none(r, at, element.at, cell.at);
}

interface Accumulations {
  both(r: number, at: number, s: number, a: number, p: number, t: number, b: number, q: number): Op;
  one(r: number, at: number, s: number, a: number, p: number, y: number): Op;
  none(r: number, at: number, x: number, y: number): Op;
}

const ACCUMULATE_32: Accumulations = {
  both: (r, at, s, a, p, t, b, q) => (m) => {
    const { i, o } = m;
    (o[r] as Float32Array)[i[at]!]! += Math.fround(
      (o[s] as Float32Array)[i[a]! + i[p]!]! * (o[t] as Float32Array)[i[b]! + i[q]!]!,
    );
  },
  one: (r, at, s, a, p, y) => (m) => {
    const { i, o } = m;
    (o[r] as Float32Array)[i[at]!]! += Math.fround((o[s] as Float32Array)[i[a]! + i[p]!]! * m.f[y]!);
  },
  none: (r, at, x, y) => (m) => {
    (m.o[r] as Float32Array)[m.i[at]!]! += Math.fround(m.f[x]! * m.f[y]!);
  },
};

const ACCUMULATE_64: Accumulations = {
  both: (r, at, s, a, p, t, b, q) => (m) => {
    const { i, o } = m;
    (o[r] as Float64Array)[i[at]!]! +=
      (o[s] as Float64Array)[i[a]! + i[p]!]! * (o[t] as Float64Array)[i[b]! + i[q]!]!;
  },
  one: (r, at, s, a, p, y) => (m) => {
    const { i, o } = m;
    (o[r] as Float64Array)[i[at]!]! += (o[s] as Float64Array)[i[a]! + i[p]!]! * m.f[y]!;
  },
  none: (r, at, x, y) => (m) => {
    (m.o[r] as Float64Array)[m.i[at]!]! += m.f[x]! * m.f[y]!;
  },
};
