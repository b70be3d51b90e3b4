/**
 * Plain data as JSON text and back: with bigints, typed arrays, and the numbers that JSON has no words for. An object
 * with the single key `$` is one of these.
 */

const ARRAYS = {
  Float32Array,
  Float64Array,
  Int32Array,
  Uint32Array,
  Uint8Array,
  BigInt64Array,
  BigUint64Array,
} as const;

type ArrayName = keyof typeof ARRAYS;

/** The text of a value made of null, booleans, numbers, strings, bigints, typed arrays, arrays and records. */
export function encodePlain(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) => {
    if (typeof v === 'bigint') return { $: ['bigint', String(v)] };
    if (typeof v === 'number' && (!Number.isFinite(v) || Object.is(v, -0)))
      return { $: ['number', textOf(v)] };
    if (ArrayBuffer.isView(v)) {
      const items = Array.from(v as unknown as ArrayLike<number | bigint>, textOf);
      return { $: [v.constructor.name, items] };
    }
    return v;
  });
}

/** The value whose text `encodePlain` made. Throws a SyntaxError on text that is no JSON. */
export function decodePlain(text: string): unknown {
  return JSON.parse(text, (_, v: unknown) => {
    if (typeof v !== 'object' || v === null || !('$' in v) || !Array.isArray(v.$)) return v;
    const [kind, content] = v.$ as [string, string | readonly string[]];
    if (typeof content === 'string') return kind === 'bigint' ? BigInt(content) : numberOf(content);
    if (kind === 'BigInt64Array' || kind === 'BigUint64Array') return ARRAYS[kind].from(content.map(BigInt));
    return ARRAYS[kind as Exclude<ArrayName, 'BigInt64Array' | 'BigUint64Array'>].from(content.map(numberOf));
  });
}

function textOf(v: number | bigint): string {
  return Object.is(v, -0) ? '-0' : String(v);
}

function numberOf(text: string): number {
  return Number(text);
}
