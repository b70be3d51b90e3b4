/** P18: what has no derivative is refused with the construct, the place in the user's own text, and the way round. */
import { expect, test } from 'vitest';
import { dx, program } from './dx.ts';

/** The code of the first diagnostic of a program, and all that is printed. */
function refusal(text: string): { readonly code: string; readonly message: string } {
  const { out } = dx(['script', program(text)]);
  return { code: /\[(DX\d+)\]/.exec(out)?.[1] ?? '', message: out };
}

const BITS = 'def bits(x:Float) -> Float = internal_cast(%bitcast(Word32, x))\n\n';
const CIRCULAR = `@noinline
def circular(x:Float) -> Float = sin x

custom-linearization circular \\x:Float.
  (y, l) = linearize(circular, x)
  (y, \\dx. l dx)

`;
const AREA = `data Shape =
  Circle(Float)
  Rect(Float, Float)

def area(s:Shape) -> Float = case s of
  Circle r -> 3.0 * r * r
  Rect(a, b) -> a * b

`;
const SQUARED = '@noinline\ndef squared(x:Float) -> Float = x * x\n\n';
const GROWS = `def grows(x:Float) -> Float = yield_state x \\r. while \\.
  r := 2.0 * (get r)
  (get r) < 5.0

`;

test.each([
  ['bits', `${BITS}grad bits 1.0\n`, 'DX0903', 'a bit cast', 'custom-linearization'],
  [
    'a rule that needs itself',
    `${CIRCULAR}deriv circular 2.0\n`,
    'DX0902',
    'asks for the very',
    'another name',
  ],
  [
    'a rule whose linear part needs itself',
    `${SQUARED}custom-linearization squared \\x. (x * x, \\t:Float. squared t)\n\nderiv squared 2.0\n`,
    'DX0903',
    'whose derivative it says',
    'with a tangent',
  ],
  [
    'a rule whose linear part is not linear',
    `${SQUARED}custom-linearization squared \\x. (x * x, \\t:Float. x * t * t)\n\nderiv squared 2.0\n`,
    'DX0903',
    'its linear part is not linear',
    'a sum of tangents',
  ],
  [
    'a function for a result',
    'linearize(\\x:Float. \\y:Float. x * y, 2.0)\n',
    'DX0902',
    'that gives a function',
    'f(x)(y)',
  ],
  [
    'a transpose where constructors differ',
    `${AREA}transpose_linear(\\s:Shape. area s)(1.0)\n`,
    'DX0902',
    'several constructors',
    'vjp',
  ],
  [
    'a transpose of a function that is not linear',
    'transpose_linear(\\x:Float. x * x)(2.0)\n',
    'DX0902',
    'not linear',
    'vjp',
  ],
  [
    'a transpose of a loop that would not end where its derivative is taken',
    `${GROWS}transpose_linear(\\x:Float. grows x)(2.0)\n`,
    'DX0902',
    'not linear',
    'vjp',
  ],
  [
    'a function as an argument',
    'grad (\\f:((Float)->Float). f 1.0) (\\x. x)\n',
    'DX0902',
    'with respect to a function',
    'what the function captures',
  ],
  [
    'IO',
    'def noisy(x:Float) -> {IO} Float =\n  print (show x)\n  x\n\nderiv noisy 2.0\n',
    'DX0402',
    'effects',
    'IO',
  ],
  ['a natural number', 'grad (\\x:Float. f_to_n x) 2.0\n', 'DX0301', 'Nat', 'Float32'],
])('P18: %s', (_, text, code, construct, wayRound) => {
  const found = refusal(text);
  expect(found.code).toBe(code);
  expect(found.message).toContain(construct);
  expect(found.message).toContain(wayRound);
  expect(found.message).not.toContain('prelude.dx');
});
