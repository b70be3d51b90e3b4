import { type ModuleSource, PICTURES, type SessionOptions } from '../session/index.ts';
import { sourceFile } from '../source/index.ts';
import type { Files, ForeignFunction, Host } from '../values/index.ts';

/** What a session may do. Everything is off unless it is granted here. */
export interface CreateOptions {
  /** Lines that calls of functions print; in `run` they are outputs of their block. By default they are dropped. */
  readonly onPrint?: (line: string) => void;
  /** Access to files. */
  readonly files?: Files;
  /** Environment variables, by name or by a function. */
  readonly environment?: Readonly<Record<string, string>> | ((name: string) => string | null);
  readonly randomBytes?: (count: number) => Uint8Array;
  /** Runs shell commands. */
  readonly shell?: (command: string) => Uint8Array;
  /** What `foreign` declarations bind to, by name. */
  readonly foreign?: Readonly<Record<string, ForeignFunction>>;
  /** Modules that programs may import, by name, as text. */
  readonly modules?: Readonly<Record<string, string>>;
  /** On each block and each call. */
  readonly limits?: { readonly seconds?: number; readonly megabytes?: number };
  /** Sums run in index order, as upstream's do (the default). */
  readonly strict?: boolean;
}

/** The session's own options, over a library. */
export function sessionOptions(options: CreateOptions, library: ModuleSource): Partial<SessionOptions> {
  const { seconds = null, megabytes = null } = options.limits ?? {};
  return {
    host: hostOf(options),
    modules: withModules(options.modules ?? {}, library),
    limits: { seconds, bytes: megabytes === null ? null : megabytes * 2 ** 20 },
    strict: options.strict ?? true,
  };
}

/** Picture files are made and read in memory, so no one has to grant them. */
function hostOf({ files, environment, randomBytes, shell, foreign }: CreateOptions): Host {
  const lookUp =
    typeof environment === 'object'
      ? (name: string) => (Object.hasOwn(environment, name) ? environment[name]! : null)
      : environment;
  return {
    pictures: PICTURES,
    ...(files === undefined ? {} : { files }),
    ...(lookUp === undefined ? {} : { environment: lookUp }),
    ...(randomBytes === undefined ? {} : { randomBytes }),
    ...(shell === undefined ? {} : { shell }),
    ...(foreign === undefined ? {} : { foreign }),
  };
}

function withModules(own: Readonly<Record<string, string>>, library: ModuleSource): ModuleSource {
  return {
    places: ['the modules given to the session', ...library.places],
    find: (name) =>
      Object.hasOwn(own, name)
        ? { file: sourceFile(`${name}.dx`, own[name]!), stored: null }
        : library.find(name),
  };
}
