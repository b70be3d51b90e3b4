import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The project's root folder. */
export const ROOT = new URL('../..', import.meta.url).pathname;

/** Paths, relative to the root, of the files below `folder` whose names end in `extension`. */
export function filesBelow(folder: string, extension: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
