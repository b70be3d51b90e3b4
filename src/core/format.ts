/** How the values of a Core type print (language.md 8.1), as a description for the printer in Loops. */
import type { Format } from '../values/index.ts';
import type { Definitions } from './definitions.ts';
import type { Term, TermOf } from './ir.ts';
import { normaliseWith, type Reduction, reduction, weakHead } from './normal.ts';
import { printType } from './print.ts';
import { substitute, substitution } from './substitute.ts';

/**
 * The format of values of `type`, which must be closed but for names that do not decide about forms (index-set
 * sizes). Types nest finitely, because no type mentions itself.
 */
export function formatOf(type: Term, definitions: Definitions): Format {
  return format(type, reduction(definitions));
}

function format(type: Term, r: Reduction): Format {
  const t = weakHead(type, r);
  switch (t.tag) {
    case 'scalarType':
      return scalarFormat(t);
    case 'natType':
      return { tag: 'decimal' };
    case 'finType':
      return { tag: 'ordinal' };
    case 'tupleType':
      return { tag: 'tuple', items: t.items.map((item) => format(item, r)) };
    case 'tableType':
      return { tag: 'table', element: format(t.element, r) };
    case 'pairType':
      return { tag: 'pair', first: format(t.first, r), second: format(t.second, r) };
    case 'dataType':
      return dataFormat(t, r);
    case 'pi':
      return described('function', t, r);
    case 'refType':
      return described('reference', t, r);
    case 'ptrType':
      return described('pointer', t, r);
    case 'kind':
      return { tag: 'text', text: t.kind };
    default:
      // Dictionaries, heaps and rows have no content: their type says what they are.
      return { tag: 'text', text: printType(normaliseWith(t, r), r.definitions) };
  }
}

function scalarFormat(t: TermOf<'scalarType'>): Format {
  switch (t.scalar) {
    case 'f32':
    case 'f64':
      return { tag: 'float' };
    case 'i32':
    case 'i64':
      return { tag: 'decimal' };
    case 'w8':
    case 'w32':
    case 'w64':
      return { tag: 'hex' };
  }
}

function described(what: 'function' | 'reference' | 'pointer', t: Term, r: Reduction): Format {
  return { tag: 'text', text: `<${what} of type ${printType(normaliseWith(t, r), r.definitions)}>` };
}

function dataFormat(t: TermOf<'dataType'>, r: Reduction): Format {
  const data = r.definitions.lookup(t.data);
  if (data.tag !== 'data') throw new Error(`${t.data.name} is not a type`);
  if (t.data.name === 'List' && isBytes(t.args[0], r)) return { tag: 'string' };
  const params = substitution(data.params, t.args);
  const constructors = data.constructors.map(({ name, fields }) => ({
    name,
    fields: fields.map((f) => format(substitute(f.type, params), r)),
  }));
  const [only] = constructors;
  if (data.fieldNames !== null && only !== undefined) return { tag: 'struct', ...only };
  return { tag: 'data', constructors };
}

function isBytes(element: Term | undefined, r: Reduction): boolean {
  if (element === undefined) return false;
  const t = weakHead(element, r);
  return t.tag === 'scalarType' && t.scalar === 'w8';
}
