/** Top-level bindings (language.md 4.4): they are pure, and evaluated when their block is reached. */
import {
  type Computation,
  type CoreDecl,
  type FunctionDef,
  freeNames,
  substitute,
  type Term,
  type TermOf,
  type ValueDef,
} from '../../core/index.ts';
import type { Name } from '../../names/index.ts';
import type { Item, Pattern } from '../../syntax/index.ts';
import { aliasTerm, isTypeLike } from '../aliases.ts';
import { letValue } from '../blocks.ts';
import { type Context, findLocal, scoped, src, type Typed } from '../context.ts';
import type { NameEntry } from '../environment.ts';
import { finish } from '../finish.ts';
import { evaluate, force, quote } from '../normalise.ts';
import { bindPattern, isConstructor } from '../patterns.ts';
import { sameShape } from '../unify.ts';
import { bind, rigid, type Value } from '../value.ts';
import {
  type Declared,
  defines,
  forbidShadowing,
  nameEntry,
  numbering,
  patternNames,
  topLevelSizes,
} from './result.ts';

type LetItem = Extract<Item, { tag: 'let' }>;

/** `pattern = value` at top level. A type, or a function to types, is an alias; anything else is computed. */
export function declareLet(cx: Context, item: LetItem): Declared {
  const names = isUnknownFunction(cx, item.pattern) ? [] : patternNames(item.pattern);
  forbidShadowing(cx, [...new Map(names.map((n) => [n.name, n])).values()]);
  const typed = withBinders(cx, letValue(cx, item.pattern, item.type, item.value));
  if (item.pattern.tag === 'var' && isTypeLike(cx, typed.type)) return declareAlias(cx, item, typed);
  const { term } = typed;
  if (item.pattern.tag === 'var' && term.tag === 'lam') return declareFunction(cx, item, term, typed.type);
  return scoped(cx, () => declareValues(cx, item, typed));
}

/** Whether a pattern is the beginning of `f x = …`, which defines nothing: its name is no constructor. */
export function isUnknownFunction(cx: Context, p: Pattern): p is Extract<Pattern, { tag: 'con' }> {
  return p.tag === 'con' && !isConstructor(cx, p.name.name);
}

/** A lambda under an annotation: its type is shown with the names that the lambda gives its parameters. */
function withBinders(cx: Context, typed: Typed): Typed {
  const { term } = typed;
  const type = force(cx.st, typed.type);
  if (term.tag !== 'lam' || type.tag !== 'pi' || !sameShape(type.params, term.params)) return typed;
  let { env } = type;
  type.params.forEach((p, k) => {
    env = bind(env, p.name, rigid(term.params[k]!.name));
  });
  const params = term.params.map((p) => ({ ...p, named: p.name.hint !== '' }));
  const result = quote(cx.st, evaluate(cx.st, type.result, env));
  return { term, type: { tag: 'pi', params, row: term.row, result, mode: term.mode, env: null } };
}

/** A lambda with a name is a function like any other: it evaluates nothing. */
function declareFunction(cx: Context, item: LetItem, lam: TermOf<'lam'>, value: Value): Declared {
  const type = quote(cx.st, value);
  const zonk = finish(cx);
  const [name] = patternNames(item.pattern);
  const ref = numbering(cx.st.env).ref(name!.name);
  const definition: FunctionDef = {
    tag: 'function',
    ref,
    source: src(cx, name!.span),
    type: zonk(type),
    body: zonk(lam),
    noinline: item.annotation === 'noinline',
    owner: null,
    linearization: null,
  };
  return defines([definition], [nameEntry(cx, name!, ref)]);
}

function declareAlias(cx: Context, item: LetItem, typed: Typed): Declared {
  const numbers = numbering(cx.st.env);
  const source = src(cx, item.pattern.span);
  const value = aliasTerm(cx, typed);
  const type = quote(cx.st, typed.type);
  const zonk = finish(cx);
  const { type: definition, definitions: sizes, outputs } = topLevelSizes(zonk(value), numbers, source);
  const [name] = patternNames(item.pattern);
  const ref = numbers.ref(name!.name);
  const alias: ValueDef = { tag: 'value', ref, source, type: zonk(type), definition };
  const computation: Computation | null =
    outputs.length === 0 ? null : { decls: [], outputs, source: src(cx, item.span) };
  return {
    definitions: [...sizes, alias],
    names: [nameEntry(cx, name!, ref)],
    computation,
    show: { tag: 'nothing' },
  };
}

function declareValues(cx: Context, item: LetItem, typed: Typed): Declared {
  const decls: CoreDecl[] = [];
  bindPattern(cx, item.pattern, typed, decls);
  const zonk = finish(cx);
  const done = decls.map((d): CoreDecl => ({ name: d.name, type: zonk(d.type), value: zonk(d.value) }));
  const bound = new Map(
    patternNames(item.pattern).flatMap((ident) => {
      const local = findLocal(cx, ident.name);
      return local === null ? [] : [[local.name.id, ident] as const];
    }),
  );
  const numbers = numbering(cx.st.env);
  const exported = exportedDecls(done, new Set(bound.keys()));
  const globals = new Map<number, Term>();
  const definitions: ValueDef[] = [];
  const names: (readonly [string, NameEntry])[] = [];
  const outputs = exported.map((d) => {
    const ident = bound.get(d.name.id);
    const ref = numbers.ref(ident?.name ?? '_');
    const type = substitute(d.type, globals);
    globals.set(d.name.id, { tag: 'global', ref, source: 0 });
    if (ident !== undefined) names.push(nameEntry(cx, ident, ref));
    const definition = d.value.tag === 'natLit' || d.value.tag === 'lit' ? d.value : null;
    definitions.push({
      tag: 'value',
      ref,
      source: src(cx, ident?.span ?? item.pattern.span),
      type,
      definition,
    });
    return { ref, term: variable(d.name), type };
  });
  const computation: Computation = { decls: done, outputs, source: src(cx, item.span) };
  return { definitions, names, computation, show: { tag: 'nothing' } };
}

function variable(name: Name): Term {
  return { tag: 'var', name, source: 0 };
}

/** The declarations that the pattern names, and those that their types mention. */
function exportedDecls(decls: readonly CoreDecl[], named: ReadonlySet<number>): readonly CoreDecl[] {
  const wanted = new Set(named);
  for (const d of [...decls].reverse()) {
    if (!wanted.has(d.name.id)) continue;
    for (const id of freeNames(d.type).keys()) wanted.add(id);
  }
  return decls.filter((d) => wanted.has(d.name.id));
}
