import { describe, expect, it } from 'vitest';
import { answer, run, scalar, textOf, w32 } from './run.ts';

describe('tables', () => {
  it('a table of tables', () => {
    expect(
      answer(`fn @main () -> Fin 2 => Fin 3 => w32 {
        let t = for i : Fin 2 {
          let row = for j : Fin 3 {
            let a = ordinal(Fin 2, i)
            let b = ordinal(Fin 3, j)
            let c = imul a 10w32
            let d = iadd c b
            d
          }
          row
        }
        t
      }`),
    ).toEqual([
      [0, 1, 2],
      [10, 11, 12],
    ]);
  });

  it('a table of products of tables is read by its columns', () => {
    expect(
      answer(`fn @main () -> Fin 2 => (f32, w8) {
        let t = for i : Fin 2 {
          let o = ordinal(Fin 2, i)
          let x = cast f32 o
          let row = for j : Fin 3 {
            let y = fadd x 0.5f32
            y
          }
          let b = cast w8 o
          let p = (row, b)
          p
        }
        let s = for i : Fin 2 {
          let p = t[i]
          let row = p.0
          let j = fromOrdinal(Fin 3, 2w32)
          let x = row[j]
          let b = p.1
          let q = (x, b)
          q
        }
        s
      }`),
    ).toEqual([
      [0.5, 0],
      [1.5, 1],
    ]);
  });

  it('rof runs backward and stores each result at its own index', () => {
    expect(
      answer(`fn @main () -> (Fin 3 => w32, w32) {
        let s = runState 0w32 [h] r {
          let t = rof i : Fin 3 {
            let n = get r
            let m = iadd n 1w32
            do put r m
            n
          }
          t
        }
        s
      }`),
    ).toEqual([[2, 1, 0], 3]);
  });

  it('a triangle has rows of its own sizes', () => {
    expect(
      answer(
        `fn @main (n : w32) -> (i : Fin n) => RangeTo(Fin n, i) => w32 {
        let t = for i : Fin n {
          let row = for j : RangeTo(Fin n, i) {
            let a = ordinal(Fin n, i)
            let b = ordinal(RangeTo(Fin n, i), j)
            let c = imul a 10w32
            let d = iadd c b
            d
          }
          row
        }
        t
      }`,
        [w32(3)],
      ),
    ).toEqual([[0], [10, 11], [20, 21, 22]]);
  });

  it('a table of lists of different lengths', () => {
    expect(
      answer(`fn @main () -> Fin 3 => List i64 {
        let t = for i : Fin 3 {
          let n = ordinal(Fin 3, i)
          let row = for j : Fin n {
            let k = ordinal(Fin n, j)
            let x = cast i64 k
            let y = isub x 1i64
            y
          }
          let l = pack (n, row) : List i64
          l
        }
        t
      }`),
    ).toEqual([
      { first: 0, second: [] },
      { first: 1, second: [-1n] },
      { first: 2, second: [-1n, 0n] },
    ]);
  });

  it('a list given from outside, summed by a shared function', () => {
    const list = {
      tag: 'pair',
      first: w32(3),
      second: {
        tag: 'table',
        size: 3,
        elements: { tag: 'scalars', scalar: 'f64', data: Float64Array.of(1, 2, 3.5) },
      },
    } as const;
    expect(
      answer(
        `fn @sum (n : w32, xs : Fin n => f64) -> f64 {
        let x = runAccum (fadd, 0f64) [h] r {
          do each i : Fin n {
            let x = xs[i]
            do extend r x (fadd, 0f64)
            ()
          }
          ()
        }
        let s = x.1
        s
      }
      fn @main (l : List f64) -> (f64, f64) {
        unpack (n, xs) = l
        let a = @sum(n, xs)
        let ys = for i : Fin n { 2f64 }
        let b = @sum(n, ys)
        let r = (a, b)
        r
      }`,
        [list],
      ),
    ).toEqual([6.5, 6]);
  });

  it('a table reindexed has the same elements', () => {
    expect(
      answer(`fn @main () -> (Fin 2, Fin 2) => i32 {
        let v = [1i32, -2i32, 3i32, 4i32] : Fin 4 => i32
        let w = reindex v : (Fin 2, Fin 2) => i32
        w
      }`),
    ).toEqual([1, -2, 3, 4]);
  });

  it('argsort gives the ordinals of the elements, equal ones in the order of their places', () => {
    expect(
      answer(`fn @main () -> Fin 5 => w32 {
        let v = [2.5f32, 0f32, -1f32, -0f32, -inf_f32] : Fin 5 => f32
        let w = argsort v
        w
      }`),
    ).toEqual([4, 2, 1, 3, 0]);
    expect(
      answer(`fn @main () -> (Fin 2, Fin 2) => w32 {
        let v = [0w64, 18446744073709551615w64, 4294967296w64, 1w64] : (Fin 2, Fin 2) => w64
        let w = argsort v
        w
      }`),
    ).toEqual([0, 3, 2, 1]);
    expect(
      answer(`fn @main () -> Fin 3 => w32 {
        let v = [4294967296i64, -1i64, -4294967297i64] : Fin 3 => i64
        let w = argsort v
        w
      }`),
    ).toEqual([2, 1, 0]);
    // Row 1 holds 1, 0 and the largest word.
    expect(
      answer(`fn @main () -> Fin 3 => w32 {
        let u = for i : Fin 2 {
          let a = for j : Fin 3 {
            let p = ordinal(Fin 2, i)
            let q = ordinal(Fin 3, j)
            let r = isub p q
            r
          }
          a
        }
        let k = fromOrdinal(Fin 2, 1w32)
        let t = u[k]
        let w = argsort t
        w
      }`),
    ).toEqual([1, 0, 2]);
  });

  it('an element of a table over a product is found row-major', () => {
    expect(
      answer(`fn @main () -> (w32, w32) {
        let t = for p : (Fin 2, Fin 3) {
          let o = ordinal((Fin 2, Fin 3), p)
          o
        }
        let a = fromOrdinal(Fin 2, 1w32)
        let b = fromOrdinal(Fin 3, 2w32)
        let p = (a, b)
        let x = t[p]
        let q = fromOrdinal((Fin 2, Fin 3), 4w32)
        let qb = q.1
        let y = ordinal(Fin 3, qb)
        let r = (x, y)
        r
      }`),
    ).toEqual([5, 1]);
  });

  it('a table over functions has the element at 0 least significant', () => {
    expect(
      answer(`fn @main () -> (Fin 2 => Fin 3) => Fin 2 => Fin 3 {
        let t = for p : (Fin 2 => Fin 3) { p }
        t
      }`),
    ).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [0, 1],
      [1, 1],
      [2, 1],
      [0, 2],
      [1, 2],
      [2, 2],
    ]);
  });
});

describe('sums', () => {
  const MAYBE = `fn @main () -> Fin 4 => (() | Fin 2 => w32) {
    let t = for i : Fin 4 {
      let o = ordinal(Fin 4, i)
      let r = irem o 2w32
      let c = cast w8 r
      let b = fromTag c : Bool
      let v = case b : (() | Fin 2 => w32)
        | a {
          let q = inject 0 () : (() | Fin 2 => w32)
          q
        }
        | a {
          let u = [o, 7w32] : Fin 2 => w32
          let q = inject 1 u : (() | Fin 2 => w32)
          q
        }
      v
    }
    t
  }`;

  it('in a table have a column for each alternative', () => {
    expect(answer(MAYBE)).toEqual([
      { alternative: 0, payload: [] },
      { alternative: 1, payload: [1, 7] },
      { alternative: 0, payload: [] },
      { alternative: 1, payload: [3, 7] },
    ]);
  });

  it('of lists, in a table, in a State reference that is assigned other lengths', () => {
    const item = '(() | List w32)';
    expect(
      answer(`fn @main () -> Fin 2 => ${item} {
        let t = for i : Fin 2 {
          let q = inject 0 () : ${item}
          q
        }
        let s = runState t [h] r {
          do each k : Fin 3 {
            let n = ordinal(Fin 3, k)
            let xs = for j : Fin n {
              let x = iadd n 40w32
              x
            }
            let l = pack (n, xs) : List w32
            let q = inject 1 l : ${item}
            let i = fromOrdinal(Fin 2, 1w32)
            let e = r ! i
            do put e q
            ()
          }
          ()
        }
        let f = s.1
        f
      }`),
    ).toEqual([
      { alternative: 0, payload: [] },
      { alternative: 1, payload: { first: 2, second: [42, 42] } },
    ]);
  });
});

describe('effects', () => {
  it('get copies out and put copies in', () => {
    expect(
      answer(`fn @main () -> ((Fin 2 => i32, Fin 2 => i32), Fin 2 => i32) {
        let init = [1i32, 2i32] : Fin 2 => i32
        let s = runState init [h] r {
          let before = get r
          let i = fromOrdinal(Fin 2, 0w32)
          let e = r ! i
          do put e 10i32
          let after = get r
          do put r before
          do put e 7i32
          let p = (before, after)
          p
        }
        s
      }`),
    ).toEqual([
      [
        [1, 2],
        [10, 2],
      ],
      [7, 2],
    ]);
  });

  it('a state leaves rows of different lengths, from which it began, as they were', () => {
    const triangle = '(i : Fin 2) => RangeTo(Fin 2, i) => w32';
    expect(
      answer(`fn @main () -> (${triangle}, ${triangle}) {
        let init = for i : Fin 2 {
          let row = for j : RangeTo(Fin 2, i) {
            let one = 1w32
            one
          }
          row
        }
        let s = runState init [h] r {
          do each i : Fin 2 {
            let row = r ! i
            do each j : RangeTo(Fin 2, i) {
              let e = row ! j
              do put e 9w32
              ()
            }
            ()
          }
          ()
        }
        let changed = s.1
        let p = (init, changed)
        p
      }`),
    ).toEqual([
      [[1], [1, 1]],
      [[9], [9, 9]],
    ]);
  });

  it('an accumulator adds elementwise in place', () => {
    expect(
      answer(`fn @main () -> Fin 2 => f32 {
        let zero = [0f32, 0f32] : Fin 2 => f32
        let xs = [1f32, 2f32] : Fin 2 => f32
        let t = runAccum monoid zero (x, y) {
          let z = for i : Fin 2 {
            let a = x[i]
            let b = y[i]
            let c = fadd a b
            c
          }
          z
        } [h] r {
          do each k : Fin 3 {
            do extend r xs monoid zero (x, y) {
              let z = for i : Fin 2 {
                let a = x[i]
                let b = y[i]
                let c = fadd a b
                c
              }
              z
            }
            let i = fromOrdinal(Fin 2, 0w32)
            let e = r ! i
            do extend e 10f32 (fadd, 0f32)
            ()
          }
          ()
        }
        let r = t.1
        r
      }`),
    ).toEqual([33, 6]);
  });

  it('an accumulator of another monoid combines old with new', () => {
    // Digits appended: 10 * old + new.
    expect(
      answer(`fn @main () -> i32 {
        let t = runAccum monoid 0i32 (x, y) {
          let a = imul x 10i32
          let b = iadd a y
          b
        } [h] r {
          do each k : Fin 4 {
            let o = ordinal(Fin 4, k)
            let d = cast i32 o
            do extend r d monoid 0i32 (x, y) {
              let a = imul x 10i32
              let b = iadd a y
              b
            }
            ()
          }
          ()
        }
        let r = t.1
        r
      }`),
    ).toBe(123);
  });

  it('a reader of a product gives its tables and scalars', () => {
    expect(
      answer(`fn @main () -> (i32, w8) {
        let xs = [5i32, 6i32] : Fin 2 => i32
        let p = (xs, 9w8)
        let t = runReader p [h] r {
          let r0 = r ! .0
          let i = fromOrdinal(Fin 2, 1w32)
          let e = r0 ! i
          let x = ask e
          let r1 = r ! .1
          let y = ask r1
          let q = (x, y)
          q
        }
        t
      }`),
    ).toEqual([6, 9]);
  });

  it('a throwing iteration does not stop a for, and State persists (language.md, appendix A)', () => {
    expect(
      answer(`fn @main () -> ((() | Fin 4 => ()), w32) {
        let s = runState 0w32 [h] r {
          let c = catch {
            let t = for i : Fin 4 {
              let o = ordinal(Fin 4, i)
              let k = ieq o 1w32
              let b = fromTag k : Bool
              do case b : ()
                | a {
                  let n = get r
                  let m = iadd n 1w32
                  do put r m
                  ()
                }
                | a {
                  let x = throw : ()
                  x
                }
              ()
            }
            t
          }
          c
        }
        s
      }`),
    ).toEqual([{ alternative: 0, payload: [] }, 3]);
  });

  it('a throw stops a while (language.md, appendix A)', () => {
    expect(
      answer(`fn @main () -> ((() | ()), w32) {
        let s = runState 0w32 [h] r {
          let c = catch {
            do while {
              let n = get r
              let k = ieq n 2w32
              let b = fromTag k : Bool
              do case b : ()
                | a { () }
                | a {
                  let x = throw : ()
                  x
                }
              let m = iadd n 1w32
              do put r m
              1w8
            }
            ()
          }
          c
        }
        s
      }`),
    ).toEqual([{ alternative: 0, payload: [] }, 2]);
  });

  it('a list in a reference is written and extended by elements', () => {
    expect(
      answer(
        `fn @main (n : w32) -> (w32, List w32) {
        let zeros = for i : Fin n { 0w32 }
        let l = pack (n, zeros) : List w32
        let s = runState l [h] r {
          let len = listLength r
          do each i : Fin n {
            let o = ordinal(Fin n, i)
            let e = listElement r o
            let sq = imul o o
            do put e sq
            ()
          }
          len
        }
        s
      }`,
        [w32(4)],
      ),
    ).toEqual([4, { first: 4, second: [0, 1, 4, 9] }]);
  });

  it.each([1, 2, 3])(
    'a reference to an element of a list that one of %d has replaced is to the old list',
    (length) => {
      const items = Array.from({ length }, (_, k) => `${k + 5}w32`).join(', ');
      expect(
        answer(`fn @main () -> ((w32, w32), List w32) {
        let old = [1w32, 2w32] : Fin 2 => w32
        let l = pack (2w32, old) : List w32
        let s = runState l [h] r {
          let e = listElement r 1w32
          let new = [${items}] : Fin ${length} => w32
          let k = pack (${length}w32, new) : List w32
          do put r k
          let before = get e
          do put e 9w32
          let after = get e
          let both = (before, after)
          both
        }
        s
      }`),
      ).toEqual([[2, 9], { first: length, second: Array.from({ length }, (_, k) => k + 5) }]);
    },
  );

  it('a reference to a row of a triangle writes the triangle', () => {
    const triangle = '(i : Fin 3) => RangeTo(Fin 3, i) => i32';
    expect(
      answer(`fn @main () -> ${triangle} {
        let t = for i : Fin 3 {
          let row = for j : RangeTo(Fin 3, i) { 0i32 }
          row
        }
        let s = runState t [h] r {
          do each i : Fin 3 {
            let row = r ! i
            do each j : RangeTo(Fin 3, i) {
              let e = row ! j
              let o = ordinal(RangeTo(Fin 3, i), j)
              let x = cast i32 o
              do put e x
              ()
            }
            ()
          }
          ()
        }
        let f = s.1
        f
      }`),
    ).toEqual([[0], [0, 1], [0, 1, 2]]);
    // What was put in is not changed by what is written later: see 'get copies out'.
  });
});

describe('texts', () => {
  it('show writes what the printer does', () => {
    const value = run(
      `fn @main (x : f32) -> String {
        let t = for i : Fin 2 {
          let o = ordinal(Fin 2, i)
          let p = (o, x)
          p
        }
        let s = show(table(tuple(decimal, float)), t)
        s
      }`,
      [scalar('f32', 2.5)],
    );
    expect(textOf(value)).toBe('[(0, 2.5), (1, 2.5)]');
  });

  it('parseFloat reads the whole text or nothing', () => {
    const program = (text: string) => `fn @main () -> (() | f32) {
      let t = [${[...text].map((c) => `${c.charCodeAt(0)}w8`).join(', ')}] : Fin ${text.length} => w8
      let s = pack (${text.length}w32, t) : String
      let x = parseFloat s
      x
    }`;
    expect(answer(program('-1.5e1'))).toEqual({ alternative: 1, payload: -15 });
    expect(answer(program('1.5x'))).toEqual({ alternative: 0, payload: [] });
  });

  it('print goes to the host in program order', () => {
    const lines: string[] = [];
    run(
      `fn @main () -> () ! {IO} {
        do rof i : Fin 3 {
          let o = ordinal(Fin 3, i)
          let s = show(decimal, o)
          do host print (s) : ()
          ()
        }
        ()
      }`,
      [],
      { onPrint: (line) => lines.push(String.fromCharCode(...line)) },
    );
    expect(lines).toEqual(['2', '1', '0']);
  });
});
