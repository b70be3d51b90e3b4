/** 64-bit integers as two halves of 32 bits: `i[a]` low, `i[a + 1]` high. */
import type { Scalar, ScalarOperator } from '../primitives/index.ts';
import { scalarOperation } from '../values/index.ts';
import { joinHalves } from './cells.ts';
import { fault, type Op, type Site } from './frame.ts';

type Binary = (d: number, a: number, b: number) => Op;

const OPERATIONS: Readonly<Partial<Record<ScalarOperator, Binary>>> = {
  iadd: (d, a, b) => (m) => {
    const low = (m.i[a]! >>> 0) + (m.i[b]! >>> 0);
    m.i[d + 1] = m.i[a + 1]! + m.i[b + 1]! + (low > 0xffffffff ? 1 : 0);
    m.i[d] = low;
  },
  isub: (d, a, b) => (m) => {
    const x = m.i[a]! >>> 0;
    const y = m.i[b]! >>> 0;
    m.i[d + 1] = m.i[a + 1]! - m.i[b + 1]! - (x < y ? 1 : 0);
    m.i[d] = x - y;
  },
  imul: (d, a, b) => (m) => {
    const x = m.i[a]!;
    const y = m.i[b]!;
    const high = multiplyHigh(x, y) + Math.imul(x, m.i[b + 1]!) + Math.imul(m.i[a + 1]!, y);
    m.i[d] = Math.imul(x, y);
    m.i[d + 1] = high;
  },
  and: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! & m.i[b]!;
    m.i[d + 1] = m.i[a + 1]! & m.i[b + 1]!;
  },
  or: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! | m.i[b]!;
    m.i[d + 1] = m.i[a + 1]! | m.i[b + 1]!;
  },
  xor: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! ^ m.i[b]!;
    m.i[d + 1] = m.i[a + 1]! ^ m.i[b + 1]!;
  },
  shl: (d, a, b) => (m) => {
    const low = m.i[a]!;
    const high = m.i[a + 1]!;
    const k = m.i[b]! & 63;
    m.i[d] = k < 32 ? low << k : 0;
    m.i[d + 1] = k === 0 ? high : k < 32 ? (high << k) | (low >>> (32 - k)) : low << (k - 32);
  },
  shr: (d, a, b) => (m) => {
    const low = m.i[a]!;
    const high = m.i[a + 1]!;
    const k = m.i[b]! & 63;
    m.i[d] = k === 0 ? low : k < 32 ? (low >>> k) | (high << (32 - k)) : high >>> (k - 32);
    m.i[d + 1] = k < 32 ? high >>> k : 0;
  },
  ieq: (d, a, b) => (m) => {
    m.i[d] = m.i[a]! === m.i[b]! && m.i[a + 1]! === m.i[b + 1]! ? 1 : 0;
  },
};

/** The high half of the unsigned product of two words, from products of 16-bit digits. */
function multiplyHigh(x: number, y: number): number {
  const x0 = x & 0xffff;
  const x1 = x >>> 16;
  const y0 = y & 0xffff;
  const y1 = y >>> 16;
  const low = Math.imul(x0, y0) >>> 16;
  const cross = Math.imul(x1, y0) >>> 0;
  const middle = (Math.imul(x0, y1) >>> 0) + low + (cross & 0xffff);
  return (Math.imul(x1, y1) + (cross >>> 16) + Math.floor(middle / 0x10000)) | 0;
}

function comparison(isLess: boolean, isSigned: boolean): Binary {
  const flip = isSigned ? 0x80000000 : 0;
  return (d, first, second) => {
    const [a, b] = isLess ? [first, second] : [second, first];
    return (m) => {
      const x = (m.i[a + 1]! ^ flip) >>> 0;
      const y = (m.i[b + 1]! ^ flip) >>> 0;
      m.i[d] = x < y || (x === y && m.i[a]! >>> 0 < m.i[b]! >>> 0) ? 1 : 0;
    };
  };
}

/** An operator on 64-bit integers. Division goes through bigints. Faults: `divisionByZero`. */
export function wideOperation(
  operator: ScalarOperator,
  scalar: Scalar,
  d: number,
  a: number,
  b: number,
  site: Site,
): Op {
  if (operator === 'ilt' || operator === 'igt')
    return comparison(operator === 'ilt', scalar === 'i64')(d, a, b);
  const make = OPERATIONS[operator];
  if (make !== undefined) return make(d, a, b);
  const f = scalarOperation(operator, scalar);
  return (m) => {
    const result = f(joinHalves(m.i[a]!, m.i[a + 1]!, scalar), joinHalves(m.i[b]!, m.i[b + 1]!, scalar));
    if (result === null) throw fault(m, site, 'divisionByZero', 'division by zero');
    const bits = BigInt(result);
    m.i[d] = Number(BigInt.asIntN(32, bits));
    m.i[d + 1] = Number(BigInt.asIntN(32, bits >> 32n));
  };
}
