/** `Data`: which types hold first-order, storable values (language.md 5.10). */
import type { DataDef } from '../core/index.ts';
import { evaluate, force, instanceEnv, instantiate } from './normalise.ts';
import { definitionOf, freshName, type State } from './state.ts';
import { bind, rigid, type Value } from './value.ts';

/**
 * Whether a type is data by its structure: scalars, `Fin`, pointers, heaps, references, and tuples, tables, dependent
 * pairs and user types of data. `leaf` answers for types that are not known, such as variables.
 */
export function isDataStructurally(st: State, type: Value, leaf: (v: Value) => boolean): boolean {
  const t = force(st, type);
  switch (t.tag) {
    case 'poison':
    case 'scalarType':
    case 'natType':
    case 'ptrType':
    case 'finType':
    case 'refType':
      return true;
    case 'kind':
      return t.kind === 'Heap';
    case 'tupleType':
      return t.items.every((item) => isDataStructurally(st, item, leaf));
    case 'tableType':
      return isDataStructurally(st, instantiate(st, t.element, rigid(freshName(st, 'i'))), leaf);
    case 'pairType':
      return (
        isDataStructurally(st, t.first, leaf) &&
        isDataStructurally(st, instantiate(st, t.second, rigid(freshName(st, 'x'))), leaf)
      );
    case 'dataType': {
      const d = definitionOf(st, t.data) as DataDef;
      return d.constructors.every((c) => {
        let env = instanceEnv(d.params, t.args);
        return c.fields.every((f) => {
          if (!isDataStructurally(st, evaluate(st, f.type, env), leaf)) return false;
          env = bind(env, f.name, rigid(freshName(st, f.name.hint)));
          return true;
        });
      });
    }
    case 'stuck':
      return leaf(t);
    default:
      return false;
  }
}
