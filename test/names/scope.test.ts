import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { Scope, ScopedMap } from '../../src/names/index.ts';

describe('scopes as types', () => {
  it('reject the six misuses', () => {
    const file = fileURLToPath(new URL('scope.types.ts', import.meta.url));
    const config = fileURLToPath(new URL('../../tsconfig.json', import.meta.url));
    const { options } = ts.convertCompilerOptionsFromJson(
      ts.readConfigFile(config, ts.sys.readFile).config.compilerOptions,
      fileURLToPath(new URL('../..', import.meta.url)),
    );
    const program = ts.createProgram([file], { ...options, types: [] });
    const source = program.getSourceFile(file);
    const messages = [...program.getSemanticDiagnostics(source), ...program.getSyntacticDiagnostics(source)];
    expect(messages.map((m) => ts.flattenDiagnosticMessageText(m.messageText, '\n'))).toEqual([]);
  }, 30_000);
});

describe('scopes at run time', () => {
  it('keep a binder above the mark and rename one below it', () => {
    const scope = Scope.outermost(3);
    const kept = scope.withRefreshed({ name: { id: 7, hint: 'x' } }, (b, inner) => [b.name.id, inner.mark]);
    const renamed = scope.withRefreshed({ name: { id: 1, hint: 'x' } }, (b, inner) => [
      b.name.id,
      inner.mark,
    ]);
    expect(kept).toEqual([7, 8]);
    expect(renamed).toEqual([3, 4]);
  });

  it('undo what a scope bound when it is left', () => {
    const map = new ScopedMap<string>();
    const x = { id: 0, hint: 'x' };
    map.set(x, 'outer');
    const mark = map.enter();
    map.set(x, 'inner');
    map.set({ id: 1, hint: 'y' }, 'y');
    expect(map.get(x)).toBe('inner');
    map.leave(mark);
    expect(map.get(x)).toBe('outer');
    expect(map.has({ id: 1, hint: 'y' })).toBe(false);
  });
});
