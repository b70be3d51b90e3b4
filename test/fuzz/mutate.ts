/** Programs that are nearly programs: a few tokens of one are deleted, repeated, exchanged or replaced. */
import type { Random } from '../random.ts';

const TOKEN =
  /\n *|[ \t]+|--[^\n]*|"(?:[^"\\\n]|\\.)*"|'.'|[\p{L}_][\p{L}\p{N}_']*|\d+(?:\.\d*)?|[-+*/<>=!&|:.,^@$~?%\\]+|[^]/gu;

/** The tokens of a text, blanks and line breaks among them. */
export function tokensOf(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

const NUMBERS = [
  '0',
  '1',
  '2',
  '7',
  '1000',
  '4294967295',
  '4294967296',
  '0.0',
  '1.5',
  '1.0e30',
  '100000000000000000000',
];
const STRANGE = [
  '\t',
  '\0',
  '\u00e9',
  '\ufeff',
  '\r',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '\\',
  '%',
  '§',
  '\n',
  '\n\n',
  '  ',
];

/** What a token is, for replacing like by like. */
function kindOf(token: string): string {
  if (/^\s/.test(token)) return 'blank';
  if (/^[\p{L}_]/u.test(token)) return 'word';
  return /^\d/.test(token) ? 'number' : token.length > 1 && token.startsWith('"') ? 'string' : 'sign';
}

export class Mutator {
  private readonly byKind = new Map<string, string[]>();
  private readonly random: Random;

  /** Tokens are taken from `texts`. */
  constructor(texts: readonly string[], random: Random) {
    this.random = random;
    for (const token of new Set(texts.flatMap(tokensOf))) {
      const kind = kindOf(token);
      this.byKind.set(kind, [...(this.byKind.get(kind) ?? []), token]);
    }
  }

  /** `text` with one to three mutations. */
  mutate(text: string): string {
    const { random } = this;
    const tokens = tokensOf(text);
    for (let count = random.pick([1, 1, 1, 2, 2, 3]); count > 0; count -= 1) this.once(tokens);
    return tokens.join('');
  }

  private once(tokens: string[]): void {
    const { random } = this;
    // Blanks are mutated too, but seldom: most of such mutants do not parse.
    let at = random.below(tokens.length);
    for (let tries = 0; tries < 3 && kindOf(tokens[at] ?? '') === 'blank'; tries += 1)
      at = random.below(tokens.length);
    const token = tokens[at] ?? '';
    switch (random.below(16)) {
      case 0:
        tokens.splice(at, 1);
        break;
      case 1:
        tokens.splice(at, 0, token);
        break;
      case 2: {
        const other = random.below(tokens.length);
        tokens[at] = tokens[other] ?? '';
        tokens[other] = token;
        break;
      }
      case 3:
        tokens.splice(at, 0, this.any());
        break;
      case 4:
        tokens.splice(at, 1 + random.below(4));
        break;
      case 5:
        tokens[at] = random.pick(random.below(4) === 0 ? STRANGE : NUMBERS);
        break;
      case 6:
      case 7:
      case 8:
        tokens[at] = random.pick(this.byKind.get(kindOf(token)) ?? [token]);
        break;
      default: {
        // Another name or number of the same program: what comes out often has a type.
        const alike = tokens.filter((t) => kindOf(t) === kindOf(token));
        tokens[at] = random.pick(alike.length > 0 ? alike : [token]);
      }
    }
  }

  private any(): string {
    return this.random.pick(this.byKind.get(this.random.pick([...this.byKind.keys()])) ?? ['']);
  }
}
