/**
 * Derivatives held against each other: along a direction t of an argument, with a covector c of the result, forward mode
 * gives c·(J t), reverse mode (Jᵀ c)·t, and differences approximate both.
 */
import {
  type Definitions,
  freeNames,
  printType,
  reduction,
  substitute,
  substitution,
  type Term,
  weakHead,
} from '../core/index.ts';
import { lambdaText, Session, type Signature, type Slot, signatureOf, specialise } from '../session/index.ts';
import { type Diagnostic, renderDiagnostic } from '../source/index.ts';
import type { Value } from '../values/index.ts';
import { floatsOf, mapFloats } from './floats.ts';
import { load, openProgram } from './program.ts';
import { sessionOptions } from './session-options.ts';
import type { Terminal } from './terminal.ts';
import { underivable } from './underivable.ts';
import { type Action, EXIT } from './verb.ts';

const DEFAULT_SIZE = 3;
const DRAWS = 3;
/** After so many draws outside of the function's domain, no more are made. */
const MOST_OUTSIDE = 12;

export const gradCheck: Action = (invocation) => {
  const { operands, options, terminal } = invocation;
  const { of: name, size } = options;
  if (typeof name !== 'string') {
    terminal.err('dx grad-check: `--of NAME` says which function\n');
    return EXIT.usage;
  }
  const file = openProgram(operands[0]!, terminal);
  if (file === null) return EXIT.failed;
  const session = new Session({ ...sessionOptions(invocation), values: 'demanded' });
  const problems = load(session, file);
  const found = session.typeOf(name);
  const signature = found === null ? null : signatureOf(name, found.type, found.definitions);
  if (found === null || signature === null) {
    for (const problem of problems) terminal.err(`${renderDiagnostic(problem)}\n`);
    terminal.err(`dx grad-check: the program has no function \`${name}\`\n`);
    return EXIT.failed;
  }
  const refusal = underivable({ ...signature, hasIo: signature.hasIo || signature.mayThrow });
  if (refusal !== null) {
    terminal.err(`dx grad-check: ${refusal}\n`);
    return EXIT.failed;
  }
  try {
    const checked = new Checked(session, signature, found.definitions);
    return report(checked, Number(size ?? DEFAULT_SIZE), terminal) ? EXIT.ok : EXIT.failed;
  } catch (error) {
    if (error instanceof Undrawable) {
      const { name: argument, type } = error.param;
      terminal.err(
        `dx grad-check: no value of ${argument} : ${type} can be drawn, because \`Arbitrary\` has no instance for it\n`,
      );
      return EXIT.failed;
    }
    const diagnostics = error instanceof Refused ? error.diagnostics : [session.explain(error)];
    for (const diagnostic of diagnostics) terminal.err(`${renderDiagnostic(diagnostic)}\n`);
    return EXIT.failed;
  }
};

/** A program that was made of the function's signature and has no meaning: what is wrong with it. */
class Refused extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super('a program is not well typed');
    this.diagnostics = diagnostics;
  }
}

/** A parameter that no argument can be drawn for. */
class Undrawable extends Error {
  readonly param: { readonly name: string; readonly type: string };

  constructor(param: { readonly name: string; readonly type: string }) {
    super('no argument can be drawn');
    this.param = param;
  }
}

/** An expression that draws a value of this type: by `arb`, structs field by field. */
function drawn(type: Term, definitions: Definitions, key: string, depth = 0): string {
  const t = weakHead(type, reduction(definitions));
  if (t.tag === 'tableType') {
    const index = `i${depth}`;
    const element = drawn(t.element, definitions, `(ixkey(${key}, ${index}))`, depth + 1);
    return element.startsWith('arb ') ? `arb ${key}` : `for ${index}. ${element}`;
  }
  const data = t.tag === 'dataType' ? definitions.lookup(t.data) : null;
  if (t.tag !== 'dataType' || data?.tag !== 'data' || data.fieldNames === null) return `arb ${key}`;
  const params = substitution(data.params, t.args);
  const [only] = data.constructors;
  const fields = only!.fields.map((f, k) =>
    drawn(substitute(f.type, params), definitions, `(hash(${key}, ${k}))`, depth),
  );
  return `${only!.name}(${fields.join(', ')})`;
}

/** One derivative three times, and how far the others may be from the first. */
interface Comparison {
  readonly forward: number;
  readonly reverse: number;
  readonly differences: number;
  readonly agrees: boolean;
}

class Checked {
  /** The names of the sizes and index sets, as the function has them. */
  readonly sizeNames: readonly string[];
  readonly params: readonly { readonly name: string; readonly type: string }[];
  private readonly session: Session;
  private readonly definitions: Definitions;
  private readonly sizes: readonly string[];
  private readonly slots: readonly Slot[];
  /** For each slot, whether it is a size of a later one, which `--size` gives. */
  private readonly isSize: readonly boolean[];
  private readonly result: string;
  private readonly call: (args: readonly string[]) => string;
  private readonly programs = new Map<string, (args: readonly Value[]) => Value>();

  constructor(session: Session, signature: Signature, definitions: Definitions) {
    const at = specialise(signature, new Map(), definitions);
    const shown = (type: Term): string => printType(type, definitions, { width: Number.POSITIVE_INFINITY });
    this.session = session;
    this.definitions = definitions;
    this.sizeNames = signature.variables.filter((v) => v.kind !== 'type').map((v) => v.name.hint);
    this.sizes = at.sizes;
    this.slots = at.args;
    this.isSize = signature.params.map(({ name }, k) => {
      const later = signature.params.slice(k + 1);
      return at.args[k]!.term.tag === 'natType' && later.some(({ type }) => freeNames(type).has(name.id));
    });
    this.result = at.result;
    this.call = at.call;
    this.params = signature.params.map((p, k) => ({
      name: p.name.hint || `argument ${k + 1}`,
      type: shown(p.type),
    }));
  }

  /** Arguments made from a key by `arb`, sizes before them. */
  draw(size: number, key: number): Value[] {
    const args: Value[] = this.sizes.map(() => natural(size));
    this.slots.forEach(({ type, term }, k) => {
      if (this.isSize[k]) {
        args.push(natural(size));
        return;
      }
      const body = `\n  drawn : ${type} = ${drawn(term, this.definitions, '(new_key key)')}\n  drawn`;
      const program = this.drawing(k, body);
      args.push(program([...args, natural(key * this.slots.length + k)]));
    });
    return args;
  }

  /** Throws `Undrawable` for a type that `arb` knows nothing of. */
  private drawing(k: number, body: string): (args: readonly Value[]) => Value {
    try {
      return this.program(this.slots.slice(0, k), [{ name: 'key', type: 'Nat' }], body);
    } catch (error) {
      if (error instanceof Refused) throw new Undrawable(this.params[k]!);
      throw error;
    }
  }

  value(args: readonly Value[]): Value {
    return this.program(this.slots, [], this.call(this.slots.map((s) => s.name)))(args);
  }

  forward(k: number, args: readonly Value[], tangent: Value): Value {
    const { name, type } = this.slots[k]!;
    const body = `jvp(${this.inArgument(k)}, ${name}, tangent)`;
    return this.program(this.slots, [{ name: 'tangent', type }], body)([...args, tangent]);
  }

  reverse(k: number, args: readonly Value[], cotangent: Value): Value {
    const body = `(vjp(${this.inArgument(k)}, ${this.slots[k]!.name}) | \\r. (snd r)(cotangent))`;
    return this.program(this.slots, [{ name: 'cotangent', type: this.result }], body)([...args, cotangent]);
  }

  position(k: number): number {
    return this.sizes.length + k;
  }

  /** The function of its argument `k` alone. */
  private inArgument(k: number): string {
    const given = this.slots.map((s, j) => (j === k ? 'p' : s.name));
    return `(\\p:${this.slots[k]!.type}. ${this.call(given)})`;
  }

  private program(
    slots: readonly Slot[],
    more: readonly { readonly name: string; readonly type: string }[],
    body: string,
  ): (args: readonly Value[]) => Value {
    const lambda = lambdaText(this.sizes, [...slots, ...more], body);
    const known = this.programs.get(lambda);
    if (known !== undefined) return known;
    const made = this.session.callable(lambda);
    if (!('call' in made)) throw new Refused(made);
    const run = (args: readonly Value[]): Value =>
      made.call(
        args,
        this.session.runOptions(() => {}),
      );
    this.programs.set(lambda, run);
    return run;
  }
}

function natural(value: number): Value {
  return { tag: 'scalar', scalar: 'w32', value };
}

/** Shows the comparison for each argument; whether all agree. */
function report(checked: Checked, size: number, terminal: Terminal): boolean {
  const draws: (readonly Value[])[] = [];
  let outside = 0;
  for (let key = 0; draws.length < DRAWS && outside < MOST_OUTSIDE; key += 1) {
    const args = checked.draw(size, key);
    if (floatsOf(checked.value(args)).some(Number.isNaN)) outside += 1;
    else draws.push(args);
  }
  const sizes = checked.sizeNames.map((name) => `${name} = ${size}`);
  if (sizes.length > 0) terminal.out(`${sizes.join(', ')}\n`);
  if (outside > 0) terminal.out(`${outside} draws left out: the value is not a number there\n`);
  if (draws.length === 0) return false;
  let good = true;
  checked.params.forEach(({ name, type }, k) => {
    terminal.out(`${name} : ${type}\n`);
    if (floatsOf(draws[0]![checked.position(k)]!).length === 0) {
      terminal.out('  no floats: held fixed\n');
      return;
    }
    draws.forEach((args, key) => {
      const c = compare(checked, k, args, key);
      good &&= c.agrees;
      const [forward, reverse, differences] = [c.forward, c.reverse, c.differences].map(shown);
      const verdict = c.agrees ? 'agree' : 'DISAGREE';
      terminal.out(`  forward ${forward}  reverse ${reverse}  differences ${differences}  ${verdict}\n`);
    });
  });
  terminal.out(good ? 'all agree\n' : 'derivatives disagree\n');
  return good;
}

function shown(x: number): string {
  return x.toPrecision(6).padStart(12);
}

/**
 * The derivative in argument `k` along a direction, three times. The difference quotients of two steps are extrapolated
 * (Richardson); how far they are apart bounds what may be asked of them.
 */
function compare(checked: Checked, k: number, args: readonly Value[], seed: number): Comparison {
  const random = gaussian(seed + 1);
  const at = checked.position(k);
  const point = args[at]!;
  let epsilon = 2 ** -24;
  mapFloats(point, (x, scalar) => {
    if (scalar === 'f64') epsilon = 2 ** -53;
    return x;
  });
  const tangent = mapFloats(point, random);
  const value = checked.value(args);
  const cotangent = mapFloats(value, random);
  const covector = floatsOf(cotangent);
  const direction = floatsOf(tangent);
  const forwardParts = products(covector, floatsOf(checked.forward(k, args, tangent)));
  const reverseParts = products(direction, floatsOf(checked.reverse(k, args, cotangent)));

  const along = (step: number): Value => {
    let i = 0;
    const moved = mapFloats(point, (x) => x + step * direction[i++]!);
    return checked.value(args.map((arg, j) => (j === at ? moved : arg)));
  };
  const quotient = (step: number): number => {
    const [above, below] = [floatsOf(along(step)), floatsOf(along(-step))];
    return sum(covector.map((c, i) => (c * (above[i]! - below[i]!)) / (2 * step)));
  };
  const step = 2 ** Math.round(Math.log2(Math.cbrt(epsilon)) + 1);
  const [near, far] = [quotient(step), quotient(2 * step)];
  const [forward, reverse] = [sum(forwardParts), sum(reverseParts)];
  const size = Math.max(sum(forwardParts.map(Math.abs)), sum(reverseParts.map(Math.abs)));
  const noise = (8 * epsilon * (1 + sum(products(covector, floatsOf(value)).map(Math.abs)))) / step;
  const differences = (4 * near - far) / 3;
  const agrees =
    Math.abs(forward - reverse) <= 256 * epsilon * (1 + size) &&
    Math.abs(forward - differences) <= noise + Math.abs(near - far) + Math.cbrt(epsilon) * size;
  return { forward, reverse, differences, agrees };
}

function products(xs: readonly number[], ys: readonly number[]): number[] {
  return xs.map((x, i) => x * ys[i]!);
}

function sum(xs: readonly number[]): number {
  return xs.reduce((total, x) => total + x, 0);
}

/** Numbers that are roughly normally distributed, the same for the same seed: sums of twelve uniform ones. */
function gaussian(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b9) >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return () => Array.from({ length: 12 }, uniform).reduce((total, x) => total + x, -6);
}
