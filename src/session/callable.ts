/**
 * Top-level functions for callers outside of the language. The caller says with a lambda, as text, at which types it
 * wants the function: `\n:Nat xs:(Fin n => Float32). f(xs)`. That is elaborated like any other expression, so that
 * dictionaries and sizes are found as a program would find them, then simplified and compiled once.
 */
import type { Term, TermOf } from '../core/index.ts';
import type { DeriveOptions } from '../differentiate/index.ts';
import { elaborateBlock } from '../elaborate/index.ts';
import { compile, type RunOptions } from '../evaluate/index.ts';
import type { Program } from '../loops/index.ts';
import { rulesOf, simplifyFunction } from '../simplify/index.ts';
import { type Diagnostic, sourceFile } from '../source/index.ts';
import { parseSource } from '../syntax/index.ts';
import type { Value } from '../values/index.ts';
import { deriveOptions, optimizeProgram } from './pipelines.ts';
import type { TopLevel } from './top-level.ts';

export interface Callable {
  /** The type at which it was asked for: parameters are data, sizes among them. */
  readonly type: TermOf<'pi'>;
  /** Throws `RuntimeFault`. */
  call(args: readonly Value[], options: RunOptions): Value;
}

/** A lambda over data as a program of Loops, optimized. */
export interface LoweredFunction {
  readonly type: TermOf<'pi'>;
  /** The last function is the lambda; its first parameters are `stored`, values of top-level names. */
  readonly program: Program;
  readonly stored: readonly Value[];
  /** What the program says about derivatives of its functions. */
  readonly derivatives: DeriveOptions;
}

/** The name of the file in which the lambdas of callers stand. */
export const CALL = 'call';

/** The program that `lambda` denotes; what is wrong with it, if anything. Throws `SimplifyFault`. */
export function lowerFunction(top: TopLevel, lambda: string): LoweredFunction | readonly Diagnostic[] {
  // The text is none of the user's: a fault is shown in what it calls.
  const file = sourceFile(CALL, lambda, true);
  const [cell] = parseSource(file);
  if (cell?.tag !== 'code' || cell.item === null) return cell?.tag === 'code' ? cell.diagnostics : [];
  const { computation, env, diagnostics } = elaborateBlock(cell.item, top.env, top.shared.origins, file);
  const output = computation?.outputs[0];
  if (output === undefined || output.type.tag !== 'pi') return diagnostics;
  const { decls, source } = computation!;
  const term: Term = { tag: 'block', decls, result: output.term, source };
  const world = top.world(env);
  const { program, inputs } = simplifyFunction(term, output.type, source, world);
  return {
    type: output.type,
    program: optimizeProgram(program, top.pipelineOptions()),
    stored: inputs.map(({ ref, atom }) => top.storedValue(ref).atoms[atom]!.value),
    derivatives: deriveOptions(rulesOf(world), world.origins),
  };
}

/** The function that `lambda` denotes, compiled; what is wrong with it, if anything. Throws `SimplifyFault`. */
export function callable(top: TopLevel, lambda: string): Callable | readonly Diagnostic[] {
  const lowered = lowerFunction(top, lambda);
  if (!('program' in lowered)) return lowered;
  const { type, program, stored } = lowered;
  const compiled = compile(program);
  return { type, call: (args, options) => compiled.run([...stored, ...args], options) };
}
