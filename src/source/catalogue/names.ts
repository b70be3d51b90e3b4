import { type Catalogue, entry } from './entry.ts';

/** Names that mean nothing, too much, or the wrong kind of thing. */
export const names = {
  DX0201: entry<{ name: string; suggestions: readonly string[] }>({
    class: 'Name error',
    title: 'variable not in scope',
    message: ({ name }) => `variable not in scope: ${name}`,
    help: ({ suggestions }) =>
      suggestions.length === 0 ? [] : [`did you mean ${suggestions.join(' or ')}?`],
    explain:
      'The name is not bound here. A definition comes before its uses and does not see itself, so there is no ' +
      'recursion: write a loop. Modules are named by an `import`. Types and index sets that a definition is ' +
      'generic in are bound by its `given` clause.',
    bad: 'height = 1.8\n:p heigth * 100.0\n',
    good: 'height = 1.8\n:p height * 100.0\n',
  }),
  DX0202: entry<{ name: string }>({
    class: 'Name error',
    title: 'variable already defined',
    message: ({ name }) => `variable already defined: ${name}`,
    help: () => ['choose another name: top-level names, those of imports included, cannot be defined again'],
    explain:
      'Top-level definitions, and the parameters and direct locals of instance and struct methods, must not reuse a ' +
      'visible name, such as one of the prelude. Inside expressions shadowing is free: there a name may be bound ' +
      'again.',
    bad: 'zz = 1\nzz = 2\n',
    good: 'zz = 1\nzz2 = 2\n',
  }),
  DX0203: entry<{ name: string }>({
    class: 'Name error',
    title: 'variable already defined within pattern',
    message: ({ name }) => `the pattern binds ${name} twice`,
    explain:
      'A pattern binds each name once. To compare two parts, give them two names and write a condition.',
    bad: '(x, x) = (1, 2)\n',
    good: '(x, y) = (1, 2)\n',
  }),
  DX0204: entry<{ name: string }>({
    class: 'Name error',
    title: 'ambiguous variable',
    message: ({ name }) => `${name} is defined more than once, so it could mean either`,
    help: () => ['rename one of the definitions'],
    explain:
      'Two visible definitions have this name, so a use of it could mean either. Rename one of them; a name of the ' +
      'prelude cannot be used for anything else.',
    bad: 'zz = 1\nzz = 2\n:p zz\n',
    good: 'zz = 1\nzz2 = 2\n:p zz\n',
  }),
  DX0205: entry<{ name: string; module: string | null }>({
    class: 'Name error',
    title: 'error in an earlier definition',
    message: ({ name, module }) =>
      module === null
        ? `skipped, because the definition of ${name} has an error`
        : `skipped, because ${name} is of module ${module}, which has errors`,
    explain:
      'The definition of this name, or the import that brings it, failed, so what uses it is skipped. There may be nothing wrong here: mend the ' +
      'definition first.',
    bad: 'aa = nope\n:p aa + 1\n',
    good: 'aa = 1\n:p aa + 1\n',
  }),
  DX0206: entry<{ name: string; actual: string }>({
    class: 'Name error',
    title: 'not an ordinary variable',
    message: ({ name, actual }) => `${name} is ${actual}, and has no value`,
    explain:
      'The name stands for something that has no value. An interface is used in constraints, `given (a|Add)`; its ' +
      'methods are used in expressions.',
    bad: 'x = Add + 1\n',
    good: 'x = 1 + 1\n',
  }),
  DX0207: entry<{ name: string; actual: string }>({
    class: 'Name error',
    title: 'not a data constructor',
    message: ({ name, actual }) => `${name} is ${actual}, not a data constructor`,
    explain:
      'A pattern with arguments begins with a constructor of a `data` type or a struct. To define a function, write ' +
      '`def`, or a lambda behind the equal sign.',
    bad: 'sin x = 1\n',
    good: 'def sine(x:Float) -> Float = sin x\n',
  }),
  DX0208: entry<{ name: string; actual: string }>({
    class: 'Name error',
    title: 'not an interface',
    message: ({ name, actual }) => `${name} is ${actual}, not an interface`,
    explain:
      'After `instance` comes the name of an interface, and then, in parentheses, the type that it is for.',
    bad: 'instance Maybe(Nat)\n  pass\n',
    good: 'interface Marked(a:Type)\n  pass\n\ninstance Marked(Nat)\n  pass\n',
  }),
  DX0209: entry<{ name: string; actual: string }>({
    class: 'Type error',
    title: 'not a method',
    message: ({ name, actual }) => `${name} is ${actual}, not a method`,
    explain:
      'The body of an instance defines methods of its interface, and nothing else. Put other definitions before the ' +
      'instance.',
    bad: 'interface Named(a:Type)\n  label : Nat\n\nbaz = 1\n\ninstance Named(Bool)\n  label = 1\n  baz = 1\n',
    good: 'interface Named(a:Type)\n  label : Nat\n\ninstance Named(Bool)\n  label = 1\n',
  }),
  DX0210: entry<{ names: readonly string[] }>({
    class: 'Name error',
    title: 'leaked local variables',
    message: ({ names }) =>
      `the type of this mentions ${names.join(', ')}, which ${names.length === 1 ? 'is' : 'are'} bound only inside`,
    explain:
      'The type of a result mentions a name that has no meaning outside: the heap of a reference that ends here, the ' +
      'size of a list that was taken apart, or a local value. Give back something else: what the reference holds ' +
      '(`get r`), a list of that size (`AsList(n, xs)`), a number.',
    bad: 'x = run_state 0 \\r. r\n',
    good: 'x = run_state 0 \\r. get r\n',
  }),
} as const satisfies Catalogue;
