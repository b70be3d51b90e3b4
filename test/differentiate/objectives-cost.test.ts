/**
 * What reverse mode costs on the objectives of `examples/objectives`, with nothing optimized after differentiation: the
 * value and the gradient together at most five times the value, in floating-point operations that are executed, and in the
 * cost model, where copying a number, dropping it and making a zero cost as much as adding. Five is the bound for
 * + - × ÷ exp log sin cos sqrt (section 1.7 of the reference on differentiation); comparisons, and the logarithm of the gamma
 * function, keep within it here too.
 */
import { expect, test } from 'vitest';
import { derivativesOf, linearWork, total, workOf } from '../../src/differentiate/index.ts';
import { type Count, compile, Probe } from '../../src/evaluate/index.ts';
import type { Fn } from '../../src/loops/index.ts';
import { fileModules } from '../../src/session/index.node.ts';
import { Session } from '../../src/session/index.ts';
import { sourceFile } from '../../src/source/index.ts';
import type { Value } from '../../src/values/index.ts';
import { read } from '../house/files.ts';

interface Objective {
  readonly program: string;
  /** Definitions for the instance; `wave(k)` is a number from -1 to 1. */
  readonly instance?: string;
  /** The point, its type, and the objective of `p`. */
  readonly point: string;
  readonly type: string;
  readonly objective: string;
  /** The alternative that the cost model takes of each `case`, if not the first. */
  readonly alternative?: (count: number) => number;
}

const WAVE = 'def wave(k:Nat) -> Float64 = sin (n_to_f64 (k * k + 3 * k + 1))\n';

const OBJECTIVES: readonly Objective[] = [
  {
    program: 'lse',
    point: 'for i:(Fin 50). wave (ordinal i)',
    type: 'Fin 50=>Float64',
    objective: 'primal p',
  },
  {
    program: 'llsq',
    point: 'for i:(Fin 8). wave (ordinal i)',
    type: 'Fin 8=>Float64',
    objective: 'primal(p, 40)',
  },
  {
    program: 'gmm',
    instance: 'data : Fin 30=>Fin 4=>Float64 = for i j. wave (4 * ordinal i + ordinal j)',
    point:
      '(for c:(Fin 3). wave (ordinal c), for c:(Fin 3) j:(Fin 4). wave (9 * ordinal c + ordinal j), for c:(Fin 3) j:(Fin 4). wave (7 * ordinal c + ordinal j), for c:(Fin 3) j:(Fin 6). wave (5 * ordinal c + ordinal j))',
    type: '(Fin 3=>Float64, Fin 3=>Fin 4=>Float64, Fin 3=>Fin 4=>Float64, Fin 3=>Fin 6=>Float64)',
    objective: 'objective(p.0, p.1, p.2, p.3, data, 1, half)',
  },
  {
    program: 'ba',
    point: '(camera, point, half)',
    instance: 'half : Float64 = divide(1, 2)',
    type: '(Camera, Vec3, Float64)',
    objective: 'projection_error(p.0, p.1, p.2, [1, 2])[0@_]',
  },
  {
    program: 'lstm',
    instance: `start : Fin 2=>Fin 2=>Fin 5=>Float64 = for l j i. wave (10 * ordinal l + 5 * ordinal j + ordinal i)
text : Fin 12=>Fin 5=>Float64 = for t i. if is_odd (ordinal t * ordinal t + ordinal i) then 1 else 0`,
    point:
      '(for l:(Fin 2) q:(Fin 2) g:(Fin 4) i:(Fin 5). wave (40 * ordinal l + 20 * ordinal q + 5 * ordinal g + ordinal i), for j:(Fin 3) i:(Fin 5). wave (5 * ordinal j + ordinal i))',
    type: '(Fin 2=>Fin 2=>Fin 4=>Fin 5=>Float64, Fin 3=>Fin 5=>Float64)',
    objective: 'objective(p.0, p.1, start, text)',
  },
  {
    program: 'ht',
    point: 'for k:(Fin 26). wave (ordinal k)',
    type: 'Pose',
    objective:
      'sum (for i. (objective_simple(p, parents, relatives, inverses, rest, weights, matched, points))[i, 0@_])',
  },
  {
    program: 'ht',
    point: '(for k:(Fin 26). wave (ordinal k), places)',
    type: '(Pose, Fin 2=>Fin 2=>Float64)',
    objective:
      'sum (for i. (objective_complicated(p.0, p.1, parents, relatives, inverses, rest, weights, triangles, for _. 0@_, points))[i, 0@_])',
  },
  {
    program: 'ode',
    point: 'for i:(Fin 6). wave (ordinal i)',
    type: 'Fin 6=>Float64',
    objective: 'primal(p, 5)[5@_]',
  },
  {
    program: 'det',
    point: 'for i:(Fin 5) j:(Fin 5). wave (5 * ordinal i + ordinal j)',
    type: 'Fin 5=>Fin 5=>Float64',
    objective: 'primal p',
    alternative: (count) => count - 1,
  },
  {
    program: 'kmeans',
    instance: 'data : Fin 30=>Fin 4=>Float64 = for i j. wave (4 * ordinal i + ordinal j)',
    point: 'for c:(Fin 3) j:(Fin 4). wave (9 * ordinal c + ordinal j)',
    type: 'Fin 3=>Fin 4=>Float64',
    objective: 'cost(data, p)',
  },
];

/** Operations on floats: arithmetic, comparisons, elementary functions. Numbers moved and integers do not count. */
const isFlop = (count: string): boolean => FLOPS.has(count);
const FLOPS: ReadonlySet<string> = new Set<Count>([
  ...(['fadd', 'fsub', 'fmul', 'fdiv', 'fneg', 'feq', 'fgt', 'flt'] as const),
  ...(['exp', 'log', 'sin', 'cos', 'sqrt', 'lgamma', 'digamma'] as const),
]);

const flops = (counts: Probe['counts']): number =>
  Object.entries(counts).reduce((sum, [count, number]) => (isFlop(count) ? sum + number : sum), 0);

test.each(OBJECTIVES)(
  '$program: $objective',
  ({ program, instance, point, type, objective, alternative }) => {
    const session = new Session({ modules: fileModules(), values: 'demanded' });
    const text = `${read(`examples/objectives/${program}.dx`)}\n${WAVE}\n${instance ?? ''}\nat : ${type} = ${point}\n`;
    for (const { outputs } of session.run(sourceFile('objective.dx', text)))
      expect(outputs.filter((o) => o.tag === 'diagnostic')).toEqual([]);
    const lowered = session.lowerFunction(`\\p:(${type}). ${objective}`);
    if (!('program' in lowered)) throw new Error(JSON.stringify(lowered));
    const start = session.lowerFunction('\\_:Nat. at');
    if (!('program' in start)) throw new Error(JSON.stringify(start));
    const at = compile(start.program).run([...start.stored, { tag: 'scalar', scalar: 'w32', value: 0 }]);
    const { functions } = lowered.program;
    const derivatives = derivativesOf(lowered.program, lowered.derivatives);
    const entry = functions.at(-1)!;
    const args = [...lowered.stored, at];
    const pattern = entry.params.map((_, i) => (i === args.length - 1 ? '1' : '0')).join('');
    const derivative = derivatives.of(entry.name, pattern);
    const { primal, transposed, explicit } = derivative;
    const all = [...functions, ...derivatives.all];
    const count = (fn: Fn, operands: readonly Value[]) => {
      const probe = new Probe();
      const value = compile({ functions: all.slice(0, all.indexOf(fn) + 1) }, { probe }).run(operands);
      return { value, flops: flops(probe.counts) };
    };
    const forward = count(primal, args);
    if (forward.value.tag !== 'product') throw new Error('a primal half gives its result and a tape');
    const one: Value = { tag: 'scalar', scalar: 'f64', value: 1 };
    const back = count(transposed, [...explicit.map((i) => args[i]!), forward.value.items[1]!, one]);
    const alone = count(entry, args);
    expect(alone.flops).toBeGreaterThan(60);
    expect((forward.flops + back.flops) / alone.flops).toBeLessThanOrEqual(5);

    const assumptions = { size: () => 6, trips: 6, alternative: alternative ?? (() => 0) };
    const work = workOf(lowered.program, entry, derivative, derivatives, assumptions);
    expect(total(work.program)).toBeGreaterThan(20);
    expect((total(work.primal) + linearWork(work.turned)) / total(work.program)).toBeLessThanOrEqual(5);
    // Transposition conserves work.
    expect(linearWork(work.turned)).toBe(linearWork(work.half));
  },
);
