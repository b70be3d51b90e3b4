import { compile, type RunOptions, RuntimeFault } from '../../src/evaluate/index.ts';
import { checkProgram, parseProgram } from '../../src/loops/index.ts';
import type { Scalar, ScalarValue } from '../../src/primitives/index.ts';
import { bytesOf, decodeUtf8, type Nested, nested, type Value } from '../../src/values/index.ts';

/** Checks and runs a program in text form. */
export function run(text: string, args: readonly Value[] = [], options: RunOptions = {}): Value {
  const program = parseProgram(text);
  const problems = checkProgram(program);
  if (problems.length > 0) throw new Error(problems.map((p) => p.message).join('\n'));
  return compile(program).run(args, options);
}

/** The result as nested data. */
export function answer(text: string, args: readonly Value[] = [], options: RunOptions = {}): Nested {
  return nested(run(text, args, options));
}

/** The text of a result that is a list of bytes. */
export function textOf(value: Value): string {
  return decodeUtf8(bytesOf(value) ?? new Uint8Array(0));
}

export function faultOf(text: string, args: readonly Value[] = [], options: RunOptions = {}): RuntimeFault {
  try {
    run(text, args, options);
  } catch (error) {
    if (error instanceof RuntimeFault) return error;
    throw error;
  }
  throw new Error('a fault was expected');
}

export const scalar = (type: Scalar, value: ScalarValue): Value => ({ tag: 'scalar', scalar: type, value });
export const w32 = (value: number): Value => scalar('w32', value);
