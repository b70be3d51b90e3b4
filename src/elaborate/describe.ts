/** What messages say about types: how they print, what they should have been, and who introduced each side. */
import { printRow, printType, type Term } from '../core/index.ts';
import { type Label, report, type Span, secondary } from '../source/index.ts';
import { type Context, complain, findLocal, labelAt, mainLabel } from './context.ts';
import { definitionsOf, entriesOf } from './environment.ts';
import { force, quote, quoteRow } from './normalise.ts';
import type { MetaOrigin } from './state.ts';
import { type Failure, solvedMetas, unify } from './unify.ts';
import type { RowValue, Value } from './value.ts';

/** Wide enough that a type in a message stands on one line unless it is very long. */
const WIDTH = 200;

/** A type as messages show it; unknown parts are `a`, `b`, … */
export function show(cx: Context, v: Value): string {
  return showTerm(cx, quote(cx.st, v));
}

/** A type as messages show it. */
export function showTerm(cx: Context, t: Term): string {
  return printType(t, definitionsOf(cx.st.env), {
    width: WIDTH,
    unknown: unknowns(cx),
    plain: true,
    context: 'lowest',
  });
}

/** An effect row as messages show it. */
export function showRow(cx: Context, row: RowValue): string {
  return printRow(quoteRow(cx.st, row), definitionsOf(cx.st.env), { width: WIDTH, unknown: unknowns(cx) });
}

/** Letters for what is unknown; the type of a number is called what it will be if nothing else determines it. */
function unknowns(cx: Context): (id: number) => string {
  const names = new Map<number, string>();
  return (id) => {
    const known = names.get(id) ?? numberType(cx, id);
    if (known !== undefined) return known;
    const letter = String.fromCharCode(97 + (names.size % 26));
    const name = names.size < 26 ? letter : `${letter}${Math.floor(names.size / 26)}`;
    names.set(id, name);
    return name;
  };
}

function numberType(cx: Context, id: number): string | undefined {
  for (const hole of cx.st.literals.values()) {
    const type = force(cx.st, hole.type);
    if (type.tag === 'stuck' && type.head.tag === 'meta' && type.head.id === id) {
      return hole.signed ? 'Int32' : 'Nat';
    }
  }
  return undefined;
}

/** Makes `found`, the type of the expression at `span`, equal to `expected`, or reports why it is not. */
export function expect(
  cx: Context,
  expected: Value,
  found: Value,
  span: Span,
  others: readonly Label[] = [],
): boolean {
  const failure = unify(cx.st, expected, found, span);
  if (failure === null) return true;
  reportMismatch(cx, failure, expected, found, span, others);
  return false;
}

/** Reports that the expression at `span` is of type `found` where `expected` is asked for. */
export function reportMismatch(
  cx: Context,
  failure: Failure,
  expected: Value,
  found: Value,
  span: Span,
  others: readonly Label[] = [],
): void {
  const labels = [...others, ...introductions(cx, failure, span)];
  const params = { expected: show(cx, expected), actual: show(cx, found) };
  if (failure.reason === 'escape') {
    const names = [...new Set(failure.names)].map((name) => (name === '' ? '_' : name));
    const help = adviceOnLeak(cx, found);
    complain(cx, 'DX0210', { names }, span, others, { facts: [`its type: ${params.actual}`], help });
  } else if (failure.reason === 'occurs') {
    complain(cx, 'DX0327', params, span, labels);
  } else if (failure.reason === 'effects') {
    complain(cx, 'DX0402', params, span, labels);
  } else {
    const main = mainLabel(cx, span, sizeOf(cx, found, failure.found) ?? '');
    const help = adviceOn(cx, expected, found, span);
    cx.st.diagnostics.push(report('DX0301', params, main, labels, { help }));
  }
}

/** Of a reference to a table whose elements' types differ, no element is a reference. */
function adviceOnLeak(cx: Context, found: Value): readonly string[] {
  const type = force(cx.st, found);
  const content = type.tag === 'refType' ? force(cx.st, type.content) : null;
  return content?.tag === 'tableType'
    ? ['a reference to a table whose rows differ in length has no elements: get the table, and put another']
    : [];
}

/** What a mismatch of this form may come from. */
function adviceOn(cx: Context, expected: Value, found: Value, span: Span): readonly string[] {
  const wanted = force(cx.st, expected);
  const actual = force(cx.st, found);
  const convert = conversion(cx, wanted, actual);
  if (convert !== null) return [`convert it with ${convert}`];
  if (wanted.tag === 'refType' && actual.tag !== 'refType')
    return ['a name keeps its value: bind another, or change a reference, yield_state 1 \\r. r := get r + 1'];
  if (wanted.tag === 'kind' && actual.tag === 'tableType')
    return ['a type is expected, and this is a table: the size of its index set is size (Fin 3), or size n'];
  const numberAndTable =
    (wanted.tag === 'tableType' && isNumber(actual)) || (actual.tag === 'tableType' && isNumber(wanted));
  const operator = numberAndTable ? operatorBeside(cx, span) : null;
  if (operator === '@')
    return ['k@n is the index of the set n with the number k; matrices are multiplied by **'];
  if (operator === '**') return ['** multiplies matrices; a power of numbers is pow(x, y)'];
  if (operator !== null) {
    const each = `for i. x[i] ${operator} 2.0`;
    return [`there is no ${operator} of a number and a table: write ${each}; to scale a table, 2.0 .* x`];
  }
  if (show(cx, wanted) === 'Word8' && show(cx, actual) === 'List Word8')
    return ["a character stands in single quotes: 'a'"];
  if (show(cx, wanted) === 'List Word8' && isNumber(actual)) return ['make a text of it with show'];
  if (wanted.tag === 'kind' && show(cx, actual).endsWith('-> Type'))
    return [
      'an interface is no type: ask for it of a type, given (a|Show); a type of several words stands in parentheses, (m:Maybe Nat)',
    ];
  if (wanted.tag === 'pi' && wanted.params.length === 0 && actual.tag !== 'pi') {
    return ['write \\. before it: a function without parameters is expected'];
  }
  if (actual.tag === 'pi' && wanted.tag !== 'pi' && wanted.tag !== 'kind') {
    return actual.params.some((p) => p.how === 'explicit')
      ? ['apply the function to its arguments']
      : ['call the function: f()'];
  }
  return [];
}

/** The arithmetic operator that an expression is an operand of, by the looks of the text around it. */
function operatorBeside(cx: Context, { start, end }: Span): string | null {
  const { text } = cx.st.file;
  const before = /[^\s\w]+(?=\s*$)/.exec(text.slice(Math.max(0, start - 8), start))?.[0];
  const after = /^\s*([^\s\w]+)/.exec(text.slice(end, end + 8))?.[1];
  return (
    ['+', '-', '*', '/', '**', '@'].find((operator) => operator === before || operator === after) ?? null
  );
}

function isNumber(v: Value): boolean {
  return v.tag === 'scalarType' || v.tag === 'natType';
}

/** Letters by which the names of conversions speak of types: `n_to_f`. */
const LETTERS: Readonly<Record<string, string>> = {
  Nat: 'n',
  Int32: 'i',
  Int64: 'i64',
  Float32: 'f',
  Float64: 'f64',
  Word8: 'w8',
};

/** The function of the library that converts one type of numbers to another, if there is one. */
function conversion(cx: Context, to: Value, from: Value): string | null {
  const [source, target] = [LETTERS[show(cx, from)], LETTERS[show(cx, to)]];
  const name = `${source}_to_${target}`;
  return source !== undefined && target !== undefined && entriesOf(cx.st.env, name).length === 1
    ? name
    : null;
}

/** Reports that an index is of another index set than the table. */
export function reportIndexMismatch(
  cx: Context,
  failure: Failure,
  expected: Value,
  found: Value,
  span: Span,
  others: readonly Label[],
): void {
  if (failure.reason !== 'differ') {
    reportMismatch(cx, failure, expected, found, span, others);
    return;
  }
  const params = { expected: show(cx, expected), actual: show(cx, found) };
  const labels = [...others, ...introductions(cx, failure, span)];
  cx.st.diagnostics.push(
    report('DX0302', params, mainLabel(cx, span, `an index of ${params.actual}`), labels),
  );
}

/** What to say of a table whose index set is the one that differs. */
function sizeOf(cx: Context, whole: Value, part: Value): string | null {
  const table = force(cx.st, whole);
  if (table.tag !== 'tableType' || force(cx.st, table.index) !== force(cx.st, part)) return null;
  return `this table is over ${show(cx, part)}`;
}

/** Who said what an unknown type is, if `type` was unknown: labels for the places, other than `span`. */
export function causes(cx: Context, type: Value, span: Span): readonly Label[] {
  return labelsOf(cx, solvedMetas(type), null, span);
}

/** The most labels that a diagnostic gives to places that say what is expected. */
const MOST = 4;

/** A label for each place that fixed one of the sides that differ. */
function introductions(cx: Context, failure: Failure, span: Span): readonly Label[] {
  const labels = [
    ...labelsOf(cx, failure.expectedBy, failure.expected, span),
    ...labelsOf(cx, failure.foundBy, failure.found, span),
    ...definitionAt(cx, span),
  ];
  const places = new Set<string>();
  const distinct = labels.filter(({ located }) => {
    const place = `${located.span.start} ${located.span.end} ${located.file.name}`;
    return !places.has(place) && places.add(place);
  });
  return distinct.slice(0, MOST);
}

function labelsOf(cx: Context, metas: readonly number[], part: Value | null, span: Span): readonly Label[] {
  return metas.flatMap((id) => {
    const { origin, solvedAt, solution } = cx.st.metas[id]!;
    const at = solvedAt ?? origin.span;
    if (solution === null || (at.start >= span.start && at.end <= span.end)) return [];
    const type = show(cx, solution);
    const table = part === null ? null : sizeOf(cx, solution, part);
    return [labelAt(cx, at, table ?? introduction(origin.role, type)), ...definitionAt(cx, at)];
  });
}

function introduction(role: MetaOrigin['role'], type: string): string {
  switch (role.tag) {
    case 'binder':
      return `${role.name} is of type ${type}, because of this`;
    case 'implicit':
      return `${role.name} of ${role.of} is ${type}, because of this`;
    default:
      return `this is of type ${type}`;
  }
}

/** Where the name that stands at a place is defined, if a name stands there. */
export function definitionAt(cx: Context, at: Span): readonly Label[] {
  const name = cx.st.file.text.slice(at.start, at.end);
  if (!/^[\p{L}_][\p{L}\p{N}_']*$/u.test(name)) return [];
  const local = findLocal(cx, name);
  if (local !== null) return [labelAt(cx, local.span, `${name} is bound here`)];
  return entriesOf(cx.st.env, name).flatMap(({ located }) =>
    located === null || located.file.library ? [] : [secondary(located, `${name} is defined here`)],
  );
}
