/** Moving several scalars between cells and columns: floats of one kind go two or three to an instruction. */
import type { Scalar } from '../primitives/index.ts';
import type { Assembler, CellLeaf } from './assembler.ts';
import { cellIndex, loadScalar, storeScalar } from './elements.ts';
import type { Op } from './frame.ts';
import type { Spot } from './layout.ts';

type Direction = 'load' | 'store';

/** One scalar to move: cell `c` (as `elements.ts` names it) and its spot. */
interface Move {
  readonly c: number;
  readonly spot: Spot;
}

/** Emits the loads of cells from spots, or the stores of cells into spots. */
export function emitMoves(
  cx: Assembler,
  direction: Direction,
  cells: readonly CellLeaf[],
  spots: readonly Spot[],
): void {
  const groups = new Map<string, Move[]>();
  spots.forEach((spot, k) => {
    const key = `${spot.kind} ${spot.plus}`;
    const move = { c: cellIndex(cells[k]!), spot };
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [move]);
    else group.push(move);
  });
  for (const group of groups.values()) emitGroup(cx, direction, group);
}

function emitGroup(cx: Assembler, direction: Direction, group: readonly Move[]): void {
  const { kind, plus } = group[0]!.spot;
  const count = direction === 'load' ? 'read' : 'write';
  let k = 0;
  while (k < group.length) {
    const [x, y, z] = group.slice(k, k + 3) as [Move, Move?, Move?];
    if ((kind === 'f32' || kind === 'f64') && y !== undefined) {
      const take = kind === 'f32' ? FLOAT32 : FLOAT64;
      const make = plus === null ? take[direction] : take[direction === 'load' ? 'loadAt' : 'storeAt'];
      cx.emit(make(x, y, z ?? y, plus ?? 0), count, count, ...(z === undefined ? [] : ([count] as const)));
      k += 3;
    } else {
      const scalar = kind as Scalar;
      cx.emit(
        direction === 'load' ? loadScalar(scalar, x.c, x.spot) : storeScalar(scalar, x.c, x.spot),
        count,
      );
      k += 1;
    }
  }
}

/** Of two moves the second is given again as the third: doing it twice is cheaper than another instruction. */
type Three = (x: Move, y: Move, z: Move, plus: number) => Op;

/** A table for each kind of array is written out, so that every access in it meets arrays of one kind alone. */
type Moves = Readonly<Record<'load' | 'store' | 'loadAt' | 'storeAt', Three>>;

const FLOAT32: Moves = {
  load:
    (
      { c: x, spot: { slot: s, at: a } },
      { c: y, spot: { slot: t, at: b } },
      { c: z, spot: { slot: u, at: e } },
    ) =>
    (m) => {
      const { f, i, o } = m;
      f[x] = (o[s] as Float32Array)[i[a]!]!;
      f[y] = (o[t] as Float32Array)[i[b]!]!;
      f[z] = (o[u] as Float32Array)[i[e]!]!;
    },
  store:
    (
      { c: x, spot: { slot: s, at: a } },
      { c: y, spot: { slot: t, at: b } },
      { c: z, spot: { slot: u, at: e } },
    ) =>
    (m) => {
      const { f, i, o } = m;
      (o[s] as Float32Array)[i[a]!] = f[x]!;
      (o[t] as Float32Array)[i[b]!] = f[y]!;
      (o[u] as Float32Array)[i[e]!] = f[z]!;
    },
  loadAt:
    (
      { c: x, spot: { slot: s, at: a } },
      { c: y, spot: { slot: t, at: b } },
      { c: z, spot: { slot: u, at: e } },
      plus,
    ) =>
    (m) => {
      const { f, i, o } = m;
      const k = i[plus]!;
      f[x] = (o[s] as Float32Array)[i[a]! + k]!;
      f[y] = (o[t] as Float32Array)[i[b]! + k]!;
      f[z] = (o[u] as Float32Array)[i[e]! + k]!;
    },
  storeAt:
    (
      { c: x, spot: { slot: s, at: a } },
      { c: y, spot: { slot: t, at: b } },
      { c: z, spot: { slot: u, at: e } },
      plus,
    ) =>
    (m) => {
      const { f, i, o } = m;
      const k = i[plus]!;
      (o[s] as Float32Array)[i[a]! + k] = f[x]!;
      (o[t] as Float32Array)[i[b]! + k] = f[y]!;
      (o[u] as Float32Array)[i[e]! + k] = f[z]!;
    },
};

const FLOAT64: Moves = {
  load:
    (
      { c: x, spot: { slot: s, at: a } },
      { c: y, spot: { slot: t, at: b } },
      { c: z, spot: { slot: u, at: e } },
    ) =>
    (m) => {
      const { f, i, o } = m;
      f[x] = (o[s] as Float64Array)[i[a]!]!;
      f[y] = (o[t] as Float64Array)[i[b]!]!;
      f[z] = (o[u] as Float64Array)[i[e]!]!;
    },
  store:
    (
      { c: x, spot: { slot: s, at: a } },
      { c: y, spot: { slot: t, at: b } },
      { c: z, spot: { slot: u, at: e } },
    ) =>
    (m) => {
      const { f, i, o } = m;
      (o[s] as Float64Array)[i[a]!] = f[x]!;
      (o[t] as Float64Array)[i[b]!] = f[y]!;
      (o[u] as Float64Array)[i[e]!] = f[z]!;
    },
  loadAt:
    (
      { c: x, spot: { slot: s, at: a } },
      { c: y, spot: { slot: t, at: b } },
      { c: z, spot: { slot: u, at: e } },
      plus,
    ) =>
    (m) => {
      const { f, i, o } = m;
      const k = i[plus]!;
      f[x] = (o[s] as Float64Array)[i[a]! + k]!;
      f[y] = (o[t] as Float64Array)[i[b]! + k]!;
      f[z] = (o[u] as Float64Array)[i[e]! + k]!;
    },
  storeAt:
    (
      { c: x, spot: { slot: s, at: a } },
      { c: y, spot: { slot: t, at: b } },
      { c: z, spot: { slot: u, at: e } },
      plus,
    ) =>
    (m) => {
      const { f, i, o } = m;
      const k = i[plus]!;
      (o[s] as Float64Array)[i[a]! + k] = f[x]!;
      (o[t] as Float64Array)[i[b]! + k] = f[y]!;
      (o[u] as Float64Array)[i[e]! + k] = f[z]!;
    },
};
