/** Common subexpressions: a pure expression that an enclosing block has computed already is not computed again. */
import { type Atom, type Block, type Expr, exprKey, isPure, make, visitChildren } from '../loops/index.ts';
import { eachFunction, Rewriter } from './rewriter.ts';

/** Loops and other forms with blocks are compared only up to this many declarations, to keep the pass linear. */
const LARGEST = 24;

class Sharing extends Rewriter {
  private readonly available = new Map<string, Atom>();
  private readonly keys = new WeakMap<Expr, string>();
  /** The keys that each open block has added. */
  private readonly opened: string[][] = [];

  protected override enterBlock(): void {
    this.opened.push([]);
  }

  protected override leaveBlock(): void {
    for (const key of this.opened.pop() ?? []) this.available.delete(key);
  }

  protected override simplify(e: Expr): Expr {
    if (!isShareable(e)) return e;
    const key = exprKey(e);
    const known = this.available.get(key);
    if (known !== undefined) return make.atom(known, e.source);
    this.keys.set(e, key);
    return e;
  }

  protected override defined(value: Atom, e: Expr): void {
    const key = this.keys.get(e);
    if (key === undefined) return;
    this.available.set(key, value);
    this.opened.at(-1)?.push(key);
  }
}

/** A reader's value is the same wherever it is asked for; any other effect, and a fault, stays where it is. */
function isShareable(e: Expr): boolean {
  if (e.tag === 'atom' || e.tag === 'fail' || e.tag === 'garbage') return false;
  return (e.tag === 'ask' || isPure(e.effects)) && isSmall(e);
}

function isSmall(e: Expr): boolean {
  let left = LARGEST;
  const none = (): void => {};
  const visitor = {
    atom: none,
    type: none,
    set: none,
    heap: none,
    scope: (s: { readonly body: Block }) => walk(s.body),
  };
  const walk = (body: Block): void => {
    for (const decl of body.decls) {
      if (--left < 0) return;
      if (decl.tag === 'let') visitChildren(decl.expr, visitor);
    }
  };
  visitChildren(e, visitor);
  return left >= 0;
}

/** Shares what is computed twice within one scope. */
export const shareCommon = eachFunction((...context) => new Sharing(...context));
