import { readFileSync } from 'node:fs';
import { checkComputation, checkDefinition, type Definition, printType } from '../../src/core/index.ts';
import {
  definitionsOf,
  type Environment,
  elaborateBlock,
  emptyEnvironment,
  importModule,
  moduleInterface,
} from '../../src/elaborate/index.ts';
import { type Diagnostic, originTable, positionAt, sourceFile } from '../../src/source/index.ts';
import { parseSource } from '../../src/syntax/index.ts';

/** What became of one block. */
export interface Result {
  readonly diagnostics: readonly Diagnostic[];
  /** The text shown, or the type of the value shown; null where nothing is. */
  readonly shown: string | null;
  readonly definitions: readonly Definition[];
}

const origins = originTable();

/** Elaborates a text block by block. Whatever elaborates must also pass the checker of Core. */
export function elaborateText(
  text: string,
  start: Environment,
): { readonly env: Environment; readonly results: readonly Result[] } {
  const file = sourceFile('test.dx', text);
  let env = start;
  const results: Result[] = [];
  for (const cell of parseSource(file)) {
    if (cell.tag !== 'code') continue;
    if (cell.item === null || cell.diagnostics.length > 0) {
      results.push({ diagnostics: cell.diagnostics, shown: null, definitions: [] });
      continue;
    }
    const r = elaborateBlock(cell.item, env, origins, file);
    env = r.env;
    const known = definitionsOf(env);
    for (const d of r.definitions) {
      const [problem] = checkDefinition(d, known);
      if (problem !== undefined) throw new Error(`${d.ref.name}: ${JSON.stringify(problem)}`);
    }
    if (r.computation !== null) {
      const [problem] = checkComputation(r.computation, known);
      if (problem !== undefined) throw new Error(`${cell.text}: ${JSON.stringify(problem)}`);
    }
    results.push({ diagnostics: r.diagnostics, shown: shownText(r.show, env), definitions: r.definitions });
  }
  return { env, results };
}

function shownText(show: ReturnType<typeof elaborateBlock>['show'], env: Environment): string | null {
  return show.tag === 'value' || show.tag === 'type' ? printType(show.type, definitionsOf(env)) : null;
}

function load(path: string): Environment {
  const { env, results } = elaborateText(readFileSync(path, 'utf8'), emptyEnvironment('prelude'));
  const failed = results.flatMap((r) => r.diagnostics);
  if (failed.length > 0) throw new Error(`${path}: ${failed[0]!.message}`);
  return env;
}

/** The environment of a program that sees the library's prelude. */
export const withPrelude = importModule(
  emptyEnvironment(''),
  moduleInterface(load(new URL('../../stdlib/prelude.dx', import.meta.url).pathname)),
);

/** The diagnostics of a program, as `CODE line message`. */
export function mistakes(text: string, env = withPrelude): readonly string[] {
  return elaborateText(text, env).results.flatMap((r) =>
    r.diagnostics.map((d) => {
      const [first] = d.labels;
      const line = first === undefined ? 0 : positionAt(first.located.file, first.located.span.start).line;
      return `${d.code} ${line} ${d.message}`;
    }),
  );
}

/** The text or the type that the last block of a program shows. Throws on a mistake. */
export function shown(text: string, env = withPrelude): string | null {
  const { results } = elaborateText(text, env);
  const [mistake] = results.flatMap((r) => r.diagnostics);
  if (mistake !== undefined) throw new Error(mistake.message);
  return results.at(-1)?.shown ?? null;
}
