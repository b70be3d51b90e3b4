import { fileModules, nodeHost } from '../../src/session/index.node.ts';
import { outputText, Session } from '../../src/session/index.ts';

/** Random tests run ten times as often when everything is to be verified. */
export const RUNS = process.env.VERIFY ? 100 : 10;

/** What programs answer in a session that has imported some modules. Throws what a diagnostic says. */
export function asking(...modules: readonly string[]): (program: string) => string {
  const session = new Session({ modules: fileModules(), host: nodeHost() });
  const ask = (program: string): string => {
    const outputs = session.runAll(program).flatMap((result) => result.outputs);
    const texts = outputs.map((output) => outputText(output));
    if (outputs.some((output) => output.tag === 'diagnostic')) throw new Error(texts.join('\n'));
    return texts.join('\n');
  };
  ask(modules.map((name) => `import ${name}\n`).join(''));
  return ask;
}

/** The numbers in a printed value, in order. */
export function numbers(text: string): number[] {
  const found = text.match(/-?(?:inf|nan|\d+\.?\d*(?:e[-+]\d+)?)/g) ?? [];
  return found.map((word) => Number(word.replace('inf', 'Infinity')));
}

/** A floating-point literal of the language, in parentheses. */
export function float(x: number): string {
  // No literal is a negative zero.
  if (Object.is(x, -0)) return '(0.0 * (-1.0))';
  const digits = String(Math.abs(x));
  const sign = x < 0 ? '-' : '';
  return `(${sign}${digits}${/[.e]/.test(digits) ? '' : '.0'})`;
}

/** A table literal, of a stated element type because it may be empty. */
export function table(elements: readonly string[], type: string): string {
  return `(the (Fin ${elements.length} => ${type}) [${elements.join(', ')}])`;
}
