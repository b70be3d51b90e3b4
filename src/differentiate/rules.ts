/**
 * The linearization of every scalar operator. A rule says how the tangent of a result depends linearly on those of the
 * operands; the non-linear scalars that it needs are computed beside the primal. The table is total.
 *
 * At a kink the rules follow the primal: `floor`, `ceil` and `round` are constant between their jumps and everywhere
 * have the derivative 0.
 */
import type { Atom } from '../loops/index.ts';
import type { ScalarOperator } from '../primitives/index.ts';
import type { RuleBuilder, Tangent } from './rule-builder.ts';
import { trigamma } from './trigamma.ts';

/** `z` is the result; `t` has one tangent for each operand, and not all of them are known zeros. */
type Apply = (
  b: RuleBuilder,
  z: Atom,
  args: readonly [Atom, Atom, Atom],
  t: readonly [Tangent, Tangent, Tangent],
) => Tangent;

export type Linearization =
  | { readonly tag: 'rule'; readonly apply: Apply }
  /** The derivative is zero wherever there is one. */
  | { readonly tag: 'constant'; readonly because: string };

const rule = (apply: Apply): Linearization => ({ tag: 'rule', apply });
const constant = (because: string): Linearization => ({ tag: 'constant', because });

/** A function of one variable whose derivative is `coefficient`. */
const scaled = (coefficient: (b: RuleBuilder, x: Atom, z: Atom) => Atom): Linearization =>
  rule((b, z, [x], [t]) => b.scale(coefficient(b, x, z), t));

/** A function of one variable whose derivative is 1 over `divisor`. */
const divided = (divisor: (b: RuleBuilder, x: Atom, z: Atom) => Atom): Linearization =>
  rule((b, z, [x], [t]) => b.divide(t, divisor(b, x, z)));

const INTEGER = constant('integers have no tangents');
const TRUTH = constant('a truth value has no tangent');
const STEP = constant('it is constant between its jumps');

const one = (b: RuleBuilder): Atom => b.constant(1);
const square = (b: RuleBuilder, x: Atom): Atom => b.scalar('fmul', x, x);
const onePlusSquare = (b: RuleBuilder, x: Atom): Atom => b.scalar('fadd', one(b), square(b, x));
const oneMinusSquare = (b: RuleBuilder, x: Atom): Atom => b.scalar('fsub', one(b), square(b, x));

/** 2 exp(−x²) / √π. */
const gaussian = (b: RuleBuilder, x: Atom): Atom =>
  b.scalar('fmul', b.constant(2 / Math.sqrt(Math.PI)), b.scalar('exp', b.scalar('fneg', square(b, x))));

/**
 * z = x^y. The partial derivatives are y · x^(y−1) and z · log x. At x = 0 the first is 0 where y is, and the second where
 * z is: neither of their infinite factors is computed there, so that higher derivatives do not meet them either.
 */
const power: Apply = (b, z, [x, y], [tx, ty]) => {
  let sum: Tangent = null;
  if (tx !== null) sum = b.scale(b.scalar('fmul', y, b.scalar('fpow', x, exponentBelow(b, x, y))), tx);
  if (ty !== null) {
    const isZero = b.scalar('feq', z, b.constant(0));
    const base = b.scalar('select', isZero, one(b), x);
    sum = b.add(sum, b.scale(b.scalar('fmul', z, b.scalar('log', base)), ty));
  }
  return sum;
};

/** y − 1, but for 0^0: there y · 0^1, which is 0, stands for y · 0^(−1). */
function exponentBelow(b: RuleBuilder, x: Atom, y: Atom): Atom {
  if (y.tag === 'lit' && Number(y.value) !== 0) return b.constant(Number(y.value) - 1);
  const zero = b.constant(0);
  const isConstant = b.scalar('and', b.scalar('feq', x, zero), b.scalar('feq', y, zero));
  return b.scalar('select', isConstant, one(b), b.scalar('fsub', y, one(b)));
}

/** z = atan2(y, x): (x ẏ − y ẋ) / (x² + y²). */
const arcTangent: Apply = (b, _z, [y, x], [ty, tx]) => {
  const norm = b.scalar('fadd', square(b, x), square(b, y));
  return b.divide(b.subtract(b.scale(x, ty), b.scale(y, tx)), norm);
};

export const LINEARIZATIONS: Readonly<Record<ScalarOperator, Linearization>> = {
  iadd: INTEGER,
  isub: INTEGER,
  imul: INTEGER,
  idiv: INTEGER,
  irem: INTEGER,
  idivS: INTEGER,
  iremS: INTEGER,
  and: INTEGER,
  or: INTEGER,
  xor: INTEGER,
  not: INTEGER,
  shl: INTEGER,
  shr: INTEGER,
  ieq: TRUTH,
  ilt: TRUTH,
  igt: TRUTH,
  feq: TRUTH,
  flt: TRUTH,
  fgt: TRUTH,

  fadd: rule((b, _z, _args, [t, u]) => b.add(t, u)),
  fsub: rule((b, _z, _args, [t, u]) => b.subtract(t, u)),
  fneg: rule((b, _z, _args, [t]) => b.negate(t)),
  fmul: rule((b, _z, [x, y], [t, u]) => b.add(b.scale(y, t), b.scale(x, u))),
  /** z = x / y: (ẋ − z ẏ) / y. */
  fdiv: rule((b, z, [, y], [t, u]) => b.divide(b.subtract(t, b.scale(z, u)), y)),
  fpow: rule(power),
  fatan2: rule(arcTangent),

  exp: scaled((_b, _x, z) => z),
  exp2: scaled((b, _x, z) => b.scalar('fmul', z, b.constant(Math.LN2))),
  expm1: scaled((b, _x, z) => b.scalar('fadd', z, one(b))),
  log: scaled((b, x) => b.scalar('fdiv', one(b), x)),
  log2: divided((b, x) => b.scalar('fmul', x, b.constant(Math.LN2))),
  log10: divided((b, x) => b.scalar('fmul', x, b.constant(Math.LN10))),
  log1p: divided((b, x) => b.scalar('fadd', one(b), x)),
  sin: scaled((b, x) => b.scalar('cos', x)),
  cos: scaled((b, x) => b.scalar('fneg', b.scalar('sin', x))),
  tan: scaled((b, _x, z) => onePlusSquare(b, z)),
  asin: divided((b, x) => b.scalar('sqrt', oneMinusSquare(b, x))),
  acos: divided((b, x) => b.scalar('fneg', b.scalar('sqrt', oneMinusSquare(b, x)))),
  atan: divided((b, x) => onePlusSquare(b, x)),
  sinh: scaled((b, x) => b.scalar('cosh', x)),
  cosh: scaled((b, x) => b.scalar('sinh', x)),
  tanh: scaled((b, _x, z) => oneMinusSquare(b, z)),
  asinh: divided((b, x) => b.scalar('sqrt', onePlusSquare(b, x))),
  acosh: divided((b, x) =>
    b.scalar('sqrt', b.scalar('fmul', b.scalar('fsub', x, one(b)), b.scalar('fadd', x, one(b)))),
  ),
  atanh: divided((b, x) => oneMinusSquare(b, x)),
  /** ẋ / 2z: infinite at 0 for a tangent that is not zero. */
  sqrt: divided((b, _x, z) => b.scalar('fadd', z, z)),
  floor: STEP,
  ceil: STEP,
  round: STEP,
  lgamma: scaled((b, x) => b.scalar('digamma', x)),
  digamma: scaled((b, x) => trigamma(b, x)),
  erf: scaled((b, x) => gaussian(b, x)),
  erfc: scaled((b, x) => b.scalar('fneg', gaussian(b, x))),
  /** Of `select` every operand is evaluated, and a zero tangent goes to the one that is not taken. */
  select: rule((b, _z, [condition], [, t, u]) => b.choose(condition, t, u)),
};
