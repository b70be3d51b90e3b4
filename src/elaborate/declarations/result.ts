/** What declarations have in common: what they result in, numbering, and the rules about names. */
import type { Computation, Definition, GlobalRef, Param, Term, ValueDef } from '../../core/index.ts';
import type { Span } from '../../source/index.ts';
import type { Block, GivenClause, Ident, Pattern, Param as SurfaceParam } from '../../syntax/index.ts';
import { nameSizes } from '../aliases.ts';
import { type Context, complain } from '../context.ts';
import { type Environment, entriesOf, isRevisable, type NameEntry } from '../environment.ts';
import { origin, where } from '../reference.ts';
import { place } from '../state.ts';

/** How the result of a block is presented. */
export type Shown =
  | { readonly tag: 'nothing' }
  /** The block's only output, printed at its type. */
  | { readonly tag: 'value'; readonly command: 'p' | 'pp' | 'pcodegen'; readonly type: Term }
  | { readonly tag: 'html'; readonly type: Term }
  /** A type, or something else that types know all about, printed when the sizes that the block computes are known. */
  | { readonly tag: 'type'; readonly type: Term };

/** What a declaration came to. */
export interface Declared {
  readonly definitions: readonly Definition[];
  readonly names: readonly (readonly [string, NameEntry])[];
  readonly computation: Computation | null;
  readonly show: Shown;
}

/** A declaration that only defines. */
export function defines(definitions: readonly Definition[], names: Declared['names']): Declared {
  return { definitions, names, computation: null, show: { tag: 'nothing' } };
}

/** Hands out the numbers of the block's top-level names. */
export interface Numbering {
  ref(name: string): GlobalRef;
}

/** Numbers from the first that the environment has not given out. */
export function numbering(env: Environment): Numbering {
  let next = env.next;
  return { ref: (name) => ({ module: env.module, index: next++, name }) };
}

/** A name together with what it means and where. */
export function nameEntry(cx: Context, name: Ident, ref: GlobalRef): readonly [string, NameEntry] {
  return [name.name, { tag: 'global', ref, located: place(cx.st, name.span) }];
}

/** A type whose computed sizes are names of the top level, and what computes them. */
export interface NamedSizes {
  readonly type: Term;
  readonly definitions: readonly ValueDef[];
  readonly outputs: Computation['outputs'];
}

/** Gives each size that a type computes a name, so that the block can compute it. */
export function topLevelSizes(type: Term, numbers: Numbering, source: number): NamedSizes {
  const outputs: { ref: GlobalRef; term: Term; type: Term }[] = [];
  const named = nameSizes(type, (term) => {
    const ref = numbers.ref('_');
    outputs.push({ ref, term, type: { tag: 'natType' } });
    return { tag: 'global', ref, source };
  });
  const definitions = outputs.map(
    (h): ValueDef => ({ tag: 'value', ref: h.ref, source, type: h.type, definition: null }),
  );
  return { type: named, definitions, outputs };
}

/** Parameters without metavariables. */
export function zonkParams(params: readonly Param[], zonk: (t: Term) => Term): readonly Param[] {
  return params.map((p) => ({ ...p, type: zonk(p.type) }));
}

/** Reports names that are visible already (language.md 4.4, Shadowing). */
export function forbidShadowing(cx: Context, names: readonly Ident[]): void {
  const seen = new Map<string, Span>();
  for (const { name, span } of names) {
    const before = seen.get(name);
    const visible = entriesOf(cx.st.env, name).filter((e) => !isRevisable(cx.st.env, e));
    if (before !== undefined || visible.length > 0) {
      const others = visible.flatMap((e) => where(e, 'already defined here'));
      const facts = visible.flatMap((e) =>
        where(e, '').length === 0 ? [`${name} is defined in ${origin(e)}`] : [],
      );
      if (before !== undefined) {
        others.push({ located: place(cx.st, before), text: 'already defined here', primary: false });
      }
      complain(cx, 'DX0202', { name }, span, others, { facts });
    }
    seen.set(name, span);
  }
}

/** The names that parameter lists bind. */
export function paramNames(params: readonly SurfaceParam[], given: GivenClause | null): readonly Ident[] {
  const names: (Ident | null)[] = [];
  for (const p of given === null ? params : [given, ...params]) {
    if (p.tag === 'explicit') names.push(p.name);
    else names.push(...p.implicits.map((i) => i.name), ...p.constraints.map((c) => c.name));
  }
  return names.filter((n) => n !== null);
}

/** The names that a pattern binds. */
export function patternNames(p: Pattern): readonly Ident[] {
  switch (p.tag) {
    case 'var':
      return [{ name: p.name, span: p.span }];
    case 'tuple':
    case 'table':
      return p.elements.flatMap(patternNames);
    case 'con':
      return p.args.flatMap(patternNames);
    case 'pair':
      return [...patternNames(p.first), ...patternNames(p.second)];
    case 'hole':
    case 'error':
      return [];
  }
}

/** The names that statements standing directly in a method's body bind. */
export function directNames(body: Block): readonly Ident[] {
  return body.statements.flatMap((s) => {
    if (s.tag === 'let') return patternNames(s.pattern);
    if (s.tag === 'def') return [s.def.name];
    return s.tag === 'bind' && s.binder.name !== null ? [s.binder.name] : [];
  });
}
