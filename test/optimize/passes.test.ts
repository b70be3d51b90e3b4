import { describe, expect, it } from 'vitest';
import { checkProgram, fnKey, type Program, parseProgram, printProgram } from '../../src/loops/index.ts';
import {
  dropDead,
  foldConstants,
  fuseLoops,
  inlineCalls,
  optimize,
  propagateCopies,
  reduceKnown,
  removeExceptions,
  shareCommon,
} from '../../src/optimize/index.ts';

/** Expects a pass to turn one text into another, up to names. */
function turns(pass: (program: Program) => Program, before: string, after: string): void {
  const result = pass(parseProgram(before));
  expect(checkProgram(result)).toEqual([]);
  const expected = parseProgram(after);
  if (result.functions.map(fnKey).join() !== expected.functions.map(fnKey).join()) {
    expect(printProgram(result)).toBe(printProgram(expected));
    expect.fail('the programs print alike and differ');
  }
}

describe('copy propagation', () => {
  it('removes names of atoms', () => {
    turns(
      propagateCopies,
      'fn @f (x : f32) -> f32 { let y = x let z = fadd y y let w = z w }',
      'fn @f (x : f32) -> f32 { let z = fadd x x z }',
    );
  });
  it('takes a known pair apart', () => {
    turns(
      propagateCopies,
      'fn @f (n : w32, x : Fin n => f32) -> w32 { let p = pack (n, x) : List f32 unpack (m, y) = p m }',
      'fn @f (n : w32, x : Fin n => f32) -> w32 { let p = pack (n, x) : List f32 n }',
    );
  });
});

describe('fusion', () => {
  it('leaves out chains of tables that are read element by element', () => {
    turns(
      fuseLoops,
      `fn @f (n : w32, x : Fin n => f32) -> f32 {
         let a = for i : Fin n { let y = x[i] let z = sin y z }
         let b = rof i : Fin n { let y = a[i] let z = cos y let t = (z, y) t }
         let s = runAccum (fadd, 0f32) [h] r {
           do each i : Fin n {
             let t = b[i]
             let y = t.0
             do extend r y (fadd, 0f32)
             ()
           }
           ()
         }
         let total = s.1
         total }`,
      `fn @f (n : w32, x : Fin n => f32) -> f32 {
         let s = runAccum (fadd, 0f32) [h] r {
           do each i : Fin n {
             let y = x[i]
             let z = sin y
             let w = cos z
             let t = (w, z)
             do extend r w (fadd, 0f32)
             ()
           }
           ()
         }
         let total = s.1
         total }`,
    );
  });
  it('fuses rows of fused tables, and into one alternative of a case', () => {
    turns(
      fuseLoops,
      `fn @f (x : Fin 2 => Fin 3 => f32, c : Bool) -> Fin 2 => Fin 3 => f32 {
         let a = for i : Fin 2 { let row = for j : Fin 3 { let r = x[i] let y = r[j] let z = sin y z } row }
         let b = for i : Fin 2 {
           let row = a[i]
           let out = for j : Fin 3 {
             let o = case c : f32 | u { 0f32 } | u { let y = row[j] y }
             o
           }
           out
         }
         b }`,
      `fn @f (x : Fin 2 => Fin 3 => f32, c : Bool) -> Fin 2 => Fin 3 => f32 {
         let b = for i : Fin 2 {
           let out = for j : Fin 3 {
             let o = case c : f32 | u { 0f32 } | u { let r = x[i] let y = r[j] let z = sin y z }
             o
           }
           out
         }
         b }`,
    );
  });
  it.each([
    ['that are read twice', 'let y = a[i] let w = a[i] let z = fadd y w z'],
    ['that are read again and again', 'let row = for j : Fin 4 { let y = a[i] y } let y = row[k] y'],
    ['that are read in another order', 'let y = a[k] y'],
    ['that are read by what runs often', 'do while { let y = a[i] let c = flt y y c } let y = x[i] y'],
  ])('keeps tables %s', (_, body) => {
    const text = `fn @f (k : Fin 4, x : Fin 4 => f32) -> Fin 4 => f32 {
      let a = for i : Fin 4 { let y = x[i] let z = sin y z }
      let b = for i : Fin 4 { ${body} }
      b }`;
    turns(fuseLoops, text, text);
  });
  it('takes effects that a function has lost from calls of it, also where nothing is fused', () => {
    const text = (effects: string, throws: string, lost: string): string => `
      fn @f (x : Fin 2 => f32) -> Fin 2 => f32 ${effects} {
        ${throws}
        ${lost}
        b }
      fn @g (x : Fin 2 => f32) -> Fin 2 => f32 ${effects} { let y = @f(x) y }
      fn @main (x : Fin 2 => f32, s : String) -> (() | Fin 2 => f32) ! {IO} {
        do host print (s) : ()
        let r = catch { let y = @g(x) y }
        r }`;
    const known = 'let s = inject 1 () : Bool';
    turns(
      fuseLoops,
      text(
        '! {Except}',
        `${known} do case s : () | u { let t = throw : () t } | u { () }`,
        `let a = for i : Fin 2 { let y = x[i] let z = sin y z }
         let b = for i : Fin 2 { let y = a[i] let z = cos y z }`,
      ),
      text('', known, 'let b = for i : Fin 2 { let y = x[i] let z = sin y let w = cos z w }'),
    );
  });
  it('keeps tables that are read over another index set or outside of loops, and whose loops have effects', () => {
    const text = `fn @f [h] (k : Fin 3, r : Ref h f32) -> (Fin 2 => f32, Fin 2 => f32, f32) ! {State h} {
      let a = for i : Fin 3 { 1f32 }
      let b = for i : Fin 2 { let n = ordinal(Fin 2, i) let j = fromOrdinal(Fin 3, n) let y = a[j] y }
      let c = for i : Fin 3 { 2f32 }
      let z = c[k]
      let d = for i : Fin 2 { let y = get r do put r 3f32 y }
      let e = for i : Fin 2 { let y = d[i] y }
      let t = (b, e, z)
      t }`;
    turns(fuseLoops, text, text);
  });
});

describe('known values', () => {
  it('takes the index of an ordinal for the index itself', () => {
    turns(
      reduceKnown,
      `fn @f (x : Fin 3 => f32, y : Fin 4 => f32, i : Fin 3) -> (f32, f32) {
         let n = ordinal(Fin 3, i)
         let j = fromOrdinal(Fin 3, n)
         let k = fromOrdinal(Fin 4, n)
         let a = x[j]
         let b = y[k]
         let t = (a, b)
         t }`,
      `fn @f (x : Fin 3 => f32, y : Fin 4 => f32, i : Fin 3) -> (f32, f32) {
         let n = ordinal(Fin 3, i)
         let k = fromOrdinal(Fin 4, n)
         let a = x[i]
         let b = y[k]
         let t = (a, b)
         t }`,
    );
  });

  it('projects known tuples and decides known cases', () => {
    turns(
      reduceKnown,
      `fn @f (x : f32) -> f32 {
         let t = (x, 1f32)
         let a = t.0
         let s = inject 1 a : (() | f32)
         let c = case s : f32 | u { 0f32 } | y { let z = fadd y x z }
         c }`,
      `fn @f (x : f32) -> f32 {
         let t = (x, 1f32)
         let s = inject 1 x : (() | f32)
         let z = fadd x x
         z }`,
    );
  });
  it('selects between scalars that are there', () => {
    turns(
      reduceKnown,
      `fn @f (x : f32, y : f32) -> f32 {
         let c = fgt x y
         let b = fromTag c : Bool
         let z = case b : f32 | u { y } | u { x }
         z }`,
      `fn @f (x : f32, y : f32) -> f32 {
         let c = fgt x y
         let b = fromTag c : Bool
         let z = select c x y
         z }`,
    );
  });
  it('takes an element of a literal, where no type can tell the difference', () => {
    turns(
      reduceKnown,
      `fn @f (x : f32) -> f32 {
         let t = [x, 1f32] : Fin 2 => f32
         let i = fromOrdinal(Fin 2, 0w32)
         let a = t[i]
         a }`,
      `fn @f (x : f32) -> f32 {
         let t = [x, 1f32] : Fin 2 => f32
         let i = fromOrdinal(Fin 2, 0w32)
         x }`,
    );
    const dependent = `fn @f () -> () {
      let a = [] : RangeToExc(Fin 2, 0w32) => i32
      let b = [7i32] : RangeToExc(Fin 2, 1w32) => i32
      let t = [a, b] : (i : Fin 2) => RangeToExc(Fin 2, i) => i32
      let i = fromOrdinal(Fin 2, 1w32)
      let row = t[i]
      do each j : RangeToExc(Fin 2, i) { do row[j] () }
      () }`;
    turns(reduceKnown, dependent, dependent);
  });
  it('leaves an impossible case to its fault', () => {
    const text =
      'fn @f () -> f32 { let s = inject 0 () : Bool let c = case s : f32 | unreachable | u { 1f32 } c }';
    turns(reduceKnown, text, text);
  });
});

describe('constant folding', () => {
  it('computes as the run would', () => {
    turns(
      foldConstants,
      `fn @f (n : w32) -> (w32, i32, w32) {
         let a = sizeOf((Fin 3, Fin 4))
         let b = isub a 13w32
         let c = idiv 1i32 0i32
         let d = sizeOf(Fin n)
         let r = (b, c, d)
         r }`,
      `fn @f (n : w32) -> (w32, i32, w32) {
         let c = idiv 1i32 0i32
         let d = sizeOf(Fin n)
         let r = (4294967295w32, c, d)
         r }`,
    );
  });
  it('rounds single precision', () => {
    turns(
      foldConstants,
      'fn @f () -> f32 { let a = fadd 16777216f32 1f32 a }',
      'fn @f () -> f32 { 16777216f32 }',
    );
  });
});

describe('common subexpressions', () => {
  it('shares with enclosing blocks, not between siblings', () => {
    turns(
      shareCommon,
      `fn @f (b : Bool, x : f32) -> f32 {
         let y = sin x
         let c = case b : f32
           | u { let p = sin x let q = cos x let r = fadd p q r }
           | u { let q = cos x q }
         let z = fadd y c
         z }`,
      `fn @f (b : Bool, x : f32) -> f32 {
         let y = sin x
         let c = case b : f32
           | u { let q = cos x let r = fadd y q r }
           | u { let q = cos x q }
         let z = fadd y c
         z }`,
    );
  });
  it('shares loops, and leaves effects alone', () => {
    turns(
      shareCommon,
      `fn @f [h] (r : Ref h f32, n : w32) -> (Fin n => f32, Fin n => f32, f32, f32) ! {State h} {
         let a = for i : Fin n { 1f32 }
         let b = for j : Fin n { 1f32 }
         let x = get r
         do put r 2f32
         let y = get r
         let t = (a, b, x, y)
         t }`,
      `fn @f [h] (r : Ref h f32, n : w32) -> (Fin n => f32, Fin n => f32, f32, f32) ! {State h} {
         let a = for i : Fin n { 1f32 }
         let x = get r
         do put r 2f32
         let y = get r
         let t = (a, a, x, y)
         t }`,
    );
  });
});

describe('dead code', () => {
  it('drops what nobody mentions, and keeps effects and sizes', () => {
    turns(
      dropDead,
      `fn @unused (x : f32) -> f32 { x }
       fn @f (n : w32, s : String) -> Fin n => f32 ! {IO, Except} {
         let m = iadd n 1w32
         let d = for i : Fin m { 1f32 }
         let q = for i : Fin m { let u = host print (s) : () let z = 2f32 z }
         let e = throw : f32
         let k = for i : Fin n { let z = 3f32 z }
         k }`,
      `fn @f (n : w32, s : String) -> Fin n => f32 ! {IO, Except} {
         let m = iadd n 1w32
         do each i : Fin m { let u = host print (s) : () () }
         let e = throw : f32
         let k = for i : Fin n { let z = 3f32 z }
         k }`,
    );
  });
});

describe('inlining', () => {
  it('inlines small functions, with heaps, and respects @noinline', () => {
    turns(
      (p) => dropDead(inlineCalls(p)),
      `fn @set [h] (r : Ref h f32, x : f32) -> () ! {State h} { do put r x () }
       fn @kept noinline (x : f32) -> f32 { x }
       fn @f (x : f32) -> (f32, f32) {
         let s = runState x [h] r { let y = @kept(x) do @set[h](r, y) y }
         s }`,
      `fn @kept noinline (x : f32) -> f32 { x }
       fn @f (x : f32) -> (f32, f32) {
         let s = runState x [h] r { let y = @kept(x) do put r y y }
         s }`,
    );
  });

  it('gives the heaps of a call to the calls inside', () => {
    const kept = 'fn @kept noinline [h] (r : Ref h f32) -> f32 ! {State h} { let x = get r x }';
    turns(
      inlineCalls,
      `${kept}
       fn @twice [h] (r : Ref h f32) -> f32 ! {State h} { let x = @kept[h](r) let y = @kept[h](r) let z = fadd x y z }
       fn @f (x : f32) -> (f32, f32) { let s = runState x [g] q { let y = @twice[g](q) y } s }`,
      `${kept}
       fn @f (x : f32) -> (f32, f32) {
         let s = runState x [g] q { let x = @kept[g](q) let y = @kept[g](q) let z = fadd x y z }
         s }`,
    );
  });

  it('keeps a chain of doublings linear in its text', () => {
    const doublings = Array.from({ length: 40 }, (_, k) => {
      const callee = k === 0 ? 'fadd x x' : `@f${k - 1}(x)`;
      return `fn @f${k} (x : f32) -> f32 { let a = ${callee} let b = ${callee} let c = fadd a b c }`;
    });
    const optimized = optimize(parseProgram(doublings.join('\n')));
    expect(checkProgram(optimized)).toEqual([]);
    expect(printProgram(optimized).length).toBeLessThan(20_000);
  });
});

describe('removal of exceptions', () => {
  it('turns throw and catch into a sum', () => {
    turns(
      removeExceptions,
      `fn @f (b : Bool, x : f32) -> (() | f32) {
         let r = catch {
           let y = case b : f32 | u { let t = throw : f32 t } | u { x }
           let z = fadd y x
           z }
         r }`,
      `fn @f (b : Bool, x : f32) -> (() | f32) {
         let o = case b : (() | f32)
           | u { let t = inject 0 () : (() | f32) t }
           | u { let t = inject 1 x : (() | f32) t }
         let r = case o : (() | f32)
           | u { let t = inject 0 () : (() | f32) t }
           | y { let z = fadd y x let t = inject 1 z : (() | f32) t }
         r }`,
    );
  });

  it('leaves no Except in functions, loops and handlers', () => {
    const program = parseProgram(`
      fn @check (x : f32) -> f32 ! {Except} {
        let p = fgt x 0f32
        let b = fromTag p : Bool
        let y = case b : f32 | u { let t = throw : f32 t } | u { x }
        y }
      fn @f (n : w32, xs : Fin n => f32) -> (() | (Fin n => f32, f32)) {
        let r = catch {
          let s = runState 0f32 [h] r {
            let ys = for i : Fin n {
              let x = xs[i]
              let y = @check(x)
              do put r y
              y }
            do while { let v = get r let w = @check(v) let c = flt w 1f32 c }
            ys }
          s }
        r }`);
    const removed = removeExceptions(program);
    expect(checkProgram(removed)).toEqual([]);
    expect(removed.functions.flatMap((fn) => fn.body.effects)).toEqual([]);
  });
});
