/**
 * Equality of Core terms up to the names of binders. Coherence of instances is assumed, so types are compared
 * without their dictionaries: those whose place in a node shows what they are, those whose form does, and the
 * arguments of `synth` parameters.
 */
import type { Name } from '../names/index.ts';
import { type Definitions, globalKey, sameGlobal } from './definitions.ts';
import { visitChildren } from './fold.ts';
import type { CoreEffect, Param, Row, Term } from './ir.ts';

/** Equality up to the names of binders; sources and hints take no part. Linear in the size of the terms. */
export function alphaEqual(a: Term, b: Term): boolean {
  return comparer(null).term(a, b);
}

/** As `alphaEqual`, for types (in normal form) and without their dictionaries. */
export function sameType(a: Term, b: Term, definitions: Definitions): boolean {
  return comparer(definitions).term(a, b);
}

/**
 * Whether a term is evidence for a constraint, of which there is at most one: two of the same type are equal.
 */
export function isDictionary(t: Term): boolean {
  return t.tag === 'instance' || t.tag === 'superclass' || t.tag === 'finIx' || t.tag === 'dataDict';
}

/** What a node says beside its subterms and binders. */
function label(t: Term): string {
  switch (t.tag) {
    case 'global':
      return globalKey(t.ref);
    case 'meta':
      return String(t.id);
    case 'kind':
      return t.kind;
    case 'scalarType':
      return t.scalar;
    case 'ptrType':
      return t.target;
    case 'lit':
      return `${t.scalar} ${Object.is(t.value, -0) ? '-0' : t.value}`;
    case 'natLit':
      return String(t.value);
    case 'string':
      return t.bytes;
    case 'pairType':
      return String(t.implicit);
    case 'pi':
    case 'lam':
      return [t.mode, ...t.params.map((p) => p.how)].join();
    case 'dataType':
      return globalKey(t.data);
    case 'classType':
      return globalKey(t.cls);
    case 'instance':
      return globalKey(t.instance);
    case 'superclass':
    case 'method':
      return `${globalKey(t.cls)} ${t.index}`;
    case 'project':
    case 'refField':
      return String(t.index);
    case 'con':
    case 'field':
      return `${globalKey(t.data)} ${t.index}`;
    case 'case':
      return [globalKey(t.data), ...t.alternatives.map((a) => a?.binders.length ?? '-')].join();
    case 'for':
      return `${t.direction} ${t.effectOnly} ${t.axis}`;
    case 'prim':
      return t.name;
    default:
      return '';
  }
}

type Event = { readonly term: Term; readonly dictionary: boolean } | { readonly name: Name } | number;

/** The subterms, binders and ends of scopes of a node in order; rows apart, whose order means nothing. */
function events(t: Term): readonly Event[] {
  const found: Event[] = [];
  visitChildren(
    t.tag === 'pi' || t.tag === 'lam' ? { ...t, row: { tag: 'row', effects: [], tail: null } } : t,
    {
      term: (term, dictionary) => found.push({ term, dictionary }),
      bind: (name) => found.push({ name }),
      leave: (count) => found.push(count),
    },
  );
  return found;
}

type Numbers = readonly [number | undefined, number | undefined];

interface Comparer {
  term(a: Term, b: Term): boolean;
}

function comparer(definitions: Definitions | null): Comparer {
  // The number of the binder that each name means at this point, on each side.
  const left = new Map<number, number>();
  const right = new Map<number, number>();
  const entered: { readonly a: number; readonly b: number; readonly was: Numbers }[] = [];
  let binders = 0;

  const bind = (a: Name, b: Name): void => {
    entered.push({ a: a.id, b: b.id, was: [left.get(a.id), right.get(b.id)] });
    left.set(a.id, binders);
    right.set(b.id, binders);
    binders += 1;
  };
  const restore = (map: Map<number, number>, id: number, was: number | undefined): void => {
    if (was === undefined) map.delete(id);
    else map.set(id, was);
  };
  const leaveTo = (depth: number): void => {
    while (entered.length > depth) {
      const { a, b, was } = entered.pop()!;
      restore(left, a, was[0]);
      restore(right, b, was[1]);
    }
  };

  const term = (a: Term, b: Term): boolean => {
    if (a === b && entered.length === 0) return true;
    if (a.tag === 'var' || b.tag === 'var') {
      if (a.tag === 'var' && b.tag === 'var') {
        const x = left.get(a.name.id);
        const y = right.get(b.name.id);
        return x === undefined && y === undefined ? a.name.id === b.name.id : x === y;
      }
      return definitions !== null && (isDictionary(a) || isDictionary(b));
    }
    if (definitions !== null && (isDictionary(a) || isDictionary(b))) return true;
    if (a.tag !== b.tag || label(a) !== label(b)) return false;
    if (a.tag === 'row') return rows(a, b as Row);
    const skipped = definitions === null ? none : synthesised(a, definitions);
    const mine = events(a);
    const theirs = events(b);
    const depth = entered.length;
    const equal =
      mine.length === theirs.length &&
      mine.every((x, i) => {
        const y = theirs[i]!;
        if (typeof x === 'number' || typeof y === 'number') {
          // The row of a function stands in the scope of its parameters: compare it before that closes.
          const sameRows = !('row' in a && 'row' in b && i === mine.length - 1) || rows(a.row, b.row);
          if (typeof x === 'number') leaveTo(entered.length - x);
          return sameRows && x === y;
        }
        if ('name' in x || 'name' in y) {
          if (!('name' in x && 'name' in y)) return false;
          bind(x.name, y.name);
          return true;
        }
        return (definitions !== null && x.dictionary) || skipped.has(i) || term(x.term, y.term);
      });
    leaveTo(depth);
    return equal;
  };

  const effects = (a: CoreEffect, b: CoreEffect): boolean => {
    if (a.tag === 'user') {
      return (
        b.tag === 'user' &&
        sameGlobal(a.effect, b.effect) &&
        a.args.length === b.args.length &&
        a.args.every((x, i) => term(x, b.args[i]!))
      );
    }
    return a.tag === b.tag && (!('heap' in a) || ('heap' in b && term(a.heap, b.heap)));
  };
  const rows = (a: Row, b: Row): boolean =>
    (a.tail === null ? b.tail === null : b.tail !== null && term(a.tail, b.tail)) &&
    a.effects.every((x) => b.effects.some((y) => effects(x, y))) &&
    b.effects.every((y) => a.effects.some((x) => effects(x, y)));
  return { term };
}

const none: ReadonlySet<number> = new Set();

/** The places among a node's subterms that hold the arguments of `synth` parameters. */
function synthesised(t: Term, definitions: Definitions): ReadonlySet<number> {
  if (t.tag === 'dataType' || t.tag === 'con') return synthPlaces(dataParams(t.data, definitions), 0);
  if (t.tag !== 'app' || t.fn.tag !== 'global') return none;
  const d = definitions.lookup(t.fn.ref);
  const type = d.tag === 'function' || d.tag === 'value' ? d.type : null;
  return type?.tag === 'pi' ? synthPlaces(type.params, 1) : none;
}

function dataParams(ref: Parameters<Definitions['lookup']>[0], definitions: Definitions): readonly Param[] {
  const d = definitions.lookup(ref);
  return d.tag === 'data' ? d.params : [];
}

function synthPlaces(params: readonly Param[], offset: number): ReadonlySet<number> {
  if (!params.some((p) => p.how === 'synth')) return none;
  return new Set(params.flatMap((p, i) => (p.how === 'synth' ? [i + offset] : [])));
}
