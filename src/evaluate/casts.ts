/** Conversions and reinterpretations of scalars as instructions on cells. */
import type { Atom } from '../loops/index.ts';
import { isFloat, isWide, type Scalar } from '../primitives/index.ts';
import { bitcastScalar, castScalar } from '../values/index.ts';
import type { Assembler, CellLeaf, Leaves } from './assembler.ts';
import { getCell, setCell } from './cells.ts';
import { cellIndex } from './elements.ts';
import type { Op } from './frame.ts';

const plain = (x: number) => x;
const unsigned = (x: number) => x >>> 0;

/** Emits a numeric conversion. */
export function castExpr(cx: Assembler, to: Scalar, arg: Atom): Leaves {
  const from = cx.leaves(arg)[0] as CellLeaf;
  if (from.scalar === to) return [from];
  if (keepsCell(from.scalar, to)) {
    if (cx.probe !== null) cx.emit(() => {}, 'cast');
    return [{ ...from, scalar: to }];
  }
  const result = cx.cell(to);
  cx.emit(castOp(from, result), 'cast');
  return [result];
}

/** Integers of at most 32 bits that do not become narrower have the same cell. */
function keepsCell(from: Scalar, to: Scalar): boolean {
  const isWord = (scalar: Scalar) => scalar === 'i32' || scalar === 'w32';
  return (from === 'w8' || isWord(from)) && isWord(to);
}

function castOp(from: CellLeaf, to: CellLeaf): Op {
  const a = cellIndex(from);
  const d = cellIndex(to);
  const pair = `${from.scalar} ${to.scalar}`;
  const isNarrow = !isWide(from.scalar) && !isWide(to.scalar);
  if (to.scalar === 'f32' && from.scalar === 'f64') {
    return (m) => {
      m.f[d] = Math.fround(m.f[a]!);
    };
  }
  if (to.scalar === 'f64' && from.scalar === 'f32') {
    return (m) => {
      m.f[d] = m.f[a]!;
    };
  }
  if (isFloat(to.scalar) && isNarrow) {
    const read = from.scalar === 'w32' ? unsigned : plain;
    const round = to.scalar === 'f32' ? Math.fround : plain;
    return (m) => {
      m.f[d] = round(read(m.i[a]!));
    };
  }
  if (isNarrow && !isFloat(from.scalar)) {
    const mask = to.scalar === 'w8' ? 255 : -1;
    return (m) => {
      m.i[d] = m.i[a]! & mask;
    };
  }
  if (isFloat(from.scalar) && isNarrow) {
    const [low, high] =
      to.scalar === 'i32' ? [-(2 ** 31), 2 ** 31 - 1] : [0, to.scalar === 'w8' ? 255 : 2 ** 32 - 1];
    return (m) => {
      const x = m.f[a]!;
      m.i[d] = x > low ? (x < high ? Math.trunc(x) : high) : x <= low ? low : 0;
    };
  }
  if (isWide(from.scalar) && isWide(to.scalar)) {
    return (m) => {
      m.i[d] = m.i[a]!;
      m.i[d + 1] = m.i[a + 1]!;
    };
  }
  if (isWide(from.scalar) && !isFloat(to.scalar)) {
    const mask = to.scalar === 'w8' ? 255 : -1;
    return (m) => {
      m.i[d] = m.i[a]! & mask;
    };
  }
  if (isWide(to.scalar) && !isFloat(from.scalar)) {
    const extendsSign = pair === 'i32 i64';
    return (m) => {
      const low = m.i[a]!;
      m.i[d] = low;
      m.i[d + 1] = extendsSign ? low >> 31 : 0;
    };
  }
  const convert = castScalar(from.scalar, to.scalar);
  return (m) => setCell(m.f, m.i, to.at, to.scalar, convert(getCell(m.f, m.i, from.at, from.scalar)));
}

/** Emits a reinterpretation; between integers of one width it is none. */
export function bitcastExpr(cx: Assembler, to: Scalar, arg: Atom): Leaves {
  const from = cx.leaves(arg)[0] as CellLeaf;
  if (isFloat(from.scalar) === isFloat(to)) return [{ ...from, scalar: to }];
  const result = cx.cell(to);
  const convert = bitcastScalar(from.scalar, to);
  cx.emit((m) => setCell(m.f, m.i, result.at, to, convert(getCell(m.f, m.i, from.at, from.scalar))), 'cast');
  return [result];
}
