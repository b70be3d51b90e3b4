import { expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/index.ts';
import { parseProgram } from '../../src/loops/index.ts';

test('lists of units have a length and no columns, also in a table', () => {
  const program = parseProgram(
    'fn @f () -> Fin 2 => List () { let b = for j : Fin 2 { () } let p = pack (2w32, b) : List () let a = for i : Fin 2 { p } a }',
  );
  const value = evaluate(program);
  expect(value.tag === 'table' ? value.size : null).toBe(2);
});
