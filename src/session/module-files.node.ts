/** Modules as files in the directories of a library path. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Diagnostic, report, type SourceFile, sourceFile } from '../source/index.ts';
import type { FoundModule, ModuleSource } from './module-source.ts';

/** What stands for the standard library in a library path. */
const BUILTIN = 'BUILTIN_LIBRARIES';

/** The folder of the standard library: beside the bundle in the package, or in the project. */
export function libraryFolder(): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const candidates = ['stdlib', '../stdlib', '../../stdlib'].map((path) => join(here, path));
  return candidates.find((path) => existsSync(join(path, 'prelude.dx'))) ?? candidates[0]!;
}

/** The directory of a program, and what messages call it. */
export interface OwnFolder {
  readonly path: string;
  readonly shown: string;
}

/**
 * Modules found in the directories of `path`, in order, by default in the standard library; and after these in a
 * program's own directory, so that no file beside a program hides what the path offers.
 */
export function fileModules(path: string = BUILTIN, own: OwnFolder | null = null): ModuleSource {
  const named = path.split(':').filter((place) => place !== '');
  const places = [...named, ...(own === null ? [] : [own.path])].map((place) =>
    place === BUILTIN ? libraryFolder() : place,
  );
  // The prelude is found whatever the path is: no program runs without it.
  const folders = places.includes(libraryFolder()) ? places : [...places, libraryFolder()];
  return {
    places,
    find(name): FoundModule | null {
      for (const folder of name === 'prelude' ? folders : places) {
        const path = join(folder, `${name}.dx`);
        if (!isFile(path)) continue;
        const stored = join(folder, `${name}.stored`);
        const library = folder === libraryFolder();
        // Messages name a file of the library alike on every machine.
        const shown = library ? '' : folder === own?.path ? own.shown : folder;
        return {
          file: sourceFile(join(shown, `${name}.dx`), readFileSync(path, 'utf8'), library),
          stored: existsSync(stored) ? readFileSync(stored) : null,
        };
      }
      return null;
    },
  };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** A source file from disk, or what `read` gives, called `name`; or why it cannot be read. A byte order mark is dropped. */
export function readSource(
  path: string,
  name = path,
  read: () => Uint8Array = () => readFileSync(path),
): { readonly file: SourceFile } | { readonly problem: Diagnostic } {
  let bytes: Uint8Array;
  try {
    bytes = read();
  } catch (error) {
    return { problem: report('DX0704', { path, reason: reasonOf(error) }, null) };
  }
  try {
    return { file: sourceFile(name, new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return { problem: report('DX0705', { path }, null) };
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a directory';
    case 'EACCES':
      return 'permission denied';
    case 'ELOOP':
      return 'its symbolic links lead in a circle';
    case 'ENOTDIR':
      return 'a part of the path is not a folder';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
