/**
 * The evals of GradBench: for each module, the program that has its functions, and for each function what its arguments
 * are made from and what its answer looks like. The forms are those of GradBench's documentation of each eval; where this
 * and the tools that the evals compare with differ (`ba`), the tools'.
 */

/** An input that does not have the form that the eval's documentation gives. */
export class InputError extends Error {}

/** One function of a module. */
export interface Evaluation {
  /** Its name in the program. */
  readonly name: string;
  readonly args: readonly unknown[];
  readonly output: (result: unknown) => unknown;
}

/** A module of GradBench: its functions by name, of an input. */
export interface Eval {
  /** The program's name in `examples/objectives`. */
  readonly program: string;
  readonly functions: Readonly<Record<string, (input: unknown) => Evaluation>>;
}

type Fields = Readonly<Record<string, unknown>>;

function fields(input: unknown): Fields {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new InputError('the input is not an object');
  return input as Fields;
}

function field(input: Fields, name: string): unknown {
  if (!Object.hasOwn(input, name)) throw new InputError(`the input has no \`${name}\``);
  return input[name];
}

function natural(input: Fields, name: string): number {
  const value = field(input, name);
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new InputError(`\`${name}\` is not a natural number`);
  return value;
}

function array(input: Fields, name: string): readonly unknown[] {
  const value = field(input, name);
  if (!Array.isArray(value)) throw new InputError(`\`${name}\` is not an array`);
  return value;
}

function numbers(input: Fields, name: string): Float64Array {
  return floats(array(input, name), name);
}

function floats(items: readonly unknown[], name: string): Float64Array {
  return Float64Array.from(items, (item) => {
    if (typeof item !== 'number')
      throw new InputError(`\`${name}\` has something that is not a number in it`);
    return item;
  });
}

/** Rows of numbers; of an empty matrix there are none. */
function matrix(input: Fields, name: string): readonly Float64Array[] {
  return array(input, name).map((row) => {
    if (!Array.isArray(row)) throw new InputError(`\`${name}\` is not an array of arrays`);
    return floats(row, name);
  });
}

/** Consecutive groups of `count` items. Throws `InputError` where some are left over. */
function grouped<T>(items: ArrayLike<T>, count: number, name: string): T[][] {
  if (count === 0 ? items.length > 0 : items.length % count !== 0)
    throw new InputError(`\`${name}\` has ${items.length} items, which are not groups of ${count}`);
  const all = Array.from(items);
  return Array.from({ length: count === 0 ? 0 : all.length / count }, (_, k) =>
    all.slice(k * count, (k + 1) * count),
  );
}

const same = (result: unknown): unknown => result;

/** Every number in an answer, in order. */
function flat(result: unknown): number[] {
  if (typeof result === 'number') return [result];
  if (typeof result !== 'object' || result === null) return [];
  if ('data' in result) return flat(result.data);
  if (ArrayBuffer.isView(result)) return Array.from(result as Float64Array);
  return Object.values(result).flatMap(flat);
}

/** A function whose arguments are these fields, as they are. */
function ofFields(name: string, ...read: readonly ((input: Fields) => unknown)[]) {
  return (input: unknown): Evaluation => {
    const known = fields(input);
    return { name, args: read.map((of) => of(known)), output: same };
  };
}

const vectorOf = (name: string) => (input: Fields) => numbers(input, name);
const matrixOf = (name: string) => (input: Fields) => matrix(input, name);
const naturalOf = (name: string) => (input: Fields) => natural(input, name);
const fieldOf = (name: string) => (input: Fields) => field(input, name);

function primalAndGradient(...read: readonly ((input: Fields) => unknown)[]): Eval['functions'] {
  return { primal: ofFields('primal', ...read), gradient: ofFields('gradient', ...read) };
}

// ------------------------------------------------------------------------------------------------ single modules

const MIXTURE = [
  vectorOf('alpha'),
  matrixOf('mu'),
  matrixOf('q'),
  matrixOf('l'),
  matrixOf('x'),
  naturalOf('m'),
  fieldOf('gamma'),
];

function mixtureGradient(input: unknown): Evaluation {
  const evaluation = ofFields('jacobian', ...MIXTURE)(input);
  const output = (result: unknown): unknown => {
    const [alpha, mu, q, l] = result as readonly unknown[];
    return { alpha, mu, q, l };
  };
  return { ...evaluation, output };
}

function square(input: Fields): unknown {
  const size = natural(input, 'ell');
  const elements = numbers(input, 'A');
  if (elements.length !== size * size)
    throw new InputError(`\`A\` has ${elements.length} elements, which are not ${size} × ${size}`);
  return grouped(elements, size, 'A');
}

const CAMERA = { rotation: 3, centre: 3, focal: 1, principal: 2, distortion: 2 };
const CAMERA_SIZE = 11;
/** The numbers in a row of the Jacobian of a projection error: camera, point, weight. */
const ROW = CAMERA_SIZE + 3 + 1;

interface Bundle {
  readonly n: number;
  readonly m: number;
  readonly p: number;
  readonly args: readonly unknown[];
}

/** The input names one of each, to be repeated. */
function bundle(input: unknown): Bundle {
  const known = fields(input);
  const [n, m, p] = [natural(known, 'n'), natural(known, 'm'), natural(known, 'p')];
  if (n === 0 || m === 0 || p === 0) throw new InputError('there is no camera, no point or no observation');
  const [cam, point, feature] = [numbers(known, 'cam'), numbers(known, 'x'), numbers(known, 'feat')];
  if (cam.length !== CAMERA_SIZE)
    throw new InputError(`\`cam\` has ${cam.length} numbers, not ${CAMERA_SIZE}`);
  let at = 0;
  const camera = Object.fromEntries(
    Object.entries(CAMERA).map(([name, count]) => {
      at += count;
      return [name, count === 1 ? cam[at - 1] : cam.slice(at - count, at)];
    }),
  );
  const repeated = (count: number, value: unknown): unknown[] => new Array(count).fill(value);
  const cycle = (size: number): Uint32Array => Uint32Array.from({ length: p }, (_, i) => i % size);
  const args = [
    repeated(n, camera),
    repeated(m, point),
    repeated(p, field(known, 'w')),
    repeated(p, feature),
    cycle(n),
    cycle(m),
  ];
  return { n, m, p, args };
}

function bundleErrors(input: unknown): Evaluation {
  const { p, args } = bundle(input);
  const output = (result: unknown): unknown => {
    const [errors, weights] = result as readonly unknown[];
    return {
      reproj_error: { elements: flat(errors).slice(0, 2), repeated: p },
      w_err: { element: flat(weights)[0], repeated: p },
    };
  };
  return { name: 'objective', args, output };
}

/** Of the sparse matrix in compressed rows: the first 30 of each of its arrays, and the last. */
function bundleJacobian(input: unknown): Evaluation {
  const { n, m, p, args } = bundle(input);
  const output = (result: unknown): unknown => {
    const [rows, weights] = result as readonly [readonly unknown[], unknown];
    const pointers = Array.from(
      { length: 3 * p + 1 },
      (_, i) => ROW * Math.min(i, 2 * p) + Math.max(0, i - 2 * p),
    );
    const [points, places] = [CAMERA_SIZE * n, CAMERA_SIZE * n + 3 * m];
    const columns = Array.from({ length: ROW }, (_, k) => (k < CAMERA_SIZE ? k : points + k - CAMERA_SIZE));
    columns[ROW - 1] = places;
    return {
      rows: [...pointers.slice(0, 2 * ROW), pointers.at(-1)],
      cols: [...columns, ...columns, places + p - 1],
      vals: [...flat(rows[0]), flat(weights).at(-1)],
    };
  };
  return { name: 'jacobian', args, output };
}

function network(name: string) {
  return (input: unknown): Evaluation => {
    const known = fields(input);
    const [extra, sequence] = [matrix(known, 'extra_params'), matrix(known, 'sequence')];
    const bits = extra[0]?.length ?? 0;
    const gates = matrix(known, 'main_params').map((row) => grouped(row, bits, 'main_params'));
    const main = grouped(gates, 2, 'main_params');
    const state = grouped(matrix(known, 'state'), 2, 'state');
    const output = name === 'jacobian' ? flat : same;
    return { name, args: [main, extra, state, sequence], output };
  };
}

function hand(name: 'objective' | 'jacobian') {
  return (input: unknown): Evaluation => {
    const known = fields(input);
    const data = fields(field(known, 'data'));
    const model = fields(field(data, 'model'));
    if (field(model, 'is_mirrored') === true) throw new InputError('mirrored hands are not supported');
    const pose = numbers(known, 'theta');
    const body = ['parents', 'base_relatives', 'inverse_base_absolutes', 'base_positions', 'weights'];
    const bones = body.map((part) => array(model, part));
    const found = [array(data, 'correspondences'), matrix(data, 'points')];
    const us = (array(known, 'us') as readonly unknown[]).flat();
    const places = grouped(floats(us, 'us'), 2, 'us');
    const [kind, args] =
      places.length === 0
        ? ['simple', [pose, ...bones, ...found]]
        : ['complicated', [pose, places, ...bones, array(model, 'triangles'), ...found]];
    return { name: `${name}_${kind}`, args, output: name === 'objective' ? flat : columnsOf };
  };
}

/** A row for each error, from tables with an entry of all errors for each variable. */
function columnsOf(result: unknown): unknown {
  const tables = (Array.isArray(result) ? result : [result]) as readonly {
    readonly shape: readonly number[];
  }[];
  const columns = tables.flatMap((table) => {
    const all = flat(table);
    return table.shape[0] === 0 ? [] : grouped(all, all.length / table.shape[0]!, 'the Jacobian');
  });
  return Array.from({ length: columns[0]?.length ?? 0 }, (_, i) => columns.map((column) => column[i]));
}

/** The four ways to nest forward and reverse mode. */
function nested(
  prefix: string,
  of: (input: Fields) => unknown,
  output: Evaluation['output'],
): Eval['functions'] {
  const way = (name: string) => (input: unknown) => ({ ...ofFields(name, of)(input), output });
  return Object.fromEntries(['ff', 'fr', 'rf', 'rr'].map((modes) => [modes, way(`${prefix}_${modes}`)]));
}

function number(name: string) {
  return (input: unknown): Evaluation => ({ name, args: [input], output: same });
}

/** Every eval by its module's name. */
export const EVALS: Readonly<Record<string, Eval>> = {
  hello: { program: 'hello', functions: { square: number('square'), double: number('double') } },
  llsq: { program: 'llsq', functions: primalAndGradient(vectorOf('x'), naturalOf('n')) },
  lse: { program: 'lse', functions: primalAndGradient(vectorOf('x')) },
  gmm: {
    program: 'gmm',
    functions: { objective: ofFields('objective', ...MIXTURE), jacobian: mixtureGradient },
  },
  ba: { program: 'ba', functions: { objective: bundleErrors, jacobian: bundleJacobian } },
  ht: { program: 'ht', functions: { objective: hand('objective'), jacobian: hand('jacobian') } },
  lstm: { program: 'lstm', functions: { objective: network('objective'), jacobian: network('jacobian') } },
  det: {
    program: 'det',
    functions: {
      primal: ofFields('primal', square),
      gradient: (input) => ({ ...ofFields('gradient', square)(input), output: flat }),
    },
  },
  ode: { program: 'ode', functions: primalAndGradient(vectorOf('x'), naturalOf('s')) },
  kmeans: {
    program: 'kmeans',
    functions: {
      cost: ofFields('cost', matrixOf('points'), matrixOf('centroids')),
      dir: ofFields('dir', matrixOf('points'), matrixOf('centroids')),
    },
  },
  saddle: { program: 'descent', functions: nested('saddle', vectorOf('start'), flat) },
  particle: { program: 'descent', functions: nested('particle', fieldOf('w'), same) },
};
