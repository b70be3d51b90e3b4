/** Arbitrary values. */
import type { SourceId, Type } from '../loops/index.ts';
import type { Assembler, Destination, Leaves } from './assembler.ts';
import { forwardLoop } from './loops.ts';
import { allocateTable } from './room.ts';
import { setSize } from './sizes.ts';
import { elementSpots } from './spots.ts';
import { store } from './store.ts';
import { bindIndex } from './tables.ts';

/** An arbitrary value: zeros, first alternatives, tables of them. */
export function garbage(cx: Assembler, type: Type, source: SourceId): Leaves {
  switch (type.tag) {
    case 'scalar':
      return [cx.constant(type.scalar, type.scalar === 'i64' || type.scalar === 'w64' ? 0n : 0)];
    case 'index':
      return [cx.constant('w32', 0)];
    case 'product':
      return type.items.flatMap((item) => garbage(cx, item, source));
    case 'sum': {
      const [first, ...others] = type.items;
      const payload = first === undefined ? [] : garbage(cx, first, source);
      return [cx.constant('w8', 0), ...payload, ...others.flatMap((item) => cx.fresh(item))];
    }
    case 'pair':
      return cx.scoped(() => {
        const first = garbage(cx, type.first, source);
        cx.bind(type.binder.id, first, type.first);
        return [...first, ...garbage(cx, type.second, source)];
      });
    case 'ref':
      return cx.fresh(type);
    case 'table': {
      const table = allocateTable(cx, type, source);
      if (table.some((leaf) => leaf.column.kind === 'box')) fillBoxes(cx, type, table, source);
      return table;
    }
  }
}

function fillBoxes(
  cx: Assembler,
  type: Extract<Type, { tag: 'table' }>,
  table: Destination,
  source: SourceId,
): void {
  const size = setSize(cx, type.index, source);
  const counter = cx.temporary();
  const { op } = cx.collect(() => {
    const spots = elementSpots(cx, table, counter, source);
    bindIndex(cx, type, counter, source);
    store(
      cx,
      type.element,
      new Set([type.binder.id]),
      spots,
      garbage(cx, type.element, source),
      'shared',
      source,
    );
  });
  cx.emit(forwardLoop(size.at, counter.at, op, cx.site(source)));
}
