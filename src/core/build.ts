/**
 * Constructors of Core terms. A builder keeps a few canonical forms, so that equal types are equal terms: a row is flat
 * and has no effect twice, a block of nothing is its result. Nodes without such a form may also be written out.
 */
import type { Name } from '../names/index.ts';
import type { Scalar, ScalarValue } from '../primitives/index.ts';
import type {
  Alternative,
  CoreDecl,
  CoreEffect,
  Explicitness,
  GlobalRef,
  Mode,
  Param,
  PointerTarget,
  Row,
  SourceId,
  Term,
  TermOf,
} from './ir.ts';

// ----------------------------------------------------------------------------------------------------- references

/** A local name. */
export function variable(name: Name, source: SourceId = 0): TermOf<'var'> {
  return { tag: 'var', name, source };
}

/** A top-level name. */
export function global(ref: GlobalRef, source: SourceId = 0): TermOf<'global'> {
  return { tag: 'global', ref, source };
}

/** A term still to be found: only the elaborator makes these, and zonking removes them. */
export function meta(id: number, source: SourceId = 0): TermOf<'meta'> {
  return { tag: 'meta', id, source };
}

/** The reference to top-level name number `index` of `module`. */
export function globalRef(module: string, index: number, name: string): GlobalRef {
  return { module, index, name };
}

// ---------------------------------------------------------------------------------------------------------- types

export const typeKind: TermOf<'kind'> = { tag: 'kind', kind: 'Type' };
export const heapKind: TermOf<'kind'> = { tag: 'kind', kind: 'Heap' };
export const effectKind: TermOf<'kind'> = { tag: 'kind', kind: 'EffKind' };
export const natType: TermOf<'natType'> = { tag: 'natType' };
export const unitType: TermOf<'tupleType'> = { tag: 'tupleType', items: [] };
export const pureRow: Row = { tag: 'row', effects: [], tail: null };

/** A scalar type: `Float32` is `scalarType('f32')`. */
export function scalarType(scalar: Scalar): TermOf<'scalarType'> {
  return { tag: 'scalarType', scalar };
}

/** The type of raw pointers to `target`. */
export function ptrType(target: PointerTarget): TermOf<'ptrType'> {
  return { tag: 'ptrType', target };
}

/** `Fin size`. */
export function finType(size: Term): TermOf<'finType'> {
  return { tag: 'finType', size };
}

/** `(A, B, …)`; no items: `()`. */
export function tupleType(items: readonly Term[]): TermOf<'tupleType'> {
  return items.length === 0 ? unitType : { tag: 'tupleType', items };
}

/** `(binder : index) => element`, with the dictionary `Ix index`. */
export function tableType(binder: Name, index: Term, ix: Term, element: Term): TermOf<'tableType'> {
  return { tag: 'tableType', binder, index, ix, element };
}

/** `(binder : first &> second)`; `implicit`: `second with (binder : first)`. */
export function pairType(binder: Name, first: Term, second: Term, implicit = false): TermOf<'pairType'> {
  return { tag: 'pairType', binder, first, second, implicit };
}

/** `Ref heap content`. */
export function refType(heap: Term, content: Term): TermOf<'refType'> {
  return { tag: 'refType', heap, content };
}

/** A parameter; `named` defaults to whether its name has a hint. */
export function param(
  name: Name,
  type: Term,
  how: Explicitness = 'explicit',
  named = name.hint !== '',
): Param {
  return { name, type, how, named };
}

/** A function type. */
export function pi(
  params: readonly Param[],
  result: Term,
  row: Row = pureRow,
  mode: Mode = 'call',
): TermOf<'pi'> {
  return { tag: 'pi', params, row, result, mode };
}

/** A user's type applied to all its parameters. */
export function dataType(data: GlobalRef, args: readonly Term[] = []): TermOf<'dataType'> {
  return { tag: 'dataType', data, args };
}

/** The type of dictionaries of an interface at some arguments. */
export function classType(cls: GlobalRef, args: readonly Term[]): TermOf<'classType'> {
  return { tag: 'classType', cls, args };
}

/** Effects and what they extend. A tail that is itself a row is merged; an effect stands once. */
export function row(effects: readonly CoreEffect[], tail: Term | null = null): Row {
  if (tail !== null && tail.tag === 'row') return row([...effects, ...tail.effects], tail.tail);
  if (effects.length === 0 && tail === null) return pureRow;
  const seen = new Set<string>();
  const distinct = effects.filter((effect) => {
    const key = effectKey(effect);
    if (key === null) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return { tag: 'row', effects: distinct.length === effects.length ? effects : distinct, tail };
}

/** What identifies an effect whose heap is a name; null for the others, which are never merged. */
function effectKey(effect: CoreEffect): string | null {
  switch (effect.tag) {
    case 'read':
    case 'accum':
    case 'state':
      return effect.heap.tag === 'var' ? `${effect.tag} ${effect.heap.name.id}` : null;
    case 'except':
    case 'io':
      return effect.tag;
    case 'user':
      return effect.args.length === 0 ? `${effect.effect.module}:${effect.effect.index}` : null;
  }
}

// --------------------------------------------------------------------------------------------------- dictionaries

/** The dictionary that an instance makes from the arguments of its parameters. */
export function instance(ref: GlobalRef, args: readonly Term[] = []): TermOf<'instance'> {
  return { tag: 'instance', instance: ref, args };
}

/** Superclass number `index` of `dict`, a dictionary of `cls`. */
export function superclass(cls: GlobalRef, index: number, dict: Term): TermOf<'superclass'> {
  return { tag: 'superclass', cls, index, dict };
}

/** The built-in `Ix (Fin size)`. */
export function finIx(size: Term): TermOf<'finIx'> {
  return { tag: 'finIx', size };
}

/** The built-in `Data type`. */
export function dataDict(type: Term): TermOf<'dataDict'> {
  return { tag: 'dataDict', type };
}

// --------------------------------------------------------------------------------------------------------- values

/** A scalar constant: a bigint for 64-bit integers, a number for the others. */
export function literal(scalar: Scalar, value: ScalarValue, source: SourceId = 0): TermOf<'lit'> {
  return { tag: 'lit', scalar, value, source };
}

/** A `Nat`. */
export function natLiteral(value: number, source: SourceId = 0): TermOf<'natLit'> {
  return { tag: 'natLit', value, source };
}

/** A function. */
export function lam(
  params: readonly Param[],
  body: Term,
  effects: Row = pureRow,
  mode: Mode = 'call',
  source: SourceId = 0,
): TermOf<'lam'> {
  return { tag: 'lam', params, row: effects, mode, body, source };
}

/** A function applied to all its parameters, the implicit ones too. */
export function app(fn: Term, args: readonly Term[], source: SourceId = 0): TermOf<'app'> {
  return { tag: 'app', fn, args, source };
}

/** `let name : type = value`, as an element of a block. */
export function decl(name: Name, type: Term, value: Term): CoreDecl {
  return { name, type, value };
}

/** Declarations, each visible in those after it, and a result. Without declarations: the result. */
export function block(decls: readonly CoreDecl[], result: Term, source: SourceId = 0): Term {
  return decls.length === 0 ? result : { tag: 'block', decls, result, source };
}

/** `(a, b, …)`. */
export function tuple(items: readonly Term[], source: SourceId = 0): TermOf<'tuple'> {
  return { tag: 'tuple', items, source };
}

/** `()`. */
export const unit: TermOf<'tuple'> = { tag: 'tuple', items: [], source: 0 };

/** Component `index` of a tuple. */
export function project(index: number, of: Term, source: SourceId = 0): TermOf<'project'> {
  return { tag: 'project', index, of, source };
}

/** Constructor `index` of a type, applied to its type parameters and to all its fields. */
export function con(
  data: GlobalRef,
  index: number,
  params: readonly Term[],
  args: readonly Term[],
  source: SourceId = 0,
): TermOf<'con'> {
  return { tag: 'con', data, index, params, args, source };
}

/** Field `index` of a value of a type with one constructor. */
export function field(data: GlobalRef, index: number, of: Term, source: SourceId = 0): TermOf<'field'> {
  return { tag: 'field', data, index, of, source };
}

/** An alternative of a `case`: a name for each field of the constructor. */
export function alternative(binders: readonly Name[], body: Term): Alternative {
  return { binders, body };
}

/** `case scrutinee of …`, with an alternative (or null) for each constructor in order. */
export function caseOf(
  data: GlobalRef,
  scrutinee: Term,
  alternatives: readonly (Alternative | null)[],
  type: Term,
  source: SourceId = 0,
): TermOf<'case'> {
  return { tag: 'case', data, scrutinee, alternatives, type, source };
}

type Optional<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

/** `for binder : index. body`. */
export function forLoop(
  parts: Optional<Omit<TermOf<'for'>, 'tag'>, 'direction' | 'effectOnly' | 'axis' | 'source'>,
): TermOf<'for'> {
  return { tag: 'for', direction: 'forward', effectOnly: false, axis: null, source: 0, ...parts };
}

/** `table[at]`; `set` and `ix` are the index type of the table's type and its dictionary. */
export function index(table: Term, at: Term, set: Term, ix: Term, source: SourceId = 0): TermOf<'index'> {
  return { tag: 'index', table, at, index: set, ix, source };
}

/** `[a, b, …]`, over `Fin` of their number. */
export function tableLiteral(
  items: readonly Term[],
  element: Term,
  source: SourceId = 0,
): TermOf<'tableLit'> {
  return { tag: 'tableLit', items, element, source };
}

/** `(first ,> second)` of pair type `type`. */
export function pack(type: Term, first: Term, second: Term, source: SourceId = 0): TermOf<'pack'> {
  return { tag: 'pack', type, first, second, source };
}

/** The first component of a dependent pair. */
export function pairFirst(of: Term, source: SourceId = 0): TermOf<'pairFirst'> {
  return { tag: 'pairFirst', of, source };
}

/** The second component of a dependent pair. */
export function pairSecond(of: Term, source: SourceId = 0): TermOf<'pairSecond'> {
  return { tag: 'pairSecond', of, source };
}

/** The reference to component `position` of what `ref` holds; `type` is its type. */
export function refField(ref: Term, position: number, type: Term, source: SourceId = 0): TermOf<'refField'> {
  return { tag: 'refField', ref, index: position, type, source };
}

/** Method number `position` of `dict`, a dictionary of `cls`. */
export function method(cls: GlobalRef, position: number, dict: Term, source: SourceId = 0): TermOf<'method'> {
  return { tag: 'method', cls, index: position, dict, source };
}

/** A primitive with its arguments as written, of result type `type`. */
export function prim(name: string, args: readonly Term[], type: Term, source: SourceId = 0): TermOf<'prim'> {
  return { tag: 'prim', name, args, type, source };
}
