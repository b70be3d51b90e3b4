/**
 * The elementary functions of doubles, made of `+ - * /`, square roots and whole numbers alone, so that an answer does
 * not depend on the machine. The error bounds stated with each are tested against values of 50 digits.
 */
export { erf, erfc } from './error-function.ts';
export { cosh, exp, exp2, expm1, sinh, tanh } from './exponential.ts';
export { digamma, lgamma } from './gamma.ts';
export { acos, asin, atan, atan2 } from './inverse-trigonometric.ts';
export { acosh, asinh, atanh, log, log1p, log2, log10, pow } from './logarithm.ts';
export { cos, sin, tan } from './trigonometric.ts';
