import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  emptyLayered,
  type Layered,
  layeredAdd,
  layeredEntries,
  layeredGet,
} from '../../src/elaborate/layered.ts';

test('a layered map is a map, and extending it leaves the old one as it was', () => {
  const entry = fc.tuple(fc.constantFrom(...'abcdefghij'), fc.nat());
  fc.assert(
    fc.property(fc.array(fc.array(entry, { maxLength: 4 }), { maxLength: 30 }), (batches) => {
      const versions: { readonly layered: Layered<number>; readonly map: ReadonlyMap<string, number> }[] = [];
      let layered = emptyLayered<number>();
      let map = new Map<string, number>();
      for (const batch of batches) {
        versions.push({ layered, map });
        layered = layeredAdd(layered, batch);
        map = new Map([...map, ...batch]);
      }
      versions.push({ layered, map });
      for (const v of versions) {
        expect(layeredEntries(v.layered)).toEqual(v.map);
        for (const key of 'abcdefghij') expect(layeredGet(v.layered, key)).toBe(v.map.get(key));
      }
    }),
  );
});

test('layers stay few', () => {
  let layered = emptyLayered<number>();
  for (let k = 0; k < 10_000; k++) layered = layeredAdd(layered, [[`x${k}`, k]]);
  expect(layered.layers.length).toBeLessThan(16);
});
