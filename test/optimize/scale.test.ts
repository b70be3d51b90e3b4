import { describe, expect, it } from 'vitest';
import {
  accessOf,
  Builder,
  blockKey,
  blockNames,
  checkProgram,
  F32,
  type Fn,
  make,
  type Program,
  parseProgram,
  printProgram,
  refreshFn,
  sameProgram,
  signatureOf,
} from '../../src/loops/index.ts';
import { fresh, supply } from '../../src/names/index.ts';
import { optimize, PASSES, removeExceptions } from '../../src/optimize/index.ts';

/** `x + 1 - x + …`: each statement uses the one before. */
function longBlock(count: number): Program {
  const names = supply();
  const x = { name: fresh(names, 'x'), type: F32 };
  const b = new Builder(names);
  let last = make.variable(x) as ReturnType<Builder['scalar']>;
  for (let k = 0; k < count; k++) last = b.scalar(k % 2 === 0 ? 'fadd' : 'fmul', last, make.variable(x));
  const fn: Fn = {
    name: 'f',
    title: 'f',
    heaps: [],
    params: [x],
    body: b.finish(last),
    noinline: false,
    source: 0,
  };
  return { functions: [fn] };
}

/** A handler over a block of assignments. */
function longHandler(count: number): Program {
  const names = supply();
  const x = { name: fresh(names, 'x'), type: F32 };
  const b = new Builder(names);
  const result = b.runState(make.variable(x), (c, ref) => {
    for (let k = 0; k < count; k++) c.put(ref, make.variable(x));
    return c.get(ref);
  });
  const fn: Fn = {
    name: 'f',
    title: 'f',
    heaps: [],
    params: [x],
    body: b.finish(result),
    noinline: false,
    source: 0,
  };
  return { functions: [fn] };
}

/** Functions that each call the one before. */
function longChain(count: number): Program {
  const functions: Fn[] = [];
  for (let k = 0; k < count; k++) {
    const names = supply();
    const x = { name: fresh(names, 'x'), type: F32 };
    const b = new Builder(names);
    const atom = make.variable(x);
    const before = k === 0 ? atom : b.call(signatureOf(functions[k - 1]!), [], [atom]);
    const body = b.finish(b.scalar('fadd', before, atom));
    functions.push({ name: `f${k}`, title: 'f', heaps: [], params: [x], body, noinline: false, source: 0 });
  }
  return { functions };
}

/** Loops and cases inside one another. */
function deepNest(depth: number): Program {
  const loops = Array.from({ length: depth }, (_, k) => `let x${k} = case b : f32 | u { `).join('');
  const ends = Array.from({ length: depth }, (_, k) => ` } | u { 1f32 } x${depth - 1 - k}`).join('');
  return parseProgram(`fn @f (b : Bool) -> f32 { ${loops} 0f32 ${ends} }`);
}

describe('programs of the size that the language promises', () => {
  it('a block of 100,000 statements goes through every function of Loops and every pass', () => {
    const program = longBlock(100_000);
    expect(checkProgram(program)).toEqual([]);
    const text = printProgram(program);
    expect(sameProgram(parseProgram(text), program)).toBe(true);
    const [fn] = program.functions;
    expect(refreshFn(fn!, supply(7)).body.decls.length).toBe(100_000);
    expect(blockNames(fn!.body).size).toBe(1);
    expect(blockKey(fn!.body).length).toBeGreaterThan(100_000);
    expect(accessOf(fn!.body).reads).toEqual([]);
    for (const pass of PASSES) expect(pass.run(program).functions[0]!.body.decls.length).toBe(100_000);
    expect(removeExceptions(program).functions[0]!.body.decls.length).toBe(100_000);
  }, 240_000);

  it('a block of 100,000 effects', () => {
    const program = longHandler(100_000);
    expect(checkProgram(program)).toEqual([]);
    expect(sameProgram(optimize(program), program)).toBe(true);
  }, 240_000);

  it('10,000 functions that call one another', () => {
    const program = longChain(10_000);
    const optimized = optimize(program);
    expect(checkProgram(optimized)).toEqual([]);
    expect(optimized.functions.length).toBeGreaterThan(1);
    expect(optimized.functions.length).toBeLessThan(10_000);
  }, 240_000);

  it('nesting of 1,000 blocks', () => {
    const program = deepNest(1000);
    expect(checkProgram(program)).toEqual([]);
    expect(sameProgram(parseProgram(printProgram(program)), program)).toBe(true);
    expect(checkProgram(optimize(program))).toEqual([]);
  }, 240_000);
});
