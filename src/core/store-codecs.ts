/** How terms and definitions are written as bytes: one entry for every field of every form. */
import type { Name } from '../names/index.ts';
import {
  boolean,
  type Codec,
  constant,
  dictionary,
  list,
  natural,
  nullable,
  numeric,
  record,
  recursive,
  shared,
  sourceId,
  string,
  union,
} from '../util/index.ts';
import type { Constructor, CustomLinearization, Definition } from './definitions.ts';
import type { Alternative, CoreDecl, CoreEffect, GlobalRef, Param, Row, Term } from './ir.ts';

const reference = record<GlobalRef>({ module: string(), index: natural, name: string() });
const globalRef: Codec<GlobalRef> = shared({
  write(out, value) {
    out.byte(0);
    reference.write(out, value);
  },
  read(from) {
    from.byte();
    return reference.read(from);
  },
});

const name: Codec<Name> = {
  write(out, value) {
    out.natural(value.id);
    out.string(value.hint);
  },
  read: (from) => ({ id: from.natural(), hint: from.string() }),
};

/** A term; subterms that are one object stay one. */
export const term: Codec<Term> = recursive<Term>((self) => {
  const terms = list(self);
  const source = sourceId;
  const params: Codec<readonly Param[]> = list(
    record<Param>({ name, type: self, how: string(), named: boolean }),
  );
  const effect: Codec<CoreEffect> = union<CoreEffect>({
    read: { heap: self },
    accum: { heap: self },
    state: { heap: self },
    except: {},
    io: {},
    user: { effect: globalRef, args: terms },
  });
  const row: Codec<Row> = record<Row>({ tag: constant('row'), effects: list(effect), tail: nullable(self) });
  const alternative = record<Alternative>({ binders: list(name), body: self });
  const declaration = record<CoreDecl>({ name, type: self, value: self });
  return shared(
    union<Term>({
      var: { name, source },
      global: { ref: globalRef, source },
      meta: { id: natural, source },
      kind: { kind: string() },
      scalarType: { scalar: string() },
      natType: {},
      ptrType: { target: string() },
      finType: { size: self },
      tupleType: { items: terms },
      tableType: { binder: name, index: self, ix: self, element: self },
      pairType: { binder: name, first: self, second: self, implicit: boolean },
      refType: { heap: self, content: self },
      pi: { params, row, result: self, mode: string() },
      dataType: { data: globalRef, args: terms },
      classType: { cls: globalRef, args: terms },
      row: { effects: list(effect), tail: nullable(self) },
      instance: { instance: globalRef, args: terms },
      superclass: { cls: globalRef, index: natural, dict: self },
      finIx: { size: self },
      dataDict: { type: self },
      lit: { scalar: string(), value: numeric, source },
      natLit: { value: natural, source },
      string: { bytes: string(), list: globalRef, source },
      lam: { params, row, mode: string(), body: self, source },
      app: { fn: self, args: terms, source },
      block: { decls: list(declaration), result: self, source },
      tuple: { items: terms, source },
      project: { index: natural, of: self, source },
      con: { data: globalRef, index: natural, params: terms, args: terms, source },
      field: { data: globalRef, index: natural, of: self, source },
      case: {
        data: globalRef,
        scrutinee: self,
        alternatives: list(nullable(alternative)),
        type: self,
        source,
      },
      for: {
        direction: string(),
        effectOnly: boolean,
        binder: name,
        index: self,
        ix: self,
        element: self,
        axis: nullable(string()),
        body: self,
        source,
      },
      index: { table: self, at: self, index: self, ix: self, source },
      tableLit: { items: terms, element: self, source },
      pack: { type: self, first: self, second: self, source },
      pairFirst: { of: self, source },
      pairSecond: { of: self, source },
      refField: { ref: self, index: natural, type: self, source },
      method: { cls: globalRef, index: natural, dict: self, source },
      prim: { name: string(), args: terms, type: self, source },
    }),
  );
});

const terms = list(term);
const params: Codec<readonly Param[]> = list(
  record<Param>({ name, type: term, how: string(), named: boolean }),
);
const common = { ref: globalRef, source: sourceId };

/** A definition of a module. */
export const definition: Codec<Definition> = union<Definition>({
  function: {
    ...common,
    type: term,
    body: term,
    noinline: boolean,
    owner: nullable(globalRef),
    linearization: nullable(record<CustomLinearization>({ symbolic: boolean, rule: term, type: term })),
  },
  value: { ...common, type: term, definition: nullable(term) },
  data: {
    ...common,
    params,
    constructors: list(record<Constructor>({ name: string(), ref: globalRef, fields: params })),
    fieldNames: nullable(list(string())),
    methods: dictionary(globalRef),
  },
  constructor: { ...common, data: globalRef, index: natural },
  class: {
    ...common,
    params,
    self: name,
    superclasses: terms,
    methods: list(
      record<{ readonly name: string; readonly ref: GlobalRef; readonly type: Term }>({
        name: string(),
        ref: globalRef,
        type: term,
      }),
    ),
  },
  method: { ...common, cls: globalRef, index: natural },
  instance: {
    ...common,
    cls: globalRef,
    params,
    args: terms,
    superclasses: terms,
    methods: terms,
    named: boolean,
  },
  foreign: { ...common, type: term, symbol: string() },
});
