/**
 * Loops that carry State, checkpointed in blocks of √T turns: stored is the state before each block. The linear half
 * makes the turns of a block again, in handlers of its own that begin with the stored state, and keeps the residuals of
 * that block alone.
 */
import { type Atom, type Binder, Builder, make } from '../loops/index.ts';
import type { Statement, StatementOf } from './linear/index.ts';
import { finOf, linearLoop, primals, type Stretch, type Turn, takeTurn, tapedTurns, w32 } from './turns.ts';

/** Emits the loop into the non-linear half; answers its linear half. `carried` are the references that it changes. */
export function blockedLoop(
  b: Builder,
  s: StatementOf<'for'>,
  carried: readonly Binder[],
  turn: Turn,
): readonly Statement[] {
  const { source, direction, index } = s;
  const size = b.sizeOf(index);
  const root = b.scalar('ceil', b.scalar('sqrt', b.cast('f64', size)));
  const length = b.scalar('iadd', b.cast('w32', root), b.cast('w32', b.scalar('ieq', size, w32(0))));
  const count = b.scalar('idiv', b.scalar('isub', b.scalar('iadd', size, length), w32(1)), length);
  const blocks = finOf(count);

  /** The turns of a block: the last one may be shorter. */
  const block = (inner: Builder, k: Atom): Stretch => {
    const start = inner.scalar('imul', inner.ordinal(blocks, k), length);
    const rest = inner.scalar('isub', size, start);
    const set = finOf(inner.scalar('select', inner.scalar('ilt', rest, length), rest, length));
    return { set, ordinal: (body, j) => body.scalar('iadd', start, body.ordinal(set, j)) };
  };

  const saves = b.forLoop(
    blocks,
    (outer, k) => {
      const saved = outer.tuple(carried.map((ref) => outer.get(make.variable(ref))));
      const stretch = block(outer, k);
      outer.eachLoop(stretch.set, (inner, j) => takeTurn(inner, s, stretch, j, turn), direction);
      return saved;
    },
    direction,
  );

  const prelude = new Builder(b.names, source);
  const k = prelude.binder('block', { tag: 'index', set: blocks });
  const stretch = block(prelude, make.variable(k));
  const contents = prelude.projectAll(prelude.index(saves, make.variable(k)));
  const turns = tapedTurns(prelude, s, carried, contents, stretch, turn);
  return [linearLoop(s, blocks, k, [...primals(prelude, source), turns])];
}
