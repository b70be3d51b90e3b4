/** Blocks and the table of forms. */
import { type Block, type Expr, isPlain, type Type } from '../loops/index.ts';
import { extendExpr } from './accumulate.ts';
import { argsortExpr } from './argsort.ts';
import type { Assembler, CellLeaf, Destination, Leaves, Num } from './assembler.ts';
import { bitcastExpr, castExpr } from './casts.ts';
import { callExpr, caseExpr, catchExpr, failExpr, throwExpr } from './control.ts';
import { garbage } from './garbage.ts';
import { hostExpr } from './host-operations.ts';
import { writeIndex } from './indices.ts';
import { eachExpr, forExpr, whileExpr } from './loops.ts';
import { floatOf, lazyUses, type Pending } from './pending.ts';
import { askExpr, getExpr, putExpr, runAccum, runReader, runState } from './references.ts';
import { scalarExpr } from './scalars.ts';
import { ordinalNum, setSize } from './sizes.ts';
import { underType } from './spots.ts';
import { listElementExpr, listLengthExpr, refIndexExpr, refProjectExpr } from './subreferences.ts';
import { indexExpr, indexSpots, reindexExpr, tableLiteral } from './tables.ts';
import { parseFloatExpr, showExpr } from './texts.ts';

/** Compiles a block into the instructions under way. Its result's table may be built at `destination`. */
export function compileBlock(cx: Assembler, block: Block, destination?: Destination): Leaves {
  return cx.scoped(() =>
    cx.withLazyUses(lazyUses(block), () => {
      for (const decl of block.decls) {
        if (decl.tag === 'unpack') {
          const leaves = cx.leaves(decl.arg);
          const width = cx.layouts.leaves(decl.first.type).length;
          cx.bind(decl.first.name.id, leaves.slice(0, width), decl.first.type);
          const { name, type } = decl.second;
          cx.bind(name.id, underType(cx, leaves.slice(width), type), type);
        } else {
          const isResult = block.result.tag === 'var' && block.result.name.id === decl.name.id;
          bindLet(cx, decl.name.id, decl.expr, isResult ? destination : undefined);
        }
      }
      return cx.leaves(block.result);
    }),
  );
}

function bindLet(cx: Assembler, id: number, expr: Expr, destination?: Destination): void {
  const pending = pendingOf(cx, id, expr);
  if (pending !== null) {
    cx.bindPending(id, pending, expr.type);
    return;
  }
  const leaves = compileExpr(cx, expr, destination);
  cx.bind(id, leaves, expr.type, trustOf(cx, expr));
}

/** What need not be computed before its one use: an element, or a product that is added to an accumulator. */
function pendingOf(cx: Assembler, id: number, expr: Expr): Pending | null {
  const use = cx.lazyUse(id);
  const scalar = floatOf(expr.type);
  if (use === null || scalar === null) return null;
  if (expr.tag === 'index' && use !== 'addend') {
    const [spot] = indexSpots(cx, expr);
    return spot?.plus == null ? null : { tag: 'element', scalar, spot: { ...spot, plus: spot.plus } };
  }
  if (expr.tag !== 'scalar' || expr.operator !== 'fmul' || use === 'factor') return null;
  const [left, right] = expr.args.map((arg) => cx.term(arg));
  if (left === undefined || right === undefined || left.tag === 'product' || right.tag === 'product')
    return null;
  if (use === 'addend') return { tag: 'addend', scalar, left, right };
  if (left.tag === 'element' || right.tag === 'element') return null;
  return { tag: 'product', scalar, term: { tag: 'product', left: left.at, right: right.at } };
}

/** Indices that come from a loop stay in range under another name, and so do their components. */
function trustOf(cx: Assembler, expr: Expr): { ordinal: Num | null } | undefined {
  if (expr.tag === 'atom' && expr.atom.tag === 'var') {
    const binding = cx.binding(expr.atom.name.id);
    return binding.isTrusted ? { ordinal: binding.ordinal } : undefined;
  }
  if (expr.tag === 'project' && expr.arg.tag === 'var' && cx.binding(expr.arg.name.id).isTrusted) {
    return { ordinal: null };
  }
  return undefined;
}

function compileExpr(cx: Assembler, expr: Expr, destination?: Destination): Leaves {
  switch (expr.tag) {
    case 'atom':
      return cx.leaves(expr.atom);
    case 'scalar':
      return scalarExpr(cx, expr.operator, expr.args, expr.source);
    case 'cast':
      return castExpr(cx, expr.to, expr.arg);
    case 'bitcast':
      return bitcastExpr(cx, expr.to, expr.arg);
    case 'tuple':
      return expr.items.flatMap((item) => cx.leaves(item));
    case 'project':
      return componentOf(cx, expr.arg.tag === 'var' ? expr.arg.type : null, expr.index, cx.leaves(expr.arg));
    case 'inject':
      return injection(cx, expr.type, expr.index, cx.leaves(expr.arg));
    case 'tagOf':
      return cx.leaves(expr.arg).slice(0, 1);
    case 'fromTag': {
      const [tag] = cx.leaves(expr.arg) as [CellLeaf];
      return [tag];
    }
    case 'case':
      return caseExpr(cx, expr);
    case 'for':
      return forExpr(cx, expr, destination);
    case 'each':
      return eachExpr(cx, expr);
    case 'tableLiteral':
      return tableLiteral(cx, expr, destination);
    case 'index':
      return indexExpr(cx, expr);
    case 'reindex':
      return reindexExpr(cx, expr);
    case 'argsort':
      return argsortExpr(cx, expr);
    case 'pack':
      return [...cx.leaves(expr.first), ...cx.leaves(expr.second)];
    case 'sizeOf':
      return [{ tag: 'cell', scalar: 'w32', at: setSize(cx, expr.set, expr.source).at >> 1 }];
    case 'ordinal':
      return [{ tag: 'cell', scalar: 'w32', at: ordinalOf(cx, expr).at >> 1 }];
    case 'fromOrdinal':
      return fromOrdinal(cx, expr);
    case 'while':
      return whileExpr(cx, expr);
    case 'runState':
      return runState(cx, expr);
    case 'runReader':
      return runReader(cx, expr);
    case 'runAccum':
      return runAccum(cx, expr);
    case 'get':
      return getExpr(cx, expr);
    case 'put':
      return putExpr(cx, expr);
    case 'ask':
      return askExpr(cx, expr);
    case 'extend':
      return extendExpr(cx, expr);
    case 'refIndex':
      return refIndexExpr(cx, expr);
    case 'refProject':
      return refProjectExpr(cx, expr);
    case 'listLength':
      return listLengthExpr(cx, expr);
    case 'listElement':
      return listElementExpr(cx, expr);
    case 'throw':
      return throwExpr(cx, expr);
    case 'catch':
      return catchExpr(cx, expr);
    case 'fail':
      return failExpr(cx, expr);
    case 'garbage':
      return garbage(cx, expr.type, expr.source);
    case 'host':
      return hostExpr(cx, expr);
    case 'show':
      return showExpr(cx, expr);
    case 'parseFloat':
      return parseFloatExpr(cx, expr);
    case 'call':
      return callExpr(cx, expr);
  }
}

function ordinalOf(cx: Assembler, expr: Extract<Expr, { tag: 'ordinal' }>) {
  if (expr.arg.tag === 'var') {
    const { ordinal } = cx.binding(expr.arg.name.id);
    if (ordinal !== null) return ordinal;
  }
  return ordinalNum(cx, expr.set, cx.leaves(expr.arg), expr.source);
}

function componentOf(cx: Assembler, type: Type | null, index: number, leaves: Leaves): Leaves {
  if (type?.tag !== 'product') throw new Error('only products have components');
  let from = 0;
  for (let k = 0; k < index; k++) from += cx.layouts.leaves(type.items[k]!).length;
  return leaves.slice(from, from + cx.layouts.leaves(type.items[index]!).length);
}

/** The leaves of the alternatives that do not hold stand for nothing: cells that are never written. */
function injection(cx: Assembler, type: Type, index: number, payload: Leaves): Leaves {
  if (type.tag !== 'sum') throw new Error('an injection makes a sum');
  const tag = cx.constant('w8', index);
  return [tag, ...type.items.flatMap((item, k) => (k === index ? payload : cx.fresh(item)))];
}

function fromOrdinal(cx: Assembler, expr: Extract<Expr, { tag: 'fromOrdinal' }>): Leaves {
  const [cell] = cx.leaves(expr.arg) as [CellLeaf];
  if (isPlain(expr.set)) return [{ ...cell, scalar: 'w32' }];
  const leaves = cx.fresh(expr.type);
  writeIndex(cx, expr.set, { at: 2 * cell.at, value: null }, leaves, expr.source);
  return leaves;
}
