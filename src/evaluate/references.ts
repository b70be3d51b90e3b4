/** Handlers, and reading and writing what a reference holds. A reference is the columns of its contents; it owns them. */
import type { Atom, ExprOf, SourceId, Type } from '../loops/index.ts';
import type { Assembler, ColumnLeaf, Leaf, Leaves } from './assembler.ts';
import { columns } from './layout.ts';
import { load } from './load.ts';
import { allocateContents, presetColumn } from './room.ts';
import { NOTHING_VARIES, spotsOf } from './spots.ts';
import { store } from './store.ts';

/** `(result, final)`. */
export function runState(cx: Assembler, expr: ExprOf<'runState'>): Leaves {
  return handle(cx, expr, expr.init);
}

/** `(result, total)`. */
export function runAccum(cx: Assembler, expr: ExprOf<'runAccum'>): Leaves {
  return handle(cx, expr, expr.monoid.empty);
}

function handle(cx: Assembler, expr: ExprOf<'runState'> | ExprOf<'runAccum'>, init: Atom): Leaves {
  const content = contentOf(expr.ref.type);
  const ref = allocateContents(cx, content, expr.source);
  store(cx, content, NOTHING_VARIES, spotsOf(ref), cx.leaves(init), 'copied', expr.source);
  return cx.scoped(() => {
    cx.bind(expr.ref.name.id, ref, expr.ref.type);
    const result = cx.block(expr.body);
    // The reference is gone, so its buffers can be handed on.
    return [...result, ...load(cx, content, NOTHING_VARIES, spotsOf(ref), 'shared', expr.source)];
  });
}

/** The reference shares the tables of the value: nothing can be written through it. */
export function runReader(cx: Assembler, expr: ExprOf<'runReader'>): Leaves {
  const content = contentOf(expr.ref.type);
  const ref = shareContents(cx, content, cx.leaves(expr.init), expr.source);
  return cx.scoped(() => {
    cx.bind(expr.ref.name.id, ref, expr.ref.type);
    return cx.block(expr.body);
  });
}

function shareContents(cx: Assembler, content: Type, leaves: Leaves, source: SourceId): Leaves {
  if (content.tag === 'product') {
    let from = 0;
    return content.items.flatMap((item) => {
      const width = cx.layouts.leaves(item).length;
      from += width;
      return shareContents(cx, item, leaves.slice(from - width, from), source);
    });
  }
  if (content.tag === 'table') {
    return columns(content).map((column, k): Leaf => ({ ...(leaves[k] as ColumnLeaf), column }));
  }
  const ref = columns(content).some((column) => column.factors.length > 0)
    ? allocateContents(cx, content, source)
    : columns(content).map((column) => presetColumn(cx, column, 1));
  store(cx, content, NOTHING_VARIES, spotsOf(ref), leaves, 'shared', source);
  return ref;
}

/** The contents of a reference, copied. */
export function getExpr(cx: Assembler, expr: ExprOf<'get'>): Leaves {
  const content = contentOfAtom(expr.ref);
  return load(cx, content, NOTHING_VARIES, spotsOf(cx.leaves(expr.ref)), 'copied', expr.source);
}

/** Reading the content of a Read reference, which nothing can change: what is read is shared, not copied. */
export function askExpr(cx: Assembler, expr: ExprOf<'ask'>): Leaves {
  const content = contentOfAtom(expr.ref);
  return load(cx, content, NOTHING_VARIES, spotsOf(cx.leaves(expr.ref)), 'shared', expr.source);
}

/** Assigning to a State reference, which copies the value in. */
export function putExpr(cx: Assembler, expr: ExprOf<'put'>): Leaves {
  const content = contentOfAtom(expr.ref);
  const spots = spotsOf(cx.leaves(expr.ref));
  store(cx, content, NOTHING_VARIES, spots, cx.leaves(expr.value), 'copied', expr.source);
  return [];
}

/** The type of what a reference refers to. */
export function contentOf(type: Type): Type {
  if (type.tag !== 'ref') throw new Error('a reference is expected');
  return type.content;
}

/** The type of what the reference that an atom holds refers to. */
export function contentOfAtom(atom: Atom): Type {
  if (atom.tag !== 'var') throw new Error('a reference is a variable');
  return contentOf(atom.type);
}
