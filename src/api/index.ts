/** The package in a browser or a worker: the library travels inside the bundle. */
import { library } from 'pointful:library';
import type { FoundModule, ModuleSource } from '../session/index.ts';
import { sourceFile } from '../source/index.ts';
import { type CreateOptions, sessionOptions } from './options.ts';
import { EmbeddedSession } from './session.ts';

export * from './public.ts';

const bundled: ModuleSource = {
  places: ['the standard library'],
  find: (name): FoundModule | null => {
    const found = Object.hasOwn(library, name) ? library[name]! : null;
    if (found === null) return null;
    return { file: sourceFile(`${name}.dx`, found.source, true), stored: found.stored };
  },
};

/** A new session with the standard library. It may do only what the options grant. */
export function createSession(options: CreateOptions = {}): EmbeddedSession {
  return new EmbeddedSession(sessionOptions(options, bundled), options.onPrint ?? (() => {}));
}
