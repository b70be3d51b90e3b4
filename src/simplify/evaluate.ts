/**
 * Staged evaluation of Core: what is known is computed, what is data becomes code. A chain of calls in tail position
 * (`x <- f`, blocks, cases that are known) runs in one frame of the host language.
 */
import {
  type CoreDecl,
  type GlobalRef,
  globalKey,
  type SourceId,
  type Term,
  type TermOf,
  type TypeTerm,
} from '../core/index.ts';
import { make } from '../loops/index.ts';
import { step } from './apply.ts';
import { type Context, type Machine, place, type Step } from './context.ts';
import { branch, indexTable, loop, tableLiteral } from './control.ts';
import { fieldOfAtom, fieldsOfAtom, materialise, projectAtom } from './data.ts';
import { method, superclass } from './dictionaries.ts';
import { Env, TOP } from './env.ts';
import { illFormedCore } from './fault.ts';
import { tableType } from './index-sets.ts';
import { distribute } from './join.ts';
import { primitive } from './prims/index.ts';
import { refField } from './prims/references.ts';
import { rebuild } from './skeleton.ts';
import { asType, dataDefinition, evaluateType } from './types.ts';
import { BOTTOM, data, type TypeValue, type Value } from './value.ts';

/** The parts of the simplifier, tied together. */
export const MACHINE: Machine = {
  evaluate,
  type: (c, term, env) => asType(evaluate(c, term, env)),
  apply(c, fn, args, source, site) {
    const next = step(c, fn, args, source, site);
    return next.tag === 'value' ? next.value : evaluate(c, next.term, next.env);
  },
  open: (c, fn, args, source, site) => step(c, fn, args, source, site, true),
  unfold(c, fn, args, source, site) {
    const next = step(c, fn, args, source, site, true);
    return next.tag === 'value' ? next.value : evaluate(c, next.term, next.env);
  },
  prim: primitive,
  tableType,
  method,
};

/** Frames of the host language are what limits nesting: each of these few functions has one for a level. */
function evaluate(c: Context, start: Term, startEnv: Env<Value>): Value {
  let term = start;
  let env = startEnv;
  for (;;) {
    let next: Step | null;
    switch (term.tag) {
      case 'block':
        env = env.open();
        for (const decl of term.decls) {
          env.set(decl.name, named(evaluate(c, decl.value, env), decl, env), decl.type);
        }
        term = term.result;
        continue;
      case 'app':
        next = step(c, evaluate(c, term.fn, env), evaluateAll(c, term.args, env), term.source, env.site);
        break;
      case 'case': {
        const scrutinee = evaluate(c, term.scrutinee, env);
        next = knownArm(c, term, scrutinee, env);
        if (next === null) return branch(c, term, scrutinee, env);
        break;
      }
      case 'prim':
        return primitive(c, term, env);
      default:
        return simple(c, term, env);
    }
    if (next.tag === 'value') return next.value;
    term = next.term;
    env = next.env;
  }
}

function evaluateAll(c: Context, terms: readonly Term[], env: Env<Value>): readonly Value[] {
  const values: Value[] = [];
  for (const term of terms) values.push(evaluate(c, term, env));
  return values;
}

/** The alternative for a scrutinee whose constructor is known; null where it is not. */
function knownArm(c: Context, term: TermOf<'case'>, scrutinee: Value, env: Env<Value>): Step | null {
  const known = knownFields(c, term, scrutinee, env);
  const alternative = known === null ? null : term.alternatives[known.index];
  if (known === null || alternative === null || alternative === undefined) return null;
  const inner = env.open();
  alternative.binders.forEach((name, i) => {
    inner.set(name, known.values[i]!);
  });
  return { tag: 'term', term: alternative.body, env: inner };
}

/** The constructor and the fields of a scrutinee, where it is known which constructor it is. */
function knownFields(c: Context, term: TermOf<'case'>, scrutinee: Value, env: Env<Value>) {
  if (scrutinee.tag === 'con') return { index: scrutinee.index, values: scrutinee.args };
  if (scrutinee.tag !== 'data' || dataDefinition(c, term.data).constructors.length !== 1) return null;
  const source = place(c, term.source, env.site);
  return { index: 0, values: fieldsOfAtom(c, term.data, 0, scrutinee.atom, source) };
}

/** A lambda learns the name that a declaration gives it. */
export function named(value: Value, decl: Pick<CoreDecl, 'name' | 'type'>, env: Env<Value>): Value {
  if (value.tag !== 'closure' || value.named !== null || decl.type.tag !== 'pi') return value;
  return { ...value, named: { title: decl.name.hint, type: decl.type, env } };
}

type Simple = Exclude<Term, TermOf<'block' | 'app' | 'case' | 'prim'>>;

function simple(c: Context, t: Simple, env: Env<Value>): Value {
  switch (t.tag) {
    case 'var':
      return env.get(t.name) ?? illFormedCore(`nothing is bound to ${t.name.hint}`);
    case 'global':
      return globalValue(c, t.ref);
    case 'meta':
      return illFormedCore('a metavariable is left');
    case 'lit':
      return data(make.literal(t.scalar, t.value));
    case 'natLit':
      return data(make.literal('w32', t.value));
    case 'string':
      return stringValue(c, t, place(c, t.source, env.site));
    case 'lam':
      return { tag: 'closure', lam: t, env, named: null };
    case 'tuple':
      return { tag: 'product', items: evaluateAll(c, t.items, env) };
    case 'con': {
      const params = t.params.map((p) => evaluate(c, p, env));
      return {
        tag: 'con',
        data: t.data,
        index: t.index,
        params,
        args: t.args.map((a) => evaluate(c, a, env)),
      };
    }
    case 'pack': {
      const type = MACHINE.type(c, t.type, env);
      return { tag: 'pack', type, first: evaluate(c, t.first, env), second: evaluate(c, t.second, env) };
    }
    case 'project':
    case 'field':
    case 'pairFirst':
    case 'pairSecond':
      return part(c, t, evaluate(c, t.of, env), place(c, t.source, env.site));
    case 'for':
      return loop(c, t, env);
    case 'index':
      return indexTable(c, t, env);
    case 'tableLit':
      return tableLiteral(c, t, env);
    case 'refField':
      return refField(c, t, env);
    case 'method':
      return method(c, evaluate(c, t.dict, env), t.index);
    case 'instance':
      return { tag: 'instance', ref: t.instance, args: evaluateAll(c, t.args, env) };
    case 'superclass':
      return superclass(c, evaluate(c, t.dict, env), t.index);
    case 'finIx':
      return { tag: 'finIx', size: evaluate(c, t.size, env) };
    case 'dataDict':
      return { tag: 'dataDict' };
    default:
      return typeOrRow(c, t, env);
  }
}

function typeOrRow(c: Context, t: TypeTerm, env: Env<Value>): Value {
  const type = evaluateType(c, t, env);
  return type.tag === 'row' ? type : { tag: 'type', type };
}

/** A top-level name. */
function globalValue(c: Context, ref: GlobalRef): Value {
  const own = c.defined.get(globalKey(ref));
  if (own !== undefined) return own;
  const def = c.world.definitions.lookup(ref);
  switch (def.tag) {
    case 'value': {
      const env = new Env<Value>(null, TOP);
      const decl = { name: { id: -1, hint: ref.name }, type: def.type };
      if (def.definition !== null) return named(evaluate(c, def.definition, env), decl, env);
      const { skeleton } = c.world.stored(ref);
      const value = rebuild(skeleton, { locals: c.globals(ref), outer: [], heaps: [] });
      return named(value, decl, env);
    }
    case 'data':
      return def.params.length === 0
        ? { tag: 'type', type: { tag: 'data', data: ref, args: [] } }
        : { tag: 'function', ref };
    case 'constructor': {
      const { params, constructors } = dataDefinition(c, def.data);
      const isConstant = params.length === 0 && constructors[def.index]!.fields.length === 0;
      return isConstant
        ? { tag: 'con', data: def.data, index: def.index, params: [], args: [] }
        : { tag: 'function', ref };
    }
    case 'instance':
      return def.params.length === 0 ? { tag: 'instance', ref, args: [] } : { tag: 'function', ref };
    default:
      return { tag: 'function', ref };
  }
}

/** A list of bytes, its length known. */
function stringValue(c: Context, t: TermOf<'string'>, source: SourceId): Value {
  const items = Array.from(t.bytes, (char) => make.literal('w8', char.charCodeAt(0)));
  const size = make.literal('w32', items.length);
  const type: TypeValue = { tag: 'scalar', scalar: 'w8' };
  const element: TypeValue = {
    tag: 'table',
    index: { tag: 'fin', size: data(size) },
    ix: { tag: 'finIx', size: data(size) },
    element: { tag: 'constant', type },
  };
  const table = c.code.emit(make.tableLiteral(tableType(c, element), items, source));
  return {
    tag: 'con',
    data: t.list,
    index: 0,
    params: [{ tag: 'type', type }],
    args: [data(size), data(table)],
  };
}

type Part = TermOf<'project' | 'field' | 'pairFirst' | 'pairSecond'>;

/** A component of a product, a struct or a dependent pair. */
function part(c: Context, t: Part, whole: Value, source: SourceId): Value {
  if (whole.tag === 'bottom') return BOTTOM;
  if (whole.tag === 'choice') return distribute(c, whole, source, null, (v) => part(c, t, v, source));
  switch (t.tag) {
    case 'project':
      if (whole.tag === 'product') return whole.items[t.index]!;
      return data(projectAtom(c, materialise(c, whole, source), t.index, source));
    case 'field':
      if (whole.tag === 'con') return whole.args[t.index]!;
      return fieldOfAtom(c, t.data, 0, materialise(c, whole, source), t.index, source);
    case 'pairFirst':
    case 'pairSecond': {
      const side = t.tag === 'pairFirst' ? 0 : 1;
      if (whole.tag === 'pack') return side === 0 ? whole.first : whole.second;
      return data(c.code.unpack(materialise(c, whole, source), source)[side]);
    }
  }
}
