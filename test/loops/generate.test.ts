import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkProgram,
  parseProgram,
  printProgram,
  refreshFn,
  sameProgram,
  type Tag,
} from '../../src/loops/index.ts';
import { supply } from '../../src/names/index.ts';
import { HOST_OPERATIONS, SCALAR_OPERATORS } from '../../src/primitives/index.ts';
import { featuresOf } from './coverage.ts';
import { programs } from './generate.ts';
import { runs } from './tape.ts';

const TAGS: Readonly<Record<Tag, true>> = {
  atom: true,
  scalar: true,
  cast: true,
  bitcast: true,
  tuple: true,
  project: true,
  inject: true,
  tagOf: true,
  fromTag: true,
  case: true,
  for: true,
  each: true,
  tableLiteral: true,
  index: true,
  reindex: true,
  argsort: true,
  pack: true,
  sizeOf: true,
  ordinal: true,
  fromOrdinal: true,
  while: true,
  runState: true,
  runReader: true,
  runAccum: true,
  get: true,
  put: true,
  ask: true,
  extend: true,
  refIndex: true,
  refProject: true,
  listLength: true,
  listElement: true,
  throw: true,
  catch: true,
  fail: true,
  garbage: true,
  host: true,
  show: true,
  parseFloat: true,
  call: true,
};

const FEATURES: readonly string[] = [
  ...Object.keys(TAGS).map((tag) => `form ${tag}`),
  ...Object.keys(SCALAR_OPERATORS).map((operator) => `operator ${operator}`),
  ...HOST_OPERATIONS.map((operation) => `host ${operation}`),
  ...['read', 'accum', 'state', 'except', 'io'].map((effect) => `effect ${effect}`),
  ...['scalar', 'product', 'sum', 'table', 'pair', 'ref', 'index'].map((type) => `type ${type}`),
  ...['fin', 'prod', 'sum', 'power', 'named', 'from', 'fromExc', 'to', 'toExc'].map((set) => `set ${set}`),
  'for forward',
  'for backward',
  'each forward',
  'each backward',
  'unpack',
  'dependent table',
];

describe('random programs', () => {
  it('are well-typed, and the same after printing and parsing and under other names', () => {
    fc.assert(
      fc.property(programs, (program) => {
        expect(checkProgram(program)).toEqual([]);
        const text = printProgram(program);
        expect(sameProgram(parseProgram(text), program)).toBe(true);
        const renamed = { functions: program.functions.map((fn) => refreshFn(fn, supply(100_000))) };
        expect(checkProgram(renamed)).toEqual([]);
        expect(sameProgram(renamed, program)).toBe(true);
        expect(printProgram(renamed)).toBe(text);
      }),
      { numRuns: runs(5000), endOnFailure: true },
    );
  }, 600_000);

  it('contain every form, effect and operator in one program of a hundred', () => {
    const sample = fc.sample(programs, { numRuns: 1000, seed: 7 });
    const counts = new Map<string, number>(FEATURES.map((feature) => [feature, 0]));
    for (const program of sample) {
      for (const feature of featuresOf(program)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    }
    const rare = FEATURES.filter((feature) => counts.get(feature)! < sample.length / 100);
    const report = rare.map((feature) => `${feature}: ${counts.get(feature)} of ${sample.length}`);
    expect(report).toEqual([]);
  }, 240_000);
});
