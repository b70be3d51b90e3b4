import { type Definitions, mapSubterms, type Term } from '../core/index.ts';
import type { Value } from '../values/index.ts';

/** A scalar as the literal that types see; null for any other value. */
export function literalTerm(value: Value, type: Term): Term | null {
  if (value.tag !== 'scalar') return null;
  if (type.tag === 'natType') return { tag: 'natLit', value: Number(value.value), source: 0 };
  if (type.tag === 'scalarType') return { tag: 'lit', scalar: type.scalar, value: value.value, source: 0 };
  return null;
}

/** A type in which the names of sizes that have been computed are those sizes. */
export function withSizes(type: Term, definitions: Definitions): Term {
  if (type.tag !== 'global') return mapSubterms(type, (child) => withSizes(child, definitions));
  const d = definitions.lookup(type.ref);
  return d.tag === 'value' && d.definition?.tag === 'natLit' ? d.definition : type;
}
