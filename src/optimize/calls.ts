/** Which functions of a program are called, and how often. */
import { type Block, type BlockScope, type Fn, type Program, visitChildren } from '../loops/index.ts';

/** Calls `see` with the callee of each call in a block. */
function eachCall(body: Block, see: (callee: string) => void): void {
  const none = (): void => {};
  const visitor = { atom: none, type: none, set: none, heap: none, scope: (s: BlockScope) => walk(s.body) };
  const walk = (block: Block): void => {
    for (const decl of block.decls) {
      if (decl.tag !== 'let') continue;
      if (decl.expr.tag === 'call') see(decl.expr.callee);
      visitChildren(decl.expr, visitor);
    }
  };
  walk(body);
}

/** The number of calls of each function in the text of a program. */
export function countCalls({ functions }: Program): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const fn of functions)
    eachCall(fn.body, (callee) => counts.set(callee, (counts.get(callee) ?? 0) + 1));
  return counts;
}

/** The program without the functions that its entry does not reach. */
export function dropUncalled({ functions }: Program): Program {
  const called = new Set<string>();
  const kept: Fn[] = [];
  for (let i = functions.length - 1; i >= 0; i--) {
    const fn = functions[i]!;
    if (i < functions.length - 1 && !called.has(fn.name)) continue;
    eachCall(fn.body, (callee) => called.add(callee));
    kept.push(fn);
  }
  return { functions: kept.reverse() };
}
