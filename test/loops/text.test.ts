import { describe, expect, it } from 'vitest';
import {
  checkProgram,
  LoopsSyntaxError,
  parseProgram,
  printProgram,
  sameProgram,
} from '../../src/loops/index.ts';

/** Every form at least once, in canonical text. */
const EVERY_FORM = `fn @sum as "sum" noinline (n : w32, xs : Fin n => f32) -> f32 {
  let x = runAccum (fadd, 0f32) [h] r {
    do each i : Fin n {
      let x_1 = xs[i]
      do extend r x_1 (fadd, 0f32)
      ()
    }
    ()
  }
  let s = x.1
  s
}

fn @step [h] (r : Ref h i32) -> () ! {State h} {
  let x = get r
  let y = iadd x 1i32
  do put r y
  ()
}

fn @main (n : w32, m : (w8 | f32 | ()), l : List f32) -> ((i : Fin n) => RangeTo(Fin n, i) => f32, String) ! {IO} {
  let t = for i : Fin n {
    let u = for j : RangeTo(Fin n, i) {
      let k = ordinal(RangeTo(Fin n, i), j)
      let x = cast f32 k
      x
    }
    u
  }
  unpack (k, ys) = l
  let s = @sum(k, ys)
  let b = bitcast i32 s
  let c = case m : i32
    | a {
      let x = cast i32 a
      x
    }
    | f { b }
    | unreachable
  let st = runState c [h] r {
    do @step[h](r)
    do while {
      let x = get r
      let y = ilt x 10i32
      do @step[h](r)
      y
    }
    ()
  }
  let d = catch {
    let x = inject 0 () : Bool
    let y = tagOf x
    let z = fromTag y : Bool
    let w = case z : f32
      | a {
        let x_1 = throw : f32
        x_1
      }
      | a { 1.5f32 }
    w
  }
  let v = [1i32, -2i32] : Fin 2 => i32
  let v2 = reindex v : (Fin 1, Fin 2) => i32
  let v3 = argsort v
  let q = for p : (Fin 1, Fin 2) {
    let j = p.1
    let o = ordinal(Fin 2, j)
    o
  }
  let acc = runAccum monoid v (x, y) {
    let z = rof i : Fin 2 {
      let a = x[i]
      let b_1 = y[i]
      let c_1 = imul a b_1
      c_1
    }
    z
  } [h] r {
    do eachBackward i : Fin 2 {
      let e = r ! i
      do extend e 3i32 (imul, 1i32)
      ()
    }
    ()
  }
  let rd = runReader acc [h] r {
    let r1 = r ! .1
    let i = fromOrdinal(Fin 2, 1w32)
    let r2 = r1 ! i
    let x = ask r2
    x
  }
  let empty = [] : Fin 0 => w8
  let msg = pack (0w32, empty) : String
  let lr = runState msg [h] r {
    let len = listLength r
    let e = listElement r 0w32
    do put e 104w8
    len
  }
  let ok = host print (msg) : ()
  let un = host foreign "sqrt" (s) : f32
  let nothing = (s, un)
  let single = (s,)
  let none = tuple()
  let t1 = sizeOf(RangeFrom(Fin n, 0w32))
  let sz = for i : Fin n {
    let g = garbage : Fin (n * n + n * 2 + |RangeFromExc(Fin n, i)|) => f32
    let x = 0f64
    x
  }
  let fl = fail msg : f32
  let fl2 = fail : Named("Post", n + 1) => (Fin n | Fin 2)
  let pf = parseFloat msg
  let text = show(data("Just"(struct("P", float, text("?"))), "No"()), m)
  let out = (t, text)
  out
}
`;

describe('the text form', () => {
  it('prints what it parsed, and that parses to the same program', () => {
    const parsed = parseProgram(EVERY_FORM);
    const printed = printProgram(parsed);
    expect(sameProgram(parseProgram(printed), parsed)).toBe(true);
    expect(printProgram(parseProgram(printed))).toBe(printed);
  });

  it('accepts the example with every form', () => {
    expect(checkProgram(parseProgram(EVERY_FORM))).toEqual([]);
  });

  it.each([
    ['fn @f () -> f32 { x }', 14],
    ['fn @f () -> f33 { () }', 16],
    ['fn @f () -> f32 { 1i32 }', 24],
    ['fn @f (x : f32) -> f32 { let y = fadd x x y', 43],
    ['fn @f ☃', 6],
  ])('says where %s stops being Loops', (text, least) => {
    let error: unknown;
    try {
      parseProgram(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(LoopsSyntaxError);
    expect((error as LoopsSyntaxError).offset).toBeGreaterThanOrEqual(least);
  });
});
