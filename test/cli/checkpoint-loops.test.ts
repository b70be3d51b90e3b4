/** `checkpoint_loops` and `checkpoint_binomial` keep the states that they promise, also after optimization. */
import { expect, test } from 'vitest';
import { dx, program } from './dx.ts';

const wandered = (call: string): string => `import autodiff

def wandered(n:Nat, x:Float) -> Float =
  yield_state x \\r. for_ i:(Fin n). r := sin (get r) * 1.5 + x

def whole(n:Nat, x:Float) -> Float = ${call}

grad (\\x:Float. whole(100, x)) 0.3
`;
const stored = program(wandered('wandered(n, x)'));
const blocked = program(wandered('checkpoint_loops(\\z:Float. wandered(n, z))(x)'));
const snapshots = program(wandered('checkpoint_binomial(3, \\z:Float. wandered(n, z))(x)'));

const tape = (path: string): string =>
  dx(['ad', path, '--of', 'whole', '--mode', 'primal']).out.split('-- tape: ')[1]!;

test('the tape has a length of its own, and not that of the loop', () => {
  expect(tape(stored)).toContain('Fin n => ');
  expect(tape(blocked)).toMatch(/x : w32 &> .*Fin x => \(f32/);
  expect(tape(blocked)).not.toContain('Fin n => ');
  expect(tape(snapshots)).not.toContain(' => ');
});

test('optimization leaves the turns to be made again', () => {
  const sines = (path: string): number => dx(['dump', path]).out.split(/= sin /).length - 1;
  expect(sines(blocked)).toBe(2 * sines(stored));
  // Once in the primal half, once to advance to each snapshot, and once to reverse a turn.
  expect(sines(snapshots)).toBe(5 * sines(stored));
  const [, once] = dx(['script', stored]).out.split('0.3\n> ');
  const [, again] = dx(['script', blocked]).out.split('0.3\n> ');
  expect(again).toBe(once);
  const [, third] = dx(['script', snapshots]).out.split('0.3\n> ');
  expect(third).toBe(once);
});

test('a number of snapshots is a literal from 1 to 32', () => {
  for (const count of ['0', '33', '(sum [1, 2])']) {
    const path = program(wandered(`checkpoint_binomial(${count}, \\z:Float. wandered(n, z))(x)`));
    expect(dx(['script', path]).out).toContain('a number of snapshots that is not a literal from 1 to 32');
  }
});
