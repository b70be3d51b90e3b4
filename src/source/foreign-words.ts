/**
 * Words and signs of other languages, and what says the same here: what people write before they know the language.
 */

const LENGTH = 'size n is the number of elements of an index set n, list_length xs that of a list';
const BINDING = 'a binding needs no keyword: x = 1';
const DEFINITION = 'a function is defined by def f(x:Nat) -> Nat = x + 1';
const COMMENT = 'a comment begins with two dashes and a blank: -- like this';
const CONDITION = 'a choice is written if c then a else b';
const LOOP = 'a loop over n indices is for i:(Fin n). ordinal i';
const FIELDS = 'the fields of a constructor stand in parentheses: Pair(Nat, Float)';
const POWER = 'a power is pow(x, y) of floats, or intpow(x, n) for a natural number n';
const SLICE = 'a part of a table is slice(xs, start, Fin n), with a natural number start';
const END = 'a block has no end but that of its indentation';
const MODULES = 'names of a module are used as they are, after import: there is no prefix';

const EFFECTS = 'effects stand in braces before the result: -> {IO} ()';

const WORDS: Readonly<Record<string, string>> = {
  '!': 'write not for "is not so": not True',
  '!=': 'write /= for "is not equal to"',
  '%': 'the remainder of a division is rem(x, y)',
  '&': 'write && for "and"',
  '++': 'texts and lists are joined with <>; to add one, write x + 1',
  '//': `${COMMENT}; the quotient of integers is idiv(x, y)`,
  '/*': COMMENT,
  ';': 'statements stand on lines of their own',
  '===': 'write == for "is equal to"',
  '^': POWER,
  '|>': 'a value goes into a function by a bar: x | f',
  '~': 'write not for "is not so": not True',
  Except: EFFECTS,
  IO: EFFECTS,
  None: 'the value that is not there is Nothing',
  and: 'write && for "and"',
  arange: LOOP,
  begin: END,
  class: 'struct names fields, data lists alternatives, interface names operations',
  const: BINDING,
  elif: 'write else if',
  end: END,
  fn: DEFINITION,
  foldl:
    'fold start \\i acc. ... takes an index and what was computed before; reduce start f xs combines elements',
  foldr:
    'fold start \\i acc. ... takes an index and what was computed before; reduce start f xs combines elements',
  fun: DEFINITION,
  func: DEFINITION,
  function: DEFINITION,
  jit: 'every program is compiled as it is: leave it out',
  jnp: MODULES,
  lambda: 'a function without a name is written \\x. x + 1',
  len: LENGTH,
  length: LENGTH,
  let: BINDING,
  math: MODULES,
  mut: 'what changes is a reference: yield_state 1 \\r. r := get r + 1',
  np: MODULES,
  null: 'the value that is not there is Nothing',
  or: 'write || for "or"',
  Some: 'a value that is there is Just x',
  println: 'print writes a line: unsafe_io \\. print "hello"',
  range: LOOP,
  return: 'the last line of a block is its result',
  str: 'show x is the text of a value',
  torch: MODULES,
  val: BINDING,
  var: BINDING,
  vmap: 'a function goes over a table by for i. f xs[i]',
  where: 'names are bound before they are used, in lines of the block above',
  zeros: 'a table of zeros is for i:(Fin n). 0.0, or zero where the type says which',
  ones: 'a table of ones is for i:(Fin n). 1.0',
  '`then`': 'there is no elif: write else if',
  '`else`': CONDITION,
  'an effect row': 'braces hold effects only: blocks are indented, and tables stand in brackets',
};

/** Forms of other languages that the parser stumbles over somewhere else than at the word that gives them away. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^\s*(?:export\s+)?(?:function|func?|fun)\s+[\w']+/, DEFINITION],
  [/^\s*class\s+[\w']/, WORDS.class!],
  [/(?:^(?::\w+\s)?|[=(])\s*(?:let|const|var|val|mut)\s+[\w']/, BINDING],
  [/\blambda\s+[\w']+/, WORDS.lambda!],
  [/\\\s*[\w']+\s*->/, WORDS.lambda!],
  [/\bfor\s+[\w']+\s+in\b/, LOOP],
  [
    /^\s*(?:from\s+\S+\s+import|import\s+\S+\s+as)\b/,
    'import takes the name of a module alone: import parser',
  ],
  [/^import\s+["'./\w]*["'./]/, 'import takes the name of a module, and no path: import parser'],
  [/^\s*where\s/, WORDS.where!],
  [/^\s*end\s*$/, END],
  [/^\s*(?:\/\*|\{-)/, COMMENT],
  [/\bif\b.*:\s*$/, CONDITION],
  [/\?[^?]*:/, CONDITION],
  [
    /\bwhile\b.*:\s*(?:\S.*)?$/,
    'a loop that does not count takes what says whether to go on: while \\. condition',
  ],
  [/[\w')\]]\[\s*[\w']*\s*:(?!:)[^\]]*\]/, SLICE],
  [
    /^[a-z][\w']*\s*::?\s*[^=]*->[^=]*$/,
    'the type of a function stands in its definition: def f(x:Nat) -> Nat = x + 1',
  ],
  [/^(?:data|enum)\s.*\bwhere\b/, 'the constructors of a type stand after =, on indented lines of their own'],
  [/\bcase\s(?!.*\bof\b)/, 'a case is written case m of, with its alternatives after it'],
  [/^(?:data|enum)\s+[\w']+\s*=\s*[A-Z][\w']*\s+[A-Z]/, FIELDS],
  [/^(?:data|enum)\b.*\|/, 'the constructors of a type stand on indented lines of their own, without |'],
  [
    /^(?:data|enum|struct)\s+[\w']+\s+[\w']/,
    'parameters stand in parentheses right after the name: Pair(a:Type)',
  ],
  [/^struct\b[^=]*$/, 'the fields of a struct stand on indented lines of their own, after ='],
];

/** What to write instead of a word or sign of another language. */
export function foreignWord(word: string): readonly string[] {
  return Object.hasOwn(WORDS, word) ? [WORDS[word]!] : [];
}

/** What to write instead of a form of another language in one of these lines; at most one piece of advice. */
export function foreignForm(lines: readonly string[]): readonly string[] {
  for (const [form, advice] of FORMS) if (lines.some((line) => form.test(line))) return [advice];
  return [];
}
