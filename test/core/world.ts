/** A few library types and interfaces as definitions, for tests that need no library. */
import {
  type ClassDef,
  type Constructor,
  classType,
  type DataDef,
  type Definition,
  type Definitions,
  dataType,
  finIx,
  finType,
  type GlobalRef,
  globalKey,
  globalRef,
  heapKind,
  instance,
  natType,
  type Param,
  param,
  pi,
  type Term,
  tableType,
  typeKind,
  unitType,
  variable,
} from '../../src/core/index.ts';
import { fresh, type Name, supply } from '../../src/names/index.ts';

export const names = supply();
/** A new name; without a hint, one that prints as `v#0`. */
export const n = (hint = ''): Name => fresh(names, hint);
export const v = (name: Name): Term => variable(name);
export const explicit = (name: Name, type: Term): Param => param(name, type);
export const implicit = (name: Name, type: Term): Param => param(name, type, 'implicit');
export const synth = (name: Name, type: Term): Param => param(name, type, 'synth');

const table = new Map<string, Definition>();

export const definitions: Definitions = {
  lookup(ref) {
    const found = table.get(globalKey(ref));
    if (found === undefined) throw new Error(`no definition of ${ref.name}`);
    return found;
  },
};

/** Adds a definition under a new reference. */
export function define<D extends Definition>(name: string, make: (ref: GlobalRef) => D): D {
  const ref = globalRef('test', table.size, name);
  table.set(globalKey(ref), make(ref));
  return table.get(globalKey(ref)) as D;
}

function dataOf(
  name: string,
  params: readonly Param[],
  constructors: readonly (readonly [string, readonly Param[]])[],
  fieldNames: readonly string[] | null = null,
): DataDef {
  const made = constructors.map(([label, fields]): Constructor => {
    const con = define(label, (ref) => ({ tag: 'constructor', ref, source: 0, data: ref, index: 0 }));
    return { name: label, ref: con.ref, fields };
  });
  return define(name, (ref) => {
    made.forEach((con, index) => {
      table.set(globalKey(con.ref), { tag: 'constructor', ref: con.ref, source: 0, data: ref, index });
    });
    return { tag: 'data', ref, source: 0, params, constructors: made, fieldNames, methods: {} };
  });
}

function classOf(name: string, params: readonly Param[], superclasses: readonly Term[] = []): ClassDef {
  return define(name, (ref) => ({
    tag: 'class',
    ref,
    source: 0,
    params,
    self: n('d'),
    superclasses,
    methods: [],
  }));
}

const dataParam = n('n');
export const Data = classOf('Data', [explicit(n('a'), typeKind)]);
export const Ix = classOf('Ix', [explicit(dataParam, typeKind)], [classType(Data.ref, [v(dataParam)])]);
export const Subset = classOf('Subset', [explicit(n('a'), typeKind), explicit(n('b'), typeKind)]);
export const Monoid = classOf('Monoid', [explicit(n('a'), typeKind)]);

export const ixOf = (type: Term): Term => classType(Ix.ref, [type]);

const listElement = n('a');
const listLength = n('n');
export const List = dataOf(
  'List',
  [explicit(listElement, typeKind)],
  [
    [
      'AsList',
      [
        explicit(listLength, natType),
        explicit(n('elements'), tableType(n(), finType(v(listLength)), finIx(v(listLength)), v(listElement))),
      ],
    ],
  ],
);
export const listOf = (type: Term): Term => dataType(List.ref, [type]);

const maybeElement = n('a');
export const Maybe = dataOf(
  'Maybe',
  [explicit(maybeElement, typeKind)],
  [
    ['Nothing', []],
    ['Just', [explicit(n(), v(maybeElement))]],
  ],
);

const eitherLeft = n('a');
const eitherRight = n('b');
export const Either = dataOf(
  'Either',
  [explicit(eitherLeft, typeKind), explicit(eitherRight, typeKind)],
  [
    ['Left', [explicit(n(), v(eitherLeft))]],
    ['Right', [explicit(n(), v(eitherRight))]],
  ],
);

export const Bool = dataOf(
  'Bool',
  [],
  [
    ['False', []],
    ['True', []],
  ],
);
export const boolType: Term = dataType(Bool.ref);

const rangeBase = n('q');
export const RangeTo = dataOf(
  'RangeTo',
  [explicit(rangeBase, typeKind), synth(n('d'), ixOf(v(rangeBase))), explicit(n('i'), v(rangeBase))],
  [['RangeTo', [explicit(n('val'), natType)]]],
  ['val'],
);

export const Vec2 = dataOf(
  'Vec2',
  [],
  [
    [
      'Vec2',
      [
        explicit(n('x'), { tag: 'scalarType', scalar: 'f32' }),
        explicit(n('y'), { tag: 'scalarType', scalar: 'f32' }),
      ],
    ],
  ],
  ['x', 'y'],
);

export const unitIx = define('ix_unit', (ref) => ({
  tag: 'instance',
  ref,
  source: 0,
  cls: Ix.ref,
  params: [],
  args: [unitType],
  superclasses: [{ tag: 'dataDict', type: unitType }],
  methods: [],
  named: false,
}));

/** `index => element`, with a dictionary that nothing reads. */
export const arrow = (index: Term, element: Term): Term =>
  tableType(n(), index, instance(unitIx.ref), element);
export const to = (params: readonly Param[], result: Term): Term => pi(params, result);
export const heap = heapKind;
