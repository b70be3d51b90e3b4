/** Functions made of the derivatives of a program, which may be differentiated again. */
import { expect } from 'vitest';
import { derive } from '../../src/differentiate/index.ts';
import { compile } from '../../src/evaluate/index.ts';
import {
  type Atom,
  Builder,
  checkProgram,
  type Fn,
  make,
  type Program,
  type Type,
  typeOf,
} from '../../src/loops/index.ts';
import { supply } from '../../src/names/index.ts';
import { type Data, fromData, toData } from './data.ts';

/** The last function, which is what a program means. */
export const entryOf = (program: Program): Fn => program.functions[program.functions.length - 1]!;

/** The program, checked and compiled. */
export function runner(program: Program): (args: readonly Data[]) => Data {
  expect(checkProgram(program)).toEqual([]);
  const compiled = compile(program);
  return (args) => toData(compiled.run(entryOf(program).params.map((p, i) => fromData(p.type, args[i]!))));
}

export const run = (program: Program, args: readonly Data[]): Data => runner(program)(args);

/** The program with a function after its functions. */
export function extended(
  program: Program,
  name: string,
  types: readonly Type[],
  body: (b: Builder, args: readonly Atom[]) => Atom,
): Program {
  const names = supply(0);
  const b = new Builder(names);
  const params = types.map((type) => b.binder('x', type));
  const result = body(b, params.map(make.variable));
  const fn: Fn = { name, title: name, heaps: [], params, body: b.finish(result), noinline: false, source: 0 };
  return { functions: [...program.functions, fn] };
}

interface Derivative {
  readonly program: Program;
  /** (value, the linear map's operands) at a point. */
  at(b: Builder, args: readonly Atom[]): { readonly value: Atom; readonly operands: readonly Atom[] };
  readonly linear: Fn;
  readonly transposed: Fn;
}

/** The entry, differentiated in its last parameter. */
function derivative(program: Program): Derivative {
  const derived = derive(program);
  const functions = [...program.functions, ...derived.functions];
  const named = (name: string): Fn => functions.find((fn) => fn.name === name)!;
  return {
    program: { functions },
    at: (b, args) => {
      const both = b.call(make.signatureOf(named(derived.primal)), [], args);
      return {
        value: b.project(0, both),
        operands: [...derived.explicit.map((i) => args[i]!), b.project(1, both)],
      };
    },
    linear: named(derived.linear),
    transposed: named(derived.transposed),
  };
}

/** The function's directional derivative in its last parameter: the parameters, and a tangent before the last. */
export function jvp(program: Program, name: string): Program {
  const { params } = entryOf(program);
  const d = derivative(program);
  const last = params[params.length - 1]!;
  const lead = params.slice(0, -1).map((p) => p.type);
  return extended(d.program, name, [...lead, last.type, last.type], (b, args) => {
    const tangent = args[lead.length]!;
    const { operands } = d.at(b, [...args.slice(0, lead.length), args[lead.length + 1]!]);
    return b.call(make.signatureOf(d.linear), [], [...operands, tangent]);
  });
}

/** The gradient of a function to a float in its last parameter. */
export function grad(program: Program, name: string): Program {
  const d = derivative(program);
  return extended(
    d.program,
    name,
    entryOf(program).params.map((p) => p.type),
    (b, args) => {
      const { operands } = d.at(b, args);
      return b.call(make.signatureOf(d.transposed), [], [...operands, make.literal('f64', 1)]);
    },
  );
}

/** v · f(x), where f gives something like v: with `v` first. */
export function dotted(program: Program, name: string): Program {
  const entry = entryOf(program);
  const vector = entry.body.type;
  return extended(program, name, [vector, ...entry.params.map((p) => p.type)], (b, [v, ...args]) => {
    const g = b.call(make.signatureOf(entry), [], args);
    return inner(b, v!, g);
  });
}

function inner(b: Builder, x: Atom, y: Atom): Atom {
  const type = typeOf(x);
  if (type.tag === 'scalar') return b.scalar('fmul', x, y);
  if (type.tag === 'product') {
    return type.items
      .map((_, i) => inner(b, b.project(i, x), b.project(i, y)))
      .reduce((sum, term) => b.scalar('fadd', sum, term));
  }
  if (type.tag !== 'table') throw new Error('not a vector');
  const sums = b.monoid(make.literal('f64', 0), (c, l, r) => c.scalar('fadd', l, r));
  const both = b.runAccum(sums, (c, ref) => {
    c.eachLoop(type.index, (d, i) => {
      const again = d.monoid(make.literal('f64', 0), (e, l, r) => e.scalar('fadd', l, r));
      d.extend(ref, again, inner(d, d.index(x, i), d.index(y, i)));
    });
    return { tag: 'unit' };
  });
  return b.project(1, both);
}

/** The Hessian times v, four ways; each takes v, then the point. */
export const NESTINGS: Readonly<Record<string, (f: Program) => Program>> = {
  'forward over reverse': (f) => jvp(grad(f, 'g'), 'h'),
  'reverse over forward': (f) => grad(jvp(f, 'j'), 'h'),
  'reverse over reverse': (f) => grad(dotted(grad(f, 'g'), 'd'), 'h'),
  'forward over forward': (f) => jvp(jvp(f, 'j'), 'h'),
};
