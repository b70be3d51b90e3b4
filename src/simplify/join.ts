/** Joins: what several pieces of code that meet come to, as the result of one `case` or the items of one table. */
import type { SourceId } from '../core/index.ts';
import { type Atom, type Block, make, type Type, typeOf } from '../loops/index.ts';
import type { OpenBlock } from './code.ts';
import { type Context, emit } from './context.ts';
import { materialise, productOf, projectAtom } from './data.ts';
import { Merger } from './merge.ts';
import { fromTemplate } from './template.ts';
import { data, type Value } from './value.ts';

/** A piece of code that has been run up to its value. */
export interface Branch {
  readonly block: OpenBlock;
  readonly value: Value;
}

/** Blocks that all have one type, and the value that their result stands for. */
export interface Joined {
  readonly blocks: readonly Block[];
  readonly type: Type;
  value(result: Atom): Value;
}

/** Joins branches that were run after `mark`. `type`: that of the whole, where it is known to be data. */
export function join(
  c: Context,
  branches: readonly Branch[],
  type: Type | null,
  mark: number,
  source: SourceId,
): Joined {
  if (type !== null) return joinData(c, branches, type, source);
  const merger = new Merger(c, mark, source);
  const merged = merger.merge(branches.map((b) => b.value));
  const blocks = branches.map(({ block }, k) =>
    c.code.close(
      block,
      c.code.within(block, () => merger.packed(k)),
    ),
  );
  const value = (atom: Atom): Value =>
    merged(merger.slots.length === 1 ? [atom] : merger.slots.map((_, i) => projectAtom(c, atom, i, source)));
  return { blocks, type: productOf(merger.types), value };
}

function joinData(c: Context, branches: readonly Branch[], type: Type, source: SourceId): Joined {
  const blocks = branches.map(({ block, value }) => {
    const result = c.code.within(block, () =>
      value.tag === 'bottom' ? emit(c, make.garbage(type, source)) : materialise(c, value, source),
    );
    return c.code.close(block, result);
  });
  return { blocks, type, value: data };
}

/** Values of one block joined: for each an atom of the same product of slots, and the value of given slots. */
export interface JoinedHere {
  readonly atoms: readonly Atom[];
  readonly types: readonly Type[];
  value(slots: readonly Atom[]): Value;
}

/** Joins values of the current block: the items of a table literal. */
export function joinHere(c: Context, values: readonly Value[], mark: number, source: SourceId): JoinedHere {
  const merger = new Merger(c, mark, source);
  const value = merger.merge(values);
  return { atoms: values.map((_, k) => merger.packed(k)), types: merger.types, value };
}

/** Does something with a value that may be a choice: in each alternative, with a join after it. */
export function distribute(
  c: Context,
  value: Value,
  source: SourceId,
  type: Type | null,
  f: (value: Value) => Value,
): Value {
  if (value.tag !== 'choice') return f(value);
  const sum = typeOf(value.atom);
  const items = sum.tag === 'sum' ? sum.items : [];
  const { mark } = c.code;
  const binders = items.map((item) => c.code.bind('x', item));
  const branches = value.alternatives.map((template, i): Branch => {
    const block = c.code.open();
    const result = c.code.within(block, () => {
      const chosen = fromTemplate(c, template, make.variable(binders[i]!), source);
      return distribute(c, chosen, source, type, f);
    });
    return { block, value: result };
  });
  const joined = join(c, branches, type, mark, source);
  const alternatives = joined.blocks.map((body, i) => ({ binder: binders[i]!, body }));
  return joined.value(emit(c, make.caseOf(value.atom, alternatives, joined.type, source)));
}
