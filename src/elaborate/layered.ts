/**
 * A persistent map from strings: an extended map shares what it extends, and the old one stays as it was. It is a
 * list of layers whose sizes at least double from the newest to the oldest, as in a log-structured merge tree, so a
 * lookup visits O(log n) layers and n extensions cost O(n log n) together.
 */
export interface Layered<V> {
  readonly layers: readonly ReadonlyMap<string, V>[];
}

/** The map without entries. */
export function emptyLayered<V>(): Layered<V> {
  return { layers: [] };
}

/** The value at `key`; undefined where there is none. */
export function layeredGet<V>(map: Layered<V>, key: string): V | undefined {
  for (let k = map.layers.length - 1; k >= 0; k--) {
    const value = map.layers[k]!.get(key);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** `map` with further entries, which hide older ones of the same key. */
export function layeredAdd<V>(map: Layered<V>, entries: Iterable<readonly [string, V]>): Layered<V> {
  let top = new Map(entries);
  if (top.size === 0) return map;
  const layers = map.layers.slice();
  while (layers.length > 0 && layers[layers.length - 1]!.size < 2 * top.size) {
    top = new Map([...layers.pop()!, ...top]);
  }
  return { layers: [...layers, top] };
}

/** All entries, each key once. */
export function layeredEntries<V>(map: Layered<V>): ReadonlyMap<string, V> {
  const all = new Map<string, V>();
  for (const layer of map.layers) for (const [key, value] of layer) all.set(key, value);
  return all;
}
