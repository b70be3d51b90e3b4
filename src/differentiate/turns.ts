/** What the schedules for loops that carry State share: the turns of a stretch of the loop, made again and kept. */
import {
  type Atom,
  type Binder,
  Builder,
  type Decl,
  finSet,
  type IndexSet,
  make,
  nameSize,
  refType,
  UNIT_ATOM,
} from '../loops/index.ts';
import type { Supply } from '../names/index.ts';
import { fresh } from '../names/index.ts';
import type { Statement, StatementOf } from './linear/index.ts';
import type { Residuals } from './residual.ts';

/** One turn of the loop, taken apart. */
export interface Turn {
  readonly decls: readonly Decl[];
  readonly residuals: Residuals;
  /** Whether the loop's index is among the residuals. */
  readonly isKey: boolean;
  readonly derived: readonly Statement[];
  readonly linear: readonly Statement[];
}

/** A stretch of the loop: as many turns as `set` has indices, and the ordinal of the loop's index in one of them. */
export interface Stretch {
  readonly set: IndexSet;
  ordinal(b: Builder, turn: Atom): Atom;
}

export const w32 = (value: number): Atom => make.literal('w32', value);

/** The index set `Fin size`, for a size that has a name. */
export function finOf(size: Atom): IndexSet {
  if (size.tag !== 'var') throw new Error('a size is a name');
  return finSet(nameSize(size.name));
}

/** The declarations of a builder, as statements of a linear half. */
export function primals(b: Builder, source: number): readonly Statement[] {
  return b.finish(UNIT_ATOM).decls.map((decl): Statement => ({ tag: 'primal', decl, source }));
}

/** Emits one turn of the stretch, under the names that the loop has. */
export function takeTurn(b: Builder, s: StatementOf<'for'>, stretch: Stretch, at: Atom, turn: Turn): void {
  place(b, s, stretch, at);
  for (const decl of turn.decls) b.declare(decl);
}

function place(b: Builder, s: StatementOf<'for'>, stretch: Stretch, at: Atom): void {
  b.declare(make.letDecl(s.binder.name, make.fromOrdinal(s.index, stretch.ordinal(b, at), s.source)));
}

/** How the turns of a loop get elements of linear tables when they are not made in one loop. */
export interface Elements {
  readonly open: readonly Statement[];
  /** At the beginning of each turn. */
  readonly read: readonly Statement[];
  readonly close: readonly Statement[];
}

/** The elements that the loop consumes one a turn, read through a reference to each table. */
export function elementsByReference(
  { elements, binder, source }: StatementOf<'for'>,
  names: Supply,
): Elements {
  const all = elements.map(({ table, element }): Elements => {
    const heap = fresh(names, 'h');
    const ref = { name: fresh(names, `${table.name.hint}Ref`), type: refType(heap, table.type) };
    const part = { name: fresh(names, `${element.name.hint}Ref`), type: refType(heap, element.type) };
    const common = { kind: 'read', ref, like: null, source } as const;
    const step = { tag: 'element', at: make.variable(binder) } as const;
    return {
      open: [{ tag: 'open', init: table, ...common }],
      read: [
        { tag: 'view', ref: make.variable(ref), step, out: part, source },
        { tag: 'access', action: 'get', ref: make.variable(part), value: element, like: null, source },
      ],
      close: [{ tag: 'close', final: null, ...common }],
    };
  });
  return {
    open: all.flatMap((e) => e.open),
    read: all.flatMap((e) => e.read),
    close: all.flatMap((e) => e.close),
  };
}

/** A loop of a linear half, beside which nothing is made. */
export function linearLoop(
  s: StatementOf<'for'>,
  index: IndexSet,
  binder: Binder,
  statements: readonly Statement[],
): StatementOf<'for'> {
  return { ...s, index, binder, elements: [], body: { statements, result: UNIT_ATOM, outs: [] } };
}

/**
 * The linear halves of a stretch's turns, as a loop; `prelude` gets what makes the turns again, in handlers that begin
 * with `contents`, and keeps their residuals.
 */
export function tapedTurns(
  prelude: Builder,
  s: StatementOf<'for'>,
  carried: readonly Binder[],
  contents: readonly Atom[],
  stretch: Stretch,
  turn: Turn,
): Statement {
  const { source, direction } = s;
  const { set } = stretch;
  const tapes = again(prelude, carried, contents, (inner) =>
    inner.forLoop(
      set,
      (body, j) => {
        takeTurn(body, s, stretch, j, turn);
        return turn.residuals.pack(body);
      },
      direction,
    ),
  );
  const reading = new Builder(prelude.names, source);
  const j = reading.binder('turn', { tag: 'index', set });
  if (!turn.isKey) place(reading, s, stretch, make.variable(j));
  const tape = reading.index(tapes, make.variable(j), 'tape');
  for (const decl of turn.residuals.unpack(tape, source)) reading.declare(decl);
  return linearLoop(s, set, j, [...primals(reading, source), ...turn.derived, ...turn.linear]);
}

/** Runs a body in handlers that take the places of the loop's own. */
function again(
  b: Builder,
  carried: readonly Binder[],
  contents: readonly Atom[],
  body: (b: Builder) => Atom,
): Atom {
  const [ref, ...others] = carried;
  const [content, ...rest] = contents;
  if (ref === undefined || content === undefined) return body(b);
  if (ref.type.tag !== 'ref') throw new Error('a reference is needed');
  const inner = b.block((c) => again(c, others, rest, body));
  const both = b.emit(make.runState(content, ref.type.heap, ref.name, inner, b.source), 'again');
  return b.project(0, both, 'tapes');
}
