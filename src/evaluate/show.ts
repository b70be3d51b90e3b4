/** The text that the printer gives for a value (language.md 8.1). */
import {
  bytesOf,
  decodeUtf8,
  type Elements,
  elementAt,
  encodeUtf8,
  type Format,
  formatScalar,
  type Value,
} from '../values/index.ts';

/** The text of a value. Strings in it are bytes of UTF-8. */
export function showValue(format: Format, value: Value): string {
  const text = showBytes(format, value);
  return isAscii(text) ? text : decodeUtf8(bytesFromText(text));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is what ASCII is
const isAscii = (text: string) => /^[\x00-\x7f]*$/.test(text);

/** The bytes of a text whose characters each stand for a byte. */
export function bytesFromText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
  return bytes;
}

const CHUNK = 8192;

function textFromBytes(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let k = 0; k < bytes.length; k += CHUNK)
    parts.push(String.fromCharCode(...bytes.subarray(k, k + CHUNK)));
  return parts.join('');
}

const utf8Text = (text: string) => (isAscii(text) ? text : textFromBytes(encodeUtf8(text)));

/** As `showValue`, each character of the result standing for a byte. */
export function showBytes(format: Format, value: Value): string {
  const out = new Writer();
  write(format, value, out);
  return out.text();
}

/** A text that grows. Throws `RangeError` when it becomes longer than the engine's strings can be. */
class Writer {
  private done = '';
  private parts: string[] = [];

  push(...texts: readonly string[]): void {
    for (const text of texts) this.parts.push(text);
    if (this.parts.length >= CHUNK) this.flush();
  }

  text(): string {
    this.flush();
    return this.done;
  }

  private flush(): void {
    this.done += this.parts.join('');
    this.parts = [];
  }
}

function write(format: Format, value: Value, out: Writer): void {
  switch (format.tag) {
    case 'text':
      out.push(utf8Text(format.text));
      return;
    case 'tuple':
      out.push('(');
      writeFields(format.items, itemsOf(value, format.items.length), ', ', out);
      out.push(')');
      return;
    case 'struct':
      out.push(utf8Text(format.name), '(');
      writeFields(format.fields, fieldsOf(format.fields.length, value), ', ', out);
      out.push(')');
      return;
    case 'pair': {
      const [first, second] = pairOf(value);
      out.push('(');
      write(format.first, first, out);
      out.push(' ,> ');
      write(format.second, second, out);
      out.push(')');
      return;
    }
    case 'string':
      out.push('"', textFromBytes(bytesOf(value) ?? new Uint8Array(0)), '"');
      return;
    case 'table':
      writeTable(format.element, value, out);
      return;
    case 'data':
      writeData(format, value, out);
      return;
    default:
      if (value.tag === 'scalar') out.push(formatScalar(format.tag, value.scalar, value.value));
      else if (format.tag === 'ordinal') out.push(showIndex(value));
      else throw mismatch(format, value);
  }
}

/** An index of a structured set, printed as what it is made of. */
function showIndex(value: Value): string {
  switch (value.tag) {
    case 'scalar':
      return String(value.value);
    case 'product':
      return `(${value.items.map(showIndex).join(', ')})`;
    case 'sum':
      return showIndex(value.payload);
    default:
      return '';
  }
}

function writeFields(
  formats: readonly Format[],
  values: readonly Value[],
  between: string,
  out: Writer,
): void {
  formats.forEach((format, k) => {
    if (k > 0) out.push(between);
    write(format, values[k]!, out);
  });
}

function itemsOf(value: Value, count: number): readonly Value[] {
  if (value.tag === 'product' && value.items.length === count) return value.items;
  throw new TypeError(`a ${value.tag} does not have ${count} components`);
}

function pairOf(value: Value): readonly [Value, Value] {
  if (value.tag === 'pair') return [value.first, value.second];
  throw new TypeError(`a ${value.tag} is not a dependent pair`);
}

/**
 * The fields of a struct or constructor. One field is the value itself; a field that later ones' types mention is the
 * first of a dependent pair with the rest.
 */
function fieldsOf(count: number, value: Value): readonly Value[] {
  const fields: Value[] = [];
  let rest = value;
  while (fields.length < count) {
    const left = count - fields.length;
    if (left === 1) {
      fields.push(rest);
    } else if (rest.tag === 'pair') {
      fields.push(rest.first);
      rest = rest.second;
    } else {
      const items = rest.tag === 'product' ? rest.items : [];
      const direct = items.length === left ? left : items.length - 1;
      if (direct < 1) throw new TypeError(`a ${rest.tag} does not have ${left} fields`);
      fields.push(...items.slice(0, direct));
      rest = items[direct] ?? rest;
    }
  }
  return fields;
}

function writeData(format: Extract<Format, { tag: 'data' }>, value: Value, out: Writer): void {
  const isSum = format.constructors.length !== 1;
  if (isSum && value.tag !== 'sum') throw mismatch(format, value);
  const chosen = format.constructors[isSum && value.tag === 'sum' ? value.alternative : 0];
  const payload = isSum && value.tag === 'sum' ? value.payload : value;
  if (chosen === undefined) throw mismatch(format, value);
  const { name, fields } = chosen;
  if (fields.length === 0) {
    out.push(utf8Text(name));
    return;
  }
  out.push('(', utf8Text(name), ' ');
  writeFields(fields, fieldsOf(fields.length, payload), ' ', out);
  out.push(')');
}

function writeTable(element: Format, value: Value, out: Writer): void {
  if (value.tag !== 'table') throw new TypeError(`a ${value.tag} is not a table`);
  out.push('[');
  writeElements(element, value.elements, 0, value.size, out);
  out.push(']');
}

/** Scalars and tables of them are printed from their arrays; other elements are made one by one. */
function writeElements(format: Format, elements: Elements, start: number, count: number, out: Writer): void {
  for (let k = start; k < start + count; k++) {
    if (k > start) out.push(', ');
    if (elements.tag === 'scalars' && isScalarFormat(format.tag)) {
      out.push(formatScalar(format.tag, elements.scalar, elements.data[k]!));
    } else if (elements.tag === 'tables' && format.tag === 'table') {
      out.push('[');
      writeElements(format.element, elements.elements, k * elements.size, elements.size, out);
      out.push(']');
    } else {
      write(format, elementAt(elements, k), out);
    }
  }
}

type ScalarTag = 'decimal' | 'hex' | 'float' | 'exactFloat' | 'ordinal';

function isScalarFormat(tag: Format['tag']): tag is ScalarTag {
  return tag === 'decimal' || tag === 'hex' || tag === 'float' || tag === 'exactFloat' || tag === 'ordinal';
}

function mismatch(format: Format, value: Value): TypeError {
  return new TypeError(`a ${value.tag} cannot be printed as a ${format.tag}`);
}
