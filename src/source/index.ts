export type { Catalogue, DiagnosticClass, Entry, Setting } from './catalogue/entry.ts';
export { type Code, catalogue, codes, isCode, type ParamsOf } from './catalogue/index.ts';
export * from './diagnostic.ts';
export * from './file.ts';
export { foreignForm, foreignWord } from './foreign-words.ts';
export * from './json.ts';
export * from './origin.ts';
export * from './render.ts';
export * from './span.ts';
