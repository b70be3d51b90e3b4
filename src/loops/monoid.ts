/** Recognition of monoids by their structure: scalar ones, and their elementwise liftings. */
import type { ScalarOperator } from '../primitives/index.ts';
import type { Atom, Block, Decl, Expr, Monoid } from './ir.ts';

export type MonoidKind = 'add' | 'mul' | 'max' | 'min' | 'and' | 'or';

const BY_OPERATOR: Partial<Readonly<Record<ScalarOperator, MonoidKind>>> = {
  fadd: 'add',
  iadd: 'add',
  fmul: 'mul',
  imul: 'mul',
  and: 'and',
  or: 'or',
};

/**
 * The operation of a monoid, where `combine` is one of six scalar operations, or applies the same one to every part
 * of a product or a table; `null` for anything else (lists, say). Its identity is not looked at.
 */
export function monoidKind(monoid: Monoid): MonoidKind | null {
  return kindOf(monoid.combine, monoid.left.name.id, monoid.right.name.id);
}

/** What the names of a block stand for, as far as it matters here: a part of an operand, or a combination. */
type Meaning =
  | { readonly tag: 'part'; readonly operand: 'left' | 'right'; readonly path: string }
  | { readonly tag: 'combined'; readonly kind: MonoidKind; readonly path: string }
  | { readonly tag: 'compared'; readonly kind: 'max' | 'min'; readonly path: string };

class Recogniser {
  private readonly meanings = new Map<number, Meaning>();

  constructor(left: number, right: number) {
    this.meanings.set(left, { tag: 'part', operand: 'left', path: '' });
    this.meanings.set(right, { tag: 'part', operand: 'right', path: '' });
  }

  block(body: Block): Meaning | undefined {
    for (const decl of body.decls) this.decl(decl);
    return this.of(body.result);
  }

  private of(atom: Atom): Meaning | undefined {
    return atom.tag === 'var' ? this.meanings.get(atom.name.id) : undefined;
  }

  private decl(decl: Decl): void {
    if (decl.tag !== 'let') return;
    const meaning = this.expr(decl.expr);
    if (meaning !== undefined) this.meanings.set(decl.name.id, meaning);
  }

  private expr(e: Expr): Meaning | undefined {
    switch (e.tag) {
      case 'atom':
        return this.of(e.atom);
      case 'scalar':
        return this.scalar(e.operator, e.args);
      case 'project':
        return this.part(e.arg, `.${e.index}`);
      case 'index':
        return e.at.tag === 'var' ? this.part(e.table, `[${e.at.name.id}]`) : undefined;
      case 'tuple':
        return this.rejoin(e.items.map((item, i) => this.stripped(this.of(item), `.${i}`)));
      case 'for':
        return this.stripped(this.block(e.body), `[${e.binder.name.id}]`);
      case 'fromTag':
        return this.of(e.arg);
      case 'case': {
        const [no, yes] = e.alternatives.map((a) => (a === null ? undefined : this.block(a.body)));
        return this.chosen(this.of(e.scrutinee), yes, no);
      }
      default:
        return undefined;
    }
  }

  private part(of: Atom, step: string): Meaning | undefined {
    const whole = this.of(of);
    return whole?.tag === 'part' ? { ...whole, path: whole.path + step } : undefined;
  }

  /** A combination of the parts at `path + step` as one item of a combination of the parts at `path`. */
  private stripped(meaning: Meaning | undefined, step: string): Meaning | undefined {
    if (meaning?.tag !== 'combined' || !meaning.path.endsWith(step)) return undefined;
    return { ...meaning, path: meaning.path.slice(0, -step.length) };
  }

  private rejoin(items: readonly (Meaning | undefined)[]): Meaning | undefined {
    const first = items[0];
    if (first?.tag !== 'combined') return undefined;
    const agree = items.every((m) => m?.tag === 'combined' && m.kind === first.kind && m.path === first.path);
    return agree ? first : undefined;
  }

  private scalar(operator: ScalarOperator, args: readonly Atom[]): Meaning | undefined {
    const [a, b, c] = args.map((arg) => this.of(arg));
    if (operator === 'select') return this.chosen(a, b, c);
    if (!this.areOperands(a, b)) return undefined;
    const path = a!.path;
    const leftFirst = a?.tag === 'part' && a.operand === 'left';
    if (operator === 'fgt' || operator === 'igt')
      return { tag: 'compared', kind: leftFirst ? 'max' : 'min', path };
    if (operator === 'flt' || operator === 'ilt')
      return { tag: 'compared', kind: leftFirst ? 'min' : 'max', path };
    const kind = BY_OPERATOR[operator];
    return kind === undefined ? undefined : { tag: 'combined', kind, path };
  }

  private areOperands(a: Meaning | undefined, b: Meaning | undefined): boolean {
    return a?.tag === 'part' && b?.tag === 'part' && a.operand !== b.operand && a.path === b.path;
  }

  /** `select (x > y) x y` is the maximum; with the comparison made as `left ? right`, whichever comes first. */
  private chosen(
    test: Meaning | undefined,
    yes: Meaning | undefined,
    no: Meaning | undefined,
  ): Meaning | undefined {
    if (test?.tag !== 'compared' || yes?.tag !== 'part' || !this.areOperands(yes, no)) return undefined;
    if (yes.path !== test.path) return undefined;
    const kind = yes.operand === 'left' ? test.kind : test.kind === 'max' ? 'min' : 'max';
    return { tag: 'combined', kind, path: test.path };
  }
}

function kindOf(combine: Block, left: number, right: number): MonoidKind | null {
  const meaning = new Recogniser(left, right).block(combine);
  return meaning?.tag === 'combined' && meaning.path === '' ? meaning.kind : null;
}
