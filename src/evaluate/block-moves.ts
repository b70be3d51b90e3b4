/**
 * Loops that only move elements: a slice of a table, `for i. xs[i + k]`, and two tables end to end, which is how lists are
 * joined. They are done block by block, as long as nothing is out of range; a loop that is faults as it would have.
 */
import type { Atom, Block, Decl, Expr, ExprOf } from '../loops/index.ts';
import type { Name } from '../names/index.ts';
import type { Assembler, ColumnLeaf, Destination } from './assembler.ts';
import { copyElements } from './copies.ts';
import type { Frame, Op } from './frame.ts';
import { setSize } from './sizes.ts';

/** Elements of a table from the loop's counter on, `by` further or back. */
interface Piece {
  readonly table: Extract<Atom, { tag: 'var' }>;
  readonly shift: { readonly sign: 1 | -1; readonly by: Atom } | null;
}

/** Below `end` the elements of `below`, from there on those of `above`; without an `end`, all are of `below`. */
interface Move {
  readonly below: Piece;
  readonly above: Piece;
  readonly end: Atom | null;
}

/**
 * What fills a table as this loop does, if it only moves elements and each column of the tables holds one scalar for an
 * element; else null. `emitLoop` emits the loop itself.
 */
export function blockMove(
  cx: Assembler,
  expr: ExprOf<'for'>,
  table: Destination,
  emitLoop: () => void,
): Op | null {
  const move = moveOf(expr);
  if (move === null || !isFlat(table)) return null;
  const { below, above, end } = move;
  const [from, then] = [source(cx, below, table, expr), source(cx, above, table, expr)];
  if (from === null || then === null) return null;
  const size = setSize(cx, expr.index, expr.source).at;
  const middle = end === null ? null : cellOf(cx, end);
  const { op: loop } = cx.collect(emitLoop);
  return (m) => {
    const n = m.i[size]!;
    const k = middle === null ? n : Math.min(n, m.i[middle]! >>> 0);
    if (n < 0 || !from.has(m, 0, k) || !then.has(m, k, n)) {
      loop(m);
      return;
    }
    from.copy(m, 0, k);
    then.copy(m, k, n);
  };
}

interface Source {
  /** Whether the table has the elements for the indices from `low` up to `high`. */
  readonly has: (m: Frame, low: number, high: number) => boolean;
  readonly copy: (m: Frame, low: number, high: number) => void;
}

function source(cx: Assembler, piece: Piece, to: Destination, { source: at }: ExprOf<'for'>): Source | null {
  const { type } = piece.table;
  const columns = cx.leaves(piece.table) as readonly ColumnLeaf[];
  if (type.tag !== 'table' || !isFlat(columns)) return null;
  const size = setSize(cx, type.index, at).at;
  const sign = piece.shift?.sign ?? 1;
  const by = piece.shift === null ? null : cellOf(cx, piece.shift.by);
  const shift = (m: Frame): number => (by === null ? 0 : sign * (m.i[by]! >>> 0));
  return {
    has: (m, low, high) => {
      const first = low + shift(m);
      const fits = first >= 0 && first + (high - low) <= m.i[size]!;
      return low >= high || (fits && columns.every(({ slot }) => m.o[slot] != null));
    },
    copy: (m, low, high) => {
      if (low >= high) return;
      const first = low + shift(m);
      columns.forEach((leaf, k) => {
        const target = to[k]!;
        const start = m.i[2 * leaf.at]! + first;
        const end = m.i[2 * target.at]! + low;
        copyElements(leaf.column.kind, m.o[leaf.slot]!, start, m.o[target.slot]!, end, high - low);
      });
    },
  };
}

function cellOf(cx: Assembler, atom: Atom): number {
  return 2 * cx.leaves(atom)[0]!.at;
}

function isFlat(columns: readonly ColumnLeaf[]): boolean {
  return columns.every(({ column }) => column.kind !== 'box' && column.factors.length === 0);
}

// ------------------------------------------------------------------------------------------------------- recognition

function moveOf({ index, binder, direction, body }: ExprOf<'for'>): Move | null {
  const counter = bound(body.decls[0], 'ordinal');
  if (
    index.tag !== 'fin' ||
    direction !== 'forward' ||
    counter === null ||
    !isName(counter.expr.arg, binder.name)
  )
    return null;
  const rest = { ...body, decls: body.decls.slice(1) };
  const all = pieceOf(rest, counter.name);
  if (all !== null) return { below: all, above: all, end: null };
  const [less, truth, choice] = [
    bound(rest.decls[0], 'scalar'),
    bound(rest.decls[1], 'fromTag'),
    bound(rest.decls[2], 'case'),
  ];
  if (less === null || truth === null || choice === null || rest.decls.length !== 3) return null;
  const [at, end] = less.expr.args;
  const isChoice =
    less.expr.operator === 'ilt' &&
    isName(at, counter.name) &&
    isName(truth.expr.arg, less.name) &&
    isName(choice.expr.scrutinee, truth.name) &&
    isName(body.result, choice.name);
  const [no, yes] = choice.expr.alternatives;
  if (!isChoice || !no || !yes || end === undefined || isName(end, counter.name)) return null;
  const below = pieceOf(yes.body, counter.name);
  const above = pieceOf(no.body, counter.name);
  return below === null || above === null ? null : { below, above, end };
}

/** A block that looks up an element at the counter, or at a sum or difference of it and something fixed. */
function pieceOf({ decls, result }: Block, counter: Name): Piece | null {
  const [at, element] = [bound(decls.at(-2), 'fromOrdinal'), bound(decls.at(-1), 'index')];
  if (at === null || element === null || !isName(element.expr.at, at.name) || !isName(result, element.name))
    return null;
  const { table } = element.expr;
  if (table.tag !== 'var' || table.type.tag !== 'table' || table.type.index.tag !== 'fin') return null;
  if (decls.length === 2) return isName(at.expr.arg, counter) ? { table, shift: null } : null;
  const sum = bound(decls[0], 'scalar');
  if (sum === null || decls.length !== 3 || !isName(at.expr.arg, sum.name)) return null;
  const [one, other] = sum.expr.args;
  if (one === undefined || other === undefined) return null;
  const isCounter = [isName(one, counter), isName(other, counter)];
  if (isCounter[0] === isCounter[1]) return null;
  if (sum.expr.operator === 'iadd') return { table, shift: { sign: 1, by: isCounter[0] ? other : one } };
  return sum.expr.operator === 'isub' && isCounter[0] ? { table, shift: { sign: -1, by: other } } : null;
}

/** What a declaration binds to an expression of this form. */
function bound<T extends Expr['tag']>(
  decl: Decl | undefined,
  tag: T,
): { readonly name: Name; readonly expr: ExprOf<T> } | null {
  if (decl?.tag !== 'let' || decl.expr.tag !== tag) return null;
  return { name: decl.name, expr: decl.expr as ExprOf<T> };
}

function isName(atom: Atom | undefined, name: Name): boolean {
  return atom?.tag === 'var' && atom.name.id === name.id;
}
