import { describe, expect, test } from 'vitest';
import { block, codeOf, codesOf, itemOf, param, pattern, shape } from './shape.ts';

/** The item of a text, which must have the given tag. */
function the<T extends ReturnType<typeof itemOf>['tag']>(tag: T, text: string) {
  const item = itemOf(text);
  if (item.tag !== tag) throw new Error(`${item.tag} instead of ${tag}`);
  return item as Extract<typeof item, { readonly tag: T }>;
}

describe('definitions', () => {
  test('def with everything', () => {
    const { def } = the(
      'def',
      '@noinline\ndef total(xs:n=>a, _:Nat, k|Ix|Eq) -> {State h|e} a given (n|Ix, a|Add) (Subset(a, b), d:Ix n) =\n  s = sum xs\n  s\n',
    );
    expect(def.annotation).toBe('noinline');
    expect(def.params.map(param)).toEqual(['xs:(=> n a)', '_:Nat', 'k|Ix|Eq']);
    expect(def.result?.arrow).toBe('->');
    expect(def.result?.effects?.tail?.name).toBe('e');
    expect(shape(def.result!.type)).toBe('a');
    expect(param(def.given!)).toBe('[given n|Ix a|Add / (call Subset a b) d:(call Ix n)]');
    expect(block(def.body)).toBe('s = {(call sum xs)}; s');
  });
  test('operators and implicit application', () => {
    expect(the('def', 'def (<+>)(x:A, y:A) -> A = x\n').def.name.name).toBe('<+>');
    expect(the('def', 'def pi_of() ->> a given (a|Mul) = x\n').def.result?.arrow).toBe('->>');
  });
  test('in dialect L a bar binds tighter than the colon of a binder', () => {
    expect(the('def', 'def f(x:A|C) -> A = x\n').def.params.map(param)).toEqual(['x:(call C A)']);
  });
  test('bindings with patterns', () => {
    const shapeOfPattern = (text: string): string => pattern(the('let', `${text} = e\n`).pattern);
    expect(shapeOfPattern('(a, (b, _))')).toBe('(tuple a (tuple b _))');
    expect(shapeOfPattern('[a, b]')).toBe('(table a b)');
    expect(shapeOfPattern('Con(a, b)')).toBe('<Con a b>');
    expect(shapeOfPattern('Con a')).toBe('<Con a>');
    expect(shapeOfPattern('(Con)')).toBe('<Con>');
    expect(shapeOfPattern('(Con a)')).toBe('<Con a>');
    expect(shapeOfPattern('(p ,> q)')).toBe('(pair p q)');
    expect(shape(the('let', 'x : n=>Float = e\n').type!)).toBe('(=> n Float)');
  });
});

describe('declarations', () => {
  test('data and enum', () => {
    for (const word of ['data', 'enum']) {
      const item = the('data', `${word} Shape(a, n|Ix) given (b) =\n  Dot\n  Disc(Float, r:a)\n`);
      expect(item.params.map(param)).toEqual(['a', 'n|Ix']);
      expect(param(item.given!)).toBe('[given b]');
      expect(item.constructors.map((c) => [c.name.name, c.args.length])).toEqual([
        ['Dot', 0],
        ['Disc', 2],
      ]);
      expect(item.constructors[1]!.args[1]!.name?.name).toBe('r');
    }
    expect(the('data', "data Sized(a:Type) = Sized'(n:Nat, items:(Fin n => a))\n").constructors).toHaveLength(
      1,
    );
  });
  test('struct', () => {
    const item = the(
      'struct',
      'struct V =\n  x : Float\n  y : Float\n\n  @inline\n  def len() -> Float = self.x\n',
    );
    expect(item.fields.map((f) => f.name.name)).toEqual(['x', 'y']);
    expect(item.methods.map((m) => [m.name.name, m.annotation])).toEqual([['len', 'inline']]);
    expect(the('struct', 'struct T(a:Type) = val : a\n').fields).toHaveLength(1);
  });
  test('interface', () => {
    const item = the('interface', 'interface C(a|Eq, given () (P a))\n  (<+>) : (a, a) -> a\n  zero : a\n');
    expect(item.params.map(param)).toEqual(['a|Eq', '[given  / (call P a)]']);
    expect(item.methods.map((m) => m.name.name)).toEqual(['<+>', 'zero']);
    expect(the('interface', 'interface M(a:Type)\n  pass\n').methods).toEqual([]);
  });
  test('instances', () => {
    const item = the('instance', 'instance P((a, b)) given (a|P)\n  origin = 1\n  def dist(p, q) = p\n');
    expect(item.args.map(shape)).toEqual(['(tuple a b)']);
    expect(item.members.map((m) => m.tag)).toEqual(['let', 'def']);
    expect(the('instance', 'named-instance MaxNat : Monoid(Nat)\n  mempty = 0\n').name?.name).toBe('MaxNat');
    const shifted = the('instance', 'named-instance Shifted(k:Nat) -> Monoid(Nat)\n  mempty = k\n');
    expect(shifted.params?.map(param)).toEqual(['k:Nat']);
    expect(the('instance', 'instance M(Nat)\n  pass\n').members).toEqual([]);
  });
  test('what concerns the host', () => {
    expect(the('import', 'import sort\n').module.name).toBe('sort');
    const foreign = the('foreign', 'foreign "randunif" rand : (Word64) -> {IO} Float32\n');
    expect([foreign.symbol, foreign.name.name]).toEqual(['randunif', 'rand']);
    expect(the('customLinearization', 'custom-linearization f \\x. x\n').symbolic).toBe(false);
    expect(the('customLinearization', 'custom-linearization-symbolic f g\n').symbolic).toBe(true);
  });
  test('commands', () => {
    for (const word of ['p', 'pp', 'pcodegen', 't', 'html']) {
      expect(the('command', `:${word} x\n`).command).toBe(word);
    }
    expect(the('command', ':export f \\x. x\n').name?.name).toBe('f');
    expect(the('meta', ':help for\n').argument).toBe('for');
    expect(the('expression', 'x + 1\n').tag).toBe('expression');
  });
  test('prefixes', () => {
    const cell = codeOf('%time\n%bench "label"\n%passes imp simplify\nx = 1\n');
    expect(cell.prefixes.map((p) => p.tag)).toEqual(['time', 'bench', 'passes']);
    expect(cell.item?.tag).toBe('let');
    expect(codeOf('%iadd(1, 2)\n').prefixes).toEqual([]);
  });
});

describe('syntax errors leave the rest of the paragraph alone', () => {
  test.each([
    ['f = \\(x, y). x\n', 'DX0151'],
    ['def f(x + y) = x\n', 'DX0151'],
    ['for i|Ix. 1\n', 'DX0155'],
    ['def f(_|Ix) = 1\n', 'DX0152'],
    ['1 = 2\n', 'DX0153'],
    ['MkP x y = p\n', 'DX0154'],
    ['def f() -> {3} Nat = 1\n', 'DX0157'],
    ['instance A(B)\n  1 + 2\n', 'DX0158'],
    ['x = sin(given (a), 1.0)\n', 'DX0159'],
    ['f : Nat -> Nat = g\n', 'DX0160'],
    ['x = (1 = 2)\n', 'DX0161'],
    ['x = 1 + (y : Nat)\n', 'DX0162'],
    ['x : (Nat with (n)) = 1\n', 'DX0163'],
    ['x <- f\n', 'DX0166'],
    ['effect E\n  def tick : (Nat) -> Nat\n', 'DX0901'],
  ])('%j', (text, code) => {
    expect(codesOf(`${text}y = 1\n`)).toEqual([code]);
  });
});
