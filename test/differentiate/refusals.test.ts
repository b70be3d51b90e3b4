/** P18: what has no derivative is refused, by name and with its place. */
import { expect, test } from 'vitest';
import { derivativesOf, NotDifferentiable } from '../../src/differentiate/index.ts';
import { type Block, make, mapChildren, parseProgram } from '../../src/loops/index.ts';

/** The block with every expression at place 7. */
function placed(body: Block): Block {
  const decls = body.decls.map((decl) => {
    if (decl.tag === 'unpack') return decl;
    const expr = mapChildren(decl.expr, {
      atom: (atom) => atom,
      type: (type) => type,
      set: (set) => set,
      heap: (heap) => heap,
      scope: (scope) => ({ ...scope, body: placed(scope.body) }),
    });
    return make.letDecl(decl.name, { ...expr, source: 7 });
  });
  return make.block(decls, body.result);
}

function refusal(text: string, pattern = '1'): NotDifferentiable {
  const program = parseProgram(text);
  const functions = program.functions.map((fn) => ({ ...fn, body: placed(fn.body) }));
  try {
    derivativesOf({ functions }).of(functions[functions.length - 1]!.name, pattern);
  } catch (error) {
    if (error instanceof NotDifferentiable) return error;
    throw error;
  }
  throw new Error('it was differentiated');
}

const CIRCLE = 'monoid 0f64 (a, b) { let s = fadd a b let p = fmul a b let c = fadd s p c }';

test.each([
  ['a bit cast', 'fn @f (x : f64) -> f64 { let b = bitcast i64 x let c = bitcast f64 b c }'],
  ['an exception', 'fn @f (x : f64) -> (() | f64) { let y = catch { let z = fmul x x z } y }'],
  [
    'an accumulation',
    `fn @g [h] (r : Ref h f64, x : f64) -> () ! {Accum h} { do extend r x ${CIRCLE} () }
     fn @f (x : f64) -> f64 { let s = runAccum ${CIRCLE} [h] r { do @g[h](r, x) () } let z = s.1 z }`,
  ],
])('P18: %s', (what, text) => {
  const { what: found, source, because } = refusal(text);
  expect(found).toBe(what);
  expect(because.length).toBeGreaterThan(10);
  expect(source).toBe(7);
});
