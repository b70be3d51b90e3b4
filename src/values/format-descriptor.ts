/** What the printer is told about a value: the shape of its text, made from its Core type (core/format.ts). */

/** How a value of a Loops type prints at the Core type it came from (language.md 8.1); walks the type alongside. */
export type Format =
  | { readonly tag: 'decimal' }
  | { readonly tag: 'hex' }
  | { readonly tag: 'float' }
  /** `show` rather than the printer: `%.9g`, `%.17g`, no trailing point. */
  | { readonly tag: 'exactFloat' }
  | { readonly tag: 'ordinal' }
  /** A fixed text, whatever the value (functions, types). */
  | { readonly tag: 'text'; readonly text: string }
  | { readonly tag: 'tuple'; readonly items: readonly Format[] }
  | { readonly tag: 'table'; readonly element: Format }
  /** A list of bytes, in double quotes, unescaped. */
  | { readonly tag: 'string' }
  | { readonly tag: 'pair'; readonly first: Format; readonly second: Format }
  /** `Name(f1, f2)` over a product (of one field: over the field itself). */
  | { readonly tag: 'struct'; readonly name: string; readonly fields: readonly Format[] }
  /**
   * `Con` or `(Con a b)`. One constructor: over its fields; several: over a sum. There is one format for each field;
   * the value is in the fields' layout (core/layout.ts): no field is unit, one is itself, several are a product, but
   * from the first field that a later one's type mentions on, the rest is its dependent pair with them.
   */
  | {
      readonly tag: 'data';
      readonly constructors: readonly { readonly name: string; readonly fields: readonly Format[] }[];
    };
