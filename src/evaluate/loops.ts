/** Loops. */
import type { Block, ExprOf } from '../loops/index.ts';
import type { Assembler, CellLeaf, ColumnLeaf, Destination, Leaves, Num } from './assembler.ts';
import { blockMove } from './block-moves.ts';
import { THROWN, Thrown } from './fault.ts';
import { type Op, overflow, poll, type Site, TICKS } from './frame.ts';
import { writeIndex } from './indices.ts';
import type { Spot } from './layout.ts';
import { allocateTable } from './room.ts';
import { setSize } from './sizes.ts';
import { elementSpots, offsetCell } from './spots.ts';
import { store } from './store.ts';

type Loop = ExprOf<'for'> | ExprOf<'each'>;

/** `for`: each element is built in its place where the body allows it. */
export function forExpr(cx: Assembler, expr: ExprOf<'for'>, destination?: Destination): Leaves {
  const { type } = expr;
  if (type.tag !== 'table') throw new Error('a for has a table type');
  const table = destination ?? allocateTable(cx, type, expr.source);
  const fill = (): void => fillTable(cx, expr, table);
  const op = cx.probe === null ? blockMove(cx, expr, table, fill) : null;
  if (op === null) fill();
  else cx.emit(op);
  return table;
}

/** The loop that fills the table. */
function fillTable(cx: Assembler, expr: ExprOf<'for'>, table: Destination): void {
  emitLoop(cx, expr, (counter) => {
    const varying = new Set([expr.binder.name.id]);
    const spots = elementSpots(cx, table, counter, expr.source);
    const place = placeFor(cx, expr.body, spots, table);
    const result = cx.block(expr.body, place ?? undefined);
    const isInPlace = place !== null && result.every((leaf, k) => leaf === place[k]);
    if (!isInPlace) store(cx, expr.body.type, varying, spots, result, 'shared', expr.source);
  });
}

/** The columns of one element of the table, as a table of their own, if that is what the body gives. */
function placeFor(
  cx: Assembler,
  body: Block,
  spots: readonly Spot[],
  table: Destination,
): readonly ColumnLeaf[] | null {
  if (body.type.tag !== 'table' || body.result.tag !== 'var' || spots.length === 0) return null;
  const shapes = cx.layouts.leaves(body.type);
  const isFlat = table.every((leaf) => leaf.column.factors.length > 0);
  if (!isFlat || shapes.length !== spots.length) return null;
  return spots.map((spot, k) => {
    const { factors } = table[k]!.column;
    return {
      tag: 'column',
      column: { kind: spot.kind, factors: factors.slice(1) },
      slot: spot.slot,
      at: offsetCell(cx, spot),
    };
  });
}

/** `each`: as `for`, for effects alone. */
export function eachExpr(cx: Assembler, expr: ExprOf<'each'>): Leaves {
  emitLoop(cx, expr, () => {
    cx.block(expr.body);
  });
  return [];
}

/** A loop over an index set; `body` is handed the counter, which is the ordinal of the index. */
function emitLoop(cx: Assembler, expr: Loop, body: (counter: Num) => void): void {
  const { index, binder, source } = expr;
  const size = setSize(cx, index, source);
  const counter = cx.cell('w32');
  const ordinal: Num = { at: 2 * counter.at, value: null };
  const site = cx.site(source);
  const { made, isAllocating } = cx.hasGarbage(() =>
    cx.inLoop(ordinal.at, () =>
      cx.collect(() => {
        const leaves = binder.type.tag === 'index' ? [counter] : cx.fresh(binder.type);
        writeIndex(cx, index, ordinal, leaves, source);
        cx.bind(binder.name.id, leaves, binder.type, { ordinal });
        if (cx.probe !== null) cx.emit(() => {}, 'turn');
        body(ordinal);
      }),
    ),
  );
  const run = isAllocating ? releasing(made.op) : made.op;
  const throws = expr.body.effects.some((effect) => effect.tag === 'except');
  const make = throws ? exceptLoop : expr.direction === 'forward' ? forwardLoop : backwardLoop;
  cx.emit(make(size.at, ordinal.at, run, site, expr.direction === 'forward'));
}

/** After an iteration only what it kept in boxes counts as alive; what it put in the table was counted before. */
export function releasing(op: Op): Op {
  return (m) => {
    const alive = m.bytes - m.kept;
    op(m);
    m.bytes = alive + m.kept;
  };
}

/**
 * A loop that counts up: `n` and `c` are the slots of its size and of its index. A size below zero is one
 * that overflowed.
 */
export function forwardLoop(n: number, c: number, body: Op, site: Site): Op {
  return (m) => {
    const size = m.i[n]!;
    if (size < 0) throw overflow(m, site, size >>> 0);
    for (let k = 0; k < size; k++) {
      m.i[c] = k;
      body(m);
      if (--m.i[TICKS]! < 0) poll(m, site);
    }
  };
}

function backwardLoop(n: number, c: number, body: Op, site: Site): Op {
  return (m) => {
    const size = m.i[n]!;
    if (size < 0) throw overflow(m, site, size >>> 0);
    for (let k = size - 1; k >= 0; k--) {
      m.i[c] = k;
      body(m);
      if (--m.i[TICKS]! < 0) poll(m, site);
    }
  };
}

/** An iteration that throws does not stop the others; then the loop throws. */
function exceptLoop(n: number, c: number, body: Op, site: Site, isForward: boolean): Op {
  return (m) => {
    const size = m.i[n]!;
    if (size < 0) throw overflow(m, site, size >>> 0);
    let hasThrown = false;
    for (let k = 0; k < size; k++) {
      m.i[c] = isForward ? k : size - 1 - k;
      try {
        body(m);
      } catch (error) {
        if (!(error instanceof Thrown)) throw error;
        hasThrown = true;
      }
      if (--m.i[TICKS]! < 0) poll(m, site);
    }
    if (hasThrown) throw THROWN;
  };
}

/** `while`: the body's `w8` says whether to go on. */
export function whileExpr(cx: Assembler, expr: ExprOf<'while'>): Leaves {
  const site = cx.site(expr.source);
  const { made, isAllocating } = cx.hasGarbage(() => cx.collect(() => cx.block(expr.body)[0] as CellLeaf));
  const again = 2 * made.made.at;
  const body = isAllocating ? releasing(made.op) : made.op;
  cx.emit((m) => {
    do {
      body(m);
      if (--m.i[TICKS]! < 0) poll(m, site);
    } while (m.i[again] !== 0);
  });
  return [];
}
