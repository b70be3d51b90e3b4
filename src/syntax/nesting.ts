/** The deepest nesting of brackets, blocks and operators that associate to the right. */
export const MAX_NESTING = 1000;
