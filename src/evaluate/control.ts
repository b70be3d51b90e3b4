/** Branches, exceptions, calls, faults. */
import type { Atom, ExprOf, Type } from '../loops/index.ts';
import { decodeUtf8 } from '../values/index.ts';
import type { Assembler, CellLeaf, CompiledFn, DeepCall, Leaves, Segment } from './assembler.ts';
import { move } from './elements.ts';
import { RuntimeFault, THROWN, Thrown } from './fault.ts';
import { type Frame, fault, indicesAt, type Op, poll, type Site, TICKS } from './frame.ts';
import { releasing } from './loops.ts';

/** `case`: the binder of an alternative stands for the scrutinee's own leaves. Faults: `missingAlternative`. */
export function caseExpr(cx: Assembler, expr: ExprOf<'case'>): Leaves {
  const [tag, ...payload] = cx.leaves(expr.scrutinee) as [CellLeaf, ...Leaves];
  const items = sumItems(expr.scrutinee);
  const site = cx.site(expr.source);
  const result = cx.fresh(expr.type);
  let from = 0;
  const branches = items.map((item, k): Op => {
    const width = cx.layouts.leaves(item).length;
    const leaves = payload.slice(from, from + width);
    from += width;
    const alternative = expr.alternatives[k];
    if (!alternative) return missing(site);
    return cx.collect(() => {
      cx.bind(alternative.binder.name.id, leaves, alternative.binder.type);
      move(cx, cx.block(alternative.body), result);
    }).op;
  });
  cx.emit(branch(2 * tag.at, branches));
  return result;
}

/** The types of the alternatives of a sum. */
export function sumItems(atom: Atom): readonly Type[] {
  if (atom.tag !== 'var' || atom.type.tag !== 'sum') throw new Error('only sums are taken apart by cases');
  return atom.type.items;
}

function missing(site: Site): Op {
  return (m) => {
    throw fault(m, site, 'missingAlternative', 'no alternative for this value');
  };
}

function branch(tag: number, branches: readonly Op[]): Op {
  const [first, second] = branches;
  if (first !== undefined && second !== undefined && branches.length === 2) {
    return (m) => {
      if (m.i[tag] === 0) first(m);
      else second(m);
    };
  }
  return (m) => branches[m.i[tag]!]!(m);
}

/** `throw`. */
export function throwExpr(cx: Assembler, expr: ExprOf<'throw'>): Leaves {
  cx.emit(() => {
    throw THROWN;
  });
  return cx.fresh(expr.type);
}

/** `catch`: `() + result`. */
export function catchExpr(cx: Assembler, expr: ExprOf<'catch'>): Leaves {
  const result = cx.fresh(expr.type);
  const [tag, ...payload] = result as [CellLeaf, ...Leaves];
  const { op } = cx.collect(() => move(cx, cx.block(expr.body), payload));
  const t = 2 * tag.at;
  cx.emit((m) => {
    try {
      op(m);
      m.i[t] = 1;
    } catch (error) {
      if (!(error instanceof Thrown)) throw error;
      m.i[t] = 0;
    }
  });
  return result;
}

/** `fail`. Faults: `error`. */
export function failExpr(cx: Assembler, expr: ExprOf<'fail'>): Leaves {
  const site = cx.site(expr.source);
  if (expr.message === null) {
    cx.emit((m) => {
      throw fault(m, site, 'error', '');
    });
  } else {
    const text = bytesReader(cx.leaves(expr.message));
    cx.emit((m) => {
      const message = text(m);
      throw fault(m, site, 'error', decodeUtf8(message.subarray(0, LONGEST_MESSAGE)));
    });
  }
  return cx.fresh(expr.type);
}

/** Bytes of a message that a fault keeps. */
const LONGEST_MESSAGE = 1000;

/** The bytes of a list of `w8`: a copy. */
export function bytesReader(leaves: Leaves): (m: Parameters<Op>[0]) => Uint8Array {
  const [length, column] = leaves;
  if (length?.tag !== 'cell' || column?.tag !== 'column') throw new Error('a text is a list of bytes');
  const [n, s, x] = [2 * length.at, column.slot, 2 * column.at];
  return (m) => {
    const start = m.i[x]!;
    const buffer = m.o[s];
    return buffer instanceof Uint8Array ? buffer.slice(start, start + m.i[n]!) : new Uint8Array(0);
  };
}

/**
 * A call. Arguments go to the parameters' own leaves and the result is taken from the body's: a function is never
 * active twice. A fault that passes through is told the call's place.
 */
export function callExpr(cx: Assembler, expr: ExprOf<'call'>): Leaves {
  const callee = cx.functions.get(expr.callee);
  if (callee === undefined) throw new Error(`${expr.callee} is called before it is defined`);
  expr.args.forEach((arg, k) => {
    move(cx, cx.leaves(arg), callee.params[k]!);
  });
  cx.calls(callee.depth + 1);
  if (callee.isAllocating) cx.allocates();
  const site = cx.site(expr.source);
  if (cx.probe !== null) cx.emit(() => {}, 'call');
  const isSuspended = callee.depth >= DEEP && cx.suspend({ site, callee });
  if (!isSuspended) cx.emit(callOp(callee, site));
  const result = cx.fresh(expr.type);
  move(cx, callee.result, result);
  return result;
}

/** From this depth of calls on they are kept on a stack of our own where they can be. */
const DEEP = 100;

function callOp(callee: CompiledFn, site: Site): Op {
  const isScalar = callee.result.every((leaf) => leaf.tag === 'cell');
  const body = callee.isAllocating && isScalar ? releasing(callee.op) : callee.op;
  return (m) => {
    if (--m.i[TICKS]! < 0) poll(m, site);
    try {
      body(m);
    } catch (error) {
      throw passing(m, error, { site, callee });
    }
  };
}

/** A fault on its way out of a call. */
function passing(m: Frame, error: unknown, { site, callee }: DeepCall): unknown {
  if (error instanceof RuntimeFault) {
    error.calls.push({ source: site.source, callee: callee.fn.name, indices: indicesAt(m, site) });
  }
  return error;
}

/** Runs a function's code; a chain of calls takes none of the engine's stack. */
export function execute(code: readonly Segment[]): Op {
  const [only] = code;
  if (code.length === 1 && only !== undefined) return only.op;
  return (m) => {
    const open: { readonly code: readonly Segment[]; readonly next: number; readonly call: DeepCall }[] = [];
    let current = code;
    let next = 0;
    try {
      for (;;) {
        const { op, call } = current[next++]!;
        op(m);
        if (call !== null) {
          if (--m.i[TICKS]! < 0) poll(m, call.site);
          open.push({ code: current, next, call });
          current = call.callee.code;
          next = 0;
        }
        while (next === current.length) {
          const caller = open.pop();
          if (caller === undefined) return;
          current = caller.code;
          next = caller.next;
        }
      }
    } catch (error) {
      let passed = error;
      for (const { call } of open.reverse()) passed = passing(m, passed, call);
      throw passed;
    }
  };
}
