import { readFileSync } from 'node:fs';
import { type FoundModule, type ModuleSource, storedForm } from '../src/session/index.ts';
import { sourceFile } from '../src/source/index.ts';

const folder = new URL('../stdlib/', import.meta.url);
const found = new Map<string, FoundModule | null>();

/** The standard library as it stands in `stdlib/`, each module compiled once and then read from its stored form. */
export const library: ModuleSource = {
  places: ['stdlib'],
  find(name) {
    let module = found.get(name);
    if (module === undefined) {
      module = read(name);
      found.set(name, module);
    }
    return module;
  },
};

function read(name: string): FoundModule | null {
  try {
    const file = sourceFile(`${name}.dx`, readFileSync(new URL(`${name}.dx`, folder), 'utf8'), true);
    const stored = storedForm(name, file, { modules: library });
    return { file, stored: stored instanceof Uint8Array ? stored : null };
  } catch {
    return null;
  }
}
