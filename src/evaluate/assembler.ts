/**
 * What the compilers of the forms share: numbers of cells and slots, constants, the names in scope, and the list of
 * instructions under way. A name stands for its leaves, so that tuples, projections, injections and dependent pairs
 * are made and taken apart without an instruction.
 */
import type { Atom, Block, Fn, Type } from '../loops/index.ts';
import type { Scalar, ScalarValue } from '../primitives/index.ts';
import type { Buffer, Op, Site } from './frame.ts';
import type { Operand, Term } from './fused.ts';
import type { Column, Layouts } from './layout.ts';
import type { LazyUse, Pending } from './pending.ts';
import type { Count, Probe } from './probe.ts';

export interface CellLeaf {
  readonly tag: 'cell';
  readonly scalar: Scalar;
  /** The cell: `f[at]`, `i[2 * at]`. */
  readonly at: number;
}

export interface ColumnLeaf {
  readonly tag: 'column';
  readonly column: Column;
  /** The buffer: `o[slot]`. */
  readonly slot: number;
  /** The cell that holds the offset, in elements. */
  readonly at: number;
}

export type Leaf = CellLeaf | ColumnLeaf;
export type Leaves = readonly Leaf[];

/** A whole number that is not negative: `i[at]`, and its value where that is known now. */
export interface Num {
  readonly at: number;
  readonly value: number | null;
}

export interface Binding {
  readonly leaves: Leaves;
  readonly type: Type;
  /** The indices of a running loop: never out of range. `ordinal` is the loop's counter. */
  readonly ordinal: Num | null;
  /** A component of such indices. */
  readonly isTrusted: boolean;
  /** Not computed yet: `leaves` is empty. */
  readonly pending: Pending | null;
}

/** Where a block may build its result in place: the columns of a table of the result's type. */
export type Destination = readonly ColumnLeaf[];

/** A function that has been compiled: where it takes its arguments and leaves its result. */
export interface CompiledFn {
  readonly fn: Fn;
  readonly params: readonly Leaves[];
  readonly result: Leaves;
  readonly op: Op;
  /** What `op` does, cut after the calls that `execute` makes. */
  readonly code: readonly Segment[];
  readonly isAllocating: boolean;
  /** How many calls can be open below one of it. */
  readonly depth: number;
}

/** Instructions, and a call that follows them. */
export interface Segment {
  readonly op: Op;
  readonly call: DeepCall | null;
}

export interface DeepCall {
  readonly site: Site;
  readonly callee: CompiledFn;
}

export interface Assembler {
  readonly layouts: Layouts;
  readonly probe: Probe | null;
  readonly functions: ReadonlyMap<string, CompiledFn>;
  /** Compiles a block into the instructions under way; with a destination it may build its result there. */
  readonly block: (block: Block, destination?: Destination) => Leaves;

  cell(scalar: Scalar): CellLeaf;
  /** Fresh leaves for a value of this type. */
  fresh(type: Type): Leaves;
  column(column: Column): ColumnLeaf;
  constant(scalar: Scalar, value: ScalarValue): CellLeaf;
  number(value: number): Num;
  temporary(): Num;
  /** A buffer that stands in its slot from the beginning. */
  preset(column: Column, make: () => Buffer): ColumnLeaf;

  /** Says that an instruction takes memory, which a loop's iteration can give back at its end. */
  allocates(): void;
  /** Whether an instruction that `make` emits takes memory. */
  hasGarbage<T>(make: () => T): { readonly made: T; readonly isAllocating: boolean };

  /** Adds an instruction, and says what it counts as. */
  emit(op: Op, ...counts: readonly Count[]): void;
  /**
   * Ends a segment of a function's own instructions with a call; false inside a loop or branch, whose instructions
   * cannot be left and come back to.
   */
  suspend(call: DeepCall): boolean;
  /** Says that a call can have so many calls open below it. */
  calls(depth: number): void;
  /** Compiles a function's body, for which `make` emits the instructions. */
  collectFunction<T>(make: () => T): {
    readonly made: T;
    readonly code: readonly Segment[];
    readonly depth: number;
  };
  /** The instructions that `make` emits, as one; names that it binds are forgotten. */
  collect<T>(make: () => T): { readonly made: T; readonly op: Op };
  /** Names bound in `make` are forgotten after it. */
  scoped<T>(make: () => T): T;

  bind(id: number, leaves: Leaves, type: Type, trusted?: { ordinal: Num | null }): void;
  /** Binds a name to what its one use will compute. */
  bindPending(id: number, pending: Pending, type: Type): void;
  isPending(atom: Atom): boolean;
  /** What a name or constant stands for: an element or a product only if it is pending. */
  term(atom: Atom): Operand | Term;
  /** How a name's one use can take it, if that use is in the block under way. */
  lazyUse(id: number): LazyUse | null;
  /** Compiles with these uses in mind. */
  withLazyUses<T>(uses: ReadonlyMap<number, LazyUse>, make: () => T): T;
  /** How often names are used in the function under way. */
  startFunction(body: Block): void;
  binding(id: number): Binding;
  leaves(atom: Atom): Leaves;

  site(source: number): Site;
  /** Within `make`, faults also give the counter at `i[at]`. */
  inLoop<T>(at: number, make: () => T): T;
}
