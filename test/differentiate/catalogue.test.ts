import { describe, expect, test } from 'vitest';
import { CATALOGUE } from './catalogue.ts';
import { type Data, flat } from './data.ts';
import { differentiated, forward, reverse } from './harness.ts';

function close(found: Data, expected: Data): void {
  const xs = flat(found);
  const ys = flat(expected);
  expect(xs.length).toBe(ys.length);
  xs.forEach((x, i) => {
    const y = ys[i]!;
    if (Number.isFinite(y)) expect(Math.abs(x - y)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(y)));
    else expect(x).toBe(y);
  });
}

/** The data with one float replaced by 1 and the others by 0, for each of its floats. */
function units(data: Data): readonly Data[] {
  const count = flat(data).length;
  return Array.from({ length: count }, (_, k) => {
    let at = 0;
    const visit = (d: Data): Data => {
      if (typeof d === 'number') return at++ === k ? 1 : 0;
      return Array.isArray(d) ? d.map(visit) : d;
    };
    return visit(data);
  });
}

const dot = (a: Data, b: Data): number =>
  flat(a).reduce((sum, x, i) => (x === 0 ? sum : sum + x * flat(b)[i]!), 0);

describe('the catalogue of section 7.2', () => {
  test.each(CATALOGUE)('$title, backwards', (row) => {
    const d = differentiated(row.text, row.active === undefined ? {} : { active: row.active });
    const { value, cotangents } = reverse(d, row.point, row.cotangent ?? 1);
    if (row.value !== undefined) close(value, row.value);
    close(cotangents, row.gradient);
  });

  test.each(CATALOGUE)('$title, forwards', (row) => {
    const d = differentiated(row.text, row.active === undefined ? {} : { active: row.active });
    const gradient = flat(row.gradient);
    units(row.gradient).forEach((direction, k) => {
      const { tangent } = forward(d, row.point, direction as readonly Data[]);
      close(dot(row.cotangent ?? 1, tangent), gradient[k]!);
    });
  });
});
