/**
 * The tape of a loop whose trip count is known only when it has run: a list in a State reference, whose capacity is
 * doubled when it is full, so that all steps together copy a number of elements proportional to their number.
 */
import {
  type Atom,
  BOOL,
  type Builder,
  finSet,
  listOf,
  make,
  nameSize,
  type Type,
  tableOf,
  UNIT,
  UNIT_ATOM,
} from '../loops/index.ts';

const w32 = (value: number): Atom => make.literal('w32', value);

/** The recorded steps: their number, and a list with at least so many elements. */
export interface Tape {
  readonly count: Atom;
  readonly list: Atom;
}

/**
 * Emits a `while` whose body's result is what `step` answers beside the residuals of that step; answers the tape.
 * `element` is the type of the residuals, which mentions no name of the body.
 */
export function recordSteps(
  b: Builder,
  element: Type,
  step: (b: Builder) => { readonly again: Atom; readonly residuals: Atom },
): Tape {
  const list = listOf(element);
  const none = b.emit(make.tableLiteral(tableOf(finSet(0), element), [], b.source), 'none');
  const start = b.tuple([w32(0), b.pack(list, w32(0), none)], 'tape');
  const outcome = b.runState(start, (inner, ref) => {
    inner.whileLoop((body) => {
      const { again, residuals } = step(body);
      push(body, ref, list, residuals);
      return again;
    });
    return UNIT_ATOM;
  });
  const final = b.project(1, outcome, 'tape');
  return { count: b.project(0, final, 'steps'), list: b.project(1, final, 'tape') };
}

function isTrue(b: Builder, truth: Atom): Atom {
  return b.emit(make.fromTag(BOOL, truth, b.source), 'test');
}

function push(b: Builder, ref: Atom, list: Type, value: Atom): void {
  const count = b.refProject(ref, 0);
  const store = b.refProject(ref, 1);
  const used = b.get(count);
  const capacity = b.emit(make.listLength(store, b.source), 'capacity');
  b.caseOf(isTrue(b, b.scalar('ieq', used, capacity)), UNIT, [
    () => UNIT_ATOM,
    (full) => {
      full.put(store, grown(full, full.get(store), capacity, list));
      return UNIT_ATOM;
    },
  ]);
  b.put(b.emit(make.listElement(store, used, b.source), 'place'), value);
  b.put(count, b.scalar('iadd', used, w32(1)));
}

function setOf(length: Atom): ReturnType<typeof finSet> {
  if (length.tag !== 'var') throw new Error('a length is a name');
  return finSet(nameSize(length.name));
}

/** A list of twice the capacity and one more, that begins with the elements of `old`. */
function grown(b: Builder, old: Atom, capacity: Atom, list: Type): Atom {
  if (list.tag !== 'pair' || list.second.tag !== 'table') throw new Error('a tape is a list');
  const { element } = list.second;
  const larger = b.scalar('iadd', b.scalar('iadd', capacity, capacity), w32(1));
  const [length, elements] = b.unpack(old);
  const table = b.forLoop(setOf(larger), (body, i) => {
    const at = body.ordinal(setOf(larger), i);
    return body.caseOf(isTrue(body, body.scalar('ilt', at, length)), element, [
      (fresh) => fresh.emit(make.garbage(element, fresh.source), 'empty'),
      (copy) => copy.index(elements, copy.fromOrdinal(setOf(length), at)),
    ]);
  });
  return b.pack(list, larger, table);
}

/** The residuals of step `at`, an index of `Fin count`. */
export function stepAt(b: Builder, tape: Tape, at: Atom): Atom {
  const ordinal = b.ordinal(setOf(tape.count), at);
  const [length, elements] = b.unpack(tape.list);
  return b.index(elements, b.fromOrdinal(setOf(length), ordinal));
}
