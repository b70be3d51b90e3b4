/** The derivative of digamma, which is no operator of its own, as straight-line code. */
import type { Atom } from '../loops/index.ts';
import type { RuleBuilder } from './rule-builder.ts';

/** B₂, B₄, … : the coefficients of the asymptotic series (Abramowitz and Stegun 6.4.12). */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730];
const SHIFT = 10;

/**
 * ψ′(x): reflected to the right of ½ (6.4.7), shifted past 10 by the recurrence (6.4.6), then the asymptotic series.
 * The relative error is below 10⁻¹³ in double precision, away from the poles.
 */
export function trigamma(b: RuleBuilder, x: Atom): Atom {
  const inverse = (y: Atom): Atom => b.scalar('fdiv', b.constant(1), y);
  const isLeft = b.scalar('flt', x, b.constant(0.5));
  const y = b.scalar('select', isLeft, b.scalar('fsub', b.constant(1), x), x);
  let sum = b.constant(0);
  for (let k = 0; k < SHIFT; k++) {
    const term = inverse(b.scalar('fadd', y, b.constant(k)));
    sum = b.scalar('fadd', sum, b.scalar('fmul', term, term));
  }
  const w = inverse(b.scalar('fadd', y, b.constant(SHIFT)));
  const w2 = b.scalar('fmul', w, w);
  let series = b.constant(0);
  for (const coefficient of [...BERNOULLI].reverse()) {
    series = b.scalar('fmul', w2, b.scalar('fadd', b.constant(coefficient), series));
  }
  const half = b.scalar('fmul', b.constant(0.5), w2);
  const tail = b.scalar('fadd', half, b.scalar('fmul', w, b.scalar('fadd', b.constant(1), series)));
  const right = b.scalar('fadd', sum, tail);
  const quotient = b.scalar(
    'fdiv',
    b.constant(Math.PI),
    b.scalar('sin', b.scalar('fmul', b.constant(Math.PI), x)),
  );
  const left = b.scalar('fsub', b.scalar('fmul', quotient, quotient), right);
  return b.scalar('select', isLeft, left, right);
}
