/**
 * A small library as Core terms, and a session that runs computations against it: simplify, check, evaluate, store.
 * What comes out are plain numbers and arrays.
 */
import {
  app,
  block,
  type ClassDef,
  type CoreDecl,
  caseOf,
  classType,
  con,
  type DataDef,
  type Definition,
  dataType,
  decl,
  finIx,
  finType,
  forLoop,
  type GlobalRef,
  global,
  globalKey,
  globalRef,
  heapKind,
  index,
  instance,
  lam,
  literal,
  method,
  natLiteral,
  natType,
  type Param,
  param,
  pi,
  prim,
  type Row,
  refType,
  row,
  scalarType,
  type Term,
  tableType,
  tuple,
  tupleType,
  typeKind,
  variable,
} from '../../src/core/index.ts';
import { compile } from '../../src/evaluate/index.ts';
import { checkProgram, type Program, printProgram } from '../../src/loops/index.ts';
import { fresh, type Name, supply } from '../../src/names/index.ts';
import {
  type Simplified,
  type Stored,
  simplify,
  specialisationCache,
  store,
  storedData,
} from '../../src/simplify/index.ts';
import { originTable } from '../../src/source/index.ts';
import { elementAt, type Value } from '../../src/values/index.ts';

const names = supply();
export const n = (hint = 'x'): Name => fresh(names, hint);
export const v = (name: Name): Term => variable(name);

export const nat = natType;
export const float = scalarType('f32');
export const w8 = scalarType('w8');
export const num = (value: number): Term => natLiteral(value);
export const real = (value: number): Term => literal('f32', value);
export const fin = (size: Term): Term => finType(size);

// ---------------------------------------------------------------------------------------------------- definitions

const table = new Map<string, Definition>();
let defined = 0;

function define<D extends Definition>(name: string, make: (ref: GlobalRef) => D, module = 'prelude'): D {
  const ref = globalRef(module, defined++, name);
  const made = make(ref);
  table.set(globalKey(ref), made);
  return made;
}

type Fields = readonly (readonly [string, Term])[] | readonly Param[];

function paramsOf(fields: Fields): Param[] {
  return fields.map((f) => ('how' in f ? f : param(n(f[0]), f[1])));
}

export function dataOf(
  name: string,
  params: readonly Param[],
  constructors: Readonly<Record<string, Fields>>,
  isStruct = false,
  module = 'prelude',
): DataDef {
  const made = Object.entries(constructors).map(([label, fields]) => {
    const ref = globalRef(module, defined++, label);
    return { name: label, ref, fields: paramsOf(fields) };
  });
  const fieldNames = isStruct ? made[0]!.fields.map((f) => f.name.hint) : null;
  return define(
    name,
    (ref) => ({ tag: 'data', ref, source: 0, params, constructors: made, fieldNames, methods: {} }),
    module,
  );
}

/** A `def`. Its body is a function of the variables of its parameters. */
export function def(
  name: string,
  params: readonly Param[],
  result: Term,
  body: Term,
  effects?: Row,
  noinline = false,
): GlobalRef {
  return define(
    name,
    (ref) => ({
      tag: 'function',
      ref,
      source: 0,
      type: pi(params, result, effects),
      body: lam(params, body, effects),
      noinline,
      owner: null,
      linearization: null,
    }),
    'test',
  ).ref;
}

export const call = (fn: GlobalRef, ...args: Term[]): Term => app(global(fn), args);

// -------------------------------------------------------------------------------------------------------- library

const unitFields: readonly Param[] = [];
export const Bool = dataOf('Bool', [], { False: unitFields, True: unitFields }).ref;
export const bool = dataType(Bool);

const a = n('a');
export const Maybe = dataOf('Maybe', [param(a, typeKind)], { Nothing: unitFields, Just: [['x', v(a)]] }).ref;
export const maybe = (type: Term): Term => dataType(Maybe, [type]);
export const nothing = (type: Term): Term => con(Maybe, 0, [type], []);
export const just = (type: Term, x: Term): Term => con(Maybe, 1, [type], [x]);

const length = n('n');
const item = n('a');
export const arrow = (size: Term, element: Term): Term =>
  tableType(n('_'), finType(size), finIx(size), element);
export const List = dataOf('List', [param(item, typeKind)], {
  AsList: [param(length, nat), param(n('elements'), arrow(v(length), v(item)))],
}).ref;
export const list = (type: Term): Term => dataType(List, [type]);

const ixParam = n('n');
export const Ix = define('Ix', (ref): ClassDef => {
  const of = v(ixParam);
  const methods = [
    { name: "size'", ref, type: pi([], nat) },
    { name: 'ordinal', ref, type: pi([param(n('i'), of)], nat) },
    { name: 'unsafe_from_ordinal', ref, type: pi([param(n('k'), nat)], of) },
  ];
  const params = [param(ixParam, typeKind)];
  return { tag: 'class', ref, source: 0, params, self: n('self'), superclasses: [], methods };
}).ref;
export const ixType = (type: Term): Term => classType(Ix, [type]);

/** An instance of `Ix`. */
export function ixInstance(
  name: string,
  params: readonly Param[],
  type: Term,
  methods: readonly [Term, Term, Term],
  module = 'prelude',
): GlobalRef {
  return define(
    name,
    (ref) => ({
      tag: 'instance',
      ref,
      source: 0,
      cls: Ix,
      params,
      args: [type],
      superclasses: [],
      methods,
      named: false,
    }),
    module,
  ).ref;
}

const absent = lam([], num(0));
const pa = n('a');
const pb = n('b');
const pairIx = ixInstance(
  'ix_pair',
  [param(pa, typeKind), param(n('d'), ixType(v(pa))), param(pb, typeKind), param(n('e'), ixType(v(pb)))],
  tupleType([v(pa), v(pb)]),
  [absent, absent, absent],
);
export const pairOf = (x: Term, dx: Term, y: Term, dy: Term): Term => instance(pairIx, [x, dx, y, dy]);

const rq = n('q');
const ri = n('i');
export const RangeTo = dataOf(
  'RangeTo',
  [param(rq, typeKind), param(ri, v(rq))],
  { RangeTo: [['val', nat]] },
  true,
).ref;
const iq = n('q');
const ii = n('i');
const rangeIx = ixInstance(
  'ix_range',
  [param(iq, typeKind), param(n('d'), ixType(v(iq))), param(ii, v(iq))],
  dataType(RangeTo, [v(iq), v(ii)]),
  [absent, absent, absent],
);
/** `RangeTo i` with its dictionary, for `i` an element of `base`. */
export const rangeTo = (base: Term, dict: Term, i: Term): [Term, Term] => [
  dataType(RangeTo, [base, i]),
  instance(rangeIx, [base, dict, i]),
];

// ---------------------------------------------------------------------------------------------------------- terms

export const add = (x: Term, y: Term): Term => prim('iadd', [x, y], nat);
export const mul = (x: Term, y: Term): Term => prim('imul', [x, y], nat);
export const fadd = (x: Term, y: Term): Term => prim('fadd', [x, y], float);
export const fmul = (x: Term, y: Term): Term => prim('fmul', [x, y], float);
export const less = (x: Term, y: Term): Term => prim('toEnum', [bool, prim('ilt', [x, y], w8)], bool);
export const choose = (test: Term, yes: Term, no: Term, type: Term): Term =>
  caseOf(
    Bool,
    test,
    [
      { binders: [], body: no },
      { binders: [], body: yes },
    ],
    type,
  );
export const fn = (type: Term, body: (x: Term) => Term): Term => {
  const x = n('x');
  return lam([param(x, type)], body(v(x)));
};
export const funType = (from: Term, to: Term): Term => pi([param(n('x'), from)], to);
export const loop = (size: Term, element: Term, body: (i: Term) => Term): Term => {
  const binder = n('i');
  return forLoop({ binder, index: fin(size), ix: finIx(size), element, body: body(v(binder)) });
};
export const at = (xs: Term, i: Term, size: Term): Term => index(xs, i, fin(size), finIx(size));
export const ordinal = (i: Term, dict: Term): Term => app(method(Ix, 1, dict), [i]);
export const fromOrdinal = (k: Term, dict: Term): Term => app(method(Ix, 2, dict), [k]);
export const letIn = (type: Term, value: Term, body: (x: Term) => Term): Term => {
  const x = n('y');
  return block([decl(x, type, value)], body(v(x)));
};

/** `%runState(init, \h ref. body)`. */
export const withState = (
  init: Term,
  content: Term,
  result: Term,
  body: (ref: Term, heap: Term) => Term,
): Term => {
  const h = n('h');
  const ref = n('ref');
  const params = [param(h, heapKind), param(ref, refType(v(h), content))];
  const handler = lam(params, body(v(ref), v(h)), row([{ tag: 'state', heap: v(h) }]));
  return prim('runState', [init, handler], tupleType([result, content]));
};

// -------------------------------------------------------------------------------------------------------- session

const cache = specialisationCache();
const stored = new Map<string, Stored>();
const origins = originTable();

export const definitions = {
  lookup(ref: GlobalRef): Definition {
    const found = table.get(globalKey(ref));
    if (found === undefined) throw new Error(`no definition of ${ref.name}`);
    return found;
  },
};

export interface Outcome {
  readonly simplified: Simplified;
  readonly program: Program;
}

/** Simplifies a computation with one output for each term, and checks the program. */
export function lowered(
  decls: readonly CoreDecl[],
  outputs: readonly (readonly [GlobalRef, Term, Term])[],
): Simplified {
  const computation = {
    decls,
    outputs: outputs.map(([ref, term, type]) => ({ ref, term, type })),
    source: 0,
  };
  const simplified = simplify(computation, {
    definitions,
    stored: (ref) => stored.get(globalKey(ref))!,
    origins,
    cache,
    passes: { derive: null },
  });
  const problems = checkProgram(simplified.program);
  if (problems.length > 0) {
    throw new Error(`${JSON.stringify(problems, null, 1)}\n${printProgram(simplified.program)}`);
  }
  return simplified;
}

function execute(simplified: Simplified): Value {
  const args = simplified.inputs.map(({ ref, atom }) => stored.get(globalKey(ref))!.atoms[atom]!.value);
  return compile(simplified.program).run(args);
}

/** Binds top-level names to what terms compute; they can be mentioned afterwards. */
export function top(...bindings: readonly (readonly [string, Term, Term])[]): GlobalRef[] {
  const outputs = bindings.map(([name, term, type]) => {
    const made = define(name, (ref) => ({ tag: 'value', ref, source: 0, type, definition: null }), 'test');
    return [made.ref, term, type] as const;
  });
  const simplified = lowered([], outputs);
  for (const result of store(simplified.results, execute(simplified))) {
    stored.set(globalKey(result.ref), structuredClone(result.stored));
  }
  return outputs.map(([ref]) => ref);
}

export const use = (ref: GlobalRef): Term => global(ref);

/** A plain form of a value: numbers, lists, `[alternative, payload]` for sums. */
export function plain(value: Value): unknown {
  switch (value.tag) {
    case 'scalar':
      return value.value;
    case 'product':
      return value.items.map(plain);
    case 'sum':
      return [value.alternative, plain(value.payload)];
    case 'pair':
      return [plain(value.first), plain(value.second)];
    case 'table':
      return Array.from({ length: value.size }, (_, k) => plain(elementAt(value.elements, k)));
  }
}

/** What a term computes. */
export function run(term: Term, type: Term): unknown {
  const simplified = simplifyTerm(term, type);
  const [result] = store(simplified.results, execute(simplified));
  const value = storedData(result!.stored);
  return value === null ? null : plain(value);
}

export function simplifyTerm(term: Term, type: Term): Simplified {
  return lowered([], [[globalRef('test', -1, 'it'), term, type]]);
}

export {
  caseOf,
  con,
  dataType,
  decl,
  finIx,
  forLoop,
  index,
  instance,
  lam,
  param,
  pi,
  prim,
  tableType,
  tuple,
  tupleType,
};
