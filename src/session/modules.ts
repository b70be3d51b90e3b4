/** Loading modules: each at most once in a session, from its stored form where there is one. */
import { definedNames, moduleInterface } from '../elaborate/index.ts';
import type { Diagnostic, SourceFile } from '../source/index.ts';
import { parseSource } from '../syntax/index.ts';
import type { Failure, LoadedModule } from './loaded.ts';
import type { Shared } from './shared.ts';
import { readStored, storeModule } from './stored-module.ts';
import { TopLevel } from './top-level.ts';

/** The module of this name, loaded now if it has not been. */
export function loadModule(shared: Shared, name: string): LoadedModule | Failure {
  const known = shared.loaded.get(name);
  if (known !== undefined) return known;
  const open = shared.loading.indexOf(name);
  if (open >= 0) return { tag: 'cycle', cycle: [...shared.loading.slice(open), name] };
  const { modules } = shared.options;
  const found = modules.find(name);
  if (found === null) return { tag: 'missing', module: name, places: modules.places };
  shared.loading.push(name);
  const { file, stored } = found;
  const loaded =
    (stored === null ? null : readModule(shared, name, file, stored)) ?? runModule(shared, name, file);
  shared.loading.pop();
  shared.loaded.set(name, loaded);
  return loaded;
}

function readModule(shared: Shared, name: string, file: SourceFile, bytes: Uint8Array): LoadedModule | null {
  const { origins, options, load } = shared;
  return readStored(name, file, bytes, options.version, origins, load);
}

/** The stored form of a module, compiled now; null for one that cannot be stored, or why it fails. */
export function compileModule(shared: Shared, name: string, file: SourceFile): Uint8Array | Failure | null {
  const made = runTopLevel(shared, name, file);
  if (!(made instanceof TopLevel)) return made;
  return storeModule(made.env, file, shared.origins, shared.options.version, (d) => made.valueIfAny(d.ref));
}

function runModule(shared: Shared, name: string, file: SourceFile): LoadedModule | Failure {
  const made = runTopLevel(shared, name, file);
  return made instanceof TopLevel ? loadedFrom(made) : made;
}

function runTopLevel(shared: Shared, name: string, file: SourceFile): TopLevel | Failure {
  const top = new TopLevel(shared, name);
  const diagnostics: Diagnostic[] = [];
  const names: string[] = [];
  for (const cell of parseSource(file)) {
    if (cell.tag === 'code') {
      names.push(...(cell.item === null ? cell.intended : definedNames(cell.item).map(({ name }) => name)));
    }
    for (const output of top.runCell(cell, file, true).outputs) {
      if (output.tag === 'diagnostic') diagnostics.push(output.diagnostic);
    }
  }
  if (diagnostics.length > 0) return { tag: 'errors', module: name, diagnostics, names };
  return top;
}

function loadedFrom(top: TopLevel): LoadedModule {
  return { interface: moduleInterface(top.env), stored: (ref) => top.storedValue(ref) };
}
