import { describe, expect, test } from 'vitest';
import { derive } from '../../src/differentiate/index.ts';
import { parseProgram } from '../../src/loops/index.ts';

const isLinear = (body: string, params = 'w : f64, x : f64', before = ''): boolean =>
  derive(parseProgram(`${before} fn @f (${params}) -> f64 { ${body} }`)).nonlinearAt === null;

const SUM = '(fadd, 0f64)';

describe('linear', () => {
  test.each([
    ['a multiple', 'let y = fmul w x y'],
    ['affine: the constant is forgotten', 'let y = fadd x 1f64 y'],
    ['a quotient', 'let y = fdiv x w y'],
    [
      'a coefficient from a handler',
      `let s = runAccum ${SUM} [h] r { do extend r w ${SUM} () } let a = s.1 let y = fmul a x y`,
    ],
    [
      'through an accumulator',
      `let s = runAccum ${SUM} [h] r { do extend r x ${SUM} () } let a = s.1 let y = fmul a w y`,
    ],
    [
      'a branch on something else',
      'let c = flt w 0f64 let t = fromTag c : Bool let y = case t : f64 | _ { x } | _ { let n = fneg x n } y',
    ],
    ['constant', 'w'],
  ])('%s', (_title, body) => {
    expect(isLinear(body)).toBe(true);
  });

  test('a call of a linear function', () => {
    expect(
      isLinear('let y = @g(w, x) y', undefined, 'fn @g (a : f64, b : f64) -> f64 { let c = fmul a b c }'),
    ).toBe(true);
  });
});

describe('not linear', () => {
  test.each([
    ['a square', 'let y = fmul x x y'],
    ['a sine', 'let y = sin x y'],
    ['a quotient', 'let y = fdiv w x y'],
    [
      'a branch',
      'let c = flt x 0f64 let t = fromTag c : Bool let y = case t : f64 | _ { x } | _ { let n = fneg x n } y',
    ],
    ['through State', 'let s = runState x [h] r { let a = get r let b = fmul a a b } let y = s.0 y'],
    [
      'through a loop that carries',
      `let s = runState 1f64 [h] r { do each i : Fin 3 { let a = get r let b = fmul a x do put r b () } () } let y = s.1 y`,
    ],
  ])('%s', (_title, body) => {
    expect(isLinear(body)).toBe(false);
  });

  test('a call of a function that is not', () => {
    expect(isLinear('let y = @g(x) y', undefined, 'fn @g (b : f64) -> f64 { let c = fmul b b c }')).toBe(
      false,
    );
  });
});
