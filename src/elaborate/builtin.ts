/** Names that the language looks up by string (language.md 10.6). */
import type { Definition, GlobalRef } from '../core/index.ts';
import { type Environment, entriesOf, lookup, PRELUDE } from './environment.ts';

/** The definition that a name means at top level, where it means exactly one. */
export function globalNamed(env: Environment, name: string): Definition | null {
  const refs = entriesOf(env, name).flatMap((e) => (e.tag === 'global' ? [e.ref] : []));
  return refs.length === 1 ? lookup(env, refs[0]!) : null;
}

/** The prelude's definition of a name. */
export function preludeNamed(env: Environment, name: string): Definition | null {
  for (const e of entriesOf(env, name)) {
    if (e.tag === 'global' && e.ref.module === PRELUDE) return lookup(env, e.ref);
  }
  return null;
}

/** One of the interfaces that the language itself knows; null before the prelude declares it. */
export function builtinClass(env: Environment, name: 'Ix' | 'Data'): GlobalRef | null {
  const d = preludeNamed(env, name);
  return d?.tag === 'class' ? d.ref : null;
}

/** A type of the prelude, such as `List`. */
export function preludeData(env: Environment, name: string): GlobalRef | null {
  const d = preludeNamed(env, name);
  return d?.tag === 'data' ? d.ref : null;
}
