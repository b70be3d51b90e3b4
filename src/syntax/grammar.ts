import { joinSpans, type Span } from '../source/index.ts';
import { ExpressionGrammar, type Sequences } from './grammar-expressions.ts';
import type {
  AlternativeGroup,
  BodyGroup,
  BranchesGroup,
  ConstructorGroup,
  DefGroup,
  GivenGroup,
  Group,
  HeadGroup,
  ItemGroup,
  Lines,
  MemberGroup,
  Slot,
  StatementGroup,
} from './groups.ts';
import { tokenSpan } from './precedence.ts';
import type { Token } from './tokens.ts';
import * as t from './tokens.ts';

/** The rules of blocks and top-level items (section 3.10 of the language reference). */
export class Grammar extends ExpressionGrammar {
  constructor() {
    super();
    this.performSelfAnalysis();
  }

  // ---------------------------------------------------------------- contents of blocks

  readonly statements = this.RULE('statements', (): readonly StatementGroup[] => {
    const list = [this.SUBRULE1(this.statement)];
    this.MANY(() => {
      this.OR([{ ALT: () => this.CONSUME(t.Newline) }, { ALT: () => this.CONSUME(t.Semicolon) }]);
      list.push(this.SUBRULE2(this.statement));
    });
    return list;
  });

  readonly alternatives = this.RULE('alternatives', (): readonly AlternativeGroup[] => {
    const list = [this.SUBRULE1(this.alternative)];
    this.MANY(() => {
      this.CONSUME(t.Newline);
      list.push(this.SUBRULE2(this.alternative));
    });
    return list;
  });

  readonly branches = this.RULE('branches', (): BranchesGroup => {
    this.CONSUME(t.Then);
    const consequent = this.SUBRULE1(this.body);
    this.OPTION(() => this.CONSUME(t.Newline));
    const alternative = this.SUBRULE(this.elseOption);
    return { consequent, alternative };
  });

  readonly elseBranch = this.RULE('elseBranch', (): BodyGroup => {
    this.CONSUME(t.Else);
    return this.SUBRULE(this.body);
  });

  readonly constructors = this.RULE('constructors', (): readonly ConstructorGroup[] => {
    const list = [this.SUBRULE1(this.constructorLine)];
    this.MANY(() => {
      this.CONSUME(t.Newline);
      list.push(this.SUBRULE2(this.constructorLine));
    });
    return list;
  });

  readonly constructorLine = this.RULE('constructorLine', (): ConstructorGroup => {
    const name = this.CONSUME(t.Name) as Token;
    const args = (this.OPTION(() => this.CONSUME(t.CallParen)) ?? null) as Token | null;
    return this.ACTION(() => ({
      name,
      args: args === null ? null : this.host.later('args', args.inner!),
      span: joinSpans(tokenSpan(name), tokenSpan(args ?? name)),
    }));
  });

  readonly members = this.RULE('members', (): readonly MemberGroup[] => {
    const list = [this.SUBRULE1(this.member)];
    this.MANY(() => {
      this.CONSUME(t.Newline);
      list.push(this.SUBRULE2(this.member));
    });
    return list;
  });

  readonly member = this.RULE(
    'member',
    (): MemberGroup =>
      this.OR<MemberGroup>([
        {
          ALT: () => {
            const keyword = this.CONSUME(t.Pass) as Token;
            return this.ACTION(() => ({ tag: 'pass', span: tokenSpan(keyword) }));
          },
        },
        {
          ALT: () => {
            const annotation = this.SUBRULE(this.annotation);
            const def = this.SUBRULE(this.def);
            return this.ACTION(() => ({ tag: 'def', annotation, def, span: def.span }));
          },
        },
        {
          ALT: () => {
            const name = this.CONSUME(t.Name) as Token;
            this.CONSUME(t.Colon);
            const type = this.SUBRULE(this.group);
            return this.ACTION(() => ({
              tag: 'signature',
              name,
              type,
              span: joinSpans(tokenSpan(name), type.span),
            }));
          },
        },
      ]),
  );

  private readonly annotation = this.RULE('annotation', (): Token | null => {
    let found: Token | null = null;
    this.OPTION(() => {
      found = this.CONSUME(t.Annotation) as Token;
      this.CONSUME(t.Newline);
    });
    return found;
  });

  readonly statement = this.RULE(
    'statement',
    (): StatementGroup =>
      this.OR<StatementGroup>({
        DEF: [
          {
            ALT: () => {
              const def = this.SUBRULE(this.def);
              return this.ACTION(() => ({ tag: 'def', def, span: def.span }));
            },
          },
          {
            ALT: () => {
              const keyword = this.CONSUME(t.Pass) as Token;
              return this.ACTION(() => ({ tag: 'pass', span: tokenSpan(keyword) }));
            },
          },
          {
            ALT: () => {
              const group = this.SUBRULE(this.group);
              let tag: 'let' | 'bind' | null = null;
              let body: BodyGroup | null = null;
              this.OPTION(() => {
                tag = this.OR2<'let' | 'bind'>([
                  {
                    ALT: () => {
                      this.CONSUME(t.Equals);
                      return 'let';
                    },
                  },
                  {
                    ALT: () => {
                      this.CONSUME(t.LeftArrow);
                      return 'bind';
                    },
                  },
                ]);
                body = this.SUBRULE(this.body);
              });
              return this.ACTION(() => bindingOrExpression(group, tag, body));
            },
          },
        ],
        ERR_MSG: 'a statement',
      }),
  );

  private readonly def = this.RULE('def', (): DefGroup => {
    const keyword = this.CONSUME(t.Def) as Token;
    const name = this.CONSUME(t.Name) as Token;
    const params = this.CONSUME(t.CallParen) as Token;
    let result: DefGroup['result'] = null;
    this.OPTION1(() => {
      const arrow = this.CONSUME(t.Arrow) as Token;
      const row = (this.OPTION2(() => this.CONSUME(t.Brace)) ?? null) as Token | null;
      const type = this.SUBRULE(this.group);
      this.ACTION(() => {
        const effects =
          row === null ? null : { row: this.host.later('effectRow', row.inner!), span: tokenSpan(row) };
        result = { arrow, effects, type };
      });
    });
    const given = (this.OPTION3(() => this.SUBRULE(this.given)) ?? null) as GivenGroup | null;
    this.CONSUME(t.Equals);
    const body = this.SUBRULE(this.body);
    return this.ACTION(() => ({
      name,
      params: this.host.later('args', params.inner!),
      result,
      given,
      body,
      span: joinSpans(tokenSpan(keyword), body.span),
    }));
  });

  // ---------------------------------------------------------------- items

  readonly item = this.RULE(
    'item',
    (): ItemGroup =>
      this.OR<ItemGroup>({
        DEF: [
          { ALT: () => this.SUBRULE(this.commandItem) },
          { ALT: () => this.SUBRULE(this.dataItem) },
          { ALT: () => this.SUBRULE(this.structItem) },
          { ALT: () => this.SUBRULE(this.interfaceItem) },
          { ALT: () => this.SUBRULE(this.instanceItem) },
          { ALT: () => this.SUBRULE(this.namedInstanceItem) },
          { ALT: () => this.SUBRULE(this.hostItem) },
          {
            ALT: () => {
              const annotation = this.SUBRULE(this.annotation);
              const statement = this.SUBRULE(this.statement);
              return this.ACTION(() => ({ tag: 'statement', annotation, statement, span: statement.span }));
            },
          },
        ],
        ERR_MSG: 'a definition or an expression',
      }),
  );

  private readonly commandItem = this.RULE('commandItem', (): ItemGroup => {
    const command = this.CONSUME(t.Command) as Token;
    const name = (this.OPTION({
      GATE: () => command.image === 'export',
      DEF: () => this.CONSUME(t.Name),
    }) ?? null) as Token | null;
    const body = this.SUBRULE(this.body);
    return this.ACTION(() => ({
      tag: 'command',
      command,
      name,
      body,
      span: joinSpans(tokenSpan(command), body.span),
    }));
  });

  private readonly dataItem = this.RULE('dataItem', (): ItemGroup => {
    const keyword = this.CONSUME(t.Data) as Token;
    const head = this.SUBRULE(this.head);
    this.CONSUME(t.Equals);
    const constructors = this.OR<Lines<ConstructorGroup>>({
      DEF: [
        { ALT: () => this.blockOf('constructors') },
        { ALT: () => this.only(this.SUBRULE(this.constructorLine)) },
      ],
      ERR_MSG: 'a constructor',
    });
    return this.ACTION(() => ({ tag: 'data', head, constructors, span: this.from(keyword) }));
  });

  private readonly structItem = this.RULE('structItem', (): ItemGroup => {
    const keyword = this.CONSUME(t.Struct) as Token;
    const head = this.SUBRULE(this.head);
    this.CONSUME(t.Equals);
    const members = this.OR<Lines<MemberGroup>>({
      DEF: [{ ALT: () => this.blockOf('members') }, { ALT: () => this.only(this.SUBRULE(this.member)) }],
      ERR_MSG: 'a field',
    });
    return this.ACTION(() => ({ tag: 'struct', head, members, span: this.from(keyword) }));
  });

  private readonly interfaceItem = this.RULE('interfaceItem', (): ItemGroup => {
    const keyword = this.CONSUME(t.Interface) as Token;
    const name = this.CONSUME(t.Name) as Token;
    const params = this.CONSUME(t.CallParen) as Token;
    const members = this.OR<Lines<MemberGroup>>({
      DEF: [{ ALT: () => this.blockOf('members') }, { ALT: () => this.only(this.SUBRULE(this.member)) }],
      ERR_MSG: 'a method signature `name : type`',
    });
    return this.ACTION(() => ({
      tag: 'interface',
      head: { name, params: this.host.later('args', params.inner!), given: null },
      members,
      span: this.from(keyword),
    }));
  });

  private readonly instanceItem = this.RULE('instanceItem', (): ItemGroup => {
    const keyword = this.CONSUME(t.Instance) as Token;
    const rest = this.SUBRULE(this.instanceBody);
    return this.ACTION(() => ({
      tag: 'instance',
      name: null,
      params: null,
      ...rest,
      span: this.from(keyword),
    }));
  });

  private readonly namedInstanceItem = this.RULE('namedInstanceItem', (): ItemGroup => {
    const keyword = this.CONSUME(t.NamedInstance) as Token;
    const name = this.CONSUME(t.Name) as Token;
    const params = this.OR<Token | null>([
      {
        ALT: () => {
          this.CONSUME(t.Colon);
          return null;
        },
      },
      {
        ALT: () => {
          const list = this.CONSUME(t.CallParen) as Token;
          this.CONSUME(t.Arrow);
          return list;
        },
      },
    ]);
    const rest = this.SUBRULE(this.instanceBody);
    return this.ACTION(() => ({
      tag: 'instance',
      name,
      params: params === null ? null : this.host.later('args', params.inner!),
      ...rest,
      span: this.from(keyword),
    }));
  });

  private readonly instanceBody = this.RULE('instanceBody', () => {
    const name = this.CONSUME(t.Name) as Token;
    const args = this.CONSUME(t.CallParen) as Token;
    const given = (this.OPTION(() => this.SUBRULE(this.given)) ?? null) as GivenGroup | null;
    const block = this.CONSUME(t.Indented) as Token;
    return this.ACTION(() => ({
      class: name,
      args: this.host.later('args', args.inner!),
      given,
      members: this.host.later('statements', block.inner!),
    }));
  });

  /** `import`, `foreign`, `custom-linearization`: what concerns the session and its host. */
  private readonly hostItem = this.RULE(
    'hostItem',
    (): ItemGroup =>
      this.OR<ItemGroup>([
        {
          ALT: () => {
            const keyword = this.CONSUME(t.Import) as Token;
            const module = this.CONSUME1(t.Name) as Token;
            return this.ACTION(() => ({ tag: 'import', module, span: this.from(keyword) }));
          },
        },
        {
          ALT: () => {
            const keyword = this.CONSUME(t.Foreign) as Token;
            const symbol = this.CONSUME(t.Text) as Token;
            const name = this.CONSUME2(t.Name) as Token;
            this.CONSUME(t.Colon);
            const type = this.SUBRULE1(this.group);
            return this.ACTION(() => ({ tag: 'foreign', symbol, name, type, span: this.from(keyword) }));
          },
        },
        {
          ALT: () => {
            const keyword = this.CONSUME(t.CustomLinearization) as Token;
            const name = this.CONSUME3(t.Name) as Token;
            const value = this.SUBRULE2(this.group);
            return this.ACTION(() => ({
              tag: 'customLinearization',
              keyword,
              name,
              value,
              span: this.from(keyword),
            }));
          },
        },
      ]),
  );

  private readonly head = this.RULE('head', (): HeadGroup => {
    const name = this.CONSUME(t.Name) as Token;
    const params = (this.OPTION1(() => this.CONSUME(t.CallParen)) ?? null) as Token | null;
    const given = (this.OPTION2(() => this.SUBRULE(this.given)) ?? null) as GivenGroup | null;
    return this.ACTION(() => ({
      name,
      params: params === null ? null : this.host.later('args', params.inner!),
      given,
    }));
  });

  // ---------------------------------------------------------------- helpers

  private blockOf<N extends 'constructors' | 'members'>(name: N): Slot<Sequences[N]> {
    const block = this.CONSUME(t.Indented) as Token;
    return this.ACTION(() => this.host.later(name, block.inner!));
  }

  private only<T>(value: T): Lines<T> {
    return { value: [value] };
  }

  /** The span from a token to the last one that was consumed. */
  private from(first: Token): Span {
    return joinSpans(tokenSpan(first), tokenSpan(this.LA(0) as Token));
  }
}

function bindingOrExpression(
  group: Group,
  tag: 'let' | 'bind' | null,
  body: BodyGroup | null,
): StatementGroup {
  if (tag === null || body === null) return { tag: 'expression', group, span: group.span };
  return { tag, left: group, body, span: joinSpans(group.span, body.span) };
}
