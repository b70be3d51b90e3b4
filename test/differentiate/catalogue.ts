/**
 * The catalogue (section 7.2 of the reference on differentiation): functions, points, and the printed values, which are
 * analytic or computed independently. F34 is in `data-types.test.ts`, F42 to F46 in `nested.test.ts`.
 */
import {
  ABSOLUTE,
  AREA,
  CHOLESKY,
  CONVOLUTION,
  CUMSUM,
  DETERMINANT,
  DOT_WITH_ITSELF,
  GATHER,
  HISTOGRAM,
  LAZY,
  LOG_SUM_EXP,
  LOGISTIC,
  MAXIMUM,
  NEWTON,
  NORM,
  POWER,
  PRODUCT,
  READERS,
  RECURRENT,
  ROOT_OF_SQUARE,
  ROSENBROCK,
  SCATTER,
  SOFTMAX,
  SUM_OF_PRODUCT,
  TRACE_OF_INVERSE,
  unary,
  VARIANCE,
} from './catalogue-programs.ts';
import type { Data } from './data.ts';

export interface Row {
  readonly title: string;
  readonly text: string;
  readonly point: readonly Data[];
  /** The value, where one is printed. */
  readonly value?: Data;
  readonly cotangent?: Data;
  readonly gradient: readonly Data[];
  readonly active?: string;
}

const scalars: readonly [string, string, number, number][] = [
  ['tan', 'tan', 1, 3.42551882081476],
  ['log2', 'log2', 3, 0.480898346962988],
  ['exp2', 'exp2', 3, 5.54517744447956],
  ['log10', 'log10', 3, 0.144764827301084],
  ['erf', 'erf', 0.5, 0.878782578935445],
  ['lgamma', 'lgamma', 2.5, 0.703156640645243],
  ['sqrt at 4', 'sqrt', 4, 0.25],
  ['sqrt at 0', 'sqrt', 0, Number.POSITIVE_INFINITY],
];

export const CATALOGUE: readonly Row[] = [
  {
    title: 'F01 x sin x exp(-x²)',
    text: `fn @f (x : f64) -> f64 {
      let s = sin x
      let a = fmul x s
      let q = fmul x x
      let n = fneg q
      let e = exp n
      let y = fmul a e
      y
    }`,
    point: [0.7],
    gradient: [0.335887053097398],
  },
  { title: 'F02 x^y', text: POWER, point: [2, 3], gradient: [12, 5.545177444479562] },
  { title: 'F02 x^y at 0', text: POWER, point: [0, 2], gradient: [0, 0] },
  { title: 'F02 x^3 at -2', text: POWER, point: [-2, 3], gradient: [12], active: '10' },
  ...scalars.map(
    ([title, operator, at, slope]): Row => ({
      title: `F03/F04 ${title}`,
      text: unary(operator),
      point: [at],
      gradient: [slope],
    }),
  ),
  { title: 'F03 sqrt (x x) at 0', text: ROOT_OF_SQUARE, point: [0], gradient: [Number.NaN] },
  { title: 'F06 abs at -3', text: ABSOLUTE, point: [-3], gradient: [-1] },
  { title: 'F06 abs at 0, of the branch taken', text: ABSOLUTE, point: [0], gradient: [-1] },
  { title: 'F07 max at a tie, of the later', text: MAXIMUM, point: [2, 2], gradient: [0, 1] },
  { title: 'F09 lazy branches', text: LAZY, point: [0], gradient: [1] },
  {
    title: 'F10 logsumexp',
    text: LOG_SUM_EXP,
    point: [[1000, 1001, 1002]],
    value: 1002.4076059644444,
    gradient: [[0.0900305731703805, 0.244728471054798, 0.665240955774822]],
  },
  {
    title: 'F10 logsumexp with -Inf',
    text: LOG_SUM_EXP,
    point: [[0, Number.NEGATIVE_INFINITY, 1]],
    gradient: [[0.268941421369995, 0, 0.731058578630005]],
  },
  ...[
    [0.0819250690649932, -0.0220330445201743, -0.0598920245448189],
    [-0.0220330445201743, 0.18483644650998, -0.162803401989804],
    [-0.0598920245448189, -0.162803401989804, 0.222695426534623],
  ].map(
    (row, i): Row => ({
      title: `F12 softmax, row ${i}`,
      text: SOFTMAX,
      point: [[1, 2, 3]],
      cotangent: [0, 1, 2].map((j) => (i === j ? 1 : 0)),
      gradient: [row],
    }),
  ),
  {
    title: 'F13 norm',
    text: NORM,
    point: [[1, -2, 0.5]],
    gradient: [[0.436435780471985, -0.87287156094397, 0.218217890235992]],
  },
  { title: 'F13 norm² at 0', text: DOT_WITH_ITSELF, point: [[0, 0, 0]], gradient: [[0, 0, 0]] },
  {
    title: 'F15 the sum of a matrix product',
    text: SUM_OF_PRODUCT,
    point: [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ],
    gradient: [
      [
        [11, 15],
        [11, 15],
      ],
      [
        [4, 4],
        [6, 6],
      ],
    ],
  },
  { title: 'F16 variance', text: VARIANCE, point: [[1, 2, 4, 9]], gradient: [[-1.5, -1, 0, 2.5]] },
  {
    title: 'F17 gather',
    text: GATHER,
    point: [
      [7, 8, 9],
      [0, 2, 2, 1, 2],
    ],
    gradient: [[1, 4, 10]],
    active: '10',
  },
  {
    title: 'F18 scatter',
    text: SCATTER,
    point: [
      [1, 2, 3, 4, 5],
      [0, 2, 2, 1, 2],
    ],
    gradient: [[20, 120, 180, 160, 300]],
    active: '10',
  },
  { title: 'F20 cumulative sum', text: CUMSUM, point: [[1, 2, 3, 4, 5]], gradient: [[15, 14, 12, 9, 5]] },
  { title: 'F22 product with a zero', text: PRODUCT, point: [[2, 0, 3]], gradient: [[0, 6, 0]] },
  { title: 'F22 product with two zeros', text: PRODUCT, point: [[0, 0, 3]], gradient: [[0, 0, 0]] },
  { title: 'F28 product', text: PRODUCT, point: [[2, 3, 4]], gradient: [[12, 8, 6]] },
  {
    title: 'F23 a recurrent net',
    text: RECURRENT,
    point: [[0.1, 0.2, 0.3, 0.4], 0.5],
    value: 1.28003568227397,
    gradient: [[1.72075083201894, 1.47603155046532, 1.14018778099385, 0.711984859325362], 0.710223877723803],
  },
  {
    title: 'F24 Newton by while',
    text: NEWTON,
    point: [2],
    value: 1.414213562373095,
    gradient: [0.353553390593274],
  },
  {
    title: 'F26 the logistic map',
    text: LOGISTIC,
    point: [0.3, 3.7],
    value: 0.745686890083563,
    gradient: [-49.0859365507928, -1.72364071533431],
  },
  { title: 'F29 nested readers', text: READERS, point: [2], gradient: [24] },
  {
    title: 'F30 histogram',
    text: HISTOGRAM,
    point: [
      [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
      [0, 1, 0, 2, 1, 0],
    ],
    value: 1.53305180291741,
    gradient: [
      [
        1.91040022974067, 1.32915623620768, 1.83423860119745, 0.717356090899523, 1.19016846538425,
        1.58463793756686,
      ],
    ],
    active: '10',
  },
  {
    title: 'F32 areas of shapes',
    text: AREA,
    point: [
      [
        { tag: 0, of: 1.5 },
        { tag: 1, of: [3, 4] },
      ],
    ],
    gradient: [
      [
        [9.42477796076938, [0, 0]],
        [0, [4, 3]],
      ],
    ],
  },
  {
    title: 'F35 log det by Cholesky',
    text: CHOLESKY,
    point: [
      [
        [4, 1, 0.5],
        [1, 3, 0.2],
        [0.5, 0.2, 2],
      ],
    ],
    value: 3.05823747890539,
    gradient: [
      [
        [0.279943635509629, 0, 0],
        [-0.17848755284171, 0.364020666979803, 0],
        [-0.122123062470643, -0.0281822451855331, 0.516674495068107],
      ],
    ],
  },
  {
    title: 'F37 a determinant',
    text: DETERMINANT,
    point: [
      [
        [1, 2, 3],
        [0, 1, 4],
        [5, 6, 0],
      ],
    ],
    value: 1,
    gradient: [
      [
        [-24, 20, -5],
        [18, -15, 4],
        [5, -4, 1],
      ],
    ],
  },
  {
    title: 'F39 the trace of an inverse',
    text: TRACE_OF_INVERSE,
    point: [
      [
        [4, 1],
        [2, 3],
      ],
    ],
    gradient: [
      [
        [-0.11, 0.14],
        [0.07, -0.18],
      ],
    ],
  },
  {
    title: 'F41 a convolution',
    text: CONVOLUTION,
    point: [
      [1, 2, 3, 4, 5],
      [1, 0, -1],
    ],
    value: 12,
    gradient: [
      [-4, -4, 0, 4, 4],
      [-24, -36, -48],
    ],
  },
  { title: 'F44 Rosenbrock', text: ROSENBROCK, point: [-1.2, 1], value: 24.2, gradient: [-215.6, -88] },
];
