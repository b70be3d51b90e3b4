import { effects } from './effects.ts';
import type { Catalogue, Entry } from './entry.ts';
import { interfaces } from './interfaces.ts';
import { limits } from './limits.ts';
import { modules } from './modules.ts';
import { names } from './names.ts';
import { parse } from './parse.ts';
import { runtime } from './runtime.ts';
import { syntax } from './syntax.ts';
import { types } from './types.ts';

/**
 * Every diagnostic there is.
 *
 *     DX01xx  parse and syntax        DX05xx  interfaces and instances
 *     DX02xx  names                   DX06xx  run time
 *     DX03xx  types                   DX07xx  modules, files
 *     DX04xx  effects                 DX08xx  limits      DX09xx  not supported
 */
export const catalogue = {
  ...parse,
  ...syntax,
  ...names,
  ...types,
  ...effects,
  ...interfaces,
  ...runtime,
  ...modules,
  ...limits,
} as const satisfies Catalogue;

/** A code of the catalogue. */
export type Code = keyof typeof catalogue;

/** What a report with this code must supply. */
export type ParamsOf<C extends Code> = (typeof catalogue)[C] extends Entry<infer P> ? P : never;

/** Every code, in order. */
export const codes: readonly Code[] = (Object.keys(catalogue) as Code[]).sort();

/** Whether a string is a code of the catalogue. */
export function isCode(text: string): text is Code {
  return Object.hasOwn(catalogue, text);
}
