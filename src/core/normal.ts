/**
 * Reduction of types and of the terms in them (language.md 5.9): unfolding, beta, projection from what is known,
 * methods of known instances, casts of literals. Nothing else: no arithmetic, no `case`, no effects, no loops. Without
 * metavariables; the elaborator has its own, by evaluation. Terms stay names-and-substitution, so every step is
 * visible and counted.
 */
import { isWide, type Scalar, type ScalarValue } from '../primitives/index.ts';
import { app, classType, con, dataDict, dataType, finType, instance, literal, natLiteral } from './build.ts';
import type { Definitions } from './definitions.ts';
import { alphaEqual, sameType } from './equal.ts';
import type { GlobalRef, Param, Term, TermOf } from './ir.ts';
import { substitute, substitution } from './substitute.ts';
import { typePrimitive } from './type-primitives.ts';
import { freeNames, rebuild } from './walk.ts';

/** Where a reduction finds definitions, and how many steps it may still take. */
export interface Reduction {
  readonly definitions: Definitions;
  /** What a local name is defined as; null where it stands for itself. */
  readonly local: (id: number) => Term | null;
  /** Counts down. At 0 terms are left as they are. */
  fuel: number;
  /** Normal forms found so far: a type that doubles at every alias is reduced once at each. */
  readonly known: Map<Term, Term>;
  /** Binders entered that have the id of a defined local name, which they hide: how often each. */
  readonly hiding: Map<number, number>;
}

/** Steps that no sensible type needs: about a tenth of a second. */
const FUEL = 100_000;

/** A reduction that unfolds top-level definitions, and local ones where `local` is given. */
export function reduction(definitions: Definitions, local: Reduction['local'] = () => null): Reduction {
  return { definitions, local, fuel: FUEL, known: new Map(), hiding: new Map() };
}

/** Every part of the term reduced. */
export function normalise(term: Term, definitions: Definitions): Term {
  return normaliseWith(term, reduction(definitions));
}

/** As `normalise`, drawing on `r`'s fuel. */
export function normaliseWith(term: Term, r: Reduction): Term {
  const entered: (number | null)[] = [];
  return rebuild(term, {
    term(t) {
      const known = r.hiding.size === 0 ? r.known.get(t) : undefined;
      return known === undefined ? { term: weakHead(t, r), into: true } : { term: known, into: false };
    },
    bind(name) {
      const hides = r.local(name.id) !== null;
      entered.push(hides ? name.id : null);
      if (hides) r.hiding.set(name.id, (r.hiding.get(name.id) ?? 0) + 1);
      return name;
    },
    leave(count) {
      for (const id of entered.splice(entered.length - count)) {
        if (id === null) continue;
        const left = r.hiding.get(id)! - 1;
        if (left === 0) r.hiding.delete(id);
        else r.hiding.set(id, left);
      }
    },
    done(from, to) {
      if (r.hiding.size === 0) r.known.set(from, to);
    },
  });
}

/** Whether two types are the same after reduction, without regard to dictionaries. Out of fuel: no. */
export function equalTypes(a: Term, b: Term, r: Reduction): boolean {
  if (alphaEqual(a, b)) return true;
  return sameType(normaliseWith(a, r), normaliseWith(b, r), r.definitions);
}

/** The term reduced until its outermost form is known: what stands inside is left alone. */
export function weakHead(term: Term, r: Reduction): Term {
  let t = term;
  while (r.fuel > 0) {
    const next = step(t, r);
    if (next === null) return t;
    r.fuel -= 1;
    t = next;
  }
  return t;
}

/** The term after one step at its head, or null where its head does not reduce. */
function step(t: Term, r: Reduction): Term | null {
  switch (t.tag) {
    case 'var': {
      const value = r.hiding.has(t.name.id) ? null : r.local(t.name.id);
      return value === null ? null : ifKnown(value, r);
    }
    case 'global':
      return unfold(t.ref, r);
    case 'app':
      return apply(t, r);
    case 'block':
      return inlineBlock(t);
    case 'project': {
      const of = weakHead(t.of, r);
      return of.tag === 'tuple' ? ifKnown(of.items[t.index], r) : null;
    }
    case 'field': {
      const of = weakHead(t.of, r);
      if (of.tag === 'con') return ifKnown(of.args[t.index], r);
      return of.tag === 'string' && t.index === 0 ? natLiteral(of.bytes.length) : null;
    }
    case 'pairFirst': {
      const of = weakHead(t.of, r);
      return of.tag === 'pack' ? ifKnown(of.first, r) : null;
    }
    case 'pairSecond': {
      const of = weakHead(t.of, r);
      return of.tag === 'pack' ? ifKnown(of.second, r) : null;
    }
    case 'method': {
      const dict = weakHead(t.dict, r);
      if (dict.tag !== 'instance') return null;
      const definition = r.definitions.lookup(dict.instance);
      if (definition.tag !== 'instance') return null;
      return opened(definition.methods[t.index], definition.params, dict.args);
    }
    case 'superclass': {
      const dict = weakHead(t.dict, r);
      if (dict.tag === 'finIx') return dataDict(finType(dict.size));
      if (dict.tag !== 'instance') return null;
      const definition = r.definitions.lookup(dict.instance);
      if (definition.tag !== 'instance') return null;
      return opened(definition.superclasses[t.index], definition.params, dict.args);
    }
    case 'prim':
      return primitive(t, r);
    default:
      return null;
  }
}

function opened(term: Term | undefined, params: readonly Param[], args: readonly Term[]): Term | null {
  return term === undefined ? null : substitute(term, substitution(params, args));
}

/** What a top-level name that is not applied stands for. A function stands for itself. */
function unfold(ref: GlobalRef, r: Reduction): Term | null {
  const d = r.definitions.lookup(ref);
  switch (d.tag) {
    case 'value':
      return d.definition;
    case 'data':
      return d.params.length === 0 ? dataType(ref) : null;
    case 'class':
      return d.params.length === 0 ? classType(ref, []) : null;
    case 'instance':
      return d.params.length === 0 ? instance(ref) : null;
    case 'constructor': {
      const data = r.definitions.lookup(d.data);
      if (data.tag !== 'data' || data.params.length > 0) return null;
      return data.constructors[d.index]?.fields.length === 0 ? con(d.data, d.index, [], []) : null;
    }
    default:
      return null;
  }
}

function apply(t: TermOf<'app'>, r: Reduction): Term | null {
  const fn = weakHead(t.fn, r);
  if (fn.tag === 'lam') return beta(fn, t.args);
  if (fn.tag !== 'global') return null;
  const d = r.definitions.lookup(fn.ref);
  switch (d.tag) {
    case 'function': {
      if (d.body.tag !== 'lam') return null;
      const result = beta(d.body, t.args);
      return result === null ? null : ifKnown(result, r);
    }
    case 'data':
      return t.args.length === d.params.length ? dataType(fn.ref, t.args) : null;
    case 'class':
      return t.args.length === d.params.length ? classType(fn.ref, t.args) : null;
    case 'instance':
      return t.args.length === d.params.length ? instance(fn.ref, t.args) : null;
    case 'constructor': {
      const data = r.definitions.lookup(d.data);
      if (data.tag !== 'data') return null;
      const typeArgs = t.args.slice(0, data.params.length);
      return con(d.data, d.index, typeArgs, t.args.slice(data.params.length), t.source);
    }
    default:
      return null;
  }
}

function beta(fn: TermOf<'lam'>, args: readonly Term[]): Term | null {
  return fn.params.length === args.length ? substitute(fn.body, substitution(fn.params, args)) : null;
}

/**
 * The term reduced, where types may put it in the place of another: what does not reduce to something known stays behind its name,
 * its projection or its call, so that types mention these and not their innards.
 */
function ifKnown(t: Term | undefined, r: Reduction): Term | null {
  const reduced = t === undefined ? null : weakHead(t, r);
  return reduced !== null && isKnown(reduced) ? reduced : null;
}

/** Whether a weak head normal form is not stuck on something that types do not compute. */
function isKnown(t: Term): boolean {
  switch (t.tag) {
    case 'case':
    case 'for':
    case 'index':
    case 'prim':
    case 'block':
    case 'app':
    case 'refField':
      return false;
    default:
      return true;
  }
}

/** The result with the declarations that it needs put in. */
function inlineBlock(t: TermOf<'block'>): Term {
  const needed = new Set(freeNames(t.result).keys());
  const used = [...t.decls].reverse().filter((d) => {
    if (!needed.has(d.name.id)) return false;
    for (const id of freeNames(d.value).keys()) needed.add(id);
    return true;
  });
  const values = new Map<number, Term>();
  for (const d of used.reverse()) values.set(d.name.id, substitute(d.value, values));
  return substitute(t.result, values);
}

/** Primitives that types compute: those that make types, newtype wrapping, casts of integer literals. */
function primitive(t: TermOf<'prim'>, r: Reduction): Term | null {
  const made = typePrimitive(t.name, t.args);
  if (made !== null) return made;
  const [first, second] = t.args;
  switch (t.name) {
    case 'explicitApply':
      return first === undefined ? null : app(first, t.args.slice(1), t.source);
    case 'NatCon': {
      const word = first === undefined ? null : weakHead(first, r);
      return word?.tag === 'lit' ? natLiteral(Number(word.value), t.source) : null;
    }
    case 'projNewtype':
      return first === undefined ? null : unwrapped(weakHead(first, r));
    case 'cast': {
      if (first === undefined || second === undefined) return null;
      const target = weakHead(first, r);
      const value = weakHead(second, r);
      if (target.tag !== 'scalarType' || value.tag !== 'lit') return null;
      return castLiteral(target.scalar, value);
    }
    default:
      return null;
  }
}

function unwrapped(t: Term): Term | null {
  if (t.tag === 'natLit') return literal('w32', t.value, t.source);
  return t.tag === 'con' && t.args.length === 1 ? t.args[0]! : null;
}

/** Integers wrap to the width of the target (language.md 6.2); floats are left to run time. */
function castLiteral(target: Scalar, value: TermOf<'lit'>): Term | null {
  if (value.scalar.startsWith('f')) return null;
  const wrapped = wrapInteger(target, BigInt(value.value));
  return wrapped === null ? null : literal(target, wrapped, value.source);
}

function wrapInteger(target: Scalar, value: bigint): ScalarValue | null {
  switch (target) {
    case 'f32':
    case 'f64':
      return null;
    case 'i32':
      return Number(BigInt.asIntN(32, value));
    case 'i64':
      return BigInt.asIntN(64, value);
    default: {
      const unsigned = BigInt.asUintN(target === 'w8' ? 8 : isWide(target) ? 64 : 32, value);
      return isWide(target) ? unsigned : Number(unsigned);
    }
  }
}
