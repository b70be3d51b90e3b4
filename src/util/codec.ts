/**
 * Plain data as bytes and back. A codec both writes and reads, so the two cannot disagree; codecs of records and
 * unions are made from a table with an entry for every field and case, so that a new one does not compile until it
 * is stored.
 */

/** Bytes being written. */
export interface Writer {
  byte(value: number): void;
  /** A natural number below 2^53, seven bits a byte. */
  natural(value: number): void;
  float64(value: number): void;
  /** A string of the shared table, by its number. */
  string(value: string): void;
  /** A source id, under the number that the writer gives it. */
  source(id: number): void;
  /** Bytes so far. */
  readonly length: number;
  /** A node written before with the same identity is written as a reference to it. */
  readonly nodes: Map<object, number>;
}

/** Bytes being read, from one place on. */
export interface Reader {
  byte(): number;
  /** The next byte, which stays to be read. */
  peek(): number;
  natural(): number;
  float64(): number;
  string(): string;
  /** A source id, under the number that the reader gives it. */
  source(): number;
  /** The nodes read so far, in the order of their numbers. */
  readonly nodes: object[];
}

export interface Codec<T> {
  write(out: Writer, value: T): void;
  read(from: Reader): T;
}

/** Bytes that grow, with a table of strings. */
export interface Bytes extends Writer {
  readonly strings: ReadonlyMap<string, number>;
  /** The bytes written. */
  finish(): Uint8Array;
  /** Forgets which nodes were written: what follows is read on its own. */
  startAfresh(): void;
}

/**
 * An empty sequence of bytes. `strings`: numbers of shared strings, which grow with each new one. `renumber`: what a
 * source id is called in the bytes.
 */
export function bytes(
  strings: Map<string, number> = new Map(),
  renumber: (source: number) => number = (source) => source,
): Bytes {
  let buffer = new Uint8Array(1024);
  let length = 0;
  const nodes = new Map<object, number>();
  const scratch = new DataView(new ArrayBuffer(8));

  const byte = (value: number): void => {
    if (length === buffer.length) {
      const larger = new Uint8Array(buffer.length * 2);
      larger.set(buffer);
      buffer = larger;
    }
    buffer[length++] = value;
  };
  const natural = (value: number): void => {
    if (!(value >= 0 && Number.isSafeInteger(value))) throw new Error(`not a natural number: ${value}`);
    let rest = value;
    while (rest >= 128) {
      byte((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    byte(rest);
  };
  return {
    byte,
    natural,
    float64(value) {
      scratch.setFloat64(0, value, true);
      for (let i = 0; i < 8; i++) byte(scratch.getUint8(i));
    },
    string(value) {
      const known = strings.get(value);
      if (known === undefined) strings.set(value, strings.size);
      natural(known ?? strings.size - 1);
    },
    source: (id) => natural(renumber(id)),
    get length() {
      return length;
    },
    nodes,
    strings,
    finish: () => buffer.slice(0, length),
    startAfresh: () => nodes.clear(),
  };
}

/**
 * Reads `data` from byte `start` on; `string` finds a string of the shared table. Source ids other than 0 are raised by
 * `base`.
 */
export function reader(data: Uint8Array, start: number, string: (index: number) => string, base = 0): Reader {
  let at = start;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const natural = (): number => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const next = data[at++]!;
      if (next < 128) return value + next * scale;
      value += (next - 128) * scale;
      scale *= 128;
    }
  };
  return {
    byte: () => data[at++]!,
    peek: () => data[at]!,
    natural,
    source: () => {
      const id = natural();
      return id === 0 ? 0 : id + base;
    },
    float64() {
      at += 8;
      return view.getFloat64(at - 8, true);
    },
    string: () => string(natural()),
    nodes: [],
  };
}

export const natural: Codec<number> = {
  write: (out, value) => out.natural(value),
  read: (from) => from.natural(),
};

/** A source id. */
export const sourceId: Codec<number> = {
  write: (out, value) => out.source(value),
  read: (from) => from.source(),
};

export const boolean: Codec<boolean> = {
  write: (out, value) => out.byte(value ? 1 : 0),
  read: (from) => from.byte() === 1,
};

/** A string of the shared table; or of a few known words, which costs no more. */
export function string<S extends string = string>(): Codec<S> {
  return { write: (out, value) => out.string(value), read: (from) => from.string() as S };
}

/** Integers beyond 2^53 too: the sign and the digits, seven bits a byte. */
export const bigint: Codec<bigint> = {
  write(out, value) {
    out.byte(value < 0n ? 1 : 0);
    let rest = value < 0n ? -value : value;
    while (rest >= 128n) {
      out.byte(Number(rest % 128n) + 128);
      rest /= 128n;
    }
    out.byte(Number(rest));
  },
  read(from) {
    const negative = from.byte() === 1;
    let value = 0n;
    let shift = 0n;
    for (;;) {
      const next = from.byte();
      value |= BigInt(next & 127) << shift;
      if (next < 128) return negative ? -value : value;
      shift += 7n;
    }
  },
};

/** Numbers and bigints. Small natural numbers are short, all others are exact. */
export const numeric: Codec<number | bigint> = {
  write(out, value) {
    if (typeof value === 'bigint') {
      out.byte(2);
      bigint.write(out, value);
    } else if (Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0)) {
      out.byte(0);
      out.natural(value);
    } else {
      out.byte(1);
      out.float64(value);
    }
  },
  read(from) {
    const kind = from.byte();
    if (kind === 2) return bigint.read(from);
    return kind === 0 ? from.natural() : from.float64();
  },
};

/** What may be null. */
export function nullable<T>(codec: Codec<T>): Codec<T | null> {
  return {
    write(out, value) {
      out.byte(value === null ? 0 : 1);
      if (value !== null) codec.write(out, value);
    },
    read: (from) => (from.byte() === 0 ? null : codec.read(from)),
  };
}

/** What is always the same and takes no room. */
export function constant<T>(value: T): Codec<T> {
  return { write() {}, read: () => value };
}

/** The number of items, then each. */
export function list<T>(codec: Codec<T>): Codec<readonly T[]> {
  return {
    write(out, items) {
      out.natural(items.length);
      for (const item of items) codec.write(out, item);
    },
    read(from) {
      const length = from.natural();
      const items: T[] = [];
      for (let i = 0; i < length; i++) items.push(codec.read(from));
      return items;
    },
  };
}

/** Entries of a record with arbitrary keys, in their order. */
export function dictionary<T>(codec: Codec<T>): Codec<Readonly<Record<string, T>>> {
  const entries = list<readonly [string, T]>({
    write(out, [key, value]) {
      out.string(key);
      codec.write(out, value);
    },
    read: (from) => [from.string(), codec.read(from)],
  });
  return {
    write: (out, value) => entries.write(out, Object.entries(value)),
    read: (from) => Object.fromEntries(entries.read(from)),
  };
}

type Fields<T> = { readonly [K in keyof T]-?: Codec<T[K]> };

/** A record: its fields in the order of the table. */
export function record<T extends object>(fields: Fields<T>): Codec<T> {
  return fieldsCodec<T>({}, fields);
}

/**
 * Reads and writes fields by the table, into a copy of an object that has them all already: copies share one layout
 * in memory, which objects that grow field by field do not.
 */
function fieldsCodec<T extends object>(fixed: object, fields: Fields<T>): Codec<T> {
  const keys = Object.keys(fields) as (keyof T)[];
  const codecs = keys.map((key) => fields[key]);
  const blank = { ...fixed, ...Object.fromEntries(keys.map((key) => [key, null])) } as T;
  return {
    write(out, value) {
      for (let i = 0; i < keys.length; i++) codecs[i]!.write(out, value[keys[i]!]);
    },
    read(from) {
      const value = { ...blank };
      for (let i = 0; i < keys.length; i++) value[keys[i]!] = codecs[i]!.read(from);
      return value;
    },
  };
}

type Tagged = { readonly tag: string };
/** The member of a union that a tag belongs to, also where it shares the member with other tags. */
type CaseOf<U extends Tagged, T> = U extends unknown ? (T extends U['tag'] ? U : never) : never;
type Cases<U extends Tagged> = { readonly [T in U['tag']]: Fields<Omit<CaseOf<U, T>, 'tag'>> };

/** A union told apart by `tag`: the case's number in the table, then its fields. At most 255 cases. */
export function union<U extends Tagged>(cases: Cases<U>): Codec<U> {
  const tags = Object.keys(cases) as U['tag'][];
  const numbers = new Map(tags.map((tag, i) => [tag, i]));
  // Each entry is of its own case, which no one type can say of all at once.
  const codecs = tags.map((tag) => fieldsCodec({ tag }, cases[tag] as never) as Codec<U>);
  return {
    write(out, value) {
      const number = numbers.get(value.tag)!;
      out.byte(number);
      codecs[number]!.write(out, value);
    },
    read: (from) => codecs[from.byte()]!.read(from),
  };
}

const BACK_REFERENCE = 255;

/** As `codec`, whose first byte is below 255, but a node that was met before is written once and shared again. */
export function shared<T extends object>(codec: Codec<T>): Codec<T> {
  return {
    write(out, value) {
      const known = out.nodes.get(value);
      if (known !== undefined) {
        out.byte(BACK_REFERENCE);
        out.natural(known);
        return;
      }
      codec.write(out, value);
      out.nodes.set(value, out.nodes.size);
    },
    read(from) {
      if (from.peek() === BACK_REFERENCE) {
        from.byte();
        return from.nodes[from.natural()] as T;
      }
      const node = codec.read(from);
      from.nodes.push(node);
      return node;
    },
  };
}

/** A codec that mentions itself. */
export function recursive<T>(make: (self: Codec<T>) => Codec<T>): Codec<T> {
  let made: Codec<T> | null = null;
  const self: Codec<T> = {
    write: (out, value) => made!.write(out, value),
    read: (from) => made!.read(from),
  };
  made = make(self);
  return made;
}
