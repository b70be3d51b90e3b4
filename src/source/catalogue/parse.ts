import { foreignWord } from '../foreign-words.ts';
import { type Catalogue, entry } from './entry.ts';

/** What to write where a form of the language lacks one of its signs. */
const FORMS: Readonly<Record<string, string>> = {
  '.': 'the binders of a loop or a lambda end with a dot: for i:(Fin 3). 1',
  '->': 'an alternative of a case is written Pattern -> result',
  '`then`': 'an if is written if c then a else b',
  '=': 'a definition is written def f(x:Nat) -> Nat = x + 1',
  'a constructor': 'each constructor stands on an indented line of its own',
  'an argument list':
    'parameters stand in parentheses: def f(x:Nat) -> Nat = x + 1, interface C(a:Type), instance C(Nat)',
};

/** Text that cannot be grouped: characters, tokens, brackets, layout. */
export const parse = {
  DX0101: entry<{ found: string; expected: string }>({
    class: 'Parse error',
    title: 'unexpected text',
    message: ({ found, expected }) => `expected ${expected}, but found ${found}`,
    help: ({ found, expected }) => {
      if (expected === '=' && found === ':')
        return ['a definition has no colon: def f(x:Nat) -> Nat = x + 1'];
      if (expected === '.' && found === ',') return ['binders are separated by blanks: \\x:Nat y:Nat. x + y'];
      if (Object.hasOwn(FORMS, expected)) return [FORMS[expected]!];
      return foreignWord(found);
    },
    explain:
      'The text stops making sense at this place; the message says what could have stood there. What ' +
      'follows, up to the next empty line, is skipped. Often something is missing just before: a bracket, ' +
      'an operator, the body of a definition.',
    bad: 'total = 1 +\n',
    good: 'total = 1 + 2\n',
  }),
  DX0102: entry<Record<never, never>>({
    class: 'Parse error',
    title: 'unterminated string',
    message: () => 'this string is never closed',
    help: () => ['end the string with "'],
    explain:
      'A string begins and ends with `"`. To write a quote inside it, write `\\"`. A string may go on over several ' +
      'lines, so one that is never closed takes in what follows; its beginning is shown.',
    bad: 'greeting = "hello\n',
    good: 'greeting = "hello"\n',
  }),
  DX0103: entry<{ text: string }>({
    class: 'Parse error',
    title: 'unknown escape',
    message: ({ text }) => `${text} is not an escape sequence`,
    help: () => ['write a backslash itself as \\\\'],
    explain:
      'After a backslash come `n t r a b f v 0 \\ " \'`, a decimal, `x` and a hexadecimal or `o` and an ' +
      'octal number, `^A`, or the name of a control character such as `ESC`. A backslash itself is ' +
      'written twice.',
    bad: 'path = "C:\\q"\n',
    good: 'path = "C:\\\\q"\n',
  }),
  DX0104: entry<Record<never, never>>({
    class: 'Parse error',
    title: 'malformed character',
    message: () => 'a character literal holds exactly one character and ends with a quote',
    help: () => ['write a string with double quotes'],
    explain:
      "A character literal is one character between single quotes: `'a'`, `'\\n'`. Several " +
      'characters are a string, between double quotes.',
    bad: "letter = 'ab'\n",
    good: "letter = 'a'\n",
  }),
  DX0105: entry<{ character: string }>({
    class: 'Parse error',
    title: 'stray character',
    message: ({ character }) => `${character} cannot stand here`,
    help: ({ character }) => {
      if ('“”„«»'.includes(character)) return ['a string stands between straight quotes: "text"'];
      if ('‘’'.includes(character)) return ["a character stands between straight quotes: 'a'"];
      return character === '×' ? ['multiplication is written *'] : foreignWord(character);
    },
    explain:
      "Names are made of letters, digits, `_` and `'`; operators of ``.,!$^&*:-~+/=<>|?\\@``. Other " +
      'characters may stand in comments, prose and strings only: take the character away, or put the text ' +
      'into a comment.',
    bad: 'x = 1 § 2\n',
    good: 'x = 1 + 2\n',
  }),
  DX0106: entry<Record<never, never>>({
    class: 'Parse error',
    title: 'tab in indentation',
    message: () => 'a tab stands in the indentation',
    help: () => ['indent with spaces: a tab does not count'],
    explain:
      'Indentation counts spaces only, so that a program means the same with every width of a tab. ' +
      'Replace the tab by spaces; most editors can do so for a whole file.',
    bad: 'f = \\x:Nat.\n\tx + 1\n',
    good: 'f = \\x:Nat.\n  x + 1\n',
  }),
  DX0107: entry<Record<never, never>>({
    class: 'Parse error',
    title: 'indented top-level item',
    message: () => 'a top-level item must begin in the first column',
    explain:
      'Only lines inside a block are indented; an item at top level begins in the first column. Remove ' +
      'the blanks, or indent the line under the definition that it belongs to, without an empty line ' +
      'between.',
    bad: '-- a note\n  y = 2\n',
    good: '-- a note\ny = 2\n',
  }),
  DX0108: entry<Record<never, never>>({
    class: 'Parse error',
    title: 'over-indented line',
    message: () => 'this line is indented more than its block, but does not continue the line before',
    help: () => [
      'indent it like its neighbours',
      'or end the line before with an operator such as $, so that the expression goes on',
    ],
    explain:
      'Every line of a block is indented alike. An expression goes on over a line break only inside ' +
      'brackets and after an operator: indent the line like its neighbours, or end the line before with ' +
      'an operator.',
    bad: 'x =\n  y = 1\n    + 2\n  y\n',
    good: 'x =\n  y = 1 +\n    2\n  y\n',
  }),
  DX0109: entry<{ after: string }>({
    class: 'Parse error',
    title: 'missing block',
    message: ({ after }) => `an expression or an indented block is expected after ${after}`,
    explain:
      'The body of a definition, a lambda, a loop or a branch stands on the same line, or on the ' +
      'following lines, indented more than the line the construct begins on.',
    bad: 'f = \\x:Nat.\nx + 1\n',
    good: 'f = \\x:Nat.\n  x + 1\n',
  }),
  DX0110: entry<{ open: string; found: string }>({
    class: 'Parse error',
    title: 'unclosed bracket',
    message: ({ open, found }) => `${open} is not closed before ${found}`,
    help: ({ found }) =>
      found === 'the end of the line'
        ? ['put the closing bracket at the end of the last line of the block inside it']
        : [],
    explain:
      'Every opening bracket has a closing one. A line break inside an indented block (or inside the body ' +
      'of a lambda or a loop) ends that body, so the bracket around it must be closed at the end of its ' +
      'last line, not on a line of its own.',
    bad: 'x = sum(for i:(Fin 3).\n  ordinal i\n)\n',
    good: 'x = sum(for i:(Fin 3).\n  ordinal i)\n',
  }),
  DX0111: entry<Record<never, never>>({
    class: 'Parse error',
    title: '`else` after an indented consequent of a same-line `then`',
    message: () => 'no `else` may follow a `then` on the line of its `if` with an indented block',
    help: () => ['indent and align both `then` and `else`, or write the whole `if` on one line'],
    explain:
      'After a `then` on the line of its `if`, a consequent of several lines is ended by nothing, so ' +
      'there is no column at which an `else` could stand without ambiguity. Put `then` and `else` on ' +
      'lines of their own, or the whole `if` on one line.',
    bad: ':p\n  if True then\n    1\n  else 2\n',
    good: ':p\n  if True\n    then 1\n    else 2\n',
  }),
  DX0112: entry<Record<never, never>>({
    class: 'Parse error',
    title: '`else` on the last line of an indented consequent',
    message: () => '`else` may not stand on the last line of an indented block',
    help: () => ['put the `else` on the next line, aligned with its `then`'],
    explain: 'After an indented consequent, `else` begins a line of its own, aligned with its `then`.',
    bad: ':p\n  if True\n    then\n      1 else 2\n',
    good: ':p\n  if True\n    then\n      1\n    else 2\n',
  }),
  DX0113: entry<{ operator: string }>({
    class: 'Parse error',
    title: 'operator without meaning',
    message: ({ operator }) => `${operator} is reserved and means nothing here`,
    help: ({ operator }) =>
      operator === '?'
        ? ['a choice is written if c then a else b']
        : operator === '.'
          ? [
              'write the dot of a field without blanks: x.field',
              'compose functions with >>>, and begin a number with a digit: 0.5',
            ]
          : operator.startsWith('--')
            ? ['put a blank after the dashes: --o does not begin a comment']
            : operator.startsWith(',') && operator.length > 1
              ? ['put a blank after the comma: operators are read as long as possible']
              : operator.endsWith('-') && operator.length > 1
                ? ['put a blank before the minus: operators are read as long as possible']
                : [],
    explain:
      'A run of operator characters is one operator, as long as possible: `[1,-2]` contains the operator ' +
      '`,-`. Put a blank between two operators. Some operators, such as `..` in expressions, are ' +
      'reserved.',
    bad: 'x = [1,-2]\n',
    good: 'x = [1, -2]\n',
  }),
  DX0114: entry<{ operator: string }>({
    class: 'Parse error',
    title: 'operators that do not associate',
    message: ({ operator }) => `${operator} cannot follow another operator of its level without parentheses`,
    explain:
      'The operators `::`, `+=` and `:=` do not associate: of two in a row it would be unclear which ' +
      'comes first. Put parentheses around one of them.',
    bad: 'x = 1 :: Nat :: Nat\n',
    good: 'x = (1 :: Nat) :: Nat\n',
  }),
  DX0115: entry<{ command: string }>({
    class: 'Parse error',
    title: 'unrecognized command',
    message: ({ command }) => `unrecognized command: ${command}`,
    help: () => ['the commands are :p :pp :pcodegen :t :html :export :debug :help'],
    explain:
      'A line that begins with a colon is a command: `:p` shows a value, `:t` a type, `:html` a picture ' +
      'or a page.',
    bad: ':show 1\n',
    good: ':p 1\n',
  }),
  DX0116: entry<{ name: string; suggestion: string | null }>({
    class: 'Parse error',
    title: 'unrecognized primitive',
    message: ({ name }) => `unrecognized primitive: ${name}`,
    help: ({ suggestion }) => (suggestion === null ? [] : [`did you mean %${suggestion}?`]),
    explain:
      'A name after `%` is one of the primitives that the standard library is built from; ' +
      'docs/primitives.md lists them. Programs use the functions of the library instead.',
    bad: 'x = %foo(1)\n',
    good: 'x = sin 1.0\n',
  }),
  DX0117: entry<Record<never, never>>({
    class: 'Parse error',
    title: 'annotation on an expression',
    message: () => 'only a definition can be annotated',
    explain:
      '`@noinline` and `@inline` stand on a line of their own before a `def` or a binding, and say how ' +
      'that is compiled. An expression has nothing to be inlined.',
    bad: '@noinline\n1 + 2\n',
    good: '@noinline\ndef three() -> Nat = 1 + 2\n',
  }),
  DX0118: entry<{ keyword: string }>({
    class: 'Parse error',
    title: 'keyword as a name',
    message: ({ keyword }) => `${keyword} is a keyword and cannot be a name`,
    help: ({ keyword }) => [`choose another name, such as ${keyword}'`, ...foreignWord(keyword)],
    explain:
      'Keywords are reserved, some of them for later use. Choose another name, or add a letter or a ' +
      "quote: `return'`.",
    bad: 'return = 1\n',
    good: 'result = 1\n',
  }),
  DX0119: entry<Record<never, never>>({
    class: 'Parse error',
    title: 'comment without a line end',
    message: () => 'a comment on the last line must end with a newline',
    explain:
      'A comment reaches to the end of its line, and the line has to end. Add a line break at the end ' +
      'of the file.',
    bad: 'x = 1\n-- the end',
    good: 'x = 1\n-- the end\n',
  }),
  DX0120: entry<Record<never, never>>({
    class: 'Parse error',
    title: 'dot read as a field',
    message: () => 'this dot is read as a field access, so the binders have no end',
    help: () => ['put a blank after the dot that ends the binders'],
    explain:
      '`\\x.x` is a lambda whose binder is the field `x` of `x`. The dot that ends binders is followed by ' +
      'a blank or by the end of the line.',
    bad: 'f = \\x:Nat.x\n',
    good: 'f = \\x:Nat. x\n',
  }),
  DX0121: entry<Record<never, never>>({
    class: 'Parse error',
    title: 'blank before an argument list',
    message: () => 'the parameter list must follow the name immediately',
    help: () => ['remove the blank before the parenthesis'],
    explain:
      'A blank before `(` means application to one argument; declarations list their parameters ' +
      'immediately behind the name, without a blank.',
    bad: 'def f (x:Nat) -> Nat = x\n',
    good: 'def f(x:Nat) -> Nat = x\n',
  }),
  DX0122: entry<Record<never, never>>({
    class: 'Parse error',
    title: 'two numbered fields in a row',
    message: () => 'digits with a dot after them are a decimal number, not two fields',
    help: () => ['write (x.0).1', 'the indices below 3 are those of Fin 3: for i:(Fin 3)'],
    explain:
      'Because numbers are read as long as possible, `x.0.1` is `x` followed by `.` and the number `0.1`. ' +
      'Put parentheses around the first field.',
    bad: 'p = ((1, 2), 3)\n:p p.0.1\n',
    good: 'p = ((1, 2), 3)\n:p (p.0).1\n',
  }),
  DX0123: entry<{ found: string }>({
    class: 'Parse error',
    title: 'unmatched closing bracket',
    message: ({ found }) => `${found} closes nothing`,
    explain:
      'Every closing bracket has an opening one of its own kind before it. Remove the bracket, or look ' +
      'for the one that it should close: a `(` may be missing, or an earlier bracket may be closed too ' +
      'soon.',
    bad: 'x = 1 + 2)\n',
    good: 'x = (1 + 2)\n',
  }),
} as const satisfies Catalogue;
