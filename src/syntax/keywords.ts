import { keywords } from './tokens.ts';

/** The reserved words, for completion. */
export const keywordNames: readonly string[] = [...keywords.keys()];
