/** Surface → Core, one top-level block at a time. */
import type { Computation, Definition } from '../core/index.ts';
import type { Diagnostic, Located, Origins, SourceFile } from '../source/index.ts';
import type { Block, Expr, Ident, Item } from '../syntax/index.ts';
import { type Context, complain } from './context.ts';
import { showType, showValue } from './declarations/command.ts';
import { declareData } from './declarations/data.ts';
import { declareDef } from './declarations/def.ts';
import { declareForeign } from './declarations/foreign.ts';
import { declareInstance } from './declarations/instance.ts';
import { declareInterface } from './declarations/interface.ts';
import { declareLet, isUnknownFunction } from './declarations/let.ts';
import { declareLinearization } from './declarations/linearization.ts';
import { type Declared, defines, patternNames, type Shown } from './declarations/result.ts';
import { declareStruct } from './declarations/struct.ts';
import {
  define,
  type Environment,
  entriesOf,
  keepsMeaning,
  markBroken,
  type NameEntry,
} from './environment.ts';
import { rules } from './infer.ts';
import { newState, OutOfFuel, place } from './state.ts';
import { PURE } from './value.ts';

export type { Shown } from './declarations/result.ts';
export {
  define,
  definitionsOf,
  type Environment,
  emptyEnvironment,
  entriesOf,
  environmentContents,
  importModule,
  type ModuleInterface,
  markBroken,
  markMissing,
  moduleInterface,
  type NameEntry,
  PRELUDE,
  revisable,
  visibleNames,
  withLiteral,
} from './environment.ts';

/** What a top-level block came to. With diagnostics there is no Core, and the block's names are broken. */
export interface Elaborated {
  readonly env: Environment;
  readonly definitions: readonly Definition[];
  readonly computation: Computation | null;
  readonly show: Shown;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Elaborates a top-level item that was read from `file`. Mistakes are answered as diagnostics, never thrown; an
 * import, a `pass` and what the session itself answers (`:help`) elaborate to nothing.
 */
export function elaborateBlock(item: Item, env: Environment, origins: Origins, file: SourceFile): Elaborated {
  const st = newState(env, file, origins);
  const cx: Context = { st, rules, allowed: PURE, givens: null };
  let declared: Declared = defines([], []);
  try {
    declared = declare(cx, item);
  } catch (error) {
    if (error instanceof OutOfFuel) {
      complain(cx, 'DX0805', { what: error.message }, item.span);
    } else if (error instanceof RangeError) {
      complain(cx, 'DX0806', {}, item.span);
    } else {
      throw error;
    }
  }
  if (st.diagnostics.length > 0) {
    const names = intendedNames(cx, item).map((n) => ({ name: n.name, located: place(st, n.span) }));
    return {
      env: breakNames(env, names),
      definitions: [],
      computation: null,
      show: { tag: 'nothing' },
      diagnostics: st.diagnostics,
    };
  }
  return {
    env: define(env, declared.definitions, declared.names),
    definitions: declared.definitions,
    computation: declared.computation,
    show: declared.show,
    diagnostics: [],
  };
}

/** A failed definition breaks its name; one that was visible before becomes ambiguous. */
function breakNames(
  env: Environment,
  names: readonly { readonly name: string; readonly located: Located | null }[],
): Environment {
  const fresh = names.filter(({ name }) => entriesOf(env, name).length === 0);
  const again = names.filter(({ name }) => entriesOf(env, name).length > 0 && !keepsMeaning(env, name));
  const entries = again.map(
    ({ name, located }) => [name, { tag: 'broken', module: null, located } satisfies NameEntry] as const,
  );
  return define(markBroken(env, fresh), [], entries);
}

function declare(cx: Context, item: Item): Declared {
  switch (item.tag) {
    case 'expression':
      return showValue(cx, 'p', blockOf(item.expr));
    case 'command':
      return item.command === 't' ? showType(cx, item.body) : showValue(cx, item.command, item.body);
    case 'let':
      return declareLet(cx, item);
    case 'def':
      return declareDef(cx, item.def);
    case 'data':
      return declareData(cx, item);
    case 'struct':
      return declareStruct(cx, item);
    case 'interface':
      return declareInterface(cx, item);
    case 'instance':
      return declareInstance(cx, item);
    case 'foreign':
      return declareForeign(cx, item);
    case 'customLinearization':
      return declareLinearization(cx, item);
    case 'meta':
    case 'pass':
    case 'import':
      return defines([], []);
  }
}

function blockOf(e: Expr): Block {
  return { statements: [], result: e, span: e.span };
}

/** The top-level names that an item that failed was to define. */
function intendedNames(cx: Context, item: Item): readonly Ident[] {
  if (item.tag === 'let' && isUnknownFunction(cx, item.pattern)) return [item.pattern.name];
  return definedNames(item);
}

/** The top-level names that an item defines. */
export function definedNames(item: Item): readonly Ident[] {
  switch (item.tag) {
    case 'let':
      return patternNames(item.pattern);
    case 'def':
      return [item.def.name];
    case 'data':
      return [item.name, ...item.constructors.map((c) => c.name)];
    case 'struct':
    case 'foreign':
      return [item.name];
    case 'interface':
      return [item.name, ...item.methods.map((m) => m.name)];
    case 'instance':
      return item.name === null ? [] : [item.name];
    default:
      return [];
  }
}
