/**
 * What a top-level block sees: the names of its module and of the modules it imports, what they stand for, and the
 * instances in reach. An environment is never changed: a block makes a new one that shares the old.
 */
import {
  type Definition,
  type Definitions,
  type GlobalRef,
  globalKey,
  type InstanceDef,
  type Term,
  type ValueDef,
} from '../core/index.ts';
import type { Located } from '../source/index.ts';
import { emptyLayered, type Layered, layeredAdd, layeredEntries, layeredGet } from './layered.ts';
import { type Vocabulary, vocabularyOf } from './suggest.ts';

/** The module of the interfaces and types that the language itself knows. */
export const PRELUDE = 'prelude';

/** What a top-level name means. A name whose definition failed is `broken`, so that its uses are skipped. */
export type NameEntry =
  | { readonly tag: 'global'; readonly ref: GlobalRef; readonly located: Located | null }
  | { readonly tag: 'broken'; readonly module: string | null; readonly located: Located | null };

/** What an importer sees of a module. Lookups may read lazily from where the module is stored. */
export interface ModuleInterface {
  readonly module: string;
  /** The module's own top-level names. */
  name(text: string): readonly NameEntry[];
  names(): Iterable<string>;
  lookup(index: number): Definition | null;
  /** Anonymous instances filed under a key of `instanceKey`. */
  instances(key: string): readonly GlobalRef[];
  /** Every module reached from this one, itself excluded. */
  readonly reaches: readonly ModuleInterface[];
}

export interface Environment {
  readonly module: string;
  /** The number of the next top-level name. */
  readonly next: number;
  readonly own: Layered<readonly NameEntry[]>;
  readonly definitions: Layered<Definition>;
  readonly instances: Layered<readonly GlobalRef[]>;
  /** Modules whose names are visible. */
  readonly imports: readonly ModuleInterface[];
  /** Modules whose definitions and instances are in reach, by name. */
  readonly reach: ReadonlyMap<string, ModuleInterface>;
  readonly revising: Revising;
}

/** What is said at a prompt revises what was said before; a file defines each name once. */
export interface Revising {
  /** The module's own names numbered below this may be defined again; what uses them keeps the old meaning. */
  readonly below: number;
  /** Whether a name keeps its old meaning when the new definition fails. */
  readonly keepsOld: boolean;
}

/** The environment of the beginning of a module that sees nothing. */
export function emptyEnvironment(module: string): Environment {
  return {
    module,
    next: 0,
    own: emptyLayered(),
    definitions: emptyLayered(),
    instances: emptyLayered(),
    imports: [],
    reach: new Map(),
    revising: { below: 0, keepsOld: false },
  };
}

/** `env`, all whose own names may be defined again. */
export function revisable(env: Environment, keepsOld: boolean): Environment {
  return { ...env, revising: { below: env.next, keepsOld } };
}

/** Whether a meaning of a name gives way to a new definition of it. */
export function isRevisable(env: Environment, e: NameEntry): boolean {
  return e.tag === 'broken' || (e.ref.module === env.module && e.ref.index < env.revising.below);
}

/** `env` with the names of a module visible and everything it reaches in reach. Importing twice changes nothing. */
export function importModule(env: Environment, imported: ModuleInterface): Environment {
  if (env.imports.some((m) => m.module === imported.module)) return env;
  const reach = new Map(env.reach);
  for (const m of [imported, ...imported.reaches]) reach.set(m.module, m);
  return { ...env, imports: [...env.imports, imported], reach };
}

/** The meanings of a name, the module's own first. More than one: the name is ambiguous. */
export function entriesOf(env: Environment, name: string): readonly NameEntry[] {
  const own = layeredGet(env.own, name) ?? [];
  if (env.imports.length === 0) return own;
  const imported = env.imports.flatMap((m) => m.name(name));
  return imported.length === 0 ? own : [...own, ...imported];
}

/** Every visible name, for completion. */
export function visibleNames(env: Environment): readonly string[] {
  const names = new Set(layeredEntries(env.own).keys());
  for (const m of env.imports) for (const name of m.names()) names.add(name);
  return [...names];
}

/** The visible names as vocabularies: those of the imported modules, and the module's own from the newest on. */
export function* vocabularies(env: Environment): Iterable<Vocabulary> {
  for (const m of env.imports) yield filed(m, () => m.names());
  for (const layer of [...env.own.layers].reverse()) yield filed(layer, () => layer.keys());
}

const memo = new WeakMap<object, Vocabulary>();

/** The vocabulary of what never changes. */
function filed(
  key: ModuleInterface | ReadonlyMap<string, unknown>,
  names: () => Iterable<string>,
): Vocabulary {
  const known = memo.get(key) ?? vocabularyOf(names());
  memo.set(key, known);
  return known;
}

/** Finds definitions of this module and of those in reach. Throws on a reference that none of them made. */
export function definitionsOf(env: Environment): Definitions {
  return { lookup: (ref) => lookup(env, ref) };
}

/** The definition of a reference. Throws on one that no module in reach made. */
export function lookup(env: Environment, ref: GlobalRef): Definition {
  const found =
    ref.module === env.module
      ? layeredGet(env.definitions, String(ref.index))
      : env.reach.get(ref.module)?.lookup(ref.index);
  if (!found) throw new Error(`no definition of ${ref.name} (${globalKey(ref)})`);
  return found;
}

/** `env` with definitions, instances filed, and names that mean them. */
export function define(
  env: Environment,
  definitions: readonly Definition[],
  names: readonly (readonly [string, NameEntry])[],
): Environment {
  const added = new Map<string, readonly NameEntry[]>();
  for (const [name, entry] of names) {
    added.set(name, [...(added.get(name) ?? lasting(env, name)), entry]);
  }
  const instances = new Map<string, readonly GlobalRef[]>();
  for (const d of definitions) {
    if (d.tag !== 'instance' || d.named) continue;
    const key = instanceKey(d.cls, headOf(d.args[0]));
    instances.set(key, [...(instances.get(key) ?? layeredGet(env.instances, key) ?? []), d.ref]);
  }
  const top = definitions.reduce((n, d) => Math.max(n, d.ref.index + 1), env.next);
  return {
    ...env,
    next: top,
    own: layeredAdd(env.own, added),
    definitions: layeredAdd(
      env.definitions,
      definitions.map((d) => [String(d.ref.index), d]),
    ),
    instances: layeredAdd(env.instances, instances),
  };
}

/** What a name meant that stays when it is defined: a definition that failed may be mended. */
function lasting(env: Environment, name: string): readonly NameEntry[] {
  const entries = layeredGet(env.own, name) ?? [];
  return entries.every((e) => isRevisable(env, e)) ? [] : entries;
}

/** `env` with names marked as broken: their uses are skipped. */
export function markBroken(
  env: Environment,
  names: readonly { readonly name: string; readonly located: Located | null }[],
): Environment {
  const broken = names
    .filter(({ name }) => !keepsMeaning(env, name))
    .map(
      ({ name, located }) =>
        [name, [{ tag: 'broken', module: null, located }]] as const satisfies [string, readonly NameEntry[]],
    );
  return { ...env, own: layeredAdd(env.own, broken) };
}

/** `env` in which the names of a module whose import at `located` failed are broken, but for those that mean something. */
export function markMissing(
  env: Environment,
  names: readonly string[],
  module: string,
  located: Located,
): Environment {
  const broken = names
    .filter((name) => entriesOf(env, name).length === 0)
    .map(
      (name) =>
        [name, [{ tag: 'broken', module, located }]] as const satisfies [string, readonly NameEntry[]],
    );
  return { ...env, own: layeredAdd(env.own, broken) };
}

/** Whether a name keeps what it means when a definition of it fails. */
export function keepsMeaning(env: Environment, name: string): boolean {
  const entries = entriesOf(env, name);
  return env.revising.keepsOld && entries.length === 1 && entries[0]!.tag === 'global';
}

/** `env` in which types see `value` as the value of a top-level name. */
export function withLiteral(env: Environment, ref: GlobalRef, value: Term): Environment {
  const old = lookup(env, ref);
  if (old.tag !== 'value' || ref.module !== env.module) return env;
  const known: ValueDef = { ...old, definition: value };
  return { ...env, definitions: layeredAdd(env.definitions, [[String(ref.index), known]]) };
}

/** Where instances of a class are filed: under the class and the head of its first argument; `*` fits every head. */
export function instanceKey(cls: GlobalRef, head: string): string {
  return `${globalKey(cls)} ${head}`;
}

/** The head of a type, for filing; `*` for a variable or anything whose head is not known. */
export function headOf(type: Term | undefined): string {
  switch (type?.tag) {
    case 'scalarType':
      return type.scalar;
    case 'natType':
    case 'finType':
    case 'tableType':
    case 'pairType':
    case 'refType':
    case 'pi':
    case 'kind':
      return type.tag;
    case 'ptrType':
      return `ptr ${type.target}`;
    case 'tupleType':
      return `tuple ${type.items.length}`;
    case 'dataType':
      return `data ${globalKey(type.data)}`;
    case 'classType':
      return `class ${globalKey(type.cls)}`;
    default:
      return '*';
  }
}

/** The anonymous instances of a class that may fit a first argument with this head, in order of declaration. */
export function candidates(env: Environment, cls: GlobalRef, head: string): readonly InstanceDef[] {
  const keys = head === '*' ? [instanceKey(cls, '*')] : [instanceKey(cls, head), instanceKey(cls, '*')];
  const refs: GlobalRef[] = [];
  for (const key of keys) {
    for (const m of env.reach.values()) refs.push(...m.instances(key));
    refs.push(...(layeredGet(env.instances, key) ?? []));
  }
  return refs.map((ref) => lookup(env, ref)).filter((d): d is InstanceDef => d.tag === 'instance');
}

/** What a module that ends in this environment shows to its importers. */
export function moduleInterface(env: Environment): ModuleInterface {
  return {
    module: env.module,
    name: (text) => layeredGet(env.own, text) ?? [],
    names: () => layeredEntries(env.own).keys(),
    lookup: (index) => layeredGet(env.definitions, String(index)) ?? null,
    instances: (key) => layeredGet(env.instances, key) ?? [],
    reaches: [...env.reach.values()],
  };
}

/** What a module stores of its environment, by index: its definitions, its names, and where its instances are filed. */
export interface EnvironmentContents {
  readonly definitions: readonly Definition[];
  readonly names: Readonly<Record<string, number>>;
  readonly instances: Readonly<Record<string, readonly number[]>>;
}

/** The contents of an environment in which nothing is broken or ambiguous. Throws if definitions are not dense. */
export function environmentContents(env: Environment): EnvironmentContents {
  const definitions = [...layeredEntries(env.definitions).values()].sort((a, b) => a.ref.index - b.ref.index);
  if (definitions.some((d, k) => d.ref.index !== k))
    throw new Error(`${env.module} has numbers without definitions`);
  const names: Record<string, number> = {};
  for (const [text, [entry]] of layeredEntries(env.own)) {
    if (entry?.tag === 'global') names[text] = entry.ref.index;
  }
  const instances: Record<string, readonly number[]> = {};
  for (const [key, refs] of layeredEntries(env.instances)) instances[key] = refs.map((ref) => ref.index);
  return { definitions, names, instances };
}
