/** References and handlers. */
import { layoutFields, type SourceId, type TermOf } from '../../core/index.ts';
import {
  type Atom,
  indexType,
  instantiate,
  type Monoid,
  make,
  refType,
  sameType,
  type Type,
  typeOf,
} from '../../loops/index.ts';
import type { Name } from '../../names/index.ts';
import type { OpenBlock } from '../code.ts';
import { type Context, emit, place } from '../context.ts';
import { materialise, packTelescope, projectAtom } from '../data.ts';
import { Env, TOP } from '../env.ts';
import { illFormedCore, unsupported } from '../fault.ts';
import { indexing, toIndex } from '../index-sets.ts';
import { distribute } from '../join.ts';
import { fromTemplate, templateOf } from '../template.ts';
import { dataDefinition, isData, loopsType } from '../types.ts';
import { BOTTOM, data, type TypeValue, UNIT_VALUE, type Value } from '../value.ts';
import type { PrimCall, Primitive, Primitives } from './call.ts';

type Reference = Extract<Value, { tag: 'ref' }>;

/** Does something with a reference, or with each of those that it may be. */
function withReference(p: PrimCall, f: (ref: Reference) => Value): Value {
  return distribute(p.c, p.args[0]!, p.source, p.resultData, (value) =>
    value.tag === 'ref'
      ? f(value)
      : value.tag === 'bottom'
        ? BOTTOM
        : illFormedCore(`a reference is needed, not a ${value.tag}`),
  );
}

/** The content of a type `Ref h a`. */
function contentOf(type: TypeValue): TypeValue {
  return type.tag === 'ref' ? type.content : illFormedCore('the type of a reference is needed');
}

function reference(atom: Atom, type: TypeValue): Value {
  return { tag: 'ref', atom, content: contentOf(type) };
}

const get: Primitive = (p) => withReference(p, (ref) => p.emit(make.get(ref.atom, p.source)));
const ask: Primitive = (p) => withReference(p, (ref) => p.emit(make.ask(ref.atom, p.source)));

const put: Primitive = (p) =>
  withReference(p, (ref) => {
    emit(p.c, make.put(ref.atom, p.atom(1), p.source));
    return UNIT_VALUE;
  });

const indexRef: Primitive = (p) =>
  withReference(p, (ref) => {
    const { c, source } = p;
    if (ref.content.tag !== 'table') return illFormedCore('a reference to a table is needed');
    const ix = indexing(c, ref.content.index, ref.content.ix, source);
    const at = materialise(c, toIndex(c, ix, p.args[1]!, source), source);
    return reference(emit(c, make.refIndex(ref.atom, at, source), 'r'), p.result);
  });

const listSize: Primitive = (p) => withReference(p, (ref) => p.emit(make.listLength(ref.atom, p.source)));

const listRef: Primitive = (p) =>
  withReference(p, (ref) => {
    const atom = emit(p.c, make.listElement(ref.atom, p.atom(1), p.source), 'r');
    return reference(atom, p.result);
  });

/** A reference to a component of what a reference holds. */
export function refField(c: Context, t: TermOf<'refField'>, env: Env<Value>): Value {
  const source = place(c, t.source, env.site);
  const type = c.machine.type(c, t.type, env);
  return distribute(c, c.machine.evaluate(c, t.ref, env), source, null, (ref) => {
    if (ref.tag !== 'ref') return ref.tag === 'bottom' ? BOTTOM : illFormedCore('a reference is needed');
    if (componentCount(c, ref.content, source) === 1) return reference(ref.atom, type);
    return reference(emit(c, make.refProject(ref.atom, t.index, source), 'r'), type);
  });
}

function componentCount(c: Context, content: TypeValue, source: SourceId): number {
  if (content.tag === 'tuple') return 2;
  if (content.tag !== 'data') return illFormedCore('a reference to a product is needed');
  const layout = layoutFields(dataDefinition(c, content.data).constructors[0]!.fields);
  if (layout.tag === 'product' && layout.items.every((item) => item.tag === 'field'))
    return layout.items.length;
  return layout.tag === 'field'
    ? 1
    : unsupported('a reference to a part of a type whose fields depend on each other', source);
}

// ---------------------------------------------------------------------------------------------------- monoids

/** `%mextend(ref, empty, combine, x)`: the base monoid lifted over the tables that `x` is made of. */
const mextend: Primitive = (p) =>
  withReference(p, (ref) => {
    const value = p.atom(3);
    const monoid = lifted(p, p.atom(1), 2, typeOf(value));
    emit(p.c, make.extend(ref.atom, monoid, value, p.source));
    return UNIT_VALUE;
  });

/** The monoid of `empty` and of function argument `combine`, applied elementwise at `type`. */
function lifted(p: PrimCall, empty: Atom, combine: number, type: Type): Monoid {
  const { c, source } = p;
  const base = typeOf(empty);
  const left = c.code.bind('x', type);
  const right = c.code.bind('y', type);
  const combined = (at: Type, x: Atom, y: Atom): Atom => {
    if (sameType(at, base)) return materialise(c, p.unfold(combine, [data(x), data(y)]), source);
    return overTable(c, at, source, (element, i) =>
      combined(element, emit(c, make.index(x, i, source)), emit(c, make.index(y, i, source))),
    );
  };
  const zero = (at: Type): Atom =>
    sameType(at, base) ? empty : overTable(c, at, source, (element) => zero(element));
  const body = c.code.block(() => combined(type, make.variable(left), make.variable(right)));
  return make.monoid(zero(type), left.name, right.name, body);
}

function overTable(c: Context, type: Type, source: SourceId, element: (type: Type, i: Atom) => Atom): Atom {
  if (type.tag !== 'table') return unsupported('a monoid lifted over what is not a table', source);
  const binder = c.code.bind('i', indexType(type.index));
  const at = make.variable(binder);
  const body = c.code.block(() => element(instantiate(type.element, type.binder, at), at));
  return emit(c, make.forLoop('forward', type.index, binder, body, source));
}

// ---------------------------------------------------------------------------------------------------- handlers

/** The type of what the reference holds that a handler's function takes: its second parameter says. */
function handledContent(p: PrimCall, index: number, heap: Name): TypeValue {
  const { c } = p;
  const fn = p.args[index]!;
  const [lam, env] = lambdaOf(p, fn);
  const inner = env.open();
  inner.set(lam.params[0]!.name, { tag: 'heap', heap });
  return contentOf(c.machine.type(c, lam.params[1]!.type, inner));
}

function lambdaOf(p: PrimCall, fn: Value): [TermOf<'lam'>, Env<Value>] {
  if (fn.tag === 'closure') return [fn.lam, fn.env];
  const def = fn.tag === 'function' ? p.c.world.definitions.lookup(fn.ref) : null;
  if (def?.tag === 'function' && def.body.tag === 'lam') return [def.body, new Env<Value>(null, TOP)];
  return unsupported('a handler whose body is not known', p.source);
}

interface Handled {
  readonly heap: Name;
  /** The type of what the reference holds. */
  readonly content: Type;
  readonly ref: Name;
  readonly block: OpenBlock;
  /** What flows out of the body. */
  readonly result: Atom;
  /** The body's value from what flows out. */
  value(result: Atom): Value;
}

/** Runs the body of a handler on a fresh heap and a reference to it. */
function handle(p: PrimCall, index: number, contentType: (content: TypeValue) => Type): Handled {
  const { c, source } = p;
  const heap = c.code.heap('h');
  const content = handledContent(p, index, heap);
  // Sizes in the type of the result are named before the body, so that they can be seen after it.
  void p.resultData;
  const { mark } = c.code;
  const held = contentType(content);
  const binder = c.code.bind('ref', refType(heap, held));
  const ref: Value = { tag: 'ref', atom: make.variable(binder), content };
  const block = c.code.open();
  // Handlers nest: the body is run from here, not through helpers that would each take a frame.
  const outer = c.code.enter(block);
  const body = c.machine.open(c, p.args[index]!, [{ tag: 'heap', heap }, ref], source, p.env.site);
  const value = body.tag === 'value' ? body.value : c.machine.evaluate(c, body.term, body.env);
  c.code.enter(outer);
  const flow = outflow(c, block, value, mark, source);
  return { heap, content: held, ref: binder.name, block, ...flow };
}

/** How the value of a block flows out of it: as data, or as the data of a template. */
function outflow(c: Context, block: OpenBlock, value: Value, mark: number, source: SourceId) {
  if (isData(c, value)) {
    const result = c.code.within(block, () => materialise(c, value, source));
    return { result, value: (atom: Atom): Value => data(atom) };
  }
  const { template, locals } = templateOf(c, value, (id) => id >= mark);
  const result = c.code.within(block, () => packTelescope(c, locals, template.plan, source));
  return { result, value: (atom: Atom): Value => fromTemplate(c, template, atom, source) };
}

function resultAndTotal(p: PrimCall, handled: Handled, both: Atom): Value {
  const result = handled.value(projectAtom(p.c, both, 0, p.source));
  return { tag: 'product', items: [result, data(projectAtom(p.c, both, 1, p.source))] };
}

const runState: Primitive = (p) => {
  const { c, source } = p;
  const init = p.atom(0);
  const handled = handle(p, 1, () => typeOf(init));
  const body = c.code.close(handled.block, handled.result);
  return resultAndTotal(p, handled, emit(c, make.runState(init, handled.heap, handled.ref, body, source)));
};

const runReader: Primitive = (p) => {
  const { c, source } = p;
  const init = p.atom(0);
  const handled = handle(p, 1, () => typeOf(init));
  const body = c.code.close(handled.block, handled.result);
  return handled.value(emit(c, make.runReader(init, handled.heap, handled.ref, body, source)));
};

const runWriter: Primitive = (p) => {
  const { c, source } = p;
  const empty = p.atom(0);
  const handled = handle(p, 2, (content) => loopsType(c, content));
  const body = c.code.close(handled.block, handled.result);
  const monoid = lifted(p, empty, 1, handled.content);
  return resultAndTotal(p, handled, emit(c, make.runAccum(monoid, handled.heap, handled.ref, body, source)));
};

/** `Maybe` of the body's value: 0 where it threw. */
const catchException: Primitive = (p) => {
  const { c, source } = p;
  const type = p.result;
  if (type.tag !== 'data') return illFormedCore('Maybe is needed');
  void p.resultData;
  const { mark } = c.code;
  const block = c.code.open();
  const value = c.code.within(block, () => p.unfold(0, []));
  const flow = outflow(c, block, value, mark, source);
  const caught = emit(c, make.catchExcept(c.code.close(block, flow.result), source));
  if (isData(c, value)) return data(caught);
  return caughtCode(c, value, mark, caught, type);
};

/** A choice between nothing and a value that has functions in it. */
function caughtCode(
  c: Context,
  value: Value,
  mark: number,
  caught: Atom,
  type: Extract<TypeValue, { tag: 'data' }>,
): Value {
  const con = (index: number, args: readonly Value[]): Value => ({
    tag: 'con',
    data: type.data,
    index,
    params: type.args,
    args,
  });
  const alternatives = [con(0, []), con(1, [value])].map(
    (v) => templateOf(c, v, (id) => id >= mark).template,
  );
  return { tag: 'choice', atom: caught, alternatives };
}

const whileLoop: Primitive = (p) => {
  const { c, source } = p;
  const body = c.code.block(() => materialise(c, p.unfold(0, []), source));
  emit(c, make.whileLoop(body, source));
  return UNIT_VALUE;
};

export const REFERENCE_PRIMITIVES: Primitives = {
  get,
  put,
  ask,
  indexRef,
  listSize,
  listRef,
  mextend,
  runState,
  runReader,
  runWriter,
  catchException,
  runIO: (p) => p.unfold(0, []),
  while: whileLoop,
};
