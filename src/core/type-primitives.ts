/** Primitives that stand for types (language.md 10.1) as the types they stand for. */
import type { Scalar } from '../primitives/index.ts';
import { effectKind, finType, heapKind, natType, ptrType, refType, scalarType, typeKind } from './build.ts';
import type { PointerTarget, Term } from './ir.ts';

const NULLARY: Readonly<Record<string, Term>> = {
  TyKind: typeKind,
  HeapType: heapKind,
  EffKind: effectKind,
  Nat: natType,
  ...scalars(),
  ...pointers(),
};

function scalars(): Record<string, Term> {
  const named: Record<string, Scalar> = {
    Float32: 'f32',
    Float64: 'f64',
    Int32: 'i32',
    Int64: 'i64',
    Word8: 'w8',
    Word32: 'w32',
    Word64: 'w64',
  };
  return Object.fromEntries(Object.entries(named).map(([name, scalar]) => [name, scalarType(scalar)]));
}

function pointers(): Record<string, Term> {
  const named: Record<string, PointerTarget> = {
    Word8Ptr: 'w8',
    Int32Ptr: 'i32',
    Word32Ptr: 'w32',
    Word64Ptr: 'w64',
    Float32Ptr: 'f32',
    PtrPtr: 'ptr',
  };
  return Object.fromEntries(Object.entries(named).map(([name, target]) => [name, ptrType(target)]));
}

/** The type that a primitive application stands for, or null where it is none of these. */
export function typePrimitive(name: string, args: readonly Term[]): Term | null {
  const [first, second] = args;
  if (first === undefined) return Object.hasOwn(NULLARY, name) ? NULLARY[name]! : null;
  if (name === 'Fin' && args.length === 1) return finType(first);
  return name === 'Ref' && args.length === 2 ? refType(first, second!) : null;
}
