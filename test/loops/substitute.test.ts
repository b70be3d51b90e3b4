import { describe, expect, it } from 'vitest';
import {
  type Atom,
  type Block,
  Builder,
  blockMark,
  blockNames,
  checkProgram,
  F32,
  type Fn,
  finSet,
  instantiate,
  listElementType,
  listOf,
  make,
  nameSize,
  openBlock,
  parseProgram,
  printFn,
  printType,
  sameBlock,
  sameType,
  substitute,
  substituteBlock,
  tableOf,
  tableType,
  typeOf,
  W32,
} from '../../src/loops/index.ts';
import { type Binder, type Name, Scope, type Scoped, Substitution, supply } from '../../src/names/index.ts';

const variable = (id: number, hint: string, type = W32): Atom => ({ tag: 'var', name: { id, hint }, type });

describe('substitution in types', () => {
  it('renames a binder that would capture', () => {
    const i = { id: 5, hint: 'i' };
    const n = { id: 9, hint: 'n' };
    const triangle = tableType(
      i,
      finSet(nameSize(n)),
      tableOf(finSet(nameSize(i)), tableOf(finSet(nameSize(n)), F32)),
    );
    const result = instantiate(triangle, n, variable(5, 'i'));
    expect(printType(result)).toBe("(i' : Fin i) => Fin i' => Fin i => f32");
  });

  it('leaves types alone that do not mention the name', () => {
    const type = listOf(F32);
    expect(instantiate(type, { id: 3, hint: 'n' }, variable(4, 'm'))).toBe(type);
  });

  it('computes sizes anew', () => {
    const n = { id: 0, hint: 'n' };
    const type = tableOf(finSet(nameSize(n)), F32);
    const three: Atom = { tag: 'lit', scalar: 'w32', value: 3 };
    expect(sameType(instantiate(type, n, three), tableOf(finSet(3), F32))).toBe(true);
  });

  it('recognises lists whose elements depend on names around them', () => {
    const type = listOf(tableOf(finSet(nameSize({ id: 0, hint: 'n' })), F32));
    expect(printType(type)).toBe('List (Fin n => f32)');
    expect(printType(listElementType(type)!)).toBe('Fin n => f32');
  });
});

/** The body of a function of one parameter, and that parameter. */
function bodyOf(text: string): { readonly fn: Fn; readonly body: Block } {
  const fn = parseProgram(text).functions[0]!;
  return { fn, body: fn.body };
}

/** The scope of a function's first parameter. */
interface Parameter {
  readonly parameter: true;
}

describe('substitution in terms', () => {
  const source =
    'fn @f (x : f32, y : f32) -> Fin 2 => f32 { let t = for i : Fin 2 { let z = fadd x y z } t }';

  it('gives every binder a new name', () => {
    const { fn, body } = bodyOf(source);
    const [x, y] = fn.params;
    const mark = blockMark(body);
    const result = substituteBlock(body, new Map([[x!.name.id, make.variable(y!)]]), supply(mark));
    expect([...blockNames(result).keys()]).toEqual([y!.name.id]);
    const expected = bodyOf(source.replace('fadd x y', 'fadd y y')).body;
    expect(printFn({ ...fn, body: result })).toBe(printFn({ ...fn, body: expected }));
    expect(checkProgram({ functions: [{ ...fn, body: result }] })).toEqual([]);
  });

  it('avoids capture where a binder has the name of an image', () => {
    const { fn, body } = bodyOf(source);
    const bound = body.decls[0]!;
    const clash = bound.tag === 'let' ? bound.name : fn.params[0]!.name;
    const image: Atom = { tag: 'var', name: clash, type: F32 };
    const result = substituteBlock(body, new Map([[fn.params[0]!.name.id, image]]), supply(blockMark(body)));
    expect([...blockNames(result).keys()].sort()).toEqual([fn.params[1]!.name.id, clash.id].sort());
  });

  it('is what the typed substitution does', () => {
    const { fn, body } = bodyOf(source);
    const [x, y] = fn.params;
    const binder: Binder<never, Parameter> = { name: x!.name as Name<Parameter> };
    const scoped: Scoped<Block, Parameter> = { term: body };
    const result = Scope.outermost(blockMark(body)).withFresh('w', (w, scope) => {
      const image = scope.assume<Atom>({ tag: 'var', name: w.name, type: F32 });
      const s = Substitution.identity<never, Atom>().extend(binder, image);
      return { block: substitute(scope, s, scoped).term, w: w.name.id };
    });
    expect([...blockNames(result.block).keys()].sort()).toEqual([result.w, y!.name.id].sort());
  });

  it('opens a block at names that are new to the scope', () => {
    const { body } = bodyOf(source);
    const mark = blockMark(body);
    openBlock(Scope.outermost(mark), { term: body }, (names, opened, scope) => {
      expect(names.map((name) => name.id >= mark)).toEqual([true]);
      expect(scope.mark).toBeGreaterThan(mark);
      expect(opened.term.decls.length).toBe(1);
    });
  });
});

describe('the builder', () => {
  it('emits into the builder that is asked', () => {
    const outer = new Builder(supply(1));
    const x = make.variable({ name: { id: 0, hint: 'x' }, type: F32 });
    const table = outer.forLoop(finSet(3), () => outer.scalar('fadd', x, x));
    const body = outer.finish(table);
    expect(body.decls.map((d) => (d.tag === 'let' ? d.expr.tag : d.tag))).toEqual(['scalar', 'for']);
  });

  it('inlines with renaming', () => {
    const { fn, body } = bodyOf('fn @f (x : f32) -> f32 { let y = fadd x x let z = fmul y x z }');
    const b = new Builder(supply(10));
    const seven = make.literal('f32', 7);
    const first = b.inline(body, new Map([[fn.params[0]!.name.id, seven]]));
    const second = b.inline(body, new Map([[fn.params[0]!.name.id, first]]));
    expect(typeOf(second)).toBe(F32);
    const expected = bodyOf(`fn @g () -> f32 {
      let y = fadd 7f32 7f32 let z = fmul y 7f32 let v = fadd z z let w = fmul v z w }`);
    expect(sameBlock(b.finish(second), expected.body)).toBe(true);
  });
});
