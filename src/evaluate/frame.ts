/**
 * The memory of one run. Functions of Loops do not recur, so that each has its cells at fixed numbers in one frame.
 * A cell is eight bytes: cell `k` is `f[k]` as a float (a Float32 is kept as the double it equals), `i[2k]` as an
 * integer of at most 32 bits (`w32` as its bit pattern), and `i[2k]`, `i[2k+1]` as the low and high halves of a 64-bit
 * integer. Code copies a cell by its scalar type, never integers as floats: a NaN's bits need not survive that.
 */
import type { Host } from '../values/index.ts';
import { type FaultKind, RuntimeFault } from './fault.ts';
import type { ColumnKind } from './layout.ts';
import type { RawMemory } from './memory.ts';
import type { OutputStream } from './output-stream.ts';

/** Elements of a column. A 64-bit integer takes two elements of an Int32Array, low half first. */
export type Buffer = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array | Box[];

/** A table whose size varies inside the storage around it, or a reference: for each of its leaves a column. */
export interface Box {
  readonly kinds: readonly ColumnKind[];
  readonly buffers: readonly Buffer[];
  readonly offsets: readonly number[];
  /** How many elements of each column belong to it. */
  readonly counts: readonly number[];
}

export interface Limits {
  /** Back-edges of loops and calls that may still be taken. */
  fuel: number;
  /** On the clock of `Date.now`, in milliseconds. */
  readonly deadline: number;
  readonly interrupted: () => boolean;
  readonly memory: number;
}

export interface Frame {
  readonly f: Float64Array;
  readonly i: Int32Array;
  readonly o: (Buffer | null)[];
  readonly limits: Limits;
  readonly host: Host;
  readonly output: OutputStream;
  readonly memory: RawMemory;
  /** Bytes of the buffers alive, as far as known: a loop's iteration gives back what it does not keep. */
  bytes: number;
  /** Bytes put into boxes, less those of the boxes that they replaced: what an iteration keeps. */
  kept: number;
}

/** An instruction, or a sequence of them. */
export type Op = (m: Frame) => void;

/** `i[TICKS]` counts down at each back-edge; below 0 the limits are looked at. */
export const TICKS = 0;
const POLL_INTERVAL = 1 << 12;

/** A place in the program where a fault can happen; `loops` are the cells (as indices into `i`) of loop counters. */
export interface Site {
  readonly source: number;
  readonly loops: readonly number[];
}

/** A fault at a site: its source, and the values that the indices of the loops around it have now. */
export function fault(m: Frame, site: Site, kind: FaultKind, message: string): RuntimeFault {
  return new RuntimeFault(kind, message, site.source, indicesAt(m, site));
}

/** The values that the indices of the loops around a site have now, the outermost first. */
export function indicesAt(m: Frame, site: Site): readonly number[] {
  return site.loops.map((at) => m.i[at]!);
}

/** Starts the count to the first look at the limits. */
export function startTicks(m: Frame): void {
  const slice = Math.min(POLL_INTERVAL, Math.max(0, m.limits.fuel));
  m.limits.fuel -= slice;
  m.i[TICKS] = slice;
}

/** Looks at fuel, deadline and interrupt. Faults: `fuel`, `deadline`, `interrupted`. */
export function poll(m: Frame, site: Site): void {
  const { limits } = m;
  if (limits.interrupted()) throw fault(m, site, 'interrupted', 'interrupted');
  if (Date.now() > limits.deadline) throw fault(m, site, 'deadline', 'the time limit was reached');
  if (m.bytes > limits.memory) throw memoryFault(m, site);
  if (limits.fuel <= 0) throw fault(m, site, 'fuel', 'the step limit was reached');
  startTicks(m);
}

export const MAX_ELEMENTS = 2 ** 31 - 1;

/** The bytes that one element takes in a column of this kind; for a boxed one, about those of a reference. */
export function bytesPerElement(kind: ColumnKind): number {
  switch (kind) {
    case 'w8':
      return 1;
    case 'f32':
    case 'i32':
    case 'w32':
      return 4;
    default:
      return 8;
  }
}

function memoryFault(m: Frame, site: Site): RuntimeFault {
  return fault(
    m,
    site,
    'memoryLimit',
    `${m.bytes} bytes are more than the memory limit of ${m.limits.memory}`,
  );
}

/** The fault of a table that would have more elements than can be counted or held. */
export function overflow(m: Frame, site: Site, size: number): RuntimeFault {
  return fault(m, site, 'sizeOverflow', `a size of ${size} elements is too large`);
}

/** A zeroed buffer. Faults: `sizeOverflow` (a count that is negative as an `i32`), `memoryLimit`. */
export function allocate(m: Frame, kind: ColumnKind, count: number, site: Site): Buffer {
  if (count < 0) throw overflow(m, site, count >>> 0);
  const bytes = count * bytesPerElement(kind);
  m.bytes += bytes;
  if (m.bytes > m.limits.memory) throw memoryFault(m, site);
  try {
    return newBuffer(kind, count);
  } catch (error) {
    if (error instanceof RangeError) {
      throw fault(m, site, 'memoryLimit', `no memory for a table of ${count} elements`);
    }
    throw error;
  }
}

/** What stands where nothing was stored: a table without elements. */
export const EMPTY_BOX: Box = { kinds: [], buffers: [], offsets: [], counts: [] };

/** A buffer of `count` elements, all zero. */
export function newBuffer(kind: ColumnKind, count: number): Buffer {
  switch (kind) {
    case 'f32':
      return new Float32Array(count);
    case 'f64':
      return new Float64Array(count);
    case 'i32':
      return new Int32Array(count);
    case 'w32':
      return new Uint32Array(count);
    case 'w8':
      return new Uint8Array(count);
    case 'i64':
    case 'w64':
      return new Int32Array(2 * count);
    case 'box':
      return new Array<Box>(count).fill(EMPTY_BOX);
  }
}
