/** Calls rewritten in finished functions: effects made exact, callees renamed. */
import {
  type Block,
  type Decl,
  type Expr,
  type ExprOf,
  type Fn,
  type FnSignature,
  type Mapper,
  make,
  mapChildren,
  signatureOf,
  withEffectsOf,
} from '../loops/index.ts';

type Call = ExprOf<'call'>;

/**
 * Functions in order, callees first, with every call's effects those of its callee: a call is written when its callee's
 * type is known and not its body, which may do less than its type says. Shares what does not change.
 */
export function exactEffects(functions: readonly Fn[]): readonly Fn[] {
  const signatures = new Map<string, FnSignature>();
  return functions.map((fn) => {
    const exact = mapCalls(fn, (call) => {
      const callee = signatures.get(call.callee);
      return callee === undefined ? call : withEffectsOf(call, callee);
    });
    signatures.set(fn.name, signatureOf(exact));
    return exact;
  });
}

/** Functions under new names, with the calls among them; and what each calls. */
export function renameFunctions(
  functions: readonly Fn[],
  names: ReadonlyMap<string, string>,
): readonly Renamed[] {
  return functions.map((fn) => {
    const calls = new Set<string>();
    const renamed = mapCalls(fn, (call) => {
      const name = names.get(call.callee) ?? call.callee;
      calls.add(name);
      return name === call.callee
        ? call
        : make.callNode(name, call.heaps, call.args, call.type, call.effects, call.source);
    });
    return { fn: { ...renamed, name: names.get(fn.name) ?? fn.name }, calls: [...calls] };
  });
}

export interface Renamed {
  readonly fn: Fn;
  readonly calls: readonly string[];
}

/** A function with its calls mapped; blocks in which nothing changes are shared. */
function mapCalls(fn: Fn, f: (call: Call) => Call): Fn {
  const body = new CallMap(f).block(fn.body);
  return body === fn.body ? fn : { ...fn, body };
}

class CallMap {
  private readonly f: (call: Call) => Call;

  constructor(f: (call: Call) => Call) {
    this.f = f;
  }

  block(body: Block): Block {
    let changed = false;
    const decls = body.decls.map((decl): Decl => {
      if (decl.tag !== 'let') return decl;
      const expr = this.expr(decl.expr);
      if (expr === decl.expr) return decl;
      changed = true;
      return make.letDecl(decl.name, expr);
    });
    return changed ? make.block(decls, body.result) : body;
  }

  private expr(expr: Expr): Expr {
    if (expr.tag === 'call') return this.f(expr);
    if (!hasBlocks(expr)) return expr;
    let changed = false;
    const mapper: Mapper = {
      atom: (atom) => atom,
      type: (type) => type,
      set: (set) => set,
      heap: (heap) => heap,
      scope: (scope) => {
        const body = this.block(scope.body);
        if (body === scope.body) return scope;
        changed = true;
        return { ...scope, body };
      },
    };
    const mapped = mapChildren(expr, mapper);
    return changed ? mapped : expr;
  }
}

function hasBlocks(expr: Expr): boolean {
  return 'body' in expr || 'monoid' in expr || expr.tag === 'case';
}
