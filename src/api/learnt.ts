import { ArgumentError, counted } from './errors.ts';
import type { Place } from './places.ts';
import type { Computed, SizeOf } from './shape.ts';

/** The size that a type computes, for the ordinals of the tables around it. */
export type Extent = (size: Computed, ordinals: readonly number[]) => number;

/**
 * What the arguments of a call say about sizes: numbers and tables fix the sizes that parameters stand for, and what
 * cannot be tested before all are known is remembered. Every method throws `ArgumentError` for what does not agree.
 */
export class Learnt {
  /** Sizes by parameter, each with the reason, in words. */
  private readonly sizes = new Map<number, { readonly size: number; readonly because: string }>();
  private readonly claims: ((extent: Extent) => void)[] = [];

  /** The parameter `id` is this number. */
  number(id: number, size: number, path: string): void {
    this.sizes.set(id, { size, because: `${path} is ${size}` });
  }

  /** Ends what `number` began, where the parameter is one of a part of the argument. */
  forget(id: number): void {
    this.sizes.delete(id);
  }

  /** At `place` is a table of `count` elements. */
  table(size: SizeOf, count: number, place: Place): void {
    const { path } = place;
    switch (size.tag) {
      case 'known':
        if (count !== size.size) throw misfit(path, count, `the type says ${size.size}`);
        return;
      case 'param': {
        const before = this.sizes.get(size.id);
        if (before === undefined) this.sizes.set(size.id, { size: count, because: `${path} has ${count}` });
        else if (before.size !== count) throw misfit(path, count, before.because);
        return;
      }
      case 'computed':
        this.claims.push((extent) => {
          const expected = extent(size, place.ordinals);
          if (count !== expected) throw misfit(path, count, `its index set has ${expected}`);
        });
        return;
      case 'hidden':
        throw new ArgumentError(
          path,
          'a table over such an index set cannot be given from outside of the language',
        );
    }
  }

  /** The elements are indices of a set of this size. */
  indices(size: SizeOf, ordinals: ArrayLike<number>, placeOf: (k: number) => Place): void {
    const test = (sizeAt: (k: number) => number): void => {
      for (let k = 0; k < ordinals.length; k += 1) {
        const limit = sizeAt(k);
        if (ordinals[k]! >= limit) throw outOfRange(placeOf(k).path, ordinals[k]!, limit);
      }
    };
    if (size.tag === 'hidden')
      throw new ArgumentError(
        placeOf(0).path,
        'an index of such a set cannot be given from outside of the language',
      );
    const known = this.known(size);
    if (known !== null) test(() => known);
    else if (size.tag === 'computed')
      this.claims.push((extent) => test((k) => extent(size, placeOf(k).ordinals)));
    else
      this.claims.push(() => {
        const later = this.known(size);
        if (later !== null) test(() => later);
      });
  }

  /** What is known of a size so far. */
  known(size: SizeOf): number | null {
    if (size.tag === 'known') return size.size;
    return size.tag === 'param' ? (this.sizes.get(size.id)?.size ?? null) : null;
  }

  /** What a parameter stands for. */
  of(id: number): number | null {
    return this.sizes.get(id)?.size ?? null;
  }

  /** Tests what had to wait. */
  settle(extent: Extent): void {
    for (const claim of this.claims) claim(extent);
  }
}

/** An index that its set does not have. */
export function outOfRange(path: string, ordinal: number | bigint, size: number | null): ArgumentError {
  return new ArgumentError(
    path,
    size === null ? `${ordinal} is no index` : `index ${ordinal} is out of range for a size of ${size}`,
  );
}

function misfit(path: string, count: number, because: string): ArgumentError {
  return new ArgumentError(path, `${counted(count, 'element')}, but ${because}`);
}
