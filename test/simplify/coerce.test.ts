import { expect, test } from 'vitest';
import { outputText, Session } from '../../src/session/index.ts';
import { library } from '../library.ts';

/** The message for a coercion of `from` to the type `to`. */
function refusal(from: string, to: string): string {
  const session = new Session({ modules: library });
  const [result] = session.runAll(`:p (unsafe_coerce ${from}) :: ${to}\n`);
  return outputText(result!.outputs[0]!).split('\n')[0]!;
}

test.each([
  ['1.0', 'Nat', 'f32 to w32'],
  ['"abc"', 'Nat', 'String to w32'],
  ['[1, 2]', '(Bool, Word32)', 'Fin 2 => w32 to (Bool, w32)'],
  ['(True, 1.0)', 'Fin 2 => Bool', '(Bool, f32) to Fin 2 => Bool'],
  ['[(1, 2)]', '(Fin 1 => Nat, Fin 1 => Nat, Fin 1 => Nat)', 'another shape'],
])('%s does not coerce to %s', (from, to, said) => {
  expect(refusal(from, to)).toContain(`[DX0902]`);
  expect(refusal(from, to)).toContain(said);
});
