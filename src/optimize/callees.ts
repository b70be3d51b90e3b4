/** The effects of functions that a pass has rewritten already: a rewrite may take effects away, and calls must follow. */
import { type Expr, type Fn, type FnSignature, signatureOf, withEffectsOf } from '../loops/index.ts';

export class Callees {
  private readonly signatures = new Map<string, FnSignature>();

  /** Makes a rewritten function known to its callers. */
  note(fn: Fn): Fn {
    this.signatures.set(fn.name, signatureOf(fn));
    return fn;
  }

  /** A call with the effects that its callee has now; any other expression as it is. */
  updated(e: Expr): Expr {
    const callee = e.tag === 'call' ? this.signatures.get(e.callee) : undefined;
    return e.tag === 'call' && callee !== undefined ? withEffectsOf(e, callee) : e;
  }
}
