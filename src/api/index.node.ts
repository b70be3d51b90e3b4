/** The package on Node: the library is read from its files. */
import { fileModules, nodeHost } from '../session/index.node.ts';
import { type CreateOptions, sessionOptions } from './options.ts';
import { EmbeddedSession } from './session.ts';

export * from './public.ts';

/** A new session with the standard library. It may do only what the options grant. */
export function createSession(options: CreateOptions = {}): EmbeddedSession {
  return new EmbeddedSession(sessionOptions(options, fileModules()), options.onPrint ?? (() => {}));
}

/** The capabilities of this machine, to be granted as a whole or in part: `createSession(grantAll())`. */
export function grantAll(): Pick<CreateOptions, 'files' | 'environment' | 'shell' | 'randomBytes'> {
  const { files, environment, shell, randomBytes } = nodeHost();
  return { files: files!, environment: environment!, shell: shell!, randomBytes: randomBytes! };
}
