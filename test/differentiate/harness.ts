/** Running derivatives in tests: both modes of a function given as the text of a Loops program. */
import { expect } from 'vitest';
import {
  type Cost,
  checkLinear,
  checkLinearHalf,
  type Derivative,
  type Derivatives,
  type DeriveOptions,
  derivativesOf,
  type Work as Found,
  tangentType,
  workOf,
} from '../../src/differentiate/index.ts';
import { type Compiled, compile } from '../../src/evaluate/index.ts';
import { checkProgram, type Fn, type Program, parseProgram, type Type } from '../../src/loops/index.ts';
import type { Value } from '../../src/values/index.ts';
import { type Data, fromData, toData } from './data.ts';

export interface Differentiated {
  readonly program: Program;
  readonly derivative: Derivative;
  readonly derivatives: Derivatives;
  readonly entry: Fn;
  run(fn: Fn, args: readonly Value[]): Value;
  value(type: Type, data: Data): Value;
}

/** The program's entry, differentiated for all parameters that have tangents; everything made is checked. */
export function differentiated(
  text: string | Program,
  options: DeriveOptions & { readonly active?: string } = {},
): Differentiated {
  const source = typeof text === 'string' ? parseProgram(text) : text;
  expect(checkProgram(source)).toEqual([]);
  const entry = source.functions[source.functions.length - 1]!;
  const pattern =
    options.active ?? entry.params.map((p) => (tangentType(p.type) === null ? '0' : '1')).join('');
  const derivatives = derivativesOf(source, {
    ...options,
    onStage: (stage, fn) => {
      if (stage === 'linearize') checkLinear(fn);
      else checkLinearHalf(fn);
    },
  });
  const derivative = derivatives.of(entry.name, pattern);
  const program = { functions: [...source.functions, ...derivatives.all] };
  expect(checkProgram(program)).toEqual([]);
  const compiled = new Map<Fn, Compiled>();
  return {
    program,
    derivative,
    derivatives,
    entry,
    value: fromData,
    run: (fn, args) => {
      let run = compiled.get(fn);
      if (run === undefined) {
        run = compile({ functions: program.functions.slice(0, program.functions.indexOf(fn) + 1) });
        compiled.set(fn, run);
      }
      return run.run(args);
    },
  };
}

/** The work of the entry and of everything made of it; names of sizes count as 2, and so do turns of a `while`. */
export function work(d: Differentiated, alternative: (count: number) => number = () => 0): Work {
  const assumptions = { size: () => 2, trips: 2, alternative };
  const found = workOf(d.program, d.entry, d.derivative, d.derivatives, assumptions);
  return { ...found, both: found.both! };
}

export type Work = Found & { readonly both: Cost };

export interface Point {
  readonly primals: readonly Data[];
  readonly tangents: readonly Data[];
}

const typesOfActive = (d: Differentiated, pattern: string): readonly Type[] =>
  d.entry.params.flatMap((p, i) => (pattern[i] === '1' ? [tangentType(p.type)!] : []));

const patternOf = (d: Differentiated): string => /\.d([01]*)\.linear$/.exec(d.derivative.half.name)![1]!;

function tapeOf(
  d: Differentiated,
  primals: readonly Value[],
): { readonly value: Value; readonly lead: readonly Value[] } {
  const both = d.run(d.derivative.primal, primals);
  if (both.tag !== 'product') throw new Error('a primal half gives its result and a tape');
  return { value: both.items[0]!, lead: [...d.derivative.explicit.map((i) => primals[i]!), both.items[1]!] };
}

/** The value of the entry, and its derivative in a direction. */
export function forward(
  d: Differentiated,
  primals: readonly Data[],
  tangents: readonly Data[],
): { value: Data; tangent: Data } {
  const args = d.entry.params.map((p, i) => fromData(p.type, primals[i]!));
  const { value, lead } = tapeOf(d, args);
  const types = typesOfActive(d, patternOf(d));
  const tangent = d.run(d.derivative.linear, [...lead, ...tangents.map((t, i) => fromData(types[i]!, t))]);
  return { value: toData(value), tangent: toData(tangent) };
}

/** The value of the entry, and the cotangents of its active parameters. */
export function reverse(
  d: Differentiated,
  primals: readonly Data[],
  cotangent: Data,
): { value: Data; cotangents: readonly Data[] } {
  const args = d.entry.params.map((p, i) => fromData(p.type, primals[i]!));
  const { value, lead } = tapeOf(d, args);
  const type = tangentType(d.entry.body.type)!;
  const found = d.run(d.derivative.transposed, [...lead, fromData(type, cotangent)]);
  const count = typesOfActive(d, patternOf(d)).length;
  const cotangents = count === 1 ? [toData(found)] : (toData(found) as readonly Data[]);
  return { value: toData(value), cotangents };
}

/** The gradient of a function whose result is one float. */
export function gradient(
  text: string,
  primals: readonly Data[],
  options: DeriveOptions & { readonly active?: string } = {},
): readonly Data[] {
  return reverse(differentiated(text, options), primals, 1).cotangents;
}
