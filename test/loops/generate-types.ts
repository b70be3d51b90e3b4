/** Random types, index sets and sizes over what is in scope. */
import {
  type Atom,
  addSizes,
  BOOL,
  constSize,
  F32,
  finSet,
  I32,
  type IndexSet,
  indexType,
  isPlain,
  listOf,
  maybeType,
  mulSizes,
  namedSet,
  nameSize,
  pairType,
  powerSet,
  prodSet,
  productType,
  type RangeKind,
  rangeSet,
  rangeSize,
  type Size,
  STRING,
  scalarType,
  sizeOf,
  sumSet,
  sumType,
  type Type,
  tableOf,
  tableType,
  typeOf,
  UNIT,
  W8,
} from '../../src/loops/index.ts';
import type { Name } from '../../src/names/index.ts';
import { SCALARS, type Scalar, type ScalarValue } from '../../src/primitives/index.ts';
import type { Tape } from './tape.ts';

export const RANGE_KINDS: readonly RangeKind[] = ['to', 'toExc', 'from', 'fromExc'];

export interface TypeScope {
  readonly tape: Tape;
  /** Atoms whose value is a small number: `w32`, and indices of plain sets. */
  readonly sizes: readonly Atom[];
  fresh(hint: string): Name;
}

function anySizeName(s: TypeScope): Name | null {
  const atom = s.sizes.length === 0 ? undefined : s.tape.of(s.sizes);
  return atom?.tag === 'var' ? atom.name : null;
}

/** A size that is small at run time. */
export function anySize(s: TypeScope): Size {
  const name = anySizeName(s);
  const choice = s.tape.below(6);
  if (name === null || choice < 2) return constSize(1 + s.tape.below(3));
  if (choice === 2) return addSizes(nameSize(name), constSize(1));
  if (choice === 3) return mulSizes(nameSize(name), constSize(2));
  return nameSize(name);
}

/** A set whose size is a positive constant. */
export function constantSet(s: TypeScope): IndexSet {
  const fin = (): IndexSet => finSet(1 + s.tape.below(3));
  switch (s.tape.below(8)) {
    case 1:
      return prodSet([fin(), fin()]);
    case 2:
      return sumSet([fin(), fin()]);
    case 3:
      return rangeSet(finSet(3), 'from', { tag: 'lit', scalar: 'w32', value: s.tape.below(3) });
    case 4:
      return rangeSet(finSet(3), 'to', { tag: 'lit', scalar: 'w32', value: s.tape.below(3) });
    case 5:
      return namedSet('Post', constSize(2));
    case 6:
      return powerSet(finSet(2), finSet(2));
    default:
      return fin();
  }
}

export function anySet(s: TypeScope): IndexSet {
  switch (s.tape.below(8)) {
    case 1:
    case 2:
      return finSet(anySize(s));
    case 3:
      return prodSet([finSet(anySize(s)), finSet(2)]);
    case 4:
      return sumSet([finSet(anySize(s)), finSet(1)]);
    case 5: {
      const bounds = s.sizes.filter((a) => a.tag === 'var' && a.type.tag === 'index');
      const bound = bounds.length === 0 ? undefined : s.tape.of(bounds);
      const type = bound === undefined ? UNIT : typeOf(bound);
      if (bound === undefined || type.tag !== 'index') return constantSet(s);
      const range = rangeSet(type.set, s.tape.of(RANGE_KINDS), bound);
      return s.tape.onceIn(4) ? finSet(rangeSize(range)) : range;
    }
    case 6:
      return namedSet('Post', addSizes(anySize(s), constSize(1)));
    default:
      return constantSet(s);
  }
}

/** A triangle: the inner size depends on the outer index. */
function triangle(s: TypeScope, element: Type): Type {
  const outer = finSet(anySize(s));
  const i = s.fresh('i');
  const bound: Atom = { tag: 'var', name: i, type: indexType(outer) };
  const inner = s.tape.onceIn(3)
    ? finSet(addSizes(nameSize(i), constSize(1)))
    : rangeSet(outer, s.tape.of(RANGE_KINDS), bound);
  return tableType(i, outer, tableOf(inner, element));
}

export function anyScalar(s: TypeScope): Type {
  return scalarType(s.tape.of(SCALARS));
}

/** Scalars, products and tables: what every monoid here lifts to. */
export function numericType(s: TypeScope, depth: number): Type {
  const choice = depth <= 0 ? 0 : s.tape.below(4);
  if (choice === 2) return productType([numericType(s, depth - 1), numericType(s, depth - 1)]);
  if (choice >= 1) return tableOf(anySet(s), numericType(s, depth - 1));
  return s.tape.of([F32, I32, W8]);
}

/** A type of data; no references. */
export function anyType(s: TypeScope, depth: number): Type {
  if (depth <= 0) return s.tape.of([F32, I32, UNIT, BOOL, W8]);
  const inner = (): Type => anyType(s, depth - 1);
  switch (s.tape.below(15)) {
    case 1:
      return anyScalar(s);
    case 2:
      return productType(Array.from({ length: 1 + s.tape.below(3) }, inner));
    case 3:
      return s.tape.of([sumType([inner(), inner(), inner()]), maybeType(inner())]);
    case 4:
    case 5:
      return tableOf(anySet(s), inner());
    case 6:
      return listOf(inner());
    case 7:
      return triangle(s, inner());
    case 8: {
      const set = finSet(1 + s.tape.below(3));
      const i = s.fresh('i');
      return pairType(i, indexType(set), tableOf(finSet(addSizes(nameSize(i), constSize(1))), inner()));
    }
    case 9:
      return indexType(constantSet(s));
    case 10:
      return STRING;
    case 11:
      return tableOf(constantSet(s), listOf(F32));
    case 12:
      return listOf(sumType([F32, listOf(I32)]));
    case 13:
      return BOOL;
    default:
      return s.tape.of([F32, I32]);
  }
}

export function anyLiteral(tape: Tape, scalar: Scalar): ScalarValue {
  const small = tape.below(5);
  switch (scalar) {
    case 'f32':
      return tape.of(
        [small, 0.5, -1.25, Math.fround(0.1), -0, 1e10, Number.POSITIVE_INFINITY].map(Math.fround),
      );
    case 'f64':
      return tape.of([small, 0.1, -2.5, 1e-7, 1e300]);
    case 'i32':
      return tape.of([small, -1, 7, 2147483647, -2147483648]);
    case 'w8':
      return tape.of([small, 0, 1, 255]);
    case 'w32':
      return tape.of([small, 3, 4294967295]);
    case 'i64':
      return tape.of([BigInt(small), -1n, 9007199254740993n, -(2n ** 63n)]);
    case 'w64':
      return tape.of([BigInt(small), 2n ** 64n - 1n]);
  }
}

/** Whether a value of the type can be built from constants. */
export function isInhabited(type: Type): boolean {
  switch (type.tag) {
    case 'scalar':
      return true;
    case 'product':
      return type.items.every(isInhabited);
    case 'sum':
      return type.items.some(isInhabited);
    case 'table':
      return isInhabited(type.element);
    case 'pair':
      return isInhabited(type.first) && isInhabited(type.second);
    case 'ref':
      return false;
    case 'index': {
      const size = isPlain(type.set) ? sizeOf(type.set) : null;
      return size?.tag === 'const' && size.value > 0;
    }
  }
}
