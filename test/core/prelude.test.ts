import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as c from '../../src/core/index.ts';
import { definitionsOf, elaborateBlock, emptyEnvironment } from '../../src/elaborate/index.ts';
import { originTable, sourceFile } from '../../src/source/index.ts';
import { parseSource } from '../../src/syntax/index.ts';

/** The prelude's definitions, by index, and what its blocks compute. */
function elaboratePrelude() {
  const file = sourceFile(
    'prelude.dx',
    readFileSync(new URL('../../stdlib/prelude.dx', import.meta.url), 'utf8'),
  );
  const origins = originTable();
  const library: c.Definition[] = [];
  const computations: c.Computation[] = [];
  const messages: string[] = [];
  let env = emptyEnvironment('prelude');
  for (const cell of parseSource(file)) {
    if (cell.tag !== 'code' || cell.item === null) continue;
    const result = elaborateBlock(cell.item, env, origins, file);
    env = result.env;
    messages.push(...result.diagnostics.map((d) => d.message));
    for (const d of result.definitions) library[d.ref.index] = d;
    if (result.computation !== null) computations.push(result.computation);
  }
  return { definitions: definitionsOf(env), library, computations, messages };
}

const { definitions, library, computations, messages } = elaboratePrelude();

/** The printed type of a top-level name. */
function typeOf(name: string): string {
  const d = library.find((found) => found.ref.name === name && found.tag !== 'instance');
  const type = d === undefined ? null : c.typeOfGlobal(d.ref, definitions);
  return type === null ? `no ${name}` : c.printType(type, definitions, { width: Number.POSITIVE_INFINITY });
}

/** Plain data with its source ids replaced. */
function withSources(data: unknown, f: (id: number) => number): unknown {
  if (Array.isArray(data)) return data.map((item) => withSources(item, f));
  if (typeof data !== 'object' || data === null) return data;
  const entries = Object.entries(data).map(([key, value]) => [
    key,
    key === 'source' ? f(value as number) : withSources(value, f),
  ]);
  return Object.fromEntries(entries);
}

describe('the prelude as Core', () => {
  it('elaborates', () => {
    expect(messages).toEqual([]);
    expect(library.length).toBeGreaterThan(500);
  });

  it('has the types and effects that it says', () => {
    const problems = [
      ...library.flatMap((d) => c.checkDefinition(d, definitions).map((p) => ({ in: d.ref.name, ...p }))),
      ...computations.flatMap((made) => c.checkComputation(made, definitions)),
    ];
    expect(problems).toEqual([]);
  });

  // Recorded from upstream (language.md 8.2 and 8.4), with dialect L's names for constraints.
  it.each([
    ['fst', '({a:Type}{b:Type}(pair:(a, b)) -> a)'],
    ['Just', '({a:Type}(v#0:a) -> (Maybe a))'],
    ['Left', '({a:Type,b:Type}(v#0:a) -> (Either a b))'],
    ['to_list', '({n:Type}[d:(Ix n)]{a:Type}(xs:(n => a)) -> (List a))'],
    ['print', '((s:(List Word8)) -> {IO} ())'],
    ['while', '({eff:EffKind}(body:(() -> {|eff} Bool)) -> {|eff} ())'],
    ['ordinal', '({n:Type}[v#0:(Ix n)](v#1:n) -> Nat)'],
    [
      'run_state',
      '({a:Type}{s:Type}[d:(Data s)]{eff:EffKind}(init:s,action:({h:Heap}(v#0:(Ref h s)) -> {State h|eff} a)) -> {|eff} (a, s))',
    ],
    ['Maybe', '((a:Type) -> Type)'],
    ['Int', 'Type'],
  ])('types %s as upstream does', (name, type) => {
    expect(typeOf(name)).toBe(type);
  });

  it('is stored and read again', () => {
    const placeOf = (source: number) => (source === 0 ? null : { start: source, end: source });
    const data = c.writeModule({ definitions: library, placeOf, notes: '' });
    const stored = c.openModule(data)!;
    library.forEach((d, i) => {
      // Stored ids count the places; each must still be the place that it was.
      expect(withSources(stored.lookup(i), (id) => stored.span(id)?.start ?? 0)).toStrictEqual(d);
    });
  });

  it('prints, and the same way whatever its names are made of', () => {
    for (const d of library) {
      if (d.tag !== 'function') continue;
      const renamed = { ...d, type: c.refresh(d.type, 10_000_000), body: c.refresh(d.body, 10_000_000) };
      expect(c.alphaEqual(renamed.body, d.body)).toBe(true);
      expect(c.printDefinition(renamed, definitions)).toBe(c.printDefinition(d, definitions));
    }
  });

  it('is refused when a definition is spoilt', () => {
    // A planted mistake: each function's body is replaced by that of the function before it of another type.
    const functions = library.filter((d) => d.tag === 'function');
    const mixed = functions.flatMap((d, i) => {
      const other = functions[(i + 1) % functions.length]!;
      return c.alphaEqual(d.type, other.type) ? [] : [{ ...d, body: other.body }];
    });
    const accepted = mixed.filter((d) => c.checkDefinition(d, definitions).length === 0);
    expect(mixed.length).toBeGreaterThan(200);
    expect(accepted.map((d) => d.ref.name)).toEqual([]);
  });
});
