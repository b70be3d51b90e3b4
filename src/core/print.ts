/**
 * How types print (language.md 8.2 and 8.3). A form's precedence class and its context decide about parentheses; the
 * layout is that of `util/pretty.ts`. Only normal forms print as the reference says: reduce first.
 */
import type { Name } from '../names/index.ts';
import type { Scalar } from '../primitives/index.ts';
import {
  align,
  cat,
  type Doc,
  enclose,
  flatAlt,
  group,
  layout,
  line,
  nest,
  separate,
  text,
} from '../util/index.ts';
import type { DataDef, Definitions } from './definitions.ts';
import type { CoreEffect, GlobalRef, Param, PointerTarget, Row, Term, TermOf } from './ir.ts';
import { layoutFields, pathToField } from './layout.ts';
import { type Naming, naming } from './naming.ts';
import { freeNames, mentions } from './walk.ts';

/** `lowest` parenthesises nothing, `app` tables, functions and applied types, `arg` every application. */
export type Context = 'lowest' | 'app' | 'arg';

export interface PrintOptions {
  readonly context?: Context;
  readonly width?: number;
  /** Printed names of free local names; null for the default. */
  readonly free?: (name: Name) => string | null;
  /** Printed names of what is still unknown. */
  readonly unknown?: (id: number) => string;
  /** As people write types: parameters without a name have none. */
  readonly plain?: boolean;
}

export const SCALAR_TYPES: Readonly<Record<Scalar, string>> = {
  f32: 'Float32',
  f64: 'Float64',
  i32: 'Int32',
  i64: 'Int64',
  w8: 'Word8',
  w32: 'Word32',
  w64: 'Word64',
};

/** A type (or anything that may stand in one) as `:t` and messages show it. `definitions` names fields and parameters. */
export function printType(type: Term, definitions: Definitions, options: PrintOptions = {}): string {
  const { plain = false, unknown = (id: number) => `_.${id}` } = options;
  const names = naming(options.free, plain ? 'x' : '');
  for (const name of freeNames(type).values()) names.of(name);
  const printer: Printer = { names, definitions, unknown, plain };
  return layout(typeDoc(type, options.context ?? 'arg', printer), options.width ?? 80);
}

/** An effect row as it stands in a function type: `{State h, IO|e}`. */
export function printRow(row: Row, definitions: Definitions, options: PrintOptions = {}): string {
  return printType(row, definitions, options);
}

/** What printing needs at hand. */
export interface Printer {
  readonly names: Naming;
  readonly definitions: Definitions;
  readonly unknown: (id: number) => string;
  readonly plain: boolean;
}

/** Contexts from the one that parenthesises least. */
const STRENGTH: Readonly<Record<Context, number>> = { lowest: 0, app: 1, arg: 2 };

/** The form's text in parentheses where the context is stronger than the form. */
function within(form: Context, context: Context, doc: Doc): Doc {
  return STRENGTH[context] > STRENGTH[form] ? cat('(', align(doc), ')') : doc;
}

/** The document of a type in a context. */
export function typeDoc(t: Term, context: Context, p: Printer): Doc {
  switch (t.tag) {
    case 'var':
      return text(p.names.of(t.name));
    case 'global':
      return text(t.ref.name);
    case 'meta':
      return text(p.unknown(t.id));
    case 'kind':
      return text(t.kind);
    case 'scalarType':
      return text(SCALAR_TYPES[t.scalar]);
    case 'natType':
      return text('Nat');
    case 'ptrType':
      return within('app', context, apply('Ptr', [text(pointee(t.target))]));
    case 'finType':
      return within('app', context, application('Fin', [t.size], p));
    case 'refType': {
      const ref = align(cat('Ref', group(nest(2, cat(line, typeDoc(t.heap, 'arg', p))))));
      return within('app', context, cat(ref, ' ', typeDoc(t.content, 'arg', p)));
    }
    case 'tupleType':
    case 'tuple': {
      const items = t.items.map((item) => typeDoc(item, 'app', p));
      return align(group(enclose('(', ')', text(', '), items)));
    }
    case 'pairType':
      return pairDoc(t, p);
    case 'tableType':
      return within('lowest', context, tableDoc(t, p));
    case 'pi':
      return within('lowest', context, functionDoc(t, p));
    case 'row':
      return text(rowText(t, p));
    case 'dataType':
      return dataDoc(t.data.name, visibleArgs(t.data, t.args, p), context, p);
    case 'classType':
      return dataDoc(t.cls.name, t.args, context, p);
    case 'con':
      return dataDoc(constructorName(t, p), t.args, context, p);
    case 'natLit':
      return text(String(t.value));
    case 'lit':
      return text(t.scalar.startsWith('w') ? `0x${t.value.toString(16)}` : String(t.value));
    case 'string':
      return text(`"${t.bytes}"`);
    case 'project':
      return within('app', context, projection([String(t.index)], typeDoc(t.of, 'arg', p)));
    case 'pairFirst':
    case 'pairSecond': {
      const side = t.tag === 'pairFirst' ? '0' : '1';
      return within('app', context, projection([side], typeDoc(t.of, 'arg', p)));
    }
    case 'field':
      return within('app', context, projection(fieldSteps(t, p), typeDoc(t.of, 'arg', p)));
    case 'app':
      return within(
        'lowest',
        context,
        apply(
          typeDoc(t.fn, 'app', p),
          t.args.map((a) => typeDoc(a, 'arg', p)),
        ),
      );
    case 'pack':
      return align(
        group(
          enclose('(', ')', flatAlt(',> ', ' ,> '), [
            typeDoc(t.first, 'app', p),
            typeDoc(t.second, 'app', p),
          ]),
        ),
      );
    case 'instance':
      return dataDoc(t.instance.name, t.args, context, p);
    case 'superclass':
      return within('lowest', context, application(`superclass ${t.index}`, [t.dict], p));
    case 'method':
      return within('lowest', context, application(methodName(t, p), [t.dict], p));
    case 'finIx':
      return within('lowest', context, application('Ix', [{ tag: 'finType', size: t.size }], p));
    case 'dataDict':
      return within('lowest', context, application('Data', [t.type], p));
    case 'prim':
      return within('lowest', context, application(`%${t.name}`, t.args, p));
    case 'lam':
      return text('<function>');
    case 'for':
    case 'tableLit':
    case 'index':
    case 'block':
    case 'case':
    case 'refField':
      return text(`<${t.tag}>`);
  }
}

/** `F a b`: on one line, or each argument on its own, indented by two from `F`. */
function apply(head: string | Doc, args: readonly Doc[]): Doc {
  const first = typeof head === 'string' ? text(head) : head;
  return args.length === 0
    ? first
    : align(cat(first, group(nest(2, cat(...args.flatMap((a) => [line, a]))))));
}

function application(head: string, args: readonly Term[], p: Printer): Doc {
  return apply(
    head,
    args.map((arg) => typeDoc(arg, 'arg', p)),
  );
}

function pointee(target: PointerTarget): string {
  return target === 'ptr' ? '(CPU, Ptr (CPU, Word8))' : `(CPU, ${SCALAR_TYPES[target]})`;
}

/** `ProjectElt` for each step, the innermost first in `steps`. */
function projection(steps: readonly string[], of: Doc): Doc {
  return steps.reduce((inner, step, i) => {
    const doc = apply('ProjectElt', [text(step), inner]);
    return i === steps.length - 1 ? doc : cat('(', align(doc), ')');
  }, of);
}

/** A nominal type is first unwrapped (`u`), then taken apart by its layout. */
function fieldSteps(t: TermOf<'field'>, p: Printer): readonly string[] {
  const fields = dataDef(t.data, p)?.constructors[0]?.fields ?? [];
  return ['u', ...pathToField(layoutFields(fields), t.index).map((step) => String(step.index))];
}

function dataDef(ref: GlobalRef, p: Printer): DataDef | null {
  const definition = p.definitions.lookup(ref);
  return definition.tag === 'data' ? definition : null;
}

function constructorName(t: TermOf<'con'>, p: Printer): string {
  return dataDef(t.data, p)?.constructors[t.index]?.name ?? t.data.name;
}

function methodName(t: TermOf<'method'>, p: Printer): string {
  const definition = p.definitions.lookup(t.cls);
  return definition.tag === 'class' ? (definition.methods[t.index]?.name ?? t.cls.name) : t.cls.name;
}

/** The arguments that were not synthesised. */
function visibleArgs(ref: GlobalRef, args: readonly Term[], p: Printer): readonly Term[] {
  if (args.length === 0) return args;
  const params = dataDef(ref, p)?.params ?? [];
  return args.filter((_, i) => params[i]?.how !== 'synth');
}

function dataDoc(name: string, args: readonly Term[], context: Context, p: Printer): Doc {
  const operator = /^\(?([^\p{L}\p{N}_'()\s]+)\)?$/u.exec(name)?.[1];
  const [left, right] = args;
  if (operator !== undefined && args.length === 2 && left !== undefined && right !== undefined) {
    const sides = cat(typeDoc(left, 'app', p), line, operator, ' ', typeDoc(right, 'app', p));
    return align(group(cat('(', sides, ')')));
  }
  if (args.length === 0) return text(name);
  return within('lowest', context, application(name, args, p));
}

function tableDoc(t: TermOf<'tableType'>, p: Printer): Doc {
  const index = typeDoc(t.index, p.plain ? 'app' : 'arg', p);
  const dependent = mentions(t.element, t.binder);
  const left = dependent ? cat('(', p.names.bind(t.binder), ':', index, ')') : index;
  const element = typeDoc(t.element, 'lowest', p);
  if (dependent) p.names.leave();
  return align(cat(left, group(cat(line, '=> ', element))));
}

function pairDoc(t: TermOf<'pairType'>, p: Printer): Doc {
  const first = typeDoc(t.first, 'arg', p);
  const binder = cat(p.names.bind(t.binder), ':', first);
  const second = typeDoc(t.second, 'arg', p);
  p.names.leave();
  return align(group(enclose('(', ')', flatAlt('&> ', ' &> '), [binder, second])));
}

const BRACKETS = { explicit: ['(', ')'], implicit: ['{', '}'], synth: ['[', ']'] } as const;

function functionDoc(t: TermOf<'pi'>, p: Printer): Doc {
  const groups: { readonly like: Param; readonly docs: Doc[] }[] = [];
  for (const param of t.params) {
    const type = typeDoc(param.type, 'arg', p);
    const name = p.names.bind(param.name);
    const doc = p.plain && param.name.hint === '' ? type : cat(name, ':', type);
    const last = groups.at(-1);
    if (last !== undefined && sharesBrackets(last.like, param)) last.docs.push(doc);
    else groups.push({ like: param, docs: [doc] });
  }
  const binders = groups.map(({ like, docs }) => {
    const [open, close] = BRACKETS[like.how];
    return cat(open, separate(docs, ','), close);
  });
  const pure = t.row.effects.length === 0 && t.row.tail === null;
  const arrow = t.mode === 'call' ? ' -> ' : ' ->> ';
  const effects = pure ? '' : `${rowText(t.row, p)} `;
  const result = typeDoc(t.result, 'arg', p);
  for (const _ of t.params) p.names.leave();
  return cat(...(binders.length === 0 ? ['()'] : binders), arrow, effects, result);
}

/** Equal explicitness; a named implicit parameter stands alone, because its name is part of the marker. */
function sharesBrackets(a: Param, b: Param): boolean {
  return a.how === b.how && !(a.how === 'implicit' && (a.named || b.named));
}

const EFFECT_ORDER: readonly CoreEffect['tag'][] = ['read', 'accum', 'state', 'user', 'except', 'io'];

/** A row in braces, its effects in canonical order. */
export function rowText(row: Row, p: Printer): string {
  const printed = row.effects.map((effect) => ({
    order: EFFECT_ORDER.indexOf(effect.tag),
    text: effectText(effect, p),
  }));
  printed.sort((a, b) => a.order - b.order || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const distinct = [...new Set(printed.map((e) => e.text))];
  const tail = row.tail === null ? '' : `|${flat(row.tail, p)}`;
  return `{${distinct.join(', ')}${tail}}`;
}

const HEAP_EFFECTS = { read: 'Read', accum: 'Accum', state: 'State' } as const;

function effectText(effect: CoreEffect, p: Printer): string {
  switch (effect.tag) {
    case 'read':
    case 'accum':
    case 'state':
      return `${HEAP_EFFECTS[effect.tag]} ${flat(effect.heap, p)}`;
    case 'except':
      return 'Except';
    case 'io':
      return 'IO';
    case 'user':
      return [effect.effect.name, ...effect.args.map((arg) => flat(arg, p))].join(' ');
  }
}

function flat(t: Term, p: Printer): string {
  return layout(typeDoc(t, 'arg', p), Number.POSITIVE_INFINITY);
}
