/** Circular functions: reduction to |r| ≤ π/4 as a sum of two doubles, then polynomials. */
import { highHalf, productError, sumError } from './bits.ts';
import { cosCore, sinCore } from './polynomials.ts';

const TWO_OVER_PI_DOUBLE = 2 / Math.PI;
/** π/2 in parts of 33 bits, so that multiples by 20 bits are exact (Cody and Waite). */
const PART_1 = 1.5707963267341256;
const PART_2 = 6.077100506303966e-11;
const PART_3 = 2.0222662487111665e-21;
const PART_4 = 8.4784276603689e-32;
const LARGEST_MULTIPLE = 2 ** 20;

/** The second double of the last reduction. */
const tail = new Float64Array(1);
/** The first double of the last reduction; the function itself gives the quadrant. */
const head = new Float64Array(1);

/** Puts `x - q·π/2` into `head` and `tail`, and gives `q` modulo 4. */
function reduce(x: number): number {
  if (Math.abs(x) <= Math.PI / 4) {
    head[0] = x;
    tail[0] = 0;
    return 0;
  }
  const q = Math.floor(x * TWO_OVER_PI_DOUBLE + 0.5);
  if (Math.abs(q) >= LARGEST_MULTIPLE) return reduceLarge(x);
  const a = x - q * PART_1;
  const b = -q * PART_2;
  const s = a + b;
  const c = -q * PART_3;
  const t = s + c;
  const low = sumError(a, b, s) + sumError(s, c, t) - q * PART_4;
  head[0] = t + low;
  tail[0] = sumError(t, low, head[0]);
  return q & 3;
}

/** 2/π · 2^1216. */
const TWO_OVER_PI =
  0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6babn;
const TWO_OVER_PI_BITS = 1216;
/** Bits of the fraction of a turn that are kept: enough for two doubles after the worst cancellation (61 bits). */
const FRACTION_BITS = 180n;

/** Reduction with as much of 2/π as any double needs (Payne and Hanek), in whole numbers. */
function reduceLarge(x: number): number {
  const exponent = ((highHalf(x) >> 20) & 0x7ff) - 1075;
  const mantissa = BigInt(Math.abs(x) / 2 ** exponent);
  const product = mantissa * TWO_OVER_PI;
  const turns = product >> (BigInt(TWO_OVER_PI_BITS - exponent) - FRACTION_BITS);
  const one = 1n << FRACTION_BITS;
  let q = Number((turns >> FRACTION_BITS) & 3n);
  let fraction = turns & (one - 1n);
  if (fraction * 2n >= one) {
    fraction -= one;
    q = (q + 1) & 3;
  }
  const high = Number(fraction);
  const low = Number(fraction - BigInt(high));
  const unit = 2 ** -180;
  multiplyByHalfPi(high * unit, low * unit);
  if (x < 0) {
    head[0] = -head[0]!;
    tail[0] = -tail[0]!;
    q = (4 - q) & 3;
  }
  return q;
}

const HALF_PI = Math.PI / 2;
const HALF_PI_TAIL = 6.123233995736766e-17;

function multiplyByHalfPi(high: number, low: number): void {
  const p = high * HALF_PI;
  const rest = productError(high, HALF_PI, p) + (high * HALF_PI_TAIL + low * HALF_PI);
  head[0] = p + rest;
  tail[0] = sumError(p, rest, head[0]);
}

function sinKernel(x: number, y: number): number {
  const z = x * x;
  return x + (z * x * sinCore(z) + y * (1 - 0.5 * z));
}

function cosKernel(x: number, y: number): number {
  const z = x * x;
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * z * cosCore(z) - x * y));
}

/** Error below 0.8 ulp. */
export function sin(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  if (Math.abs(x) < 2 ** -27) return x;
  const q = reduce(x);
  const y = (q & 1) === 0 ? sinKernel(head[0]!, tail[0]!) : cosKernel(head[0]!, tail[0]!);
  return q < 2 ? y : -y;
}

/** Error below 0.8 ulp. */
export function cos(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  const q = reduce(x);
  const y = (q & 1) === 0 ? cosKernel(head[0]!, tail[0]!) : sinKernel(head[0]!, tail[0]!);
  return q === 0 || q === 3 ? y : -y;
}

/** The quotient of sine and cosine, each as a sum of two doubles. Error below 1 ulp. */
export function tan(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  if (Math.abs(x) < 2 ** -27) return x;
  const q = reduce(x);
  const r = head[0]!;
  const y = tail[0]!;
  const z = r * r;
  const ds = z * r * sinCore(z) + y * (1 - 0.5 * z);
  const s = r + ds;
  const sTail = ds - (s - r);
  const half = 0.5 * z;
  const dc = z * z * cosCore(z) - r * y - 0.5 * productError(r, r, z);
  const w = 1 - half;
  const c = w + dc;
  const cTail = 1 - w - half + (dc - (c - w));
  return (q & 1) === 0 ? divide(s, sTail, c, cTail) : -divide(c, cTail, s, sTail);
}

/** `(a + aTail) / (b + bTail)`, rounded. */
function divide(a: number, aTail: number, b: number, bTail: number): number {
  const t = a / b;
  const p = t * b;
  return t + (a - p - productError(t, b, p) + (aTail - t * bTail)) / b;
}

/** `sin(πx)`, for the reflection formulas. */
export function sinPi(x: number): number {
  const r = x - 2 * Math.floor(x / 2 + 0.25);
  const folded = r > 0.5 ? 1 - r : r;
  multiplyByHalfPi(2 * folded, 0);
  return Math.abs(folded) <= 0.25
    ? sinKernel(head[0]!, tail[0]!)
    : Math.sign(folded) * cosOfComplement(Math.abs(folded));
}

function cosOfComplement(folded: number): number {
  multiplyByHalfPi(1 - 2 * folded, 0);
  return cosKernel(head[0]!, tail[0]!);
}
