/** Sizes and ordinals: instructions that compute them. Factors that are known are multiplied now. */
import type { Atom, IndexSet, Size, SourceId } from '../loops/index.ts';
import type { Assembler, Leaf, Leaves, Num } from './assembler.ts';
import { MAX_ELEMENTS, overflow } from './frame.ts';
import type { Column } from './layout.ts';

type Combine = 'add' | 'mul' | 'power';

const COMBINE: Readonly<Record<Combine, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  mul: (a, b) => a * b,
  power: (a, b) => (b === 0 ? 1 : a ** b),
};

/** A size computed from two. Faults: `sizeOverflow` at 2^31. */
export function combine(cx: Assembler, how: Combine, a: Num, b: Num, source: SourceId): Num {
  const f = COMBINE[how];
  if (a.value !== null && b.value !== null && f(a.value, b.value) <= MAX_ELEMENTS) {
    return cx.number(f(a.value, b.value));
  }
  if (how === 'mul' && a.value === 1) return b;
  if (how !== 'add' && b.value === 1) return a;
  if (how === 'add' && a.value === 0) return b;
  const result = cx.temporary();
  const site = cx.site(source);
  const [d, x, y] = [result.at, a.at, b.at];
  cx.emit((m) => {
    const size = f(m.i[x]! >>> 0, m.i[y]! >>> 0);
    if (size > MAX_ELEMENTS) throw overflow(m, site, size);
    m.i[d] = size;
  });
  return result;
}

/** The value of a size. Faults: `sizeOverflow`. */
export function sizeNum(cx: Assembler, size: Size, source: SourceId): Num {
  switch (size.tag) {
    case 'const':
      if (size.value > MAX_ELEMENTS) emitOverflow(cx, size.value, source);
      return cx.number(size.value);
    case 'name':
      return nameNum(cx, size.name.id, source);
    case 'add':
    case 'mul': {
      const items = size.items.map((item) => sizeNum(cx, item, source));
      const { tag } = size;
      return items.reduce((a, b) => combine(cx, tag, a, b, source), cx.number(tag === 'add' ? 0 : 1));
    }
    case 'rangeSize':
      return setSize(cx, size.range, source);
  }
}

function emitOverflow(cx: Assembler, size: number, source: SourceId): void {
  const site = cx.site(source);
  cx.emit((m) => {
    throw overflow(m, site, size);
  });
}

function nameNum(cx: Assembler, id: number, source: SourceId): Num {
  const { leaves, type, ordinal } = cx.binding(id);
  if (ordinal !== null) return ordinal;
  if (type.tag === 'scalar' || type.tag === 'index') return cellNum(leaves[0]!);
  throw new Error(`a size mentions a name whose type is a ${type.tag} (source ${source})`);
}

/** The number that a cell of the frame holds; not known before the run. */
export function cellNum(leaf: Leaf): Num {
  return { at: 2 * leaf.at, value: null };
}

/** The number of elements of an index set. Faults: `sizeOverflow`. */
export function setSize(cx: Assembler, set: IndexSet, source: SourceId): Num {
  switch (set.tag) {
    case 'fin':
    case 'named':
      return sizeNum(cx, set.size, source);
    case 'prod':
      return set.items
        .map((item) => setSize(cx, item, source))
        .reduce((a, b) => combine(cx, 'mul', a, b, source), cx.number(1));
    case 'sum':
      return set.items
        .map((item) => setSize(cx, item, source))
        .reduce((a, b) => combine(cx, 'add', a, b, source), cx.number(0));
    case 'power':
      return combine(cx, 'power', setSize(cx, set.codomain, source), setSize(cx, set.domain, source), source);
    case 'range': {
      const bound = boundOrdinal(cx, set.base, set.bound, source);
      if (set.kind === 'toExc') return bound;
      if (set.kind === 'to') return combine(cx, 'add', bound, cx.number(1), source);
      const base = setSize(cx, set.base, source);
      const result = cx.temporary();
      const skipped = set.kind === 'fromExc' ? 1 : 0;
      const [d, x, y] = [result.at, base.at, bound.at];
      cx.emit((m) => {
        m.i[d] = Math.max(0, m.i[x]! - m.i[y]! - skipped);
      });
      return result;
    }
  }
}

/** A range's bound is an index of its base, or the ordinal of one as a constant. */
function boundOrdinal(cx: Assembler, base: IndexSet, bound: Atom, source: SourceId): Num {
  return bound.tag === 'lit'
    ? cx.number(Number(bound.value))
    : ordinalNum(cx, base, cx.leaves(bound), source);
}

/** How many elements of a column one value takes. */
export function blockSize(cx: Assembler, column: Column, source: SourceId): Num {
  return column.factors
    .map((set) => setSize(cx, set, source))
    .reduce((a, b) => combine(cx, 'mul', a, b, source), cx.number(1));
}

/** How many leaves an index of this set has. */
export function indexWidth(set: IndexSet): number {
  switch (set.tag) {
    case 'prod':
      return set.items.reduce((sum, item) => sum + indexWidth(item), 0);
    case 'sum':
      return set.items.reduce((sum, item) => sum + indexWidth(item), 1);
    case 'power':
      return indexWidth(set.codomain);
    default:
      return 1;
  }
}

/** The leaves of an index's parts. */
export function splitIndex(sets: readonly IndexSet[], leaves: Leaves): readonly Leaves[] {
  let from = 0;
  return sets.map((set) => {
    const width = indexWidth(set);
    from += width;
    return leaves.slice(from - width, from);
  });
}

/** The ordinal of the index with these leaves: mixed-radix, the first component most significant. */
export function ordinalNum(cx: Assembler, set: IndexSet, leaves: Leaves, source: SourceId): Num {
  switch (set.tag) {
    case 'fin':
    case 'named':
    case 'range':
      return cellNum(leaves[0]!);
    case 'prod': {
      const parts = splitIndex(set.items, leaves);
      let result: Num | null = null;
      set.items.forEach((item, k) => {
        const digit = ordinalNum(cx, item, parts[k]!, source);
        result = result === null ? digit : addDigit(cx, result, setSize(cx, item, source), digit);
      });
      return result ?? cx.number(0);
    }
    case 'sum':
      return sumOrdinal(cx, set.items, leaves, source);
    case 'power':
      return powerOrdinal(cx, set.domain, set.codomain, leaves, source);
  }
}

function addDigit(cx: Assembler, high: Num, radix: Num, digit: Num): Num {
  const result = cx.temporary();
  const [d, h, r, x] = [result.at, high.at, radix.at, digit.at];
  cx.emit((m) => {
    m.i[d] = Math.imul(m.i[h]!, m.i[r]!) + m.i[x]!;
  });
  return result;
}

function sumOrdinal(cx: Assembler, sets: readonly IndexSet[], leaves: Leaves, source: SourceId): Num {
  const [tag, ...payload] = leaves;
  const parts = splitIndex(sets, payload);
  const result = cx.temporary();
  let start = cx.number(0);
  const branches = sets.map((set, k) => {
    const from = start;
    start = combine(cx, 'add', start, setSize(cx, set, source), source);
    return cx.collect(() => {
      const inner = ordinalNum(cx, set, parts[k]!, source);
      const [d, a, b] = [result.at, from.at, inner.at];
      cx.emit((m) => {
        m.i[d] = m.i[a]! + m.i[b]!;
      });
    }).op;
  });
  const t = 2 * tag!.at;
  cx.emit((m) => branches[m.i[t]!]!(m));
  return result;
}

/** The element at the domain's ordinal 0 is the least significant digit. */
function powerOrdinal(
  cx: Assembler,
  domain: IndexSet,
  codomain: IndexSet,
  leaves: Leaves,
  source: SourceId,
): Num {
  const digits = setSize(cx, domain, source);
  const radix = setSize(cx, codomain, source);
  const position = cx.temporary();
  const result = cx.temporary();
  const { made, op } = cx.collect(() =>
    ordinalNum(cx, codomain, readDigit(cx, leaves, position, source), source),
  );
  const [n, r, p, d, x] = [digits.at, radix.at, position.at, result.at, made.at];
  cx.emit((m) => {
    let sum = 0;
    for (let k = m.i[n]! - 1; k >= 0; k--) {
      m.i[p] = k;
      op(m);
      sum = Math.imul(sum, m.i[r]!) + m.i[x]!;
    }
    m.i[d] = sum;
  });
  return result;
}

/** The leaves of the index that stands at a position of a table of indices. */
function readDigit(cx: Assembler, leaves: Leaves, position: Num, source: SourceId): Leaves {
  return leaves.map((leaf): Leaf => {
    if (leaf.tag === 'cell') throw new Error('an index of a power is a table');
    const [s, at, p] = [leaf.slot, 2 * leaf.at, position.at];
    if (leaf.column.factors.length > 0) {
      const offset = cx.cell('w32');
      const [b, d] = [blockSize(cx, leaf.column, source).at, 2 * offset.at];
      cx.emit((m) => {
        m.i[d] = m.i[at]! + m.i[p]! * m.i[b]!;
      });
      return { ...leaf, column: { ...leaf.column, factors: leaf.column.factors.slice(1) }, at: offset.at };
    }
    const cell = cx.cell(leaf.column.kind === 'w8' ? 'w8' : 'w32');
    const d = 2 * cell.at;
    cx.emit((m) => {
      m.i[d] = (m.o[s] as Uint32Array)[m.i[at]! + m.i[p]!]!;
    });
    return cell;
  });
}
