/**
 * Typing of `%primitive(…)` (language.md 10, docs/primitives.md). The library alone writes these, so a wrong use is
 * an ordinary type error.
 */
import { type GlobalRef, type Param, type Term, typePrimitive } from '../core/index.ts';
import { isScalarOperator, SCALAR_OPERATORS, type Scalar } from '../primitives/index.ts';
import type { Span } from '../source/index.ts';
import type { Expr, PrimitiveExpr } from '../syntax/index.ts';
import { applyTo, argument } from './application.ts';
import { preludeData } from './builtin.ts';
import { type Context, refuse, src, type Typed } from './context.ts';
import { expect, show } from './describe.ts';
import { openRow, requestEffects } from './effects.ts';
import { freshMeta } from './meta.ts';
import { delay, evaluate, force, instanceEnv, instantiate, quote, quoteRow } from './normalise.ts';
import { type Callee, globalCallee, resolve, termCallee } from './reference.ts';
import { definitionOf, freshName } from './state.ts';
import { nearest } from './suggest.ts';
import { plainTable } from './tables.ts';
import { indexDictionary } from './types.ts';
import { bind, type EffectValue, HEAP, NAT, type RowValue, scalar, TYPE, UNIT, type Value } from './value.ts';

/** What a rule is given: the arguments as written, and how to make the node. */
interface Use {
  readonly cx: Context;
  readonly name: string;
  readonly args: readonly Expr[];
  readonly span: Span;
}

type Rule = (u: Use) => Typed;

/** The term and the type of a primitive application. */
export function inferPrimitive(cx: Context, e: PrimitiveExpr): Typed {
  const { name } = e.name;
  const u: Use = { cx, name, args: e.args, span: e.span };
  if (isScalarOperator(name)) return scalarOperator(u);
  const entry = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  if (entry !== undefined) {
    const [count, rule] = entry;
    if (count === null || count === e.args.length) return rule(u);
    return refuse(cx, 'DX0308', { function: `%${name}`, expected: count, actual: e.args.length }, e.span);
  }
  if (name.startsWith('applyMethod')) return applyMethod(u, Number(name.slice('applyMethod'.length)));
  if (typePrimitive(name, []) !== null) return { term: typePrimitive(name, [])!, type: TYPE };
  return refuse(cx, 'DX0116', { name, suggestion: nearest(name, PRIMITIVES)[0] ?? null }, e.name.span);
}

// ---------------------------------------------------------------------------------------------------------- pieces

function infer(u: Use, k: number): Typed {
  return u.cx.rules.infer(u.cx, u.args[k]!);
}

function check(u: Use, k: number, type: Value): Term {
  return u.cx.rules.check(u.cx, u.args[k]!, type);
}

function typeAt(u: Use, k: number): Value {
  return u.cx.rules.type(u.cx, u.args[k]!);
}

function unknown(u: Use): Value {
  return freshMeta(u.cx.st, { span: u.span, role: { tag: 'type', of: `%${u.name}` } });
}

function node(u: Use, args: readonly Term[], type: Value): Typed {
  const term: Term = {
    tag: 'prim',
    name: u.name,
    args,
    type: quote(u.cx.st, type),
    source: src(u.cx, u.span),
  };
  return { term, type };
}

function request(u: Use, effect: EffectValue): void {
  requestEffects(u.cx, { tag: 'row', effects: [effect], tail: null }, u.span);
}

const WORD8 = scalar('w8');

/** `T(args)` of the prelude. */
function data(u: Use, name: string, args: readonly Value[]): Value {
  const ref: GlobalRef | null = preludeData(u.cx.st.env, name);
  if (ref === null) return refuse(u.cx, 'DX0201', { name, suggestions: [] }, u.span).type;
  return { tag: 'dataType', data: ref, args };
}

function text(u: Use): Value {
  return data(u, 'List', [WORD8]);
}

function param(u: Use, hint: string, type: Value): Param {
  return {
    name: freshName(u.cx.st, hint),
    type: quote(u.cx.st, type),
    how: 'explicit',
    named: hint !== '',
  };
}

function functionType(u: Use, params: readonly Param[], row: RowValue, result: Value): Value {
  const { st } = u.cx;
  return { tag: 'pi', params, row: quoteRow(st, row), result: quote(st, result), mode: 'call', env: null };
}

/** A pure function type. */
function pureFunction(u: Use, params: readonly Value[], result: Value): Value {
  const row: RowValue = { tag: 'row', effects: [], tail: null };
  return functionType(
    u,
    params.map((p) => param(u, '', p)),
    row,
    result,
  );
}

/** A function and its argument, to its result. */
function appliedFunction(u: Use): Typed {
  const from = unknown(u);
  const to = unknown(u);
  const f = check(u, 0, pureFunction(u, [from], to));
  return node(u, [f, check(u, 1, from)], to);
}

// ----------------------------------------------------------------------------------------------------------- rules

/** Operands agree on a type; the result is of that type, or a truth value. */
function scalarOperator(u: Use): Typed {
  if (!isScalarOperator(u.name)) throw new Error('not an operator');
  const { operands, result } = SCALAR_OPERATORS[u.name];
  if (operands !== u.args.length) {
    return refuse(
      u.cx,
      'DX0308',
      { function: `%${u.name}`, expected: operands, actual: u.args.length },
      u.span,
    );
  }
  if (u.name === 'select') {
    const condition = check(u, 0, WORD8);
    const yes = infer(u, 1);
    return node(u, [condition, yes.term, check(u, 2, yes.type)], yes.type);
  }
  const first = infer(u, 0);
  const rest = u.args.slice(1).map((a) => u.cx.rules.check(u.cx, a, first.type));
  return node(u, [first.term, ...rest], result === 'same' ? first.type : WORD8);
}

/** A type and a value: the value at that type. */
const convert: Rule = (u) => {
  const to = typeAt(u, 0);
  const of = infer(u, 1);
  return node(u, [quote(u.cx.st, to), of.term], to);
};

/** Something of the type that is the argument. */
const ofType: Rule = (u) => {
  const type = typeAt(u, 0);
  return node(u, [quote(u.cx.st, type)], type);
};

/** A primitive on values of fixed types. */
function fixed(
  params: readonly ((u: Use) => Value)[],
  result: (u: Use) => Value,
  io = false,
): [number, Rule] {
  const rule: Rule = (u) => {
    const args = params.map((p, k) => check(u, k, p(u)));
    if (io) request(u, { tag: 'io' });
    return node(u, args, result(u));
  };
  return [params.length, rule];
}

const is = (type: Value) => (): Value => type;
const maybe =
  (type: (u: Use) => Value) =>
  (u: Use): Value =>
    data(u, 'Maybe', [type(u)]);
const RAW: Value = { tag: 'ptrType', target: 'w8' };
const integer = (s: Scalar): (() => Value) => is(scalar(s));

interface Reference {
  readonly term: Term;
  readonly heap: Value;
  readonly content: Value;
}

function reference(u: Use, k: number): Reference {
  const heap = unknown(u);
  const content = unknown(u);
  const term = check(u, k, { tag: 'refType', heap, content });
  return { term, heap, content };
}

/** Runs a handler's body: `f` of some parameters, with one more effect than the context allows. */
function body(u: Use, k: number, params: readonly Param[], effect: EffectValue | null, result: Value): Term {
  const { cx } = u;
  const tail = openRow(cx, u.span);
  const row: RowValue = { tag: 'row', effects: effect === null ? [] : [effect], tail };
  const term = check(u, k, functionType(u, params, row, result));
  requestEffects(cx, { tag: 'row', effects: [], tail }, u.span);
  return term;
}

/** A handler of references: the body takes the heap and the reference. */
function withReference(
  u: Use,
  k: number,
  tag: 'state' | 'read' | 'accum',
  content: Value,
  result: Value,
): Term {
  const heap = param(u, 'h', HEAP);
  const heapValue: Value = { tag: 'stuck', head: { tag: 'var', name: heap.name }, spine: [] };
  const ref = param(u, 'ref', { tag: 'refType', heap: heapValue, content });
  return body(u, k, [heap, ref], { tag, heap: heapValue }, result);
}

const RULES: Readonly<Record<string, readonly [number | null, Rule]>> = {
  // Types.
  Fin: [1, (u) => ({ term: { tag: 'finType', size: check(u, 0, NAT) }, type: TYPE })],
  Ref: [
    2,
    (u) => ({
      term: { tag: 'refType', heap: check(u, 0, HEAP), content: quote(u.cx.st, typeAt(u, 1)) },
      type: TYPE,
    }),
  ],
  NatCon: fixed([integer('w32')], is(NAT)),
  projNewtype: fixed([is(NAT)], integer('w32')),

  // Applications.
  explicitApply: [
    null,
    (u) => {
      const callee = explicitCallee(u);
      return callee === null ? infer(u, 0) : applyTo(u.cx, callee, u.args.slice(1).map(argument), [], u.span);
    },
  ],

  // Scalars and representations.
  cast: [2, convert],
  bitcast: [2, convert],
  unsafeCoerce: [2, convert],
  toEnum: [
    2,
    (u) => {
      const type = typeAt(u, 0);
      return node(u, [quote(u.cx.st, type), check(u, 1, WORD8)], type);
    },
  ],
  garbageVal: [1, ofType],
  dataConTag: [1, (u) => node(u, [infer(u, 0).term], WORD8)],

  // Faults.
  throwError: [1, ofType],
  errorWith: [
    2,
    (u) => {
      const type = typeAt(u, 0);
      return node(u, [quote(u.cx.st, type), check(u, 1, text(u))], type);
    },
  ],
  throwException: [
    1,
    (u) => {
      request(u, { tag: 'except' });
      return ofType(u);
    },
  ],

  // Text. The printers keep the type of what they print as their first argument.
  showAny: [1, showing],
  showScalar: [1, (u) => node(u, [infer(u, 0).term], text(u))],
  parseFloat: fixed([text], maybe(integer('f32'))),

  // Order. The type of the elements decides who sorts.
  argsort: [
    3,
    (u) => {
      const type = typeAt(u, 0);
      const from = unknown(u);
      const to = unknown(u);
      const f = check(u, 1, pureFunction(u, [from], to));
      return node(u, [quote(u.cx.st, type), f, check(u, 2, from)], to);
    },
  ],

  // References.
  get: [
    1,
    (u) => {
      const r = reference(u, 0);
      request(u, { tag: 'state', heap: r.heap });
      return node(u, [r.term], r.content);
    },
  ],
  put: [
    2,
    (u) => {
      const r = reference(u, 0);
      request(u, { tag: 'state', heap: r.heap });
      return node(u, [r.term, check(u, 1, r.content)], UNIT);
    },
  ],
  ask: [
    1,
    (u) => {
      const r = reference(u, 0);
      request(u, { tag: 'read', heap: r.heap });
      return node(u, [r.term], r.content);
    },
  ],
  mextend: [
    4,
    (u) => {
      const r = reference(u, 0);
      request(u, { tag: 'accum', heap: r.heap });
      const empty = infer(u, 1);
      const combine = check(u, 2, pureFunction(u, [empty.type, empty.type], empty.type));
      return node(u, [r.term, empty.term, combine, check(u, 3, r.content)], UNIT);
    },
  ],
  indexRef: [2, elementReference],
  listSize: [
    1,
    (u) => {
      const heap = unknown(u);
      const ref = check(u, 0, { tag: 'refType', heap, content: data(u, 'List', [unknown(u)]) });
      request(u, { tag: 'state', heap });
      return node(u, [ref], NAT);
    },
  ],
  listRef: [
    2,
    (u) => {
      const heap = unknown(u);
      const element = unknown(u);
      const ref = check(u, 0, { tag: 'refType', heap, content: data(u, 'List', [element]) });
      return node(u, [ref, check(u, 1, NAT)], { tag: 'refType', heap, content: element });
    },
  ],

  // Handlers.
  runState: [
    2,
    (u) => {
      const init = infer(u, 0);
      const result = unknown(u);
      const f = withReference(u, 1, 'state', init.type, result);
      return node(u, [init.term, f], { tag: 'tupleType', items: [result, init.type] });
    },
  ],
  runReader: [
    2,
    (u) => {
      const init = infer(u, 0);
      const result = unknown(u);
      return node(u, [init.term, withReference(u, 1, 'read', init.type, result)], result);
    },
  ],
  runWriter: [
    3,
    (u) => {
      const empty = infer(u, 0);
      const combine = check(u, 1, pureFunction(u, [empty.type, empty.type], empty.type));
      const content = unknown(u);
      const result = unknown(u);
      const f = withReference(u, 2, 'accum', content, result);
      return node(u, [empty.term, combine, f], { tag: 'tupleType', items: [result, content] });
    },
  ],
  runIO: [
    1,
    (u) => {
      const result = unknown(u);
      return node(u, [body(u, 0, [], { tag: 'io' }, result)], result);
    },
  ],
  catchException: [
    1,
    (u) => {
      const result = unknown(u);
      return node(u, [body(u, 0, [], { tag: 'except' }, result)], data(u, 'Maybe', [result]));
    },
  ],
  while: [1, (u) => node(u, [body(u, 0, [], null, WORD8)], UNIT)],
  linearize: [
    2,
    (u) => {
      const from = unknown(u);
      const to = unknown(u);
      const f = check(u, 0, pureFunction(u, [from], to));
      const x = check(u, 1, from);
      return node(u, [f, x], { tag: 'tupleType', items: [to, pureFunction(u, [from], to)] });
    },
  ],
  linearTranspose: [
    2,
    (u) => {
      const from = unknown(u);
      const to = unknown(u);
      const f = check(u, 0, pureFunction(u, [from], to));
      return node(u, [f, check(u, 1, to)], from);
    },
  ],
  checkpoint: [2, appliedFunction],
  checkpointLoops: [2, appliedFunction],
  checkpointBinomial: [
    3,
    (u) => {
      const from = unknown(u);
      const to = unknown(u);
      const snapshots = check(u, 0, scalar('w32'));
      const f = check(u, 1, pureFunction(u, [from], to));
      return node(u, [snapshots, f, check(u, 2, from)], to);
    },
  ],

  // The host.
  print: fixed([text], is(UNIT), true),
  writeOutput: fixed([text], is(UNIT), true),
  openFile: fixed([text, integer('w8')], integer('i32'), true),
  readHandle: fixed([integer('i32')], text, true),
  writeHandle: fixed([integer('i32'), text], is(UNIT), true),
  closeHandle: fixed([integer('i32')], is(UNIT), true),
  deleteFile: fixed([text], is(UNIT), true),
  hasFile: fixed([text], integer('w8'), true),
  tempFile: fixed([], text, true),
  getEnv: fixed([text], maybe(text), true),
  shell: fixed([text], maybe(text), true),
  randomBytes: fixed([is(NAT)], text, true),
  encodePng: fixed([integer('w32'), integer('w32'), text], text, true),
  decodePng: fixed(
    [text],
    (u) => ({ tag: 'tupleType', items: [text(u), scalar('w32'), scalar('w32'), text(u)] }),
    true,
  ),
  encodeGif: fixed([(u) => data(u, 'List', [text(u)]), integer('i32')], text, true),
  alloc: fixed([integer('w32')], is(RAW), true),
  free: fixed([is(RAW)], is(UNIT), true),
  ptrLoad: [
    2,
    (u) => {
      const type = typeAt(u, 0);
      request(u, { tag: 'io' });
      return node(u, [quote(u.cx.st, type), check(u, 1, RAW)], type);
    },
  ],
  ptrStore: [
    2,
    (u) => {
      const pointer = check(u, 0, RAW);
      request(u, { tag: 'io' });
      return node(u, [pointer, infer(u, 1).term], UNIT);
    },
  ],
};

const PRIMITIVES = [...Object.keys(RULES), ...Object.keys(SCALAR_OPERATORS)];

function showing(u: Use): Typed {
  const of = infer(u, 0);
  return node(u, [of.term], text(u));
}

/** A reference to an element of a table; the element's type may depend on the index. */
function elementReference(u: Use): Typed {
  const { cx } = u;
  const ref = infer(u, 0);
  const known = force(cx.st, ref.type);
  const content = known.tag === 'refType' ? force(cx.st, known.content) : null;
  if (known.tag === 'refType' && content?.tag === 'tableType') {
    const at = check(u, 1, content.index);
    const element = instantiate(cx.st, content.element, delay(at, null));
    return node(u, [ref.term, at], { tag: 'refType', heap: known.heap, content: element });
  }
  const heap = unknown(u);
  const index = unknown(u);
  const element = unknown(u);
  const table = plainTable(cx, index, indexDictionary(cx, index, u.span), element);
  expect(cx, { tag: 'refType', heap, content: table }, ref.type, u.span);
  return node(u, [ref.term, check(u, 1, index)], { tag: 'refType', heap, content: element });
}

/** The function of `%explicitApply` with every parameter explicit. */
function explicitCallee(u: Use): Callee | null {
  const [f] = u.args;
  if (f === undefined) return null;
  const callee = headCallee(u, f);
  const type = callee === null ? null : force(u.cx.st, callee.type);
  if (callee === null || type?.tag !== 'pi') return null;
  const params = type.params.map((p): Param => ({ ...p, how: 'explicit' }));
  return { ...callee, type: { ...type, params, mode: 'call' } };
}

function headCallee(u: Use, f: Expr): Callee | null {
  if (f.tag === 'var') {
    const meaning = resolve(u.cx, f.name, f.span);
    if (meaning === null) return null;
    return meaning.tag === 'local' ? meaning.callee : globalCallee(u.cx, meaning.definition, f.span);
  }
  const typed = u.cx.rules.infer(u.cx, f);
  return termCallee(typed.term, typed.type, 'this function', src(u.cx, u.span));
}

/** `%applyMethod0(d, …)`: method number `index` of an explicit dictionary. */
function applyMethod(u: Use, index: number): Typed {
  const { cx } = u;
  const dict = infer(u, 0);
  const type = force(cx.st, dict.type);
  const cls = type.tag === 'classType' ? definitionOf(cx.st, type.cls) : null;
  const method = cls?.tag === 'class' ? cls.methods[index] : undefined;
  if (type.tag !== 'classType' || cls?.tag !== 'class' || method === undefined) {
    return refuse(cx, 'DX0509', { type: show(cx, type) }, u.span);
  }
  const own = evaluate(
    cx.st,
    method.type,
    bind(instanceEnv(cls.params, type.args), cls.self, delay(dict.term, null)),
  );
  const source = src(cx, u.span);
  const term: Term = { tag: 'method', cls: type.cls, index, dict: dict.term, source };
  if (own.tag !== 'pi') return { term, type: own };
  return applyTo(cx, termCallee(term, own, method.name, source), u.args.slice(1).map(argument), [], u.span);
}
