/**
 * The stored form of a module: its definitions (core/store.ts) and, as notes, its names, where its instances are filed,
 * what it imports, and the values of its top level. Only what a module computed as data is stored; a module with a
 * top-level closure over data is compiled anew in every session.
 */
import { type Definition, openModule, type StoredSpan, writeModule } from '../core/index.ts';
import {
  type Environment,
  environmentContents,
  type ModuleInterface,
  type NameEntry,
} from '../elaborate/index.ts';
import { type Stored, storedData } from '../simplify/index.ts';
import { located, type Origins, type SourceFile } from '../source/index.ts';
import { decodePlain, encodePlain } from '../util/index.ts';
import type { Failure, LoadedModule } from './loaded.ts';

interface Notes {
  readonly fingerprint: string;
  readonly imports: readonly string[];
  /** Name to index. */
  readonly names: Readonly<Record<string, number>>;
  /** Key of `instanceKey` to indices. */
  readonly instances: Readonly<Record<string, readonly number[]>>;
  /** Index to value. */
  readonly values: Readonly<Record<number, Stored>>;
}

/** Identifies a source text and the format of what is stored from it (FNV-1a, 64 bits in two halves). */
export function fingerprint(text: string, version: string): string {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  const all = `${version}\n${text}`;
  for (let k = 0; k < all.length; k += 1) {
    low = Math.imul(low ^ all.charCodeAt(k), 0x01000193);
    high = Math.imul(high ^ low ^ k, 0x85ebca6b);
  }
  return `${(low >>> 0).toString(16)}-${(high >>> 0).toString(16)}-${all.length}`;
}

/** The bytes of a module that ends in `env`; null for one that cannot be stored. */
export function storeModule(
  env: Environment,
  file: SourceFile,
  origins: Origins,
  version: string,
  storedValueOf: (definition: Definition) => Stored | null,
): Uint8Array | null {
  const contents = environmentContents(env);
  const values: Record<number, Stored> = {};
  for (const d of contents.definitions) {
    if (d.tag !== 'value') continue;
    const stored = storedValueOf(d);
    if (stored === null) continue;
    if (storedData(stored) === null) return null;
    values[d.ref.index] = stored;
  }
  const notes: Notes = {
    fingerprint: fingerprint(file.text, version),
    imports: env.imports.map((m) => m.module),
    names: contents.names,
    instances: contents.instances,
    values,
  };
  const placeOf = (source: number): StoredSpan | null => {
    const origin = origins.get(source);
    return origin?.located.file === file ? origin.located.span : null;
  };
  return writeModule({ definitions: contents.definitions, placeOf, notes: encodePlain(notes) });
}

/**
 * A stored module, read on demand; null if it was stored from another source or by another version, or if one of its
 * imports fails.
 */
export function readStored(
  module: string,
  file: SourceFile,
  bytes: Uint8Array,
  version: string,
  origins: Origins,
  load: (name: string) => LoadedModule | Failure,
): LoadedModule | null {
  const header = openModule(bytes);
  if (header === null) return null;
  const notes = decodePlain(header.notes()) as Notes;
  if (notes.fingerprint !== fingerprint(file.text, version)) return null;
  const imports: ModuleInterface[] = [];
  for (const name of notes.imports) {
    const loaded = load(name);
    if (!('interface' in loaded)) return null;
    imports.push(loaded.interface);
  }
  const base = origins.reserve(header.spanCount, (k) => {
    const span = header.span(k);
    return span === null ? null : located(file, span);
  });
  const stored = openModule(bytes, base)!;
  const refOf = (index: number) => stored.lookup(index).ref;
  const nameEntry = (text: string): readonly NameEntry[] => {
    const index = Object.hasOwn(notes.names, text) ? notes.names[text] : undefined;
    return index === undefined ? [] : [{ tag: 'global', ref: refOf(index), located: null }];
  };
  return {
    interface: {
      module,
      name: nameEntry,
      names: () => Object.keys(notes.names),
      lookup: (index) => (index < stored.size ? stored.lookup(index) : null),
      instances: (key) => (Object.hasOwn(notes.instances, key) ? notes.instances[key]!.map(refOf) : []),
      reaches: reachOf(imports),
    },
    stored(ref) {
      const value = notes.values[ref.index];
      if (value === undefined) throw new Error(`${ref.name} has no stored value`);
      return value;
    },
  };
}

function reachOf(imports: readonly ModuleInterface[]): ModuleInterface[] {
  const reach = new Map<string, ModuleInterface>();
  for (const m of imports) for (const r of [...m.reaches, m]) reach.set(r.module, r);
  return [...reach.values()];
}
