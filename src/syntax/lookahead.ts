import {
  Alternation,
  type Alternative,
  type BaseParser,
  type ILookaheadStrategy,
  type IProduction,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  type Rule,
  Terminal,
} from 'chevrotain';

type AlternationOptions = Parameters<ILookaheadStrategy['buildLookaheadForAlternation']>[0];
type OptionalOptions = Parameters<ILookaheadStrategy['buildLookaheadForOptional']>[0];
type DecideAlternative = ReturnType<ILookaheadStrategy['buildLookaheadForAlternation']>;
type DecideOptional = ReturnType<ILookaheadStrategy['buildLookaheadForOptional']>;

/** The tokens (by index) that a sequence may begin with, and whether it may be empty. */
interface First {
  readonly tokens: ReadonlySet<number>;
  readonly nullable: boolean;
}

/**
 * Lookahead by FIRST sets, for a grammar that is LL(1). Chevrotain's own strategy enumerates the paths of every decision
 * when a parser is made, which costs more than a short program; here the sets of rules are shared, and a decision's
 * table is made when it is first met.
 */
export class FirstSetLookahead implements ILookaheadStrategy {
  private readonly rules = new Map<Rule, First>();

  validate(): [] {
    return [];
  }

  buildLookaheadForAlternation({ rule, prodOccurrence }: AlternationOptions): DecideAlternative {
    let table: ReadonlyMap<number, readonly number[]> | null = null;
    const build = (): ReadonlyMap<number, readonly number[]> => this.alternatives(rule, prodOccurrence);
    return function (this: BaseParser, alternatives) {
      table ??= build();
      const found = table.get(this.LA(1).tokenTypeIdx);
      if (found === undefined) return undefined;
      return found.find((k) => alternatives?.[k]?.GATE?.call(this) ?? true);
    };
  }

  buildLookaheadForOptional({ rule, prodOccurrence, prodType }: OptionalOptions): DecideOptional {
    let tokens: ReadonlySet<number> | null = null;
    const build = (): ReadonlySet<number> => {
      const kinds = {
        Option,
        Repetition,
        RepetitionMandatory,
        RepetitionWithSeparator,
        RepetitionMandatoryWithSeparator,
      };
      const kind = kinds[prodType];
      const found = find(rule.definition, (p) => p instanceof kind && p.idx === prodOccurrence);
      return this.sequence((found as Option).definition).tokens;
    };
    return function (this: BaseParser) {
      tokens ??= build();
      return tokens.has(this.LA(1).tokenTypeIdx);
    };
  }

  /** The alternatives that each token may begin, in order. */
  private alternatives(rule: Rule, occurrence: number): Map<number, number[]> {
    const found = find(
      rule.definition,
      (p) => p instanceof Alternation && p.idx === occurrence,
    ) as Alternation;
    const table = new Map<number, number[]>();
    found.definition.forEach((alternative, k) => {
      for (const token of this.sequence((alternative as Alternative).definition).tokens) {
        const there = table.get(token);
        if (there) there.push(k);
        else table.set(token, [k]);
      }
    });
    return table;
  }

  private sequence(productions: readonly IProduction[]): First {
    const tokens = new Set<number>();
    for (const production of productions) {
      const first = this.production(production);
      for (const token of first.tokens) tokens.add(token);
      if (!first.nullable) return { tokens, nullable: false };
    }
    return { tokens, nullable: true };
  }

  private production(production: IProduction): First {
    if (production instanceof Terminal) {
      return { tokens: new Set([production.terminalType.tokenTypeIdx!]), nullable: false };
    }
    if (production instanceof NonTerminal) return this.rule(production.referencedRule);
    if (production instanceof Alternation) {
      const all = production.definition.map((alternative) =>
        this.sequence((alternative as Alternative).definition),
      );
      return { tokens: new Set(all.flatMap((f) => [...f.tokens])), nullable: all.some((f) => f.nullable) };
    }
    const { tokens, nullable } = this.sequence((production as Option).definition);
    const optional =
      production instanceof Option ||
      production instanceof Repetition ||
      production instanceof RepetitionWithSeparator;
    return { tokens, nullable: optional || nullable };
  }

  private rule(rule: Rule): First {
    const known = this.rules.get(rule);
    if (known !== undefined) return known;
    const first = this.sequence(rule.definition);
    this.rules.set(rule, first);
    return first;
  }
}

/** The production with a property, anywhere within others. */
function find(productions: readonly IProduction[], wanted: (p: IProduction) => boolean): IProduction | null {
  for (const production of productions) {
    if (wanted(production)) return production;
    if (production instanceof Terminal || production instanceof NonTerminal) continue;
    const inner = find((production as Option).definition, wanted);
    if (inner !== null) return inner;
  }
  return null;
}
