import type { RawMemory } from '../evaluate/index.ts';
import type { SpecialisationCache } from '../simplify/index.ts';
import type { Origins } from '../source/index.ts';
import type { Failure, LoadedModule } from './loaded.ts';
import type { SessionOptions } from './options.ts';

/** What the modules of one session have in common. */
export interface Shared {
  readonly options: SessionOptions;
  readonly origins: Origins;
  readonly cache: SpecialisationCache;
  readonly memory: RawMemory;
  /** By name; of a module that failed, why. */
  readonly loaded: Map<string, LoadedModule | Failure>;
  /** Loads a module, or finds it again. */
  readonly load: (name: string) => LoadedModule | Failure;
  /** The modules being loaded, outermost first. */
  readonly loading: string[];
}
