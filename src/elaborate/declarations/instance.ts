/** Instances (language.md 4.9). */
import type { ClassDef, InstanceDef, Param, Term } from '../../core/index.ts';
import type { Def, Ident, InstanceMember, Item, LambdaExpr } from '../../syntax/index.ts';
import { allowing, type Context, complain, labelAt, poisoned, scoped, src } from '../context.ts';
import { expect } from '../describe.ts';
import { dictionary } from '../dictionaries.ts';
import { define, entriesOf, lookup } from '../environment.ts';
import { finish } from '../finish.ts';
import { checkLambda, closeLambda, elaborateDef, openLambda } from '../functions.ts';
import { delay, evaluate, force, instanceEnv, quote } from '../normalise.ts';
import { openParams } from '../parameters.ts';
import { kindOfDefinition } from '../patterns.ts';
import { resolveGlobal } from '../reference.ts';
import { inEnvironment } from '../state.ts';
import { bind, type Env, PURE, type Value } from '../value.ts';
import {
  type Declared,
  defines,
  directNames,
  forbidShadowing,
  nameEntry,
  numbering,
  paramNames,
  zonkParams,
} from './result.ts';

type InstanceItem = Extract<Item, { tag: 'instance' }>;

/** An instance. Its methods may use those of its own that come before them. */
export function declareInstance(cx: Context, item: InstanceItem): Declared {
  if (item.name !== null) forbidShadowing(cx, [item.name]);
  forbidShadowing(cx, paramNames(item.params ?? [], item.given));
  const cls = classNamed(cx, item.class);
  if (cls === null) return defines([], []);
  const members = membersOf(cx, item, cls);
  return scoped(cx, () => {
    const opened = openParams(cx, item.params ?? [], item.given);
    const inner = allowing(opened.cx, PURE);
    const head = headArguments(inner, item, cls);
    if (head === null) return defines([], []);
    const env = instanceEnv(cls.params, head);
    const superclasses = superclassDictionaries(inner, item, cls, env);
    const args = head.map((a) => quote(cx.st, a));
    let zonk = finish(inner);
    const ref = numbering(cx.st.env).ref(item.name?.name ?? `${cls.ref.name} instance`);
    const header: InstanceDef = {
      tag: 'instance',
      ref,
      source: src(cx, item.name?.span ?? item.class.span),
      cls: cls.ref,
      params: zonkParams(opened.params, zonk),
      args: args.map(zonk),
      superclasses: superclasses.map(zonk),
      methods: [],
      named: item.name !== null,
    };
    const names = item.name === null ? [] : [nameEntry(cx, item.name, ref)];
    if (cx.st.diagnostics.length > 0) return defines([header], names);
    const methods = cls.methods.map(() => poisoned.term);
    const ready = new Set<number>();
    // In the order in which they stand here, which need not be that of the interface.
    for (const [method, member] of members) {
      const index = cls.methods.findIndex((m) => m.name === method);
      const known: InstanceDef = { ...header, methods: [...methods] };
      const st = inEnvironment(cx.st, define(cx.st.env, [known], []));
      st.unfinished = { instance: known, ready };
      const inside: Context = { ...inner, st };
      const self: Term = { tag: 'instance', instance: ref, args: variables(header.params) };
      const type = evaluate(st, cls.methods[index]!.type, bind(env, cls.self, delay(self, null)));
      const term = checkMember(inside, member, type);
      zonk = finish(inside);
      methods[index] = zonk(term);
      ready.add(index);
    }
    return defines([{ ...header, methods }], names);
  });
}

function variables(params: readonly Param[]): readonly Term[] {
  return params.map((p) => ({ tag: 'var', name: p.name, source: 0 }));
}

function classNamed(cx: Context, name: Ident): ClassDef | null {
  const d = resolveGlobal(cx, name.name, name.span);
  if (d === null || d.tag === 'class') return d;
  complain(cx, 'DX0208', { name: name.name, actual: kindOfDefinition(d.tag) }, name.span);
  return null;
}

/** The class's arguments, each checked against its parameter. */
function headArguments(cx: Context, item: InstanceItem, cls: ClassDef): readonly Value[] | null {
  if (item.args.length !== cls.params.length) {
    const params = { function: cls.ref.name, expected: cls.params.length, actual: item.args.length };
    complain(cx, 'DX0308', params, item.class.span);
    return null;
  }
  let env: Env = null;
  return cls.params.map((p, k) => {
    const term = cx.rules.check(cx, item.args[k]!, evaluate(cx.st, p.type, env));
    const value = delay(term, null);
    env = bind(env, p.name, value);
    return value;
  });
}

function superclassDictionaries(cx: Context, item: InstanceItem, cls: ClassDef, env: Env): readonly Term[] {
  const terms: Term[] = [];
  for (const superclass of cls.superclasses) {
    const type = evaluate(cx.st, superclass, env);
    terms.push(dictionary(cx.st, type, cx.givens, item.class.span));
  }
  return terms;
}

/** The members by method, after reporting those that are missing, repeated, or of no method. */
function membersOf(cx: Context, item: InstanceItem, cls: ClassDef): ReadonlyMap<string, InstanceMember> {
  const members = new Map<string, InstanceMember>();
  for (const m of item.members) {
    const name = m.tag === 'def' ? m.def.name : m.name;
    if (!cls.methods.some((c) => c.name === name.name)) {
      reportStranger(cx, name, cls);
    } else if (members.has(name.name)) {
      const before = members.get(name.name)!;
      const first = before.tag === 'def' ? before.def.name : before.name;
      complain(cx, 'DX0506', { method: name.name }, name.span, [
        labelAt(cx, first.span, 'defined here first'),
      ]);
    } else {
      members.set(name.name, m);
    }
  }
  const strangers = cx.st.diagnostics.length > 0;
  for (const c of cls.methods) {
    if (strangers || members.has(c.name)) continue;
    complain(cx, 'DX0504', { method: c.name, class: cls.ref.name }, item.class.span);
  }
  return members;
}

function reportStranger(cx: Context, name: Ident, cls: ClassDef): void {
  const [entry] = entriesOf(cx.st.env, name.name);
  const tag = entry?.tag === 'global' ? lookup(cx.st.env, entry.ref).tag : null;
  if (tag === null || tag === 'method') {
    complain(cx, 'DX0505', { method: name.name, class: cls.ref.name }, name.span);
  } else {
    complain(cx, 'DX0209', { name: name.name, actual: kindOfDefinition(tag) }, name.span);
  }
}

function checkMember(cx: Context, member: InstanceMember, type: Value): Term {
  const expected = force(cx.st, type);
  if (member.tag === 'let') {
    forbidShadowing(cx, directNames(member.value));
    if (expected.tag === 'pi' && expected.mode === 'call') {
      const arity = expected.params.filter((p) => p.how === 'explicit').length;
      complain(cx, 'DX0308', { function: member.name.name, expected: arity, actual: 0 }, member.span);
      return poisoned.term;
    }
    if (expected.tag !== 'pi' || member.value.result.tag === 'var')
      return cx.rules.checkBlock(cx, member.value, expected);
    // Implicit parameters of a constant method are abstracted silently.
    const lambda = openLambda(cx, [], expected);
    return closeLambda(
      lambda,
      cx.rules.checkBlock(lambda.cx, member.value, lambda.result),
      src(cx, member.span),
    );
  }
  const d = member.def;
  forbidShadowing(cx, [...paramNames(d.params, d.given), ...directNames(d.body)]);
  const own = d.result !== null && (d.result.effects !== null || d.given !== null);
  const plain = !own && d.params.every((p) => p.tag === 'explicit' && p.constraints.length === 0);
  if (expected.tag !== 'pi' || !plain) {
    const f = elaborateDef(cx, d);
    expect(cx, expected, f.type, d.name.span);
    return f.term;
  }
  return checkLambda(cx, asLambda(d), expected);
}

/** A method's definition as a lambda; its result type, if written, annotates the body. */
function asLambda(d: Def): LambdaExpr {
  const body =
    d.result === null
      ? d.body
      : {
          statements: [],
          result: {
            tag: 'ascribe',
            expr: { tag: 'do', body: d.body, span: d.body.span },
            type: d.result.type,
            span: d.body.span,
          } as const,
          span: d.body.span,
        };
  return { tag: 'lambda', params: d.params, body, span: d.name.span };
}
