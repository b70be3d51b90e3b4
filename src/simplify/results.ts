/** From the value that a program gave to what the session stores. */

import type { Definitions, GlobalRef } from '../core/index.ts';
import { make, TypeSubstitution } from '../loops/index.ts';
import { supply } from '../names/index.ts';
import { elementAt, UNIT_VALUE, type Value } from '../values/index.ts';
import type { Stored, StoredAtom } from './context.ts';
import type { Output, Results } from './entry.ts';
import { StageMap } from './map.ts';
import type { Captured, Frozen, Plan, Skeleton, Template } from './value.ts';

/** The values of a telescope's atoms from the value that it was packed as. */
export function decompose(plan: Plan, packed: Value): readonly Value[] {
  const values: Value[] = [];
  let rest = packed;
  let start = 0;
  while (start < plan.length) {
    const pair = plan.indexOf(true, start);
    const count = (pair < 0 ? plan.length : pair + 1) - start;
    const items = count === 1 ? [rest] : rest.tag === 'product' ? rest.items : [];
    if (pair < 0) {
      values.push(...items);
      break;
    }
    const last = items.at(-1);
    if (last?.tag !== 'pair') throw new Error('a result is not laid out as its plan says');
    values.push(...items.slice(0, -1), last.first);
    rest = last.second;
    start = pair + 1;
  }
  return values;
}

/**
 * The outputs of a program as they are stored, from its result. A number that types depend on is stored as a literal, so
 * that later blocks see its value in types.
 */
export function store(
  results: Results,
  result: Value,
): readonly { readonly ref: GlobalRef; readonly stored: Stored }[] {
  const values = decompose(results.plan, result);
  const types = new TypeSubstitution(
    supply(results.atoms.reduce((mark, a) => Math.max(mark, a.name.id + 1), 0)),
  );
  const literals = new Map<number, Frozen['leaf']>();
  const atoms = results.atoms.map(({ name, type }, i): StoredAtom => {
    const value = values[i]!;
    const closed = types.type(type);
    if (results.plan[i] && value.tag === 'scalar') {
      const literal = { tag: 'lit', scalar: value.scalar, value: value.value } as const;
      types.atoms.set(name, make.literal(literal.scalar, literal.value));
      if (closed.tag === 'scalar') literals.set(i, literal);
    }
    return { type: closed, value };
  });
  return results.outputs.map((output) => ({
    ref: output.ref,
    stored: storedOutput(output, atoms, literals),
  }));
}

function storedOutput(
  output: Output,
  atoms: readonly StoredAtom[],
  literals: ReadonlyMap<number, Frozen['leaf']>,
): Stored {
  const kept: number[] = [];
  const map: StageMap<Frozen, Frozen> = new StageMap<Frozen, Frozen>({
    leaf(leaf) {
      if (leaf.tag !== 'local') return leaf;
      const number = output.atoms[leaf.index]!;
      const literal = literals.get(number);
      if (literal !== undefined) return literal;
      const at = kept.indexOf(number);
      return { tag: 'local', index: at < 0 ? kept.push(number) - 1 : at };
    },
    heap: (heap) => heap,
    env: (_term, _bound, captured) =>
      captured.map(({ name, value }): Captured => ({ name, value: map.value(value) })),
  });
  const skeleton = map.value(output.skeleton);
  return { skeleton, atoms: kept.map((number) => atoms[number]!) };
}

/** The value of a stored output that is data; null for one that has functions in it. */
export function storedData({ skeleton, atoms }: Stored): Value | null {
  if (skeleton.tag !== 'data') return null;
  const values = atoms.map(({ value }) => value);
  return leafValue(skeleton.atom, values, values);
}

/**
 * A stored output as the printer of values takes it: with units for what is not data, whose format is a fixed text, in
 * the constructors, alternatives and tables that hold it.
 */
export function shownValue(stored: Stored, definitions: Definitions): Value {
  const atoms = stored.atoms.map(({ value }) => value);
  return new Showing(definitions).value(stored.skeleton, (leaf) => leafValue(leaf, atoms, atoms));
}

type Leaves = (leaf: Frozen['leaf']) => Value;

function leafValue(leaf: Frozen['leaf'], locals: readonly Value[], outer: readonly Value[]): Value {
  switch (leaf.tag) {
    case 'lit':
      return { tag: 'scalar', scalar: leaf.scalar, value: leaf.value };
    case 'unit':
      return UNIT_VALUE;
    case 'local':
      return locals[leaf.index]!;
    case 'outer':
      return outer[leaf.index]!;
  }
}

class Showing {
  private readonly definitions: Definitions;

  constructor(definitions: Definitions) {
    this.definitions = definitions;
  }

  value(skeleton: Skeleton, leaves: Leaves): Value {
    switch (skeleton.tag) {
      case 'data':
        return leaves(skeleton.atom);
      case 'product':
        return { tag: 'product', items: skeleton.items.map((item) => this.value(item, leaves)) };
      case 'con':
        return this.constructed(skeleton, leaves);
      case 'pack': {
        const [first, second] = [this.value(skeleton.first, leaves), this.value(skeleton.second, leaves)];
        return { tag: 'pair', first, second };
      }
      case 'choice': {
        const chosen = leaves(skeleton.atom);
        if (chosen.tag !== 'sum') throw new Error('the data of a choice are no sum');
        return this.template(skeleton.alternatives[chosen.alternative]!, chosen.payload, leaves);
      }
      case 'tables': {
        const table = leaves(skeleton.atom);
        if (table.tag !== 'table') throw new Error('the data of a table are no table');
        const items = Array.from({ length: table.size }, (_, k) =>
          this.template(skeleton.element, elementAt(table.elements, k), leaves),
        );
        return { tag: 'table', size: table.size, elements: { tag: 'boxes', items } };
      }
      default:
        return UNIT_VALUE;
    }
  }

  private constructed(skeleton: Extract<Skeleton, { tag: 'con' }>, leaves: Leaves): Value {
    const fields = skeleton.args.map((arg) => this.value(arg, leaves));
    const payload: Value = fields.length === 1 ? fields[0]! : { tag: 'product', items: fields };
    const def = this.definitions.lookup(skeleton.data);
    const isSum = def.tag === 'data' && def.constructors.length !== 1;
    return isSum ? { tag: 'sum', alternative: skeleton.index, payload } : payload;
  }

  private template({ skeleton, plan, outer }: Template<Frozen>, packed: Value, leaves: Leaves): Value {
    const locals = decompose(plan, packed);
    const captured = outer.map(leaves);
    return this.value(skeleton, (leaf) => leafValue(leaf, locals, captured));
  }
}
