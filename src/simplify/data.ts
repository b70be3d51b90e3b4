/** Data and its parts: known values made into atoms, atoms taken apart, telescopes of atoms packed as one. */
import { type FieldLayout, type GlobalRef, layoutFields, pathToField, type SourceId } from '../core/index.ts';
import {
  ANONYMOUS,
  type Atom,
  instantiate,
  make,
  pairType,
  productType,
  type Type,
  typeNames,
  typeOf,
  UNIT_ATOM,
} from '../loops/index.ts';
import { type Context, emit } from './context.ts';
import { illFormedCore, unsupported } from './fault.ts';
import { dataDefinition, dataEnv, dataLoopsType, loopsType } from './types.ts';
import { data, type Plan, type TypeValue, type Value } from './value.ts';

/** Several atoms as one product: none is the unit, one is itself. */
export function tupleOf(c: Context, atoms: readonly Atom[], source: SourceId): Atom {
  if (atoms.length === 0) return UNIT_ATOM;
  return atoms.length === 1 ? atoms[0]! : emit(c, make.tuple(atoms, source));
}

/** The type of `tupleOf` atoms of these types. */
export function productOf(types: readonly Type[]): Type {
  return types.length === 1 ? types[0]! : productType(types);
}

/** Item `index` of a product, named once where the product dominates. */
export function projectAtom(c: Context, atom: Atom, index: number, source: SourceId): Atom {
  if (atom.tag !== 'var') return illFormedCore('a product is needed');
  return c.code.once(`project ${atom.name.id} ${index}`, () => emit(c, make.project(index, atom, source)));
}

/** A value that is data, as an atom. */
export function materialise(c: Context, value: Value, source: SourceId): Atom {
  switch (value.tag) {
    case 'data':
      return value.atom;
    case 'product': {
      const items = value.items.map((item) => materialise(c, item, source));
      return items.length === 0 ? UNIT_ATOM : emit(c, make.tuple(items, source));
    }
    case 'con':
      return materialiseCon(c, value, source);
    case 'pack': {
      const first = materialise(c, value.first, source);
      const second = materialise(c, value.second, source);
      return emit(c, make.pack(loopsType(c, value.type), first, second, source));
    }
    case 'bottom':
      return UNIT_ATOM;
    default:
      return unsupported(`a ${describe(value)} where data is needed`, source);
  }
}

/** For messages. */
function describe(value: Value): string {
  switch (value.tag) {
    case 'ref':
      return 'reference';
    case 'type':
      return 'type';
    case 'instance':
    case 'finIx':
    case 'dataDict':
      return 'dictionary';
    default:
      return 'function';
  }
}

function materialiseCon(c: Context, con: Extract<Value, { tag: 'con' }>, source: SourceId): Atom {
  const def = dataDefinition(c, con.data);
  const layout = layoutFields(def.constructors[con.index]!.fields);
  const isSum = def.constructors.length > 1;
  const hasPair = layout.tag === 'pair' || (layout.tag === 'product' && layout.items.at(-1)?.tag === 'pair');
  const whole = isSum || hasPair ? dataLoopsType(c, con.data, con.params) : null;
  const own = whole !== null && isSum ? alternativeType(whole, con.index) : whole;
  const payload = assemble(c, layout, con.args, own, source);
  return isSum ? emit(c, make.inject(whole!, con.index, payload, source)) : payload;
}

function alternativeType(sum: Type, index: number): Type {
  return sum.tag === 'sum' ? sum.items[index]! : illFormedCore('a sum is needed');
}

/** `type` is known where there is a dependent pair in the layout. */
function assemble(
  c: Context,
  layout: FieldLayout,
  fields: readonly Value[],
  type: Type | null,
  source: SourceId,
): Atom {
  switch (layout.tag) {
    case 'unit':
      return UNIT_ATOM;
    case 'field':
      return materialise(c, fields[layout.index]!, source);
    case 'product': {
      const items = layout.items.map((item, i) =>
        assemble(c, item, fields, type?.tag === 'product' ? type.items[i]! : null, source),
      );
      return emit(c, make.tuple(items, source));
    }
    case 'pair': {
      if (type?.tag !== 'pair') return illFormedCore('a dependent pair is needed');
      const first = materialise(c, fields[layout.first]!, source);
      const second = assemble(c, layout.second, fields, instantiate(type.second, type.binder, first), source);
      return emit(c, make.pack(type, first, second, source));
    }
  }
}

/** Field `index` of a constructor from the data of all its fields. */
export function fieldOfAtom(
  c: Context,
  ref: GlobalRef,
  con: number,
  payload: Atom,
  index: number,
  source: SourceId,
): Value {
  const layout = layoutFields(dataDefinition(c, ref).constructors[con]!.fields);
  let atom = payload;
  for (const step of pathToField(layout, index)) {
    atom =
      step.tag === 'component'
        ? projectAtom(c, atom, step.index, source)
        : c.code.unpack(atom, source)[step.index]!;
  }
  return data(atom);
}

/** All fields of a constructor from their data. */
export function fieldsOfAtom(
  c: Context,
  ref: GlobalRef,
  con: number,
  payload: Atom,
  source: SourceId,
): readonly Value[] {
  const { fields } = dataDefinition(c, ref).constructors[con]!;
  return fields.map((_, i) => fieldOfAtom(c, ref, con, payload, i, source));
}

/** Data known by its parts, as far as its type has only one form: types that mention it can then name the parts. */
export function expand(c: Context, value: Value, type: TypeValue, source: SourceId): Value {
  if (value.tag !== 'data' || value.atom.tag !== 'var') return value;
  const { atom } = value;
  switch (type.tag) {
    case 'tuple': {
      const items = type.items.map((item, i) =>
        expand(c, data(projectAtom(c, atom, i, source)), item, source),
      );
      return { tag: 'product', items };
    }
    case 'data': {
      const def = dataDefinition(c, type.data);
      if (def.constructors.length !== 1) return value;
      const env = dataEnv(def, type.args);
      const args = def.constructors[0]!.fields.map((field, i) => {
        const part = fieldOfAtom(c, type.data, 0, atom, i, source);
        const known = expand(c, part, c.machine.type(c, field.type, env), source);
        env.set(field.name, known);
        return known;
      });
      return { tag: 'con', data: type.data, index: 0, params: type.args, args };
    }
    case 'pair': {
      const [first, second] = c.code.unpack(atom, source);
      return { tag: 'pack', type, first: data(first), second: data(second) };
    }
    default:
      return value;
  }
}

// ----------------------------------------------------------------------------------------------------- telescopes

/**
 * Atoms with those that their types mention before them, as far as `isLocal` says that they must be carried. Answers
 * in order of dependence; each once.
 */
export function closeTelescope(
  c: Context,
  atoms: readonly Atom[],
  isLocal: (id: number) => boolean,
): readonly Extract<Atom, { tag: 'var' }>[] {
  const found = new Map<number, Extract<Atom, { tag: 'var' }>>();
  const add = (atom: Atom): void => {
    if (atom.tag !== 'var' || found.has(atom.name.id)) return;
    for (const name of typeNames(atom.type).values()) {
      const mentioned = isLocal(name.id) ? c.code.atomOf(name) : undefined;
      if (mentioned !== undefined) add(mentioned);
    }
    found.set(atom.name.id, atom);
  };
  for (const atom of atoms) add(atom);
  return [...found.values()];
}

/** For each atom of a telescope, whether a later one's type mentions it. Linear in the types. */
export function planOf(atoms: readonly Atom[]): Plan {
  const mentioned = new Set<number>();
  for (const atom of atoms) for (const id of typeNames(typeOf(atom)).keys()) mentioned.add(id);
  return atoms.map((atom) => atom.tag === 'var' && mentioned.has(atom.name.id));
}

/** A telescope as one atom. */
export function packTelescope(c: Context, atoms: readonly Atom[], plan: Plan, source: SourceId): Atom {
  let tail: Atom[] = [];
  for (let i = atoms.length - 1; i >= 0; i--) {
    const atom = atoms[i]!;
    if (!plan[i]) {
      tail.push(atom);
      continue;
    }
    if (atom.tag !== 'var') return illFormedCore('a telescope depends on names alone');
    checkDependency(typeOf(atom), source);
    const rest = tupleOf(c, tail.reverse(), source);
    const type = pairType(atom.name, atom.type, typeOf(rest));
    tail = [emit(c, make.pack(type, atom, rest, source))];
  }
  return tupleOf(c, tail.reverse(), source);
}

function checkDependency(type: Type, source: SourceId): void {
  if (type.tag === 'scalar' || type.tag === 'index') return;
  unsupported('a value whose type depends on a value that is neither a number nor an index', source);
}

/** The type of a telescope as one value. */
export function telescopeType(atoms: readonly Atom[], plan: Plan, source: SourceId): Type {
  let tail: Type[] = [];
  for (let i = atoms.length - 1; i >= 0; i--) {
    const atom = atoms[i]!;
    if (!plan[i]) {
      tail.push(typeOf(atom));
      continue;
    }
    checkDependency(typeOf(atom), source);
    const rest = productOf(tail.reverse());
    tail = [pairType(atom.tag === 'var' ? atom.name : ANONYMOUS, typeOf(atom), rest)];
  }
  return productOf(tail.reverse());
}

/** The atoms of a telescope from the one that it was packed as. */
export function unpackTelescope(c: Context, packed: Atom, plan: Plan, source: SourceId): readonly Atom[] {
  const atoms: Atom[] = [];
  let rest = packed;
  let start = 0;
  while (start < plan.length) {
    const pair = plan.indexOf(true, start);
    const count = (pair < 0 ? plan.length : pair + 1) - start;
    const items =
      count === 1 ? [rest] : Array.from({ length: count }, (_, i) => projectAtom(c, rest, i, source));
    if (pair < 0) {
      atoms.push(...items);
      break;
    }
    const [first, second] = c.code.unpack(items.pop()!, source);
    atoms.push(...items, first);
    rest = second;
    start = pair + 1;
  }
  return atoms;
}
