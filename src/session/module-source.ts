import type { SourceFile } from '../source/index.ts';

/** A module's source, and its stored form where there is one that was made from this source. */
export interface FoundModule {
  readonly file: SourceFile;
  readonly stored: Uint8Array | null;
}

/** Where modules come from. */
export interface ModuleSource {
  /** The module of this name, or null. */
  find(name: string): FoundModule | null;
  /** Where it looks, for messages. */
  readonly places: readonly string[];
}

export const NO_MODULES: ModuleSource = { find: () => null, places: [] };
