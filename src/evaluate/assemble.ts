/** The assembler: names, cells, slots, and the instructions under way. */
import type { Block } from '../loops/index.ts';
import type { Scalar, ScalarValue } from '../primitives/index.ts';
import { scalarValue } from '../values/index.ts';
import type {
  Assembler,
  Binding,
  ColumnLeaf,
  CompiledFn,
  Destination,
  Leaves,
  Segment,
} from './assembler.ts';
import { type Buffer, type Op, TICKS } from './frame.ts';
import { Layouts } from './layout.ts';
import { type LazyUse, useCounts } from './pending.ts';
import type { FramePlan } from './plan.ts';
import type { Probe } from './probe.ts';
import { sequence } from './sequence.ts';

/**
 * The assembler of one function, and the plan of its frame, to be asked for when the body has been assembled.
 * A `probe` makes it count and trace.
 */
export function assembler(
  probe: Probe | null,
  functions: ReadonlyMap<string, CompiledFn>,
  compileBlock: (cx: Assembler, block: Block, destination?: Destination) => Leaves,
): { readonly cx: Assembler; readonly plan: () => FramePlan } {
  const layouts = new Layouts();
  const names = new Map<number, Binding>();
  let undo: { readonly id: number; readonly before: Binding | undefined }[] = [];
  const constants = new Map<string, { at: number; scalar: Scalar; value: ScalarValue }>();
  const presets: { slot: number; make: () => Buffer }[] = [];
  let ops: Op[] = [];
  let nesting = 0;
  let segments: Segment[] = [];
  let depth = 0;
  let loops: readonly number[] = [];
  let cells = TICKS + 1;
  let slots = 0;
  let isAllocating = false;
  let lazy: ReadonlyMap<number, LazyUse> = new Map();
  let counts: ReadonlyMap<number, number> = new Map();

  function rebind(id: number, binding: Binding): void {
    undo.push({ id, before: names.get(id) });
    names.set(id, binding);
  }

  const cx: Assembler = {
    layouts,
    probe,
    functions,
    block: (block, destination) => compileBlock(cx, block, destination),

    cell: (scalar) => ({ tag: 'cell', scalar, at: cells++ }),
    column: (column) => ({ tag: 'column', column, slot: slots++, at: cells++ }),
    fresh: (type) =>
      layouts
        .leaves(type)
        .map((leaf) => (leaf.tag === 'cell' ? cx.cell(leaf.scalar) : cx.column(leaf.column))),
    constant(scalar, value) {
      const exact = scalarValue(scalar, value);
      const key = `${scalar} ${Object.is(exact, -0) ? '-0' : exact}`;
      let known = constants.get(key);
      if (known === undefined) {
        known = { at: cells++, scalar, value: exact };
        constants.set(key, known);
      }
      return { tag: 'cell', scalar, at: known.at };
    },
    number: (value) => ({ at: 2 * cx.constant('w32', value).at, value }),
    temporary: () => ({ at: 2 * cells++, value: null }),
    preset(column, make) {
      const leaf: ColumnLeaf = { tag: 'column', column, slot: slots++, at: cx.constant('w32', 0).at };
      presets.push({ slot: leaf.slot, make });
      return leaf;
    },

    allocates() {
      isAllocating = true;
    },
    hasGarbage(make) {
      const outer = isAllocating;
      isAllocating = false;
      const result = { made: make(), isAllocating };
      isAllocating ||= outer;
      return result;
    },

    emit(op, ...counts) {
      ops.push(probe === null || counts.length === 0 ? op : probe.counting(op, counts));
    },
    suspend(call) {
      if (nesting > 0) return false;
      segments.push({ op: sequence(ops), call });
      ops = [];
      return true;
    },
    calls(below) {
      depth = Math.max(depth, below);
    },
    collectFunction(make) {
      ops = [];
      segments = [];
      depth = 0;
      const made = cx.scoped(make);
      return { made, code: [...segments, { op: sequence(ops), call: null }], depth };
    },
    collect(make) {
      const outer = ops;
      ops = [];
      nesting++;
      const made = cx.scoped(make);
      nesting--;
      const op = sequence(ops);
      ops = outer;
      return { made, op };
    },
    scoped(make) {
      const outer = undo;
      undo = [];
      const made = make();
      for (const { id, before } of undo.reverse()) {
        if (before === undefined) names.delete(id);
        else names.set(id, before);
      }
      undo = outer;
      return made;
    },

    bind(id, leaves, type, trusted) {
      const isTrusted = trusted !== undefined;
      rebind(id, { leaves, type, ordinal: trusted?.ordinal ?? null, isTrusted, pending: null });
    },
    bindPending(id, pending, type) {
      rebind(id, { leaves: [], type, ordinal: null, isTrusted: false, pending });
    },
    isPending: (atom) => atom.tag === 'var' && cx.binding(atom.name.id).pending !== null,
    term(atom) {
      const pending = atom.tag === 'var' ? cx.binding(atom.name.id).pending : null;
      if (pending === null) return { tag: 'cell', at: cx.leaves(atom)[0]!.at };
      if (pending.tag === 'addend') throw new Error('an addend goes to an accumulator');
      return pending.tag === 'element' ? { tag: 'element', ...pending.spot } : pending.term;
    },
    lazyUse: (id) => (counts.get(id) === 1 ? (lazy.get(id) ?? null) : null),
    withLazyUses(uses, make) {
      const outer = lazy;
      lazy = uses;
      const made = make();
      lazy = outer;
      return made;
    },
    startFunction(body) {
      counts = useCounts(body);
    },
    binding(id) {
      const found = names.get(id);
      if (found === undefined)
        throw new Error(`the program mentions a name that is not in scope (number ${id})`);
      return found;
    },
    leaves(atom) {
      switch (atom.tag) {
        case 'var': {
          const { leaves, pending } = cx.binding(atom.name.id);
          if (pending !== null) throw new Error('a pending operand has one use, which takes it as it is');
          return leaves;
        }
        case 'lit':
          return [cx.constant(atom.scalar, atom.value)];
        case 'unit':
          return [];
      }
    },

    site: (source) => ({ source, loops }),
    inLoop(at, make) {
      const outer = loops;
      loops = [...loops, at];
      const made = make();
      loops = outer;
      return made;
    },
  };
  const plan = (): FramePlan => ({ cells, slots, constants: [...constants.values()], presets });
  return { cx, plan };
}
