import fc from 'fast-check';
import type {
  Binder,
  Block,
  Def,
  EffectRow,
  ExplicitParam,
  Expr,
  GivenClause,
  Ident,
  Item,
  Param,
  Pattern,
  Statement,
} from '../../src/syntax/index.ts';

/*
  Random surface trees: all that the parser can produce, and nothing else. Two shapes need care. A `case` of several
  alternatives stands only where a line break can open a block (`atLineEnd`). Links of a chain share a level.

  A tree is made from a seed and an amount of fuel, which bounds its size; failures shrink to little fuel.
*/

const span = { start: 0, end: 0 };
const ident = (name: string): Ident => ({ name, span });

/** Operators by level, as section 3.3 of the language reference lists them. */
const levels = [
  ['!'],
  ['rem', 'idiv'],
  ['*', '/', '.*', '<', '==', '<>', '~~', '-|'],
  ['+', '-'],
  ['&&'],
  ['||'],
  ['>>>'],
  ['<<<'],
  ['@'],
];

/** A random item. */
export const item: fc.Arbitrary<Item> = fc
  .tuple(fc.integer(), fc.integer({ min: 1, max: 60 }))
  .map(([seed, fuel]) => new Trees(seed, fuel).item());

class Trees {
  private state: number;
  private fuel: number;

  constructor(seed: number, fuel: number) {
    this.state = seed | 0;
    this.fuel = fuel;
  }

  item(): Item {
    return this.oneOf<Item>([
      () => ({ tag: 'expression', expr: this.atLineEnd(), span }),
      () => ({
        tag: 'command',
        command: this.pick(['p', 't', 'html']),
        name: null,
        body: this.block(),
        span,
      }),
      () => ({
        tag: 'let',
        annotation: this.pick([null, 'noinline']),
        pattern: this.pattern(),
        type: this.maybe(() => this.expr()),
        value: this.block(),
        span,
      }),
      () => ({ tag: 'def', def: this.def(true), span }),
      () => ({
        tag: 'data',
        name: this.name(),
        params: this.params(),
        given: this.maybe(() => this.given()),
        constructors: this.list(() => ({ name: this.name(), args: this.list(() => this.typed()), span }), 1),
        span,
      }),
      () => ({
        tag: 'struct',
        name: this.name(),
        params: this.params(),
        given: this.maybe(() => this.given()),
        fields: this.list(() => this.signature()),
        methods: this.list(() => this.def(true)),
        span,
      }),
      () => ({
        tag: 'interface',
        name: this.name(),
        params: this.params(),
        methods: this.list(() => this.signature()),
        span,
      }),
      () => this.instance(),
      () => ({ tag: 'foreign', symbol: 'sym', name: ident('g'), type: this.expr(), span }),
      () => ({
        tag: 'customLinearization',
        symbolic: this.chance(2),
        name: ident('f'),
        value: this.expr(),
        span,
      }),
      () => ({ tag: 'import', module: ident('sort'), span }),
    ]);
  }

  private instance(): Item {
    const name = this.maybe(() => this.name());
    return {
      tag: 'instance',
      name,
      params: name === null ? null : this.maybe(() => this.params()),
      class: this.name(),
      args: this.list(() => this.expr()),
      given: this.maybe(() => this.given()),
      members: this.list(() =>
        this.chance(2)
          ? { tag: 'def', def: this.def(false), span }
          : { tag: 'let', name: this.name(), value: this.block(), span },
      ),
      span,
    };
  }

  private expr(): Expr {
    this.fuel -= 1;
    if (this.fuel <= 0) return this.leaf();
    return this.oneOf<Expr>([
      () => this.leaf(),
      () => this.application(),
      () => this.application(),
      () => this.typeLike(),
      () => this.withBody(),
    ]);
  }

  private leaf(): Expr {
    return this.oneOf<Expr>([
      () => ({ tag: 'var', name: this.name().name, span }),
      () => ({ tag: 'var', name: this.name().name, span }),
      () => ({ tag: 'hole', span }),
      () => ({ tag: 'nat', value: BigInt.asUintN(64, BigInt(this.next()) ** 3n), span }),
      () => ({ tag: 'int', value: BigInt(this.below(9) - 4), span }),
      () => ({ tag: 'float', value: (this.below(2001) - 1000) * 10 ** (this.below(60) - 30), span }),
      () => ({ tag: 'char', value: this.below(256), span }),
      () => ({
        tag: 'string',
        value: String.fromCharCode(...Array.from({ length: this.below(6) }, () => this.below(256))),
        span,
      }),
    ]);
  }

  private application(): Expr {
    return this.oneOf<Expr>([
      () => ({
        tag: 'call',
        function: this.expr(),
        args: this.list(() => this.expr()),
        named: this.chance(4) ? this.list(() => ({ name: ident(this.word()), value: this.expr() })) : [],
        span,
      }),
      () => ({ tag: 'index', table: this.expr(), indices: this.list(() => this.expr(), 1), span }),
      () => {
        const name = this.chance(2) ? this.below(12) : this.name().name;
        return { tag: 'field', target: this.expr(), field: { name, span }, span };
      },
      () => {
        const ops = this.pick(levels);
        const rest = this.list(() => ({ op: ident(this.pick(ops)), operand: this.expr() }), 1);
        return { tag: 'chain', first: this.expr(), rest, span };
      },
      () => {
        const rest = [{ op: ident(this.pick(['+=', ':='])), operand: this.expr() }];
        return { tag: 'chain', first: this.expr(), rest, span };
      },
      () => ({ tag: 'negate', operand: this.expr(), span }),
      () => ({ tag: 'tuple', elements: this.plural(() => this.expr()), span }),
      () => ({ tag: 'table', elements: this.list(() => this.expr()), span }),
      () => ({ tag: 'pair', first: this.expr(), second: this.expr(), span }),
      () => ({ tag: 'primitive', name: ident('iadd'), args: this.list(() => this.expr()), span }),
    ]);
  }

  private typeLike(): Expr {
    return this.oneOf<Expr>([
      () => ({
        tag: 'functionType',
        params: this.params().map((p) =>
          p.tag === 'given' || p.type !== null || p.constraints.length > 0
            ? p
            : { ...p, type: { tag: 'hole', span } },
        ),
        arrow: this.pick(['->', '->>']),
        effects: this.maybe(() => this.row()),
        result: this.expr(),
        span,
      }),
      () => ({
        tag: 'tableType',
        binder: this.maybe(() => this.name()),
        index: this.expr(),
        element: this.expr(),
        span,
      }),
      () => ({
        tag: 'pairType',
        binder: this.maybe(() => this.name()),
        first: this.expr(),
        second: this.expr(),
        span,
      }),
      () => ({ tag: 'withType', type: this.expr(), binders: this.list(() => this.typed(), 1), span }),
      () => ({ tag: 'range', kind: this.pick(['from', 'after', 'upTo', 'below']), limit: this.expr(), span }),
      () => ({ tag: 'ascribe', expr: this.expr(), type: this.expr(), span }),
    ]);
  }

  private withBody(): Expr {
    return this.oneOf<Expr>([
      () => ({ tag: 'lambda', params: this.params(), body: this.block(), span }),
      () => ({
        tag: 'for',
        kind: this.pick(['for', 'for_', 'rof', 'rof_']),
        binders: this.list(
          () => ({
            axis: this.chance(4) ? ident(this.pick(['data', 'for', 'model'])) : null,
            binder: this.binder(),
          }),
          1,
        ),
        body: this.block(),
        span,
      }),
      () => ({ tag: 'do', body: this.block(), span }),
      () => ({
        tag: 'if',
        condition: this.expr(),
        consequent: this.block(),
        alternative: this.maybe(() => this.block()),
        span,
      }),
      () => ({
        tag: 'case',
        scrutinee: this.expr(),
        alternatives: [{ pattern: this.con(), body: { statements: [], result: this.expr(), span }, span }],
        span,
      }),
    ]);
  }

  private atLineEnd(): Expr {
    if (!this.chance(4)) return this.expr();
    const alternatives = this.list(() => ({ pattern: this.con(), body: this.block(), span }), 1);
    return { tag: 'case', scrutinee: this.expr(), alternatives, span };
  }

  private block(): Block {
    this.fuel -= 1;
    const statements = this.fuel > 0 && this.chance(3) ? this.list(() => this.statement(), 1) : [];
    return { statements, result: this.atLineEnd(), span };
  }

  private statement(): Statement {
    return this.oneOf<Statement>([
      () => ({
        tag: 'let',
        pattern: this.pattern(),
        type: this.maybe(() => this.expr()),
        value: this.block(),
        span,
      }),
      () => ({ tag: 'def', def: this.def(false), span }),
      () => ({ tag: 'expression', expr: this.atLineEnd(), span }),
      () => ({ tag: 'bind', binder: this.binder(), call: this.block(), span }),
      () => ({ tag: 'pass', span }),
    ]);
  }

  private def(annotated: boolean): Def {
    return {
      annotation: annotated ? this.pick([null, 'noinline', 'inline']) : null,
      name: this.name(),
      params: this.params(),
      result: this.maybe(() => ({
        arrow: this.pick(['->', '->>']),
        effects: this.maybe(() => this.row()),
        type: this.expr(),
      })),
      given: this.maybe(() => this.given()),
      body: this.block(),
      span,
    };
  }

  private pattern(): Pattern {
    this.fuel -= 1;
    return this.oneOf<Pattern>([
      () => ({ tag: 'var', name: this.name().name, span }),
      () => ({ tag: 'hole', span }),
      () => ({ tag: 'tuple', elements: this.plural(() => this.pattern()), span }),
      () => ({ tag: 'table', elements: this.list(() => this.pattern()), span }),
      () => this.con(),
      () => ({ tag: 'pair', first: this.pattern(), second: this.pattern(), span }),
    ]);
  }

  private con(): Pattern {
    return { tag: 'con', name: this.name(), args: this.list(() => this.pattern()), span };
  }

  private params(): Param[] {
    return this.list<Param>(() => (this.chance(5) ? this.given() : this.param()));
  }

  private param(): ExplicitParam {
    if (!this.chance(3)) return { tag: 'explicit', ...this.binder(), constraints: [] };
    return {
      tag: 'explicit',
      name: this.name(),
      type: null,
      constraints: this.list(() => this.expr(), 1),
      span,
    };
  }

  private given(): GivenClause {
    const implicits = this.list(() => this.param());
    return { tag: 'given', implicits, constraints: this.list(() => this.typed()), span };
  }

  private binder(): Binder {
    return { name: this.maybe(() => this.name()), type: this.maybe(() => this.expr()), span };
  }

  private typed() {
    return { name: this.maybe(() => this.name()), type: this.expr(), span };
  }

  private signature() {
    return { name: this.name(), type: this.expr(), span };
  }

  private row(): EffectRow {
    const effects = this.list(() => ({
      name: ident(this.word()),
      argument: this.maybe(() => this.expr()),
      span,
    }));
    return { effects, tail: this.maybe(() => this.name()), span };
  }

  private name(): Ident {
    return ident(this.chance(8) ? this.pick(['+', '<>', '.*', '&&', '-|']) : this.word());
  }

  private word(): string {
    return this.pick(['x', 'y', 'f', 'n', "a'", 'data', 'Fin', 'long_name', 'éta', 'State']);
  }

  /** A list that is short, and shorter when fuel is out; never below `least`. */
  private list<T>(make: () => T, least = 0): T[] {
    const length = this.fuel <= 0 ? least : Math.max(least, this.below(4));
    return Array.from({ length }, make);
  }

  /** A list of any length but 1. */
  private plural<T>(make: () => T): T[] {
    const list = this.list(make);
    return list.length === 1 ? [] : list;
  }

  private maybe<T>(make: () => T): T | null {
    return this.fuel > 0 && this.chance(2) ? make() : null;
  }

  private oneOf<T>(makers: readonly (() => T)[]): T {
    return this.pick(makers)();
  }

  private pick<const T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  private chance(oneIn: number): boolean {
    return this.below(oneIn) === 0;
  }

  private below(n: number): number {
    return this.next() % n;
  }

  /** mulberry32 by Tommy Ettinger (public domain), as a 32-bit unsigned integer. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }
}
