/** Programs that are long or deep in one way each, with what they answer. */

export interface ScaleProgram {
  readonly name: string;
  /** How much of it the full measurement asks for. */
  readonly full: number;
  readonly text: (count: number) => string;
  /** What the last block answers, worked out by hand. */
  readonly answer: (count: number) => string;
}

/** `count` lines, joined. */
function lines(count: number, line: (k: number) => string): string {
  return Array.from({ length: count }, (_, k) => line(k)).join('');
}

export const scalePrograms: readonly ScaleProgram[] = [
  {
    name: 'statements in a block',
    full: 100_000,
    text: (count) => `:p\n  x0 = 1\n${lines(count, (k) => `  x${k + 1} = x${k} + 1\n`)}  x${count}\n`,
    answer: (count) => `${count + 1}`,
  },
  {
    name: 'statements that nothing uses',
    full: 100_000,
    text: (count) => `:p\n${lines(count, () => '  x = 1\n')}  x\n`,
    answer: () => '1',
  },
  {
    name: 'terms in an operator chain',
    full: 100_000,
    text: (count) => `:p 1${' + 1'.repeat(count - 1)}\n`,
    answer: (count) => `${count}`,
  },
  {
    name: 'terms in a chain of names',
    full: 100_000,
    text: (count) => `x = 2.0\n:p x${' + x'.repeat(count - 1)}\n`,
    answer: (count) => `${2 * count}.`,
  },
  {
    name: 'bind arrows in a block',
    full: 1_000,
    text: (count) =>
      `def give(x:Nat, f:(Nat) -> Nat) -> Nat = f (x + 1)\n\n:p\n  y = 0\n${'  y <- give(y)\n'.repeat(count)}  y\n`,
    answer: (count) => `${count}`,
  },
  {
    name: 'references bound by arrows',
    full: 1_000,
    text: (count) => `:p\n${lines(count, (k) => `  r${k} <- yield_state ${k}\n`)}  r0 := get r${count - 1}\n`,
    answer: (count) => `${count - 1}`,
  },
  {
    name: 'definitions, each calling the one before',
    full: 10_000,
    text: (count) =>
      `def f0(x:Nat) -> Nat = x\n\n${lines(count, (k) => `def f${k + 1}(x:Nat) -> Nat = f${k}(x) + 1\n\n`)}:p f${count} 0\n`,
    answer: (count) => `${count}`,
  },
  {
    name: 'values, each made from the one before',
    full: 10_000,
    text: (count) => `v0 = 0\n\n${lines(count, (k) => `v${k + 1} = v${k} + 1\n\n`)}:p v${count}\n`,
    answer: (count) => `${count}`,
  },
  {
    name: 'pushes on a stack',
    full: 1_000_000,
    text: (count) =>
      `:p\n  stack <- with_stack Nat\n  for i:(Fin ${count}). stack.push(ordinal i)\n  stack.size()\n`,
    answer: (count) => `${count}`,
  },
  {
    name: 'turns of a while loop',
    full: 10_000_000,
    text: (count) => `:p yield_state 0 \\r.\n  while \\.\n    r := get r + 1\n    get r < ${count}\n`,
    answer: (count) => `${count}`,
  },
  {
    name: 'elements of a table literal',
    full: 100_000,
    text: (count) => `xs = [${lines(count, (k) => `${k === 0 ? '' : ', '}${k % 10}`)}]\n\n:p sum xs\n`,
    answer: (count) => `${(count / 10) * 45}`,
  },
  {
    name: 'doublings',
    full: 40,
    text: (count) =>
      `def d0(x:Float) -> Float = x + 1.0\n\n${lines(count, (k) => `def d${k + 1}(x:Float) -> Float = 0.5 * d${k}(x) + 0.5 * d${k}(x)\n\n`)}:t d${count}\n\n:p 1\n`,
    answer: () => '1',
  },
  {
    name: 'alternatives and constructors',
    full: 1_000,
    text: (count) =>
      `data Long =\n${lines(count, (k) => `  C${k}\n`)}\n:p case C${count - 1} of\n${lines(count, (k) => `  C${k} -> ${k}\n`)}`,
    answer: (count) => `${count - 1}`,
  },
  {
    name: 'nested conditionals',
    full: 180,
    text: (count) => `x = 7\n:p ${lines(count, (k) => `if x == ${k + 8} then ${k} else `)}1\n`,
    answer: () => '1',
  },
  {
    name: 'components of a tuple',
    full: 1_000,
    text: (count) => `p = (${lines(count, (k) => `${k === 0 ? '' : ', '}${k}`)})\n\n:p p.${count - 1}\n`,
    answer: (count) => `${count - 1}`,
  },
  {
    name: 'characters of a string',
    full: 1_000_000,
    text: (count) => `s = "${'x'.repeat(count)}"\n\n:p list_length s\n`,
    answer: (count) => `${count}`,
  },
  {
    name: 'assignments to one reference',
    full: 10_000,
    text: (count) => `:p yield_state 0 \\r.\n${'  r := get r + 1\n'.repeat(count)}`,
    answer: (count) => `${count}`,
  },
];
