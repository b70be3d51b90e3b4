import { EmbeddedActionsParser, EOF, type IParserErrorMessageProvider, type TokenType } from 'chevrotain';
import { type Code, joinSpans, type ParamsOf, type Span } from '../source/index.ts';
import type {
  AlternativeGroup,
  Arg,
  BodyGroup,
  BranchesGroup,
  ConstructorGroup,
  ElseGroup,
  GivenGroup,
  Group,
  ItemGroup,
  MemberGroup,
  RowGroup,
  Slot,
  StatementGroup,
} from './groups.ts';
import { FirstSetLookahead } from './lookahead.ts';
import { MAX_NESTING } from './nesting.ts';
import { describe, type Part, type Resolving, resolve, resolveBinders, tokenSpan } from './precedence.ts';
import type { Token, Tree } from './tokens.ts';
import * as t from './tokens.ts';

/*
  The grammar of sections 3.1 and 3.10 of the language reference, over token trees. Each rule reads one flat sequence of
  tokens. What brackets and indented blocks hold is put off (`later`): the driver parses it when the sequence around it
  is done, so depth of nesting costs no stack. Operators are left to `precedence.ts`; a rule only finds where an
  expression ends.
*/

/** The rules by which the contents of brackets and blocks are parsed. */
export interface Sequences {
  readonly item: ItemGroup;
  readonly args: readonly Arg[];
  readonly effectRow: RowGroup;
  readonly statements: readonly StatementGroup[];
  readonly alternatives: readonly AlternativeGroup[];
  readonly branches: BranchesGroup;
  readonly elseBranch: BodyGroup;
  readonly constructors: readonly ConstructorGroup[];
  readonly members: readonly MemberGroup[];
}

export type SequenceName = keyof Sequences;

/** What the grammar asks of its driver. */
export interface GrammarHost {
  readonly fail: <C extends Code>(code: C, params: ParamsOf<C>, span: Span, atEnd?: boolean) => void;
  /** Parses a sequence later. `sameLineThen` says that it is the indented consequent of a `then` beside its `if`. */
  readonly later: <N extends SequenceName>(name: N, tree: Tree, sameLineThen?: boolean) => Slot<Sequences[N]>;
}

/** Which operators end an expression in the context at hand. */
interface Stops {
  readonly equals: boolean;
  readonly bar: boolean;
  readonly arrow: boolean;
}

const anywhere: Stops = { equals: true, bar: false, arrow: false };
const inArguments: Stops = { equals: false, bar: false, arrow: false };
const inEffects: Stops = { equals: true, bar: true, arrow: false };
const inAlternative: Stops = { equals: true, bar: false, arrow: true };

/** What follows the condition of an `if`. */
type ThenBranch =
  | { readonly tag: 'block'; readonly slot: Slot<BranchesGroup>; readonly span: Span }
  | { readonly tag: 'inline'; readonly consequent: BodyGroup; readonly span: Span };

/** Messages hold only what was expected; what was found is known from the token. */
const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.LABEL ?? expected.name,
  buildNotAllInputParsedMessage: () => 'an operator or the end of the expression',
  buildNoViableAltMessage: ({ customUserDescription }) => customUserDescription ?? 'something else',
  buildEarlyExitMessage: ({ customUserDescription }) => customUserDescription ?? 'an expression',
};

const empty: Span = { start: 0, end: 0 };

/** The rules of expressions and argument lists. */
export class ExpressionGrammar extends EmbeddedActionsParser {
  /** Set by the driver before each sequence. */
  host!: GrammarHost;
  sequence!: Tree;
  private depth = 0;

  constructor() {
    super(t.allTokens, {
      maxLookahead: 1,
      skipValidations: true,
      recoveryEnabled: false,
      lookaheadStrategy: new FirstSetLookahead(),
      errorMessageProvider: expectations,
    });
  }

  /** Forgets what is left of a sequence that failed. */
  begin(tree: Tree, host: GrammarHost): void {
    this.host = host;
    this.sequence = tree;
    this.depth = 0;
    this.input = tree.tokens;
  }

  // ---------------------------------------------------------------- expressions

  /** Operands and operators up to the first token that can be neither. */
  protected readonly group = this.RULE('group', (stops: Stops = anywhere): Group => {
    const parts: Part[] = [];
    this.enter();
    this.AT_LEAST_ONE({
      GATE: () => !this.stopsAt(stops, this.LA(1).tokenType),
      DEF: () => {
        parts.push(this.SUBRULE(this.part));
      },
      ERR_MSG: 'an expression',
    });
    return this.ACTION(() => {
      this.depth -= 1;
      return resolve(parts, this.offset(), this.resolving);
    });
  });

  /** One token of an expression, or a construct with a body. The alternatives are made once, not once a token. */
  protected readonly part = this.RULE('part', (): Part => {
    this.partAlternatives ??= [
      { ALT: () => this.CONSUME(t.Name) as Token },
      { ALT: () => this.CONSUME(t.Operator) as Token },
      { ALT: () => this.CONSUME(t.Nat) as Token },
      { ALT: () => this.CONSUME(t.Paren) as Token },
      { ALT: () => this.CONSUME(t.CallParen) as Token },
      { ALT: () => this.CONSUME(t.Square) as Token },
      { ALT: () => this.CONSUME(t.CallSquare) as Token },
      { ALT: () => this.CONSUME(t.Field) as Token },
      { ALT: () => this.CONSUME(t.Hole) as Token },
      { ALT: () => this.CONSUME(t.Float) as Token },
      { ALT: () => this.CONSUME(t.Char) as Token },
      { ALT: () => this.CONSUME(t.Text) as Token },
      { ALT: () => this.CONSUME(t.Primitive) as Token },
      { ALT: () => this.CONSUME(t.Colon) as Token },
      { ALT: () => this.CONSUME(t.Bar) as Token },
      { ALT: () => this.CONSUME(t.Arrow) as Token },
      { ALT: () => this.CONSUME(t.Brace) as Token },
      { ALT: () => this.CONSUME(t.Equals) as Token },
      { ALT: () => this.CONSUME(t.With) as Token },
      { ALT: () => this.lambda() },
      { ALT: () => this.thunk() },
      { ALT: () => this.loop() },
      { ALT: () => this.doBlock() },
      { ALT: () => this.caseOf() },
      { ALT: () => this.ifThen() },
    ];
    return this.OR<Part>(this.partAlternatives);
  });

  private partAlternatives: { ALT: () => Part }[] | null = null;

  private lambda(): Group {
    const opening = this.CONSUME(t.Lambda) as Token;
    const parts = this.SUBRULE1(this.binderParts);
    this.CONSUME1(t.Dot);
    const body = this.SUBRULE1(this.body);
    return this.ACTION(() => ({
      tag: 'lambda',
      binders: this.binders(parts),
      body,
      span: joinSpans(tokenSpan(opening), body.span),
    }));
  }

  private thunk(): Group {
    const opening = this.CONSUME(t.Thunk) as Token;
    const body = this.SUBRULE2(this.body);
    return this.ACTION(() => ({
      tag: 'lambda',
      binders: [],
      body,
      span: joinSpans(tokenSpan(opening), body.span),
    }));
  }

  private loop(): Group {
    const keyword = this.CONSUME(t.Loop) as Token;
    const segments: { axis: Token | null; parts: Token[] }[] = [];
    this.AT_LEAST_ONE1({
      DEF: () => {
        const axis = (this.OPTION(() => this.CONSUME(t.Axis)) ?? null) as Token | null;
        const parts = this.SUBRULE2(this.binderParts);
        segments.push({ axis, parts });
      },
      ERR_MSG: 'a binder',
    });
    this.CONSUME2(t.Dot);
    const body = this.SUBRULE3(this.body);
    return this.ACTION(() => ({
      tag: 'loop',
      keyword,
      binders: segments.flatMap(({ axis, parts }) =>
        this.binders(parts).map((group, k) => ({ axis: k === 0 ? axis : null, group })),
      ),
      body,
      span: joinSpans(tokenSpan(keyword), body.span),
    }));
  }

  private doBlock(): Group {
    const keyword = this.CONSUME(t.Do) as Token;
    const body = this.SUBRULE4(this.body);
    return this.ACTION(() => ({ tag: 'do', body, span: joinSpans(tokenSpan(keyword), body.span) }));
  }

  private caseOf(): Group {
    const keyword = this.CONSUME(t.Case) as Token;
    const scrutinee = this.SUBRULE1(this.group);
    this.CONSUME(t.Of);
    let end = empty;
    const alternatives = this.OR1<Slot<readonly AlternativeGroup[]>>([
      {
        ALT: () => {
          const block = this.CONSUME1(t.Indented) as Token;
          end = tokenSpan(block);
          return this.ACTION(() => this.host.later('alternatives', block.inner!));
        },
      },
      {
        ALT: () => {
          const only = this.SUBRULE(this.alternative);
          return this.ACTION(() => {
            end = only.span;
            return { value: [only] };
          });
        },
      },
    ]);
    return this.ACTION(() => ({
      tag: 'case',
      scrutinee,
      alternatives,
      span: joinSpans(tokenSpan(keyword), end),
    }));
  }

  /** A chain of `else if` on one line is a loop here, so its length costs no stack. */
  private ifThen(): Group {
    const links: { keyword: Token; condition: Group; branch: ThenBranch }[] = [];
    const link = (keyword: Token, condition: Group, branch: ThenBranch): ThenBranch => {
      links.push({ keyword, condition, branch });
      if (links.length > MAX_NESTING) throw new TooDeep(tokenSpan(keyword), MAX_NESTING);
      return branch;
    };
    let last = link(this.CONSUME1(t.If) as Token, this.SUBRULE2(this.group), this.SUBRULE1(this.thenBranch));
    this.MANY({
      GATE: () => last.tag === 'inline' && this.LA(2).tokenType === t.If,
      DEF: () => {
        this.CONSUME(t.Else);
        last = link(this.CONSUME2(t.If) as Token, this.SUBRULE3(this.group), this.SUBRULE2(this.thenBranch));
      },
    });
    let alternative: ElseGroup | null = null;
    this.OPTION1({
      GATE: () => last.tag === 'inline',
      DEF: () => {
        alternative = this.SUBRULE(this.elseOption);
      },
    });
    return this.ACTION(() => this.chain(links, alternative));
  }

  /** The links of a chain of `else if`, from the last one outwards. */
  private chain(
    links: readonly { keyword: Token; condition: Group; branch: ThenBranch }[],
    alternative: ElseGroup | null,
  ): Group {
    let rest = alternative;
    let whole: Group | null = null;
    for (const { keyword, condition, branch } of [...links].reverse()) {
      let branches: Slot<BranchesGroup>;
      let end = branch.span;
      if (branch.tag === 'block') {
        branches = branch.slot;
      } else {
        if (branch.consequent.tag === 'block' && rest !== null) this.host.fail('DX0111', {}, rest.span);
        branches = { value: { consequent: branch.consequent, alternative: rest } };
        end = joinSpans(end, (rest ?? branch.consequent).span);
      }
      const span = joinSpans(tokenSpan(keyword), end);
      whole = { tag: 'if', condition, branches, span };
      rest = { body: { value: { tag: 'inline', group: whole, span } }, span };
    }
    return whole!;
  }

  /** What follows a condition: `then` on the same line, or an indented block that begins with `then`. */
  private readonly thenBranch = this.RULE(
    'thenBranch',
    (): ThenBranch =>
      this.OR<ThenBranch>({
        DEF: [
          {
            GATE: () => this.blockBegins(t.Then),
            ALT: () => {
              const block = this.CONSUME(t.Indented) as Token;
              return this.ACTION(() => ({
                tag: 'block',
                slot: this.host.later('branches', block.inner!),
                span: tokenSpan(block),
              }));
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.Then);
              const consequent = this.SUBRULE(this.body, { ARGS: [true] });
              return this.ACTION(() => ({ tag: 'inline', consequent, span: consequent.span }));
            },
          },
        ],
        ERR_MSG: '`then`',
      }),
  );

  /** `else` on the same line, or on the next one, indented more than the `if` and alone there. */
  protected readonly elseOption = this.RULE('elseOption', (): ElseGroup | null => {
    let found: ElseGroup | null = null;
    this.OPTION({
      GATE: () => this.LA(1).tokenType === t.Else || this.blockBegins(t.Else),
      DEF: () => {
        found = this.OR<ElseGroup>([
          {
            ALT: () => {
              this.CONSUME(t.Else);
              const body = this.SUBRULE(this.body);
              return this.ACTION(() => ({ body: { value: body }, span: body.span }));
            },
          },
          {
            ALT: () => {
              const block = this.CONSUME(t.Indented) as Token;
              return this.ACTION(() => ({
                body: this.host.later('elseBranch', block.inner!),
                span: tokenSpan(block),
              }));
            },
          },
        ]);
      },
    });
    return found;
  });

  /** A body: an expression on the same line, or an indented block. */
  protected readonly body = this.RULE(
    'body',
    (sameLineThen = false): BodyGroup =>
      this.OR<BodyGroup>({
        DEF: [
          {
            ALT: () => {
              const block = this.CONSUME(t.Indented) as Token;
              return this.ACTION(() => ({
                tag: 'block',
                statements: this.host.later('statements', block.inner!, sameLineThen),
                span: tokenSpan(block),
              }));
            },
          },
          {
            ALT: () => {
              const group = this.SUBRULE(this.group);
              return this.ACTION(() => ({ tag: 'inline', group, span: group.span }));
            },
          },
        ],
        ERR_MSG: 'an expression or an indented block',
      }),
  );

  /** The tokens of binders, up to the dot that ends them. */
  private readonly binderParts = this.RULE('binderParts', (): Token[] => {
    const parts: Token[] = [];
    this.AT_LEAST_ONE({
      DEF: () => {
        parts.push(
          this.OR([
            { ALT: () => this.CONSUME(t.Name) },
            { ALT: () => this.CONSUME(t.Hole) },
            { ALT: () => this.CONSUME(t.Paren) },
            { ALT: () => this.CONSUME(t.CallParen) },
            { ALT: () => this.CONSUME(t.Square) },
            { ALT: () => this.CONSUME(t.CallSquare) },
            { ALT: () => this.CONSUME(t.Field) },
            { ALT: () => this.CONSUME(t.Operator) },
            { ALT: () => this.CONSUME(t.Colon) },
            { ALT: () => this.CONSUME(t.Bar) },
            { ALT: () => this.CONSUME(t.Arrow) },
            { ALT: () => this.CONSUME(t.Nat) },
            { ALT: () => this.CONSUME(t.Float) },
            { ALT: () => this.CONSUME(t.Primitive) },
          ]) as Token,
        );
      },
      ERR_MSG: 'a binder',
    });
    return parts;
  });

  protected readonly alternative = this.RULE('alternative', (): AlternativeGroup => {
    const pattern = this.SUBRULE(this.group, { ARGS: [inAlternative] });
    this.CONSUME(t.Arrow);
    const body = this.SUBRULE(this.body);
    return this.ACTION(() => ({ pattern, body, span: joinSpans(pattern.span, body.span) }));
  });

  // ---------------------------------------------------------------- contents of brackets

  readonly args = this.RULE('args', (): readonly Arg[] => {
    const list: Arg[] = [];
    this.MANY_SEP({
      SEP: t.Comma,
      DEF: () => {
        list.push(
          this.OR<Arg>([
            { ALT: () => this.SUBRULE(this.given) },
            {
              ALT: () => {
                const group = this.SUBRULE(this.group, { ARGS: [inArguments] });
                return { tag: 'group', group };
              },
            },
          ]),
        );
      },
    });
    return list;
  });

  protected readonly given = this.RULE('given', (): GivenGroup => {
    const keyword = this.CONSUME(t.Given) as Token;
    const implicits = this.CONSUME1(t.Paren) as Token;
    const constraints = (this.OPTION(() =>
      this.OR([{ ALT: () => this.CONSUME2(t.Paren) }, { ALT: () => this.CONSUME(t.CallParen) }]),
    ) ?? null) as Token | null;
    return this.ACTION(() => ({
      tag: 'given',
      implicits: this.host.later('args', implicits.inner!),
      constraints: constraints === null ? null : this.host.later('args', constraints.inner!),
      span: joinSpans(tokenSpan(keyword), tokenSpan(constraints ?? implicits)),
    }));
  });

  readonly effectRow = this.RULE('effectRow', (): RowGroup => {
    const effects: Group[] = [];
    let tail: Group | null = null;
    this.OPTION1({
      GATE: () => this.LA(1).tokenType !== t.Bar,
      DEF: () => {
        this.AT_LEAST_ONE_SEP({
          SEP: t.Comma,
          DEF: () => {
            effects.push(this.SUBRULE1(this.group, { ARGS: [inEffects] }));
          },
        });
      },
    });
    this.OPTION2(() => {
      this.CONSUME(t.Bar);
      tail = this.SUBRULE2(this.group, { ARGS: [inEffects] });
    });
    return { effects, tail };
  });

  // ---------------------------------------------------------------- helpers

  /** The offset where the next token begins, or the sequence ends. */
  private offset(): number {
    const next = this.LA(1);
    return Number.isNaN(next.startOffset) ? this.sequence.end : next.startOffset;
  }

  private stopsAt(stops: Stops, type: TokenType): boolean {
    return (
      (stops.equals && type === t.Equals) ||
      (stops.bar && type === t.Bar) ||
      (stops.arrow && type === t.Arrow)
    );
  }

  private blockBegins(type: TokenType): boolean {
    const next = this.LA(1) as Token;
    return next.tokenType === t.Indented && next.inner?.tokens[0]?.tokenType === type;
  }

  private binders(parts: Token[]): Group[] {
    return resolveBinders(parts, this.offset(), this.resolving);
  }

  /** Bodies on one line nest in the stack of this program, so their depth is bounded more tightly. */
  private enter(): void {
    this.ACTION(() => {
      this.depth += 1;
      if (this.depth > MAX_INLINE_NESTING) {
        throw new TooDeep(tokenSpan(this.LA(1) as Token), MAX_INLINE_NESTING);
      }
    });
  }

  private readonly resolving: Resolving = {
    fail: (code, params, span, atEnd) => this.host.fail(code, params, span, atEnd),
    arguments: (tree) => this.host.later('args', tree),
    effectRow: (tree) => this.host.later('effectRow', tree),
    next: () => {
      const token = this.LA(1) as Token;
      if (token.tokenType === t.Newline) return null;
      if (token.tokenType !== EOF) return describe(token);
      return /^\W$/.test(this.sequence.closer) ? this.sequence.closer : null;
    },
  };
}

/** The deepest nesting of bodies without a bracket or a line break between them. */
export const MAX_INLINE_NESTING = 200;

/** Thrown out of the grammar, which has no other way to stop; the driver reports it. */
export class TooDeep extends Error {
  readonly span: Span;
  readonly limit: number;
  constructor(span: Span, limit: number) {
    super('nesting too deep');
    this.span = span;
    this.limit = limit;
  }
}
