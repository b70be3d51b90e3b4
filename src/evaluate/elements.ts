/**
 * Moving scalars between cells and columns. One literal function for each kind of buffer: engines specialise such a
 * function to the one kind that it sees.
 */
import type { Scalar } from '../primitives/index.ts';
import type { Assembler, CellLeaf, Leaf, Leaves } from './assembler.ts';
import type { Op } from './frame.ts';
import type { Spot } from './layout.ts';

/** Cell `d` (an index into `f` for floats, into `i` else) from a spot. */
export function loadScalar(kind: Scalar, d: number, { slot: s, at, plus }: Spot): Op {
  if (plus === null) return loadAt(kind, d, s, at);
  const p = plus;
  switch (kind) {
    case 'f32':
      return (m) => {
        m.f[d] = (m.o[s] as Float32Array)[m.i[at]! + m.i[p]!]!;
      };
    case 'f64':
      return (m) => {
        m.f[d] = (m.o[s] as Float64Array)[m.i[at]! + m.i[p]!]!;
      };
    case 'i32':
      return (m) => {
        m.i[d] = (m.o[s] as Int32Array)[m.i[at]! + m.i[p]!]!;
      };
    case 'w32':
      return (m) => {
        m.i[d] = (m.o[s] as Uint32Array)[m.i[at]! + m.i[p]!]!;
      };
    case 'w8':
      return (m) => {
        m.i[d] = (m.o[s] as Uint8Array)[m.i[at]! + m.i[p]!]!;
      };
    case 'i64':
    case 'w64':
      return (m) => {
        const b = m.o[s] as Int32Array;
        const k = 2 * (m.i[at]! + m.i[p]!);
        m.i[d] = b[k]!;
        m.i[d + 1] = b[k + 1]!;
      };
  }
}

function loadAt(kind: Scalar, d: number, s: number, at: number): Op {
  switch (kind) {
    case 'f32':
      return (m) => {
        m.f[d] = (m.o[s] as Float32Array)[m.i[at]!]!;
      };
    case 'f64':
      return (m) => {
        m.f[d] = (m.o[s] as Float64Array)[m.i[at]!]!;
      };
    case 'i32':
      return (m) => {
        m.i[d] = (m.o[s] as Int32Array)[m.i[at]!]!;
      };
    case 'w32':
      return (m) => {
        m.i[d] = (m.o[s] as Uint32Array)[m.i[at]!]!;
      };
    case 'w8':
      return (m) => {
        m.i[d] = (m.o[s] as Uint8Array)[m.i[at]!]!;
      };
    case 'i64':
    case 'w64':
      return (m) => {
        const b = m.o[s] as Int32Array;
        const k = 2 * m.i[at]!;
        m.i[d] = b[k]!;
        m.i[d + 1] = b[k + 1]!;
      };
  }
}

/** A spot from cell `x`. */
export function storeScalar(kind: Scalar, x: number, { slot: s, at, plus }: Spot): Op {
  if (plus === null) return storeAt(kind, x, s, at);
  const p = plus;
  switch (kind) {
    case 'f32':
      return (m) => {
        (m.o[s] as Float32Array)[m.i[at]! + m.i[p]!] = m.f[x]!;
      };
    case 'f64':
      return (m) => {
        (m.o[s] as Float64Array)[m.i[at]! + m.i[p]!] = m.f[x]!;
      };
    case 'i32':
      return (m) => {
        (m.o[s] as Int32Array)[m.i[at]! + m.i[p]!] = m.i[x]!;
      };
    case 'w32':
      return (m) => {
        (m.o[s] as Uint32Array)[m.i[at]! + m.i[p]!] = m.i[x]!;
      };
    case 'w8':
      return (m) => {
        (m.o[s] as Uint8Array)[m.i[at]! + m.i[p]!] = m.i[x]!;
      };
    case 'i64':
    case 'w64':
      return (m) => {
        const b = m.o[s] as Int32Array;
        const k = 2 * (m.i[at]! + m.i[p]!);
        b[k] = m.i[x]!;
        b[k + 1] = m.i[x + 1]!;
      };
  }
}

function storeAt(kind: Scalar, x: number, s: number, at: number): Op {
  switch (kind) {
    case 'f32':
      return (m) => {
        (m.o[s] as Float32Array)[m.i[at]!] = m.f[x]!;
      };
    case 'f64':
      return (m) => {
        (m.o[s] as Float64Array)[m.i[at]!] = m.f[x]!;
      };
    case 'i32':
      return (m) => {
        (m.o[s] as Int32Array)[m.i[at]!] = m.i[x]!;
      };
    case 'w32':
      return (m) => {
        (m.o[s] as Uint32Array)[m.i[at]!] = m.i[x]!;
      };
    case 'w8':
      return (m) => {
        (m.o[s] as Uint8Array)[m.i[at]!] = m.i[x]!;
      };
    case 'i64':
    case 'w64':
      return (m) => {
        const b = m.o[s] as Int32Array;
        const k = 2 * m.i[at]!;
        b[k] = m.i[x]!;
        b[k + 1] = m.i[x + 1]!;
      };
  }
}

/** The number by which instructions name a cell: its place in `f` for floats, in `i` for integers. */
export function cellIndex(leaf: CellLeaf): number {
  return leaf.scalar === 'f32' || leaf.scalar === 'f64' ? leaf.at : 2 * leaf.at;
}

/** Copies one cell to another of the same type. */
export function moveCell(from: CellLeaf, to: CellLeaf): Op {
  const x = cellIndex(from);
  const d = cellIndex(to);
  switch (to.scalar) {
    case 'f32':
    case 'f64':
      return (m) => {
        m.f[d] = m.f[x]!;
      };
    case 'i64':
    case 'w64':
      return (m) => {
        m.i[d] = m.i[x]!;
        m.i[d + 1] = m.i[x + 1]!;
      };
    default:
      return (m) => {
        m.i[d] = m.i[x]!;
      };
  }
}

/** Copies a value to other leaves of its type; tables are shared, not copied. */
export function move(cx: Assembler, from: Leaves, to: Leaves): void {
  to.forEach((leaf, k) => {
    moveLeaf(cx, from[k]!, leaf);
  });
}

function moveLeaf(cx: Assembler, from: Leaf, to: Leaf): void {
  if (to.tag === 'cell') {
    if (from.at !== to.at) cx.emit(moveCell(from as CellLeaf, to));
    return;
  }
  if (from.tag === 'cell') throw new Error('a table cannot stand where a scalar does');
  const [s, x, t, d] = [from.slot, 2 * from.at, to.slot, 2 * to.at];
  if (s === t && x === d) return;
  cx.emit((m) => {
    m.o[t] = m.o[s]!;
    m.i[d] = m.i[x]!;
  });
}
