import type { GlobalRef } from '../core/index.ts';
import type { ModuleInterface } from '../elaborate/index.ts';
import type { Stored } from '../simplify/index.ts';
import { type Diagnostic, type Located, report } from '../source/index.ts';

/** A module that importers may use. */
export interface LoadedModule {
  readonly interface: ModuleInterface;
  stored(ref: GlobalRef): Stored;
}

/** Why a module is not imported. */
export type Failure =
  | { readonly tag: 'missing'; readonly module: string; readonly places: readonly string[] }
  | { readonly tag: 'cycle'; readonly cycle: readonly string[] }
  | {
      readonly tag: 'errors';
      readonly module: string;
      readonly diagnostics: readonly Diagnostic[];
      /** What it would define. */
      readonly names: readonly string[];
    };

/** What an import that failed reports where it stands: the reason, then the module's own errors, in the module. */
export function importDiagnostic(failure: Failure, at: Located): readonly Diagnostic[] {
  switch (failure.tag) {
    case 'missing':
      return [report('DX0701', { module: failure.module, searched: failure.places }, at)];
    case 'cycle':
      return [report('DX0702', { cycle: failure.cycle }, at)];
    case 'errors': {
      const { module, diagnostics } = failure;
      return [report('DX0703', { module, count: diagnostics.length }, at), ...diagnostics];
    }
  }
}
