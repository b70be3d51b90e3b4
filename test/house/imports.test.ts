import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, read } from './files.ts';

/** The folders of src/, each of which may import only those before it (docs/architecture.md). */
const ORDER = [
  'util',
  'source',
  'syntax',
  'names',
  'primitives',
  'values',
  'core',
  'loops',
  'evaluate',
  'elaborate',
  'simplify',
  'differentiate',
  'optimize',
  'mesh',
  'imp',
  'backend',
  'session',
  'html',
  'api',
  'repl',
  'cli',
];
/** Passes that meet only in session/pipelines.ts. */
const PASSES = new Set(['elaborate', 'simplify', 'differentiate', 'optimize', 'mesh', 'imp']);
const NODE_FOLDERS = new Set(['cli', 'repl']);

interface Import {
  readonly file: string;
  readonly target: string;
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)\s*import\s*'([^']+)'/g;

function importsOf(file: string): Import[] {
  return [...read(file).matchAll(IMPORT)].map((m) => ({ file, target: m[1] ?? m[2] ?? m[3] ?? '' }));
}

function folderOf(path: string): string {
  return path.split('/')[1] ?? '';
}

const files = filesBelow('src', '.ts');
const imports = files.flatMap(importsOf);
const relativeImports = imports
  .filter((i) => i.target.startsWith('.'))
  .map((i) => ({ ...i, path: normalize(join(dirname(i.file), i.target)) }));

describe('the house', () => {
  test('every folder of src is in the order', () => {
    expect(files.map(folderOf).filter((f) => !ORDER.includes(f))).toEqual([]);
  });

  test('imports point from a later folder to an earlier one', () => {
    const wrong = relativeImports.filter(
      (i) => ORDER.indexOf(folderOf(i.path)) > ORDER.indexOf(folderOf(i.file)),
    );
    expect(wrong.map((i) => `${i.file} imports ${i.path}`)).toEqual([]);
  });

  test('passes never import each other', () => {
    const wrong = relativeImports.filter(
      (i) =>
        folderOf(i.path) !== folderOf(i.file) && PASSES.has(folderOf(i.path)) && PASSES.has(folderOf(i.file)),
    );
    expect(wrong.map((i) => `${i.file} imports ${i.path}`)).toEqual([]);
  });

  test('other folders import only the index', () => {
    const wrong = relativeImports.filter(
      (i) => folderOf(i.path) !== folderOf(i.file) && !/\/index(\.node)?\.ts$/.test(i.path),
    );
    expect(wrong.map((i) => `${i.file} imports ${i.path}`)).toEqual([]);
  });

  test('only the terminal and *.node.ts import node:', () => {
    const wrong = imports.filter(
      (i) =>
        i.target.startsWith('node:') && !NODE_FOLDERS.has(folderOf(i.file)) && !i.file.endsWith('.node.ts'),
    );
    expect(wrong.map((i) => `${i.file} imports ${i.target}`)).toEqual([]);
  });

  test('no cycles', () => {
    const graph = new Map<string, string[]>();
    for (const i of relativeImports) graph.set(i.file, [...(graph.get(i.file) ?? []), i.path]);
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
        return;
      }
      state.set(file, 'open');
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });
});
