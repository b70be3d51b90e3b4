import { describe, expect, it } from 'vitest';
import { compile, RuntimeFault } from '../../src/evaluate/index.ts';
import { type Decl, type Expr, type Program, parseProgram } from '../../src/loops/index.ts';
import { answer, faultOf, run, scalar, w32 } from './run.ts';

describe('faults', () => {
  it('division by zero gives the indices of the loops around it, outermost first', () => {
    const fault = faultOf(`fn @main () -> Fin 3 => Fin 4 => w32 {
      let t = for i : Fin 3 {
        let row = for j : Fin 4 {
          let a = ordinal(Fin 3, i)
          let b = ordinal(Fin 4, j)
          let c = iadd a b
          let d = isub 5w32 c
          let e = idiv 10w32 d
          e
        }
        row
      }
      t
    }`);
    expect([fault.kind, fault.indices]).toEqual(['divisionByZero', [2, 3]]);
  });

  it('a fault in a function gives the calls, each with the indices around it', () => {
    const text = `fn @inner (x : i32) -> i32 { let y = idiv 1i32 x y }
    fn @outer (x : i32) -> i32 {
      let t = for i : Fin 2 {
        let o = ordinal(Fin 2, i)
        let a = cast i32 o
        let b = isub x a
        let y = @inner(b)
        y
      }
      let i = fromOrdinal(Fin 2, 0w32)
      let z = t[i]
      z
    }
    fn @main () -> i32 {
      let s = for k : Fin 5 {
        let y = @outer(1i32)
        y
      }
      let i = fromOrdinal(Fin 5, 0w32)
      let z = s[i]
      z
    }`;
    const fault = faultOf(text);
    expect(fault.indices).toEqual([]);
    expect(fault.calls.map((call) => [call.callee, call.indices])).toEqual([
      ['inner', [1]],
      ['outer', [0]],
    ]);
  });

  it('carries the source ids of the place and of the calls', () => {
    const program = withSources(
      parseProgram(`fn @f (x : i32) -> i32 { let y = idiv 1i32 x y }
      fn @main () -> i32 { let y = @f(0i32) y }`),
    );
    try {
      compile(program).run([]);
      expect.fail('a fault was expected');
    } catch (error) {
      expect(error).toBeInstanceOf(RuntimeFault);
      const fault = error as RuntimeFault;
      expect([fault.source, fault.calls.map((call) => call.source)]).toEqual([101, [201]]);
    }
  });

  it('fail carries its message and prints nothing', () => {
    const lines: string[] = [];
    const fault = faultOf(
      `fn @main () -> f32 {
        let t = [98w8, 111w8, 111w8, 109w8] : Fin 4 => w8
        let s = pack (4w32, t) : String
        let x = fail s : f32
        x
      }`,
      [],
      { onPrint: (line) => lines.push(String.fromCharCode(...line)) },
    );
    expect([fault.kind, fault.message, lines]).toEqual(['error', 'boom', []]);
  });

  it('fail is not caught', () => {
    expect(faultOf('fn @main () -> (() | f32) { let c = catch { let x = fail : f32 x } c }').kind).toBe(
      'error',
    );
  });

  it('reaching an alternative that is not there', () => {
    const text = `fn @main (b : (() | ())) -> i32 {
      let x = case b : i32
        | a { 1i32 }
        | unreachable
      x
    }`;
    const choice = (alternative: number) =>
      ({ tag: 'sum', alternative, payload: { tag: 'product', items: [] } }) as const;
    expect(answer(text, [choice(0)])).toBe(1);
    expect(faultOf(text, [choice(1)]).kind).toBe('missingAlternative');
  });

  it('an exception that nothing catches', () => {
    expect(faultOf('fn @main () -> f32 ! {Except} { let x = throw : f32 x }').kind).toBe('uncaught');
  });

  it('an element of a list beyond its length', () => {
    const fault = faultOf(`fn @main () -> () {
      let empty = [] : Fin 0 => w8
      let msg = pack (0w32, empty) : String
      let s = runState msg [h] r {
        let e = listElement r 0w32
        do put e 1w8
        ()
      }
      ()
    }`);
    expect(fault.kind).toBe('indexOutOfRange');
  });

  it('a reindexing that does not fit', () => {
    const text = `fn @main (n : w32) -> Fin 3 => i32 {
      let t = for i : Fin n { 1i32 }
      let u = reindex t : Fin 3 => i32
      u
    }`;
    expect(answer(text, [w32(3)])).toEqual([1, 1, 1]);
    expect(faultOf(text, [w32(4)]).kind).toBe('sizeMismatch');
  });
});

/** The k-th declaration of the n-th function gets source 100·n + k. */
function withSources(program: Program): Program {
  const number = (expr: Expr, source: number): Expr => ({ ...expr, source });
  return {
    functions: program.functions.map((fn, n) => ({
      ...fn,
      body: {
        ...fn.body,
        decls: fn.body.decls.map((decl, k): Decl => {
          const source = 100 * (n + 1) + k + 1;
          return decl.tag === 'let' ? { ...decl, expr: number(decl.expr, source) } : { ...decl, source };
        }),
      },
    })),
  };
}

const COUNT_FOREVER = `fn @main () -> () {
  do while { 1w8 }
  ()
}`;

describe('limits', () => {
  it('fuel', () => {
    expect(faultOf(COUNT_FOREVER, [], { fuel: 100_000 }).kind).toBe('fuel');
    const text =
      'fn @main () -> w32 { let t = for i : Fin 1000 { 1w32 } let i = fromOrdinal(Fin 1000, 3w32) let x = t[i] x }';
    expect(answer(text, [], { fuel: 1000 })).toBe(1);
    expect(faultOf(text, [], { fuel: 998 }).kind).toBe('fuel');
  });

  it('a deadline', () => {
    expect(faultOf(COUNT_FOREVER, [], { deadline: Date.now() + 20 }).kind).toBe('deadline');
  });

  it('an interrupt by a function or by shared memory', () => {
    let looks = 0;
    expect(faultOf(COUNT_FOREVER, [], { interrupt: () => ++looks > 3 }).kind).toBe('interrupted');
    const flag = new SharedArrayBuffer(4);
    new Int32Array(flag)[0] = 1;
    expect(faultOf(COUNT_FOREVER, [], { interrupt: flag }).kind).toBe('interrupted');
  });

  const TABLE = `fn @main (n : w32) -> w32 {
    let t = for i : Fin n {
      let o = ordinal(Fin n, i)
      let u = for j : Fin n { o }
      u
    }
    let k = sizeOf(Fin n)
    k
  }`;

  it('a table larger than the memory limit', () => {
    expect(answer(TABLE, [w32(100)], { memoryLimit: 100_000 })).toBe(100);
    expect(faultOf(TABLE, [w32(1000)], { memoryLimit: 100_000 }).kind).toBe('memoryLimit');
  });

  it('a size that overflows, which no memory limit needs to stop', () => {
    expect(faultOf(TABLE, [w32(70_000)]).kind).toBe('sizeOverflow');
    const loop = 'fn @main (n : w32) -> () { do each i : Fin n { () } () }';
    expect(faultOf(loop, [w32(2 ** 31)]).kind).toBe('sizeOverflow');
    expect(faultOf('fn @main () -> () { do each i : Fin 5000000000 { () } () }').kind).toBe('sizeOverflow');
  });

  it('what an iteration does not keep is given back', () => {
    const text = `fn @main (n : w32) -> w32 {
      let s = runState 0w32 [h] r {
        do each i : Fin n {
          let t = for j : Fin 1000 { 1w32 }
          let k = fromOrdinal(Fin 1000, 5w32)
          let x = t[k]
          let y = get r
          let z = iadd x y
          do put r z
          ()
        }
        ()
      }
      let f = s.1
      f
    }`;
    expect(answer(text, [w32(500)], { memoryLimit: 10_000 })).toBe(500);
  });

  it('what a host does not grant is a fault that says so', () => {
    const text = `fn @main (s : String) -> String ! {IO} { let t = host readFile (s) : String t }`;
    const path = {
      tag: 'pair',
      first: w32(1),
      second: { tag: 'table', size: 1, elements: { tag: 'scalars', scalar: 'w8', data: Uint8Array.of(120) } },
    } as const;
    expect(faultOf(text, [path]).message).toBe('the host grants no file access');
  });

  it('foreign functions are those that the host registers', () => {
    const text = 'fn @main (x : f32) -> f32 ! {IO} { let y = host foreign "half" (x) : f32 y }';
    const host = { foreign: { half: (x: number | bigint) => Number(x) / 2 } };
    expect(answer(text, [scalar('f32', 3)], { host })).toBe(1.5);
    expect(faultOf(text, [scalar('f32', 3)]).message).toBe('the host grants no function half');
  });
});

describe('size', () => {
  it('10^5 declarations in a block', () => {
    const lines = Array.from({ length: 100_000 }, (_, k) => `let x${k + 1} = iadd x${k} 1w32`);
    expect(answer(`fn @main (x0 : w32) -> w32 { ${lines.join('\n')} x100000 }`, [w32(7)])).toBe(100_007);
  });

  it('10^6 elements written through references into a list', () => {
    const n = 1_000_000;
    const value = run(
      `fn @main (n : w32) -> w32 {
        let zeros = for i : Fin n { 0w32 }
        let l = pack (n, zeros) : List w32
        let s = runState l [h] r {
          do each i : Fin n {
            let o = ordinal(Fin n, i)
            let e = listElement r o
            do put e o
            ()
          }
          let e = listElement r 999999w32
          let x = get e
          x
        }
        let f = s.0
        f
      }`,
      [w32(n)],
    );
    expect(value).toEqual(w32(n - 1));
  });

  it('10^6 turns of a while (10^7 with VERIFY)', () => {
    const turns = process.env.VERIFY ? 10_000_000 : 1_000_000;
    expect(
      answer(`fn @main () -> ((), w32) {
        let s = runState 0w32 [h] r {
          do while {
            let x = get r
            let y = iadd x 1w32
            do put r y
            let z = ilt y ${turns}w32
            z
          }
          ()
        }
        s
      }`),
    ).toEqual([[], turns]);
  });
});

describe('calls', () => {
  const chain = (count: number, body: (k: number) => string) =>
    Array.from({ length: count }, (_, k) => (k === 0 ? '' : body(k))).join('\n');

  it('10^4 functions each calling the one before', () => {
    const n = 10_000;
    const text = `fn @f0 (x : w32) -> w32 { let y = iadd x 1w32 y }
      ${chain(n, (k) => `fn @f${k} (x : w32) -> w32 { let y = @f${k - 1}(x) let z = iadd y 1w32 z }`)}`;
    expect(answer(text, [w32(5)])).toBe(5 + n);
  });

  it('a fault at the bottom of a deep chain knows the whole chain', () => {
    const n = 1000;
    const text = `fn @f0 (x : w32) -> w32 { let y = idiv 1w32 x y }
      ${chain(n, (k) => `fn @f${k} (x : w32) -> w32 { let y = @f${k - 1}(x) let z = iadd y 1w32 z }`)}`;
    const fault = faultOf(text, [w32(0)]);
    expect(fault.calls.map((call) => call.callee)).toEqual(Array.from({ length: n - 1 }, (_, k) => `f${k}`));
  });

  it('a chain of 40 doublings is compiled in no time, and stopped in time', () => {
    const text = `fn @f0 (x : w32) -> w32 { let y = iadd x 1w32 y }
      ${chain(40, (k) => `fn @f${k} (x : w32) -> w32 { let y = @f${k - 1}(x) let z = @f${k - 1}(y) z }`)}`;
    expect(faultOf(text, [w32(0)], { fuel: 10_000 }).kind).toBe('fuel');
  });
});
