/**
 * The one file in which passes meet: from a computation in Core to a result, and the order of the passes between.
 *
 *     simplify ─▶ (optimizer's passes) ─▶ compile ─▶ run
 *
 * The session hands `simplify` what it needs of differentiation, so that no pass imports another. After every pass the
 * language's own check runs if asked for, and an observer may look at the program.
 */
import {
  type Computation,
  checkComputation,
  checkDefinition,
  printComputation,
  printDefinition,
} from '../core/index.ts';
import { type DeriveOptions, derive, type Schedule, STORE_ALL, tangentType } from '../differentiate/index.ts';
import { definitionsOf, type Elaborated } from '../elaborate/index.ts';
import { type Compiled, compile } from '../evaluate/index.ts';
import { checkProgram, type Fn, type Program, printProgram } from '../loops/index.ts';
import { optimize, PASSES, replaceExceptions } from '../optimize/index.ts';
import { type Passes, type Rules, type Simplified, simplify, type World } from '../simplify/index.ts';
import type { Origins } from '../source/index.ts';

/** What an observer is told after each pass. */
export interface PassEvent {
  readonly pass: string;
  readonly milliseconds: number;
  /** The program after the pass, as text. */
  readonly print: () => string;
}

export interface PipelineOptions {
  readonly origins: Origins;
  /** Check the program after every pass; a mistake there is an internal error. */
  readonly check: boolean;
  readonly observe: ((event: PassEvent) => void) | null;
  readonly now: () => number;
}

/** The names of the passes in order, for `dx dump --after`. */
export const PASS_NAMES: readonly string[] = ['elaborate', 'simplify', ...PASSES.map((p) => p.name)];

/** A computation made ready to run. */
export interface Lowered {
  readonly simplified: Simplified;
  readonly program: Program;
  readonly compiled: Compiled;
}

/** Simplifies, optimizes and compiles a computation. Throws `SimplifyFault` where Loops cannot say what it asks for. */
export function lower(computation: Computation, world: World, options: PipelineOptions): Lowered {
  const simplified = step(
    'simplify',
    options,
    () => simplify(computation, world),
    (s) => s.program,
  );
  const program = optimizeProgram(simplified.program, options);
  return { simplified, program, compiled: compile(program) };
}

/** Runs the optimizer's passes in order. */
export function optimizeProgram(program: Program, options: PipelineOptions): Program {
  let current = program;
  for (const pass of PASSES)
    current = step(
      pass.name,
      options,
      () => pass.run(current, { inlineSource: options.origins.inlinedAt }),
      (p) => p,
    );
  return current;
}

function step<T>(pass: string, options: PipelineOptions, run: () => T, programOf: (result: T) => Program): T {
  const start = options.now();
  const result = run();
  const milliseconds = options.now() - start;
  const program = programOf(result);
  options.observe?.({ pass, milliseconds, print: () => printProgram(program) });
  if (options.check) {
    const [problem] = checkProgram(program);
    if (problem !== undefined)
      throw new Error(`after ${pass}: ${JSON.stringify(problem)}\n${printProgram(program)}`);
  }
  return result;
}

/** Tells the observer what elaboration made of a block. */
export function observeElaborated(elaborated: Elaborated, options: PipelineOptions): void {
  const { definitions, computation, env } = elaborated;
  options.observe?.({
    pass: 'elaborate',
    milliseconds: 0,
    print: () =>
      [
        ...definitions.map((d) => printDefinition(d, definitionsOf(env))),
        ...(computation === null ? [] : [printComputation(computation, definitionsOf(env))]),
      ].join('\n'),
  });
  if (!options.check) return;
  const world = definitionsOf(env);
  const problems = [
    ...definitions.flatMap((d) => checkDefinition(d, world)),
    ...(computation === null ? [] : checkComputation(computation, world)),
  ];
  if (problems.length > 0) throw new Error(`after elaborate: ${problems[0]!.message}`);
}

/** What simplification hands functions to: one is optimized, and exceptions become sums, before it is differentiated. */
export function simplifyPasses(origins: Origins): Passes {
  const options = { inlineSource: origins.inlinedAt };
  return {
    derive: (source, rules) => {
      const { program, replaced } = replaceExceptions(optimize(source, options));
      const derived = derive(program, deriveOptions(rules, origins));
      return { ...derived, functions: [...replaced, ...derived.functions] };
    },
  };
}

/** What a program says about its derivatives, as differentiation takes it; custom linearizations are optimized. */
export function deriveOptions(rules: Rules, origins: Origins): DeriveOptions {
  const optimized = (program: Program): readonly Fn[] =>
    optimize(program, { inlineSource: origins.inlinedAt }).functions;
  const custom: DeriveOptions['custom'] = (callee, activity) => {
    const rule = rules.custom(callee, activity, tangentType);
    if (rule === null) return null;
    const [primal, linear] = [optimized(rule.primal), optimized(rule.linear)];
    const callees = [...primal.slice(0, -1), ...linear.slice(0, -1)];
    return { primal: primal.at(-1)!, explicit: rule.explicit, linear: linear.at(-1)!, callees };
  };
  const policy = {
    ...STORE_ALL,
    recomputesCall: (callee: string) => rules.storage(callee) === 'argument',
    schedule: (_loop: unknown, callee: string): Schedule => {
      const storage = rules.storage(callee);
      if (typeof storage === 'number') return { snapshots: storage };
      return storage === 'blocks' ? 'blocks' : 'store';
    },
  };
  return { custom, policy };
}
