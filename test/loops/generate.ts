/**
 * Random well-typed Loops programs: up to two shared functions and an entry that takes
 * `(n : w32, xs : Fin n => f32, k : i32, s : String)`.
 */
import {
  type Block,
  Builder,
  F32,
  type Fn,
  finSet,
  I32,
  listOf,
  make,
  nameSize,
  type Program,
  STRING,
  signatureOf,
  type Type,
  tableOf,
  UNIT,
  W32,
} from '../../src/loops/index.ts';
import { fresh, supply } from '../../src/names/index.ts';
import { type Callable, Generator } from './generate-blocks.ts';
import { type Tape, tapes } from './tape.ts';

function declaredIds(block: Builder, from: number): ReadonlySet<number> {
  return new Set(Array.from({ length: block.names.next - from }, (_, k) => from + k));
}

function sharedFunction(
  tape: Tape,
  names: { next: number },
  index: number,
  callables: readonly Callable[],
): Callable & { fn: Fn } {
  const n = { name: fresh(names, 'n'), type: W32 };
  const xs = { name: fresh(names, 'xs'), type: tableOf(finSet(nameSize(n.name)), F32) };
  const b = new Builder(names);
  const generator = new Generator(tape, b, callables);
  generator.addSize(make.variable(n));
  const mode = tape.of(['none', 'state', 'accum', 'read'] as const);
  const content = mode === 'none' ? UNIT : tape.of([F32, tableOf(finSet(3), F32)]);
  const heap = fresh(names, 'h');
  const ref = { name: fresh(names, 'r'), type: { tag: 'ref', heap, content } as Type };
  if (mode !== 'none') generator.addRef({ atom: make.variable(ref), mode, monoid: 'add' });
  const throws = tape.onceIn(3);
  generator.allow({ throws, hosts: false });
  const result = tape.of([F32, tableOf(finSet(nameSize(n.name)), F32), listOf(F32)]);
  generator.statements(5);
  const body: Block = b.finish(generator.construct(result));
  const fn: Fn = {
    name: `f${index}`,
    title: 'shared',
    heaps: mode === 'none' ? [] : [heap],
    params: mode === 'none' ? [n, xs] : [n, xs, ref],
    body,
    noinline: tape.onceIn(4),
    source: 0,
  };
  const isThrowing = body.effects.some((effect) => effect.tag === 'except');
  return {
    fn,
    signature: signatureOf(fn),
    throws: isThrowing,
    ref: mode === 'none' ? null : { content, mode },
  };
}

/** The program that a tape describes. */
export function generateProgram(tape: Tape): Program {
  const names = supply();
  const callables: (Callable & { fn: Fn })[] = [];
  const count = tape.below(3);
  for (let k = 0; k < count; k++) callables.push(sharedFunction(tape, names, k, callables));
  const n = { name: fresh(names, 'n'), type: W32 };
  const xs = { name: fresh(names, 'xs'), type: tableOf(finSet(nameSize(n.name)), F32) };
  const k = { name: fresh(names, 'k'), type: I32 };
  const s = { name: fresh(names, 's'), type: STRING };
  const from = names.next;
  const b = new Builder(names);
  const generator = new Generator(tape, b, callables);
  generator.addSize(make.variable(n));
  generator.allow({ throws: false, hosts: true });
  generator.seed([make.variable(xs), make.variable(k), make.variable(s)]);
  generator.statements(14);
  generator.calls();
  const body = b.finish(generator.everything(declaredIds(b, from)));
  const entry: Fn = {
    name: 'main',
    title: 'main',
    heaps: [],
    params: [n, xs, k, s],
    body,
    noinline: false,
    source: 0,
  };
  return { functions: [...callables.map((c) => c.fn), entry] };
}

/** Random well-typed programs, which shrink. */
export const programs = tapes.map((tape): Program => generateProgram(tape));
