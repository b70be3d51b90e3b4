/** The protocol of GradBench through the command itself: what an eval sends, and what it must be answered. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../house/files.ts';
import { dx } from './dx.ts';

interface Reply {
  readonly id: number | null;
  readonly success?: boolean;
  readonly output?: unknown;
  readonly error?: string;
  readonly timings?: readonly { readonly name: string; readonly nanoseconds: number }[];
}

function replies(lines: readonly (object | string)[]): readonly Reply[] {
  const input = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const { status, out, err } = dx(['gradbench'], { input });
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The outputs of evaluations, each of which must succeed. */
function outputs(calls: readonly (readonly [module: string, name: string, input: unknown])[]): unknown[] {
  const found = replies(
    calls.map(([module, name, input], id) => ({ id, kind: 'evaluate', module, function: name, input })),
  );
  return found.map(({ success, output, error }) => {
    expect({ success, error }).toEqual({ success: true, error: undefined });
    return output;
  });
}

/** Compares numbers in any structure, within the tolerance at which ADBench compares tools. */
function expectClose(found: unknown, expected: unknown): void {
  if (typeof expected !== 'number') {
    expect(Object.keys(found as object)).toEqual(Object.keys(expected as object));
    for (const [key, value] of Object.entries(expected as object))
      expectClose((found as Record<string, unknown>)[key], value);
    return;
  }
  const [x, y] = [found as number, expected];
  expect(Math.abs(x - y) / Math.max(1, Math.abs(x) + Math.abs(y))).toBeLessThan(1e-8);
}

test('a session from start to end', () => {
  const [started, defined, square, double, analysis, other] = replies([
    { id: 0, kind: 'start', eval: 'hello' },
    { id: 1, kind: 'define', module: 'hello' },
    { id: 2, kind: 'evaluate', module: 'hello', function: 'square', input: 3, description: '3' },
    '',
    { id: 3, kind: 'evaluate', module: 'hello', function: 'double', input: 9 },
    { id: 4, kind: 'analysis', of: 3, valid: false, error: 'so it is not' },
    { id: 5, kind: 'something new' },
  ]);
  expect(started).toMatchObject({ id: 0, tool: 'pointful' });
  expect(defined).toMatchObject({ id: 1, success: true, timings: [{ name: 'define' }] });
  expect(square).toMatchObject({ id: 2, success: true, output: 9 });
  expect(double).toMatchObject({ id: 3, success: true, output: 18 });
  expect([analysis, other]).toEqual([{ id: 4 }, { id: 5 }]);
});

test('a message is answered before the next one comes', async () => {
  const tool = spawn(process.execPath, [join(ROOT, 'dist/dx.js'), 'gradbench']);
  const lines = createInterface({ input: tool.stdout })[Symbol.asyncIterator]();
  for (const id of [0, 1]) {
    tool.stdin.write(`${JSON.stringify({ id, kind: 'start' })}\n`);
    expect(JSON.parse((await lines.next()).value)).toMatchObject({ id });
  }
  tool.stdin.end();
  expect(await new Promise((resolve) => tool.on('exit', resolve))).toBe(0);
});

test('a function is run as often as the input asks, and each run is timed', () => {
  const input = { x: [1, 2, 3], min_runs: 4, min_seconds: 0 };
  const message = { kind: 'evaluate', module: 'lse', function: 'primal' };
  const [often, long] = replies([
    { ...message, id: 0, input },
    { ...message, id: 1, input: { ...input, min_seconds: 0.02 } },
  ]);
  const runs = (reply: Reply | undefined): readonly number[] =>
    reply!.timings!.filter(({ name }) => name === 'evaluate').map(({ nanoseconds }) => nanoseconds);
  expect(runs(often)).toHaveLength(4);
  expect(runs(often).every((time) => Number.isSafeInteger(time) && time > 0)).toBe(true);
  expect(runs(long).reduce((sum, time) => sum + time, 0)).toBeGreaterThanOrEqual(0.02e9);
});

test('what cannot be done is answered with the reason', () => {
  const evaluate = (module: string, name: string, input: unknown): object => ({
    id: 1,
    kind: 'evaluate',
    module,
    function: name,
    input,
  });
  const cases: readonly (readonly [line: object | string, reason: RegExp])[] = [
    ['{"id": 1', /^the line is not JSON$/],
    ['[1]', /^the message is not an object$/],
    [{ kind: 'start' }, /^the message has no number as its `id`$/],
    [{ id: 1, kind: 'define' }, /no text as its `module`/],
    [
      { id: 1, kind: 'define', module: 'toString' },
      /^there is no module `toString`; there is hello, .*particle$/,
    ],
    [
      evaluate('lse', 'constructor', { x: [1] }),
      /^`lse` has no function `constructor`; it has primal, gradient$/,
    ],
    [evaluate('lse', 'primal', 3), /^the input is not an object$/],
    [evaluate('lse', 'primal', {}), /^the input has no `x`$/],
    [evaluate('lse', 'primal', { x: [1, '2'] }), /^`x` has something that is not a number/],
    [evaluate('lse', 'primal', { x: [] }), /^Runtime error/],
    [evaluate('lse', 'primal', { x: [1], min_runs: 'two' }), /^`min_runs` is not a number$/],
    [evaluate('hello', 'square', [2]), /^x: expected a number, found an array of 1$/],
    [evaluate('det', 'primal', { A: [1, 2, 3], ell: 2 }), /^`A` has 3 elements, which are not 2 × 2$/],
    [evaluate('ode', 'primal', { x: [1], s: -1 }), /^`s` is not a natural number$/],
    [evaluate('kmeans', 'cost', { points: [[1, 2], [3]], centroids: [[1, 2]] }), /^points\[1\]: 1 element\b/],
    [
      evaluate('ba', 'objective', { n: 1, m: 1, p: 1, cam: [1], x: [1, 2, 3], w: 1, feat: [1, 2] }),
      /not 11$/,
    ],
    [
      evaluate('lstm', 'objective', { main_params: [[1, 2]], extra_params: [], state: [], sequence: [] }),
      /groups/,
    ],
  ];
  const found = replies(cases.map(([line]) => line));
  found.forEach((reply, k) => {
    expect(reply).toMatchObject({ success: false, error: expect.stringMatching(cases[k]![1]) });
    expect(reply.error).not.toMatch(/\n\s+at |went wrong/);
  });
  expect(found.slice(0, 3).map(({ id }) => id)).toEqual([null, null, null]);
});

describe('the evals', () => {
  test('scalars of vectors: log-sum-exp, least squares, the determinant', () => {
    // Softmax; finite decimals (as are the polynomial's coefficients); cofactors.
    const [e1, e2, e3] = [1, 2, 3].map(Math.exp) as [number, number, number];
    const sum = e1 + e2 + e3;
    const x = [1, 2, 3];
    const fit = { x: [0.1, 0.2, 0.3], n: 5 };
    const matrix = { A: [1, 2, 3, 0, 1, 4, 5, 6, 0], ell: 3 };
    const found = outputs([
      ['lse', 'primal', { x }],
      ['lse', 'gradient', { x }],
      ['llsq', 'primal', fit],
      ['llsq', 'gradient', fit],
      ['det', 'primal', matrix],
      ['det', 'gradient', matrix],
    ]);
    expectClose(found, [
      Math.log(sum),
      [e1 / sum, e2 / sum, e3 / sum],
      1.645625,
      [1.25, -2.5, 0.8875],
      1,
      [-24, 20, -5, 18, -15, 4, 5, -4, 1],
    ]);
  });

  test('an ordinary differential equation', () => {
    const input = { x: [0.5, 0.6, 0.7], s: 2 };
    // Component k at time 2 is 2^k/k! times the product of the first k.
    const found = outputs([
      ['ode', 'primal', input],
      ['ode', 'gradient', input],
    ]);
    expectClose(found, [
      [1, 0.6, 0.28],
      [0.56, 1.4 / 3, 0.4],
    ]);
  });

  test('clusters', () => {
    const points = [
      [1, 0.5],
      [-0.5, 0.2],
      [0.3, -1],
    ];
    const centroids = [
      [0.5, 0.5],
      [-0.5, -0.5],
    ];
    const found = outputs([
      ['kmeans', 'cost', { points, centroids }],
      ['kmeans', 'dir', { points, centroids }],
    ]);
    // Each centroid's step leads back from the mean of its points.
    expectClose(found, [
      0.25 + 0.49 + 0.64 + 0.25,
      [
        [-0.5, 0],
        [-0.4, -0.1],
      ],
    ]);
  });

  test('a mixture of Gaussians', () => {
    const input = {
      ...{ d: 2, k: 2, n: 3, m: 1, gamma: 0.5, alpha: [0.3, -0.3] },
      mu: [
        [0, 0],
        [1, -1],
      ],
      q: [
        [0.1, -0.2],
        [0, 0.3],
      ],
      l: [[0.25], [0.75]],
      x: [
        [1, 0.5],
        [-0.5, 0.2],
        [0.3, -1],
      ],
    };
    const [value, gradient] = outputs([
      ['gmm', 'objective', input],
      ['gmm', 'jacobian', input],
    ]);
    // From the densities, in another program; the gradient by its central differences (h = 1e-5).
    expectClose(value, -25.411370777140153);
    const expected = {
      alpha: [0.2159675, -0.2159675],
      mu: [
        [0.7466191, 0.1172952],
        [-0.4262489, 0.3649493],
      ],
      q: [
        [1.5621194, 2.420413],
        [0.8985384, 0.4221509],
      ],
      l: [[-0.4529911], [-0.1885707]],
    };
    for (const [key, part] of Object.entries(expected)) {
      const found = (gradient as Record<string, unknown>)[key];
      const [f, e] = [[found].flat(3) as number[], [part].flat(3) as number[]];
      expect(f).toHaveLength(e.length);
      f.forEach((x, i) => {
        expect(x).toBeCloseTo(e[i]!, 6);
      });
    }
  });

  test('bundle adjustment', () => {
    const rotation = [0, 0, Math.PI / 2];
    const input = {
      ...{ n: 2, m: 3, p: 4, w: 2 },
      cam: [...rotation, 1, 1, 1, 10, 100, 200, 0.5, 0],
      x: [2, 3, 5],
      feat: [90, 190],
    };
    // X - C = (1, 2, 4), turned to (-2, 1, 4): seen at (-1/2, 1/4), so that r² = 5/16 and the factor is 37/32.
    const [errors, jacobian] = outputs([
      ['ba', 'objective', input],
      ['ba', 'jacobian', input],
    ]);
    expectClose(errors, {
      reproj_error: {
        elements: [2 * (100 - (10 * 37) / 64 - 90), 2 * (200 + (10 * 37) / 128 - 190)],
        repeated: 4,
      },
      w_err: { element: -3, repeated: 4 },
    });
    const { rows, cols, vals } = jacobian as Record<'rows' | 'cols' | 'vals', number[]>;
    expect(rows).toEqual([0, 15, 30, 45, 60, 75, 90, 105, 120, 121, 122, 123, 124, 124]);
    expect(cols).toEqual([...COLUMNS, ...COLUMNS, 34]);
    expect(vals).toHaveLength(31);
    // By the focal length, the principal point, and the weight.
    expectClose([vals[6], vals[7], vals[8], vals[14]], [(-2 * 37) / 64, 2, 0, 10 - 370 / 64]);
    expectClose([vals[21], vals[22], vals[23], vals[29]], [(2 * 37) / 128, 0, 2, 10 + 370 / 128]);
    expectClose(vals[30], -4);
  });

  test('long short-term memory', () => {
    const input = {
      main_params: [
        [1, -2, 3, 4],
        [-1, 2, 1, -3],
      ].map((row) => row.map((k) => k / 8)),
      extra_params: [[5 / 8], [6 / 8], [-7 / 8]],
      state: [[0.25], [0.5]],
      sequence: [[0], [1], [1]],
    };
    const found = outputs([
      ['lstm', 'objective', input],
      ['lstm', 'jacobian', input],
    ]);
    // The recurrences in mpmath with 30 digits, and its `diff` of them.
    expectClose(found, [
      1.7662319739492214,
      [
        -0.002842565217644, 0.0049852292548921, 0.0065114552548931, -0.04025660248131, -0.038926133543688,
        0.0317156129658, 0.0015186867695502, -0.23177925164347, 0.0033383601094071, 0.011929954004965,
        -0.8288755448641,
      ],
    ]);
  });

  test('hand tracking', () => {
    // A finger along x, of one bone with one vertex at its end; turned about z at its root, then with the hand about x.
    const identity = [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ];
    const [turn, bend] = [0.3, 0.5];
    const theta = new Array<number>(26).fill(0);
    theta[0] = turn;
    theta[7] = bend;
    const model = {
      ...{ bone_count: 3, bone_names: ['wrist', 'palm', 'thumb'], parents: [-1, 0, 1], is_mirrored: false },
      base_relatives: [identity, identity, identity],
      inverse_base_absolutes: [identity, identity, identity],
      base_positions: [
        [2, 0, 0, 1],
        [0, 0, 0, 1],
      ],
      weights: [
        [0, 0, 1],
        [1, 0, 0],
      ],
      triangles: [[0, 1, 1]],
    };
    const simple = { theta, data: { model, correspondences: [0], points: [[1, 1, 1]] }, us: [] };
    const complicated = { ...simple, us: [0.25, 0.5] };
    const found = outputs([
      ['ht', 'objective', simple],
      ['ht', 'jacobian', simple],
      ['ht', 'objective', complicated],
      ['ht', 'jacobian', { ...complicated, us: [[0.25, 0.5]] }],
    ]);
    // The vertex is at 2 (cos b, sin b cos t, sin b sin t); in the triangle, at u of it.
    const at = [Math.cos(bend), Math.sin(bend) * Math.cos(turn), Math.sin(bend) * Math.sin(turn)].map(
      (x) => 2 * x,
    );
    const byTurn = [0, -at[2]!, at[1]!];
    const byBend = [-Math.sin(bend), Math.cos(bend) * Math.cos(turn), Math.cos(bend) * Math.sin(turn)].map(
      (x) => 2 * x,
    );
    const errors = (u: number): number[] => at.map((x) => 1 - u * x);
    const rows = (u: number, k: number): number[] => {
      const row = new Array<number>(26).fill(0);
      row[0] = -u * byTurn[k]!;
      row[3 + k] = -1;
      row[7] = -u * byBend[k]!;
      return row;
    };
    const [e1, j1, e2, j2] = found as [number[], number[][], number[], number[][]];
    expectClose([e1, e2], [errors(1), errors(0.25)]);
    // The hand's other rotations and the angle about x move the vertex too: they are not compared.
    const columns = [0, 3, 4, 5, 7, 8, 9, ...Array.from({ length: 16 }, (_, k) => 10 + k)];
    for (const k of [0, 1, 2]) {
      expect(j1[k]).toHaveLength(26);
      expect(j2[k]).toHaveLength(28);
      expectClose(
        columns.map((c) => j1[k]![c]),
        columns.map((c) => rows(1, k)[c]),
      );
      expectClose(
        columns.map((c) => j2[k]![c + 2]),
        columns.map((c) => rows(0.25, k)[c]),
      );
      expectClose(j2[k]!.slice(0, 2), [-at[k]!, 0]);
    }
  });

  test('a saddle and a particle, by nested derivatives', () => {
    const start = [1, 1];
    const origin = 8.246324826140356e-6;
    const ways = process.env.VERIFY === undefined ? ['fr'] : ['ff', 'fr', 'rf', 'rr'];
    const found = outputs([
      ...ways.map((way) => ['saddle', way, { start }] as const),
      ...ways.map((way) => ['particle', way, { w: 0 }] as const),
    ]);
    expectClose(found, [
      ...ways.map(() => [origin, origin, origin, origin]),
      ...ways.map(() => 0.2071918746486116),
    ]);
  }, 60_000);
});

/** Camera 0, point 0 and weight 0, where there are two cameras and three points. */
const COLUMNS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 22, 23, 24, 31];
