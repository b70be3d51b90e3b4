/** The indices with given ordinals. */
import type { IndexSet, SourceId } from '../loops/index.ts';
import type { Assembler, ColumnLeaf, Leaf, Leaves, Num } from './assembler.ts';
import { allocate, fault, MAX_ELEMENTS } from './frame.ts';
import { blockSize, combine, setSize, splitIndex } from './sizes.ts';

/**
 * Writes the index with an ordinal into its leaves. An ordinal out of range gives an index whose ordinal is out of
 * range: the most significant part takes what is left. (An index without parts cannot: `indexOutOfRange` at once.)
 */
export function writeIndex(
  cx: Assembler,
  set: IndexSet,
  ordinal: Num,
  leaves: Leaves,
  source: SourceId,
): void {
  switch (set.tag) {
    case 'fin':
    case 'named':
    case 'range': {
      const [d, x] = [2 * leaves[0]!.at, ordinal.at];
      if (d !== x) {
        cx.emit((m) => {
          m.i[d] = m.i[x]!;
        });
      }
      return;
    }
    case 'prod':
      writeProduct(cx, set.items, ordinal, leaves, source);
      return;
    case 'sum':
      writeSum(cx, set.items, ordinal, leaves, source);
      return;
    case 'power':
      writePower(cx, set.domain, set.codomain, ordinal, leaves, source);
  }
}

/** Splits `ordinal` into a quotient and a remainder by `radix`; a radix of 0 gives a quotient out of any range. */
function divide(cx: Assembler, ordinal: Num, radix: Num): { readonly quotient: Num; readonly digit: Num } {
  const quotient = cx.temporary();
  const digit = cx.temporary();
  const [q, d, x, r] = [quotient.at, digit.at, ordinal.at, radix.at];
  cx.emit((m) => {
    const n = m.i[x]! >>> 0;
    const by = m.i[r]!;
    const high = by === 0 ? MAX_ELEMENTS : Math.floor(n / by);
    m.i[q] = high;
    m.i[d] = by === 0 ? 0 : n - high * by;
  });
  return { quotient, digit };
}

function writeProduct(
  cx: Assembler,
  sets: readonly IndexSet[],
  ordinal: Num,
  leaves: Leaves,
  source: SourceId,
): void {
  const parts = splitIndex(sets, leaves);
  let rest = ordinal;
  for (let k = sets.length - 1; k > 0; k--) {
    const { quotient, digit } = divide(cx, rest, setSize(cx, sets[k]!, source));
    writeIndex(cx, sets[k]!, digit, parts[k]!, source);
    rest = quotient;
  }
  if (sets.length > 0) {
    writeIndex(cx, sets[0]!, rest, parts[0]!, source);
    return;
  }
  const site = cx.site(source);
  const x = rest.at;
  cx.emit((m) => {
    if (m.i[x] !== 0)
      throw fault(m, site, 'indexOutOfRange', `index ${m.i[x]! >>> 0} is out of range: the size is 1`);
  });
}

function writeSum(
  cx: Assembler,
  sets: readonly IndexSet[],
  ordinal: Num,
  leaves: Leaves,
  source: SourceId,
): void {
  const [tag, ...payload] = leaves;
  const parts = splitIndex(sets, payload);
  const ends: number[] = [];
  let end = cx.number(0);
  for (const set of sets) {
    end = combine(cx, 'add', end, setSize(cx, set, source), source);
    ends.push(end.at);
  }
  const inner = cx.temporary();
  const branches = sets.map((set, k) => cx.collect(() => writeIndex(cx, set, inner, parts[k]!, source)).op);
  const [t, x, y] = [2 * tag!.at, ordinal.at, inner.at];
  const last = sets.length - 1;
  // What is left cannot go into an index without parts.
  const bound = isUnit(sets[last]) ? ends[last]! : null;
  const site = cx.site(source);
  cx.emit((m) => {
    const n = m.i[x]! >>> 0;
    if (bound !== null && n >= m.i[bound]!)
      throw fault(m, site, 'indexOutOfRange', `index ${n} is out of range: the size is ${m.i[bound]}`);
    let k = 0;
    while (k < last && n >= m.i[ends[k]!]!) k++;
    m.i[t] = k;
    m.i[y] = k === 0 ? n : n - m.i[ends[k - 1]!]!;
    branches[k]!(m);
  });
}

function isUnit(set: IndexSet | undefined): boolean {
  return set?.tag === 'prod' && set.items.length === 0;
}

function writePower(
  cx: Assembler,
  domain: IndexSet,
  codomain: IndexSet,
  ordinal: Num,
  leaves: Leaves,
  source: SourceId,
): void {
  const site = cx.site(source);
  const digits = setSize(cx, domain, source);
  const radix = setSize(cx, codomain, source);
  const digit = cx.temporary();
  const position = cx.temporary();
  const columns = (leaves as readonly ColumnLeaf[]).map((leaf) => ({
    leaf,
    block: blockSize(cx, leaf.column, source).at,
  }));
  const { op } = cx.collect(() => {
    const parts = columns.map(({ leaf }) => digitLeaf(cx, leaf));
    writeIndex(cx, codomain, digit, parts, source);
    columns.forEach(({ leaf, block }, k) => {
      copyDigit(cx, parts[k]!, leaf, position, block);
    });
  });
  const [n, r, x, d, p] = [digits.at, radix.at, ordinal.at, digit.at, position.at];
  cx.emit((m) => {
    const count = m.i[n]!;
    const base = m.i[r]!;
    let rest = m.i[x]! >>> 0;
    if (count === 0 && rest > 0)
      throw fault(m, site, 'indexOutOfRange', `index ${rest} is out of range: the size is 1`);
    for (const { leaf, block } of columns) {
      m.o[leaf.slot] = allocate(m, leaf.column.kind, count * m.i[block]!, site);
      m.i[2 * leaf.at] = 0;
    }
    for (let k = 0; k < count; k++) {
      const isLast = k === count - 1 || base === 0;
      m.i[d] = isLast ? rest : rest % base;
      rest = isLast ? 0 : Math.floor(rest / base);
      m.i[p] = k;
      op(m);
    }
  });
}

/** Where one digit of a power's index is made before it is copied into its column. */
function digitLeaf(cx: Assembler, leaf: ColumnLeaf): Leaf {
  const { kind, factors } = leaf.column;
  if (factors.length > 0) return cx.column({ kind, factors: factors.slice(1) });
  return cx.cell(kind === 'w8' ? 'w8' : 'w32');
}

function copyDigit(cx: Assembler, from: Leaf, to: ColumnLeaf, position: Num, block: number): void {
  const [s, p, x] = [to.slot, position.at, 2 * from.at];
  if (from.tag === 'cell') {
    cx.emit((m) => {
      (m.o[s] as Uint32Array)[m.i[p]!] = m.i[x]!;
    });
    return;
  }
  const t = from.slot;
  cx.emit((m) => {
    const source = m.o[t] as Uint32Array | null;
    // Of an alternative that does not hold there may be no table.
    if (source === null) return;
    const start = m.i[x]!;
    const count = m.i[block]!;
    (m.o[s] as Uint32Array).set(source.subarray(start, start + count), m.i[p]! * count);
  });
}
