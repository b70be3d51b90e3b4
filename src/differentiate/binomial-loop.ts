/**
 * Loops that carry State, checkpointed with a fixed number of snapshots by the binomial schedule (Griewank and Walther,
 * *Algorithm 799: revolve*, ACM TOMS 26, 2000). Stored is the state before the loop, which is the first snapshot.
 *
 * With β(s, r) = C(s + r, s), `s` snapshots reverse `l` ≤ β(s, r) turns while no turn is advanced over more than `r`
 * times. The linear half is a nest of loops, one for each snapshot: the chain of turns falls into the parts 0 … r; of
 * each, the state at its beginning is made from the state at the beginning of the chain, and its turns are a chain with
 * `s - 1` snapshots. Part `i` ends at max(β(s, i - 1), l - β(s, r) + β(s, i)): so the last part has between
 * β(s - 1, r - 1) and β(s - 1, r) turns, and those before it between β(s, r - 2) and β(s, r - 1), for which the fewest
 * turns are advanced over: r · l - C(s + r, s + 1) in all. A chain without snapshots has one turn at most, of which
 * the residuals are kept. No part reads what another one made, so that the transpose may run the nest backward. The
 * published schedule places its first snapshots while it computes the primal result; here the primal half stands alone.
 */
import { type Atom, type Binder, Builder, make, typeOf, UNIT_ATOM } from '../loops/index.ts';
import type { Name } from '../names/index.ts';
import type { Statement, StatementOf } from './linear/index.ts';
import { finOf, linearLoop, primals, type Stretch, type Turn, tapedTurns, w32 } from './turns.ts';

/** Turns that follow one another: the number of the first one, how many, and the states that it begins with. */
interface Chain {
  readonly first: Atom;
  readonly length: Atom;
  readonly contents: readonly Atom[];
}

const f64 = (value: number): Atom => make.literal('f64', value);

/** Emits the loop into the non-linear half; answers its linear half. `carried` are the references that it changes. */
export function binomialLoop(
  b: Builder,
  s: StatementOf<'for'>,
  carried: readonly Binder[],
  turn: Turn,
  snapshots: number,
): readonly Statement[] {
  const { source, direction, index, binder } = s;
  const length = b.sizeOf(index);
  const before = b.tuple(
    carried.map((ref) => b.get(make.variable(ref))),
    'snapshot',
  );
  b.emit(make.eachLoop(direction, index, binder, make.block(turn.decls, UNIT_ATOM), source), 'u');
  const prelude = new Builder(b.names, source);
  const contents = prelude.projectAll(before);
  const whole = { first: w32(0), length, contents };
  const turns = new Schedule(s, carried, turn, length).chain(prelude, snapshots, whole);
  return [...primals(prelude, source), turns];
}

class Schedule {
  /** The loop, whose turns are numbered in the order in which they are made. */
  private readonly s: StatementOf<'for'>;
  private readonly carried: readonly Binder[];
  private readonly turn: Turn;
  private readonly size: Atom;
  private readonly isBackward: boolean;

  constructor(s: StatementOf<'for'>, carried: readonly Binder[], turn: Turn, size: Atom) {
    this.s = { ...s, direction: 'forward' };
    this.carried = carried;
    this.turn = turn;
    this.size = size;
    this.isBackward = s.direction === 'backward';
  }

  /** The linear halves of a chain's turns; `prelude` gets what they need. */
  chain(prelude: Builder, snapshots: number, { first, length, contents }: Chain): Statement {
    const { s, carried, turn } = this;
    if (snapshots === 0) return tapedTurns(prelude, s, carried, contents, this.stretch(first, length), turn);
    const total = prelude.cast('f64', length);
    const most = repetitions(prelude, snapshots, total);
    const spare = prelude.scalar('fsub', total, binomial(prelude, snapshots, most));
    const parts = finOf(prelude.cast('w32', prelude.scalar('fadd', most, f64(1))));

    const inner = new Builder(prelude.names, s.source);
    const part = inner.binder('part', { tag: 'index', set: parts });
    const i = inner.cast('f64', inner.ordinal(parts, make.variable(part)));
    const previous = inner.scalar('fsub', i, f64(1));
    const shorter = binomial(inner, snapshots, previous);
    const shortest = larger(inner, f64(0), binomial(inner, snapshots, inner.scalar('fsub', i, f64(2))));
    const from = inner.cast('w32', larger(inner, shortest, inner.scalar('fadd', spare, shorter)));
    const full = inner.scalar('fadd', spare, binomial(inner, snapshots, i));
    const to = inner.cast('w32', larger(inner, shorter, full));
    const states = this.advanced(inner, { first, length: from, contents });
    const turns = this.chain(inner, snapshots - 1, {
      first: inner.scalar('iadd', first, from),
      length: inner.scalar('isub', to, from),
      contents: states,
    });
    return linearLoop(s, parts, part, [...primals(inner, s.source), turns]);
  }

  private stretch(first: Atom, length: Atom): Stretch {
    const set = finOf(length);
    return {
      set,
      ordinal: (b, at) => {
        const number = b.scalar('iadd', first, b.ordinal(set, at));
        if (!this.isBackward) return number;
        return b.scalar('isub', b.scalar('isub', this.size, w32(1)), number);
      },
    };
  }

  /** The states after a chain. */
  private advanced(b: Builder, { first, length, contents }: Chain): readonly Atom[] {
    const { s, carried, turn } = this;
    const stretch = this.stretch(first, length);
    const body = make.block(turn.decls, UNIT_ATOM);
    const states = withStates(b, contents, [], (inner, refs) => {
      inner.eachLoop(stretch.set, (step, j) => {
        const images = new Map([[s.binder.name.id, step.fromOrdinal(s.index, stretch.ordinal(step, j))]]);
        const heaps = new Map<number, Name>();
        carried.forEach((ref, k) => {
          images.set(ref.name.id, refs[k]!);
          heaps.set(heapOf(ref.type).id, heapOf(typeOf(refs[k]!)));
        });
        step.inline(body, images, heaps);
      });
      return inner.tuple(
        refs.map((ref) => inner.get(ref)),
        'snapshot',
      );
    });
    return b.projectAll(states);
  }
}

function heapOf(type: Binder['type']): Name {
  if (type.tag !== 'ref') throw new Error('a reference is needed');
  return type.heap;
}

function withStates(
  b: Builder,
  contents: readonly Atom[],
  refs: readonly Atom[],
  body: (b: Builder, refs: readonly Atom[]) => Atom,
): Atom {
  const [content, ...rest] = contents;
  if (content === undefined) return body(b, refs);
  return b.project(
    0,
    b.runState(content, (inner, ref) => withStates(inner, rest, [...refs, ref], body)),
  );
}

function larger(b: Builder, x: Atom, y: Atom): Atom {
  return b.scalar('select', b.scalar('flt', x, y), y, x);
}

/**
 * C(s + r, s), which is 0 for r = -1. In doubles all steps are exact: for the fewest repetitions the result is at most
 * s + 1 times the number of turns, which is a word.
 */
function binomial(b: Builder, s: number, r: Atom): Atom {
  let result = b.scalar('fadd', r, f64(1));
  for (let j = 2; j <= s; j++)
    result = b.scalar('fdiv', b.scalar('fmul', result, b.scalar('fadd', r, f64(j))), f64(j));
  return result;
}

/** The smallest r with C(s + r, s) ≥ `total`. */
function repetitions(b: Builder, s: number, total: Atom): Atom {
  const outcome = b.runState(f64(0), (inner, ref) => {
    inner.whileLoop((body) => {
      const r = body.get(ref);
      const isShort = body.scalar('flt', binomial(body, s, r), total);
      body.put(ref, body.scalar('fadd', r, body.cast('f64', isShort)));
      return isShort;
    });
    return UNIT_ATOM;
  });
  return b.project(1, outcome, 'repetitions');
}
