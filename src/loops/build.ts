/**
 * The constructors of Loops: the only way to make a node. Each computes its node's type and effects from its parts; what
 * the parts must satisfy is checked by `check.ts`. An operand of the wrong shape throws `IllFormed`.
 */
import type { Name } from '../names/index.ts';
import type { HostOperation, Scalar, ScalarOperator, ScalarValue } from '../primitives/index.ts';
import { SCALAR_OPERATORS } from '../primitives/index.ts';
import { indexType } from './index-set.ts';
import { illFormed } from './invalid.ts';
import type {
  Alternative,
  Atom,
  Binder,
  Block,
  Decl,
  Direction,
  Effects,
  Expr,
  ExprOf,
  Fn,
  Format,
  IndexSet,
  Monoid,
  SourceId,
  Type,
} from './ir.ts';
import { instantiate } from './substitute-type.ts';
import {
  F32,
  listElementType,
  maybeType,
  PURE,
  productType,
  refType,
  renameHeaps,
  STRING,
  scalarType,
  tableOf,
  tableType,
  typeOf,
  UNIT,
  uniteAllEffects,
  uniteEffects,
  W8,
  W32,
  withoutExcept,
  withoutHeap,
} from './types.ts';

// ---------------------------------------------------------------------------------------------------------- parts

/** The atom that names what a binder binds. */
export function variable(binder: Binder): Extract<Atom, { tag: 'var' }> {
  return { tag: 'var', name: binder.name, type: binder.type };
}

/** A scalar literal. */
export function literal(scalar: Scalar, value: ScalarValue): Atom {
  return { tag: 'lit', scalar, value };
}

function declEffects(decl: Decl): Effects {
  return decl.tag === 'let' ? decl.expr.effects : PURE;
}

/** A block; its effects are those of its declarations. */
export function block(decls: readonly Decl[], result: Atom): Block {
  const effects = uniteAllEffects(decls.map(declEffects));
  return { decls, result, type: typeOf(result), effects };
}

/** The declaration of a name for the value of an expression. */
export function letDecl(name: Name, expr: Expr): Decl {
  return { tag: 'let', name, expr };
}

/** Takes `arg` apart under these names; the types of both parts follow from its pair type. */
export function unpackDecl(
  first: Name,
  second: Name,
  arg: Atom,
  source: SourceId,
): Extract<Decl, { tag: 'unpack' }> {
  const pair = pairOf(arg);
  const head: Binder = { name: first, type: pair.first };
  const tail: Binder = { name: second, type: instantiate(pair.second, pair.binder, variable(head)) };
  return { tag: 'unpack', first: head, second: tail, arg, source };
}

function pairOf(atom: Atom): Extract<Type, { tag: 'pair' }> {
  const type = typeOf(atom);
  return type.tag === 'pair' ? type : illFormed('a dependent pair is needed');
}

function tableIn(atom: Atom): Extract<Type, { tag: 'table' }> {
  const type = typeOf(atom);
  return type.tag === 'table' ? type : illFormed('a table is needed');
}

function refIn(atom: Atom): Extract<Type, { tag: 'ref' }> {
  const type = typeOf(atom);
  return type.tag === 'ref' ? type : illFormed('a reference is needed');
}

function itemOf(type: Type, index: number): Type {
  if (type.tag !== 'product') return illFormed('a product is needed');
  return type.items[index] ?? illFormed(`a product of ${type.items.length} has no item ${index}`);
}

// --------------------------------------------------------------------------------------------- atoms and scalars

/** An atom as an expression. */
export function atom(value: Atom, source: SourceId): ExprOf<'atom'> {
  return { tag: 'atom', atom: value, type: typeOf(value), effects: PURE, source };
}

/** A scalar operator on its operands: comparisons give a w8, all others the type of the last operand. */
export function scalar(operator: ScalarOperator, args: readonly Atom[], source: SourceId): ExprOf<'scalar'> {
  const signature = SCALAR_OPERATORS[operator];
  const last = args[signature.operands - 1] ?? illFormed(`${operator} takes ${signature.operands} operands`);
  const type = signature.result === 'w8' ? W8 : typeOf(last);
  return { tag: 'scalar', operator, args, type, effects: PURE, source };
}

/** A number in another scalar type, by value: rounded, truncated or wrapped. */
export function cast(to: Scalar, arg: Atom, source: SourceId): ExprOf<'cast'> {
  return { tag: 'cast', to, arg, type: scalarType(to), effects: PURE, source };
}

/** The same bits as another scalar type of the same width. */
export function bitcast(to: Scalar, arg: Atom, source: SourceId): ExprOf<'bitcast'> {
  return { tag: 'bitcast', to, arg, type: scalarType(to), effects: PURE, source };
}

// ------------------------------------------------------------------------------------------- products and sums

/** A product of the given items. */
export function tuple(items: readonly Atom[], source: SourceId): ExprOf<'tuple'> {
  return { tag: 'tuple', items, type: productType(items.map(typeOf)), effects: PURE, source };
}

/** One item of a product, by number. */
export function project(index: number, arg: Atom, source: SourceId): ExprOf<'project'> {
  return { tag: 'project', index, arg, type: itemOf(typeOf(arg), index), effects: PURE, source };
}

/** Alternative `index` of the sum `type`. */
export function inject(type: Type, index: number, arg: Atom, source: SourceId): ExprOf<'inject'> {
  return { tag: 'inject', index, arg, type, effects: PURE, source };
}

/** The number of the alternative that a sum holds. */
export function tagOf(arg: Atom, source: SourceId): ExprOf<'tagOf'> {
  return { tag: 'tagOf', arg, type: W8, effects: PURE, source };
}

/** `type` is a sum of units. */
export function fromTag(type: Type, arg: Atom, source: SourceId): ExprOf<'fromTag'> {
  return { tag: 'fromTag', arg, type, effects: PURE, source };
}

/** `type` is that of every alternative. */
export function caseOf(
  scrutinee: Atom,
  alternatives: readonly (Alternative | null)[],
  type: Type,
  source: SourceId,
): ExprOf<'case'> {
  const effects = uniteEffects(...alternatives.map((a) => a?.body.effects ?? PURE));
  return { tag: 'case', scrutinee, alternatives, type, effects, source };
}

// --------------------------------------------------------------------------------------------------------- tables

/** A loop over an index set that makes a table of what its body gives. */
export function forLoop(
  direction: Direction,
  index: IndexSet,
  binder: Binder,
  body: Block,
  source: SourceId,
): ExprOf<'for'> {
  const type = tableType(binder.name, index, body.type);
  return { tag: 'for', direction, index, binder, body, type, effects: body.effects, source };
}

/** A loop over an index set that is run for its effects. */
export function eachLoop(
  direction: Direction,
  index: IndexSet,
  binder: Binder,
  body: Block,
  source: SourceId,
): ExprOf<'each'> {
  return { tag: 'each', direction, index, binder, body, type: UNIT, effects: body.effects, source };
}

/** The elements in the order of their ordinals; `type` is a table over a set of that many. */
export function tableLiteral(type: Type, items: readonly Atom[], source: SourceId): ExprOf<'tableLiteral'> {
  return { tag: 'tableLiteral', items, type, effects: PURE, source };
}

/** An element of a table. */
export function index(table: Atom, at: Atom, source: SourceId): ExprOf<'index'> {
  const { element, binder } = tableIn(table);
  return { tag: 'index', table, at, type: instantiate(element, binder, at), effects: PURE, source };
}

/** The elements of `table` as a table over `set`. */
export function reindex(set: IndexSet, table: Atom, source: SourceId): ExprOf<'reindex'> {
  const { element, binder } = tableIn(table);
  return { tag: 'reindex', table, type: tableType(binder, set, element), effects: PURE, source };
}

/** The ordinals that put a table of scalars in stable ascending order. */
export function argsort(table: Atom, source: SourceId): ExprOf<'argsort'> {
  const { index: set } = tableIn(table);
  return { tag: 'argsort', table, type: tableOf(set, W32), effects: PURE, source };
}

/** `type` is the pair type. */
export function pack(type: Type, first: Atom, second: Atom, source: SourceId): ExprOf<'pack'> {
  return { tag: 'pack', first, second, type, effects: PURE, source };
}

/** The number of elements of an index set, checked for overflow. */
export function sizeOfSet(set: IndexSet, source: SourceId): ExprOf<'sizeOf'> {
  return { tag: 'sizeOf', set, type: W32, effects: PURE, source };
}

/** The ordinal of an element of an index set. */
export function ordinal(set: IndexSet, arg: Atom, source: SourceId): ExprOf<'ordinal'> {
  return { tag: 'ordinal', set, arg, type: W32, effects: PURE, source };
}

/** The element of an index set with a given ordinal; a fault where there is none. */
export function fromOrdinal(set: IndexSet, arg: Atom, source: SourceId): ExprOf<'fromOrdinal'> {
  return { tag: 'fromOrdinal', set, arg, type: indexType(set), effects: PURE, source };
}

// -------------------------------------------------------------------------------------------- loops and handlers

/** A loop that runs its body, which gives a Bool, as long as that is true. */
export function whileLoop(body: Block, source: SourceId): ExprOf<'while'> {
  return { tag: 'while', body, type: UNIT, effects: body.effects, source };
}

/** A State reference that starts with `init`; gives the pair of what the body gives and the final content. */
export function runState(
  init: Atom,
  heap: Name,
  ref: Name,
  body: Block,
  source: SourceId,
): ExprOf<'runState'> {
  const content = typeOf(init);
  return {
    tag: 'runState',
    init,
    heap,
    ref: { name: ref, type: refType(heap, content) },
    body,
    type: productType([body.type, content]),
    effects: withoutHeap(body.effects, heap),
    source,
  };
}

/** A Read reference to `init`; gives what the body gives. */
export function runReader(
  init: Atom,
  heap: Name,
  ref: Name,
  body: Block,
  source: SourceId,
): ExprOf<'runReader'> {
  const effects = withoutHeap(body.effects, heap);
  const binder = { name: ref, type: refType(heap, typeOf(init)) };
  return { tag: 'runReader', init, heap, ref: binder, body, type: body.type, effects, source };
}

/**
 * An Accum reference that starts with the empty element; gives the pair of what the body gives and the total.
 */
export function runAccum(
  monoid: Monoid,
  heap: Name,
  ref: Name,
  body: Block,
  source: SourceId,
): ExprOf<'runAccum'> {
  return {
    tag: 'runAccum',
    monoid,
    heap,
    ref: { name: ref, type: refType(heap, monoid.type) },
    body,
    type: productType([body.type, monoid.type]),
    effects: withoutHeap(body.effects, heap),
    source,
  };
}

/** A monoid: its empty element, and the block that combines what `left` and `right` name. */
export function monoid(empty: Atom, left: Name, right: Name, combine: Block): Monoid {
  const type = typeOf(empty);
  return { type, empty, left: { name: left, type }, right: { name: right, type }, combine };
}

// ----------------------------------------------------------------------------------------------------- references

/** The content of a State reference. */
export function get(ref: Atom, source: SourceId): ExprOf<'get'> {
  const { heap, content } = refIn(ref);
  return { tag: 'get', ref, type: content, effects: [{ tag: 'state', heap }], source };
}

/** A new content for a State reference. */
export function put(ref: Atom, value: Atom, source: SourceId): ExprOf<'put'> {
  return { tag: 'put', ref, value, type: UNIT, effects: [{ tag: 'state', heap: refIn(ref).heap }], source };
}

/** The content of a Read reference. */
export function ask(ref: Atom, source: SourceId): ExprOf<'ask'> {
  const { heap, content } = refIn(ref);
  return { tag: 'ask', ref, type: content, effects: [{ tag: 'read', heap }], source };
}

/** Combines the content of an Accum reference with a value. */
export function extend(ref: Atom, by: Monoid, value: Atom, source: SourceId): ExprOf<'extend'> {
  const effects: Effects = [{ tag: 'accum', heap: refIn(ref).heap }];
  return { tag: 'extend', ref, monoid: by, value, type: UNIT, effects, source };
}

/** The reference to an element of the table that a reference refers to. */
export function refIndex(ref: Atom, at: Atom, source: SourceId): ExprOf<'refIndex'> {
  const { heap, content } = refIn(ref);
  if (content.tag !== 'table') return illFormed('a reference to a table is needed');
  const type = refType(heap, instantiate(content.element, content.binder, at));
  return { tag: 'refIndex', ref, at, type, effects: PURE, source };
}

/** The reference to an item of the product that a reference refers to. */
export function refProject(ref: Atom, item: number, source: SourceId): ExprOf<'refProject'> {
  const { heap, content } = refIn(ref);
  const type = refType(heap, itemOf(content, item));
  return { tag: 'refProject', ref, index: item, type, effects: PURE, source };
}

/** The length of the list that a State reference holds. */
export function listLength(ref: Atom, source: SourceId): ExprOf<'listLength'> {
  return { tag: 'listLength', ref, type: W32, effects: [{ tag: 'state', heap: refIn(ref).heap }], source };
}

/** A State operation, because which elements there are depends on the content now. */
export function listElement(ref: Atom, at: Atom, source: SourceId): ExprOf<'listElement'> {
  const { heap, content } = refIn(ref);
  const element = listElementType(content) ?? illFormed('a reference to a list is needed');
  return {
    tag: 'listElement',
    ref,
    at,
    type: refType(heap, element),
    effects: [{ tag: 'state', heap }],
    source,
  };
}

// ----------------------------------------------------------------------------------------------- faults and hosts

/** An exception, in the place of a value of the given type. */
export function throwExcept(type: Type, source: SourceId): ExprOf<'throw'> {
  return { tag: 'throw', type, effects: [{ tag: 'except' }], source };
}

/** What the body gives, or nothing where it throws. */
export function catchExcept(body: Block, source: SourceId): ExprOf<'catch'> {
  return { tag: 'catch', body, type: maybeType(body.type), effects: withoutExcept(body.effects), source };
}

/** A fault, in the place of a value of the given type, with a message of bytes if there is one. */
export function fail(type: Type, message: Atom | null, source: SourceId): ExprOf<'fail'> {
  return { tag: 'fail', message, type, effects: PURE, source };
}

/** Any value of a type: it will be overwritten, or is in a place that is not reached. */
export function garbage(type: Type, source: SourceId): ExprOf<'garbage'> {
  return { tag: 'garbage', type, effects: PURE, source };
}

/** `name` is that of the host's function, for `foreign` alone. */
export function host(
  operation: HostOperation,
  name: string | null,
  args: readonly Atom[],
  type: Type,
  source: SourceId,
): ExprOf<'host'> {
  return { tag: 'host', operation, name, args, type, effects: [{ tag: 'io' }], source };
}

/** A value as a list of bytes, in the given format. */
export function show(format: Format, arg: Atom, source: SourceId): ExprOf<'show'> {
  return { tag: 'show', format, arg, type: STRING, effects: PURE, source };
}

function parseFloatOf(arg: Atom, source: SourceId): ExprOf<'parseFloat'> {
  return { tag: 'parseFloat', arg, type: maybeType(F32), effects: PURE, source };
}

export { parseFloatOf as parseFloat };

// ---------------------------------------------------------------------------------------------------------- calls

/** What a caller knows about a function; its parameters are a telescope that `type` may mention. */
export interface FnSignature {
  readonly name: string;
  readonly heaps: readonly Name[];
  readonly params: readonly Binder[];
  readonly type: Type;
  readonly effects: Effects;
}

/** What a call needs to know of a function. */
export function signatureOf(fn: Fn): FnSignature {
  return { name: fn.name, heaps: fn.heaps, params: fn.params, type: fn.body.type, effects: fn.body.effects };
}

/** A call whose type and effects are known: for passes that copy calls. */
export function callNode(
  callee: string,
  heaps: readonly Name[],
  args: readonly Atom[],
  type: Type,
  effects: Effects,
  source: SourceId,
): ExprOf<'call'> {
  return { tag: 'call', callee, heaps, args, type, effects, source };
}

/** The effects of a function on the heaps of a call. */
export function effectsOfCall(callee: FnSignature, heaps: readonly Name[]): Effects {
  return renameHeaps(callee.effects, (heap) => {
    const i = callee.heaps.findIndex((h) => h.id === heap.id);
    return i < 0 ? heap : (heaps[i] ?? illFormed(`${callee.name} takes ${callee.heaps.length} heaps`));
  });
}
