/**
 * The passes recurse on the nesting of a program, which the parser bounds by a thousand levels. The stack of Node's main
 * thread holds a few hundred, and its size is settled when the process starts: a program that nests deeper is run by a
 * second process that is given a larger one.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';

/** Kilobytes: enough for a thousand levels, and half of what the usual systems let a main thread have. */
const STACK = 3900;
/** Levels that the usual stack holds with ease. */
const SHALLOW = 150;
const FLAG = '--stack-size';

/** Whether a program among the arguments nests too deep for the stack of this process. */
export function needsDeepStack(args: readonly string[]): boolean {
  if (process.platform === 'win32' || process.execArgv.some((arg) => arg.startsWith(FLAG))) return false;
  return args.some((arg) => !arg.startsWith('-') && nesting(textOf(arg)) > SHALLOW);
}

/** Runs the same command on the larger stack; its exit status. */
export function runOnDeepStack(args: readonly string[]): number {
  // Ctrl-C reaches both processes, and is for the other one to answer.
  process.on('SIGINT', () => {});
  const command = [...process.execArgv, `${FLAG}=${STACK}`, process.argv[1]!, ...args];
  return spawnSync(process.execPath, command, { stdio: 'inherit' }).status ?? 1;
}

/** The text of a file. Nothing for what is none, or cannot be read: the verb reports that. */
function textOf(path: string): string {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'latin1') : '';
  } catch {
    return '';
  }
}

/**
 * At least how deep the blocks of a text nest: brackets, indentation, bind arrows and else-ifs together. Strings and comments are
 * read as if they were code, which at worst starts a process for nothing.
 */
export function nesting(text: string): number {
  let deepest = 0;
  let brackets = 0;
  let chained = 0;
  for (const line of text.split('\n')) {
    const indent = line.search(/\S/);
    if (indent === 0) {
      brackets = 0;
      chained = 0;
    }
    for (let k = Math.max(indent, 0); k < line.length; k++) {
      const c = line[k]!;
      if (c === '(' || c === '[' || c === '{') brackets++;
      else if (c === ')' || c === ']' || c === '}') brackets--;
      else if (line.startsWith('<-', k) || line.startsWith('else if ', k)) chained++;
      deepest = Math.max(deepest, brackets + chained + indent / 2);
    }
  }
  return deepest;
}
