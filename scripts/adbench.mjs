// Computes values and derivatives of ADBench's instances and compares them with its reference values:
//
//     npm run adbench -- DIR
//
// DIR holds the instances as ADBench publishes them, their paths flattened to names (`data_gmm_test.txt`, …), and the small
// hand model in `model_small`. An instance that is not there is skipped, and said to be. The values with many digits are those of
// ADBench's own unit tests; the others were computed in double precision from the published formulas by another program.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createSession } from '../dist/index.js';

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  process.stderr.write('usage: npm run adbench -- DIR\n');
  process.exit(2);
}
const TOLERANCE = 1e-8;
const root = new URL('..', import.meta.url).pathname;

/** The functions of an objective, and of more text after it. */
function objective(name, more = '') {
  const session = createSession();
  const { diagnostics } = session.run(readFileSync(join(root, `examples/objectives/${name}.dx`), 'utf8'));
  const rest = session.run(more);
  for (const { message } of [...diagnostics, ...rest.diagnostics]) throw new Error(`${name}: ${message}`);
  return session;
}

const words = (text) => text.split(/\s+/).filter((word) => word !== '');
const take = (numbers, count) => numbers.splice(0, count);
const rows = (numbers, count, width) => Array.from({ length: count }, () => take(numbers, width));
const flat = (data) => {
  if (typeof data === 'number') return [data];
  if (data?.data !== undefined && data.shape !== undefined) return Array.from(data.data);
  if (Array.isArray(data) || ArrayBuffer.isView(data)) return Array.from(data).flatMap(flat);
  return Object.values(data).flatMap(flat);
};
const norm = (numbers) => Math.sqrt(numbers.reduce((sum, x) => sum + x * x, 0));
const isClose = (x, y) => Math.abs(x - y) / Math.max(1, Math.abs(x) + Math.abs(y)) <= TOLERANCE;

let failures = 0;
function compare(what, found, expected) {
  const [f, e] = [flat(found), flat(expected)];
  const worst = Math.max(...e.map((x, i) => Math.abs(x - f[i]) / Math.max(1, Math.abs(x) + Math.abs(f[i]))));
  const good = f.length === e.length && e.every((x, i) => isClose(x, f[i]));
  if (!good) failures += 1;
  const shown = e.length === 1 ? `${f[0]}` : `${e.length} numbers`;
  process.stdout.write(`  ${good ? 'ok  ' : 'FAIL'} ${what}: ${shown}, off by ${worst.toExponential(1)}\n`);
  if (!good) process.stdout.write(`       found ${f.slice(0, 6)}, expected ${e.slice(0, 6)}\n`);
}

function instance(title, files, check) {
  const missing = files.filter((file) => !existsSync(join(directory, file)));
  if (missing.length > 0) {
    process.stdout.write(`${title}: skipped, there is no ${missing.join(', ')}\n`);
    return;
  }
  process.stdout.write(`${title}\n`);
  check(...files.map((file) => readFileSync(join(directory, file), 'utf8')));
}

function timed(what, run) {
  const start = performance.now();
  const result = run();
  process.stdout.write(`       ${what} took ${((performance.now() - start) / 1000).toFixed(2)} s\n`);
  return result;
}

// ------------------------------------------------------------------------------------------------ mixtures of Gaussians

// ADBench adds the negative of the logarithm of the prior, GradBench the logarithm.
const mixtures = objective(
  'gmm',
  `
def adbench(
    alpha:k=>Float64, mu:k=>d=>Float64, q:k=>d=>Float64, l:k=>t=>Float64, x:n=>d=>Float64, m:Nat, gamma:Float64
    ) -> Float64 given (k|Ix, d|Ix, t|Ix, n|Ix) =
  log_likelihood(alpha, mu, q, l, x) - log_prior(q, l, m, gamma)

def adbench_jacobian(
    alpha:k=>Float64, mu:k=>d=>Float64, q:k=>d=>Float64, l:k=>t=>Float64, x:n=>d=>Float64, m:Nat, gamma:Float64
    ) -> (k=>Float64, k=>d=>Float64, k=>d=>Float64, k=>t=>Float64) given (k|Ix, d|Ix, t|Ix, n|Ix) =
  def at(p:(k=>Float64, k=>d=>Float64, k=>d=>Float64, k=>t=>Float64)) -> Float64 =
    (alpha', mu', q', l') = p
    adbench(alpha', mu', q', l', x, m, gamma)
  grad64(at, (alpha, mu, q, l))
`,
);

function mixture(text) {
  const numbers = words(text).map(Number);
  const [d, k, n] = take(numbers, 3);
  const alpha = take(numbers, k);
  const mu = rows(numbers, k, d);
  const factors = rows(numbers, k, (d * (d + 1)) / 2);
  const x = rows(numbers, n, d);
  const [gamma, m] = numbers;
  return [alpha, mu, factors.map((f) => f.slice(0, d)), factors.map((f) => f.slice(d)), x, m, gamma];
}

/** The gradient in ADBench's order: of each component, the diagonal and what is below it together. */
function inOrder([alpha, mu, q, l]) {
  const [diagonals, below] = [q.toNested(), l.toNested()];
  return [...alpha, ...flat(mu), ...diagonals.flatMap((row, c) => [...row, ...below[c]])];
}

const MIXTURES = [
  {
    file: 'data_gmm_test.txt',
    adbench: {
      value: 8.073804080049758,
      gradient: [
        0.10866285550865246, -0.7412700395238985, 0.6326071840152461, 1.1169257653278701, 0.16333301355145527,
        -0.021998982407119314, 0.2277782922542361, 1.2096302561283219, -0.060637592073395634,
        2.5852999405116224, 0.11263269452421379, 0.3857443098496118, 0.07351805731823055, 5.418363627155952,
        -0.32149440967744647, 1.7189230977500494, 0.8600910907908669, -0.9946409304663228,
      ],
    },
    gradbench: { value: -20.06736054665831, norm: 7.8684879236722045 },
  },
  {
    file: 'data_gmm_1k_gmm_d2_K5.txt',
    adbench: { value: -5240.590562549577, norm: 1277.188864679429 },
    gradbench: { value: -5396.099838426136, norm: 1321.293095134798 },
  },
  {
    file: 'data_gmm_1k_gmm_d10_K5.txt',
    adbench: { value: -31302.540910910444, norm: 5668.087940168382 },
  },
];

for (const { file, ...references } of MIXTURES) {
  instance(file, [file], (text) => {
    const args = mixture(text);
    for (const [sign, { value, gradient, norm: length }] of Object.entries(references)) {
      const [f, j] = sign === 'adbench' ? ['adbench', 'adbench_jacobian'] : ['objective', 'jacobian'];
      compare(
        `value, ${sign}'s sign`,
        timed('the value', () => mixtures.function(f)(...args)),
        value,
      );
      const found = inOrder(timed('the gradient', () => mixtures.function(j)(...args)));
      if (gradient !== undefined) compare('gradient', found, gradient);
      if (length !== undefined) compare('length of the gradient', norm(found), length);
    }
  });
}

// --------------------------------------------------------------------------------------------------- bundle adjustment

const adjustment = objective('ba');

function bundle(text) {
  const numbers = words(text).map(Number);
  const [n, m, p] = take(numbers, 3);
  const [rotation, centre, [focal], principal, distortion] = [3, 3, 1, 2, 2].map((count) =>
    take(numbers, count),
  );
  const camera = { rotation, centre, focal, principal, distortion };
  const point = take(numbers, 3);
  const [weight] = take(numbers, 1);
  const repeated = (count, value) => Array.from({ length: count }, () => value);
  const turns = (count) => Array.from({ length: p }, (_, i) => i % count);
  return [
    repeated(n, camera),
    repeated(m, point),
    Float64Array.from(repeated(p, weight)),
    repeated(p, numbers),
    turns(n),
    turns(m),
  ];
}

const BUNDLES = [
  {
    file: 'data_ba_test.txt',
    errors: [-0.269048849235142, 0.2599447926779137],
    weight: 0.826092651516,
    rows: [
      [
        228.877202208247, 634.574811495546, -782.222866259341, 2.4289261560716, -11.7828079628011,
        2.54169312487743, -1.03657084958518, 0.417022, 0, -350.739521096005, -912.107773668009,
        -2.4289261560716, 11.7828079628011, -2.54169312487743, -0.645167039712987,
      ],
      [
        -120.542435994997, -385.67324076646, 97.5476291403327, -1.78372108529577, 4.15466799433126,
        2.04025718029899, 0.349176397433146, 0, 0.417022, 118.149147704415, 307.250108960343,
        1.78372108529577, -4.15466799433126, -2.04025718029899, 0.623335921553121,
      ],
    ],
    slope: -0.834044,
  },
  {
    file: 'data_ba_ba1_n49_m7776_p31843.txt',
    errors: [0.101335837914485, -0.0689677659244811],
    weight: 0.826092651516,
  },
];

for (const { file, errors, weight, rows: expected, slope } of BUNDLES) {
  instance(file, [file], (text) => {
    const args = bundle(text);
    const [found, weights] = timed('the errors', () => adjustment.function('objective')(...args));
    compare('first error', found.toNested()[0], errors);
    compare('error of a weight', weights[0], weight);
    const [jacobian, slopes] = timed('the Jacobian', () => adjustment.function('jacobian')(...args));
    const alike = jacobian.every((r) => flat(r).every((x, i) => x === flat(jacobian[0])[i]));
    compare(
      'all errors are alike',
      [found.toNested().every(([x, y]) => x === found.data[0] && y === found.data[1]) ? 1 : 0, alike ? 1 : 0],
      [1, 1],
    );
    if (expected !== undefined) compare('first rows of the Jacobian', jacobian[0], expected);
    if (slope !== undefined) compare('derivative of the error of a weight', slopes[0], slope);
  });
}

// ----------------------------------------------------------------------------------------------- long short-term memory

const memory = objective('lstm');

function network(text) {
  const numbers = words(text).map(Number);
  const [layers, , b] = take(numbers, 3);
  const main = Array.from({ length: layers }, () => [rows(numbers, 4, b), rows(numbers, 4, b)]);
  const extra = rows(numbers, 3, b);
  const state = Array.from({ length: layers }, () => rows(numbers, 2, b));
  return [main, extra, state, rows(numbers, numbers.length / b, b)];
}

const NETWORKS = [
  {
    file: 'data_lstm_lstm_l2_c1024.txt',
    value: 0.666665179558853,
    norm: 0.09474138011446062,
    ends: [3.14387024996103e-6, -0.020022569089598],
  },
];

for (const { file, value, norm: length, ends } of NETWORKS) {
  instance(file, [file], (text) => {
    const args = network(text);
    compare(
      'value',
      timed('the value', () => memory.function('objective')(...args)),
      value,
    );
    const gradient = flat(timed('the gradient', () => memory.function('jacobian')(...args)));
    compare('length of the gradient', norm(gradient), length);
    compare('its first and last element', [gradient[0], gradient.at(-1)], ends);
  });
}

// ------------------------------------------------------------------------------------------------------------- hands

const hands = objective('ht');
const MODEL = ['bones.txt', 'triangles.txt', 'vertices.txt'].map((file) => `model_small/${file}`);

function handModel(bonesText, trianglesText, verticesText) {
  const lines = (text) =>
    text
      .trim()
      .split('\n')
      .map((line) => line.split(':'));
  const bones = lines(bonesText);
  const matrix = (cells) => rows(cells.map(Number), 4, 4);
  const rest = lines(verticesText);
  const weights = rest.map((line) => {
    const row = new Float64Array(bones.length);
    for (let k = 0; k < Number(line[8]); k += 1) row[Number(line[9 + 2 * k])] = Number(line[10 + 2 * k]);
    return row;
  });
  return {
    model: [
      bones.map((line) => Number(line[1])),
      bones.map((line) => matrix(line.slice(2, 18))),
      bones.map((line) => matrix(line.slice(18, 34))),
      rest.map((line) => [...line.slice(0, 3).map(Number), 1]),
      weights,
    ],
    triangles: lines(trianglesText).map((line) => line.map(Number)),
  };
}

/** Correspondences, points, places in triangles (if there are any) and the pose. */
function tracked(text) {
  const numbers = words(text).map(Number);
  const [count, size] = take(numbers, 2);
  const found = rows(numbers, count, 4);
  const places = numbers.length > size ? rows(numbers, count, 2) : null;
  return { matched: found.map(([i]) => i), points: found.map((row) => row.slice(1)), places, pose: numbers };
}

const HANDS = [
  {
    file: 'hand_test.txt',
    errors: [
      0.16519314794161155, -0.1745427692727426, 0.15475116162225344, -0.1256517497317936,
      -0.042510293535507504, -0.13066578113234018,
    ],
    row: [
      -0.019551295934128275,
      0.011842131973643704,
      -0.010814004345036671,
      -1,
      0,
      0,
      ...Array(16).fill(0),
      -0.022153729917985532,
      0.02980232943547148,
      -0.008897183847208388,
      -0.0022488788791669876,
    ],
  },
  {
    file: 'hand_comp.txt',
    errors: [
      0.1561876616964637, -0.14930052600332222, 0.17223808982645483, -0.09887704518495966,
      -0.016123803546210125, -0.19758676846557965,
    ],
  },
  {
    file: 'data_hand_simple_small_hand1_t26_c100.txt',
    first: 0.192243394535881,
    norms: [1.7676933752602266, 17.381328354735807],
  },
  {
    file: 'data_hand_complicated_small_hand1_t26_c100.txt',
    norms: [1.7963894653914085, 17.380266312141686, 0.33122504012605014],
  },
];

for (const { file, errors, row, first, norms } of HANDS) {
  instance(file, [file, ...MODEL], (text, ...model) => {
    const { model: hand, triangles } = handModel(...model);
    const { matched, points, places, pose } = tracked(text);
    const [kind, args] =
      places === null
        ? ['simple', [pose, ...hand, matched, points]]
        : ['complicated', [pose, places, ...hand, triangles, matched, points]];
    const found = flat(timed('the errors', () => hands.function(`objective_${kind}`)(...args)));
    const jacobian = timed('the Jacobian', () => hands.function(`jacobian_${kind}`)(...args));
    const [byPlace, byPose] = places === null ? [null, jacobian] : jacobian;
    if (errors !== undefined) compare('errors', found, errors);
    if (first !== undefined) compare('first error', found[0], first);
    if (row !== undefined)
      compare(
        'first row of the Jacobian',
        byPose.toNested().map((column) => column[0][0]),
        row,
      );
    if (norms !== undefined) {
      const [ofErrors, ofPose, ofPlaces] = norms;
      compare('length of the errors', norm(found), ofErrors);
      compare('norm of the Jacobian by the pose', norm(flat(byPose)), ofPose);
      if (ofPlaces !== undefined)
        compare('norm of the Jacobian by the places', norm(flat(byPlace)), ofPlaces);
    }
  });
}

process.stdout.write(failures === 0 ? 'all agree\n' : `${failures} comparisons failed\n`);
process.exit(failures === 0 ? 0 : 1);
