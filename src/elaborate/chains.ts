/** Operator chains: `a + b - c` is `((a + b) - c)`, elaborated in a loop however long it is. */
import type { CoreDecl, Term } from '../core/index.ts';
import { joinSpans } from '../source/index.ts';
import type { ChainExpr, Ident } from '../syntax/index.ts';
import { chainAdvice, signAdvice } from './advice.ts';
import { applyTo, argument } from './application.ts';
import { advise, type Context, poisoned, src, type Typed } from './context.ts';
import { quote } from './normalise.ts';
import type { Callee } from './reference.ts';
import { freshName } from './state.ts';

/** Longer chains name their intermediate results, so that the term is flat. */
const NESTED = 32;

/** The term and the type of a chain. `operator` finds the function that an operator means. */
export function elaborateChain(cx: Context, e: ChainExpr, operator: (op: Ident) => Callee | null): Typed {
  let span = e.first.span;
  let left: Typed | null = null;
  const decls: CoreDecl[] = [];
  const reported = cx.st.diagnostics.length;
  let depth = 0;
  for (const { op, operand } of e.rest) {
    const callee = operator(op);
    const whole = joinSpans(span, operand.span);
    if (callee === null) {
      left = poisoned;
      cx.rules.infer(cx, operand);
    } else {
      const first = left === null ? argument(e.first) : ({ tag: 'typed', typed: left, span } as const);
      left = applyTo(cx, callee, [first, argument(operand)], [], whole);
    }
    span = whole;
    depth += 1;
    if (depth === NESTED) {
      const name = freshName(cx.st, '');
      decls.push({ name, type: quote(cx.st, left.type), value: left.term });
      left = { term: { tag: 'var', name, source: src(cx, span) }, type: left.type };
      depth = 0;
    }
  }
  const result = left ?? cx.rules.infer(cx, e.first);
  if (cx.st.diagnostics.length > reported)
    advise(cx, reported, [...chainAdvice(cx, e), ...signAdvice(cx, e)]);
  if (decls.length === 0) return result;
  const term: Term = { tag: 'block', decls, result: result.term, source: src(cx, e.span) };
  return { term, type: result.type };
}
