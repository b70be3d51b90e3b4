/**
 * Units are mentioned by their literal. The statements of linearization bind no results that hold nothing (those of a
 * loop for its effects, of a `while`, of a write), and so no name of a unit may be needed.
 */
import { type Binder, type Fn, Renamer, refreshFn, UNIT_ATOM } from '../loops/index.ts';
import type { Name, Supply } from '../names/index.ts';

class UnitWriter extends Renamer {
  protected override bindAt(name: Name, type: Binder['type']): Binder {
    const binder = super.bindAt(name, type);
    if (type.tag === 'product' && type.items.length === 0) this.types.atoms.set(name, UNIT_ATOM);
    return binder;
  }
}

/** A copy of the function whose binders are all new to `names`, and which mentions no name of a unit. */
export function writeUnits(fn: Fn, names: Supply): Fn {
  return refreshFn(fn, names, new UnitWriter(names));
}
