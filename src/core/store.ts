/**
 * The stored form of a module: its definitions, each read on first use. A header says where each definition and each
 * string begins, so that opening a module costs nothing that grows with its contents but a copy-free view.
 *
 *     magic · version · counts · offsets of strings · offsets of definitions · spans · strings · definitions · notes
 */
import { type Bytes, bytes, reader } from '../util/index.ts';
import type { Definition } from './definitions.ts';
import { definition } from './store-codecs.ts';

/** A place in the module's text. As stored, source id k of its terms is place k - 1; 0 is no place. */
export interface StoredSpan {
  readonly start: number;
  readonly end: number;
}

export interface ModuleContents {
  /** By their references' index. */
  readonly definitions: readonly Definition[];
  /** Where a source id of the definitions stands in the module's text; null for one of no place there. */
  readonly placeOf: (source: number) => StoredSpan | null;
  /** What else the session knows of the module (names, imports, instances), in a form of its own. */
  readonly notes: string;
}

export interface StoredModule {
  /** The number of definitions. */
  readonly size: number;
  /** Reads a definition, or finds it again. Throws on an index out of range (an internal error). */
  lookup(index: number): Definition;
  /** The number of places. */
  readonly spanCount: number;
  /** The place of a source id, counted from 1; null out of range. */
  span(source: number): StoredSpan | null;
  notes(): string;
}

/** `PFM`, then the number of the format: another format is not read. */
const MAGIC = 0x50464d01;
const HEADER_WORDS = 6;

/** The module as bytes, for `openModule`. */
export function writeModule(contents: ModuleContents): Uint8Array {
  const strings = new Map<string, number>();
  const places = numberPlaces(contents.placeOf);
  const body = bytes(strings, places.number);
  const definitionOffsets = contents.definitions.map((d) => {
    const offset = body.length;
    body.startAfresh();
    definition.write(body, d);
    return offset;
  });
  const texts = bytes();
  const stringOffsets = [...strings.keys()].map((text) => {
    const offset = texts.length;
    writeText(texts, text);
    return offset;
  });
  const notes = bytes();
  writeText(notes, contents.notes);

  const spans = places.spans.flatMap(({ start, end }) => [start, end]);
  const counts = [
    MAGIC,
    strings.size,
    contents.definitions.length,
    places.spans.length,
    texts.length,
    body.length,
  ];
  const words = [...counts, ...stringOffsets, ...definitionOffsets, ...spans];
  const sections = [texts.finish(), body.finish(), notes.finish()];
  const out = new Uint8Array(words.length * 4 + sections.reduce((sum, s) => sum + s.length, 0));
  const view = new DataView(out.buffer);
  words.forEach((word, i) => {
    view.setUint32(i * 4, word, true);
  });
  let at = words.length * 4;
  for (const section of sections) {
    out.set(section, at);
    at += section.length;
  }
  return out;
}

/** Numbers places from 1 as they are met; one number for one place. */
function numberPlaces(placeOf: ModuleContents['placeOf']): {
  readonly spans: readonly StoredSpan[];
  readonly number: (source: number) => number;
} {
  const spans: StoredSpan[] = [];
  const known = new Map<string, number>();
  return {
    spans,
    number(source) {
      const place = placeOf(source);
      if (place === null) return 0;
      const key = `${place.start} ${place.end}`;
      let number = known.get(key);
      if (number === undefined) {
        number = spans.push(place);
        known.set(key, number);
      }
      return number;
    },
  };
}

/** UTF-16 code units, so that every string comes back as it was. */
function writeText(out: Bytes, text: string): void {
  out.natural(text.length);
  for (let i = 0; i < text.length; i++) out.natural(text.charCodeAt(i));
}

/** Reads without a `reader`, and runs of ASCII as a whole: a module has thousands of short strings, and long notes. */
function readText(data: Uint8Array, start: number): string {
  let at = start;
  const natural = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const next = data[at++]!;
      if (next < 128) return value + next * scale;
      value += (next - 128) * scale;
    }
  };
  const length = natural();
  const parts: string[] = [];
  for (let read = 0; read < length; ) {
    const limit = at + Math.min(length - read, 4096);
    let end = at;
    while (end < limit && data[end]! < 128) end += 1;
    if (end === at) {
      parts.push(String.fromCharCode(natural()));
      read += 1;
    } else {
      parts.push(Reflect.apply(String.fromCharCode, null, data.subarray(at, end)));
      read += end - at;
      at = end;
    }
  }
  return parts.join('');
}

/**
 * The module in `data`, which is kept and read from on demand; null where `data` is of another format. The source ids of
 * its definitions are raised by `base`.
 */
export function openModule(data: Uint8Array, base = 0): StoredModule | null {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const word = (i: number): number => view.getUint32(i * 4, true);
  if (data.length < HEADER_WORDS * 4 || word(0) !== MAGIC) return null;
  const [stringCount, size, spanCount] = [word(1), word(2), word(3)];
  const stringWords = HEADER_WORDS;
  const definitionWords = stringWords + stringCount;
  const spanWords = definitionWords + size;
  const texts = (spanWords + 2 * spanCount) * 4;
  const body = texts + word(4);
  const notes = body + word(5);

  const strings: (string | undefined)[] = new Array(stringCount);
  const string = (i: number): string => {
    strings[i] ??= readText(data, texts + word(stringWords + i));
    return strings[i];
  };
  const definitions: (Definition | undefined)[] = new Array(size);
  return {
    size,
    lookup(index) {
      if (!(index >= 0 && index < size)) throw new Error(`no definition ${index} in a module of ${size}`);
      definitions[index] ??= definition.read(
        reader(data, body + word(definitionWords + index), string, base),
      );
      return definitions[index];
    },
    spanCount,
    span(source) {
      if (source < 1 || source > spanCount) return null;
      const at = spanWords + 2 * (source - 1);
      return { start: word(at), end: word(at + 1) };
    },
    notes: () => readText(data, notes),
  };
}
