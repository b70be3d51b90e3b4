/** At which types a function is called from outside of the language: lambdas over data, made from the function's type. */
import {
  type Definitions,
  finType,
  normalise,
  type Param,
  printType,
  scalarType,
  substitute,
  substitution,
  type Term,
  type TermOf,
  variable,
} from '../core/index.ts';
import type { Name } from '../names/index.ts';

/** An implicit parameter of the function: an index set or a size, found from tables, or the type of some numbers. */
export interface Variable {
  readonly name: Name;
  readonly kind: 'index' | 'size' | 'type';
}

/** A function's type, taken apart for callers. */
export interface Signature {
  readonly title: string;
  readonly type: TermOf<'pi'>;
  readonly variables: readonly Variable[];
  readonly params: readonly Param[];
  readonly hasIo: boolean;
  readonly mayThrow: boolean;
}

/** Takes the type of a top-level function apart; null for anything that is no function. */
export function signatureOf(title: string, type: Term, definitions: Definitions): Signature | null {
  const t = normalise(type, definitions);
  if (t.tag !== 'pi') return null;
  const indexSets = new Set<number>();
  for (const { how, type: dict } of t.params) {
    const [arg] = dict.tag === 'classType' && dict.cls.name === 'Ix' && how === 'synth' ? dict.args : [];
    if (arg?.tag === 'var') indexSets.add(arg.name.id);
  }
  const variables = t.params
    .filter((p) => p.how === 'implicit')
    .map(({ name, type: kind }): Variable => {
      if (kind.tag === 'natType') return { name, kind: 'size' };
      return { name, kind: indexSets.has(name.id) ? 'index' : 'type' };
    });
  const effects = t.row.effects.map((e) => e.tag);
  return {
    title,
    type: t,
    variables,
    params: t.params.filter((p) => p.how === 'explicit'),
    hasIo: effects.includes('io'),
    mayThrow: effects.includes('except'),
  };
}

/** A parameter of a lambda as text. */
export interface Slot {
  readonly name: string;
  readonly type: string;
  /** The type with sizes by name. */
  readonly term: Term;
}

/** A function at some types. Sizes come first: `\n0:Nat x0:((Fin n0) => Float32). f(x0)`. */
export interface Specialised {
  readonly sizes: readonly string[];
  readonly args: readonly Slot[];
  readonly result: string;
  readonly resultTerm: Term;
  /** The call of the function with these arguments, its effects handled. */
  readonly call: (args: readonly string[]) => string;
}

/** The function with its type variables as given (`Float32` where nothing is), over index sets of any size. */
export function specialise(
  signature: Signature,
  types: ReadonlyMap<number, Term>,
  definitions: Definitions,
): Specialised {
  const sizes: string[] = [];
  const images = signature.variables.map(({ name, kind }, k): Term => {
    if (kind === 'type') return types.get(name.id) ?? scalarType('f32');
    // Ids below zero: no name of the function's type is called so.
    const size = { id: -1 - k, hint: `n${k}` };
    sizes.push(size.hint);
    return kind === 'index' ? finType(variable(size)) : variable(size);
  });
  const inputs = signature.params.map((_p, k) => ({
    id: -1 - signature.variables.length - k,
    hint: `x${k}`,
  }));
  const known = substitution(
    [...signature.variables.map((v) => v.name), ...signature.params.map((p) => p.name)],
    [...images, ...inputs.map((name) => variable(name))],
  );
  const at = (type: Term): Term => normalise(substitute(type, known), definitions);
  const text = (type: Term): string => printType(type, definitions, { width: Number.POSITIVE_INFINITY });
  const args = signature.params.map((p, k): Slot => {
    const term = at(p.type);
    return { name: inputs[k]!.hint, type: text(term), term };
  });
  const resultTerm = at(signature.type.result);
  return {
    sizes,
    args,
    result: text(resultTerm),
    resultTerm,
    call(given) {
      const call = `${signature.title}(${given.join(', ')})`;
      const thrown = signature.mayThrow ? `catch (\\. ${call})` : call;
      return signature.hasIo ? `unsafe_io (\\. ${thrown})` : thrown;
    },
  };
}

/** A lambda over sizes and slots, as an entry of its own. */
export function lambdaText(
  sizes: readonly string[],
  slots: readonly Pick<Slot, 'name' | 'type'>[],
  body: string,
): string {
  const binders = [
    ...sizes.map((size) => `${size}:Nat`),
    ...slots.map(({ name, type }) => `${name}:${type}`),
  ];
  return `\\${binders.join(' ')}. ${body}\n`;
}
